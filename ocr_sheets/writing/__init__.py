"""Everything that is written: the blank workbook, the example and what comes back to the centre."""
