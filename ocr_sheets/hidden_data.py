"""What a workbook carries that nobody sees: to be told before the file is handed on or emailed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache

from ocr_sheets.glossary import STATUS_NOTE
from ocr_sheets.model.records import SHEETS, Candidate, Column, columns_of
from ocr_sheets.patching import Refused, Sheet, Workbook
from ocr_sheets.patching.markup import Node, as_utf8
from ocr_sheets.patterns import regex
from ocr_sheets.text import agreeing, key, listed, plural

_PERSONAL = ("candidate_number", "surname", "forenames", "date_of_birth", "uln", "uci")
_ROW = regex(rb"<(?:\w+:)?row\b[^>]*?\shidden\s*=\s*[\"'](?:1|true)[\"'][^>]*>")
_COLUMN = regex(rb"<(?:\w+:)?col\b[^>]*?\shidden\s*=\s*[\"'](?:1|true)[\"'][^>]*>")
_SPAN = regex(rb"\s(min|max)\s*=\s*[\"'](\d{1,5})[\"']")
_LAST_COLUMN = 16_384
_MOST_NAMES = 4


def hidden_in(workbook: Workbook) -> list[str]:
    """A few words for each thing in a workbook that a reader does not see and a recipient could find: hidden sheets, rows and
    columns, notes, and what pivot tables keep of candidates. Empty where there is none.
    """
    sheets = [sheet for sheet in workbook.sheets if sheet.is_worksheet]
    found = [
        _said("hidden sheet", [sheet.name for sheet in workbook.sheets if sheet.state != "visible"]),
        _counted("hidden row", {sheet.name: len(_ROW.findall(_content(sheet, workbook))) for sheet in sheets}),
        _counted("hidden column", {sheet.name: _hidden_columns(_content(sheet, workbook)) for sheet in sheets}),
        _counted("note", {sheet.name: _notes(sheet, workbook) for sheet in sheets}),
        _pivots(workbook),
    ]
    return [words for words in found if words]


def warning(name: str, hidden: Sequence[str]) -> str:
    """The sentence to print before a workbook is emailed; empty where there is nothing to warn of."""
    return f"Before {name} itself is emailed: it has {listed(hidden)}." if hidden else ""


def _content(sheet: Sheet, workbook: Workbook) -> bytes:
    return as_utf8(workbook.package.container.read(sheet.part))


def _hidden_columns(content: bytes) -> int:
    count = 0
    for found in _COLUMN.finditer(content):
        span = {name: int(number) for name, number in _SPAN.findall(found[0])}
        first, last = span.get(b"min", 1), span.get(b"max", 1)
        # All columns from somewhere to the edge of the sheet are put away to tidy it up: nothing stands in them.
        count += 0 if last >= _LAST_COLUMN else max(0, last - first + 1)
    return count


def _notes(sheet: Sheet, workbook: Workbook) -> int:
    """How many notes there are besides those that the blank workbook has on its headings."""
    count = 0
    for part in workbook.package.related(sheet.part, "comments"):
        try:
            listed = workbook.package.document(part).root.child("commentList")
        except Refused:  # no notes that Excel could show either
            continue
        texts = [
            "".join(node.text for node in one.walk() if node.name == "t")
            for one in (listed.all("comment") if listed else ())
        ]
        # Templates made before 30 November 2026 have the word with a hyphen.
        plain = [text.replace("e-mail", "email") for text in texts]
        count += sum(not any(text.startswith(help) for help in _heading_notes()) for text in plain)
    return count


@cache
def _heading_notes() -> tuple[str, ...]:
    notes = (column.note for kind in SHEETS for column in columns_of(kind).values() if column.note)
    return (STATUS_NOTE, *notes)


def _pivots(workbook: Workbook) -> str:
    """Pivot tables keep a copy of the rows they were made from, also of columns that they do not show."""
    headings = {
        key(text): column.heading for column in _personal_columns() for text in (column.heading, *column.aliases)
    }
    held: dict[str, None] = {}
    for part in workbook.package.container:
        if re.search(r"pivotcachedefinition[^/]*\.xml$", part):
            for name in _fields(workbook, part):
                if key(name) in headings:
                    held[name] = None
    return f"a pivot table that keeps a copy of {listed(held)}" if held else ""


def _personal_columns() -> Iterator[Column]:
    columns = columns_of(Candidate)
    yield from (columns[name] for name in _PERSONAL)


def _fields(workbook: Workbook, part: str) -> Iterator[str]:
    try:
        root: Node = workbook.package.document(part).root
    except Refused:  # no pivot table that Excel could show either
        return
    fields = root.child("cacheFields")
    for node in fields.all("cacheField") if fields else ():
        yield node.get("name")


def _counted(what: str, counts: dict[str, int]) -> str:
    total = sum(counts.values())
    return f"{total} {_said(what, [name for name, count in counts.items() if count], total)}" if total else ""


def _said(what: str, names: Sequence[str], count: int | None = None) -> str:
    if not names:
        return ""
    shown = ", ".join(names[:_MOST_NAMES]) + (
        f" and {len(names) - _MOST_NAMES} more" if len(names) > _MOST_NAMES else ""
    )
    if count is None:
        return f"{plural(len(names), what)} ({shown})"
    return f"{agreeing(count, what)} ({shown})"
