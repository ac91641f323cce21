"""What has changed between two workbooks, for the terminal: about a screenful, and no names of candidates."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence

from ocr_sheets.dates import say, say_weekday
from ocr_sheets.diff.changes import Changes, Counts, RowCounts
from ocr_sheets.diff.findings import ADDED_TO, Became, Change
from ocr_sheets.diff.visits import DateChange, Turn
from ocr_sheets.diff.wording import before_and_after, column, reason, verdict, warning
from ocr_sheets.model.records import Visit
from ocr_sheets.writing.screen import A_FILE, Screen

MOST_OF_ONE_KIND = 5
MOST_VISITS = 5
MOST_CELLS = 8
TOLD = tuple(became for became in Became if became is not Became.STILL_THERE)


def changes_text(changes: Changes, screen: Screen = A_FILE) -> Iterator[str]:
    """The changes in lines for a terminal, the verdict apart."""
    yield screen.cut(f"Old: {changes.old.workbook}   New: {changes.new.workbook}   {looked_at(changes)}")
    for became in TOLD:
        yield from _findings(
            became, [change for change in changes.findings if change.became is became], changes, screen
        )
    yield from _dates(changes, screen)
    yield from _cells(changes, screen)
    if changes.claims:
        yield ""
        yield from textwrap.wrap(f"Claims: {in_words(changes.claims)}", screen.width, subsequent_indent="  ")
    if changes.rows:
        yield ""
        yield from textwrap.wrap(f"Rows: {rows_in_words(changes.rows)}", screen.width, subsequent_indent="  ")
    not_read = changes.content.compared.not_read
    if not_read:
        yield ""
        yield from textwrap.wrap(
            f"Not compared, because nothing is read from them: {', '.join(not_read)}.", screen.width
        )


def verdict_lines(changes: Changes, screen: Screen = A_FILE) -> Iterator[str]:
    """What to be warned of, and the changes in a sentence or two."""
    if changes.doubts:
        yield from screen.flowing(warning(changes))
        yield ""
    yield from screen.flowing(verdict(changes))


def looked_at(changes: Changes) -> str:
    """As of which day, in brackets."""
    then = f"; the old one also as at {say(changes.looked_at)}" if changes.looked_at else ""
    return f"(both as at {say(changes.new.as_of)}{then})"


def in_words(counts: Mapping[str, Counts]) -> str:
    """Numbers that have changed: submitted 12, was 8."""
    return "; ".join(f"{name} {count.new}, was {count.old}" for name, count in counts.items())


def rows_in_words(counts: Mapping[str, RowCounts]) -> str:
    """Rows that came and went: Claims 12, was 8 (5 added, 1 taken out)."""
    return "; ".join(f"{name} {count.new}, was {count.old} ({came_and_went(count)})" for name, count in counts.items())


def came_and_went(count: RowCounts) -> str:
    """How many rows came and went."""
    parts = [f"{count.added} added" if count.added else "", f"{count.gone} removed" if count.gone else ""]
    return ", ".join(part for part in parts if part)


def _findings(became: Became, found: Sequence[Change], changes: Changes, screen: Screen) -> Iterator[str]:
    if not found:
        return
    yield ""
    where = f", with their cells in {changes.old.workbook}" if found[0].is_of_the_older else ""
    yield f"{became.in_words.capitalize()}: {len(found)}{where}"
    for change in found[:MOST_OF_ONE_KIND]:
        finding = change.finding
        place = f"{finding.sheet}!{finding.cell.ref}" if finding.cell else finding.sheet
        told = screen.cut(f"  {place:<20} {finding.message}")
        yield told.replace(place, screen.paint(place, finding.rule.severity), 1) if became in ADDED_TO else told
        if change.lost and change.became is not Became.ROW_GONE:
            yield screen.cut(f"  {'':<20} Why: {reason(change.lost)}")
    rest = len(found) - MOST_OF_ONE_KIND
    if rest > 0:
        yield f"  and {rest} more"


def _dates(changes: Changes, screen: Screen) -> Iterator[str]:
    if not changes.dates:
        return
    yield ""
    yield "Visits and deadlines"
    by_visit: dict[tuple[Visit, bool], list[DateChange]] = {}
    for change in changes.dates:
        by_visit.setdefault((change.visit, change.turn is Turn.TAKEN_OUT and change.what is None), []).append(change)
    for (visit, _), of_it in list(by_visit.items())[:MOST_VISITS]:
        own = "; ".join(turned(change) for change in of_it if change.what is None)
        yield screen.cut(f"  {visit.label}: {own}" if own else f"  {visit.label}")
        told = "; ".join(turned(change) for change in of_it if change.what)
        yield from textwrap.wrap(
            told, screen.width, initial_indent="    ", subsequent_indent="    ", break_on_hyphens=False
        )
    rest = len(by_visit) - MOST_VISITS
    if rest > 0:
        yield f"  and {rest} more"


def _cells(changes: Changes, screen: Screen) -> Iterator[str]:
    if not (changes.cells or changes.content.columns):
        return
    yield ""
    yield f"Cells: {len(changes.cells)}" if changes.cells else "Columns"
    for gone in changes.content.columns:
        yield screen.cut(f"  {column(gone)}")
    for change in changes.cells[:MOST_CELLS]:
        before, after = before_and_after(change)
        yield screen.cut(
            f"  {f'{change.cell.sheet}!{change.cell.ref}':<20} {change.cell.heading}: {after}, was {before}"
        )
    rest = len(changes.cells) - MOST_CELLS
    if rest > 0:
        yield f"  and {rest} more"


def turned(change: DateChange) -> str:
    """What became of one date: Submit claims by Thu 4 Mar 2027, was Thu 25 Feb 2027."""
    in_words = say if change.what else say_weekday
    new, old = (in_words(day) if day else "no day" for day in (change.new, change.old))
    what = str(change.what or "")
    words = {
        Turn.MOVED: f"{what or 'now'} {new}, was {old}",
        Turn.CANCELLED: f"cancelled, was {old}",
        Turn.TAKEN_OUT: f"no {what}" if what else f"no longer there, was {old}",
        Turn.ADDED: f"{what or 'added,'} {new}",
        Turn.STANDS_AGAIN: f"stands again, {new}",
        Turn.RENAMED: "renamed",
        Turn.ALTERED: "",
        Turn.DONE: f"{what} done".strip(),
        Turn.NOT_DONE: f"{what} no longer done".strip(),
    }[change.turn]
    return "; ".join(part for part in (words, change.note) if part)
