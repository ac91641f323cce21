"""The documentation for users as one page: the project's README and each feature's, as they stand, to search and to print."""

from ocr_sheets.manual.page import manual_page

__all__ = ["manual_page"]
