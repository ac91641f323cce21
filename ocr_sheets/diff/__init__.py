"""What has changed from one workbook of a centre to a later one: found, put into words and written here."""
