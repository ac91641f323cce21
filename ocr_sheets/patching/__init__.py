"""Adds to an Excel workbook without losing anything that is in it.

A workbook is a zip of XML parts. Loading it with a library and saving it again loses what the library does not know. Here
nothing is loaded: parts that are not touched are copied as the compressed bytes they are, a touched one is changed as
text, and only at the places that must change.

    book = Workbook.open("Moderation.xlsx")
    book.strip()                                      # what an earlier run added goes
    sheet = book.sheet("Visits")
    plain = book.style(Style())
    first = sheet.add_columns(1, [("Enter by", 12.0)], book.style(Style(bold=True)), tag="visits")
    sheet.put_row(2, first, [dt.date(2026, 1, 5)], [plain])
    sheet.highlight(2, 3, "FFC7CE")
    sheet.note(2, 3, "The visit is too early.")
    book.join(report_bytes, tags=["summary"])
    data = book.to_bytes()

Standard library only; it knows nothing of OCR.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .earlier import Former
    from .errors import NoRoom, Refused
    from .label import NO_LABEL, Label, label_of, labelled
    from .locked import Locked, unlocked
    from .names import PREFIX, Earlier
    from .notes import NOTE_AUTHOR
    from .refs import Area
    from .seal import is_as_sealed, joined_sheet, mark_of, sealed
    from .sheet import Sheet
    from .styles import Style
    from .tables import Table
    from .values import MAX_TEXT, Cells, Formula, Value
    from .workbook import Workbook

__all__ = [
    "MAX_TEXT", "NOTE_AUTHOR", "NO_LABEL", "PREFIX", "Area", "Cells", "Earlier", "Former", "Formula", "Label", "Locked", "NoRoom", "Refused", "Sheet", "Style", "Table",
    "Value", "Workbook", "is_as_sealed", "joined_sheet", "label_of", "labelled", "mark_of", "sealed", "unlocked",
]  # fmt: skip

_HOMES = {
    "earlier": ("Former",), "errors": ("NoRoom", "Refused"), "label": ("NO_LABEL", "Label", "label_of", "labelled"), "locked": ("Locked", "unlocked"), "names": ("PREFIX", "Earlier"),
    "notes": ("NOTE_AUTHOR",), "refs": ("Area",), "seal": ("is_as_sealed", "joined_sheet", "mark_of", "sealed"), "sheet": ("Sheet",),
    "styles": ("Style",), "tables": ("Table",), "values": ("MAX_TEXT", "Cells", "Formula", "Value"), "workbook": ("Workbook",),
}  # fmt: skip
"""Which names stand in which module, imported when one of them is first asked for: most of the tool needs `Refused` alone."""


def __getattr__(name: str) -> Any:
    for module, names in _HOMES.items():
        if name in names:
            return getattr(import_module(f"{__name__}.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
