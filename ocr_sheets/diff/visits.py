"""What has become of visits and of the deadlines that follow from them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from ocr_sheets.diff.rows import Rows
from ocr_sheets.model.records import Visit, VisitStatus
from ocr_sheets.report import Report
from ocr_sheets.schedule.deadlines import DeadlineLine, What
from ocr_sheets.text import key


class Turn(StrEnum):
    """What became of a visit, or of a deadline that follows from one."""

    MOVED = "moved"
    CANCELLED = "cancelled"
    TAKEN_OUT = "taken out"
    ADDED = "added"
    STANDS_AGAIN = "stands again"
    RENAMED = "renamed"
    ALTERED = "altered"
    DONE = "done"
    NOT_DONE = "no longer done"


class Altered(NamedTuple):
    """What else of a visit is not as it was: its name or its type."""

    field: str
    old: str
    new: str


class DateChange(NamedTuple):
    """One date that is not as it was: a visit's (``what`` is ``None``) or a deadline's."""

    turn: Turn
    visit: Visit
    what: What | None
    old: dt.date | None
    new: dt.date | None
    altered: Sequence[Altered] = ()
    done: bool | None = None
    """Of a deadline that moved and is done now, or no longer is."""

    @property
    def note(self) -> str:
        """What else has changed, in words."""
        altered = [f"{one.field} {one.new or 'blank'}, was {one.old or 'blank'}" for one in self.altered]
        done = [] if self.done is None else ["done" if self.done else "not done"]
        return "; ".join([*altered, *done])


def changed_dates(old: Report, new: Report, rows: Rows) -> Iterator[DateChange]:
    """The visits and deadlines that are not as they were, in the order of the newer workbook, then what only the older has."""
    for was, now in rows.pairs["visits"]:
        if not ((was is None or isinstance(was, Visit)) and (now is None or isinstance(now, Visit))):
            continue
        yield from _of_visit(was, now)
        # The deadlines of a visit that came or went came or went with it: that need not be told of each.
        if was and now and was.stands and now.stands:
            yield from _of_lines(now, old.lines_of(was), new.lines_of(now))


def _of_visit(was: Visit | None, now: Visit | None) -> Iterator[DateChange]:
    if was is None or now is None:
        if now and now.status is not VisitStatus.CANCELLED:
            yield DateChange(Turn.ADDED, now, None, None, now.visit_date)
        if was and was.status is not VisitStatus.CANCELLED:
            yield DateChange(Turn.TAKEN_OUT, was, None, was.visit_date, None)
        return
    turn, altered = _turn(was, now), list(_altered(was, now))
    if not turn and altered:
        turn = Turn.RENAMED if [one.field for one in altered] == ["name"] else Turn.ALTERED
    if turn:
        yield DateChange(turn, now, None, was.visit_date, now.visit_date, altered)


def _altered(was: Visit, now: Visit) -> Iterator[Altered]:
    if key(was.name or "") != key(now.name or ""):
        yield Altered("name", was.name or "", now.name or "")
    if was.type != now.type:
        yield Altered("type", str(was.type or ""), str(now.type or ""))


def _turn(was: Visit, now: Visit) -> Turn | None:
    if (was.status is VisitStatus.CANCELLED) != (now.status is VisitStatus.CANCELLED):
        return Turn.CANCELLED if now.status is VisitStatus.CANCELLED else Turn.STANDS_AGAIN
    if was.visit_date != now.visit_date:
        return Turn.MOVED
    if (was.status is VisitStatus.DONE) != (now.status is VisitStatus.DONE):
        return Turn.DONE if now.status is VisitStatus.DONE else Turn.NOT_DONE
    return None


def _of_lines(
    visit: Visit, before: Mapping[What, DeadlineLine], after: Mapping[What, DeadlineLine]
) -> Iterator[DateChange]:
    for what in What:
        was, now = before.get(what), after.get(what)
        if was and now:
            if was.date != now.date:
                done = now.is_kept if was.is_kept != now.is_kept else None
                yield DateChange(Turn.MOVED, visit, what, was.date, now.date, done=done)
            elif was.is_kept != now.is_kept:
                yield DateChange(Turn.DONE if now.is_kept else Turn.NOT_DONE, visit, what, was.date, now.date)
        elif now:
            yield DateChange(Turn.ADDED, visit, what, None, now.date)
        elif was:
            yield DateChange(Turn.TAKEN_OUT, visit, what, was.date, None)
