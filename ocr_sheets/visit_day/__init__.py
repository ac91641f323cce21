"""One page for the day of a visit: what must be there, who is needed, and the work to have ready."""

from ocr_sheets.visit_day.page import VisitPage, visit_called, visit_page

__all__ = ["VisitPage", "visit_called", "visit_page"]
