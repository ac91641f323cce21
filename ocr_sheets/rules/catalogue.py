"""What the catalogue knows of a qualification or unit, held against what the workbook says of it.

The catalogue is far from whole, so a code or title that it does not hold is never reported, and where it does hold one the two
may both be right. Severity here: *check* where two things contradict each other; *advice* where one is not enough.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache

from ocr_sheets.catalogue import Catalogue, KnownQualification, KnownUnit
from ocr_sheets.catalogue.courses import spelt_out
from ocr_sheets.model.book import Book
from ocr_sheets.model.other_awards import OtherAward, other_award, other_unit
from ocr_sheets.model.records import Assessment, Family, Qualification, SizeUnit, Suite, Unit
from ocr_sheets.patterns import regex
from ocr_sheets.rules.engine import ADVICE, CHECK, B, RawFinding, S, Values, finding, rule
from ocr_sheets.text import CellText

# ----------------------------------------------------------------------------------------------- what a row says of itself

_WORDS = regex(r"[^\W_]+")
_IDLE = frozenset({"and", "of", "the", "in", "for", "with"})
_SIZES = regex(r"(?:extended |foundation |subsidiary |introductory )?(?:certificate|diploma)|\baward(?= in\b)")
_LEVELS = regex(r"(?:\blevels? |\bl|/ ?|\band )(\d)\b")
_SUITES = regex(r"\b(2012|2016)\b")


@cache
def _words(text: str) -> frozenset[str]:
    """The words that tell one subject from another, without a plural's s."""
    return frozenset(word.removesuffix("s") for word in _WORDS.findall(spelt_out(text)) if word not in _IDLE)


def _levels(row: Qualification) -> set[float]:
    return (
        {row.level}
        if row.level is not None
        else {float(level) for level in _LEVELS.findall(spelt_out(row.title or ""))}
    )


def _suites(row: Qualification) -> set[str]:
    return {row.suite} if row.suite else set(_SUITES.findall(row.title or ""))


def contradicted_by(known: KnownQualification, row: Qualification, catalogue: Catalogue) -> list[str]:
    """What the row says that cannot be so if it is the known qualification. What it leaves out contradicts nothing."""
    against: list[str] = []
    levels, suites = _levels(row), _suites(row)
    if known.level is not None and levels and known.level not in levels:
        against += [f"level {level:g}" for level in sorted(levels)]
    if known.suite and suites and known.suite not in suites:
        against += [f"{suite} suite" for suite in sorted(suites)]
    if known.family and row.family and known.family is not row.family:
        against.append(row.family)
    sizes = set(_SIZES.findall(spelt_out(row.title or "")))
    if known.size and sizes and known.size.casefold() not in sizes:
        against += sorted(sizes)
    against += _other_subjects(known, f"{row.title or ''} {row.subject_area or ''}", catalogue)[:1]
    return against


def _other_subjects(known: KnownQualification, text: str, catalogue: Catalogue) -> list[str]:
    """Subjects that a text names, where it has no word of the known one: Sport and Physical Activity may be called Sport."""
    words = _words(text)
    if not known.subject or words & _words(known.subject):
        return []
    return [subject for subject in catalogue.subjects if _words(subject) <= words]


def _clash(one: KnownQualification, other: KnownQualification) -> bool:
    """Whether two rows of the catalogue are of two qualifications. What one of them does not hold makes no difference."""
    return any(
        mine and theirs and mine != theirs
        for mine, theirs in (
            (one.level, other.level),
            (one.suite, other.suite),
            (one.size, other.size),
            (one.qan, other.qan),
        )
    ) or have_no_word_in_common(one.subject, other.subject)


def have_no_word_in_common(one: str, other: str) -> bool:
    """Whether both say something, and have no word in common."""
    return bool(one and other) and not _words(one) & _words(other)


# --------------------------------------------------------------------------------------------------- not covered here


def other_qualification(row: Qualification | Unit) -> OtherAward | None:
    """What shows a row to be of a qualification not covered here; ``None`` for all other rows."""
    if isinstance(row, Qualification):
        return other_award(row.entry_code, row.title, row.qan)
    return other_award(row.entry_code, None) or other_unit(row.unit_number)


def _covered(book: Book) -> Iterator[Qualification]:
    return (row for row in book.qualifications if other_qualification(row) is None)


@rule(
    "not-an-ocr-qualification-covered-here",
    "A row is for a qualification that is not covered here",
    severity=CHECK,
    source=(B(60), B(69), B(104), B(114)),
    message={
        "": "“{value}” is for {award}, and not covered here.",
        "visit": "{visit} is for {award}: other rules hold for it, so it has no date, list or plan here.",
    },
    fix="Keep it in a separate workbook: other rules apply to it, and we check none of them.",
    needs=(),
    example="City & Guilds, BTEC and Cambridge Nationals rows (J817, R081). A careers title alone does not say whose it is.",
)
def not_an_ocr_qualification_covered_here(book: Book, values: Values) -> Iterable[RawFinding]:
    """Centres keep several boards' courses in one workbook. The two OCR pages say nothing of these, so no deadline here is theirs."""
    told: set[str] = set()
    rows: tuple[Qualification | Unit, ...] = (*book.qualifications, *book.units)
    for row in rows:
        other = other_qualification(row)
        if other is None or (isinstance(row, Unit) and row.entry_code in told):
            continue
        if isinstance(row, Qualification) and row.entry_code:
            told.add(row.entry_code)
        yield finding(row, other.field, value=CellText(getattr(row, other.field)), award=other.award)
    for visit in book.visits:
        award = book.award_of_visit(visit)
        if award:
            field = "subject_area" if visit.subject_area else "entry_code"
            yield finding(visit, field, "visit", visit=visit.label, award=award)


# ----------------------------------------------------------------------------------------------------- qualifications


@rule(
    "entry-code-of-another-title",
    "An entry code is another qualification's",
    severity=CHECK,
    source=(S(70), B(61), B(62), B(63)),
    message="{entry_code} is listed as {listed}; this row says {against}.",
    fix="Compare the entry code with OCR's list for this year, and correct the code or what the row says.",
    needs=("qualifications.entry_code",),
    example="05835 is Level 3 Business of 2016; the row says level 2, or 2012, or Engineering.",
)
def entry_code_of_another_title(book: Book, values: Values) -> Iterable[RawFinding]:
    """Entries under a neighbouring code are entries for another size, level or suite. A code that is not in the catalogue is left alone."""
    for row in book.qualifications:
        known = values.catalogue.coded(row.entry_code)
        against = contradicted_by(known, row, values.catalogue) if known else []
        if known and against:
            yield finding(row, "entry_code", entry_code=row.entry_code, listed=known.label, against=against)


@rule(
    "qan-of-another-qualification",
    "A qualification number is another qualification's",
    severity=CHECK,
    source=(B(89), B(106), B(107), B(108)),
    message={
        "": "{qan} is listed as {listed}; this row says {against}.",
        "entry code": "{qan} is listed as {listed}; {entry_code} as {listed_code}.",
    },
    fix="Compare the number with the Ofqual register, and correct it or what the row says.",
    needs=("qualifications.qan",),
    example="600/4227/8 is the Level 3 Certificate in Health and Social Care of 2012; the row says 2016.",
)
def qan_of_another_qualification(book: Book, values: Values) -> Iterable[RawFinding]:
    """The number names one qualification for good, so it shows when the rest of a row is of another. Numbers not in the catalogue
    are left alone.
    """
    catalogue = values.catalogue
    for row in _covered(book):
        known, coded = catalogue.numbered(row.qan), catalogue.coded(row.entry_code)
        if known is None:
            continue
        if coded and _clash(known, coded):
            yield finding(
                row,
                "qan",
                "entry code",
                qan=row.qan,
                listed=known.label,
                entry_code=row.entry_code,
                listed_code=coded.label,
            )
            continue
        # With a code that fits the number it is the row's words that are at fault, and reported at the code.
        against = [] if coded else contradicted_by(known, row, catalogue)
        if against:
            yield finding(row, "qan", qan=row.qan, listed=known.label, against=against)


@rule(
    "title-in-two-suites",
    "A title does not say which qualification is meant",
    severity=ADVICE,
    source=(B(107), B(108)),
    message="“{title}” is the title of {named}.",
    fix="Fill in Suite or QAN.",
    needs=("qualifications.title",),
    example="Level 2 Certificate in IT is 600/4219/9 in one suite and 603/0371/2 in the other.",
)
def title_in_two_suites(book: Book, values: Values) -> Iterable[RawFinding]:
    """The two suites have rules of their own, and some of their titles are the same word for word."""
    for row in _covered(book):
        says = row.qan or _suites(row) or values.catalogue.coded(row.entry_code)
        if says or any(book.is_unread(row, field) for field in ("suite", "qan", "entry_code")):
            continue
        same = [known for known in values.catalogue.titled(row.title) if known.family is Family.TECHNICALS]
        numbers = [known for known in same if known.qan or known.entry_code]
        if len(numbers) > 1 and len({known.suite for known in numbers}) > 1:
            named = [f"{known.qan or known.entry_code} ({known.suite or 'suite not known'})" for known in numbers]
            yield finding(row, "title", title=CellText(row.title), named=named)


@rule(
    "old-entry-code",
    "An entry code has been replaced by another",
    severity=ADVICE,
    source=(B(66), B(106)),
    message={
        "": "{entry_code} is the code of an earlier version than {replaced_by}.",
        "beside": "{entry_code} is the code of an earlier version than {replaced_by}, which is listed here too.",
    },
    fix="Check which of the two codes these candidates are registered under, and make new entries under the newer one.",
    needs=("qualifications.entry_code",),
    example="04512 was the Level 4 Diploma in Career Information and Advice in 2019; today's has 04663.",
)
def old_entry_code(book: Book, values: Values) -> Iterable[RawFinding]:
    """Both codes are real, each of a version of its own, and an entry under the earlier is none for the later."""
    listed = {row.entry_code for row in book.qualifications}
    for row in book.qualifications:
        known = values.catalogue.coded(row.entry_code)
        if known and known.replaced_by:
            beside = "beside" if known.replaced_by in listed else ""
            yield finding(row, "entry_code", beside, entry_code=row.entry_code, replaced_by=known.replaced_by)


# --------------------------------------------------------------------------------------------------------------- units


def _qualification_of(unit: Unit, book: Book, catalogue: Catalogue) -> KnownQualification | None:
    """The known qualification of a unit's entry code: by the code, or by the QAN or title its row on Qualifications gives.
    ``None`` too where that row contradicts it: one slip is one finding.
    """
    row = book.qualification_of.get(unit.entry_code or "")
    known = catalogue.coded(unit.entry_code)
    if row is None:
        return known
    numbered = catalogue.numbered(row.qan)
    if known and numbered and _clash(known, numbered):
        return None
    known = known or numbered
    if known is None:
        suites = _suites(row)
        titled = [one for one in catalogue.titled(row.title) if not suites or one.suite in suites]
        known = titled[0] if len(titled) == 1 else None
    return None if known is None or contradicted_by(known, row, catalogue) else known


def _known(unit: Unit, book: Book, catalogue: Catalogue) -> KnownUnit | None:
    """What is known of a unit by its entry code and number."""
    known = catalogue.unit(unit.entry_code, unit.unit_number)
    if known and known.entry_code:
        return known
    qualification = _qualification_of(unit, book, catalogue)
    return catalogue.unit_of(qualification, unit.unit_number) if qualification else None


def _is_another(known: KnownUnit, unit: Unit, qualification: KnownQualification | None) -> bool:
    """Whether a known unit cannot be the workbook's. A unit that two subjects share has one reference and two numbers, and a title
    may be cut short: so a number or a title alone decides only where the rest is the same, or is not known.
    """
    numbers_differ = known.number != unit.unit_number
    titles_differ = have_no_word_in_common(known.title, unit.unit_title or "")
    if known.entry_code and known.entry_code == unit.entry_code:
        return numbers_differ
    if qualification is None:
        return numbers_differ and titles_differ
    if known.suite and qualification.suite and known.suite is not qualification.suite:
        return True
    if known.level and qualification.level and known.level != qualification.level:
        return True
    return numbers_differ if known.subject == qualification.subject else titles_differ


@rule(
    "unit-reference-of-another-unit",
    "A unit reference is another unit's",
    severity=CHECK,
    source=B(91),
    message="{reference} is listed as {listed}; this row has unit {unit_number}[ ({title})][ of {entry_code}].",
    fix="Compare the reference with the unit's specification, and correct it, the number or the title.",
    needs=("units.unit_reference", "units.unit_number"),
    example="K/507/5004 is unit 5 of Level 3 IT, 2016 suite; the row has it for unit 8.",
)
def unit_reference_of_another_unit(book: Book, values: Values) -> Iterable[RawFinding]:
    """A reference names one unit of one level. Numbers and titles repeat, so it shows when a row has been mixed up."""
    for unit in book.units:
        known = values.catalogue.referenced(unit.unit_reference)
        qualification = _qualification_of(unit, book, values.catalogue)
        if known and unit.unit_number and all(_is_another(one, unit, qualification) for one in known):
            yield finding(
                unit,
                "unit_reference",
                reference=unit.unit_reference,
                listed=known[0].label,
                unit_number=unit.unit_number,
                title=unit.unit_title,
                entry_code=unit.entry_code,
            )


@rule(
    "unit-assessment-differs",
    "A unit is said to be examined and is not, or the reverse",
    severity=CHECK,
    source=B(35),
    family=Family.TECHNICALS,
    message={
        "": "{listed:^} is listed as {assessment}.",
        "2012 suite": "{entry_code} is of the 2012 suite, which has no examined units.",
    },
    fix="Compare Assessment with the unit's specification. An examined unit is entered for an examination, and never claimed.",
    needs=("units.assessment", "units.unit_number", "units.entry_code"),
    example="Unit 1 of 05835 is examined; Units says moderated. No unit of the 2012 suite is examined.",
)
def unit_assessment_differs(book: Book, values: Values) -> Iterable[RawFinding]:
    """Entries, claims and samples all turn on it: an examined unit on a claim, or a moderated one left out, is found out at the visit."""
    for unit in book.units:
        if unit.assessment is None:
            continue
        known = _known(unit, book, values.catalogue)
        if known and known.assessment and known.assessment is not unit.assessment:
            yield finding(unit, "assessment", listed=known.label, assessment=known.assessment)
        elif unit.assessment is Assessment.EXAMINED and _suite_of(unit, book, values.catalogue) is Suite.SUITE_2012:
            yield finding(unit, "assessment", "2012 suite", entry_code=unit.entry_code)


def _suite_of(unit: Unit, book: Book, catalogue: Catalogue) -> Suite | None:
    """The suite of a unit's qualification as the catalogue says or, where it says nothing, the workbook; ``None`` where they differ."""
    known, row = _qualification_of(unit, book, catalogue), book.qualification_of.get(unit.entry_code or "")
    if known and known.suite:
        return known.suite
    contradicted = known is None and catalogue.coded(unit.entry_code) is not None
    return row.suite if row and not contradicted else None


@rule(
    "unit-size-differs",
    "A unit's size is not the one listed",
    severity=CHECK,
    source=B(32),
    message="{listed:^} is listed with {sizes:or}, not {size}.",
    fix="Compare Size with the unit's specification, and whether it counts GLH or credits with Size unit on {Qualifications}.",
    needs=("units.size", "units.unit_number", "units.entry_code"),
    example="Unit 1 of 05835 has 120 GLH; Units says 60.",
)
def unit_size_differs(book: Book, values: Values) -> Iterable[RawFinding]:
    """Points and the size of the award are reckoned from it. Few sizes are in the catalogue; all others are left alone."""
    for unit in book.units:
        known = _known(unit, book, values.catalogue)
        if known is None or unit.size is None:
            continue
        sizes = _sizes(known, unit, book)
        if sizes and unit.size not in [size for size, _ in sizes]:
            listed = [f"{size:g} {counted}" for size, counted in sizes]
            yield finding(unit, "size", listed=known.label, sizes=listed, size=unit.size)


def _sizes(known: KnownUnit, unit: Unit, book: Book) -> list[tuple[float, SizeUnit]]:
    """The sizes that a unit may be given: in what its qualification counts or, where nothing says what, any that it has."""
    sizes = [
        (size, counted)
        for size, counted in ((known.glh, SizeUnit.GLH), (known.credits, SizeUnit.CREDITS))
        if size is not None
    ]
    row = book.qualification_of.get(unit.entry_code or "")
    if row and row.size_unit in (SizeUnit.GLH, SizeUnit.CREDITS):
        return [(size, counted) for size, counted in sizes if counted is row.size_unit]
    has_both = known.glh is not None and known.credits is not None
    return sizes if has_both or known.suite is Suite.SUITE_2016 else []
