"""What a rule is, and how rules are run: each ends in one of four outcomes, and none is passed over in silence."""

from __future__ import annotations

import datetime as dt
import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NamedTuple

from ocr_sheets.catalogue import Catalogue, load_catalogue
from ocr_sheets.dates import Period, months_after
from ocr_sheets.model.book import Book
from ocr_sheets.model.records import RECORDS, Family, Record, columns_of
from ocr_sheets.model.tables import ReadIssue
from ocr_sheets.rulebook import Calendar, Rulebook
from ocr_sheets.rules.reasons import NOTHING_TO_LOOK_AT, Reason, ReasonKind, in_words


class Severity(StrEnum):
    """How serious a finding is. OCR's verb decides: see `rulebook/README.md`. What is only not filled in yet is a class of its own, and makes
    nothing wrong.
    """

    MUST_FIX = "must fix"
    CHECK = "check"
    ADVICE = "advice"
    FILL_IN = "to fill in"


MUST_FIX, CHECK, ADVICE, FILL_IN = Severity


class Result(StrEnum):
    """The four ways in which a rule can end."""

    FOUND = "found"
    NOTHING_FOUND = "nothing found"
    NOT_CHECKED = "not checked"
    OUR_MISTAKE = "our mistake"


class Who(StrEnum):
    """Who is to act on a finding."""

    EXAMS_OFFICER = "Exams officer"
    ASSESSOR = "Assessor"
    STANDARDISER = "Internal standardiser"
    PROGRAMME_LEAD = "Subject lead"


def S(number: int) -> str:
    """The number of a sentence of OCR's two pages."""
    return f"S{number}"


def B(number: int) -> str:
    """The number of a further sourced fact."""
    return f"B{number}"


class RawFinding(NamedTuple):
    """One thing that a rule found, as data: the record and field at fault, which of the rule's sentences it is, and the values in it.

    The sentences themselves are the rule's templates; the words are made of both in the report, and nowhere else.
    """

    record: Record | None
    field: str
    kind: str = ""
    """Which of the rule's sentences it is, where it has several."""
    by: dt.date | None = None
    """The day to act by."""
    is_over: bool = False
    """Whether nothing can be done any more but put the record right."""
    values: Mapping[str, object] = {}
    issue: ReadIssue | None = None
    """What the reader could not take, which has a cell and words of its own."""


def finding(
    record: Record, field: str, kind: str = "", *, by: dt.date | None = None, over: bool = False, **values: object
) -> RawFinding:
    """A finding at a field of a record. ``values`` are those that the rule's message and fix speak of, by name."""
    return RawFinding(record, field, kind, by, over, values)


class Undeclared(Exception):
    """A rule asked for a value that it does not say it uses."""


LATE_IN_THE_YEAR = 8  # months after its first day: our own choice, since OCR names no day


@dataclass
class Values:
    """The dated values one rule uses, as seen on a day, and the days for which one was asked and none is published."""

    rulebook: Rulebook
    uses: Sequence[str]
    as_of: dt.date
    ocr_working_days: Calendar
    catalogue: Catalogue
    unpublished: list[tuple[str, dt.date]] = field(default_factory=list)
    answered: bool = False
    """Whether a figure was published for any of the days it was asked for."""
    _known: dict[tuple[str, dt.date], int] = field(default_factory=dict)

    def number(self, name: str, day: dt.date) -> int | None:
        """A figure on a day. ``None``, and remembered as not published, where there is none."""
        known = self._known.get((name, day))
        if known is not None:  # thousands of rows ask for a handful of days
            return known
        self._declared(name)
        figure = self.rulebook.number(name, day)
        if figure is None:
            self.unpublished.append((name, day))
        else:
            self.answered = True
            self._known[name, day] = figure
        return figure

    def due_before(self, name: str, day: dt.date) -> dt.date | None:
        """The day that lies a figure's number of days before a day, in calendar or working days as the figure says."""
        if self.number(name, day) is None:
            return None
        return self.rulebook.due_before(name, day, self.ocr_working_days)

    def working_days_after(self, day: dt.date, count: int) -> dt.date | None:
        """The day that many of OCR's working days after a day. ``None``, and remembered as not published, beyond the bank holidays."""
        due = self.ocr_working_days.after(day, count)
        if due is None:
            self.unpublished.append(("bank holidays", day))
        return due

    def period(self, name: str, day: dt.date) -> Period:
        """A figure of days, and whether they are working days."""
        return Period(self.number(name, day) or 0, self.rulebook.value(name).working_days)

    def day_of_year(self, name: str, year: int) -> dt.date:
        """A day of the calendar, such as 15 May, in a year."""
        self._declared(name)
        day = self.rulebook.day_of_year(name, year)
        if day is None:
            self.unpublished.append((name, dt.date(year, 1, 1)))
            return dt.date.max
        return day

    def word_list(self, name: str) -> tuple[str, ...]:
        """A value that is a list of words, on the day of the check."""
        self._declared(name)
        return self.rulebook.word_list(name, self.as_of) or ()

    def academic_year(self, day: dt.date) -> int:
        """The academic year of a day, named by the calendar year it begins in."""
        return self.rulebook.academic_year(day)

    def late_in(self, year: int) -> dt.date:
        """The first day of the last third of an academic year."""
        first = self.rulebook.day_of_year("academic_year.first_day", year)
        return months_after(first, LATE_IN_THE_YEAR) if first else dt.date.max

    def _declared(self, name: str) -> None:
        if name not in self.uses:
            raise Undeclared(name)


Words = str | Mapping[str, str]
"""A template, or templates by kind of finding."""

Check = Callable[[Book, Values], Iterable[RawFinding]]


class Rule(NamedTuple):
    """One rule, with all that is to be known about it."""

    code: str
    title: str
    severity: Severity
    source: tuple[str, ...]
    messages: Mapping[str, str]
    """What is wrong: a template by kind of finding; the one under the empty kind does for all that have none of their own."""
    fixes: Mapping[str, str]
    """What to do about it, in the same way."""
    family: Family | None
    needs: tuple[str, ...]
    uses: tuple[str, ...]
    who: Who
    example: str
    check: Check
    after_results: bool = False
    """Whether it is about what comes after the results, so that they do not make its findings history."""

    @property
    def why(self) -> str:
        """Why the rule is: what its function's docstring says."""
        return inspect.cleandoc(self.check.__doc__ or "")

    @property
    def fix(self) -> str:
        """What to do about most of its findings."""
        return self.fixes[""]

    def message_of(self, kind: str) -> str:
        """The template of what is wrong."""
        return self.messages[kind] if kind in self.messages else self.messages[""]

    def fix_of(self, kind: str) -> str:
        """The template of what to do."""
        return self.fixes[kind] if kind in self.fixes else self.fixes[""]

    @property
    def file(self) -> str:
        """The file that declares it, within rules: people, or technicals.entries."""
        return str(self.check.__module__).removeprefix("ocr_sheets.rules.")


RULES: dict[str, Rule] = {}
"""All rules by code, in the order in which their files declare them."""


def rule(
    code: str,
    title: str,
    *,
    severity: Severity,
    source: str | tuple[str, ...] = (),
    message: Words,
    fix: Words,
    family: Family | None = None,
    needs: tuple[str, ...],
    uses: tuple[str, ...] = (),
    who: Who = Who.EXAMS_OFFICER,
    example: str,
    after_results: bool = False,
) -> Callable[[Check], Check]:
    """Declare the function below to be a rule. Its docstring says why the rule is.

    ``message``, ``fix``: templates of what is wrong and what to do (`ocr_sheets.text.fill`) over the values of a finding and the
    centre's names for its sheets, such as ``{Visits}``; where findings are of several kinds, a template by kind, with the usual
    one under the empty kind.
    ``family``: the rule sees only the rows of that family; ``None`` for rules about the workbook itself.
    ``needs``: columns such as ``claims.claimed_on`` without which it cannot be checked; ``centre.centre_number or
    candidates.centre_number`` where either will do.
    ``uses``: the dated values it asks for.
    ``after_results``: it is about what comes after the results, so that they do not make its findings history.
    """

    def declare(check: Check) -> Check:
        if not check.__doc__:
            raise ValueError(f"{code}: the docstring must say why")
        if code in RULES:
            raise ValueError(f"{code}: declared twice")
        numbers = (source,) if isinstance(source, str) else source
        messages, fixes = ({"": words} if isinstance(words, str) else words for words in (message, fix))
        RULES[code] = Rule(
            code,
            title,
            severity,
            numbers,
            messages,
            fixes,
            family,
            needs,
            uses,
            who,
            example,
            check,
            after_results,
        )
        return check

    return declare


class RuleOutcome(NamedTuple):
    """How a rule ended: its outcome, the reasons where it was not checked, or not for all rows, or is our mistake, and what it found."""

    rule: Rule
    result: Result
    reasons: Sequence[Reason]
    findings: Sequence[RawFinding]

    @property
    def had_nothing_to_look_at(self) -> bool:
        """Whether it was not checked for no other reason than that the workbook has nothing of the kind."""
        return self.result is Result.NOT_CHECKED and all(one.kind in NOTHING_TO_LOOK_AT for one in self.reasons)

    @property
    def reason(self) -> str:
        """The reasons in words; empty where there are none."""
        return in_words(self.reasons)


def run(
    book: Book, rulebook: Rulebook, rules: Iterable[Rule], catalogue: Catalogue | None = None
) -> Iterator[RuleOutcome]:
    """Run the rules over a book, each over the rows of its own family only. A crash in one is that one's outcome.

    ``catalogue`` is what is known of qualifications and units; without it, what comes with the tool.
    """
    ocr = Calendar.of("England")
    known = catalogue or load_catalogue()
    for each in rules:
        yield _run_one(each, book, Values(rulebook, each.uses, book.as_of, ocr, known))


WHAT_VISITS_ARE_FOR = "visits.subject_area or visits.entry_code"
"""The columns that say what a visit is for: either will do."""

FAMILY_OF_CODES = "qualifications.family"
"""The column that says which rules hold for an entry code, where code, title and units do not."""

NEEDED_BY_FAMILIES: Mapping[str, tuple[str, ...]] = {
    "qualifications": ("qualifications.entry_code", FAMILY_OF_CODES),
    "units": ("units.entry_code", "units.unit_number"),
    "candidates": ("candidates.candidate_number",),
    "entries": ("entries.candidate_number", "entries.entry_code"),
    "claims": ("claims.candidate_number", "claims.entry_code", "claims.unit_number"),
    # A visit without a name of its own is known by its day and what it is for.
    "visits": ("visits.visit_date", WHAT_VISITS_ARE_FOR),
}
"""The columns that the rules of a family need of each sheet they read: they sort its rows into families and bring them together with other
sheets' rows. What names a row is another question, which `model.identity` answers."""


def all_needs(each: Rule) -> Sequence[str]:
    """The columns a rule needs: those it names and, for the rules of a family, those its sheets' rows are known by."""
    needs = dict.fromkeys(each.needs)
    if each.family:
        needs.update(dict.fromkeys(need for kind in _kinds(each) for need in NEEDED_BY_FAMILIES.get(kind, ())))
    return list(needs)


def _kinds(each: Rule) -> Sequence[str]:
    """The sheets it reads in any case: not those of which either will do."""
    return list(dict.fromkeys(need.split(".")[0] for need in each.needs if " or " not in need))


def _run_one(each: Rule, book: Book, values: Values) -> RuleOutcome:
    needs = list(all_needs(each))
    if WHAT_VISITS_ARE_FOR in needs and book.knows_what_visits_are_for:
        needs.remove(WHAT_VISITS_ARE_FOR)  # there is one subject alone, and no visit need name it
    if FAMILY_OF_CODES in needs and book.knows_a_family:
        needs.remove(FAMILY_OF_CODES)  # rows of which nothing says the family are told below
    if any(need.startswith("visits.") for need in needs) and book.names_lead_to_no_visit:
        needs.append("visits.name")
    lacking = [need for need in needs if not _is_there(need, book)]
    if lacking:
        return RuleOutcome(each, Result.NOT_CHECKED, _lacking(lacking, book), ())
    strangers: list[Reason] = []
    all_strangers = False
    if each.family:
        whole, book = book, book.of(each.family)
        unknown = {kind: count for kind in _kinds(each) if (count := whole.rows_of_no_family.get(kind, 0))}
        strangers = [
            Reason(ReasonKind.UNKNOWN_FAMILY, {"count": count, "sheet": book.called(RECORDS[kind])})
            for kind, count in unknown.items()
        ]
        all_strangers = any(not book.rows(kind) for kind in unknown)
        if not all_strangers and not (book.qualifications or book.visits or book.entries or book.claims):
            nobody = Reason(ReasonKind.NONE_OF_FAMILY, {"family": str(each.family)})
            return RuleOutcome(each, Result.NOT_CHECKED, (nobody,), ())
    try:
        results = list(each.check(book, values))
    except Exception as error:  # whatever goes wrong in one rule, the others' results must stand and be shown
        import traceback

        place = traceback.extract_tb(error.__traceback__)[-1]
        # Neither the message nor the values: they may name candidates.
        told = {"error": type(error).__name__, "function": place.name, "line": place.lineno or 0}
        return RuleOutcome(each, Result.OUR_MISTAKE, (Reason(ReasonKind.BROKE_DOWN, told),), ())
    unpublished = _unpublished(values)
    left_out = [*unpublished, *strangers]
    if results:
        return RuleOutcome(each, Result.FOUND, left_out, results)
    # Where no row could be checked, nothing found would be a pass that nobody earned.
    nothing_seen = all_strangers or (unpublished and not values.answered)
    empty = [] if nothing_seen else _nothing_to_look_at(each, book)
    result = Result.NOT_CHECKED if nothing_seen or empty else Result.NOTHING_FOUND
    return RuleOutcome(each, result, left_out or empty, ())


def _nothing_to_look_at(each: Rule, book: Book) -> list[Reason]:
    """Which sheets that a rule reads have no rows for it; none where it had something to look at."""
    empty: dict[str, None] = {}
    for need in each.needs:
        kinds = dict.fromkeys(one.split(".")[0] for one in need.split(" or "))
        if not any(_has_rows(kind, book, each) for kind in kinds):
            empty.update(dict.fromkeys(book.called(RECORDS[kind]) for kind in kinds))
    if not empty:
        return []
    family = str(each.family) if each.family else None
    return [Reason(ReasonKind.NO_ROWS, {"sheets": list(empty), "count": len(empty), "family": family})]


def _has_rows(kind: str, book: Book, each: Rule) -> bool:
    """Whether there are rows of a kind. Rules of OCR's look at all work; those about the workbook only at what stands in it."""
    return bool(book.work if kind == "claims" and each.family else book.rows(kind))


def _unpublished(values: Values) -> list[Reason]:
    """The days for which no figure is published, if there are any."""
    days = sorted({day for _, day in values.unpublished})
    return [Reason(ReasonKind.NOT_PUBLISHED, {"day": days[0], "more": len(days) - 1 or None})] if days else []


def columns_needed(need: str) -> list[tuple[type[Record], str]]:
    """The columns that a need names, as record and field: any one of them will do."""
    found = []
    for one in need.split(" or "):
        sheet, name = one.split(".")
        found.append((RECORDS[sheet], name))
    return found


def _is_there(need: str, book: Book) -> bool:
    return any(book.has_column(record, name) for record, name in columns_needed(need))


def _lacking(needs: Sequence[str], book: Book) -> list[Reason]:
    """Which sheets, then which columns are not there: columns in the words of the blank workbook, sheets in the centre's own."""
    sheets: dict[str, Reason] = {}
    columns: dict[tuple[str, str], Reason] = {}
    for need in needs:
        for record, name in columns_needed(need):
            sheet, heading = book.called(record), columns_of(record)[name].heading
            if any(table.record is record for table in book.tables):
                columns[sheet, heading] = Reason(ReasonKind.NO_COLUMN, {"sheet": sheet, "column": heading})
            else:
                sheets[sheet] = Reason(ReasonKind.NO_SHEET, {"sheet": sheet})
    return [*sheets.values(), *columns.values()]
