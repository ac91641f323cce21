"""The mistakes planted in the example: the kind that centres make, each where one rule must find it and nothing else is
hurt.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from ocr_sheets.model.records import (
    Assessor,
    Candidate,
    Claim,
    ClaimStatus,
    Entry,
    EntryType,
    Grade,
    Qualification,
    Record,
    Visit,
    VisitStatus,
)
from ocr_sheets.model.tables import Cell
from ocr_sheets.writing.example.centre import (
    BUSINESS_2012,
    BUSINESS_2016,
    BUSINESS_SPRING,
    CAREERS_4,
    CAREERS_4_FIRST,
    CAREERS_4_SECOND,
    CAREERS_6,
    CAREERS_6_SECOND,
    IT_2012,
    IT_AUTUMN,
    IT_FINAL,
    IT_SPARE,
    MEDIA,
    MEDIA_SPRING,
    clean_rows,
)
from ocr_sheets.writing.example.people import uci_of, uln_of
from ocr_sheets.writing.template import Formula, cell_of


@dataclass(frozen=True)
class Change:
    """One cell of the clean example that is different: which row of which sheet, and what stands there instead."""

    record: type[Record]
    index: int
    field: str
    value: object

    @property
    def cell(self) -> Cell:
        """Where it stands."""
        return cell_of(self.record, self.index, self.field)


class Addition(NamedTuple):
    """A row too many, at the foot of its sheet."""

    record: type[Record]
    row: Mapping[str, object]


@dataclass(frozen=True)
class Fault:
    """One planted mistake: the rule that must find it, the cell where the finding must stand, and how the rows are changed."""

    rule: str
    record: type[Record]
    index: int
    field: str
    slip: str
    changes: tuple[Change, ...] = ()
    added: tuple[Addition, ...] = ()
    also: tuple[str, ...] = ()
    """The other rules that must find it, at the same cell."""

    @property
    def cell(self) -> Cell:
        """The cell at which the rule must report."""
        return cell_of(self.record, self.index, self.field)


class _Rows:
    """Finds rows of the clean example by what they say, never by counting."""

    def __init__(self) -> None:
        self.rows = clean_rows()

    def index(self, record: type[Record], **told: object) -> int:
        """The one row that says all of that."""
        places = [
            place
            for place, row in enumerate(self.rows[record])
            if all(row.get(name) == value for name, value in told.items())
        ]
        if len(places) != 1:
            raise LookupError(f"{len(places)} rows of {record.__name__} say {told}")
        return places[0]

    def claim(self, candidate: str, code: str, unit: str, visit: str) -> int:
        """A candidate's claim of a unit for a visit."""
        return self.index(Claim, candidate_number=candidate, entry_code=code, unit_number=unit, visit=visit)

    def changed(
        self,
        rule: str,
        slip: str,
        record: type[Record],
        index: int,
        to: Mapping[str, object],
        at: str = "",
        also: tuple[str, ...] = (),
    ) -> Fault:
        """A fault made by changing cells of one row. The finding stands at the first of them, or at the field named."""
        changes = tuple(Change(record, index, field, value) for field, value in to.items())
        return Fault(rule, record, index, at or changes[0].field, slip, changes, also=also)

    def added(self, rule: str, slip: str, record: type[Record], row: Mapping[str, object], at: str) -> Fault:
        """A fault made by a row too many."""
        return Fault(rule, record, len(self.rows[record]), at, slip, added=(Addition(record, row),))


def _day(year: int, month: int, day: int) -> dt.date:
    return dt.date(year, month, day)


def _faults() -> Iterator[Fault]:
    rows = _Rows()
    yield from _of_the_cells(rows)
    yield from _of_entries_and_staff(rows)
    yield from _of_claims(rows)
    yield from _of_samples(rows)
    yield from _of_visits(rows)
    yield from _of_verified(rows)


def _of_the_cells(rows: _Rows) -> Iterator[Fault]:
    yield rows.changed(
        "cell-error-value", "A look-up of the ULN failed in the school’s own export.",
        Candidate, rows.index(Candidate, candidate_number="0206"), {"uln": Formula("=NA()", "#N/A")},
    )  # fmt: skip
    yield rows.changed(
        "cell-unreadable", "The day of booking was not known, and “in the new year” was typed.",
        Visit, rows.index(Visit, name=CAREERS_4_SECOND), {"booked_on": "in the new year"},
    )  # fmt: skip
    yield rows.changed(
        "date-order-unclear", "A date of birth was pasted as text, and could be May or June.",
        Candidate, rows.index(Candidate, candidate_number="0405"), {"date_of_birth": "05/06/2010"},
    )  # fmt: skip
    good = uln_of(29)
    yield rows.changed(
        "uln-check-digit", "The last two digits of a ULN changed places.",
        Candidate, rows.index(Candidate, candidate_number="0029"), {"uln": good[:-2] + good[-1] + good[-2]},
    )  # fmt: skip
    yield rows.added(
        "candidate-number-twice", "A new starter was given a number already in use.",
        Candidate,
        {
            "candidate_number": "0408", "surname": "Whitcombe", "forenames": "Eleri",
            "date_of_birth": _day(2010, 3, 9), "uln": uln_of(413), "uci": uci_of("0413", 2026),
        },
        at="candidate_number",
    )  # fmt: skip


def _of_entries_and_staff(rows: _Rows) -> Iterator[Fault]:
    yield rows.changed(
        "entry-under-four-weeks", "An entry was made a day too late for the spring visit.",
        Entry, rows.index(Entry, candidate_number="0412"), {"entered_on": _day(2027, 2, 5)},
    )  # fmt: skip
    yield rows.added(
        "full-award-and-unit-2012", "A single unit was entered for a candidate who has the full award.",
        Entry,
        {
            "candidate_number": "0017", "entry_code": IT_2012, "unit_number": "12", "entry_type": EntryType.UNIT,
            "entered_on": _day(2026, 10, 1), "estimated_completion": "Summer 2027",
        },
        at="entry_type",
    )  # fmt: skip
    yield rows.changed(
        "entries-without-moderator", "Nobody has heard from a moderator for Digital Media.",
        Qualification, rows.index(Qualification, entry_code=MEDIA), {"quality_assurer": None, "contacted_on": None},
    )  # fmt: skip


def _of_claims(rows: _Rows) -> Iterator[Fault]:
    yield rows.changed(
        "claim-under-two-weeks", "A claim went in ten days before its visit.",
        Claim, rows.claim("0062", MEDIA, "8", MEDIA_SPRING), {"claimed_on": _day(2027, 2, 8)},
    )  # fmt: skip
    yield rows.changed(
        "claim-not-made", "A claim was built and never submitted, and the visit is three days away.",
        Claim, rows.claim("0064", MEDIA, "13", MEDIA_SPRING),
        {"claimed_on": None, "claim_status": ClaimStatus.UNSUBMITTED},
    )  # fmt: skip
    yield rows.changed(
        "claim-without-entry", "A digit slipped: the number belongs to somebody who is not entered for this.",
        Claim, rows.claim("0061", MEDIA, "16", MEDIA_SPRING), {"candidate_number": "0051"}, at="entry_code",
    )  # fmt: skip
    yield rows.changed(
        "claim-before-assessed", "The year’s last assessment date was copied down over this one.",
        Claim, rows.claim("0047", BUSINESS_2016, "4", BUSINESS_SPRING), {"assessed_on": _day(2027, 2, 12)}, at="claimed_on",
    )  # fmt: skip
    yield rows.changed(
        "name-nearly-right", "The visit’s name was mistyped.",
        Claim, rows.claim("0407", BUSINESS_2012, "1", BUSINESS_SPRING), {"visit": "Buisness spring"},
    )  # fmt: skip
    yield rows.changed(
        "claim-assessor-unknown", "The assessor’s initials are short of a letter.",
        Claim, rows.claim("0404", BUSINESS_2012, "4", BUSINESS_SPRING), {"assessor": "NG"},
    )  # fmt: skip
    yield rows.changed(
        "examined-unit-claimed", "Unit 16 became unit 1, which is examined.",
        Claim, rows.claim("0052", BUSINESS_2016, "16", BUSINESS_SPRING), {"unit_number": "1"},
    )  # fmt: skip
    yield rows.changed(
        "grade-not-for-unit", "Distinction * is a grade of whole qualifications, not of units.",
        Claim, rows.claim("0409", BUSINESS_2012, "3", BUSINESS_SPRING), {"grade": Grade.DISTINCTION_STAR},
    )  # fmt: skip
    yield rows.changed(
        "reclaim-not-higher", "A unit was claimed again at the grade it already has.",
        Claim, rows.claim("0013", IT_2012, "3", IT_FINAL), {"grade": Grade.MERIT},
    )  # fmt: skip
    yield rows.changed(
        "open-claim-before-new-one", "December’s claim is still open while claims for June have gone in.",
        Claim, rows.claim("0023", IT_2012, "1", IT_AUTUMN), {"claim_status": ClaimStatus.UNSUBMITTED},
        also=("claimed-but-not-submitted",),
    )  # fmt: skip
    yield rows.changed(
        "work-disposed-early", "Work was handed back a week before the certificate came.",
        Claim, rows.claim("0019", IT_2012, "2", IT_AUTUMN), {"disposed_on": _day(2026, 12, 9)},
    )  # fmt: skip


def _of_samples(rows: _Rows) -> Iterator[Fault]:
    yield rows.changed(
        "sample-uploaded-late", "A portfolio went up three days before a virtual visit.",
        Claim, rows.claim("0025", MEDIA, "3", MEDIA_SPRING), {"sample_uploaded_on": _day(2027, 2, 15)},
    )  # fmt: skip
    yield rows.changed(
        "sample-not-uploaded", "A requested portfolio was overlooked.",
        Claim, rows.claim("0027", MEDIA, "8", MEDIA_SPRING), {"sample_uploaded_on": None},
    )  # fmt: skip
    yield rows.changed(
        "sample-not-available", "The file of a requested portfolio cannot be found.",
        Claim, rows.claim("0402", BUSINESS_2012, "1", BUSINESS_SPRING), {"available_at_visit": False},
    )  # fmt: skip
    yield rows.changed(
        "sample-over-six", "A seventh portfolio of one unit and assessor was marked as requested.",
        Claim, rows.claim("0049", BUSINESS_2016, "5", BUSINESS_SPRING), {"sample_requested_on": _day(2027, 2, 12)},
    )  # fmt: skip


def _of_visits(rows: _Rows) -> Iterator[Fault]:
    yield rows.changed(
        "visit-type-told-late", "The moderator heard which type of visit was wanted with three weeks to go.",
        Visit, rows.index(Visit, name=BUSINESS_SPRING), {"type_told_on": _day(2027, 2, 10)},
    )  # fmt: skip
    yield rows.changed(
        "visit-chargeable", "A spare visit was revived: the third for IT this year.",
        Visit, rows.index(Visit, name=IT_SPARE), {"status": VisitStatus.PLANNED}, at="visit_date",
    )  # fmt: skip


def _of_verified(rows: _Rows) -> Iterator[Fault]:
    yield rows.changed(
        "verified-visit-in-late-august", "The second visit slipped into the two weeks without visits.",
        Visit, rows.index(Visit, name=CAREERS_6_SECOND), {"visit_date": _day(2027, 8, 24)},
    )  # fmt: skip
    yield rows.changed(
        "entry-before-approval", "A candidate was entered before OCR approved the centre for Level 6.",
        Entry, rows.index(Entry, candidate_number="9052"), {"entered_on": _day(2026, 9, 14)},
    )  # fmt: skip
    yield rows.changed(
        "iqa-missing", "Nobody is named as having quality assured a claimed unit.",
        Claim, rows.claim("9053", CAREERS_6, "3", CAREERS_6_SECOND), {"standardised_by": None},
    )  # fmt: skip
    yield rows.changed(
        "staff-unavailable-at-eqa-visit", "Leave was lengthened over the day of a visit.",
        Assessor, rows.index(Assessor, code="MD"), {"unavailable_from": _day(2027, 5, 17)},
    )  # fmt: skip
    yield rows.changed(
        "candidate-left-before-eqa-visit", "A candidate left with a claim waiting for the summer visit.",
        Candidate, rows.index(Candidate, candidate_number="9004"), {"left_on": _day(2027, 2, 5)},
    )  # fmt: skip
    yield rows.changed(
        "certificate-overdue", "A certificate that was due in December was never ticked off.",
        Claim, rows.claim("9003", CAREERS_4, "2", CAREERS_4_FIRST), {"certificate_issued_on": None},
    )  # fmt: skip


FAULTS: Final = tuple(_faults())
"""Every planted mistake, in the order in which a reader would meet the subjects."""
