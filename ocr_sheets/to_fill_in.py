"""What is not filled in yet, and what it would bring: apart from what is wrong, and never a reason for "not ready".

A missing sheet, column or cell that no rule of OCR's speaks of is here, the most useful first. What rules of severity *to fill in* found
comes cell by cell; what the work of the year still lacks is said once for each sheet and column.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import IntEnum
from typing import NamedTuple

from ocr_sheets.dates import say
from ocr_sheets.model.book import Book
from ocr_sheets.model.identifiers import is_in_words
from ocr_sheets.model.reading_words import issue_words
from ocr_sheets.model.records import (
    SHEETS,
    Assessor,
    Candidate,
    Claim,
    Entry,
    Qualification,
    Record,
    Unit,
    Visit,
    VisitStatus,
    columns_of,
)
from ocr_sheets.model.tables import Cell
from ocr_sheets.rules import RuleOutcome, Severity
from ocr_sheets.schedule.deadlines import DeadlineLine, What
from ocr_sheets.schedule.progress import is_history
from ocr_sheets.schedule.readiness import candidates_without_work
from ocr_sheets.schedule.work import shows_claims
from ocr_sheets.text import agreeing, fill, listed, plural


class Use(IntEnum):
    """How much a thing that is missing would bring; the most useful first."""

    PASSED = 0
    DATES = 1
    WORK = 2
    WHOSE = 3
    PROGRESS = 4
    MORE = 5


class ToFillIn(NamedTuple):
    """One thing to fill in. ``cell`` is ``None`` where a whole sheet or column is missing."""

    use: Use
    sheet: str
    column: str | None
    cell: Cell | None
    what: str
    brings: str


class FillInGroup(NamedTuple):
    """Things to fill in that bring the same: the first of them, and how many there are."""

    first: ToFillIn
    number: int


_BRINGS: dict[tuple[type[Record], str | None], tuple[Use, str]] = {
    (Visit, None): (Use.DATES, "every deadline, the calendar and the plan"),
    (Visit, "visit_date"): (Use.DATES, "the deadlines of the visit"),
    (Visit, "subject_area"): (Use.DATES, "which of OCR's dates hold for the visit, and which work is for it"),
    (Visit, "name"): (Use.MORE, "names by which visits are called in lists, emails and the calendar"),
    (Visit, "type"): (Use.DATES, "whether and by when work is uploaded"),
    (Candidate, None): (Use.WORK, "who is to be entered, and how many are"),
    (Candidate, "candidate_number"): (Use.WORK, "entries and claims that find their candidate"),
    (Candidate, "surname"): (Use.MORE, "names beside the numbers in lists"),
    (Candidate, "forenames"): (Use.MORE, "names beside the numbers in lists"),
    (Unit, "entry_code"): (Use.WORK, "which course each unit belongs to, and with it sample lists"),
    (Unit, "unit_number"): (Use.WORK, "sample lists, and what is still to be claimed for each visit"),
    (Unit, None): (Use.WORK, "sample lists, and what is still to be claimed for each visit"),
    (Entry, "entered_on"): (Use.PROGRESS, "whether entries were made in time"),
    (Entry, "entry_type"): (Use.WORK, "whether the whole award or one unit is to be claimed"),
    (Claim, "assessor"): (Use.WHOSE, "sample lists, loads and packs for each assessor"),
    (Assessor, None): (Use.WHOSE, "loads, packs and emails for each assessor"),
    (Qualification, "subject_area"): (Use.DATES, "which visits are for which course"),
    (Qualification, "family"): (Use.DATES, "which of OCR's rules hold"),
    (Qualification, "approved_on"): (Use.MORE, "whether entries were made after approval"),
}


_MOST_COURSES = 3


def to_fill_in(book: Book, outcomes: Iterable[RuleOutcome], not_shown: Sequence[DeadlineLine] = ()) -> list[ToFillIn]:
    """All there is to fill in, the most useful first. ``not_shown`` are the deadlines that have passed without a trace."""
    items = [
        *_without_trace(book, not_shown),
        *_drafted(book),
        *(item for item in (*_found(book, outcomes), *_lacking(book)) if not _is_in_drafts(book, item)),
        *_no_progress(book),
    ]
    order = list(SHEETS)
    called = {book.called(record): place for place, record in enumerate(order)}
    return sorted(
        items,
        key=lambda item: (item.use, called.get(item.sheet, len(order)), item.sheet, item.cell.row if item.cell else 0),
    )


def grouped(items: Sequence[ToFillIn]) -> list[FillInGroup]:
    """The same, what brings the same together, in the order of the first of each."""
    keys = [(item.sheet, item.column, item.brings, item.cell is None and item.what) for item in items]
    counts = Counter(keys)
    first = dict(zip(reversed(keys), reversed(items), strict=True))
    return [FillInGroup(first[about], counts[about]) for about in dict.fromkeys(keys)]


def _found(book: Book, outcomes: Iterable[RuleOutcome]) -> Iterator[ToFillIn]:
    """What rules found empty or missing."""
    for outcome in outcomes:
        if outcome.rule.severity is Severity.FILL_IN:
            for one in outcome.findings:
                cell = one.issue.cell if one.issue else one.record and book.cell(one.record, one.field)
                if cell is None:
                    continue
                if one.issue:
                    what, _ = issue_words(one.issue)
                else:
                    what = fill(outcome.rule.message_of(one.kind), one.values)
                record, field = _column_of(book, cell)
                if _is_known_already(book, record, field, cell.row):
                    continue
                use, brings = _brings(record, field)
                yield ToFillIn(use, cell.sheet, cell.heading or None, cell if cell.row else None, what, brings)


def _is_known_already(book: Book, record: type[Record] | None, field: str | None, row: int) -> bool:
    """Whether what a row does not say, or any row where there is no such column, is known all the same: from the catalogue, or because the
    rest of the workbook leaves only one answer.
    """
    if record is Unit and field == "entry_code":
        return bool(book.units) and (all(unit.entry_code for unit in book.units) or _has_one_course_without_code(book))
    know: Callable[[str | None], object] | None = {"family": book.family_of, "subject_area": book.subject_of}.get(
        field or ""
    )
    own = {one.row for one in book.qualifications}
    rows = [one for one in book.qualifications if row == one.row or row not in own]
    return record is Qualification and know is not None and bool(rows) and all(know(one.entry_code) for one in rows)


def _has_one_course_without_code(book: Book) -> bool:
    """Whether all work follows from one course alone, of which nothing says the entry code."""
    return any(work.is_implied and not work.entry_code for work in book.work)


def _drafted(book: Book) -> Iterator[ToFillIn]:
    """What was drafted and waits to be accepted, once for each sheet."""
    for drafts in book.drafts:
        parts = [
            plural(number, what) for number, what in ((len(drafts.rows), "row"), (len(drafts.cells), "cell")) if number
        ]
        if parts:
            is_one = len(drafts.rows) + len(drafts.cells) == 1
            what = f"{' and '.join(parts)} {'is a draft' if is_one else 'are drafts'} that you have not accepted yet."
            brings = "all that follows from what is drafted: until then it counts for nothing"
            yield ToFillIn(Use.DATES, drafts.sheet, None, None, what, brings)


def _is_in_drafts(book: Book, item: ToFillIn) -> bool:
    """Whether what is to be filled in has been drafted already: the very cell, or rows or the column of the sheet."""
    for drafts in book.drafts:
        if drafts.sheet == item.sheet:
            columns = {cell.heading for cell in drafts.cells}
            is_lacking = item.cell is None and (bool(drafts.rows) or item.column in columns)
            return is_lacking or item.cell in drafts.cells
    return False


def _column_of(book: Book, cell: Cell) -> tuple[type[Record] | None, str | None]:
    """The kind of record and the field that a cell is for."""
    for table in book.tables:
        if table.sheet == cell.sheet:
            for field, column in table.columns.items():
                if column == cell.column and table.headings[field] == cell.heading:
                    return table.record, field
    for record, sheet in SHEETS.items():
        if sheet.name == cell.sheet or book.called(record) == cell.sheet:
            named = (field for field, column in columns_of(record).items() if column.heading == cell.heading)
            return record, next(named, None)
    return None, None


def _brings(record: type[Record] | None, field: str | None) -> tuple[Use, str]:
    if record is None:
        return Use.MORE, "the checks that need it"
    return _BRINGS.get((record, field), (Use.MORE, "the checks that need it"))


_SHOWN_BY: dict[What, tuple[type[Record], str]] = {
    What.ENTER_BY: (Entry, "entered_on"),
    What.SAY_TYPE_BY: (Visit, "type_told_on"),
    What.CLAIM_BY: (Claim, "claimed_on"),
    What.CLAIM_ADVISED_BY: (Claim, "claimed_on"),
    What.BOOK_BY: (Visit, "booked_on"),
    What.SAMPLE_BY: (Claim, "sample_requested_on"),
    What.UPLOAD_BY: (Claim, "sample_uploaded_on"),
}
"""The column that shows whether a deadline was kept."""


def _without_trace(book: Book, not_shown: Sequence[DeadlineLine]) -> Iterator[ToFillIn]:
    """The columns that would show whether deadlines that have passed were kept."""
    columns = Counter(_SHOWN_BY[line.what] for line in not_shown if line.what in _SHOWN_BY)
    for (record, field), count in columns.items():
        if not book.has_column(record, field):
            heading = columns_of(record)[field].heading
            brings = f"a check of whether {passed_and_kept(count)}"
            sheet = book.called(record)
            is_there = any(table.record is record for table in book.tables)
            what = f"{f'{sheet} does not say' if is_there else 'No sheet says'} {_SAYS[field]}."
            yield ToFillIn(Use.PASSED, sheet, heading, None, what, brings)


def passed_and_kept(count: int) -> str:
    """What is asked of some deadlines that are past, after “whether”."""
    return f"{plural(count, 'deadline')} that {agreeing(count, 'has/have')} passed {agreeing(count, 'was/were')} kept"


_SAYS = {
    "entered_on": "when entries were made",
    "type_told_on": "when the moderator was told the type of visit",
    "claimed_on": "when claims were submitted",
    "booked_on": "when visits were booked",
    "sample_requested_on": "when OCR asked for the sample",
    "sample_uploaded_on": "when the sample was uploaded",
}


def _lacking(book: Book) -> Iterator[ToFillIn]:
    """What the work of the year still lacks."""
    yield from _without_rows(book)
    yield from _nobody_entered(book)
    yield from _courses_taken(book)
    yield from _courses_in_words(book)
    yield from _no_units(book)
    yield from _unknown_options(book)
    yield from _nobody_to_assess(book)
    yield from _visits_passed(book)


def _without_rows(book: Book) -> Iterator[ToFillIn]:
    """Sheets that are there, as in the blank workbook, and hold nothing yet."""
    for record in (Visit, Candidate, Unit, Assessor):
        tables = [table for table in book.tables if table.record is record]
        if tables and not any(table.rows for table in tables):
            use, brings = _BRINGS[record, None]
            sheet = tables[0].sheet
            yield ToFillIn(use, sheet, None, None, f"{sheet} has no rows yet.", brings)


def _nobody_entered(book: Book) -> Iterator[ToFillIn]:
    """Candidates of whom nothing says what they are to be entered for."""
    open_ones = candidates_without_work(book)
    on_course = [row for row in open_ones if row.course]
    brings = "who is to be entered for what, and by when"
    if len(open_ones) > len(on_course):
        number = len(open_ones) - len(on_course)
        what = f"{plural(number, 'candidate')} {agreeing(number, 'has/have')} no entry and no course."
        yield ToFillIn(Use.WORK, book.called(Candidate), "Course", None, what, brings)
    if on_course:
        courses = list(dict.fromkeys(f"“{row.course}”" for row in on_course))
        named = listed(courses[:_MOST_COURSES]) + (" and others" if len(courses) > _MOST_COURSES else "")
        is_one = len(on_course) == 1
        what = (
            f"{plural(len(on_course), 'candidate')} {'is' if is_one else 'are'} on a course ({named}) of which no sheet says "
            "which one entry code it is."
        )
        yield ToFillIn(Use.WORK, book.called(Qualification), "Entry code", None, what, brings)


def _courses_taken(book: Book) -> Iterator[ToFillIn]:
    """Courses whose entry code no sheet names: only one in the catalogue fits, or the workbook speaks of no other course."""
    brings = "certainty about the course, and with it about units and dates"
    for course, code in book.made.courses.items() if book.made else ():
        number = sum(candidate.course == course for candidate in book.candidates)
        whose = (
            f"{plural(number, 'candidate')} {agreeing(number, 'is/are')} on “{course}”, which"
            if number
            else f"“{course}”"
        )
        what = f"{whose} {'we take' if number else 'is taken'} as {code}: no sheet says so."
        yield ToFillIn(Use.WORK, book.called(Qualification), "Entry code", None, what, brings)
    only: defaultdict[tuple[str, str], set[tuple[str, int, int]]] = defaultdict(set)
    for work in book.made.implied if book.made else ():
        who = work.implied_by
        if isinstance(who, Candidate) and not (who.course and work.entry_code):
            only[who.course or "", work.entry_code or ""].add((who.sheet, who.row, who.column))
    for (course, code), rows in only.items():
        who_is = f"{plural(len(rows), 'candidate')} {agreeing(len(rows), 'is/are')}"
        if course:
            what = f"{who_is} on “{course}”: no sheet gives its entry code."
            yield ToFillIn(Use.WORK, book.called(Qualification), "Entry code", None, what, brings)
        else:
            named = f"{code}, the only course" if code else "the only course"
            what = f"{who_is} taken as on {named} that this workbook speaks of: no sheet says who is on which."
            yield ToFillIn(Use.WORK, book.called(Candidate), "Course", None, what, brings)


def _courses_in_words(book: Book) -> Iterator[ToFillIn]:
    """Names of courses that stand where an entry code belongs, once for each sheet."""
    for record, rows in zip((Qualification, Unit, Visit, Entry, Claim), book.coded_rows, strict=True):
        codes = dict.fromkeys(row.entry_code for row in rows if row.entry_code)
        names = [f"“{code}”" for code in codes if is_in_words(code) and book.family_of(code)]
        if names:
            named = listed(names[:_MOST_COURSES]) + (" and others" if len(names) > _MOST_COURSES else "")
            what = f"{named} {agreeing(len(names), 'is the name of a course/are names of courses')}, not {agreeing(len(names), 'its entry code/their entry codes')}."
            brings = "checks of units and sizes against the award, and entries and claims under the right code"
            yield ToFillIn(Use.MORE, book.called(record), "Entry code", None, what, brings)


def _no_units(book: Book) -> Iterator[ToFillIn]:
    """Entry codes that are taken and have no unit on Units."""
    listed = {unit.entry_code for unit in book.units}
    codes = dict.fromkeys(work.entry_code for work in book.work if work.is_implied and work.entry_code not in listed)
    if codes and book.units:
        what = f"No unit of {', '.join(code for code in codes if code)} is listed."
        yield ToFillIn(Use.WORK, book.called(Unit), "Unit number", None, what, _BRINGS[Unit, None][1])


def _unknown_options(book: Book) -> Iterator[ToFillIn]:
    """Entry codes of which nobody knows who takes which optional units."""
    counts = Counter(code for _, code in book.made.unknown_units) if book.made else Counter()
    listed = {unit.entry_code for unit in book.units}
    for code, count in sorted(counts.items()):
        if code in listed:
            what = (
                f"It is not known which optional units of {code} {plural(count, 'candidate')} take{'s' * (count == 1)}."
            )
            brings = "their portfolios at each visit, and sample lists"
            yield ToFillIn(Use.WORK, book.called(Candidate), "Units", None, what, brings)


def _no_progress(book: Book) -> Iterator[ToFillIn]:
    """The columns that would show how far work is, where there is work and nothing shows it."""
    if not book.portfolios:
        return
    if not book.has_column(Entry, "entered_on"):
        brings = "how many candidates are entered for each visit, and whether in time"
        yield ToFillIn(Use.PROGRESS, book.called(Entry), "Entered on", None, "Nothing shows who is entered.", brings)
    if not shows_claims(book):
        brings = "how much is claimed for each visit, and what is still to do"
        yield ToFillIn(Use.PROGRESS, book.called(Claim), "Claimed on", None, "Nothing shows what is claimed.", brings)


_OPEN = frozenset({VisitStatus.PLANNED, VisitStatus.PROVISIONAL, VisitStatus.CONFIRMED, VisitStatus.POSTPONED})


def _visits_passed(book: Book) -> Iterator[ToFillIn]:
    """Visits whose day is past and of which the workbook still speaks as to come. Results of all of its work say that a visit took place."""
    for visit in book.visits:
        if visit.status not in _OPEN or not visit.visit_date or visit.visit_date >= book.as_of:
            continue
        work = book.claims_of_visit(visit)
        if book.award_of_visit(visit) or (work and all(map(is_history, work))):
            continue
        what = f"{_dated(visit)} is past and still “{visit.status}”: type done, cancelled or, where it was moved, its new day."
        brings = "whether it took place, and with it which work still waits for a visit"
        yield ToFillIn(
            Use.PROGRESS, visit.sheet, columns_of(Visit)["status"].heading, book.cell(visit, "status"), what, brings
        )


def _dated(visit: Visit) -> str:
    """A visit with its day."""
    return f"{visit.name} on {say(visit.visit_date)}" if visit.name and visit.visit_date else visit.label


def _nobody_to_assess(book: Book) -> Iterator[ToFillIn]:
    """Units with work of which nobody knows whose it is."""
    open_units = dict.fromkeys(
        (work.entry_code, work.unit_number)
        for work in book.work
        if work.is_implied and work.unit_number and not book.assessor_named(work)
    )
    if open_units:
        is_one = len(open_units) == 1
        what = f"{plural(len(open_units), 'unit')} {'names' if is_one else 'name'} no assessor."
        brings = "sample lists, loads and packs for each assessor"
        yield ToFillIn(Use.WHOSE, book.called(Unit), "Assessor", None, what, brings)
