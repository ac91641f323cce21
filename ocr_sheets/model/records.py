"""What a centre's workbook holds: one class a sheet, one field a column.

This is the only description of the sheets. The reader, the template, the rules, the annotated columns and the tests all follow it.
Records are frozen; a cell that was empty or could not be read is ``None``. Every record knows the sheet and the row it stands in,
as Excel counts them.

Annotations are worked out as they stand here, unlike in other modules: kept as text, these long ones would be compiled at each start.
"""

import datetime as dt
import re
from collections.abc import Mapping
from enum import Enum, StrEnum
from typing import Annotated, Any, NamedTuple, get_type_hints

from ocr_sheets.dates import say
from ocr_sheets.patterns import regex
from ocr_sheets.text import key

Place = tuple[str, int]
"""The sheet and row of a record that has the row to itself."""
ClaimPlace = tuple[str, int, int]
"""The sheet, the row and, in a grid, the column of a claim."""
RecordPlace = tuple[type[Any], str, int, int]
"""The kind of a record with its sheet, row and, where several share a row, its column."""


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
    PROVISIONAL = "provisional"
    POSTPONED = "postponed"


class Grade(StrEnum):
    """Grades that appear in workbooks. Which of them a unit may hold is a rule (B31)."""

    PASS = "P"
    MERIT = "M"
    DISTINCTION = "D"
    DISTINCTION_STAR = "D*"
    NEAR_PASS = "R"
    UNCLASSIFIED = "U"
    FAIL = "F"
    ACHIEVED = "Achieved"
    NOT_ACHIEVED = "Not achieved"


class SizeUnit(StrEnum):
    """What the size of a unit or qualification is counted in."""

    GLH = "GLH"
    CREDITS = "credits"
    UNITS = "units"


class Nation(StrEnum):
    """Where the centre is: its bank holidays. Those of the last four are not among ours (B120)."""

    ENGLAND = "England"
    WALES = "Wales"
    NORTHERN_IRELAND = "Northern Ireland"
    SCOTLAND = "Scotland"
    JERSEY = "Jersey"
    GUERNSEY = "Guernsey"
    ISLE_OF_MAN = "Isle of Man"


class Need(NamedTuple):
    """When a candidate needs results: for a summer (``None``: this one, as in "UCAS" or "yes"), or by a day that is not in summer.

    ``summer_day`` is the day in summer that was typed, where one was: OCR's days for the summer hold for moderation, and for verified
    qualifications, which have none, the day itself.
    """

    summer: int | None = None
    day: dt.date | None = None
    summer_day: dt.date | None = None




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
    UNITS = "unit numbers, separated by commas"
    CHOICE = "one of a list"


class Column(NamedTuple):
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


_NO_CONSORTIUM = regex(
    r"\s*(?:no|none|false|n/?a|nil|not applicable|not in (?:a|any) consortium|-+|single centre)\b|\s*[-–—]+\s*$|\s*(?:we are )?not\b",
    re.IGNORECASE,
)
"""How a cell says that there is no consortium: No, No - single centre, Not applicable, No consortium."""
_YES_ALONE = regex(r"\s*(?:yes|y|true|consortium)\b[\s.!]*", re.IGNORECASE)


class Centre(NamedTuple):
    """The centre itself. On this sheet each row is a label and its value."""

    sheet: str
    row: int
    centre_number: Annotated[str | None, Column("Centre number", Kind.CENTRE_NUMBER, "Your five-digit national centre number (NCN).", aliases=("NCN", "Centre no", "National centre number", "Exam centre number", "OCR centre number",))] = None
    centre_name: Annotated[str | None, Column("Centre name", note="The name of the school or college.", aliases=("School", "College", "Name of centre", "School name", "College name",), width=34)] = None
    academic_year: Annotated[int | None, Column("Academic year", Kind.ACADEMIC_YEAR, "The year this workbook plans, such as 2026/27.", aliases=("Year", "AY", "Academic yr",))] = None
    nation: Annotated[Nation | None, Column("Nation", Kind.CHOICE, "For the bank holidays.", choices=Nation, aliases=("Country",))] = None
    consortium: Annotated[str | None, Column("Consortium", note="The consortium's name, or no.", aliases=("Consortium name",))] = None
    consortium_centres: Annotated[tuple[str, ...] | None, Column("Consortium centres", Kind.LIST, "Centre numbers of the consortium, separated by commas.", aliases=("Partner centres", "Other centres",))] = None
    consortium_form: Annotated[bool | dt.date | None, Column("Consortium form submitted", Kind.YES_OR_DATE, "The day the centre consortium arrangements form went in through the Centre Admin Portal (CAP): needed every academic year.", aliases=("CAP form", "Consortium form", "CAP form submitted", "Consortium form submitted on", "JCQ/CCA", "CCA form",))] = None
    named_contact: Annotated[str | None, Column("Named contact", note="Who meets visiting moderators.", aliases=("Contact", "Visit contact", "Main contact",))] = None
    exams_officer: Annotated[str | None, Column("Exams officer", note="Who sees to entries and claims.", aliases=("EO", "Examinations officer", "Exams manager", "Exams lead", "Exams administrator",))] = None
    exams_officer_email: Annotated[str | None, Column("Exams officer email", Kind.EMAIL, "For the emails that the tool prepares.", aliases=("EO email", "Exams email", "Exams inbox",), width=30)] = None
    visit_fee: Annotated[float | None, Column("Standard visit fee", Kind.NUMBER, "OCR's fee for a visit beyond the free ones, from its fees list. The tool has no figure of its own.", aliases=("Visit fee", "Fee", "Additional visit fee",))] = None

    @property
    def is_consortium(self) -> bool:
        """Whether the centre works in a consortium: the cell has a name or a yes, and not a word for none."""
        return bool(self.consortium) and not _NO_CONSORTIUM.match(self.consortium or "")

    @property
    def said(self) -> str:
        """The centre by name and number, as far as they are known."""
        number = f"({self.centre_number})" if self.centre_number and self.centre_name else self.centre_number
        return " ".join(part for part in (self.centre_name, number) if part)

    @property
    def consortium_name(self) -> str | None:
        """The consortium's name; ``None`` where there is no consortium, or only a yes that names none."""
        is_named = self.is_consortium and not _YES_ALONE.fullmatch(self.consortium or "")
        return self.consortium if is_named else None


class Qualification(NamedTuple):
    """One entry code that the centre offers."""

    sheet: str
    row: int
    entry_code: Annotated[str | None, Column("Entry code", Kind.ENTRY_CODE, "OCR's five-digit entry code. Leading zeros count.", required=True, aliases=("Scheme code", "Qualification code", "Code", "OCR code", "Entry codes", "OCR entry code", "Award code", "Qual code", "Syllabus code",), width=11)] = None
    qan: Annotated[str | None, Column("QAN", Kind.QAN, "The qualification number on the Ofqual register, such as 601/2977/3.", aliases=("Qualification number", "QN", "Qualification accreditation number", "QN number", "Ofqual no", "Accreditation no", "Learning aim", "Learning aim ref", "LARS",))] = None
    title: Annotated[str | None, Column("Title", note="The title of the qualification.", aliases=("Qualification", "Qualification title", "Qual name", "Qualification name", "Course title", "Programme title",), width=46)] = None
    family: Annotated[Family | None, Column("Family", Kind.CHOICE, "Cambridge Technicals, or Verified for the careers diplomas. Their rules differ.", required=True, aliases=("Qualification family", "Qualification type", "Qual type", "Programme type",), choices=Family, width=21)] = None
    suite: Annotated[Suite | None, Column("Suite", Kind.CHOICE, "2012 or 2016, for Cambridge Technicals.", choices=Suite, width=8, aliases=("Version", "Specification year", "Spec year",))] = None
    level: Annotated[float | None, Column("Level", Kind.NUMBER, "2, 3, 4 or 6.", width=7, aliases=("Lvl", "RQF level", "QCF level",))] = None
    subject_area: Annotated[str | None, Column("Subject area", note="Free visits are counted by subject area: give every suite and level of one subject the same words.", required=True, aliases=("Sector", "Subject", "Subject area/sector", "Subject/sector", "Curriculum area", "Subject sector area", "Subject name",), width=24)] = None
    approved_on: Annotated[dt.date | None, Column("Approved on", Kind.DATE, "The day OCR approved the centre for this qualification.", aliases=("Approval date", "Approved", "Date approved", "Approved from", "Approved from date", "Approval granted", "Approval received", "OCR approval", "Centre approval",))] = None
    approval_visit_on: Annotated[dt.date | None, Column("Approval visit on", Kind.DATE, "Verified: the day of the approval visit for this qualification.", aliases=("Approval visit", "Approval visit date"))] = None
    first_delivered_on: Annotated[dt.date | None, Column("First delivered on", Kind.DATE, "The day teaching of it first began here.", aliases=("First delivered", "First taught", "Delivered since", "First teaching", "Running since", "First cohort",))] = None
    one_year: Annotated[bool | None, Column("One-year programme", Kind.YES_NO, "Yes where candidates finish within one year.", aliases=("One year", "1 year", "One year programme", "1-year course",))] = None
    quality_assurer: Annotated[str | None, Column("Quality assurer", note="The moderator or external quality assurer OCR has allocated.", aliases=("Moderator", "EQA", "EV", "External verifier", "External quality assurer", "Visiting moderator", "OCR moderator", "Moderator name", "EQA name", "External moderator", "VM",), width=20)] = None
    contacted_on: Annotated[dt.date | None, Column("Contacted us on", Kind.DATE, "The day the moderator or EQA first got in touch.", aliases=("Contacted on", "First contact", "Contacted", "Moderator contacted", "Contact made", "First contacted",))] = None
    dcs_from: Annotated[dt.date | None, Column("DCS from", Kind.DATE, "Verified: the day direct claim status began.", aliases=("Direct claim status", "DCS", "Direct claim status from", "DCS date", "Direct claims", "DCS granted", "DCS awarded",))] = None
    size_required: Annotated[float | None, Column("Size required", Kind.NUMBER, "GLH, credits or units needed for the award, from the qualification's handbook.", aliases=("Required size", "GLH required", "Credits required", "Units required", "Total GLH", "Min GLH", "Total credits", "Units needed",))] = None
    size_unit: Annotated[SizeUnit | None, Column("Size unit", Kind.CHOICE, "What Size required counts.", choices=SizeUnit, width=10)] = None
    last_certification: Annotated[dt.date | None, Column("Last certification date", Kind.DATE, "The last day OCR certificates it, where OCR has published one.", aliases=("Last certification", "Final certification", "Final certification date", "Certificate end date", "Certification end date", "Last cert date",))] = None


class Unit(NamedTuple):
    """One unit of one qualification. Its key is entry code and unit number together: numbers alone repeat (B91)."""

    sheet: str
    row: int
    entry_code: Annotated[str | None, Column("Entry code", Kind.ENTRY_CODE, "The qualification the unit belongs to.", required=True, aliases=("Scheme code", "Qualification code", "OCR code", "Qualification", "OCR entry code", "Award code", "Qual code", "Syllabus code", "Course", "Course title", "Programme", "Award", "Subject", "Subject area",), width=11)] = None
    unit_number: Annotated[str | None, Column("Unit number", Kind.UNIT_NUMBER, "The unit's number within that qualification.", required=True, aliases=("Unit no", "Unit code", "Unit", "No", "Unit num",), width=11)] = None
    unit_title: Annotated[str | None, Column("Unit title", note="The title of the unit.", aliases=("Title", "Unit name", "Description",), width=44)] = None
    unit_reference: Annotated[str | None, Column("Unit reference", Kind.UNIT_REFERENCE, "Ofqual's unit reference number, such as L/507/6467.", aliases=("URN", "Unit reference number", "Reference", "Unit ref", "Ofqual ref", "Unit accreditation number",))] = None
    size: Annotated[float | None, Column("Size", Kind.NUMBER, "Its guided learning hours or credits.", aliases=("GLH", "Credits", "Credit", "Guided learning hours", "Unit GLH", "Hours", "Credit value", "Guided hours",), width=8)] = None
    assessment: Annotated[Assessment | None, Column("Assessment", Kind.CHOICE, "Moderated, examined or verified.", aliases=("Assessed by", "Assessment type", "Assessment method", "Internal/external", "Exam or NEA", "How assessed", "Int/Ext", "I/E", "Exam?",), choices=Assessment, width=13)] = None
    group: Annotated[str | None, Column("Group", note="Mandatory, optional, or the name of a pathway.", aliases=("Unit group", "Mandatory/optional", "Status", "Mandatory?", "Core/optional", "M/O", "Compulsory", "Pathway",))] = None
    assessor: Annotated[str | None, Column("Assessor", note="Who teaches and assesses it, by initials or staff code: does for every claim that names nobody.", aliases=("Taught by", "Teacher", "Internal assessor"), width=10)] = None
    visit: Annotated[str | None, Column("Visit", note="The visit at which it is to be seen, as named on Visits: does for every claim that names none.", aliases=("Visit name", "Moderation visit"), width=16)] = None


class Assessor(NamedTuple):
    """One member of staff."""

    sheet: str
    row: int
    code: Annotated[str | None, Column("Assessor", note="Initials or staff code, as used on Claims.", required=True, aliases=("Initials", "Staff code", "Code", "Assessor code", "Assessor initials", "Staff initials", "Teacher initials", "Teacher code", "Staff ID", "SIMS code",), width=10)] = None
    name: Annotated[str | None, Column("Name", note="Full name.", required=True, aliases=("Full name", "Assessor name", "Staff name", "Staff", "Teacher", "Staff member", "Member of staff",), width=24)] = None
    email: Annotated[str | None, Column("Email", Kind.EMAIL, "For the emails that the tool prepares.", aliases=("E-mail", "Email address", "Work email", "School email", "College email", "Staff email",), width=32)] = None
    role: Annotated[str | None, Column("Role", note="Assessor, internal standardiser or IQA; more than one may stand here.", aliases=("Roles", "Job", "Position", "Job title", "Responsibility",), width=28)] = None
    subject_areas: Annotated[tuple[str, ...] | None, Column("Subject areas", Kind.LIST, "Separated by commas, in the words of the Qualifications sheet.", aliases=("Subject area", "Subjects", "Subject", "Department", "Courses", "Teaches", "Dept", "Faculty",), width=32)] = None
    unavailable_from: Annotated[dt.date | None, Column("Unavailable from", Kind.DATE, "First day away.", aliases=("Away from", "Absent from", "Leave from", "Leave start", "Absence start",))] = None
    unavailable_to: Annotated[dt.date | None, Column("Unavailable to", Kind.DATE, "Last day away.", aliases=("Away to", "Absent to", "Leave to", "Unavailable until", "Leave end", "Absence end", "Away until",))] = None


class Candidate(NamedTuple):
    """One candidate. The key is centre number and candidate number."""

    sheet: str
    row: int
    centre_number: Annotated[str | None, Column("Centre number", Kind.CENTRE_NUMBER, "Only needed in a consortium: the centre the candidate is on roll at.", aliases=("Centre", "Centre no", "NCN", "Home centre", "Centre ID",), width=10)] = None
    candidate_number: Annotated[str | None, Column("Candidate number", Kind.CANDIDATE_NUMBER, "Four digits. Leading zeros count.", required=True, aliases=("Cand no", "Exam no", "Candidate no", "Exam number", "Student number", "Learner number", "Candidate", "Exam candidate number", "Cand #", "Exam ref", "UCN", "Cand number", "Candidate ID", "Exam candidate no", "Cand",), width=12)] = None
    surname: Annotated[str | None, Column("Surname", note="Family name.", required=True, aliases=("Last name", "Family name", "Legal surname", "Legal last name", "Last names", "Second name", "Legal family name",), width=18)] = None
    forenames: Annotated[str | None, Column("Forenames", note="Given names.", required=True, aliases=("Forename", "First name", "First names", "Given names", "Legal forename", "Legal first name", "Given name", "Legal forenames",), width=18)] = None
    date_of_birth: Annotated[dt.date | None, Column("Date of birth", Kind.DATE, "Day, month, year.", aliases=("DOB", "Birth date", "Born",))] = None
    uln: Annotated[str | None, Column("ULN", Kind.ULN, "Unique learner number, ten digits.", aliases=("Unique learner number", "Learner ULN", "ULN no", "ULN number", "LRS number", "Unique learner no",), width=13)] = None
    uci: Annotated[str | None, Column("UCI", Kind.UCI, "Unique candidate identifier, thirteen characters. It may begin with a former school's number.", aliases=("Unique candidate identifier", "UCI no", "UCI number", "Unique candidate ID",), width=16)] = None
    results_needed: Annotated[Need | None, Column("Results needed by", Kind.NEED, "For results needed in summer: summer 2027, a date, UCAS or yes.", aliases=("Results needed", "Needs results", "Results needed?", "Results by", "UCAS", "University applicant", "HE applicant", "Results needed for",))] = None
    left_on: Annotated[dt.date | None, Column("Left on", Kind.DATE, "The day a candidate left.", aliases=("Left", "Leaving date", "Date left", "Date of leaving", "Leaving", "Off roll", "Off roll date",))] = None
    course: Annotated[str | None, Column("Course", note="The title or subject of the course, where there is no entry yet.", aliases=("Courses", "Course title", "Programme", "Course name", "Subject", "Subjects", "Subject area", "Programme of study"), width=22)] = None
    units: Annotated[tuple[str, ...] | None, Column("Units", Kind.UNITS, "The optional units this candidate takes, such as 3, 4, 9.", aliases=("Unit numbers", "Units taken", "Optional units"), width=16)] = None
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
    entry_code: Annotated[str | None, Column("Entry code", Kind.ENTRY_CODE, "OCR's five-digit entry code.", required=True, aliases=("Scheme code", "Qualification code", "OCR code", "Qualification", "OCR entry code", "Award code", "Qual code", "Syllabus code", "Course", "Course title", "Programme",), width=11)] = None
    unit_number: Annotated[str | None, Column("Unit number", Kind.UNIT_NUMBER, "Blank for the full award.", aliases=("Unit no", "Unit code", "Unit"), width=11)] = None
    entry_type: Annotated[EntryType | None, Column("Entry type", Kind.CHOICE, "Full award, unit, top-up, move-down or examined unit.", required=True, aliases=("Type", "Type of entry", "Registration type", "Reg type", "Full/unit", "Full or unit", "Entered for", "Award/unit",), choices=EntryType, width=14)] = None
    entered_on: Annotated[dt.date | None, Column("Entered on", Kind.DATE, "The day the entry was made in Interchange.", required=True, aliases=("Entry date", "Date entered", "Registered on", "Registration date", "Entered", "Date of entry", "Date registered", "Date of registration", "Registered", "Reg date", "Date registered with OCR", "Registered with OCR", "OCR registration date", "Entry made", "Entry made on", "Interchange entry date", "EDI date", "Entry submitted",))] = None
    withdrawn_on: Annotated[dt.date | None, Column("Withdrawn on", Kind.DATE, "The day the entry was withdrawn.", aliases=("Withdrawn", "Withdrawal date", "Date withdrawn", "W/D", "W/D date", "WD date", "Date of withdrawal", "W/drawn", "Cancelled",))] = None
    estimated_completion: Annotated[str | None, Column("Estimated completion", note="As in the Progress Tracker, such as Summer 2027.", aliases=("Estimated completion date", "ECD", "Completion", "Expected completion", "Planned completion", "Completion year", "Certification year", "Completing in", "Planned Achieved Date",))] = None
    units: Annotated[tuple[str, ...] | None, Column("Units", Kind.UNITS, "The optional units taken under this entry, such as 3, 4, 9.", aliases=("Unit numbers", "Units taken", "Optional units"), width=16)] = None
    centre_number: Annotated[str | None, Column("Centre number", Kind.CENTRE_NUMBER, "Only needed in a consortium: the centre of the candidate.", aliases=("Centre", "Centre no", "NCN"), width=10)] = None


class Claim(NamedTuple):
    """One candidate's unit, from planned to certificated."""

    sheet: str
    row: int
    candidate_number: Annotated[str | None, Column("Candidate number", Kind.CANDIDATE_NUMBER, "As on Candidates.", required=True, aliases=("Cand no", "Exam no", "Candidate no", "Exam number", "Student number", "Learner number", "Candidate"), width=12)] = None
    entry_code: Annotated[str | None, Column("Entry code", Kind.ENTRY_CODE, "The qualification the claim is made under.", required=True, aliases=("Scheme code", "Qualification code", "OCR code", "Qualification", "OCR entry code", "Award code", "Qual code", "Syllabus code",), width=11)] = None
    unit_number: Annotated[str | None, Column("Unit number", Kind.UNIT_NUMBER, "As on Units.", required=True, aliases=("Unit no", "Unit code", "Unit", "Unit num", "Module", "Unit ID",), width=11)] = None
    assessor: Annotated[str | None, Column("Assessor", note="Initials or staff code, as on Assessors.", required=True, aliases=("Assessed by", "Initials", "Teacher", "Internal assessor", "Centre assessor", "Assessor name", "Assessor initials", "Marked by", "Marker", "First marker", "Unit teacher", "Unit tutor", "Primary assessor", "Taught by", "Delivered by",), width=10)] = None
    standardised_by: Annotated[str | None, Column("Standardised by", note="Who standardised or, for verified qualifications, quality assured it (IQA).", aliases=("IQA", "Internal standardiser", "IV", "Standardised by / IQA", "Standardiser", "Internally verified by", "Quality assured by", "Internal verifier", "IV by", "IV name", "IV initials", "IQA by", "IQA name", "Verified by", "Second marker", "Second marked by", "Checked by", "QA by", "Lead IV", "Internal quality assurer", "IS by",), width=12)] = None
    assessed_on: Annotated[dt.date | None, Column("Assessed on", Kind.DATE, "The day assessment was finished.", aliases=("Assessment date", "Date assessed", "Assessed", "Date of assessment", "Date marked", "Marked on", "Date of marking", "Date achieved", "Achieved date", "Completed on", "Date completed", "Sign-off date", "Summative assessment date",))] = None
    standardised_on: Annotated[dt.date | None, Column("Standardised on", Kind.DATE, "The day it was standardised or quality assured.", aliases=("Standardisation date", "Std date", "Date standardised", "IQA date", "IV date", "Standardised", "IV on", "Date of IV", "Date IV'd", "IV'd", "IV'd on", "IQA on", "Date IQA'd", "Verified on", "Date verified", "Internal standardisation date", "IS date", "QA date", "Second marked on",))] = None
    grade: Annotated[Grade | None, Column("Grade", Kind.CHOICE, "The grade claimed: P, M or D; verified units are Achieved.", aliases=("Grade claimed", "Unit grade", "Claimed grade", "Achieved grade", "Grade achieved", "Actual grade", "Achieved", "Actual", "Unit result", "Grade awarded", "Centre grade", "Teacher grade", "Assessor grade", "Assessment decision", "Assessor decision", "Grade to claim", "Grade submitted", "PMD", "P/M/D", "Final unit grade",), choices=Grade, width=8)] = None
    claimed_on: Annotated[dt.date | None, Column("Claimed on", Kind.DATE, "The day the claim was submitted in Interchange.", aliases=("Claim date", "Date claimed", "Claimed", "Date of claim", "Claim submitted", "Claim submitted on", "Submitted to OCR", "Date submitted to OCR", "Interchange date", "Interchange claim date", "Claim made", "Claim made on", "Date claim submitted", "OCR claim date",))] = None
    visit: Annotated[str | None, Column("Visit", note="The visit this claim is for, as named on Visits. Left blank, the next visit of the subject is taken.", aliases=("Visit name", "Visit number", "Moderation visit", "Visit no", "Mod visit", "Moderation visit no", "EQA visit", "EV visit", "For visit", "Moderated at",), width=16)] = None
    claim_status: Annotated[ClaimStatus | None, Column("Claim status", Kind.CHOICE, "Planned, unsubmitted, submitted, sent to OCR, withdrawn or confirmed.", aliases=("Status", "Status of claim", "Claim state", "Claim progress", "Interchange status", "OCR status",), choices=ClaimStatus, width=13)] = None
    confirmed_grade: Annotated[Grade | None, Column("Confirmed grade", Kind.CHOICE, "The grade after the visit; it may differ from the one claimed.", aliases=("Grade confirmed", "Moderated grade", "Final grade", "OCR grade", "OCR result", "Grade after moderation", "Post-moderation grade", "Certificated grade", "Interchange grade", "Moderator grade", "Moderator's grade", "EQA grade",), choices=Grade, width=10)] = None
    sample_requested_on: Annotated[dt.date | None, Column("Sample requested on", Kind.DATE, "The day OCR asked for this portfolio. Only OCR chooses the sample.", aliases=("Sample requested", "Sample request", "Sampled on", "Sample request date", "Date sample requested", "Requested by moderator", "OCR sample", "Moderation sample",))] = None
    sample_uploaded_on: Annotated[dt.date | None, Column("Sample uploaded on", Kind.DATE, "The day it was uploaded, for a virtual visit.", aliases=("Sample uploaded", "Uploaded on", "Uploaded", "Uploaded to Secure Exchange", "Secure Exchange", "Secure Exchange date", "Upload date", "Sample sent", "Sent to moderator", "Work uploaded",))] = None
    available_at_visit: Annotated[bool | None, Column("Available at visit", Kind.YES_NO, "Yes once the portfolio is ready for the day of the visit.", aliases=("Available", "Work available", "Portfolio ready", "Ready for moderation", "Ready for visit", "Work ready", "Folder ready", "Work in",))] = None
    results_published_on: Annotated[dt.date | None, Column("Results published on", Kind.DATE, "The day the result showed in Interchange.", aliases=("Results published", "Result date", "Results on", "Results issued", "Results released", "Results received", "Result issued",))] = None
    certificate_issued_on: Annotated[dt.date | None, Column("Certificate issued on", Kind.DATE, "The day the certificate was issued.", aliases=("Certificate issued", "Certificated on", "Certificate date", "Certificate received", "Cert received", "Cert date", "Cert issued", "Date certificated",))] = None
    review_closed_on: Annotated[dt.date | None, Column("Review closed on", Kind.DATE, "The day a review of results was finished, if one was asked for.", aliases=("Review closed", "Review date", "Review of moderation closed", "Review of results closed", "RoM outcome date", "RoR outcome date", "EAR outcome date",))] = None
    disposed_on: Annotated[dt.date | None, Column("Work disposed of on", Kind.DATE, "The day the work was returned or destroyed.", aliases=("Work disposed of", "Disposed on", "Work disposed on", "Work returned", "Work returned on", "Work destroyed", "Work destroyed on", "Date destroyed", "Date disposed", "Disposal date", "Returned to student",))] = None
    centre_number: Annotated[str | None, Column("Centre number", Kind.CENTRE_NUMBER, "Only needed in a consortium: the centre of the candidate.", aliases=("Centre", "Centre no", "NCN"), width=10)] = None
    column: int = 0
    """Of a claim in a grid, whose row holds one for each unit: the first column of its unit; 0 elsewhere. Of work that no row
    records yet: less than 0, counted down within the row that implies it."""
    implied_by: Entry | Candidate | None = None
    """Of work that no row of Claims records yet: the entry, or the candidate with a course, from which it follows."""
    candidate_name: str | None = None
    """In a tracker, whose rows may have no candidate number: the candidate's name as it stands there. For the workbook only."""

    @property
    def place(self) -> ClaimPlace:
        """What tells this claim from all others of the workbook, since a row of a grid holds several."""
        return self.sheet, self.row, self.column

    @property
    def is_implied(self) -> bool:
        """Whether it stands in no row of its own, and only follows from what the other sheets say."""
        return self.implied_by is not None

    def made_by(self, day: dt.date) -> bool:
        """Whether the claim has gone in by a day: a day of claim still to come is a plan, and not done."""
        return self.claim_status in _MADE or (self.claimed_on is not None and self.claimed_on <= day)

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
_ACHIEVED = frozenset({Grade.PASS, Grade.MERIT, Grade.DISTINCTION, Grade.DISTINCTION_STAR, Grade.ACHIEVED})


class Visit(NamedTuple):
    """One planned or past visit: a moderation visit of a subject area, or an EQA visit of one verified entry code."""

    sheet: str
    row: int
    name: Annotated[str | None, Column("Visit", note="A name or number of your own, as used on Claims.", required=True, aliases=("Visit name", "Visit number", "Visit no", "Visit ref", "Visit title", "Visit ID", "Moderation visit",), width=18)] = None
    subject_area: Annotated[str | None, Column("Subject area", note="Cambridge Technicals: in the words of the Qualifications sheet.", aliases=("Sector", "Subject", "Subject area/sector", "Subject/sector", "Curriculum area", "Subject sector area", "Subject name", "Course",), width=22)] = None
    entry_code: Annotated[str | None, Column("Entry code", Kind.ENTRY_CODE, "Verified qualifications: the entry code the visit is for.", aliases=("Scheme code", "Qualification code", "OCR code"), width=11)] = None
    visit_date: Annotated[dt.date | None, Column("Visit date", Kind.DATE, "The day of the visit. Deadlines follow it.", required=True, aliases=("Date of visit", "Date", "Moderation date", "Date of moderation", "Mod date", "Moderation visit date", "Agreed date", "Confirmed date", "Scheduled date", "EQA date", "EV date", "Planned date", "Planned for", "Date planned", "Planned visit date", "Proposed date", "Provisional date", "Visit on", "Day of visit", "Visit day",))] = None
    type: Annotated[VisitType | None, Column("Type", Kind.CHOICE, "Virtual or face-to-face, for moderation visits.", aliases=("Visit type", "Type of visit", "F2F/Virtual", "Virtual/F2F", "Face-to-face/virtual", "Virtual/face-to-face", "Virtual or face-to-face", "Mode", "Format", "Visit format", "Visit mode", "Moderation type", "Virtual?", "F2F?", "Online/in person", "Remote or in person", "Online or F2F", "Online/F2F", "How",), choices=VisitType, width=13)] = None
    type_told_on: Annotated[dt.date | None, Column("Type told on", Kind.DATE, "The day the moderator was told which type you prefer.", aliases=("Type told", "Type told moderator", "Told type", "Told moderator on", "Preference told on", "Moderator told", "Moderator told on", "Moderator informed", "Moderator notified", "Moderator notified on", "Told moderator", "Told OCR", "Type confirmed", "Type confirmed on", "Format confirmed", "Preference sent",))] = None
    booked_on: Annotated[dt.date | None, Column("Booked on", Kind.DATE, "The day the visit was booked.", aliases=("Booked", "Date booked", "Booking date", "Date of booking", "Arranged", "Arranged on", "Date arranged", "Date confirmed",))] = None
    status: Annotated[VisitStatus | None, Column("Status", Kind.CHOICE, "Planned, confirmed, cancelled or done.", aliases=("Visit status", "Booking status", "Confirmed?",), choices=VisitStatus, width=11)] = None
    final_visit: Annotated[bool | None, Column("Final visit", Kind.YES_NO, "Yes for the last visit of the year that summer results depend on.", aliases=("Final", "Last visit", "Last visit of year", "Summer visit", "Final moderation",), width=9)] = None
    named_contact: Annotated[str | None, Column("Named contact", note="Who meets the moderator on arrival.", aliases=("Contact", "Contact name", "Contact person", "Met by", "Who meets", "Host", "Lead teacher", "Course lead", "Subject lead",), width=20)] = None
    moved_from: Annotated[dt.date | None, Column("Moved from", Kind.DATE, "The earlier date, where the visit was moved.", aliases=("Moved from date", "Previous date", "Original date", "Old date", "Rearranged from", "Rescheduled from", "Postponed from",))] = None
    units: Annotated[tuple[str, ...] | None, Column("Units", Kind.UNITS, "The units to be seen at it, such as 3, 4: does for every claim that names no visit.", aliases=("Unit numbers", "Units seen"), width=16)] = None
    report_came_on: Annotated[dt.date | None, Column("Report came on", Kind.DATE, "The day the report on the visit came by email. OCR gives no day for it.", aliases=("Report received on", "Report received", "Report on"))] = None
    type_changed_from: Annotated[VisitType | None, Column("Type changed from", Kind.CHOICE, "The earlier type, where the type was changed.", aliases=("Type was", "Earlier type", "Original type", "Previous type", "Old type"), choices=VisitType, width=13)] = None

    @property
    def stands(self) -> bool:
        """Whether the visit is to happen or has happened: it has a date and was not cancelled."""
        return self.visit_date is not None and self.status is not VisitStatus.CANCELLED

    @property
    def label(self) -> str:
        """What the centre calls the visit; where it has no name, its subject and day."""
        of = self.subject_area or self.entry_code
        if self.name:
            return f"{of}, visit {self.name}" if of and self.name.isdecimal() else self.name
        if of and self.visit_date:
            return f"{of}, {say(self.visit_date)}"
        return f"{of}, row {self.row}" if of else f"the visit in row {self.row}"

    @property
    def has_changed_type(self) -> bool:
        """Whether the visit says that it was of the other type at first."""
        return bool(self.type and self.type_changed_from and self.type is not self.type_changed_from)

    @property
    def known_by(self) -> tuple[str, str, str]:
        """What tells the visit from others and stays when it moves: its name and what it is for, reduced by `key`."""
        return key(self.name or ""), key(self.subject_area or ""), self.entry_code or ""


class Closure(NamedTuple):
    """A run of days on which the centre is shut."""

    sheet: str
    row: int
    first_day: Annotated[dt.date | None, Column("From", Kind.DATE, "First day shut.", required=True, aliases=("First day", "Start", "Closed from", "Date from", "Start date", "Begins",))] = None
    last_day: Annotated[dt.date | None, Column("To", Kind.DATE, "Last day shut; blank for one day.", aliases=("Last day", "End", "Until", "Closed to", "Date to", "End date", "Ends",))] = None
    reason: Annotated[str | None, Column("Reason", note="Half-term, inset day, and the like.", aliases=("Why", "Holiday", "Event",), width=30)] = None


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

GUIDE_SHEET = "How to fill this in"
"""The name and the title of the sheet of the template that holds no records, and says how the others are filled in."""

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


STATUS_HEADING = "Row status"
"""The column that the blank workbook keeps free beside the names, for a check to say how each row stands."""


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
