"""What is asked of the centre about its workbook: at most five questions, those first whose answer brings the most.

A question is made of judgements. Each of its choices is a line of the mapping file, so that an answer given once, wherever it was given, is
read by every command from then on.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from ocr_sheets.model.book import Book
from ocr_sheets.model.judgements import Judgement, JudgementKind
from ocr_sheets.model.reading_facts import AsideKind, ReachedBy
from ocr_sheets.model.records import Candidate, Claim, columns_of
from ocr_sheets.reading.mapping import NOTHING
from ocr_sheets.reading.trackers.shapes import Shape
from ocr_sheets.text import key

MOST = 5
_TAKEN = 0.2
"""The weight of what was taken by its cells and may be corrected, beside 1 for what was not used until it is answered."""
_CELLS_OF_A_SHEET = 20
"""How much a question about a whole sheet counts for, in cells."""


class Part(StrEnum):
    """Where in a sheet's part of the mapping file a line stands."""

    SHEET = ""
    COLUMNS = "columns"
    NOT_USED = "not_used"


class Line(NamedTuple):
    """One line of the mapping file: ``name = value`` in a part of a sheet; in the list ``not_used`` there is no name."""

    sheet: str
    part: Part
    name: str
    value: str


class Choice(NamedTuple):
    """One answer: what it says of the column or the sheet, and the lines that say so."""

    means: str
    """Our heading, an entry code, the centre's heading of two, or empty for nothing that we use."""
    lines: Sequence[Line]
    is_typed: bool = False
    """Whether the value of its lines is still to be typed: an entry code that stands nowhere in the workbook."""


class Question(NamedTuple):
    """What is asked, of which cells, and what can be answered."""

    judgement: Judgement
    """The first of those that the answer settles."""
    cells: Sequence[str]
    """The headings it is about; none where it is about the sheet."""
    choices: Sequence[Choice]
    weight: float
    sheets: Sequence[str]


def questions_on(book: Book) -> Sequence[Question]:
    """All that can be answered, the most valuable first. The mapping file says already what is on the sheets that it names a kind for."""
    settled = {table.sheet for table in book.tables if table.reached_by is ReachedBy.MAPPING_FILE}
    turned = {table.sheet for table in book.tables if table.is_turned}
    groups: defaultdict[tuple[JudgementKind, str, object], list[Judgement]] = defaultdict(list)
    one_code = len(_codes(book)) < 2
    unclear = [
        Judgement(JudgementKind.SHEET_UNCLEAR, aside.sheet, None, aside.why.values, True)
        for aside in book.set_aside
        if aside.why.kind is AsideKind.SEVERAL_KINDS
    ]
    for one in [*book.judgements, *unclear]:
        if one.sheet not in settled and (one.is_question or one.kind is JudgementKind.BY_VALUES):
            # Where only one qualification is spoken of, the sheets that lack its code are asked about together.
            is_shared = one.kind is JudgementKind.CODE_UNCLEAR and one_code
            groups[one.kind, "" if is_shared else one.sheet, _about(one)].append(one)
    found = [
        question for same in groups.values() if (question := _question(same, book, same[0].sheet in turned)) is not None
    ]
    return sorted(found, key=lambda question: -question.weight)


def asked_in_cells(book: Book) -> Sequence[Judgement]:
    """What no line of a mapping file answers, but the cells themselves: a name on no list, two sheets that disagree, a row of nobody's."""
    return [one for one in book.judgements if one.is_question and one.kind in _IN_CELLS]


_IN_CELLS = (
    JudgementKind.LEARNER_UNCLEAR,
    JudgementKind.VALUES_DIFFER,
    JudgementKind.ROWS_PASSED_OVER,
    JudgementKind.PART_NOT_READ,
    JudgementKind.UNIT_EXAMINED,
)


def _about(one: Judgement) -> object:
    """What questions of one kind on one sheet have in common: columns that are headed alike under each unit are asked about once."""
    match one.kind:
        case JudgementKind.COLUMN_TWICE:
            return tuple(key(heading) for heading in one.values["headings"])
        case JudgementKind.DATE_OF_WHAT | JudgementKind.COLUMN_UNCLEAR if one.values.get("is_unit"):
            return "units"
        case JudgementKind.DATE_OF_WHAT | JudgementKind.COLUMN_UNCLEAR | JudgementKind.BY_VALUES:
            return key(one.values["heading"])
        case JudgementKind.CODE_UNCLEAR:
            return one.values.get("strange"), *one.values["codes"]
    return None


def _question(same: Sequence[Judgement], book: Book, is_turned: bool) -> Question | None:
    first = same[0]
    cells = list(dict.fromkeys(cell for one in same for cell in one.cells))
    choices = list(_choices(same, book, is_turned))
    if not choices:
        return None
    match first.kind:
        case JudgementKind.CODE_UNCLEAR | JudgementKind.SHEET_NOT_READ | JudgementKind.SHEET_UNCLEAR:
            weight = float(sum(_rows_on(book, one.sheet) or _CELLS_OF_A_SHEET for one in same))
        case JudgementKind.BY_VALUES:
            weight = _TAKEN * sum(one.values.get("seen", 1) for one in same)
        case _:
            weight = float(sum(one.values.get("seen", 1) for one in same))
    return Question(first, cells, choices, weight, list(dict.fromkeys(one.sheet for one in same)))


def _rows_on(book: Book, sheet: str) -> int:
    return sum(table.rows for table in book.tables if table.sheet == sheet and table.record is Claim)


def _choices(same: Sequence[Judgement], book: Book, is_turned: bool) -> Iterator[Choice]:
    first = same[0]
    match first.kind:
        case JudgementKind.CODE_UNCLEAR:
            sheets = dict.fromkeys(one.sheet for one in same)
            for code in first.values["codes"] or sorted(_codes(book)):
                yield Choice(code, [Line(sheet, Part.SHEET, "entry_code", code) for sheet in sheets])
            yield Choice("", [Line(sheet, Part.SHEET, "entry_code", "") for sheet in sheets], is_typed=True)
        case JudgementKind.SHEET_UNCLEAR:
            for kind in first.values["kinds"]:
                yield Choice(kind, [Line(first.sheet, Part.SHEET, "read_as", kind)])
            yield Choice("", [Line(first.sheet, Part.SHEET, "read_as", NOTHING)])
        case JudgementKind.SHEET_NOT_READ:
            yield Choice("", [Line(first.sheet, Part.SHEET, "read_as", NOTHING)])
        case JudgementKind.COLUMN_TWICE:
            yield from _of_two(same, is_turned)
        case JudgementKind.DATE_OF_WHAT if first.values.get("is_unit"):
            for heading in _DAYS:
                yield Choice(heading, [Line(first.sheet, Part.SHEET, "dates_are", heading)])
            yield _unused(same, is_turned)
        case JudgementKind.DATE_OF_WHAT | JudgementKind.COLUMN_UNCLEAR | JudgementKind.BY_VALUES:
            for heading in _fitting(first):
                yield Choice(heading, [_column(first, heading, same, is_turned)])
            yield _unused(same, is_turned)


_DAYS = ("Assessed on", "Standardised on", "Claimed on")
_PEOPLE = ("Assessor", "Standardised by")
_OTHERS = ("Grade", "Claim status")
_NUMBERS = ("Candidate number", "ULN")


def _fitting(one: Judgement) -> Sequence[str]:
    """Our headings that a column may be by what most of its cells look like; what it was taken for leads."""
    looks: Mapping[str, int] = one.values.get("looks", {})
    most = max(looks.values(), default=0)
    shapes = {shape for shape, count in looks.items() if count == most}
    fits: list[str] = []
    for shape, headings in (
        (Shape.DAY, _DAYS),
        (Shape.PERSON, _PEOPLE),
        (Shape.CANDIDATE_NUMBER, _NUMBERS),
        (Shape.GRADE, ("Grade",)),
        (Shape.TICK, ("Claimed on",)),
    ):
        if str(shape) in shapes:
            fits += headings
    if one.kind is JudgementKind.DATE_OF_WHAT:
        fits = [*_DAYS]
    taken = _heading_of(str(one.values.get("role", "")))
    return list(dict.fromkeys([*([taken] if taken else []), *(fits or _OTHERS)]))


def _heading_of(field: str) -> str:
    """Our heading of a field of a claim or a candidate; empty where it is none."""
    for record in (Claim, Candidate):
        if field in columns_of(record):
            return columns_of(record)[field].heading
    return ""


def _column(one: Judgement, heading: str, same: Sequence[Judgement], is_turned: bool) -> Line:
    return Line(one.sheet, Part.COLUMNS, heading, _named(one.values["heading"], one.cell, len(same) > 1 or is_turned))


def _named(heading: str, cell: str | None, by_heading: bool) -> str:
    """A column as the mapping file names it: by its letter or, where several are meant or it has none, by its heading."""
    return heading if by_heading or not cell else f"column {cell.rstrip('0123456789')}"


def _unused(same: Sequence[Judgement], is_turned: bool) -> Choice:
    names = dict.fromkeys(_named(one.values["heading"], one.cell, is_turned) for one in same)
    return Choice("", [Line(same[0].sheet, Part.NOT_USED, "", name) for name in names])


def _of_two(same: Sequence[Judgement], is_turned: bool) -> Iterator[Choice]:
    """Of two columns that could be one of ours: the one, or the other."""
    first = same[0]
    ours = _heading_of(str(first.values["role"]))
    headings = list(first.values["headings"])
    is_told_apart = key(headings[0]) != key(headings[1])
    if not ours or (is_turned and not is_told_apart):
        return
    by_heading = is_told_apart and (len(same) > 1 or is_turned)
    for at, heading in enumerate(headings):
        left = dict.fromkeys(_named(headings[1 - at], one.cells[1 - at], by_heading) for one in same)
        lines = [Line(first.sheet, Part.NOT_USED, "", name) for name in left]
        name = _named(heading, first.cells[at], by_heading)
        if len(same) == 1:
            lines.insert(0, Line(first.sheet, Part.COLUMNS, ours, name))
        yield Choice(heading if is_told_apart else name, lines)


def _codes(book: Book) -> set[str]:
    """The entry codes that the workbook speaks of."""
    found = [row.entry_code for row in book.qualifications] + [row.entry_code for row in book.units]
    found += [row.entry_code for row in book.entries] + [row.entry_code for row in book.claims]
    return {code for code in found if code}
