"""What single cells look like: a day, a grade, a tick, a person, a number. The shares of a column's cells are evidence for what it is."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from ocr_sheets.matching.fuzzy import words_of
from ocr_sheets.model.reading_facts import Fault
from ocr_sheets.model.records import Claim, Grade, columns_of
from ocr_sheets.model.tables import IssueKind
from ocr_sheets.patterns import regex
from ocr_sheets.reading.days import is_period, read_date
from ocr_sheets.reading.raw import Raw, UnreadableValue, as_text, is_blank
from ocr_sheets.reading.trackers.headings import Role
from ocr_sheets.reading.values import reader_of
from ocr_sheets.text import key

SAMPLE = 40
"""How many filled cells of a column are looked at."""
_SHOWN, _LONGEST_SHOWN = 3, 20
"""How many of a column's cells are shown where it is asked about, and how long each may be."""
MOST = 0.5
"""The share of a column's filled cells that must look like something for the column to be taken for it."""


class Shape(StrEnum):
    """What a cell may be. One cell may be several of them."""

    DAY = "day"
    GRADE = "grade"
    UNFINISHED = "not finished"
    TICK = "tick"
    WHO_AND_WHEN = "initials and day"
    PERSON = "person"
    NUMBER = "number"
    CANDIDATE_NUMBER = "candidate number"
    ULN = "ULN"
    CODE = "entry code"
    CRITERION = "criterion"
    COLOUR = "red, amber or green"
    AWARD = "grade of a whole qualification"
    TEXT = "text"


class MarkKind(StrEnum):
    """What a cell in a column of grades says."""

    GRADE = "grade"
    NOT_YET = "not yet"
    AGAIN = "to be done again"
    STEP = "a step of the work that is done, by the centre's own key"
    ACHIEVED = "achieved, of which only verified qualifications have one grade"
    UNCLEAR = "unclear"


class Mark(NamedTuple):
    """The content of a cell in a column of grades. ``doubt`` says what was wrong with it, where it could still be taken."""

    kind: MarkKind
    grade: Grade | None = None
    doubt: UnreadableValue | None = None
    step: Role | None = None
    """The step that is done, where it is one."""


_NOT_YET = frozenset(
    [
        "nya",
        "nys",
        "nyc",
        "ns",
        "notyet",
        "notyetachieved",
        "notyetsubmitted",
        "notyetcomplete",
        "notyetstarted",
        "notstarted",
        "notsubmitted",
        "notachieved",
        "notcompleted",
        "wns",
        "wip",
        "ip",
        "inprogress",
        "inc",
        "incomplete",
        "late",
        "partial",
        "partiallyachieved",
        "workingtowards",
        "wt",
        "working",
        "started",
        "tbc",
        "tba",
        "pending",
        "absent",
        "abs",
        "ill",
        "sick",
        "extension",
        "deferred",
        "dns",
        "dnf",
        "outstanding",
        "missing",
        "nosubmission",
        "ongoing",
        "todo",
        "q",
        "exempt",
        "rpl",
        "x",
        "awaiting",
        "awaitingmarking",
        "submitted",
        "handedin",
        "draft",
        "na",
        "none",
        "nothing",
        "left",
        "leaver",
        "leftcourse",
        "offroll",
        "transferred",
        "notenrolled",
        "nottaking",
        "nottaken",
    ]
)
_AGAIN = frozenset(
    [
        "ref",
        "refer",
        "referred",
        "refered",
        "referral",
        "resub",
        "resubmit",
        "resubmission",
        "res",
        "retake",
        "redo",
        "resit",
        "again",
        "tobresubmitted",
    ]
)
_HANDED_IN = regex(
    r"(?:re[\s-]?)?(?:sub(?:mission|mitted|bed)?|attempt|draft)\s*\d|(?:1st|2nd|3rd|first|second|final)\s*(?:sub(?:mission)?|attempt|draft)",
    re.IGNORECASE,
)
"""Work that was handed in and has no grade: Sub 1, 2nd draft."""
_STILL_TO_COME = regex(
    r"(?:now )?(?:due|extension|ext|extended|deadline|re-?sub(?:mit|mission)?|to (?:re-?)?submit|hand(?:ing)? in|redo|retake)\b[\s:.(–-]*(?:(?:by|to|till|until|on|for|before|date)\b\s*)?\d{1,2}(?:[/.-]\d{1,2}(?:[/.-]\d{2,4})?|(?:st|nd|rd|th)?\s+[a-z]{3,9}\.?(?:\s+\d{2,4})?)\)?",
    re.IGNORECASE,
)
"""Work that is to come by some day: due 12/2, resub by 5 March."""
_TICKS = frozenset(["y", "yes", "true", "✓", "✔", "√", "☑", "✅", "👍", "ü", "x", "×", "a", "1", "done"])
_CROSSES = frozenset(["n", "no", "false", "0", "✗", "✘", "☒", "❌", "✖", "☐", "⬜", "👎"])
_INITIALS = regex(r"(?:[A-Z]\.?\s?){2,4}")
_NAME = regex(
    r"(?:(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof)\.?\s+)?[^\W\d_][^\W\d_]*(?:['’\-.][^\W\d_]+)*\.?(?:,?\s+(?:\(?[^\W\d_]\.?[^\W\d_]*(?:['’\-][^\W\d_]+)*\.?\)?)){0,4}"
)
_TITLED = regex(r"(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof)\.?\s+\S", re.IGNORECASE)
NUMBER_AND_NAME = regex(
    r"(?P<number>\d{1,4})\s*[-–—:,.|/]?\s+(?P<name>[^\W\d_].*)|(?P<first>[^\W\d_][^\d]*?)[\s,\-–—:|/(]+(?P<last>\d{3,4})\)?"
)
"""A candidate's number and name in one cell, in either order."""
CENTRE_AND_NUMBER = regex(r"(?P<centre>\d{5})[/\\–-](?P<number>\d{4})")
"""The centre's number and the candidate's in one, as in 64321/0012."""
_OF_SEVERAL = regex(
    r"(?i:D\*|[PMDU]|pass|merit|dist(?:inction)?)\s*(?:[?+-]|(?:/|or|to|->|>)\s*(?:D\*|[PMDU?]|pass|merit|dist(?:inction)?)\??)",
    re.IGNORECASE,
)
"""A grade that is in doubt, or one of two: M?, P/M, P or M."""
_CRITERION = regex(r"(?:U\d+\s*)?[PMD]\s?\d{1,2}[a-z]?", re.IGNORECASE)
_ACHIEVED = regex(r"(?:achieved|ach|complete[d]?|passed)\b[\s(–-]*(?:\d[\d/.\-]*\)?)?", re.IGNORECASE)
_GRADE_AND_MORE = regex(
    r"(?P<grade>D\*|[PMDpmd]|(?i:pass|merit|dist(?:inction)?\*?))\s*(?:\((?P<more>[^)]{3,}|[^PMDURFN?\W\d])\)|(?:[-–,]?\s*(?i:claimed|marked|assessed|iv['’]?d|verified|moderated|confirmed|awarded)(?:\s+on)?)?\(?(?:[-–,]?\s*(?P<who>[A-Z]{2,4})\)?)?(?:[-–,]?\s+\(?(?P<day>\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}|(?:1[3-9]|2\d|3[01])[/.-]\d{1,2})\)?)?)"
)
_GRADE_AFTER = regex(
    r"(?i:D\*|[PMDUR]|NYA|ref|pass|merit|dist(?:inction)?\*?)\s*(?:→|⇒|->|=>|>|»)\s*(?P<grade>D\*|[PMDpmd]|(?i:pass|merit|dist(?:inction)?\*?))"
)
"""A grade that another has come in place of, as in “P → M”."""
_WHEN = r"\d{1,2}[/.-]\d{1,2}(?:[/.-]\d{2,4})?|\d{1,2}(?:st|nd|rd|th)?\s+[A-Za-z]{3,9}(?:\s+\d{2,4})?"
_WHO_AND_WHEN = regex(
    rf"(?P<who>[A-Z]{{2,4}})[\s,:–-]+\(?(?P<day>{_WHEN})\)?|(?P<before>{_WHEN})[\s,:–-]+\(?(?P<behind>[A-Z]{{2,4}})\)?"
)
_COLOURS = frozenset(["r", "a", "g", "red", "amber", "green", "ontrack", "offtrack", "ahead", "behind", "atrisk"])
_PLAIN_COLOURS = frozenset(["a", "g", "red", "amber", "green", "ontrack", "offtrack", "ahead", "behind", "atrisk"])
_AWARD = regex(r"(?:D\*?|M|P){2,3}|(?:D\*){2,3}", re.IGNORECASE)

_read_grade = reader_of(columns_of(Claim)["grade"], False)


@dataclass
class Words:
    """The centre's own words, from its key, and the academic year in which days without a year lie."""

    year: int
    date1904: bool = False
    grades: Mapping[str, Mark] = field(default_factory=dict)
    units: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Titles and references of units, reduced by `key`, with their entry code, where it is one, and number."""
    people: Mapping[str, Role] = field(default_factory=dict)
    """Numbers and names of the centre's candidates, each with which of the two it is; names as their words in order of the alphabet."""
    staff: frozenset[str] = frozenset()
    """Codes of the centre's staff."""
    staff_names: frozenset[str] = frozenset()
    """Their names, reduced by `key`."""
    visits: frozenset[str] = frozenset()
    """The names of the centre's visits, reduced by `key`."""
    _shapes: dict[tuple[type, Raw], frozenset[Shape]] = field(default_factory=dict)
    _marks: dict[tuple[type, Raw], Mark | None] = field(default_factory=dict)

    def candidate_in(self, raw: Raw) -> Role | None:
        """Whether a cell holds the number or the name of a candidate of the centre's, and nothing else."""
        if not isinstance(raw, str) or not self.people:
            return None
        return self.people.get(raw.strip()) or self.people.get(" ".join(sorted(words_of(raw))))

    def is_staff(self, raw: Raw) -> bool:
        """Whether a cell names one of the centre's staff by code or whole name."""
        text = as_text(raw)
        return text in self.staff or key(text) in self.staff_names

    def mark(self, raw: Raw) -> Mark | None:
        """What a cell says as a grade; ``None`` where it is empty. Each content is looked at once."""
        known = (type(raw), raw)
        if known not in self._marks:
            self._marks[known] = self._find_mark(raw)
        return self._marks[known]

    def _find_mark(self, raw: Raw) -> Mark | None:
        text = as_text(raw)
        word = key(text)
        if text in self.grades:
            return self.grades[text]
        if is_blank(raw) or (not word and text in ("?", ".")):
            return None if is_blank(raw) else Mark(MarkKind.UNCLEAR)
        if (
            word in _NOT_YET
            or word.startswith("notyet")
            or _HANDED_IN.fullmatch(text)
            or _STILL_TO_COME.fullmatch(text)
        ):
            return Mark(MarkKind.NOT_YET)
        if word in _AGAIN:
            return Mark(MarkKind.AGAIN)
        if word == "r" and not isinstance(raw, bool):
            return Mark(MarkKind.UNCLEAR)
        if _ACHIEVED.fullmatch(text):
            return Mark(MarkKind.ACHIEVED)
        if isinstance(raw, dt.date | dt.time | dt.timedelta):
            return Mark(MarkKind.UNCLEAR)
        try:
            grade = _read_grade(raw)
        except UnreadableValue as doubt:
            if isinstance(doubt.value, Grade):
                return Mark(MarkKind.GRADE, doubt.value, doubt)
            if more := self._with_more(raw):
                return more
            return Mark(MarkKind.UNCLEAR, doubt=_of_several(raw) if _OF_SEVERAL.fullmatch(text) else None)
        return Mark(MarkKind.GRADE, grade) if grade else None

    def _with_more(self, raw: Raw) -> Mark | None:
        """A grade with a remark behind it that leaves no doubt of it, as in “P (resub)” or “M 12/01/27”."""
        found = _GRADE_AND_MORE.fullmatch(as_text(raw)) or _GRADE_AFTER.fullmatch(as_text(raw))
        if not found or re.search(r"[?]|\bor\b|\bif\b|\bnot\b", found.groupdict().get("more") or ""):
            return None
        try:
            grade = _read_grade(found["grade"])
        except UnreadableValue:
            return None
        if not isinstance(grade, Grade):
            return None
        return Mark(MarkKind.GRADE, grade, UnreadableValue(Fault.MORE_THAN_A_GRADE, raw, IssueKind.NEARLY_RIGHT, grade))

    def day(self, raw: Raw) -> dt.date | None:
        """The day that a cell says. Raises `UnreadableValue`, with the day in it where one was taken."""
        if isinstance(raw, dt.date):
            return read_date(raw, self.date1904, self.year)
        if is_blank(raw) or (not isinstance(raw, bool) and raw in (0, dt.time())):
            return None
        return read_date(raw, self.date1904, self.year)

    def is_day(self, raw: Raw) -> bool:
        """Whether a cell says a day, or most likely does."""
        try:
            return self.day(raw) is not None
        except UnreadableValue as doubt:
            return doubt.value is not None

    def shapes(self, raw: Raw) -> frozenset[Shape]:
        """What a cell may be."""
        known = (type(raw), raw)
        if known not in self._shapes:
            self._shapes[known] = frozenset(self._find(raw))
        return self._shapes[known]

    def _find(self, raw: Raw) -> Iterable[Shape]:
        text = as_text(raw)
        word = key(text)
        if isinstance(raw, dt.date):
            yield Shape.DAY
            return
        if tick_of(raw) is not None and text not in self.grades:
            yield Shape.TICK
        if isinstance(raw, int | float) and not isinstance(raw, bool):
            yield Shape.NUMBER
            yield from self._of_mark(raw if text in self.grades else "")
        elif isinstance(raw, str):
            yield from self._of_text(raw, text, word)
        if text.isdecimal():
            if len(text) <= 4:
                yield Shape.CANDIDATE_NUMBER
            if len(text) == 10:
                yield Shape.ULN
            if len(text) in (4, 5):
                yield Shape.CODE
        if word in _COLOURS:
            yield Shape.COLOUR

    def _of_mark(self, raw: Raw) -> Iterable[Shape]:
        """Whether a cell is a grade, or says that there is none yet: a number is only by the centre's own key."""
        mark = self.mark(raw)
        if mark and mark.kind in (MarkKind.GRADE, MarkKind.ACHIEVED):
            yield Shape.GRADE
        elif mark and mark.kind in (MarkKind.NOT_YET, MarkKind.AGAIN, MarkKind.STEP):
            yield Shape.UNFINISHED

    def _of_text(self, raw: str, text: str, word: str) -> Iterable[Shape]:
        yield from self._of_mark(raw)
        if text.isdecimal():
            yield Shape.NUMBER
        elif any(map(str.isdigit, text)) and self.is_day(raw):
            yield Shape.DAY
        elif any(map(str.isdigit, text)) and who_and_when(text) and self.is_day(who_and_when(text)[1]):
            yield Shape.WHO_AND_WHEN
        if _CRITERION.fullmatch(text) and any(map(str.isdigit, text)):
            yield Shape.CRITERION
        if _AWARD.fullmatch(text) and word not in ("d", "m", "p"):
            yield Shape.AWARD
        if self.looks_like_person(text):
            yield Shape.PERSON
        yield Shape.TEXT

    def looks_like_person(self, text: str) -> bool:
        """Whether a text may be somebody's initials or name."""
        if _INITIALS.fullmatch(text) and key(text) not in _NOT_YET:
            return True
        mark = self.mark(text)
        if mark and mark.kind is not MarkKind.UNCLEAR:
            return False
        if _TITLED.match(text):
            return True
        parts = [part.strip() for part in re.split(r"[/&;+]", text) if part.strip()]
        are_people = parts and all(
            (_NAME.fullmatch(part) and part[:1].isupper() and len(part) > 1) or _INITIALS.fullmatch(part)
            for part in parts
        )
        return bool(are_people) and not is_period(text)

    def shown(self, raws: Iterable[Raw]) -> tuple[str, ...]:
        """The first different cells, but for such as may be a whole name or are as long as a sentence; of many, among the first alone.
        Where one of them may be a name, initials only: another may be a name in other letters.
        """
        said = {" ".join(as_text(raw).split()): raw for raw in _first_different(raws)}
        names = {text for text, raw in said.items() if self._may_be_a_name(raw, text)}
        texts = [text for text in said if len(text) <= _LONGEST_SHOWN and text not in names]
        return tuple([text for text in texts if not names or _INITIALS.fullmatch(text)][:_SHOWN])

    def _may_be_a_name(self, raw: Raw, text: str) -> bool:
        """Whether a cell may be somebody's name: initials are none."""
        return Shape.PERSON in self.shapes(raw) and not _INITIALS.fullmatch(text)

    def count(self, raws: Iterable[Raw]) -> tuple[Counter[Shape], int]:
        """How many of the first filled cells look like what, and how many were looked at."""
        found: Counter[Shape] = Counter()
        seen = 0
        for raw in raws:
            if raw == "" or is_blank(raw):
                continue
            found.update(self.shapes(raw))
            seen += 1
            if seen == SAMPLE:
                break
        return Counter({shape: found[shape] for shape in Shape if found[shape]}), seen


def _first_different(raws: Iterable[Raw]) -> list[Raw]:
    """The first different cells that are filled, as many as are looked at."""
    found: dict[Raw, None] = {}
    for raw in raws:
        if raw not in found and raw != "" and not is_blank(raw):
            found[raw] = None
            if len(found) == SAMPLE:
                break
    return list(found)


_BANNER = regex(
    r"(?:(?P<number>0\d{3})[\s:–-]+)?[^\W\d_][\w'’.-]*(?:,?\s+[^\W\d_][\w'’.-]*){1,3}(?(number)|[\s:–-]+\(?0\d{3}\)?)"
)


def is_number_and_name(text: str) -> bool:
    """Whether a text is a candidate's whole name and number and nothing else: Amara Okoye (0012). No year begins with a nought."""
    return _BANNER.fullmatch(text) is not None


def who_and_when(text: str) -> tuple[str, str]:
    """The initials and the day that share a cell, as in “JS 3/11/26”; two empty texts where there are none."""
    found = _WHO_AND_WHEN.fullmatch(" ".join(text.split()))
    return (found["who"] or found["behind"], found["day"] or found["before"]) if found else ("", "")


def _of_several(raw: Raw) -> UnreadableValue:
    return UnreadableValue(Fault.NOT_A_GRADE, raw, IssueKind.TWO_READINGS)


def are_colours(raws: Iterable[Raw]) -> bool:
    """Whether cells hold red, amber and green, and nothing else."""
    words = set()
    for raw in raws:
        if not is_blank(raw):
            word = key(as_text(raw))
            if word not in _COLOURS:
                return False
            words.add(word)
    return bool(words & _PLAIN_COLOURS)


def tick_of(raw: Raw) -> bool | None:
    """Yes, no, or neither."""
    if isinstance(raw, bool):
        return raw
    text = as_text(raw).casefold()
    return True if text in _TICKS else False if text in _CROSSES else None
