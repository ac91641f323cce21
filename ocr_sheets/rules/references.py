"""What one sheet says of another: a claim's candidate, unit, assessor and visit are rows of other sheets, and must be there.

Severity here: *must fix* where the row cannot be checked without what it names; *check* for a probable slip; *to fill in* for a blank. A sheet without rows is not
filled in yet: nothing is wrong with a row that names what will be there.
"""

from __future__ import annotations

from collections.abc import Iterable

from ocr_sheets.matching.references import Staff, Units, Visits, candidate_names, suggested
from ocr_sheets.model.book import Book
from ocr_sheets.model.identifiers import is_entry_code
from ocr_sheets.model.records import Claim, Entry, Family, Visit, VisitStatus
from ocr_sheets.rules.engine import ADVICE, CHECK, FILL_IN, MUST_FIX, RawFinding, Values, finding, rule
from ocr_sheets.rules.people import moderators_as_assessors
from ocr_sheets.text import CellText, key


@rule(
    "claim-candidate-unknown",
    "A claim is for a candidate who is not on Candidates",
    severity=MUST_FIX,
    message={
        "": "No candidate {number} is on {Candidates}.[ It may mean {near:or}.]",
        "no digit": "No candidate with such a number is on {Candidates}.[ It may mean {near:or}.]",
    },
    fix="Correct the number, or add the candidate to {Candidates}.",
    needs=("claims.candidate_number", "candidates.candidate_number"),
    example="A claim for 0451, and no 0451 on Candidates.",
)
def claim_candidate_unknown(book: Book, values: Values) -> Iterable[RawFinding]:
    """Whose work it is cannot be told, nor whether there is an entry."""
    return _unknown_candidates(book, "claims")


@rule(
    "entry-candidate-unknown",
    "An entry is for a candidate who is not on Candidates",
    severity=MUST_FIX,
    message={
        "": "No candidate {number} is on {Candidates}.[ It may mean {near:or}.]",
        "no digit": "No candidate with such a number is on {Candidates}.[ It may mean {near:or}.]",
    },
    fix="Correct the number, or add the candidate to {Candidates}.",
    needs=("entries.candidate_number", "candidates.candidate_number"),
    example="An entry for 0451, and no 0451 on Candidates.",
)
def entry_candidate_unknown(book: Book, values: Values) -> Iterable[RawFinding]:
    """An entry under a wrong number leaves the right candidate without one."""
    return _unknown_candidates(book, "entries")


def _unknown_candidates(book: Book, kind: str) -> Iterable[RawFinding]:
    names = candidate_names(book)
    for record in book.rows(kind) if book.candidates else ():
        number = getattr(record, "candidate_number", None)
        if number and number not in book.candidates_numbered:
            # Words in a column of numbers may be a name, and messages name no candidate.
            shown = number if number.isdecimal() else None
            near = [] if any(map(str.isdecimal, number)) else names.meant(number)
            yield finding(record, "candidate_number", "" if shown else "no digit", number=shown, near=suggested(near))


@rule(
    "candidate-number-ambiguous",
    "A row names a number that two centres' candidates have",
    severity=CHECK,
    message="{number} is a candidate of {centres:centre}.",
    fix="Say whose candidate is meant in a column headed Centre number.",
    needs=(
        "claims.candidate_number or entries.candidate_number",
        "candidates.centre_number",
        "candidates.candidate_number",
    ),
    example="0045 is a candidate of 10101 and another of 10102, and a claim says only 0045.",
)
def candidate_number_ambiguous(book: Book, values: Values) -> Iterable[RawFinding]:
    """A candidate number is unique only within a centre, and the row does not say which centre is meant."""
    rows: tuple[Entry | Claim, ...] = (*book.entries, *book.claims)
    for row in rows:
        if book.is_ambiguous(row):
            candidates = book.candidates_numbered.get(row.candidate_number or "", ())
            centres = {candidate.centre_number or book.centre.centre_number for candidate in candidates}
            yield finding(row, "candidate_number", number=row.candidate_number, centres=len(centres))


@rule(
    "claim-unit-unknown",
    "A claim is for a unit that is not on Units",
    severity=MUST_FIX,
    message="{Units} has no unit {unit_number} of {entry_code}.[ It may mean {near:or}.]",
    fix="Correct the entry code or unit number, or add the unit to {Units}.",
    needs=("claims.unit_number", "claims.entry_code", "units.unit_number", "units.entry_code"),
    example="A claim for unit 8 of 05839, while Units has unit 8 of 05838 only: the same number is another unit there.",
)
def claim_unit_unknown(book: Book, values: Values) -> Iterable[RawFinding]:
    """A unit is known by its entry code and number together, since numbers repeat between qualifications. Rows of other boards and
    of other OCR qualifications, whose codes have another shape, are reported once and left alone.
    """
    units = Units(book)
    for claim in book.claims if book.units else ():
        if not (claim.entry_code and claim.unit_number and is_entry_code(claim.entry_code)):
            continue
        if (claim.entry_code, claim.unit_number) not in book.unit_of:
            near = suggested([f"unit {number}" for number in units.meant(claim)])
            yield finding(claim, "unit_number", unit_number=claim.unit_number, entry_code=claim.entry_code, near=near)


@rule(
    "claim-assessor-unknown",
    "A claim names an assessor who is not on Assessors",
    severity=MUST_FIX,
    message="“{assessor}” is not on {Assessors}.[ It may mean {near:or}.]",
    fix="Correct the initials, or add the person to {Assessors}.",
    needs=("claims.assessor", "assessors.code"),
    example="Assessor is JX, and no JX is on Assessors.",
)
def claim_assessor_unknown(book: Book, values: Values) -> Iterable[RawFinding]:
    """Up to six portfolios may be asked for of each assessor and unit (S39), so a mistyped name makes a list of its own. That the name is
    the moderator's is reported on its own; whose a portfolio is that names several people is asked where the workbook is read.
    """
    moderators = {claim.place for claim in moderators_as_assessors(book)}
    staff = Staff(book)
    for claim in book.claims if book.assessors else ():
        if not claim.assessor or book.people.resolve(claim.assessor) or claim.place in moderators:
            continue
        if not staff.named(claim.assessor):
            near = suggested([person.code or person.name for person in staff.meant(claim.assessor)])
            yield finding(claim, "assessor", assessor=CellText(claim.assessor), near=near)


@rule(
    "claim-standardiser-unknown",
    "A claim names a standardiser who is not on Assessors",
    severity=CHECK,
    message="“{standardiser}” is not on {Assessors}.[ It may mean {near:or}.]",
    fix="Correct the initials, or add the person to {Assessors}.",
    needs=("claims.standardised_by", "assessors.code"),
    example="Standardised by is JX, and no JX is on Assessors.",
)
def claim_standardiser_unknown(book: Book, values: Values) -> Iterable[RawFinding]:
    """Who standardised or quality assured should be known here; several people may have."""
    staff = Staff(book)
    for claim in book.claims if book.assessors else ():
        name = claim.standardised_by
        if name and not book.people.resolve(name) and not staff.named(name):
            near = suggested([person.code or person.name for person in staff.meant(name)])
            yield finding(claim, "standardised_by", standardiser=CellText(claim.standardised_by), near=near)


@rule(
    "claim-visit-unknown",
    "A claim names a visit that is not on Visits",
    severity=MUST_FIX,
    message="No visit “{visit}” is on {Visits}.[ It may mean {near:or}.]",
    fix="Correct the name, or add the visit to {Visits}.",
    needs=("claims.visit", "visits.name"),
    example="Visit is IT spring, and Visits has IT 1 and IT 2.",
)
def claim_visit_unknown(book: Book, values: Values) -> Iterable[RawFinding]:
    """Without its visit no deadline of this row can be checked."""
    visits = Visits(book)
    for claim in book.claims if book.visits else ():
        if claim.visit and not book.has_visit_named(claim.visit):
            near = suggested([visit.name for visit in visits.meant(claim)])
            yield finding(claim, "visit", visit=CellText(claim.visit), near=near)


@rule(
    "claim-at-cancelled-visit",
    "A claim belongs to a cancelled visit",
    severity=CHECK,
    message="{visit} is cancelled.",
    fix="Name the visit that takes its place.",
    needs=(
        "claims.visit",
        "visits.status",
        "visits.name",
    ),
    example="Visit is IT 2, and IT 2 is cancelled on Visits.",
)
def claim_at_cancelled_visit(book: Book, values: Values) -> Iterable[RawFinding]:
    """A visit that is cancelled does not take place, so which visit the work is for cannot be told."""
    is_any = any(visit.status is VisitStatus.CANCELLED for visit in book.visits)
    for claim in book.claims if is_any else ():
        used = book.visit_of(claim)
        if used and not used.chosen and used.visit.status is VisitStatus.CANCELLED and not claim.is_withdrawn:
            yield finding(claim, "visit", visit=used.visit.label)


@rule(
    "claim-at-visit-of-another-subject",
    "A claim names a visit of another subject",
    severity=CHECK,
    message="{visit} is for {subject}, and the claim is under {entry_code}.",
    fix="We suggest naming a visit for this entry code's subject area, or correcting the entry code.",
    needs=(
        "claims.visit",
        "qualifications.subject_area",
        "claims.entry_code",
        "qualifications.entry_code",
        "visits.name",
        "visits.subject_area or visits.entry_code",
    ),
    example="A claim under 05839 (IT) names the visit of Business on 9 March 2027.",
)
def claim_at_visit_of_another_subject(book: Book, values: Values) -> Iterable[RawFinding]:
    """This workbook brings claims and visits together by subject area or, for verified qualifications, by entry code, as OCR counts them;
    a claim at another's visit is probably a slip. Suites and levels of a subject may mix.
    """
    alike: dict[tuple[str, int, str | None], str | None] = {}
    for claim in book.claims:
        used = book.visit_of(claim)
        if used is None or used.chosen or claim.is_withdrawn:
            continue
        pair = (used.visit.sheet, used.visit.row, claim.entry_code)
        if pair not in alike:
            alike[pair] = _for_another(book, used.visit, claim.entry_code)
        what = alike[pair]
        if what:
            yield finding(claim, "visit", visit=used.visit.label, subject=what, entry_code=claim.entry_code)


def _for_another(book: Book, visit: Visit, entry_code: str | None) -> str | None:
    """What a visit is for, if that is something else than an entry code."""
    if entry_code is None:
        return None
    if visit.entry_code and book.family_of_visit(visit) is Family.VERIFIED:
        return visit.entry_code if visit.entry_code != entry_code else None
    subject, visited = book.subject_of(entry_code), book.subject_of_visit(visit)
    is_another = subject is not None and visited is not None and subject != visited
    return (visit.subject_area or visit.entry_code) if is_another else None


@rule(
    "entry-code-unlisted",
    "An entry code is not on Qualifications",
    severity=CHECK,
    message="{entry_code} is not on {Qualifications}.",
    fix="Correct the code, or add it to {Qualifications}.",
    needs=("qualifications.entry_code",),
    example="An entry for 05893, and Qualifications has 05839.",
)
def entry_code_unlisted(book: Book, values: Values) -> Iterable[RawFinding]:
    """Without its row there the tool does not know whose rules hold: those of Cambridge Technicals or of verified qualifications."""
    for kind in ("units", "entries", "claims", "visits") if book.qualifications else ():
        for record in book.rows(kind):
            code = getattr(record, "entry_code", None)
            if code and is_entry_code(code) and code not in book.qualification_of:
                yield finding(record, "entry_code", entry_code=code)


@rule(
    "visit-for-nothing",
    "A visit does not say what it is for",
    severity=FILL_IN,
    message="Neither a subject area nor an entry code is given.",
    fix="Fill in the subject area or, for a verified qualification, the entry code.",
    needs=("visits.visit_date",),
    example="Visit 3 on 11 March 2027, with neither subject area nor entry code.",
)
def visit_for_nothing(book: Book, values: Values) -> Iterable[RawFinding]:
    """Whose rules hold for the visit, and which claims are for it, follows from what it is for."""
    for visit in book.visits:
        is_unread = any(book.is_unread(visit, name) for name in ("subject_area", "entry_code"))
        is_said = visit.subject_area or visit.entry_code or book.subject_of_visit(visit)
        if not (is_said or is_unread or visit.status is VisitStatus.CANCELLED):
            yield finding(visit, "subject_area")


@rule(
    "visit-subject-unknown",
    "A visit is for a subject area that is not on Qualifications",
    severity=CHECK,
    message="“{subject}” is not a subject area of {Qualifications}.",
    fix="Use the words of the Subject area column of {Qualifications}.",
    needs=("visits.subject_area", "qualifications.subject_area"),
    example="A visit for I.C.T., while Qualifications says IT: free visits would be counted apart.",
)
def visit_subject_unknown(book: Book, values: Values) -> Iterable[RawFinding]:
    """Visits, claims and the free allowance are brought together by the words of the subject area."""
    known = {key(row.subject_area) for row in book.qualifications if row.subject_area}
    for visit in book.visits if known else ():
        if visit.subject_area and key(visit.subject_area) not in known and not book.award_of_visit(visit):
            yield finding(visit, "subject_area", subject=CellText(visit.subject_area))


@rule(
    "visits-taken-for-technicals",
    "Nothing says which qualifications the visits are for",
    severity=ADVICE,
    message="There is no row on {Qualifications}, so we count {visits:visit} as Cambridge Technicals'.",
    fix="We suggest listing the entry codes on {Qualifications}: visits of verified qualifications and other awards follow other rules.",
    needs=("visits.visit_date", "visits.subject_area"),
    example="A workbook of visits alone, for IT and Business: their dates are those of Cambridge Technicals, and it is told once.",
)
def visits_taken_for_technicals(book: Book, values: Values) -> Iterable[RawFinding]:
    """We suggest it because most visits of such workbooks are moderation visits, and some may not be. It is told once, and not of visits for
    whose subject the workbook has work under an entry code that the catalogue knows.
    """
    if book.qualifications:
        return
    codes = {work.entry_code for work in book.portfolios}
    known = {book.subject_of(code) for code in codes if values.catalogue.coded(code)}
    technicals = (visit for visit in book.visits if book.family_of_visit(visit) is Family.TECHNICALS)
    taken = [visit for visit in technicals if book.subject_of_visit(visit) not in known - {None}]
    if taken:
        yield finding(taken[0], "subject_area", visits=len(taken))


@rule(
    "visit-name-twice",
    "Two visits have one name",
    severity=CHECK,
    message="{visit} is also the name of the visit in row {other_row}.",
    fix="Give each visit a name of its own; claims find it by that.",
    needs=("visits.name",),
    example="IT 2 on 11 March and IT 2 on 9 June. A cancelled visit may keep its name beside its replacement.",
)
def visit_name_twice(book: Book, values: Values) -> Iterable[RawFinding]:
    """A claim that names one cannot be told from a claim that names the other. Visits for different subjects may share a name, since
    a claim's entry code tells them apart, and in a consortium a shared visit may be listed once for each centre.
    """
    first: dict[tuple[str, str | None], Visit] = {}
    is_consortium = book.centre.is_consortium or len({one.centre_number for one in book.candidates} - {None}) > 1
    for visit in book.visits:
        if visit.name and visit.status is not VisitStatus.CANCELLED:
            held = first.setdefault((key(visit.name), visit.entry_code or book.subject_of_visit(visit)), visit)
            is_shared = is_consortium and held.visit_date == visit.visit_date
            if held is not visit and not is_shared:
                yield finding(visit, "name", visit=visit.name, other_row=held.row)
