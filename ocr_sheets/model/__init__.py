"""What a centre's workbook holds, as data: records, the tables they stand in, the book of them all, and who and what they name."""
