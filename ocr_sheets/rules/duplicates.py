"""What stands twice: entries, claims, candidates, units and qualifications that repeat another row.

Severity here: *check* throughout. A repeated row is a probable slip; which of the two is meant only the centre can tell. Where there
may be a reason for the second row nothing is reported.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator

from ocr_sheets.model import identifiers
from ocr_sheets.model.book import Book
from ocr_sheets.model.records import Assessment, Candidate, Claim, Entry, EntryType, Family, Place, Record, Suite
from ocr_sheets.rules.engine import CHECK, B, RawFinding, Values, finding, rule
from ocr_sheets.rules.identifiers import ULN_NOT_KNOWN
from ocr_sheets.text import CellText, folded, folded_words, key


def _row(other: Record, record: Record) -> str:
    """The row of another record, with its sheet where that is not the same."""
    return f"row {other.row}" if other.sheet == record.sheet else f"row {other.row} of {other.sheet}"


def _is_shared(book: Book, number: str) -> bool:
    """Whether more than one person has a candidate number, in two centres of a consortium or by mistake: then a second row with it
    may be another person's.
    """
    candidates = book.candidates_numbered.get(number, ())
    return len({(_centre_of(row, book), folded(row.name)) for row in candidates}) > 1


def _centre_of(candidate: Candidate, book: Book) -> str | None:
    return candidate.centre_number or book.centre.centre_number


# -- entries and claims


@rule(
    "entry-twice",
    "A candidate has the same entry twice",
    severity=CHECK,
    source=B(14),
    message="The same entry is in {other}: {entry_type}, [unit {unit_number} of ]{entry_code}.",
    fix="Remove this row if it only repeats the other; if Interchange shows both entries, ask OCR how to remove one.",
    needs=("entries.candidate_number", "entries.entry_code", "entries.entry_type"),
    example="0045 has two full award entries for 05839, neither withdrawn. Several entries for one examined unit are attempts, and right.",
)
def entry_twice(book: Book, values: Values) -> Iterable[RawFinding]:
    """Amendment files make entries double, and so does a list that was pasted in twice. Entries that may be resits of an examination
    are left alone (B37), as are a withdrawn entry beside the one that replaced it, two estimated completions, and an entry that is
    listed on two sheets.
    """
    rows: defaultdict[Hashable, list[Entry]] = defaultdict(list)
    for entry in book.entries:
        if entry.candidate_number is None or entry.entry_code is None or entry.entry_type is None or entry.withdrawn_on:
            continue
        same = rows[entry.sheet, entry.candidate_number, entry.entry_code, entry.unit_number, entry.entry_type]
        held = next((one for one in same if _is_same_completion(one, entry)), None)
        same.append(entry)
        if held is None or _may_be_resit(entry, book) or _is_shared(book, entry.candidate_number):
            continue
        if not _is_any_unread(book, (held, entry), ("withdrawn_on", "unit_number")):
            yield finding(
                entry,
                "entry_code",
                other=_row(held, entry),
                entry_type=entry.entry_type,
                unit_number=entry.unit_number,
                entry_code=entry.entry_code,
            )


def _is_same_completion(one: Entry, other: Entry) -> bool:
    completions = {key(entry.estimated_completion) for entry in (one, other) if entry.estimated_completion}
    return len(completions) <= 1


def _may_be_resit(entry: Entry, book: Book) -> bool:
    """Whether an entry is for an examined unit, or may be: of one unit of the 2016 suite, and Units does not say how it is judged."""
    if entry.entry_type is EntryType.EXAMINED_UNIT:
        return True
    if entry.unit_number is None or entry.entry_code is None:
        return False
    unit = book.unit_of.get((entry.entry_code, entry.unit_number))
    if unit and unit.assessment:
        return unit.assessment is Assessment.EXAMINED
    row = book.qualification_of.get(entry.entry_code)
    is_without_exams = row is not None and row.suite is Suite.SUITE_2012
    return not is_without_exams and book.family_of(entry.entry_code) is not Family.VERIFIED


def _is_any_unread(book: Book, records: Iterable[Record], names: Iterable[str]) -> bool:
    """Whether one of these cells holds something that could not be read, so that two rows that look alike may differ."""
    wanted = tuple(names)
    return any(getattr(row, name) is None and book.is_unread(row, name) for row in records for name in wanted)


@rule(
    "claim-twice",
    "The same claim is listed twice",
    severity=CHECK,
    message={
        "": "Unit {unit_number} of {entry_code}[ at {grade}] is also claimed on {claimed_on} in {other}.",
        "planned": "Unit {unit_number} of {entry_code}[ at {grade}] is also planned[ for {visit}] in {other}.",
    },
    fix="Remove this row if it only repeats the other, or correct its unit, day or grade.",
    needs=("claims.candidate_number", "claims.entry_code", "claims.unit_number"),
    example="0045 claims unit 8 of 05839 at M twice on 12 January 2027. Claimed at M in January and at D in May is a re-claim, and right.",
)
def claim_twice(book: Book, values: Values) -> Iterable[RawFinding]:
    """One claim in two rows counts twice in samples and totals, and may have gone in twice. Rows are the same with the same day and
    grade or, before they are claimed, the same visit, grade and day of assessment. Attempts at an examined unit are no claims.
    """
    for claim, held in repeated_claims(book):
        used = book.visit_of(claim)
        yield finding(
            claim,
            "unit_number",
            "" if claim.claimed_on else "planned",
            unit_number=claim.unit_number,
            entry_code=claim.entry_code,
            grade=claim.grade,
            claimed_on=claim.claimed_on,
            visit=used.visit.label if used else None,
            other=_row(held, claim),
        )


def repeated_claims(book: Book) -> Iterator[tuple[Claim, Claim]]:
    """Claims that repeat an earlier row, each with that row."""
    first: dict[Hashable, Claim] = {}
    for claim in book.claims:
        number = claim.candidate_number
        when = claim.claimed_on or _when_planned(claim, book)
        if number is None or when is None or claim.is_withdrawn or not (claim.entry_code and claim.unit_number):
            continue
        held = first.setdefault((number, claim.entry_code, claim.unit_number, claim.grade, when), claim)
        if held is claim or held.place == claim.place:
            continue
        if book.is_examined(claim) or _is_shared(book, number):
            continue
        if not _is_any_unread(
            book, (held, claim), ("grade", "claimed_on", "claim_status", "visit", "assessed_on", "confirmed_grade")
        ):
            yield claim, held


def _when_planned(claim: Claim, book: Book) -> Hashable | None:
    """What tells a claim that is not made from a later one of the unit: its visit and the day of assessment."""
    used = None if claim.is_made or claim.is_achieved else book.visit_of(claim)
    place: Place | None = (used.visit.sheet, used.visit.row) if used else None
    return (place, claim.assessed_on) if place else None


# -- candidates


# Letters that do not come apart into a letter and an accent.


def _uln(candidate: Candidate) -> str | None:
    """A ULN that can be somebody's: one that cannot, such as 1111111111, is reported on its own and may stand for many."""
    uln = candidate.uln
    return uln if uln and uln != ULN_NOT_KNOWN and identifiers.uln_check(uln) else None


def _uci(candidate: Candidate) -> str | None:
    """A UCI that can be somebody's."""
    uci = candidate.uci
    return uci if uci and identifiers.uci_check(uci) is not False else None


def _name_and_birth(candidate: Candidate) -> Hashable | None:
    names = folded(candidate.surname or ""), folded(candidate.forenames or "")
    return (*names, candidate.date_of_birth) if all(names) and candidate.date_of_birth else None


def _may_be_one(one: Candidate, other: Candidate) -> bool:
    """Whether two rows can be the same person: nothing that both give speaks against it. Twins differ in their first forename; a
    middle name may be left out, an initial given, a surname changed.
    """
    born = {row.date_of_birth for row in (one, other) if row.date_of_birth}
    if len(born) > 1 or len({_uln(row) for row in (one, other)} - {None}) > 1:
        return False
    surname, other_surname = folded_words(one.surname or ""), folded_words(other.surname or "")
    forenames, other_forenames = folded_words(one.forenames or ""), folded_words(other.forenames or "")
    if sorted(surname + forenames) == sorted(other_surname + other_forenames):
        return True
    is_born_alike = one.date_of_birth is not None and one.date_of_birth == other.date_of_birth
    surnames_fit = not surname or not other_surname or bool({*surname} & {*other_surname}) or is_born_alike
    return surnames_fit and _may_be_same_word(forenames, other_forenames)


def _may_be_same_word(one: list[str], other: list[str]) -> bool:
    """Whether the first word of both is the same, or one is the initial of the other."""
    if not one or not other:
        return True
    short, long = sorted((one[0], other[0]), key=len)
    return short == long or (len(short) == 1 and long.startswith(short))


@rule(
    "candidate-with-two-numbers",
    "One candidate has two candidate numbers",
    severity=CHECK,
    source=B(81),
    message={
        "": "The same name and date of birth are in {other}[ under {number}].",
        "ULN": "The same ULN is in {other}[ under {number}].",
        "UCI": "The same UCI is in {other}[ under {number}].",
    },
    fix="Keep the number the entries were made under, and put it on every row of this candidate; ask OCR if there are entries under both.",
    needs=("candidates.candidate_number", "candidates.uln or candidates.uci or candidates.date_of_birth"),
    example="0045 and 0145 have the same ULN. Twins, a candidate of two centres, and one who left and came back are left alone.",
)
def candidate_with_two_numbers(book: Book, values: Values) -> Iterable[RawFinding]:
    """Entries under one number and claims under the other do not find each other. The same ULN or UCI, or the same surname, forenames
    and date of birth, mean one candidate, unless two ULNs say otherwise.
    """
    signs: tuple[tuple[str, Callable[[Candidate], Hashable | None]], ...] = (
        ("ULN", _uln),
        ("UCI", _uci),
        ("", _name_and_birth),
    )
    rows: defaultdict[Hashable, list[Candidate]] = defaultdict(list)
    for candidate in book.candidates:
        number = candidate.candidate_number
        if number is None or candidate.left_on:
            continue
        told = False
        for what, sign in signs:
            value = sign(candidate)
            if value is None:
                continue
            earlier = rows[_centre_of(candidate, book), what, value]
            held = next(
                (row for row in earlier if row.candidate_number != number and _may_be_one(row, candidate)), None
            )
            earlier.append(candidate)
            if held and not told and not _is_any_unread(book, (held, candidate), ("left_on", "uln", "centre_number")):
                told = True
                yield finding(candidate, "candidate_number", what, other=_row(held, candidate), number=_under(held))


def _under(candidate: Candidate) -> str | None:
    """The number of another row, if it is one: words in its place may be a name, and messages name no candidate."""
    number = candidate.candidate_number
    return number if number and number.isdecimal() else None


@rule(
    "uln-twice",
    "Two candidates have one ULN",
    severity=CHECK,
    source=B(87),
    message="“{uln}” is also the ULN of the candidate in {other}.",
    fix="Copy both ULNs again from the learners' records.",
    needs=("candidates.uln",),
    example="9276308686 stands beside two names in rows 12 and 31. One candidate in two rows may have it in both.",
)
def uln_twice(book: Book, values: Values) -> Iterable[RawFinding]:
    """A unique learner number is one learner's for life; with a wrong one, results can go to another's record."""
    return _on_two(book, "uln", _uln)


@rule(
    "uci-twice",
    "Two candidates have one UCI",
    severity=CHECK,
    source=B(83),
    message="“{uci}” is also the UCI of the candidate in {other}.",
    fix="Copy both UCIs again from the candidates' last statements of results.",
    needs=("candidates.uci",),
    example="681990012058G stands beside two names in rows 12 and 31. One candidate in two rows may have it in both.",
)
def uci_twice(book: Book, values: Values) -> Iterable[RawFinding]:
    """A UCI ties one candidate's results together; with another's, they are tied to the wrong person."""
    return _on_two(book, "uci", _uci)


def _on_two(book: Book, name: str, number_of: Callable[[Candidate], str | None]) -> Iterator[RawFinding]:
    """Candidates whose identifier also stands in the row of somebody who cannot be the same person. Rows under one candidate number
    are reported for that.
    """
    rows: defaultdict[str, list[Candidate]] = defaultdict(list)
    for candidate in book.candidates:
        number = number_of(candidate)
        if number is None:
            continue
        own = (_centre_of(candidate, book), candidate.candidate_number)
        held = next(
            (
                row
                for row in rows[number]
                if not _may_be_one(row, candidate)
                and not (candidate.candidate_number and (_centre_of(row, book), row.candidate_number) == own)
            ),
            None,
        )
        rows[number].append(candidate)
        if held:
            yield RawFinding(candidate, name, values={name: CellText(number), "other": _row(held, candidate)})


# -- units and qualifications


@rule(
    "unit-twice",
    "A unit is listed twice on Units",
    severity=CHECK,
    source=B(91),
    message="Unit {unit_number} of {entry_code} is also in {other}.",
    fix="Remove one of the rows, or correct its entry code or unit number.",
    needs=("units.entry_code", "units.unit_number"),
    example="Unit 8 of 05839 in rows 4 and 9. Unit 8 of 05355 is another unit, and a unit of two pathways may have a row for each.",
)
def unit_twice(book: Book, values: Values) -> Iterable[RawFinding]:
    """A unit is known by its entry code and number together. Of two rows only the first is used, so what the second says of size or
    assessment is lost.
    """
    rows: dict[Hashable, Record] = {}
    for unit in book.units:
        if unit.entry_code and unit.unit_number and not book.is_unread(unit, "group"):
            held = rows.setdefault((unit.entry_code, unit.unit_number, key(unit.group or "")), unit)
            if held is not unit:
                yield finding(
                    unit,
                    "unit_number",
                    unit_number=unit.unit_number,
                    entry_code=unit.entry_code,
                    other=_row(held, unit),
                )


@rule(
    "qualification-twice",
    "An entry code is listed twice on Qualifications",
    severity=CHECK,
    message="{entry_code} is also in {other}.",
    fix="Put what both rows say into one, or correct the entry code.",
    needs=("qualifications.entry_code",),
    example="05839 in rows 2 and 7.",
)
def qualification_twice(book: Book, values: Values) -> Iterable[RawFinding]:
    """Of two rows with one entry code only the first is used, so what the second says of approval, size or the moderator is lost."""
    rows: dict[str, Record] = {}
    for row in book.qualifications:
        if row.entry_code:
            held = rows.setdefault(row.entry_code, row)
            if held is not row:
                yield finding(row, "entry_code", entry_code=row.entry_code, other=_row(held, row))
