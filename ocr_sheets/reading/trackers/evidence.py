"""What a column holds, by its heading and by the values below it. Where the two disagree the values say which of the meanings of a word it has."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import islice
from typing import Any, NamedTuple

from ocr_sheets.model.records import Claim, columns_of
from ocr_sheets.patterns import regex
from ocr_sheets.reading.raw import Raw, UnreadableValue, as_text, is_blank
from ocr_sheets.reading.trackers.headings import DATES, IDENTITY, PEOPLE, TICKS, Role, family_of, role_of, words_in
from ocr_sheets.reading.trackers.shapes import MOST, SAMPLE, Shape, Words, are_colours
from ocr_sheets.reading.values import reader_of

_NEARLY_ALL = 0.8
_FEWEST_WORDS = 3
_DIGITS_OF_A_CANDIDATE = 4
_LONGEST_COUNT = 2
"""Digits of what may only count the rows."""
_AGREED = regex(
    r"(?:agree(?:d|s)?|not agreed|disagreed?|accurate|inaccurate|ok(?:ay)?|upheld|satisfactory|valid|actions?|accept(?:ed)?|amend(?:ed)?|too (?:lenient|harsh)|lenient|harsh)\b.{0,20}",
    re.IGNORECASE,
)
"""What a verifier says of an assessor's decision."""
_LETTERS = frozenset({"a*", "a", "b", "c", "d", "e", "u"})
_LONG_NUMBER = range(5, 8)
"""Digits of the number that a school's own system gives a pupil."""


class Evidence(NamedTuple):
    """What a column was taken for, what its heading alone would have made it, and how many of its cells look like what."""

    role: Role | None
    by_heading: Role | None
    looks: dict[str, int]
    seen: int
    first: tuple[str, ...] = ()
    """The first different cells that may be shown to whoever asks: none that may name a candidate."""

    @property
    def values(self) -> dict[str, Any]:
        """What is told of the cells with a decision about the column."""
        return {"looks": self.looks, "seen": self.seen, "first": self.first}

    @property
    def is_by_values(self) -> bool:
        """Whether the values decided."""
        return self.role is not self.by_heading and self.seen > 0


def settle(heading: str, role: Role | None, raws: Sequence[Raw], words: Words, is_of_a_unit: bool) -> Evidence:
    """The meaning of a column, by its heading and its cells."""
    counts, seen = words.count(raws)
    looks = {str(shape): count for shape, count in counts.items()}

    def share(*shapes: Shape) -> float:
        return sum(bool(words.shapes(raw) & set(shapes)) for raw in _sample(raws)) / seen if seen else 0.0

    found = role if not seen else _settled(heading, role, raws, share, is_of_a_unit)
    return Evidence(found, role, looks, seen, () if {role, found} & IDENTITY else words.shown(raws))


def _sample(raws: Sequence[Raw]) -> list[Raw]:
    return list(islice((raw for raw in raws if raw != "" and not is_blank(raw)), SAMPLE))


Share = Callable[..., float]


def _settled(heading: str, role: Role | None, raws: Sequence[Raw], share: Share, is_of_a_unit: bool) -> Role | None:
    if role in IDENTITY:
        return _identity(role, raws, share)
    if role is Role.CENTRE:
        # “Centre no.” may stand above what the centre itself numbers its candidates by.
        return Role.NUMBER if _are_candidates_numbers(raws) else role
    if role is Role.SOME_NUMBER:
        return _number(raws, share)
    if family := family_of(role):
        return _of_family(family, role, share)
    if role in (Role.GRADE, Role.FIRST, Role.SECOND, Role.CONFIRMED_GRADE):
        return _grades(heading, role, raws, share)
    if role is Role.STATUS and are_colours(raws):
        return Role.COLOUR
    if role is Role.STATUS and not any(map(_is_status, _sample(raws))):
        return Role.NOT_OURS  # of the candidate, as in On programme
    if role is Role.UNIT and share(Shape.DAY) >= MOST:
        return Role.NOT_OURS
    if role is Role.COURSE and share(Shape.GRADE, Shape.AWARD) >= MOST:
        return Role.NOT_OURS  # “Award”: the grade of the whole qualification
    if role is Role.SOME_DATE:
        return Role.SOME_DATE if share(Shape.DAY) > 0 else Role.GRADE if share(Shape.GRADE) >= MOST else Role.NOT_OURS
    if role in DATES and share(Shape.DAY) == 0 and share(Shape.PERSON, Shape.GRADE) >= MOST:
        return Role.NOT_OURS
    if role is Role.CODE and share(Shape.CODE) < MOST:
        return Role.NOT_OURS
    if role is None and is_of_a_unit:
        return _marks(raws, share)
    if role is Role.NOT_OURS and is_of_a_unit and words_in(heading) == "overall" and share(Shape.GRADE) >= MOST:
        return Role.GRADE  # after its parts, and not after all units, where it is that of the qualification
    return role


def _identity(role: Role | None, raws: Sequence[Raw], share: Share) -> Role | None:
    if share(Shape.ULN) >= MOST:
        return Role.ULN
    if role in (Role.NUMBER, Role.NAME) and share(Shape.CANDIDATE_NUMBER) >= MOST:
        return Role.NUMBER
    lengths = [len(as_text(raw)) for raw in _sample(raws) if as_text(raw).isdecimal()]
    if role is Role.NUMBER and lengths and sum(length in _LONG_NUMBER for length in lengths) * 2 > len(_sample(raws)):
        return Role.NOT_OURS
    if role is Role.NUMBER and share(Shape.NUMBER) < MOST and share(Shape.PERSON) >= MOST:
        return Role.NAME
    return role


def _are_candidates_numbers(raws: Sequence[Raw]) -> bool:
    """Whether most cells hold numbers of up to four digits, each another: a centre's own number has five and stands in row after row."""
    texts = [as_text(raw) for raw in _sample(raws)]
    short = [text for text in texts if text.isdecimal() and len(text) <= _DIGITS_OF_A_CANDIDATE]
    return len(set(short)) == len(texts) > 1


def _number(raws: Sequence[Raw], share: Share) -> Role:
    """What a number is of which only “No.” is said: a candidate's, where each is one and they do not merely count the rows."""
    texts = [as_text(raw) for raw in _sample(raws)]
    if share(Shape.ULN) >= MOST:
        return Role.ULN
    if share(Shape.CANDIDATE_NUMBER) < _NEARLY_ALL or {_is_long(text) for text in texts} == {False}:
        counted = sorted({int(text) for text in texts if text.isdecimal()})
        is_each = len(counted) == len(texts) > 1 and share(Shape.CANDIDATE_NUMBER) >= _NEARLY_ALL
        return Role.NUMBER if is_each and counted[0] > 1 else Role.NOT_OURS
    return Role.NUMBER


def _is_long(text: str) -> bool:
    """Whether a number has the digits of a candidate's, noughts and all, and counts nothing."""
    return len(text) > _LONGEST_COUNT


def _of_family(family: tuple[Role, Role | None, Role], role: Role | None, share: Share) -> Role | None:
    """A day, a person or a tick: whichever most of the cells are; as the heading says where they say nothing clear."""
    on, by, tick = family
    if share(Shape.DAY, Shape.WHO_AND_WHEN) >= MOST:
        return on
    if by and share(Shape.PERSON) >= MOST and share(Shape.TICK) < MOST:
        return by
    if share(Shape.TICK) >= MOST and role not in PEOPLE:
        return on if share(Shape.DAY) else tick  # noughts and ticks may stand among days
    if share(Shape.GRADE, Shape.UNFINISHED) >= MOST and role not in PEOPLE:
        return Role.GRADE if on is not Role.STANDARDISED_ON else Role.NOT_OURS
    if role in PEOPLE and not share(Shape.PERSON) and share(Shape.GRADE) >= _NEARLY_ALL:
        return Role.NOT_OURS
    if role in TICKS:
        return on if share(Shape.DAY) else by if by and share(Shape.PERSON) else Role.NOT_OURS
    return role


def _is_status(raw: Raw) -> bool:
    """Whether a cell says the state of a claim, or nearly does, or a step of the work."""
    try:
        is_state = _read_status(raw) is not None
    except UnreadableValue as doubt:
        is_state = doubt.value is not None
    return is_state or role_of(as_text(raw)) is not None


_read_status = reader_of(columns_of(Claim)["claim_status"], False)


def _grades(heading: str, role: Role | None, raws: Sequence[Raw], share: Share) -> Role | None:
    if are_colours(raws) and share(Shape.GRADE) < 1:
        return Role.COLOUR
    if share(Shape.AWARD) >= MOST or _are_of_other_exams(raws, share):
        return Role.NOT_OURS
    if share(Shape.GRADE, Shape.UNFINISHED) >= MOST:
        return role
    if share(Shape.DAY) >= MOST:
        return Role.ASSESSED_ON if re.search(r"achiev|complet", words_in(heading)) else Role.SOME_DATE
    if share(Shape.NUMBER) >= MOST:
        return Role.NOT_OURS
    if share(Shape.TICK) >= MOST:
        return Role.ASSESSED
    if sum(_AGREED.fullmatch(as_text(raw)) is not None for raw in _sample(raws)) >= MOST * len(_sample(raws)):
        return Role.NOT_OURS  # what the verifier thought of the grade
    return role


def _are_of_other_exams(raws: Sequence[Raw], share: Share) -> bool:
    """Whether grades are those of A levels and the like: letters from A to E and U, and some that no unit here can have."""
    letters = {as_text(raw).casefold() for raw in _sample(raws)}
    return (
        letters <= _LETTERS and bool(letters & {"a*", "a", "b", "c", "e"}) and share(Shape.GRADE, Shape.UNFINISHED) < 1
    )


def _marks(raws: Sequence[Raw], share: Share) -> Role | None:
    """The meaning of a unit's only column, of which no heading says what it holds; ``None`` where it cannot be told."""
    if are_colours(raws) and share(Shape.UNFINISHED, Shape.GRADE) < 1:
        return Role.COLOUR
    if share(Shape.GRADE) > 0 and share(Shape.GRADE, Shape.UNFINISHED) >= MOST:
        return Role.GRADE
    if share(Shape.DAY) >= MOST:
        return Role.SOME_DATE
    if share(Shape.TICK) >= _NEARLY_ALL:
        return Role.CLAIMED
    if share(Shape.UNFINISHED, Shape.GRADE) >= MOST:
        return Role.GRADE
    if all(map(_is_status, _sample(raws))):
        return Role.GRADE  # how far each claim is, in place of its grade
    if share(Shape.PERSON) >= _NEARLY_ALL:
        return Role.SOME_PERSON
    if share(Shape.NUMBER) >= MOST or share(Shape.CRITERION) >= MOST:
        return Role.NOT_OURS
    # A few odd words among nothing else are asked about one by one, a column of them once.
    says = share(Shape.GRADE, Shape.UNFINISHED, Shape.DAY, Shape.TICK)
    return Role.GRADE if says or len(_sample(raws)) < _FEWEST_WORDS else None
