"""Less to type: a first workbook from a few visits, and a copy of a workbook with what follows from it drafted."""
