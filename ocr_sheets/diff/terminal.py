"""What has changed between two workbooks, for the terminal: about a screenful, and no names of candidates."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence

from ocr_sheets.dates import say, say_weekday
from ocr_sheets.diff.changes import Became, Change, Changes, Counts, DateChange, Turn
from ocr_sheets.model.records import Visit
from ocr_sheets.writing.terminal import WIDTH, cut

MOST_OF_ONE_KIND = 5
MOST_VISITS = 5
TOLD = tuple(became for became in Became if became is not Became.STILL_THERE)


def changes_text(changes: Changes) -> Iterator[str]:
    """The changes in lines for a terminal."""
    yield from textwrap.wrap(changes.verdict, WIDTH, break_on_hyphens=False)
    yield cut(f"Old: {changes.old.workbook}   New: {changes.new.workbook}   {looked_at(changes)}")
    for became in TOLD:
        yield from _findings(became, [change for change in changes.findings if change.became is became], changes)
    yield from _dates(changes)
    for title, counts in (("Claims", changes.claims), ("Rows", changes.rows)):
        if counts:
            yield ""
            yield from textwrap.wrap(f"{title}: {in_words(counts)}", WIDTH, subsequent_indent="  ")


def looked_at(changes: Changes) -> str:
    """As of which day, in brackets."""
    then = f"; the old one also as of {say(changes.looked_at)}" if changes.looked_at else ""
    return f"(both as of {say(changes.new.as_of)}{then})"


def in_words(counts: Mapping[str, Counts]) -> str:
    """Numbers that have changed: submitted 12, was 8."""
    return "; ".join(f"{name} {count.new}, was {count.old}" for name, count in counts.items())


def _findings(became: Became, found: Sequence[Change], changes: Changes) -> Iterator[str]:
    if not found:
        return
    yield ""
    where = f", with their cells in {changes.old.workbook}" if found[0].is_of_the_older else ""
    yield f"{became.capitalize()}: {len(found)}{where}"
    for change in found[:MOST_OF_ONE_KIND]:
        finding = change.finding
        place = f"{finding.sheet}!{finding.cell.ref}" if finding.cell else finding.sheet
        reason = f" ({change.reason})" if change.reason else ""
        yield cut(f"  {place:<20} {finding.message}{reason}")
    rest = len(found) - MOST_OF_ONE_KIND
    if rest > 0:
        yield f"  and {rest} more; -o changes.xlsx lists all"


def _dates(changes: Changes) -> Iterator[str]:
    if not changes.dates:
        return
    yield ""
    yield "Visits and deadlines"
    by_visit: dict[tuple[Visit, bool], list[DateChange]] = {}
    for change in changes.dates:
        by_visit.setdefault((change.visit, change.turn is Turn.TAKEN_OUT and change.what is None), []).append(change)
    for (visit, _), of_it in list(by_visit.items())[:MOST_VISITS]:
        own = "; ".join(turned(change) for change in of_it if change.what is None)
        yield cut(f"  {visit.label}: {own}" if own else f"  {visit.label}")
        told = "; ".join(turned(change) for change in of_it if change.what)
        yield from textwrap.wrap(told, WIDTH, initial_indent="    ", subsequent_indent="    ", break_on_hyphens=False)
    rest = len(by_visit) - MOST_VISITS
    if rest > 0:
        yield f"  and {rest} more; -o changes.xlsx lists all"


def turned(change: DateChange) -> str:
    """What became of one date: Claim by Thu 4 Mar 2027, was Thu 25 Feb 2027."""
    in_words = say if change.what else say_weekday
    new, old = (in_words(day) if day else "no day" for day in (change.new, change.old))
    what = str(change.what or "")
    words = {
        Turn.MOVED: f"{what or 'now'} {new}, was {old}",
        Turn.CANCELLED: f"cancelled, was {old}",
        Turn.TAKEN_OUT: f"no {what}" if what else f"no longer there, was {old}",
        Turn.ADDED: f"{what or 'added,'} {new}",
        Turn.STANDS_AGAIN: f"stands again, {new}",
        Turn.ALTERED: "",
        Turn.DONE: f"{what} done".strip(),
        Turn.NOT_DONE: f"{what} no longer done".strip(),
    }[change.turn]
    return "; ".join(part for part in (words, change.note) if part)
