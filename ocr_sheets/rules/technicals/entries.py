"""Entries: made in time, of the right kind, and standing behind each claim (S29, S30, and what OCR says elsewhere of entries)."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from ocr_sheets.dates import Ahead, before, whole_months
from ocr_sheets.model.book import Book
from ocr_sheets.model.records import Claim, ClaimStatus, Entry, EntryType, Place, Suite
from ocr_sheets.rules.engine import ADVICE, CHECK, MUST_FIX, B, RawFinding, S, Values, Who, finding, rule
from ocr_sheets.rules.shared import both_awards, entered_for_both
from ocr_sheets.rules.technicals.shared import MOVES, TECHNICALS, is_to_come
from ocr_sheets.schedule.progress import has_left, is_entered, is_history

# -- entries and claims (S28 to S34)


@rule(
    "claim-without-entry",
    "No entry matches this claim",
    severity=MUST_FIX,
    source=(S(29), S(30)),
    message={
        "": "Candidate {number} has no entry for {entry_code}.",
        "withdrawn": "Candidate {number} has only a withdrawn entry for {entry_code}.",
        "another unit": "Candidate {number} has no entry for {entry_code} that covers unit {unit_number}.",
    },
    fix={
        "": "Enter the candidate for {entry_code} in Interchange, or correct the candidate number or entry code.",
        "withdrawn": "Mark the claim withdrawn if the candidate has left; otherwise enter the candidate again in Interchange.",
    },
    family=TECHNICALS,
    needs=("entries.entry_code", "entries.candidate_number", "candidates.candidate_number"),
    uses=("entry.days_before_visit",),
    example="A claim for candidate 0045 under 05839, and no entry of 0045 for 05839. A planned claim counts from 27 days before.",
)
def claim_without_entry(book: Book, values: Values) -> Iterable[RawFinding]:
    """No claim can be built or submitted without valid entries; which entry a claim can rest on (the whole award's, or one for that unit,
    not withdrawn before it) is our reading of “valid”. A claim that is only planned is reported once the last day for entering has passed for the visit it names. A unit that OCR has confirmed had
    its entry, on this sheet or under the code before a top-up (B17).
    """
    for claim in book.portfolios:
        if not (claim.candidate_number and claim.entry_code) or claim.is_achieved or book.entries_behind(claim):
            continue
        if claim.candidate_number not in book.candidates_numbered:
            continue  # that the number is unknown is reported on its own
        by = None
        if not claim.is_made and claim.claim_status is not ClaimStatus.UNSUBMITTED:
            named = book.moderation_visit_of(claim)
            needed = values.number("entry.days_before_visit", named[1]) if named else None
            if named is None or needed is None or book.as_of <= before(named[1], needed) or has_left(claim, book):
                continue
            if book.is_uncertain(named[0]):
                continue
            by = before(named[1], needed)
        entries = book.entries_of(claim.candidate_number, claim.entry_code)
        is_withdrawn = bool(entries) and all(entry.withdrawn_on for entry in entries)
        if is_withdrawn and claim.is_made and claim.claimed_on is None:
            continue  # without its day, whether the claim came before the withdrawal cannot be told
        yield finding(
            claim,
            "entry_code",
            "withdrawn" if is_withdrawn else "another unit" if entries else "",
            by=by,
            number=claim.candidate_number,
            entry_code=claim.entry_code,
            unit_number=claim.unit_number,
        )


@rule(
    "claim-before-entry",
    "A claim is dated before its entry",
    severity=MUST_FIX,
    source=S(29),
    message="Claimed on {claimed_on}, before the entry of {entered_on}.",
    fix="Correct whichever date is wrong: a claim can only be built on an entry that is there.",
    family=TECHNICALS,
    needs=("claims.claimed_on", "entries.entered_on"),
    example="Entered on 12 October 2026 and claimed on 11 October 2026. Claimed on the 12th or later is possible.",
)
def claim_before_entry(book: Book, values: Values) -> Iterable[RawFinding]:
    """An entry has to be there before Interchange lets a claim be built on it. Units confirmed earlier that came along with a top-up
    (B17) are older than its entry, and right.
    """
    for claim in book.portfolios:
        if claim.claimed_on is None or claim.is_achieved:
            continue
        entries = book.entries_behind(claim)
        entered = [entry.entered_on for entry in entries if entry.entered_on]
        if entered and len(entered) == len(entries) and claim.claimed_on < min(entered):
            yield finding(claim, "claimed_on", claimed_on=claim.claimed_on, entered_on=min(entered))


@rule(
    "entry-not-made",
    "The last day for an entry has passed, and it has no day",
    severity=CHECK,
    source=S(30),
    message="No day of entry; entries for {visit} were due by {due}.",
    fix={
        "": "If the entry was made, type its day; if not, make it at once and ask the moderator whether it can still be at this visit.",
        "held": "If the entry was made, type its day; if not, make it for the next visit.",
    },
    family=TECHNICALS,
    needs=("entries.entered_on", "visits.visit_date"),
    uses=("entry.days_before_visit",),
    example="For the visit on 11 March 2027 entries are due by the 11th of February: on the 12th, one without a day in Entered on.",
)
def entry_not_made(book: Book, values: Values) -> Iterable[RawFinding]:
    """Entries are to be made at least four weeks before the visit at which the work is moderated. One that is typed without its day may
    have been made, so this is to be checked; where the row shows that the work is further, nothing is due. Work without any entry is
    reported for that, and an entry whose day is still to come as one that is not made yet.
    """
    due: dict[Place, RawFinding] = {}
    for claim, (visit, visit_date) in book.moderated:
        entries = book.entries_behind(claim)
        if not entries or entries[0].entered_on or not all(_has_no_day(book, entry) for entry in entries):
            continue
        if is_entered(book, claim) or is_history(claim) or has_left(claim, book) or book.is_uncertain(visit):
            continue
        day = values.due_before("entry.days_before_visit", visit_date)
        entry = entries[0]
        if day and book.as_of > day:
            kind = "held" if visit_date < book.as_of else ""
            due.setdefault(
                (entry.sheet, entry.row), finding(entry, "entered_on", kind, by=day, due=day, visit=visit.label)
            )
    return due.values()


def _has_no_day(book: Book, entry: Entry) -> bool:
    """Whether nothing is typed for the day of an entry."""
    if entry.entered_on is not None:
        return False
    return not book.is_unread(entry, "entered_on") or book.is_empty(entry, "entered_on")


@rule(
    "entry-under-four-weeks",
    "An entry is made too late for its visit",
    severity=MUST_FIX,
    source=S(30),
    message="Entered on {entered_on}, {ahead} ({visit}); OCR asks for {needed:weeks}.",
    fix="Move the visit to {visit_from} or later, or leave this candidate's work for the next visit.",
    family=TECHNICALS,
    needs=("entries.entered_on", "visits.visit_date"),
    uses=("entry.days_before_visit",),
    example="For a visit on 11 March 2027, an entry on 11 February is in time and one on 12 February is late.",
)
def entry_under_four_weeks(book: Book, values: Values) -> Iterable[RawFinding]:
    """Entries, top-ups and move-downs too, are to be made at least four weeks before the visit at which the work is moderated. A
    top-up or move-down is an entry under a new code (B17), so its own day counts; units confirmed before it are no matter of it.
    """
    late: dict[tuple[str, int], RawFinding] = {}
    for claim, named in book.moderated:
        if claim.is_achieved:
            continue
        entry = book.first_entry_behind(claim)
        visit, visit_date = named
        needed = values.number("entry.days_before_visit", visit_date)
        if entry is None or needed is None or entry.entered_on is None:
            continue
        if entry.entered_on <= before(visit_date, needed):
            continue
        if any(other.entered_on is None for other in book.entries_behind(claim)):
            continue
        place = (entry.sheet, entry.row)
        wrong = finding(
            entry,
            "entered_on",
            by=before(visit_date, needed),
            over=visit_date < book.as_of,
            entered_on=entry.entered_on,
            ahead=Ahead(entry.entered_on, visit_date),
            visit=visit.label,
            needed=needed,
            visit_from=before(entry.entered_on, -needed),
        )
        if place not in late or (wrong.by or dt.date.max) < (late[place].by or dt.date.max):
            late[place] = wrong
    return late.values()


# -- from OCR's other pages


@rule(
    "full-award-and-unit-2012",
    "A candidate of the 2012 suite is entered for the full award and for a unit",
    severity=MUST_FIX,
    source=B(7),
    message={
        "": "Candidate {number} is entered for the full award of {entry_code} and for unit {unit_number}.",
        "no number": "Candidate {number} is entered for the full award of {entry_code} and for a unit.",
    },
    fix="Withdraw one of the two.",
    family=TECHNICALS,
    needs=("entries.entry_type", "qualifications.suite"),
    example="0045 has a full award entry and a unit entry for 05355 of 2012. In the 2016 suite examined units are entered besides.",
)
def full_award_and_unit_2012(book: Book, values: Values) -> Iterable[RawFinding]:
    """In the 2012 suite candidates are entered for the whole or for units, not for both. The 2016 suite is different: its examined
    units need entries of their own beside the qualification's (B8).
    """
    for entry in both_awards(book):
        qualification = book.qualification_of.get(entry.entry_code or "")
        if qualification and qualification.suite is Suite.SUITE_2012:
            yield entered_for_both(entry)


@rule(
    "entry-withdrawn-with-open-claim",
    "An entry is withdrawn while a claim under it is open",
    severity=MUST_FIX,
    source=B(15),
    message="Withdrawn on {withdrawn_on}, with {claims:claim} under {entry_code} open for a visit to come.",
    fix="If the candidate claims no more, have the claim withdrawn and mark it so; otherwise correct the entry with OCR.",
    family=TECHNICALS,
    needs=("entries.withdrawn_on", "entries.entry_code", "claims.entry_code", "visits.visit_date"),
    uses=("entry.days_before_visit",),
    example="0045 was claimed on 12 January 2027 for the visit on 11 March, and the only entry was withdrawn on 20 January.",
)
def entry_withdrawn_with_open_claim(book: Book, values: Values) -> Iterable[RawFinding]:
    """Only candidates who have left and have nothing more to claim are to be withdrawn; results that are pending must not lose their
    entry. Told of claims that wait for a visit to come. What a candidate who has left was planned to claim is left alone, and so is
    whoever goes on under another code after a top-up or move-down. Where the claim is reported as one without an entry, that is enough.
    """
    withdrawn_from = {(entry.candidate_number, entry.entry_code) for entry in book.entries if entry.withdrawn_on}
    waiting: list[tuple[Claim, Entry]] = []
    for claim in book.portfolios:
        if (claim.candidate_number, claim.entry_code) not in withdrawn_from or not _awaits_visit(claim, book):
            continue
        entries = [
            entry for entry in book.entries_of(claim.candidate_number, claim.entry_code) if _covers(entry, claim)
        ]
        withdrawn = [entry for entry in entries if entry.withdrawn_on]
        if entries and len(withdrawn) == len(entries):
            waiting.append((claim, max(withdrawn, key=lambda entry: entry.withdrawn_on or dt.date.min)))
    if not waiting:
        return
    told = {_whose(one.record) for one in claim_without_entry(book, values) if isinstance(one.record, Claim)}
    moved_on = {
        (entry.candidate_number, book.subject_of(entry.entry_code))
        for entry in book.entries
        if entry.entry_type in MOVES and entry.withdrawn_on is None
    }
    opened: defaultdict[tuple[str, int], list[Claim]] = defaultdict(list)
    last: dict[tuple[str, int], Entry] = {}
    for claim, entry in waiting:
        if _whose(claim) in told or (claim.candidate_number, book.subject_of(claim.entry_code)) in moved_on:
            continue
        opened[entry.sheet, entry.row].append(claim)
        last[entry.sheet, entry.row] = entry
    for place, claims in opened.items():
        entry = last[place]
        if entry.withdrawn_on:
            yield finding(
                entry, "withdrawn_on", withdrawn_on=entry.withdrawn_on, claims=len(claims), entry_code=entry.entry_code
            )


def _whose(claim: Claim) -> tuple[str | None, str | None]:
    return claim.candidate_number, claim.entry_code


def _covers(entry: Entry, claim: Claim) -> bool:
    """Whether an entry, withdrawn or not, is one that the claim could rest on."""
    if entry.entry_type is EntryType.EXAMINED_UNIT:
        return False
    return entry.entry_type is not EntryType.UNIT or entry.unit_number in (None, claim.unit_number)


def _awaits_visit(claim: Claim, book: Book) -> bool:
    """Whether a claim without a result waits for a visit to come; a planned one only where it names the visit and nobody has left."""
    used = book.visit_of(claim)
    if claim.is_achieved or claim.results_published_on or claim.confirmed_grade or used is None:
        return False
    if not (used.visit.stands and is_to_come(used.visit, book)):
        return False
    return claim.is_made or (not used.chosen and not has_left(claim, book))


@rule(
    "claim-under-old-entry-code",
    "A claim goes under the entry code from before a top-up or move-down",
    severity=CHECK,
    source=B(17),
    message="Claimed under {old_code} on {claimed_on}; the candidate is entered for {new_code} since the {entry_type} of {entered_on}.",
    fix="Claim it under {new_code}. If it has gone in under {old_code}, tell the moderator.",
    family=TECHNICALS,
    needs=("entries.entry_type", "entries.entered_on", "claims.claimed_on", "qualifications.subject_area"),
    example="0045 was topped up to 05837 on 5 October 2026. A claim of 6 October under 05836 goes under the old code.",
)
def claim_under_old_entry_code(book: Book, values: Values) -> Iterable[RawFinding]:
    """After a top-up or a move-down the candidate stands under the new entry code; that claims are made there is our inference. Codes of another level or
    suite of the subject are courses of their own.
    """
    moved: defaultdict[str, list[Entry]] = defaultdict(list)
    for entry in book.entries:
        is_move = entry.entry_type in MOVES and entry.withdrawn_on is None and entry.entered_on
        if is_move and entry.candidate_number and not book.is_unread(entry, "withdrawn_on"):
            moved[entry.candidate_number].append(entry)
    for claim in book.portfolios if moved else ():
        entries = book.entries_behind(claim)
        if claim.claimed_on is None or claim.is_achieved or claim.results_published_on or not entries:
            continue
        for entry in moved.get(claim.candidate_number or "", ()):
            is_before_move = all(
                own.entered_on and entry.entered_on and own.entered_on < entry.entered_on for own in entries
            )
            if (
                is_before_move
                and entry.entered_on
                and entry.entered_on < claim.claimed_on
                and _is_of_one_course(entry.entry_code, claim.entry_code, book)
            ):
                yield finding(
                    claim,
                    "entry_code",
                    old_code=claim.entry_code,
                    claimed_on=claim.claimed_on,
                    new_code=entry.entry_code,
                    entry_type=entry.entry_type,
                    entered_on=entry.entered_on,
                )
                break


def _is_of_one_course(code: str | None, other: str | None, book: Book) -> bool:
    """Whether two different entry codes are sizes of one course: the same subject area, and no other level or suite."""
    row, twin = book.qualification_of.get(code or ""), book.qualification_of.get(other or "")
    if row is None or twin is None or code == other or book.subject_of(code) is None:
        return False
    levels, suites = {row.level, twin.level} - {None}, {row.suite, twin.suite} - {None}
    return book.subject_of(code) == book.subject_of(other) and len(levels) <= 1 and len(suites) <= 1


@rule(
    "approval-may-lapse",
    "A qualification has had neither entry nor claim for two years",
    severity=ADVICE,
    source=B(22),
    message="The last entry or claim of {entry_code} here is of {last_on}.",
    fix="Ask OCR whether approval is still valid before you offer it again, or remove this row if you no longer do.",
    family=TECHNICALS,
    needs=("qualifications.entry_code", "entries.entered_on", "claims.claimed_on"),
    uses=("approval.lapses_after_months",),
    who=Who.PROGRAMME_LEAD,
    example="05355 was last entered and claimed on 1 February 2025: on 1 February 2027 two years have passed.",
)
def approval_may_lapse(book: Book, values: Values) -> Iterable[RawFinding]:
    """Approval lapses by itself after two years in a row without entries or claims. Many workbooks hold this year's candidates only, so
    a qualification of which nothing is here is left alone: only where its last entries and claims are kept do they show their age.
    """
    months = values.number("approval.lapses_after_months", book.as_of)
    made: defaultdict[str | None, list[dt.date | None]] = defaultdict(list)
    for entry in book.everything.entries:
        made[entry.entry_code].append(entry.entered_on)
    for claim in book.everything.claims:
        made[claim.entry_code].append(claim.claimed_on)
    for row in book.qualifications:
        # What has no code may be of this one, and what has no day may be of today.
        known = [day for day in made[row.entry_code] + made[None] if day]
        if months is None or not made[row.entry_code] or len(known) < len(made[row.entry_code] + made[None]):
            continue
        last = max(known)
        is_new = book.is_unread(row, "approved_on") or (
            row.approved_on and whole_months(row.approved_on, book.as_of) < months
        )
        if row.entry_code and not is_new and whole_months(last, book.as_of) >= months:
            yield finding(row, "entry_code", entry_code=row.entry_code, last_on=last)


@rule(
    "examined-unit-attempts",
    "An examined unit is entered more often than it may be taken",
    severity=CHECK,
    source=B(37),
    message="Entry {number} for examined unit {unit_number} of {entry_code}; {allowed} attempts are allowed.",
    fix="Compare with Interchange, and withdraw an entry beyond the last attempt. If there was an absence, say so under Accepted because.",
    family=TECHNICALS,
    needs=(
        "entries.entry_type",
        "entries.unit_number",
        "entries.entered_on",
        "entries.candidate_number",
        "qualifications.level",
    ),
    uses=("attempts.level_2", "attempts.level_3"),
    example="0045 has entries for examined unit 1 of 05839, Level 3, of four series: three attempts are allowed.",
)
def examined_unit_attempts(book: Book, values: Values) -> Iterable[RawFinding]:
    """A Level 3 examined unit can be taken three times, a Level 2 one twice. An absence is no attempt and needs a new entry, which the
    workbook cannot show, so this is only a query. Entries that were withdrawn, or repeat another of the same day, do not count.
    """
    taken: defaultdict[tuple[str, str, str], dict[dt.date, Entry]] = defaultdict(dict)
    for entry in book.entries:
        if (
            entry.entry_type is not EntryType.EXAMINED_UNIT
            or entry.withdrawn_on
            or book.is_unread(entry, "withdrawn_on")
        ):
            continue
        if (
            entry.candidate_number
            and entry.entry_code
            and entry.unit_number
            and entry.entered_on
            and len(book.candidates_numbered.get(entry.candidate_number, ())) <= 1
        ):
            taken[entry.candidate_number, entry.entry_code, entry.unit_number].setdefault(entry.entered_on, entry)
    for (_, code, unit), by_day in taken.items():
        row = book.qualification_of.get(code)
        name = f"attempts.level_{row.level:g}" if row and row.level is not None else ""
        if name not in values.uses:
            continue
        for number, (day, entry) in enumerate(sorted(by_day.items()), start=1):
            allowed = values.number(name, day)
            if allowed is not None and number > allowed:
                yield finding(entry, "unit_number", number=number, unit_number=unit, entry_code=code, allowed=allowed)
