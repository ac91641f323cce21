"""Mending a workbook cell by cell: what a person typed stands in the centre's own cells, and a sheet says what was changed."""
