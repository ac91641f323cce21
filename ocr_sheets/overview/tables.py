"""The facts of many centres side by side: plain rows for every writer, each table in the order in which it asks for something to be done.

With ``share`` nobody is named: moderators and EQAs are numbered, and there is no table of staff.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple
from urllib.parse import quote

from ocr_sheets.glossary import CHARGEABLE
from ocr_sheets.many.storage import is_elsewhere
from ocr_sheets.many.words import headline
from ocr_sheets.overview.facts import ASSURERS_APART, Facts, Visiting
from ocr_sheets.schedule.progress import State
from ocr_sheets.schedule.readiness import Verdict
from ocr_sheets.text import key

Cell = str | int | float | dt.date | None

SOON = 14
"""How many days ahead count as soon."""
CANNOT_READ = "could not be read"
CLASH = "two centres on one day"
_SEVERITIES = ("must fix", "check", "advice")


class Link(NamedTuple):
    """A cell that leads to a file: what it says, and the file, as it is named from the folder of the overview."""

    text: str
    file: str

    @property
    def address(self) -> str:
        """Where it leads, as a page and a workbook write it."""
        return self.file if is_elsewhere(self.file) else quote(self.file, safe="/:")


class Table(NamedTuple):
    """One table: its name, what it is about in a sentence, its headings with their widths in characters, its rows."""

    name: str
    about: str
    headings: Sequence[tuple[str, float]]
    rows: Sequence[Sequence[Cell | Link]]


class Overview(NamedTuple):
    """All centres on one day."""

    as_of: dt.date
    centres: Sequence[Facts]
    passed_over: Sequence[str]
    share: bool

    @property
    def read(self) -> Sequence[Facts]:
        """The centres whose workbooks could be read."""
        return [one for one in self.centres if one.is_read]

    @property
    def headline(self) -> str:
        """How the centres stand, in one sentence."""
        return headline([one.state if one.is_read else CANNOT_READ for one in self.centres])

    @property
    def told(self) -> Sequence[Facts]:
        """The centres as whoever the overview is for may see them: what is shared names no staff and no moderator."""
        if not self.share:
            return self.centres
        called = _assurers(self)
        return [
            replace(one, officer="", email="", staff=(), visits=[_numbered(visit, called) for visit in one.visits])
            for one in self.centres
        ]


def overview_of(
    facts: Iterable[Facts], as_of: dt.date, passed_over: Sequence[str] = (), share: bool = False
) -> Overview:
    """The centres in the order in which they need somebody: most deadlines not kept, then most within a fortnight. Those of which
    nobody can tell come after them, and those that could not be read last: these are places of their own, and neither is good.
    """
    return Overview(as_of, sorted(_told_apart(list(facts)), key=lambda one: _order(one, as_of)), passed_over, share)


def _numbered(visit: Visiting, called: Mapping[str, str]) -> Visiting:
    """A visit with its moderator or EQA called as the overview calls them."""
    return visit._replace(assurer=", ".join(called[key(name)] for name in _names(visit)))


def _names(visit: Visiting) -> list[str]:
    """The moderators or EQAs whom the centre names for a visit: one, or each of its qualifications' own."""
    return [name for name in visit.assurer.split(ASSURERS_APART) if name]


def _led_to(one: Facts) -> Link:
    """The centre by its name, leading to its annotated copy or, where there is none, to its workbook."""
    return Link(one.called, one.copy or one.file)


def _told_apart(facts: Sequence[Facts]) -> list[Facts]:
    """The centres, those of one name each with its file beside it."""
    alike = Counter(key(one.called) for one in facts)
    return [replace(one, name=f"{one.called} ({one.file})") if alike[key(one.called)] > 1 else one for one in facts]


def _order(one: Facts, as_of: dt.date) -> tuple[object, ...]:
    place = 2 if not one.is_read else 1 if one.state == Verdict.CANNOT_TELL else 0
    return place, -len(one.overdue), -_soon(one, as_of), -one.must_fix, key(one.called), one.file


def _soon(one: Facts, as_of: dt.date) -> int:
    return sum(dt.date.fromisoformat(line.day) <= as_of + dt.timedelta(days=SOON) for line in one.coming)


def tables_of(overview: Overview) -> list[Table]:
    """All tables, in the order of the workbook's sheets."""
    assurers = _assurers(overview)
    tables = [
        _centres(overview),
        _at_risk(overview),
        _by_week(overview, assurers),
        _of_assurers(overview, assurers),
        _allowance(overview),
    ]
    if not overview.share:
        tables.append(_staff(overview))
    return [*tables, _rules(overview), _not_checked(overview)]


# -- centres


def _centres(overview: Overview) -> Table:
    rows: list[Sequence[Cell | Link]] = []
    for one in overview.centres:
        late = sum(line.state == State.LATE for line in one.overdue)
        following = min(one.coming, key=lambda line: line.day, default=None)
        rows.append(
            [
                _led_to(one),
                one.number or None,
                one.state if one.is_read else CANNOT_READ,
                late if one.is_read else None,
                len(one.overdue) - late if one.is_read else None,
                _soon(one, overview.as_of) if one.is_read else None,
                f"{following.what}: {following.visit}" if following else None,
                _day(following.day) if following else None,
                one.must_fix if one.is_read else None,
                one.check if one.is_read else None,
                one.to_fill_in[0] if one.to_fill_in else None,
                one.verdict or one.problem,
            ]
        )
    return Table(
        "Centres",
        "Each workbook is named. The most deadlines not kept come first, then the most within a fortnight; "
        "“cannot tell” and “could not be read” are not good news: ask.",
        [
            ("Centre", 36),
            ("Number", 9),
            ("State", 14),
            ("Late", 7),
            ("Missed", 8),
            ("Due in 14 days", 8),
            ("Next", 22),
            ("Next day", 17),
            ("Must fix", 7),
            ("Check", 7),
            ("To fill in first", 30),
            ("In a sentence", 60),
        ],
        rows,
    )


def _day(text: str) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None


# -- candidates


def _at_risk(overview: Overview) -> Table:
    order = {str(State.MISSED): 0, str(State.LATE): 1}
    rows = sorted(
        ((one, row) for one in overview.read for row in one.waiting),
        key=lambda pair: (order.get(pair[1].state, 2), pair[1].since, key(pair[0].called), pair[1].subject),
    )
    return Table(
        "At risk",
        "Candidates who wait for a result and whose visit has a deadline that was not kept, or who have no visit yet.",
        [
            ("Centre", 36),
            ("Subject", 26),
            ("Candidates", 11),
            ("Portfolios", 11),
            ("State", 14),
            ("Deadline", 20),
            ("Its day", 17),
            ("Visit", 20),
            ("Visit day", 17),
        ],
        [
            [
                _led_to(one),
                row.subject,
                row.candidates,
                row.portfolios,
                row.state,
                row.what or None,
                _day(row.since),
                row.visit or None,
                _day(row.day),
            ]
            for one, row in rows
        ],
    )


# -- visits


class _Visit(NamedTuple):
    """A visit with the centre whose it is; one that a consortium shares stands once, by its first centre."""

    centre: Facts
    visit: Visiting

    @property
    def day(self) -> dt.date:
        return dt.date.fromisoformat(self.visit.day)

    @property
    def week(self) -> dt.date:
        return self.day - dt.timedelta(days=self.day.weekday())


def _visits(overview: Overview) -> Iterator[_Visit]:
    seen: set[tuple[str, ...]] = set()
    dated = [_Visit(one, visit) for one in overview.read for visit in one.visits if visit.day]
    for each in sorted(dated, key=lambda each: (each.day, key(each.centre.called), each.visit.visit)):
        shared = (key(each.visit.consortium), key(each.visit.subject), each.visit.day)
        if each.visit.consortium and shared in seen:
            continue
        seen.add(shared)
        yield each


def _by_week(overview: Overview, assurers: Mapping[str, str]) -> Table:
    return Table(
        "Visits by week",
        "A visit that a consortium shares stands once. A day with a question mark in its state may still change.",
        [
            ("Week from", 17),
            ("Day", 17),
            ("Centre", 36),
            ("Visit", 20),
            ("Subject", 26),
            ("Type", 13),
            ("Moderator or EQA", 22),
            ("Portfolios", 11),
            ("State", 14),
        ],
        [
            [
                each.week,
                each.day,
                _led_to(each.centre),
                each.visit.visit,
                each.visit.subject,
                each.visit.type or None,
                _numbered(each.visit, assurers).assurer or None,
                each.visit.portfolios,
                f"{each.visit.state}{'?' if each.visit.is_uncertain else ''}",
            ]
            for each in _visits(overview)
        ],
    )


def _assurers(overview: Overview) -> Mapping[str, str]:
    """What each moderator or EQA is called, by the key of their name."""
    names = sorted({name for one in overview.read for visit in one.visits for name in _names(visit)}, key=key)
    called: dict[str, str] = {}
    for name in names:
        called.setdefault(key(name), f"Moderator or EQA {len(called) + 1}" if overview.share else name)
    return called


def _of_assurers(overview: Overview, assurers: Mapping[str, str]) -> Table:
    weeks: defaultdict[tuple[str, dt.date], list[_Visit]] = defaultdict(list)
    for each in _visits(overview):
        for name in dict.fromkeys(map(key, _names(each.visit))):
            weeks[name, each.week].append(each)
    rows: list[list[Cell]] = []
    for (name, week), visits in weeks.items():
        clash = [day for day, centres in _centres_on(visits).items() if len(centres) > 1]
        rows.append(
            [
                assurers[name],
                week,
                len(visits),
                sum(each.visit.portfolios for each in visits),
                ", ".join(sorted({each.centre.called for each in visits}, key=key)),
                min(clash, default=None),
                CLASH if clash else None,
            ]
        )
    rows.sort(key=lambda row: (row[6] is None, str(row[1]), key(str(row[0]))))
    return Table(
        "Moderators and EQAs",
        "The load of each by week; where one is at two centres on a day, that comes first. Two people may share a name.",
        [
            ("Moderator or EQA", 26),
            ("Week from", 17),
            ("Visits", 8),
            ("Portfolios", 11),
            ("Centres", 50),
            ("Day in question", 17),
            ("What to ask", 26),
        ],
        rows,
    )


def _centres_on(visits: Iterable[_Visit]) -> Mapping[dt.date, set[str]]:
    days: defaultdict[dt.date, set[str]] = defaultdict(set)
    for each in visits:
        days[each.day].add(each.centre.file)
    return days


# -- allowance


def _allowance(overview: Overview) -> Table:
    groups: defaultdict[tuple[str, str, str], dict[str, tuple[int, str]]] = defaultdict(dict)
    centres: defaultdict[tuple[str, str, str], dict[str, Facts]] = defaultdict(dict)
    for one in overview.read:
        owner = f"consortium {one.consortium}" if one.consortium else one.file
        for row in one.allowance:
            place = (key(owner), key(row.of), row.year)
            groups[place].setdefault(row.day, (row.number, row.place))
            centres[place].setdefault(one.file, one)
    rows: list[Sequence[Cell | Link]] = []
    for place, days in groups.items():
        sharing = list(centres[place].values())
        first = sharing[0]
        charged = sum(said == CHARGEABLE for _, said in days.values())
        rows.append(
            [
                f"{first.consortium} (consortium)" if first.consortium else first.called,
                place[2],
                _words_of(overview, place[1]),
                len(days),
                charged,
                first.fee if charged else None,
                first.fee * charged if charged and first.fee is not None else None,
                "; ".join(dict.fromkeys(said for _, said in days.values())),
            ]
        )
    rows.sort(key=lambda row: (-int(str(row[4])), key(str(row[0])), str(row[1]), str(row[2])))
    return Table(
        "Allowance and charges",
        "Visits of each subject in a year; a consortium's once, whichever of its centres names them. The fee is the one on the "
        "centre's own sheet: without one no charge is worked out.",
        [
            ("Centre", 34),
            ("Year", 10),
            ("Subject", 28),
            ("Visits", 8),
            ("Chargeable", 11),
            ("Fee each", 10),
            ("Charge", 11),
            ("Places", 44),
        ],
        rows,
    )


def _words_of(overview: Overview, subject: str) -> str:
    return next(row.of for one in overview.read for row in one.allowance if key(row.of) == subject)


# -- staff


def _staff(overview: Overview) -> Table:
    rows: list[Sequence[Cell | Link]] = []
    by_email = _in_two(overview, lambda name, email: key(email))
    by_name = _in_two(overview, lambda name, email: key(name) if " " in name.strip() else "")
    told: set[str] = set()
    for how, groups in (("the same email address", by_email), ("the same name", by_name)):
        for group in groups:
            who = key(group[0][1])
            if who not in told:
                told.add(who)
                rows.append(
                    [
                        group[0][1],
                        ", ".join(sorted({one.called for one, _, _ in group}, key=key)),
                        "; ".join(dict.fromkeys(role for _, _, role in group if role)) or None,
                        how,
                    ]
                )
    return Table(
        "Staff in two centres",
        "People on the staff of more than one centre: who they assess for and when they are away is worth asking at both.",
        [("Name", 26), ("Centres", 60), ("Roles", 34), ("Known by", 24)],
        rows,
    )


def _in_two(overview: Overview, known_by: Callable[[str, str], str]) -> list[list[tuple[Facts, str, str]]]:
    """The groups of rows of staff of more than one centre that are known by one thing."""
    groups: defaultdict[str, list[tuple[Facts, str, str]]] = defaultdict(list)
    for one in overview.read:
        for person in one.staff:
            if known := known_by(person.name, person.email):
                groups[known].append((one, person.name, person.role))
    return [group for _, group in sorted(groups.items()) if len({one.file for one, _, _ in group}) > 1]


# -- rules and what was not checked


def _rules(overview: Overview) -> Table:
    counts: Counter[str] = Counter()
    centres: defaultdict[str, list[str]] = defaultdict(list)
    told: dict[str, tuple[str, str]] = {}
    for one in overview.read:
        for row in one.broken:
            counts[row.rule] += row.times
            centres[row.rule].append(one.called)
            told[row.rule] = (row.title, row.severity)
    codes = sorted(told, key=lambda code: (-len(centres[code]), _SEVERITIES.index(told[code][1]), -counts[code], code))
    return Table(
        "Rules most broken",
        "What is found at the most centres comes first: it is worth one explanation to all.",
        [
            ("Rule", 32),
            ("What was found", 60),
            ("Severity", 11),
            ("Centres", 9),
            ("Findings", 9),
            ("Which centres", 60),
        ],
        [
            [code, told[code][0], told[code][1], len(centres[code]), counts[code], ", ".join(centres[code])]
            for code in codes
        ],
    )


def _not_checked(overview: Overview) -> Table:
    return Table(
        "Not checked by centre",
        "What was not looked at, and why: a centre with few findings and many lines here is not a good one.",
        [("Centre", 36), ("Because", 52), ("Checks", 8), ("Which", 76)],
        list(_reasons(overview.centres)),
    )


def _reasons(centres: Iterable[Facts]) -> Iterator[Sequence[Cell | Link]]:
    for one in centres:
        if not one.is_read:
            yield [_led_to(one), one.problem, None, "all"]
        for row in one.unchecked:
            yield [_led_to(one), row.reason, len(row.rules), "; ".join(row.rules)]
