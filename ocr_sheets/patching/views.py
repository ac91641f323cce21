"""The windows in which a workbook opens, and the tab that each shows."""

from .markup import Document
from .names import WORKBOOK_ORDER


def open_tabs(workbook: Document) -> list[list[int]]:
    """Of each window: the open tab, and the first one shown."""
    views = workbook.root.child("bookViews")
    return [[view.number("activeTab"), view.number("firstSheet")] for view in views.children] if views else []


def shift(workbook: Document, by: int, earlier: list[list[int]] | None = None) -> None:
    """Open the workbook on its first tab, and keep what other windows of it show. When sheets go, a window that shows one of them
    shows what it did before they came.
    """
    views = workbook.root.child("bookViews")
    if by > 0 and (views is None or not views.children):
        prefix = workbook.prefix
        view = f"<{prefix}bookViews><{prefix}workbookView/></{prefix}bookViews>"
        workbook.apply([workbook.remove(views)] if views else [])
        workbook.apply([workbook.add_child(view, "bookViews", WORKBOOK_ORDER)])
        return
    if by < 0 and earlier == [] and views and not any(view.attrs for view in views.children):
        workbook.apply([workbook.remove(views)])  # it was made for our sheets
        return
    edits = []
    for at, view_node in enumerate(views.children if views else ()):
        for which, name in enumerate(("activeTab", "firstSheet")):
            old = view_node.number(name)
            new = 0 if at == 0 and by > 0 else old + by
            if new < 0 or (by < 0 and at == 0 and which == 1):
                new = earlier[at][which] if earlier and at < len(earlier) and by < 0 else 0
            if new != old:
                edits.append(workbook.attribute(view_node, name, str(new)))
    workbook.apply(edits)
