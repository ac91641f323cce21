"""What a centre's workbook holds: one class a sheet, one field a column.

This is the only description of the sheets. The reader, the template, the rules, the annotated columns and the tests all follow it.
Records are frozen; a cell that was empty or could not be read is ``None``. Every record knows the sheet and the row it stands in,
as Excel counts them.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum, StrEnum
from functools import cached_property, lru_cache
from typing import Annotated, Any, NamedTuple, TypeVar, get_type_hints

from ocr_sheets.identifiers import is_entry_code
from ocr_sheets.model.judgements import Judgement
from ocr_sheets.others import other_award

# ---------------------------------------------------------------------------------------------------------------- words


class Family(StrEnum):
    """Which of OCR's two sets of rules holds for a row. They contradict each other, so no row has both."""

    TECHNICALS = "Cambridge Technicals"
    VERIFIED = "Verified"


class Suite(StrEnum):
    """The two suites of Cambridge Technicals."""

    SUITE_2012 = "2012"
    SUITE_2016 = "2016"


class Assessment(StrEnum):
    """How a unit is judged: by the centre and moderated, by OCR's examination, or by the centre and verified."""

    MODERATED = "moderated"
    EXAMINED = "examined"
    VERIFIED = "verified"


class EntryType(StrEnum):
    """What a candidate is entered for."""

    FULL_AWARD = "full award"
    UNIT = "unit"
    TOP_UP = "top-up"
    MOVE_DOWN = "move-down"
    EXAMINED_UNIT = "examined unit"


class ClaimStatus(StrEnum):
    """How far a claim has got in Interchange (S62 names withdrawn and sent to OCR)."""

    PLANNED = "planned"
    UNSUBMITTED = "unsubmitted"
    SUBMITTED = "submitted"
    SENT = "sent to OCR"
    WITHDRAWN = "withdrawn"
    CONFIRMED = "confirmed"


class VisitType(StrEnum):
    """The two kinds of moderation visit (S1)."""

    VIRTUAL = "virtual"
    FACE_TO_FACE = "face-to-face"


class VisitStatus(StrEnum):
    """Whether a visit still stands."""

    PLANNED = "planned"
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"
    DONE = "done"


class Grade(StrEnum):
    """Grades that appear in workbooks. Which of them a unit may hold is a rule (B31)."""

    PASS = "P"
    MERIT = "M"
    DISTINCTION = "D"
    DISTINCTION_STAR = "D*"
    NEAR_PASS = "R"
    UNCLASSIFIED = "U"
    FAIL = "F"


class SizeUnit(StrEnum):
    """What the size of a unit or qualification is counted in."""

    GLH = "GLH"
    CREDITS = "credits"
    UNITS = "units"


class Nation(StrEnum):
    """Where the centre is: its bank holidays."""

    ENGLAND = "England"
    WALES = "Wales"
    NORTHERN_IRELAND = "Northern Ireland"


class Need(NamedTuple):
    """When a candidate needs results: for a summer (``None``: this one, as in "UCAS" or "yes"), or by a day that is not in summer."""

    summer: int | None = None
    day: dt.date | None = None


# -------------------------------------------------------------------------------------------------------------- columns


class Kind(Enum):
    """What the cells of a column hold, and so how their text is read."""

    TEXT = "text"
    CENTRE_NUMBER = "a centre number, 5 digits"
    CANDIDATE_NUMBER = "a candidate number, 4 digits"
    ENTRY_CODE = "an entry code, 5 digits"
    UNIT_NUMBER = "a unit number"
    UNIT_REFERENCE = "a unit reference such as L/507/6467"
    QAN = "a qualification number such as 601/2977/3"
    ULN = "a ULN, 10 digits"
    UCI = "a UCI, 13 characters"
    EMAIL = "an email address"
    DATE = "a date"
    YES_NO = "yes or no"
    YES_OR_DATE = "yes, no or a date"
    NEED = "a summer, a date, UCAS, yes or no"
    NUMBER = "a number"
    ACADEMIC_YEAR = "an academic year such as 2026/27"
    LIST = "a list, separated by commas"
    CHOICE = "one of a list"


@dataclass(frozen=True)
class Column:
    """One column: its heading, the other headings it is known by, what its cells hold and what the note on its heading says."""

    heading: str
    kind: Kind = Kind.TEXT
    note: str = ""
    required: bool = False
    aliases: tuple[str, ...] = ()
    choices: type[StrEnum] | None = None
    width: int = 16


class SheetOf(NamedTuple):
    """One sheet of the workbook: its name, other names it is known by, and what one of its rows is."""

    name: str
    aliases: tuple[str, ...]
    one_row_is: str
    required: bool = False


class Centre(NamedTuple):
    """The centre itself. On this sheet each row is a label and its value."""

    sheet: str
    row: int
    centre_number: Annotated[str | None, Column("Centre number", Kind.CENTRE_NUMBER, "Your five-digit national centre number (NCN).", aliases=("NCN", "Centre no"))] = None
    centre_name: Annotated[str | None, Column("Centre name", note="The name of the school or college.", aliases=("School", "College", "Name of centre"), width=34)] = None
    academic_year: Annotated[int | None, Column("Academic year", Kind.ACADEMIC_YEAR, "The year this workbook plans, such as 2026/27.", aliases=("Year",))] = None
    nation: Annotated[Nation | None, Column("Nation", Kind.CHOICE, "For the bank holidays.", choices=Nation)] = None
    consortium: Annotated[str | None, Column("Consortium", note="The consortium's name, or no.", aliases=("Consortium name",))] = None
    consortium_centres: Annotated[tuple[str, ...] | None, Column("Consortium centres", Kind.LIST, "Centre numbers of the consortium, separated by commas.")] = None
    consortium_form: Annotated[bool | dt.date | None, Column("Consortium form submitted", Kind.YES_OR_DATE, "The day the centre consortium arrangements form went in through the Centre Admin Portal (CAP): needed every academic year.", aliases=("CAP form", "Consortium form", "CAP form submitted", "Consortium form submitted on"))] = None
    named_contact: Annotated[str | None, Column("Named contact", note="Who meets visiting moderators.", aliases=("Contact", "Visit contact"))] = None
    exams_officer: Annotated[str | None, Column("Exams officer", note="Who sees to entries and claims.", aliases=("EO", "Examinations officer"))] = None
    exams_officer_email: Annotated[str | None, Column("Exams officer email", Kind.EMAIL, "For the e-mails that the tool prepares.", aliases=("EO email", "Exams email"), width=30)] = None
    visit_fee: Annotated[float | None, Column("Standard visit fee", Kind.NUMBER, "OCR's fee for a visit beyond the free ones, from its fees list. The tool has no figure of its own.", aliases=("Visit fee", "Fee"))] = None

    @property
    def consortium_name(self) -> str | None:
        """The consortium's name, or ``None`` where the cell is empty or says that there is none."""
        return self.consortium if self.consortium and key(self.consortium) not in ("no", "none", "false") else None


class Qualification(NamedTuple):
    """One entry code that the centre offers."""

    sheet: str
    row: int
    entry_code: Annotated[str | None, Column("Entry code", Kind.ENTRY_CODE, "OCR's five-digit entry code. Leading zeros count.", required=True, aliases=("Scheme code", "Qualification code", "Code", "OCR code", "Entry codes"), width=11)] = None
    qan: Annotated[str | None, Column("QAN", Kind.QAN, "The qualification number on the Ofqual register, such as 601/2977/3.", aliases=("Qualification number", "QN", "Qualification accreditation number"))] = None
    title: Annotated[str | None, Column("Title", note="The title of the qualification.", aliases=("Qualification", "Qualification title"), width=46)] = None
    family: Annotated[Family | None, Column("Family", Kind.CHOICE, "Cambridge Technicals, or Verified for the careers diplomas. Their rules differ.", required=True, aliases=("Qualification family", "Qualification type"), choices=Family, width=21)] = None
    suite: Annotated[Suite | None, Column("Suite", Kind.CHOICE, "2012 or 2016, for Cambridge Technicals.", choices=Suite, width=8)] = None
    level: Annotated[float | None, Column("Level", Kind.NUMBER, "2, 3, 4 or 6.", width=7)] = None
    subject_area: Annotated[str | None, Column("Subject area", note="Free visits are counted by subject area: give every suite and level of one subject the same words.", required=True, aliases=("Sector", "Subject", "Subject area/sector", "Subject/sector"), width=24)] = None
    approved_on: Annotated[dt.date | None, Column("Approved on", Kind.DATE, "The day OCR approved the centre for this qualification.", aliases=("Approval date", "Approved", "Date approved"))] = None
    approval_visit_on: Annotated[dt.date | None, Column("Approval visit on", Kind.DATE, "Verified: the day of the approval visit for this qualification.", aliases=("Approval visit", "Approval visit date"))] = None
    first_delivered_on: Annotated[dt.date | None, Column("First delivered on", Kind.DATE, "The day teaching of it first began here.", aliases=("First delivered", "First taught", "Delivered since"))] = None
    one_year: Annotated[bool | None, Column("One-year programme", Kind.YES_NO, "Yes where candidates finish within one year.", aliases=("One year", "1 year", "One year programme"))] = None
    quality_assurer: Annotated[str | None, Column("Quality assurer", note="The moderator or external quality assurer OCR has allocated.", aliases=("Moderator", "EQA", "EV", "External verifier", "External quality assurer", "Visiting moderator"), width=20)] = None
    contacted_on: Annotated[dt.date | None, Column("Contacted us on", Kind.DATE, "The day the moderator or EQA first got in touch.", aliases=("Contacted on", "First contact", "Contacted"))] = None
    dcs_from: Annotated[dt.date | None, Column("DCS from", Kind.DATE, "Verified: the day direct claim status began.", aliases=("Direct claim status", "DCS", "Direct claim status from"))] = None
    size_required: Annotated[float | None, Column("Size required", Kind.NUMBER, "GLH, credits or units needed for the award, from the qualification's handbook.", aliases=("Required size", "GLH required", "Credits required", "Units required"))] = None
    size_unit: Annotated[SizeUnit | None, Column("Size unit", Kind.CHOICE, "What Size required counts.", choices=SizeUnit, width=10)] = None
    last_certification: Annotated[dt.date | None, Column("Last certification date", Kind.DATE, "The last day OCR certificates it, where OCR has published one.", aliases=("Last certification", "Final certification", "Final certification date"))] = None


class Unit(NamedTuple):
    """One unit of one qualification. Its key is entry code and unit number together: numbers alone repeat (B91)."""

    sheet: str
    row: int
    entry_code: Annotated[str | None, Column("Entry code", Kind.ENTRY_CODE, "The qualification the unit belongs to.", required=True, aliases=("Scheme code", "Qualification code", "OCR code", "Qualification"), width=11)] = None
    unit_number: Annotated[str | None, Column("Unit number", Kind.UNIT_NUMBER, "The unit's number within that qualification.", required=True, aliases=("Unit no", "Unit code", "Unit"), width=11)] = None
    unit_title: Annotated[str | None, Column("Unit title", note="The title of the unit.", aliases=("Title", "Unit name"), width=44)] = None
    unit_reference: Annotated[str | None, Column("Unit reference", Kind.UNIT_REFERENCE, "Ofqual's unit reference number, such as L/507/6467.", aliases=("URN", "Unit reference number", "Reference", "Unit ref"))] = None
    size: Annotated[float | None, Column("Size", Kind.NUMBER, "Its guided learning hours or credits.", aliases=("GLH", "Credits", "Credit", "Guided learning hours"), width=8)] = None
    assessment: Annotated[Assessment | None, Column("Assessment", Kind.CHOICE, "Moderated, examined or verified.", aliases=("Assessed by", "Assessment type", "Assessment method"), choices=Assessment, width=13)] = None
    group: Annotated[str | None, Column("Group", note="Mandatory, optional, or the name of a pathway.", aliases=("Unit group", "Mandatory/optional", "Status"))] = None


class Assessor(NamedTuple):
    """One member of staff."""

    sheet: str
    row: int
    code: Annotated[str | None, Column("Assessor", note="Initials or staff code, as used on Claims.", required=True, aliases=("Initials", "Staff code", "Code", "Assessor code", "Assessor initials"), width=10)] = None
    name: Annotated[str | None, Column("Name", note="Full name.", required=True, aliases=("Full name", "Assessor name", "Staff name", "Staff"), width=24)] = None
    email: Annotated[str | None, Column("Email", Kind.EMAIL, "For the e-mails that the tool prepares.", aliases=("E-mail", "Email address"), width=32)] = None
    role: Annotated[str | None, Column("Role", note="Assessor, internal standardiser or IQA; more than one may stand here.", aliases=("Roles", "Job"), width=28)] = None
    subject_areas: Annotated[tuple[str, ...] | None, Column("Subject areas", Kind.LIST, "Separated by commas, in the words of the Qualifications sheet.", aliases=("Subject area", "Subjects", "Subject"), width=32)] = None
    unavailable_from: Annotated[dt.date | None, Column("Unavailable from", Kind.DATE, "First day away.", aliases=("Away from", "Absent from", "Leave from"))] = None
    unavailable_to: Annotated[dt.date | None, Column("Unavailable to", Kind.DATE, "Last day away.", aliases=("Away to", "Absent to", "Leave to", "Unavailable until"))] = None


class Candidate(NamedTuple):
    """One candidate. The key is centre number and candidate number."""

    sheet: str
    row: int
    centre_number: Annotated[str | None, Column("Centre number", Kind.CENTRE_NUMBER, "Only needed in a consortium: the centre the candidate is on roll at.", aliases=("Centre", "Centre no", "NCN"), width=10)] = None
    candidate_number: Annotated[str | None, Column("Candidate number", Kind.CANDIDATE_NUMBER, "Four digits. Leading zeros count.", required=True, aliases=("Cand no", "Exam no", "Candidate no", "Exam number", "Student number", "Learner number", "Candidate"), width=12)] = None
    surname: Annotated[str | None, Column("Surname", note="Family name.", required=True, aliases=("Last name", "Family name"), width=18)] = None
    forenames: Annotated[str | None, Column("Forenames", note="Given names.", required=True, aliases=("Forename", "First name", "First names", "Given names"), width=18)] = None
    date_of_birth: Annotated[dt.date | None, Column("Date of birth", Kind.DATE, "Day, month, year.", aliases=("DOB", "Birth date"))] = None
    uln: Annotated[str | None, Column("ULN", Kind.ULN, "Unique learner number, ten digits.", aliases=("Unique learner number", "Learner ULN"), width=13)] = None
    uci: Annotated[str | None, Column("UCI", Kind.UCI, "Unique candidate identifier, thirteen characters. It may begin with a former school's number.", aliases=("Unique candidate identifier",), width=16)] = None
    results_needed: Annotated[Need | None, Column("Results needed by", Kind.NEED, "For results needed in summer: summer 2027, a date, UCAS or yes.", aliases=("Results needed", "Needs results", "Results needed?", "Results by"))] = None
    left_on: Annotated[dt.date | None, Column("Left on", Kind.DATE, "The day a candidate left.", aliases=("Left", "Leaving date", "Date left"))] = None
    column: int = 0
    """Of a candidate in a tracker that is turned, whose candidates share a row: the column; 0 elsewhere."""

    @property
    def name(self) -> str:
        """The candidate's name as the centre writes it, for the workbook only; never for the terminal or a log."""
        return " ".join(part for part in (self.forenames, self.surname) if part)


class Entry(NamedTuple):
    """One entry (registration) of a candidate."""

    sheet: str
    row: int
    candidate_number: Annotated[str | None, Column("Candidate number", Kind.CANDIDATE_NUMBER, "As on Candidates.", required=True, aliases=("Cand no", "Exam no", "Candidate no", "Exam number", "Student number", "Learner number", "Candidate"), width=12)] = None
    entry_code: Annotated[str | None, Column("Entry code", Kind.ENTRY_CODE, "OCR's five-digit entry code.", required=True, aliases=("Scheme code", "Qualification code", "OCR code", "Qualification"), width=11)] = None
    unit_number: Annotated[str | None, Column("Unit number", Kind.UNIT_NUMBER, "Blank for the full award.", aliases=("Unit no", "Unit code", "Unit"), width=11)] = None
    entry_type: Annotated[EntryType | None, Column("Entry type", Kind.CHOICE, "Full award, unit, top-up, move-down or examined unit.", required=True, aliases=("Type", "Type of entry", "Registration type"), choices=EntryType, width=14)] = None
    entered_on: Annotated[dt.date | None, Column("Entered on", Kind.DATE, "The day the entry was made in Interchange.", required=True, aliases=("Entry date", "Date entered", "Registered on", "Registration date", "Entered", "Date of entry", "Date registered", "Date of registration", "Registered"))] = None
    withdrawn_on: Annotated[dt.date | None, Column("Withdrawn on", Kind.DATE, "The day the entry was withdrawn.", aliases=("Withdrawn", "Withdrawal date"))] = None
    estimated_completion: Annotated[str | None, Column("Estimated completion", note="As in the Progress Tracker, such as Summer 2027.", aliases=("Estimated completion date", "ECD", "Completion"))] = None


class Claim(NamedTuple):
    """One candidate's unit, from planned to certificated."""

    sheet: str
    row: int
    candidate_number: Annotated[str | None, Column("Candidate number", Kind.CANDIDATE_NUMBER, "As on Candidates.", required=True, aliases=("Cand no", "Exam no", "Candidate no", "Exam number", "Student number", "Learner number", "Candidate"), width=12)] = None
    entry_code: Annotated[str | None, Column("Entry code", Kind.ENTRY_CODE, "The qualification the claim is made under.", required=True, aliases=("Scheme code", "Qualification code", "OCR code", "Qualification"), width=11)] = None
    unit_number: Annotated[str | None, Column("Unit number", Kind.UNIT_NUMBER, "As on Units.", required=True, aliases=("Unit no", "Unit code", "Unit"), width=11)] = None
    assessor: Annotated[str | None, Column("Assessor", note="Initials or staff code, as on Assessors.", required=True, aliases=("Assessed by", "Initials", "Teacher", "Internal assessor"), width=10)] = None
    standardised_by: Annotated[str | None, Column("Standardised by", note="Who standardised or, for verified qualifications, quality assured it (IQA).", aliases=("IQA", "Internal standardiser", "IV", "Standardised by / IQA", "Standardiser", "Internally verified by", "Quality assured by"), width=12)] = None
    assessed_on: Annotated[dt.date | None, Column("Assessed on", Kind.DATE, "The day assessment was finished.", aliases=("Assessment date", "Date assessed", "Assessed", "Date of assessment"))] = None
    standardised_on: Annotated[dt.date | None, Column("Standardised on", Kind.DATE, "The day it was standardised or quality assured.", aliases=("Standardisation date", "Date standardised", "IQA date", "IV date", "Standardised"))] = None
    grade: Annotated[Grade | None, Column("Grade", Kind.CHOICE, "The grade claimed: P, M or D.", aliases=("Grade claimed", "Unit grade", "Claimed grade", "Achieved grade", "Grade achieved", "Actual grade", "Achieved", "Actual"), choices=Grade, width=8)] = None
    claimed_on: Annotated[dt.date | None, Column("Claimed on", Kind.DATE, "The day the claim was submitted in Interchange.", aliases=("Claim date", "Date claimed", "Claimed", "Date of claim"))] = None
    visit: Annotated[str | None, Column("Visit", note="The visit this claim is for, as named on Visits. Left blank, the next visit of the subject is taken.", aliases=("Visit name", "Visit number", "Moderation visit", "Visit no"), width=16)] = None
    claim_status: Annotated[ClaimStatus | None, Column("Claim status", Kind.CHOICE, "Planned, unsubmitted, submitted, sent to OCR, withdrawn or confirmed.", aliases=("Status", "Status of claim"), choices=ClaimStatus, width=13)] = None
    confirmed_grade: Annotated[Grade | None, Column("Confirmed grade", Kind.CHOICE, "The grade after the visit; it may differ from the one claimed.", aliases=("Grade confirmed", "Moderated grade", "Final grade"), choices=Grade, width=10)] = None
    sample_requested_on: Annotated[dt.date | None, Column("Sample requested on", Kind.DATE, "The day OCR asked for this portfolio. Only OCR chooses the sample.", aliases=("Sample requested", "Sample request", "Sampled on"))] = None
    sample_uploaded_on: Annotated[dt.date | None, Column("Sample uploaded on", Kind.DATE, "The day it was uploaded, for a virtual visit.", aliases=("Sample uploaded", "Uploaded on", "Uploaded"))] = None
    available_at_visit: Annotated[bool | None, Column("Available at visit", Kind.YES_NO, "Yes once the portfolio is ready for the day of the visit.", aliases=("Available", "Work available"))] = None
    results_published_on: Annotated[dt.date | None, Column("Results published on", Kind.DATE, "The day the result showed in Interchange.", aliases=("Results published", "Result date", "Results on"))] = None
    certificate_issued_on: Annotated[dt.date | None, Column("Certificate issued on", Kind.DATE, "The day the certificate was issued.", aliases=("Certificate issued", "Certificated on", "Certificate date"))] = None
    review_closed_on: Annotated[dt.date | None, Column("Review closed on", Kind.DATE, "The day a review of results was finished, if one was asked for.", aliases=("Review closed", "Review date"))] = None
    disposed_on: Annotated[dt.date | None, Column("Work disposed of on", Kind.DATE, "The day the work was returned or destroyed.", aliases=("Work disposed of", "Disposed on", "Work disposed on"))] = None
    column: int = 0
    """Of a claim in a grid, whose row holds one for each unit: the first column of its unit; 0 elsewhere."""
    candidate_name: str | None = None
    """In a tracker, whose rows may have no candidate number: the candidate's name as it stands there. For the workbook only."""

    @property
    def place(self) -> ClaimPlace:
        """What tells this claim from all others of the workbook, since a row of a grid holds several."""
        return self.sheet, self.row, self.column

    @property
    def is_withdrawn(self) -> bool:
        """Whether the claim no longer stands."""
        return self.claim_status is _WITHDRAWN

    @property
    def is_made(self) -> bool:
        """Whether the claim has gone in: it has a date, or a status that it can only have once it has been submitted."""
        return self.claimed_on is not None or self.claim_status in _MADE

    @property
    def is_achieved(self) -> bool:
        """Whether OCR has confirmed the unit."""
        status = self.claim_status
        return status is _CONFIRMED or (
            (self.certificate_issued_on is not None or self.confirmed_grade in _ACHIEVED) and status is not _WITHDRAWN
        )


_WITHDRAWN, _CONFIRMED = ClaimStatus.WITHDRAWN, ClaimStatus.CONFIRMED  # looked at for every claim by most rules
_MADE = frozenset({ClaimStatus.SUBMITTED, ClaimStatus.SENT, ClaimStatus.CONFIRMED})
_ACHIEVED = frozenset({Grade.PASS, Grade.MERIT, Grade.DISTINCTION, Grade.DISTINCTION_STAR})


class Visit(NamedTuple):
    """One planned or past visit: a moderation visit of a subject area, or an EQA visit of one verified entry code."""

    sheet: str
    row: int
    name: Annotated[str | None, Column("Visit", note="A name or number of your own, as used on Claims.", required=True, aliases=("Visit name", "Visit number", "Visit no"), width=18)] = None
    subject_area: Annotated[str | None, Column("Subject area", note="Cambridge Technicals: in the words of the Qualifications sheet.", aliases=("Sector", "Subject", "Subject area/sector", "Subject/sector"), width=22)] = None
    entry_code: Annotated[str | None, Column("Entry code", Kind.ENTRY_CODE, "Verified qualifications: the entry code the visit is for.", aliases=("Scheme code", "Qualification code", "OCR code"), width=11)] = None
    visit_date: Annotated[dt.date | None, Column("Visit date", Kind.DATE, "The day of the visit. Deadlines follow it.", required=True, aliases=("Date of visit", "Date", "Moderation date"))] = None
    type: Annotated[VisitType | None, Column("Type", Kind.CHOICE, "Virtual or face-to-face, for moderation visits.", aliases=("Visit type", "Type of visit", "F2F/Virtual", "Virtual/F2F", "Face-to-face/virtual", "Virtual/face-to-face", "Virtual or face-to-face"), choices=VisitType, width=13)] = None
    type_told_on: Annotated[dt.date | None, Column("Type told on", Kind.DATE, "The day the moderator was told which type you prefer.", aliases=("Type told", "Told moderator on", "Preference told on"))] = None
    booked_on: Annotated[dt.date | None, Column("Booked on", Kind.DATE, "The day the visit was booked.", aliases=("Booked", "Date booked"))] = None
    status: Annotated[VisitStatus | None, Column("Status", Kind.CHOICE, "Planned, confirmed, cancelled or done.", aliases=("Visit status",), choices=VisitStatus, width=11)] = None
    final_visit: Annotated[bool | None, Column("Final visit", Kind.YES_NO, "Yes for the last visit of the year that summer results depend on.", aliases=("Final", "Last visit"), width=9)] = None
    named_contact: Annotated[str | None, Column("Named contact", note="Who meets the moderator on arrival.", aliases=("Contact",), width=20)] = None
    moved_from: Annotated[dt.date | None, Column("Moved from", Kind.DATE, "The earlier date, where the visit was moved.", aliases=("Moved from date", "Previous date"))] = None

    @property
    def stands(self) -> bool:
        """Whether the visit is to happen or has happened: it has a date and was not cancelled."""
        return self.visit_date is not None and self.status is not VisitStatus.CANCELLED

    @property
    def label(self) -> str:
        """What the centre calls the visit."""
        return self.name or f"the visit in row {self.row}"

    @property
    def known_by(self) -> tuple[str, str, str]:
        """What tells the visit from others and stays when it moves: its name and what it is for, reduced by `key`."""
        return key(self.name or ""), key(self.subject_area or ""), self.entry_code or ""


class Closure(NamedTuple):
    """A run of days on which the centre is shut."""

    sheet: str
    row: int
    first_day: Annotated[dt.date | None, Column("From", Kind.DATE, "First day shut.", required=True, aliases=("First day", "Start", "Closed from"))] = None
    last_day: Annotated[dt.date | None, Column("To", Kind.DATE, "Last day shut; blank for one day.", aliases=("Last day", "End", "Until", "Closed to"))] = None
    reason: Annotated[str | None, Column("Reason", note="Half-term, inset day, and the like.", aliases=("Why",), width=30)] = None


Record = Centre | Qualification | Unit | Assessor | Candidate | Entry | Claim | Visit | Closure

SHEETS: dict[type[Record], SheetOf] = {
    Centre: SheetOf("Centre", ("Center", "School", "College", "Centre details"), "a label and a value"),
    Qualification: SheetOf("Qualifications", ("Courses", "Quals", "Qualification"), "one entry code the centre offers"),
    Unit: SheetOf("Units", ("Unit", "Unit list"), "one unit of one qualification", required=True),
    Assessor: SheetOf("Assessors", ("Staff", "Teachers", "Assessor", "Staff list"), "one member of staff", required=True),
    Candidate: SheetOf("Candidates", ("Students", "Learners", "Candidate", "Candidate list"), "one candidate", required=True),
    Entry: SheetOf("Entries", ("Registrations", "Entry", "Registration"), "one entry (registration)"),
    Claim: SheetOf("Claims", ("Claim", "Unit claims", "Claim tracker"), "one candidate's unit, from planned to certificated"),
    Visit: SheetOf("Visits", ("Visit", "Moderation visits", "Visit plan", "Moderation"), "one planned or past visit", required=True),
    Closure: SheetOf("Closures", ("Closed days", "Holidays", "Closure", "Closure days"), "a run of days the centre is shut"),
}


RECORDS: dict[str, type[Record]] = {
    "centre": Centre,
    "qualifications": Qualification,
    "units": Unit,
    "assessors": Assessor,
    "candidates": Candidate,
    "entries": Entry,
    "claims": Claim,
    "visits": Visit,
    "closures": Closure,
}
"""The kinds of record by the word that rules use for their sheet, as in ``claims.claimed_on``."""

_columns: dict[type[Any], Mapping[str, Column]] = {}


def columns_of(record: type[Any]) -> Mapping[str, Column]:
    """The columns of a sheet in order, by the name of their field."""
    if record not in _columns:
        hints: dict[str, Any] = get_type_hints(record, include_extras=True)
        _columns[record] = {
            name: part
            for name, hint in hints.items()
            for part in getattr(hint, "__metadata__", ())
            if isinstance(part, Column)
        }
    return _columns[record]


@lru_cache(maxsize=65_536)
def key(text: str) -> str:
    """A heading, name or subject reduced to its letters and digits, so that case, spaces and punctuation do not matter."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    return "".join(character for character in text.casefold() if character.isalnum())


# ------------------------------------------------------------------------------------------------------------ the book


def column_letters(number: int) -> str:
    """Excel's letters for a column counted from 1: 28 is AB."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


class Cell(NamedTuple):
    """One cell as Excel names it. The column counts from 1; the heading is the centre's own."""

    sheet: str
    row: int
    column: int
    heading: str

    @property
    def ref(self) -> str:
        """The cell's name within its sheet, such as J14."""
        return f"{column_letters(self.column)}{self.row}"


@dataclass(frozen=True)
class Table:
    """What was read as what: the records of one kind that a sheet holds, and where each of their fields stands."""

    record: type[Record]
    sheet: str
    heading_row: int
    columns: Mapping[str, int]
    headings: Mapping[str, str]
    rows: int = 0
    field_rows: Mapping[str, int] = field(default_factory=dict)
    """Only where a sheet is labels and values: the row of each field."""
    unread: Sequence[str] = ()
    """The headings that were taken for nothing."""
    reached_by: str = ""
    """How the sheet was recognised, where that was not by its name."""
    first_column: int = 0
    last_column: int = 0
    """The columns it stands in, where other tables may stand beside it; 0 and 0 where it has the sheet to itself."""
    last_row: int = 0
    """The last of its rows, where something else stands below; 0 where it goes on to the end of the sheet."""
    block: int = 0
    """Of a grid, which is a table for each of its units: the first column of this one's unit."""
    unit: str = ""
    """Of a grid: the unit these are claims of, as its heading says it."""
    is_aside: bool = False
    """Whether these are columns of their own on a sheet whose rows are something else, such as entries on Candidates."""
    remarks: Sequence[str] = ()
    """What else is to be said of how it was read, each a sentence: rows that were passed over, headings that were nearly right."""

    def holds(self, row: int, column: int) -> bool:
        """Whether a cell is one of this table's."""
        below = self.heading_row <= row and (not self.last_row or row <= self.last_row)
        return below and (not self.last_column or self.first_column <= column <= self.last_column)

    @property
    def place(self) -> tuple[str, int, int]:
        """Which table of the workbook it is: those with one place, as of a grid's units, share their rows and added columns."""
        return self.sheet, self.heading_row, self.first_column


class Trouble(Enum):
    """The ways in which a cell or a sheet can be impossible to read, or only just possible."""

    ERROR_VALUE = "error value"
    NO_STORED_VALUE = "formula with no stored value"
    UNREADABLE = "cannot be read as what the column holds"
    MISSING = "required and empty"
    TEXT_DATE = "date typed as text, in an order that could be either"
    SHORT_YEAR = "year with two digits"
    NEARLY_RIGHT = "nearly what the column holds, and taken for it"
    NAME_DIFFERS = "name and number of two candidates"
    NEAR_NAME = "names what is nearly on another sheet, and taken for it"
    NO_COLUMN = "required column is not there"
    NO_SHEET = "required sheet is not there"
    NEARLY = "sheet or heading that is nearly right, and was taken for what it most likely means"
    UNCLEAR_SHEET = "sheet that could be more than one thing, and was not read"
    UNCLEAR_GRID = "part of a grid of which it cannot be told what it means"
    LEFT_OUT = "rows beside a table that were not read"


class Problem(NamedTuple):
    """Something on a sheet that the reader could not take, or had to choose how to take."""

    trouble: Trouble
    sheet: str
    cell: Cell | None
    wrong: str
    fix: str


class SetAside(NamedTuple):
    """A sheet that nothing was read from, and why: a clause such as “its name says that it is old”."""

    sheet: str
    because: str


class VisitUsed(NamedTuple):
    """The visit a claim belongs to, and whether the centre named it or the tool chose it."""

    visit: Visit
    chosen: bool


class Work(NamedTuple):
    """How far the portfolios of one visit are, taken together, and by when its candidates still wait for results."""

    entered: bool
    claimed: bool
    requested: bool
    uploaded: bool
    needs: frozenset[Need]


Place = tuple[str, int]
"""The sheet and row of a record that has the row to itself."""
ClaimPlace = tuple[str, int, int]
"""The sheet, the row and, in a grid, the column of a claim."""
RecordPlace = tuple[type[Any], str, int, int]
"""The kind of a record with its sheet, row and, where several share a row, its column."""

NO_CENTRE = Centre("Centre", 1)
"""What a workbook without a Centre sheet says of its centre: nothing."""


@dataclass(frozen=True)
class Book:
    """Everything the centre's workbook says, as seen on one day. Rows are in the order of the sheets."""

    as_of: dt.date
    centre: Centre = NO_CENTRE
    qualifications: tuple[Qualification, ...] = ()
    units: tuple[Unit, ...] = ()
    assessors: tuple[Assessor, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    entries: tuple[Entry, ...] = ()
    claims: tuple[Claim, ...] = ()
    visits: tuple[Visit, ...] = ()
    closures: tuple[Closure, ...] = ()
    tables: tuple[Table, ...] = ()
    problems: tuple[Problem, ...] = ()
    text_dates: frozenset[tuple[str, int, int]] = frozenset()
    """Cells (sheet, row, column) whose date is text: a formula cannot reckon with them."""
    undated: frozenset[tuple[str, int, int]] = frozenset()
    """Cells (sheet, row, column) of a column of days that say that something is done, and not when."""
    set_aside: tuple[SetAside, ...] = ()
    """The sheets that were left alone for a reason that is to be told."""
    mapping: str = ""
    """The name of the mapping file by which it was read; empty where there was none."""
    cells: Mapping[RecordPlace, Mapping[str, Cell]] = field(default_factory=dict)
    """Where the fields of a record stand that are not in its own row and its table's columns, as in trackers."""
    judgements: tuple[Judgement, ...] = ()
    """What the reader decided, and why."""
    whole: Book | None = None
    """For a book that holds one family's rows only: the book with all rows."""

    # -- where things stand

    def rows(self, kind: str) -> tuple[Record, ...]:
        """All the rows of one kind, by the word of `RECORDS`, such as ``claims``."""
        found: Any = getattr(self, kind)
        return (found,) if isinstance(found, Centre) else found

    def called(self, record: type[Record]) -> str:
        """What the centre calls its sheet of such records; our own name for it where there is none."""
        return next((table.sheet for table in self.tables if table.record is record), SHEETS[record].name)

    @cached_property
    def _records_at(self) -> Mapping[Place, Sequence[Record]]:
        return _grouped(((row.sheet, row.row), row) for kind in RECORDS for row in self.rows(kind))

    def record_of(self, cell: Cell) -> Record | None:
        """The record that a cell is part of. Of a row that holds several, the one that has the cell for a field of its own: of a
        candidate and an entry in one row the candidate, of the claims in a row of a grid the first, where they share it.
        """
        records = self._records_at.get((cell.sheet, cell.row), ())
        if len(records) > 1:
            for record in records:
                table = self.table_of(record)
                if table and cell.column in table.columns.values():
                    return record
        return records[0] if records else None

    @cached_property
    def _tables(self) -> dict[tuple[type[Record], str], list[Table]]:
        found: defaultdict[tuple[type[Record], str], list[Table]] = defaultdict(list)
        for table in self.tables:
            found[table.record, table.sheet].append(table)
        return dict(found)

    def table(self, record: type[Record], sheet: str) -> Table | None:
        """The table on that sheet which holds such records; the first, where there are several."""
        return next(iter(self._tables.get((record, sheet), ())), None)

    def table_of(self, record: Record) -> Table | None:
        """The table that a record was read from."""
        tables = self._tables.get((type(record), record.sheet), ())
        if len(tables) > 1:
            block = record.column if isinstance(record, Claim) else 0
            for table in tables:
                if table.block == block and table.holds(record.row, block or table.first_column):
                    return table
        return tables[0] if tables else None

    def has_column(self, record: type[Record], name: str) -> bool:
        """Whether any sheet has the column of that field."""
        return any(table.record is record and name in table.columns for table in self.tables)

    def cell(self, record: Record, name: str) -> Cell:
        """The cell a field of a record stands in; where its column is not there, the first cell that the record has."""
        if self.cells and (own := self.cells.get((type(record), record.sheet, record.row, getattr(record, "column", 0)))):
            return own.get(name) or next(iter(own.values()))
        table = self.table_of(record)
        if table is None:
            return Cell(record.sheet, record.row, 1, columns_of(type(record))[name].heading)
        place = name if name in table.columns else next(iter(table.columns))
        return Cell(record.sheet, table.field_rows.get(place, record.row), table.columns[place], table.headings[place])

    @cached_property
    def _unread(self) -> frozenset[tuple[str, int, int]]:
        return self.undated | {
            (problem.cell.sheet, problem.cell.row, problem.cell.column) for problem in self.problems if problem.cell
        }

    def is_unread(self, record: Record, name: str) -> bool:
        """Whether the cell of that field holds something that could not be read, so that its ``None`` proves nothing."""
        if not self.problems:
            return False
        cell = self.cell(record, name)
        return (cell.sheet, cell.row, cell.column) in self._unread

    def is_true_date(self, record: Record, name: str) -> bool:
        """Whether the cell of that field holds a date as Excel counts dates, so that a formula can follow it."""
        table = self.table_of(record)
        if table is None or name not in table.columns or getattr(record, name) is None:
            return False
        cell = self.cell(record, name)
        # A formula beside a row can only follow what stands in that row.
        return (cell.sheet, cell.row) == (record.sheet, record.row) and (cell.sheet, cell.row, cell.column) not in self.text_dates

    # -- who and what

    @cached_property
    def qualification_of(self) -> Mapping[str, Qualification]:
        """The row of each entry code on Qualifications; the first, where a code stands twice."""
        return _first((row.entry_code, row) for row in self.everything.qualifications)

    @cached_property
    def unit_of(self) -> Mapping[tuple[str, str], Unit]:
        """The row of each (entry code, unit number) on Units."""
        return _first(
            ((row.entry_code, row.unit_number) if row.entry_code and row.unit_number else None, row)
            for row in self.everything.units
        )

    @cached_property
    def candidates_numbered(self) -> Mapping[str, Sequence[Candidate]]:
        """The candidates with each number: more than one in a consortium, or by mistake."""
        return _grouped((row.candidate_number, row) for row in self.candidates)

    @cached_property
    def assessor_called(self) -> Mapping[str, Assessor]:
        """Staff by their code and by their name, both reduced by `key`."""
        found: dict[str, Assessor] = {}
        for row in self.assessors:
            for text in (row.code, row.name):
                if text and key(text):
                    found.setdefault(key(text), row)
        return found

    def assessor_for(self, text: str | None) -> Assessor | None:
        """The member of staff that a cell names by initials, code or full name."""
        return self.assessor_called.get(key(text)) if text else None

    @property
    def everything(self) -> Book:
        """The book with the rows of both families."""
        return self.whole or self

    # -- the two families

    @cached_property
    def _family_of(self) -> dict[str, Family | None]:
        found: dict[str, Family | None] = {}
        for unit in self.everything.units:
            if unit.entry_code and unit.assessment:
                found[unit.entry_code] = (
                    Family.VERIFIED if unit.assessment is Assessment.VERIFIED else Family.TECHNICALS
                )
        found.update((row.entry_code, row.family) for row in self.everything.qualifications if row.entry_code and row.family)
        # What the family's column says of a BTEC or of a Cambridge National is no reason to check it by the rules of another.
        others = {
            row.entry_code
            for row in self.everything.qualifications
            if row.entry_code and not is_entry_code(row.entry_code) and other_award(row.entry_code, row.title)
        }
        return {code: family for code, family in found.items() if code not in others and not other_award(code, None)}

    def family_of(self, entry_code: str | None) -> Family | None:
        """Which rules hold for an entry code: as Qualifications says or, failing that, as its units are assessed."""
        return self._family_of.get(entry_code) if entry_code else None

    def subject_of(self, entry_code: str | None) -> str | None:
        """The subject area of an entry code, reduced by `key`, as the centre's Qualifications sheet maps it (B65)."""
        row = self.qualification_of.get(entry_code) if entry_code else None
        return key(row.subject_area) if row and row.subject_area else None

    @cached_property
    def _families_of_subject(self) -> Mapping[str, Sequence[Family]]:
        return _grouped(
            (key(row.subject_area) if row.subject_area and row.family else None, row.family)
            for row in self.everything.qualifications
        )

    def family_of_visit(self, visit: Visit) -> Family | None:
        """Verified visits name an entry code; moderation visits are for a subject area."""
        if visit.entry_code:
            return self.family_of(visit.entry_code)
        if not visit.subject_area:
            return None
        families = set(self._families_of_subject.get(key(visit.subject_area), ()))
        return Family.VERIFIED if families == {Family.VERIFIED} else Family.TECHNICALS

    def subject_of_visit(self, visit: Visit) -> str | None:
        """The subject area of a visit, reduced by `key`."""
        return key(visit.subject_area) if visit.subject_area else self.subject_of(visit.entry_code)

    def of(self, family: Family) -> Book:
        """The same book with only the rows of one family. Candidates, staff and closures belong to both."""
        return self._by_family[family]

    @cached_property
    def _by_family(self) -> Mapping[Family, Book]:
        return {family: self._only(family) for family in Family}

    def _only(self, family: Family) -> Book:
        return replace(
            self,
            qualifications=tuple(row for row in self.qualifications if self.family_of(row.entry_code) is family),
            units=tuple(row for row in self.units if self.family_of(row.entry_code) is family),
            entries=tuple(row for row in self.entries if self.family_of(row.entry_code) is family),
            claims=tuple(row for row in self.claims if self.family_of(row.entry_code) is family),
            visits=tuple(row for row in self.visits if self.family_of_visit(row) is family),
            whole=self.everything,
        )

    @cached_property
    def rows_of_no_family(self) -> Mapping[str, int]:
        """How many rows of each kind no rule of either family sees, because nothing says which they belong to."""
        found = {
            kind: sum(self.family_of(getattr(row, "entry_code", None)) is None for row in self.rows(kind))
            for kind in ("qualifications", "units", "entries", "claims")
        }
        return {**found, "visits": sum(self.family_of_visit(row) is None for row in self.visits)}

    # -- claims, entries and their visits

    @cached_property
    def _visits_named(self) -> Mapping[str, Sequence[Visit]]:
        """Visits by name, those that stand first: a cancelled visit and its replacement may share one."""
        visits = sorted(self.everything.visits, key=lambda row: not row.stands)
        return _grouped((key(row.name) if row.name else None, row) for row in visits)

    def has_visit_named(self, text: str) -> bool:
        """Whether a visit of that name is on Visits."""
        return key(text) in self._visits_named

    def _of_its_own(self, claim: Claim, named: Sequence[Visit]) -> Visit:
        """Of the visits of one name, the one for the claim's own subject area or entry code; else the first."""
        if len(named) > 1:
            for visit in self.visits_for(claim.entry_code):
                if visit in named:
                    return visit
        return named[0]

    @cached_property
    def _standing(self) -> Mapping[tuple[Family | None, str | None], Sequence[Visit]]:
        """Visits that stand, by what they are for (subject area, or entry code for verified), in order of date."""
        rows = sorted((row for row in self.everything.visits if row.stands), key=lambda row: row.visit_date or dt.date.max)
        return _grouped(
            (self._visit_for(self.family_of_visit(row), row.entry_code, self.subject_of_visit(row)), row) for row in rows
        )

    @staticmethod
    def _visit_for(
        family: Family | None, entry_code: str | None, subject: str | None
    ) -> tuple[Family | None, str | None] | None:
        for_what = entry_code or subject if family is Family.VERIFIED else subject
        return (family, for_what) if family and for_what else None

    def visits_for(self, entry_code: str | None) -> Sequence[Visit]:
        """The visits that stand for an entry code, in order of date: of its subject area or, verified, of the code itself."""
        family = self.family_of(entry_code)
        subject = self.subject_of(entry_code)
        found = self._standing.get(self._visit_for(family, entry_code, subject) or (None, None), ())
        if not found and family is Family.VERIFIED:
            found = self._standing.get((family, subject), ())
        return found

    @cached_property
    def _visits_used(self) -> dict[ClaimPlace, VisitUsed]:
        if self.whole:
            return self.whole._visits_used
        found: dict[ClaimPlace, VisitUsed] = {}
        for claim in self.claims:
            if claim.visit:
                named = self._visits_named.get(key(claim.visit))
                if named:
                    found[claim.place] = VisitUsed(self._of_its_own(claim, named), chosen=False)
                continue
            day = claim.claimed_on or self.as_of
            for visit in self.visits_for(claim.entry_code):
                if visit.visit_date and visit.visit_date >= day:
                    found[claim.place] = VisitUsed(visit, chosen=True)
                    break
        return found

    def visit_of(self, claim: Claim) -> VisitUsed | None:
        """The visit a claim belongs to: the one it names or, where it names none, the next of its subject on or after the day
        it was claimed (or today). ``None`` where there is none, or where the name is not on Visits.
        """
        return self._visits_used.get(claim.place)

    @cached_property
    def claims_at(self) -> Mapping[Place, Sequence[Claim]]:
        """The claims of each visit that were not withdrawn, by the visit's place."""
        return _grouped(
            ((used.visit.sheet, used.visit.row) if used and not claim.is_withdrawn else None, claim)
            for claim in self.claims
            for used in (self.visit_of(claim),)
        )

    def claims_of_visit(self, visit: Visit) -> Sequence[Claim]:
        """The claims that belong to a visit and were not withdrawn."""
        return self.claims_at.get((visit.sheet, visit.row), ())

    @cached_property
    def portfolios(self) -> Sequence[Claim]:
        """The claims that moderation is about: they stand, and are not of an examined unit (S2)."""
        return [
            claim for claim in self.claims if not claim.is_withdrawn and self.assessment_of(claim) is not Assessment.EXAMINED
        ]

    @cached_property
    def _portfolios_at(self) -> Mapping[Place, Sequence[Claim]]:
        return _grouped(
            ((used.visit.sheet, used.visit.row) if used else None, claim)
            for claim in self.portfolios
            for used in (self.visit_of(claim),)
        )

    def portfolios_at(self, visit: Visit) -> Sequence[Claim]:
        """The portfolios that belong to a visit."""
        return self._portfolios_at.get((visit.sheet, visit.row), ())

    @cached_property
    def _moderation_visits(self) -> Mapping[ClaimPlace, tuple[Visit, dt.date]]:
        families = {(row.sheet, row.row): self.family_of_visit(row) for row in self.everything.visits}
        return {
            place: (visit, visit.visit_date)
            for place, (visit, chosen) in self._visits_used.items()
            if not chosen
            and visit.stands
            and visit.visit_date
            and families[visit.sheet, visit.row] is Family.TECHNICALS
        }

    def moderation_visit_of(self, claim: Claim) -> tuple[Visit, dt.date] | None:
        """The moderation visit that the centre named on a claim, with its date, where it stands. An EQA visit is none: it has no
        such deadlines, and that a claim of another family names one is reported on its own.
        """
        return self._moderation_visits.get(claim.place)

    @cached_property
    def moderated(self) -> Sequence[tuple[Claim, tuple[Visit, dt.date]]]:
        """The portfolios for which the centre named a moderation visit that stands, each with that visit and its date."""
        return [(claim, named) for claim in self.portfolios if (named := self.moderation_visit_of(claim))]

    @cached_property
    def _work_at(self) -> dict[Place, Work]:
        return {}

    def work_at(self, visit: Visit) -> Work:
        """How far the portfolios of a visit are."""
        family = None if self.whole else self.family_of_visit(visit)
        if family:
            return self.of(family).work_at(visit)
        place = (visit.sheet, visit.row)
        if place not in self._work_at:
            self._work_at[place] = self._see_work(self.portfolios_at(visit))
        return self._work_at[place]

    def _see_work(self, claims: Sequence[Claim]) -> Work:
        requested = [claim for claim in claims if claim.sample_requested_on]
        waiting = {
            claim.candidate_number for claim in claims if not claim.is_achieved and not claim.results_published_on
        }
        return Work(
            entered=bool(claims) and all(claim.is_achieved or self.entries_behind(claim) for claim in claims),
            claimed=bool(claims) and all(claim.is_made or claim.is_achieved for claim in claims),
            requested=bool(requested),
            uploaded=bool(requested) and all(claim.sample_uploaded_on for claim in requested),
            needs=frozenset(
                candidate.results_needed
                for number in waiting
                for candidate in self.candidates_numbered.get(number or "", ())
                if candidate.results_needed
            ),
        )

    @cached_property
    def _entries_of(self) -> Mapping[tuple[str, str], Sequence[Entry]]:
        return _grouped(
            ((row.candidate_number, row.entry_code) if row.candidate_number and row.entry_code else None, row)
            for row in self.entries
        )

    def entries_of(self, candidate_number: str | None, entry_code: str | None) -> Sequence[Entry]:
        """A candidate's entries for one entry code, withdrawn ones too."""
        return self._entries_of.get((candidate_number or "", entry_code or ""), ())

    @cached_property
    def _behind(self) -> dict[ClaimPlace, Sequence[Entry]]:
        # A claim's entries are of its own code, and so of its own family: both books may share what was found.
        return self.whole._behind if self.whole else {}

    def entries_behind(self, claim: Claim) -> Sequence[Entry]:
        """The entries that a claim can rest on (S29): the candidate's for the same entry code, whole or for that unit, that were
        not withdrawn before the claim. An examined-unit entry is for the examination and carries no claim (B8).
        """
        place = claim.place
        found = self._behind.get(place)
        if found is None:
            found = self._behind[place] = self._find_entries_behind(claim)
        return found

    def first_entry_behind(self, claim: Claim) -> Entry | None:
        """Of the entries that a claim can rest on, the one made first; one without a day counts as made last."""
        entries = self.entries_behind(claim)
        if len(entries) > 1:
            return min(entries, key=lambda entry: entry.entered_on or dt.date.max)
        return entries[0] if entries else None

    def _find_entries_behind(self, claim: Claim) -> Sequence[Entry]:
        entries = self.entries_of(claim.candidate_number, claim.entry_code)
        return entries and [
            entry
            for entry in entries
            if entry.entry_type is not EntryType.EXAMINED_UNIT
            and (entry.unit_number is None or entry.unit_number == claim.unit_number or entry.entry_type not in _OF_ONE_UNIT)
            and (entry.withdrawn_on is None or (claim.claimed_on is not None and entry.withdrawn_on > claim.claimed_on))
        ]

    def assessment_of(self, claim: Claim) -> Assessment | None:
        """How the claimed unit is judged, where Units says so."""
        unit = self.unit_of.get((claim.entry_code or "", claim.unit_number or ""))
        return unit.assessment if unit else None


_OF_ONE_UNIT = frozenset({EntryType.UNIT, EntryType.EXAMINED_UNIT, None})

K = TypeVar("K")
V = TypeVar("V")


def _first(pairs: Iterable[tuple[K | None, V]]) -> dict[K, V]:
    """The first value for each key; pairs without a key are left out."""
    found: dict[K, V] = {}
    for name, value in pairs:
        if name is not None:
            found.setdefault(name, value)
    return found


def _grouped(pairs: Iterable[tuple[K | None, V | None]]) -> dict[K, list[V]]:
    """All values for each key, in order; pairs without a key or a value are left out."""
    found: defaultdict[K, list[V]] = defaultdict(list)
    for name, value in pairs:
        if name is not None and value is not None:
            found[name].append(value)
    return dict(found)
