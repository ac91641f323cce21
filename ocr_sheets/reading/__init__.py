"""From cells to records: the only place where text becomes a date, a number or an identifier."""

from ocr_sheets.reading.book import NoSuchSheets, read_book

__all__ = ["NoSuchSheets", "read_book"]
