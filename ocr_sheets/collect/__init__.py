"""What others filled in in their packs, or in copies of the workbook, taken into a copy of the centre's own, cell by cell."""
