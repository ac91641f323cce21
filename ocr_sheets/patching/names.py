"""Defined names: the hidden ones that mark what this package added, and the tab numbers in all of them."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

from ocr_sheets.patterns import regex

from .markup import Document, Edit, Node, escape
from .record import AddedColumns, Record, read as read_record
from .refs import Area, on_sheet, split_sheet

PREFIX = "_ocr_sheets."
COLUMNS = PREFIX + "columns."
SHEET = PREFIX + "sheet."
FORMATS = PREFIX + "formats"
WIDTHS = PREFIX + "widths."
"""What runs before there was a record kept of the user's widths."""
RECORD = PREFIX + "record"
SEAL = PREFIX + "seal"
KEPT = PREFIX + "kept."
"""What a command keeps in a workbook for its own next run, whatever else is done with the workbook meanwhile."""
_RECORD = regex(re.escape(PREFIX) + r"(record_*)\.(\d{1,4})")
_TAG = regex(r"[A-Za-z0-9_.]{1,100}")
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
    columns: dict[str, tuple[int, ...]] = field(default_factory=dict)
    """The name of a sheet of the user's: the columns that were added to it."""
    added: "list[Added]" = field(default_factory=list)
    """The same columns as they were added, in the order of the names."""
    formats: tuple[str, Area] | None = None
    """Where the pairs of formats are kept."""
    record: Record | None = None
    """What the run wrote down of it; runs of earlier versions wrote down nothing."""
    ours: list[str] = field(default_factory=list)
    """The defined names that mark all this."""
    left: list[str] = field(default_factory=list)
    """What such a name points at that is somebody else's now, and so is left where it is: a sheet, or columns of one."""

    def __bool__(self) -> bool:
        return bool(self.sheets or self.added or self.formats)


@dataclass
class Added:
    """Columns that an earlier run added to a sheet in one go, and that are ours still."""

    sheet: str
    place: Area
    """All that the mark covers today; somebody may have put columns of their own between ours."""
    columns: list[tuple[int, int]]
    """Each column of ours: where it is today, and which of those that were added it is, from 0."""
    record: AddedColumns | None = None
    widths: str = ""
    """The widths as runs before there was a record kept them."""
    ends: bool = False
    """Whether the place ends at the last row of ours; otherwise at the headings."""


@dataclass
class Mark:
    """A hidden name that may be ours: what it is called, of what kind and tag, and where it points."""

    name: str
    scope: str
    tag: str
    sheet: str
    place: Area


def checked_tag(tag: str) -> str:
    """A tag that can be part of a name. Raises ValueError for any other."""
    if not _TAG.fullmatch(tag):
        raise ValueError(f"{tag!r} cannot be part of a defined name: use letters, digits, _ and .")
    return tag


def all_names(workbook: Document) -> list[Node]:
    """The definedName elements."""
    node = workbook.root.child("definedNames")
    return node.all("definedName") if node else []


def marks(workbook: Document, kind: str, sheets: dict[str, bool]) -> Iterator[Mark]:
    """The hidden names of one kind that point at cells of a sheet that is there. ``sheets`` says of each sheet's name whether it has
    cells; only a mark of a whole sheet may point at one without.
    """
    for node in all_names(workbook):
        name = node.get("name")
        where = split_sheet(node.text) if name.startswith(kind) else None
        if where is None or not (sheets.get(where[0], False) or (kind == SHEET and where[0] in sheets)):
            continue
        # Excel gives a copied sheet a copy of its names: who copied one of our sheets wants to keep it.
        if "localSheetId" not in node.attrs or kind == COLUMNS:
            yield Mark(name, node.get("localSheetId"), name.removeprefix(kind), *where)


def record_in(workbook: Document) -> Record | None:
    """What the earlier run wrote down, None where it wrote nothing or not all of it is there."""
    stems: dict[str, dict[str, str]] = {}
    for node in all_names(workbook):
        found = _RECORD.fullmatch(node.get("name"))
        if found and "localSheetId" not in node.attrs:
            stems.setdefault(found[1], {})[found[2]] = node.text.removeprefix("=").strip('"')
    for chunks in stems.values():
        numbers = [str(number) for number in range(1, len(chunks) + 1)]
        if set(numbers) == set(chunks) and (record := read_record([chunks[number] for number in numbers])):
            return record
    return None


def kept_in(workbook: Document, what: str) -> dict[str, str]:
    """The hidden names in which something is kept for a command, each with its text, in order."""
    numbered = {
        int(number): (node.get("name"), node.text.removeprefix("=").strip('"'))
        for node in all_names(workbook)
        if (number := node.get("name").removeprefix(f"{KEPT}{what}.")).isdigit() and "localSheetId" not in node.attrs
    }
    return dict(numbered[number] for number in sorted(numbered))


def without_a_place(workbook: Document) -> list[str]:
    """The hidden names of an earlier run that hold a text, and those whose place somebody deleted."""
    out = []
    for node in all_names(workbook):
        name = node.get("name")
        if name == SEAL or (
            name.startswith(PREFIX)
            and ("#REF!" in node.text or ((name.startswith(WIDTHS) or _RECORD.fullmatch(name)) and '"' in node.text))
        ):
            out.append(name)
    return out


def free(workbook: Document, wanted: str, ending: str = "") -> str:
    """A name as it is wanted or, where somebody has one spelt like it, with a line behind it."""
    taken = {node.get("name").casefold() for node in all_names(workbook)}
    while f"{wanted}{ending}".casefold() in taken:
        wanted += "_"
    return wanted


def old_widths(workbook: Document, mark: Mark) -> str:
    """The widths that a run before there was a record kept for columns it added."""
    found = {
        node.get("localSheetId"): node.text.strip('="')
        for node in all_names(workbook)
        if node.get("name") == WIDTHS + mark.tag
    }
    return found.get(mark.scope) or found.get("", "")


def definition(name: str, sheet: str, where: Area, prefix: str) -> str:
    """A hidden name of ours as XML."""
    return f'<{prefix}definedName name="{name}" hidden="1">{escape(on_sheet(sheet, where))}</{prefix}definedName>'


def constant(name: str, text: str, prefix: str) -> str:
    """A hidden name of ours that stands for a text without quotes in it."""
    return f'<{prefix}definedName name="{name}" hidden="1">"{escape(text)}"</{prefix}definedName>'


def new_text(workbook: Document, name: str, text: str) -> Edit:
    """Another text for a name that is there."""
    node = next(node for node in all_names(workbook) if node.get("name") == name)
    return Edit(node.inner, node.close, text.encode())


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


def remove(workbook: Document, gone: Collection[str]) -> None:
    """Take away names, and the list when nothing is left in it. Names that look like ours and are not among these stay."""
    _remove(workbook, [node for node in all_names(workbook) if node.get("name") in gone])


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
