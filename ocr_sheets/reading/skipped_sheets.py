"""Which sheets are left alone by their name: those that say they are old, and those of other boards and qualifications."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ocr_sheets.model.other_awards import award_coded, award_named
from ocr_sheets.model.reading_facts import AsideKind, Why
from ocr_sheets.patterns import regex

_OLD = regex(
    r"\b(?:old|archived?|superseded|obsolete|back-?up|(?:last|previous) year(?:['’]?s)?|do not use|don['’]?t use|not in use)\b",
    re.IGNORECASE,
)
"""What a centre marks a sheet with that it keeps and no longer uses."""
_COPY = regex(r"\bcopy of\b|\b-?\s*copy(?:\s*\(?\d+\)?)?$", re.IGNORECASE)
_STAFF_NAMES = regex(
    r"\b(?:mr|mrs|ms|miss|mx|dr|sir)\.?\s+\w+|\b(?:old|back-?up)\s+(?:teacher|tutor|assessor|staff|class|room|site|building|school)s?\b",
    re.IGNORECASE,
)
"""A teacher, a class or a room in a sheet's name, which says nothing of what the sheet is about: Mr Pearson IT, Mrs Old."""
_ELSEWHERE = regex(
    r"\b(?:targets?|preds?|predict(?:ed|ions?)|forecasts?|mocks?|baselines?|trips?|outings?|contacts?|phone|emergency|timetables?|seating|rooms?|invigilat\w*|"
    r"access arrangements|extra time|attendance|punctuality|behaviour|rewards|SEND|medical|parents.? evening|actions?|action plan|ILP|interventions?|concerns?|"
    r"sampling|sample plan|IQA plan|IV plan|observations?|minutes|CPD|resits?|fees|invoices|costs|budget|refunds|work experience|placements?|risk assessment|"
    r"leavers|scheme of work|assessment plan|assignment calendar)\b",
    re.IGNORECASE,
)
"""What a sheet is about that is none of ours, unless it has a column that only ours have."""
_FURNITURE = regex(
    r"\b(?:summary|summaries|dashboard|pivot|chart|drop-?downs?|lookups?|lists|key|legend|settings|instructions|how to|read ?me|contents|index)\b",
    re.IGNORECASE,
)
"""Sheets that count or explain others: left alone where most of their columns are nothing we know."""
_COUNTED = regex(r"(?:units?|years?|yrs?|y|weeks?|groups?|sets?)\s*$", re.IGNORECASE)
"""What stands before other runs of numbers: Year 12-13, Units 21-22."""
_FIRST_YEAR = 15
_YEARS = regex(r"(?<!\d)(?:20)?(\d\d)\s*[-–—_ /]\s*(?:20)?(\d\d)(?!\d)")

_OF_INTAKE = regex(r"\b(?:cohort|intake|start(?:ers?|ed|ing)?|began|sept?(?:ember)?)\b", re.IGNORECASE)
"""What says of a year that it is the one in which a course began."""
_ONE_YEAR = regex(r"(?<![\d/–—-])20(?:1[7-9]|[2-9]\d)(?![\d/–—-])")
"""A year alone: 2012 and 2016 are suites of qualifications."""
_CLASS_OF = regex(
    r"\b(?:class of|leavers(?: of)?)\s+(?P<year>20\d\d)\b|\b(?P<before>20\d\d)\s+leavers\b", re.IGNORECASE
)
"""The year in which a class leaves, which is the second of its last academic year."""


def is_elsewhere(name: str, are_known: bool) -> Why | None:
    """Why a sheet of that name is left alone, where its name says that it is about something else. ``are_known`` says that most of its
    columns are ours all the same.
    """
    plain = _STAFF_NAMES.sub("", name)
    found = _ELSEWHERE.search(plain) or (None if are_known else _FURNITURE.search(plain))
    return Why(AsideKind.SOMETHING_ELSE, {"word": found[0]}) if found else None


def is_old(name: str) -> Why | None:
    """Why a sheet of that name is left alone, where its name says that it is not in use."""
    name = _STAFF_NAMES.sub("", name)
    if found := _OLD.search(name):
        return Why(AsideKind.OLD, {"word": found[0]})
    return Why(AsideKind.COPY) if _COPY.search(name.strip()) else None


def is_of_one_earlier_year(name: str, year: int) -> Why | None:
    """Why a sheet of that name is left alone, where it names one year alone that lies before the academic year begun in ``year``: 2025 is
    in two academic years, and in 2026/27 both are over. Who began in 2025 may be here still.
    """
    named = [int(found) for found in _ONE_YEAR.findall(name)]
    if _OF_INTAKE.search(name):
        return None
    if years_named(name) is None and len(named) == 1 and named[0] < year:
        return Why(AsideKind.YEAR_IN_TITLE, {"year": str(named[0]), "text": name})
    return None


def is_of_others(name: str) -> Why | None:
    """Why a sheet of that name is left alone, where it names another board or qualification."""
    award = award_named(_STAFF_NAMES.sub("", name))
    return Why(AsideKind.OTHER_AWARD, {"award": award}) if award else None


def years_named(name: str) -> int | None:
    """The academic year that a sheet's name speaks of, by the year it begins in: 2025 for “Claims 25-26”."""
    for found in _YEARS.finditer(name):
        first, second = int(found[1]), int(found[2])
        if first >= _FIRST_YEAR and second == first + 1 and not _COUNTED.search(name[: found.start()]):
            return 2000 + first
    left = _CLASS_OF.search(name)
    return int(left["year"] or left["before"]) - 1 if left else None


OF_YEARS = regex(r"(?:academic |exam |claim |school )?(?:years?|yr|ay|session|series)", re.IGNORECASE)
"""What heads a column that says of which year each row is. A cohort or an intake is of the year in which it began, and may go on."""


def of_earlier_years(cells: Iterable[tuple[int, str]], year: int) -> dict[int, int]:
    """Of the rows of a column, those that it says are of an academic year before ``year``, with theirs: nothing where it does not say so of
    most rows, or no row is of this year or a later one.
    """
    said = [(row, years_named(text)) for row, text in cells if text]
    years = [named for _, named in said if named is not None]
    if not years or len(years) * 2 < len(said) or max(years) < year:
        return {}
    return {row: named for row, named in said if named is not None and named < year}


def year_said(year: int) -> str:
    """An academic year as it is said, such as 2025/26, by the year it begins in."""
    return f"{year}/{(year + 1) % 100:02}"


def are_of_others(codes: Sequence[str]) -> Why | None:
    """Why a sheet with these entry codes or units is left alone, where nearly all are of other qualifications."""
    named = [code for code in codes if code]
    strange = [code for code in named if award_coded(code)]
    if named and len(strange) * 5 >= len(named) * 4:
        code, award = strange[0].strip().upper(), award_coded(strange[0])
        return Why(AsideKind.CODES_OF_OTHER_AWARD, {"code": code, "award": award})
    return None
