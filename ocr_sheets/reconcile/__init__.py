"""The centre's entries or claims beside a list from OCR: compared, put into words and written here."""
