"""What an earlier run added to a workbook, and what of it is ours still.

Hidden names say where our columns and sheets are. But names move with what the user does: a column put in between widens one, and
somebody's own name may be spelt like ours. So nothing counts as ours whose headings or first texts are not those that were written:
by the record of the run or, for copies of versions that kept none, by the headings that those wrote.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import NamedTuple

from . import names
from .markup import Document
from .names import Added, Earlier, Mark
from .record import AddedColumns, Record, fingerprint
from .sheet import Sheet
from .texts import SharedStrings, first_texts

KNOWN_BY = 8
"""Texts of a joined sheet that are recorded, and by which it is known."""
_AMONG = 200
"""The cells among which they are looked for: somebody may have put rows above."""


class Former(NamedTuple):
    """How the columns and sheets of versions that kept no record are known."""

    headings: Collection[str]
    first_texts: Collection[str]


NO_FORMER = Former(frozenset(), frozenset())


def find(workbook: Document, sheets: Mapping[str, Sheet], shared: SharedStrings, former: Former) -> Earlier:
    """What an earlier run added to a workbook with these sheets; ``former`` is asked where there is no record."""
    kinds = {name: sheet.is_worksheet for name, sheet in sheets.items()}
    record = names.record_in(workbook)
    found = Earlier(record=record)
    for mark in names.marks(workbook, names.SHEET, kinds):
        if _is_our_sheet(sheets[mark.sheet], mark, record, shared, former):
            found.sheets[mark.tag] = mark.sheet
        else:
            found.left.append(f"the sheet “{mark.sheet}”")
        if mark.tag in found.sheets or (record and mark.tag in record.sheets):
            found.ours.append(mark.name)
    for mark in names.marks(workbook, names.COLUMNS, kinds):
        _find_columns(found, workbook, sheets, mark, shared, former)
    for mark in names.marks(workbook, names.FORMATS, kinds):
        if mark.sheet in found.sheets.values():
            found.formats = mark.sheet, mark.place
            found.ours.append(mark.name)
    if found or record:
        found.ours += names.without_a_place(workbook)
    return found


def _is_our_sheet(sheet: Sheet, mark: Mark, record: Record | None, shared: SharedStrings, former: Former) -> bool:
    if not sheet.is_worksheet:
        return record is None or mark.tag in record.sheets
    texts = list(first_texts(sheet.raw(), shared, _AMONG, _AMONG))
    if record is not None:
        wanted = record.sheets.get(mark.tag)
        there = {fingerprint(text) for text in texts}
        return wanted is not None and 2 * len(there.intersection(wanted)) >= len(wanted)
    return any(text in former.first_texts for text in texts[:KNOWN_BY])


def _find_columns(
    found: Earlier,
    workbook: Document,
    sheets: Mapping[str, Sheet],
    mark: Mark,
    shared: SharedStrings,
    former: Former,
) -> None:
    recorded = found.record.columns.get(mark.tag) if found.record else None
    place = mark.place
    headings = sheets[mark.sheet].texts_in(place.first_row, place.first_col, place.last_col, shared)
    if found.record is not None:
        columns = list(_by_record(headings, place.first_col, recorded)) if recorded else []
    else:
        columns = [(at, at - place.first_col) for at in sorted(headings) if headings[at] in former.headings]
    if recorded is not None or columns:
        found.ours.append(mark.name)
    if recorded is not None or (columns and len(columns) < place.last_col - place.first_col + 1):
        expected = len(recorded.headings) if recorded else len(columns)
        if len(columns) < max(expected, place.last_col - place.first_col + 1):
            found.left.append(f"columns on “{mark.sheet}”")
    if not columns:
        return
    found.added.append(
        Added(mark.sheet, place, columns, recorded, names.old_widths(workbook, mark), ends=recorded is not None)
    )
    before = found.columns.get(mark.sheet, ())
    found.columns[mark.sheet] = tuple(sorted({*before, *(at for at, _ in columns)}))


def _by_record(headings: Mapping[int, str], first: int, recorded: AddedColumns) -> Iterator[tuple[int, int]]:
    """Of the columns with these headings those that are recorded, each once: where it is, and which it was. Where nothing came in
    between, columns keep their places though headings are repeated.
    """
    waiting = list(enumerate(recorded.headings))
    for at in sorted(headings):
        mark = fingerprint(headings[at])
        known = next((one for one in waiting if one[1] == mark), None)
        if known is not None:
            waiting.remove(known)
            yield at, known[0]
