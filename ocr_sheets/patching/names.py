"""Defined names: the hidden ones that mark what this package added, and the tab numbers in all of them."""

import re
from dataclasses import dataclass, field

from .markup import Document, Edit, Node, escape
from .refs import Area, on_sheet, split_sheet

PREFIX = "_ocr_sheets."
COLUMNS = PREFIX + "columns."
SHEET = PREFIX + "sheet."
FORMATS = PREFIX + "formats"
WIDTHS = PREFIX + "widths."
MAX_CONSTANT = 255
"""Characters that a text in a formula may have."""
_TAG = re.compile(r"[A-Za-z0-9_.]{1,100}")
WORKBOOK_ORDER = (
    "fileVersion", "fileSharing", "workbookPr", "workbookProtection", "bookViews", "sheets", "functionGroups",
    "externalReferences", "definedNames", "calcPr", "oleSize", "customWorkbookViews", "pivotCaches",
    "smartTagPr", "smartTagTypes", "webPublishing", "fileRecoveryPr", "webPublishObjects", "extLst",
)  # fmt: skip


@dataclass
class Earlier:
    """What an earlier run added, as its hidden names say it; falsy when there is nothing."""

    sheets: dict[str, str] = field(default_factory=dict)
    """The tag under which a sheet was joined: its name today."""
    columns: dict[str, tuple[int, int]] = field(default_factory=dict)
    """The name of a sheet of the user's: first and last column that were added to it."""
    areas: list[tuple[str, Area]] = field(default_factory=list)
    """The same columns with the rows of their headings, in the order of the names."""
    widths: list[str] = field(default_factory=list)
    """What the user's own widths of these columns were, one text for each of the areas; empty where there were none."""
    formats: tuple[str, Area] | None = None
    """Where the pairs of formats are kept."""

    def __bool__(self) -> bool:
        return bool(self.sheets or self.areas or self.formats)


def checked_tag(tag: str) -> str:
    """A tag that can be part of a name. Raises ValueError for any other."""
    if not _TAG.fullmatch(tag):
        raise ValueError(f"{tag!r} cannot be part of a defined name: use letters, digits, _ and .")
    return tag


def all_names(workbook: Document) -> list[Node]:
    """The definedName elements."""
    node = workbook.root.child("definedNames")
    return node.all("definedName") if node else []


def earlier(workbook: Document, sheets: dict[str, bool]) -> Earlier:
    """Read the marks of an earlier run; those whose sheet or cells are gone count for nothing. ``sheets`` says of each
    sheet's name whether it has cells.
    """
    found = Earlier()
    widths = {
        (node.get("localSheetId"), node.get("name").removeprefix(WIDTHS)): node.text.strip('="')
        for node in all_names(workbook)
        if node.get("name").startswith(WIDTHS)
    }
    for node in all_names(workbook):
        name = node.get("name")
        if not name.startswith(PREFIX):
            continue
        where = split_sheet(node.text)
        if where is None or where[0] not in sheets:
            continue
        if not name.startswith(SHEET) and not sheets[where[0]]:
            continue
        if "localSheetId" in node.attrs and not name.startswith(COLUMNS):
            continue  # Excel gives a copied sheet a copy of its names: who copied one of our sheets wants to keep it
        if name.startswith(SHEET):
            found.sheets[name.removeprefix(SHEET)] = where[0]
        elif name.startswith(COLUMNS):
            found.areas.append(where)
            tag = name.removeprefix(COLUMNS)
            found.widths.append(widths.get((node.get("localSheetId"), tag)) or widths.get(("", tag), ""))
            low, high = found.columns.get(where[0], (where[1].first_col, where[1].last_col))
            found.columns[where[0]] = min(low, where[1].first_col), max(high, where[1].last_col)
        elif name == FORMATS:
            found.formats = where
    return found


def definition(name: str, sheet: str, where: Area, prefix: str) -> str:
    """A hidden name of ours as XML."""
    return f'<{prefix}definedName name="{name}" hidden="1">{escape(on_sheet(sheet, where))}</{prefix}definedName>'


def constant(name: str, text: str, prefix: str) -> str:
    """A hidden name of ours that stands for a text without quotes in it."""
    return f'<{prefix}definedName name="{name}" hidden="1">"{escape(text)}"</{prefix}definedName>'


def add(workbook: Document, texts: list[str]) -> None:
    """Put names at the end of the list."""
    if not texts:
        return
    node = workbook.root.child("definedNames")
    text = "".join(texts)
    if node is None:
        wrapped = f"<{workbook.prefix}definedNames>{text}</{workbook.prefix}definedNames>"
        workbook.apply([workbook.add_child(wrapped, "definedNames", WORKBOOK_ORDER)])
    else:
        workbook.apply([workbook.append(node, text)])


def remove_ours(workbook: Document) -> None:
    """Take away the names of an earlier run, and the list when nothing is left in it."""
    _remove(workbook, [node for node in all_names(workbook) if node.get("name").startswith(PREFIX)])


def remove_one(workbook: Document, name: str) -> None:
    """Take away one name, and the list when nothing is left in it."""
    _remove(workbook, [node for node in all_names(workbook) if node.get("name") == name])


def _remove(workbook: Document, gone: list[Node]) -> None:
    if gone:
        workbook.apply([workbook.remove(node) for node in gone])
        node = workbook.root.child("definedNames")
        if node is not None and not node.children:
            workbook.apply([workbook.remove(node)])


def shift_tabs(workbook: Document, new_place: dict[int, int]) -> None:
    """Follow sheets that moved: old tab number to new; names that belong to a sheet that is gone go with it."""
    edits: list[Edit] = []
    gone: list[Node] = []
    for node in all_names(workbook):
        if "localSheetId" not in node.attrs:
            continue
        place = new_place.get(node.number("localSheetId", -1))
        if place is None:
            gone.append(node)
        elif place != node.number("localSheetId"):
            edits.append(workbook.attribute(node, "localSheetId", str(place)))
    if gone:
        _remove(workbook, gone)
        shift_tabs(workbook, new_place)  # the places in the bytes changed
        return
    workbook.apply(edits)
