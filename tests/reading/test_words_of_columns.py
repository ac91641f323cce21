"""The words that head columns in UK centres, row by row: each with cells such as stand below it, and the field that it is of, or none.

The words are those of exports, of OCR's own pages and of teachers. A heading alone never decides between two fields: the cells do.
"""

from __future__ import annotations

import pytest
from workbooks import book_of

DAYS, GRADES, STAFF = ("2027-01-20", "2027-01-21"), ("M", "P"), ("JS", "PT")


def fields_of(sheet: str, heads: str, rows: tuple[str, str], heading: str, cells: tuple[str, str]) -> set[str]:
    """The fields that a column is of, beside others of a sheet."""
    lines = [f"| {row} | {cell} |\n" for row, cell in zip(rows, cells, strict=True)]
    book = book_of(f"{sheet}\n| {heads} | {heading} |\n" + "".join(lines))
    return {
        name
        for table in book.tables
        if table.sheet == sheet
        for name, text in table.headings.items()
        if text == heading
    }


CLAIM = "Candidate number | Entry code | Unit number"
CLAIMS = ("0045 | 05839 | 8", "0046 | 05839 | 9")

OF_CLAIMS = [
    (
        "assessor",
        STAFF,
        "Centre assessor; Assessor name; Assessor initials; Marked by; Marker; First marker; Unit teacher; Unit tutor; Primary assessor; Taught by; Delivered by; Lecturer; Class teacher; Staff; Unit lead",
    ),
    (
        "standardised_by",
        ("PT", "JS"),
        "Internal verifier; IV by; IV name; IV initials; IQA by; IQA name; Verified by; Second marker; Second marked by; Checked by; QA by; Lead IV; Internal quality assurer; IS by; QA; IS; Internal moderator",
    ),
    (
        "assessed_on",
        DAYS,
        "Date marked; Marked on; Date of marking; Date achieved; Achieved date; Completed on; Date completed; Sign-off date; Summative assessment date; Marked; Completed; Signed off; Completion date",
    ),
    (
        "standardised_on",
        DAYS,
        "IV on; Date of IV; Date IV'd; IQA on; Date IQA'd; Verified on; Date verified; Internal standardisation date; IS date; QA date; Second marked on; IV'd; IV done; IV complete; Internal standardisation",
    ),
    (
        "grade",
        GRADES,
        "Unit result; Grade awarded; Centre grade; Teacher grade; Assessor grade; Assessment decision; Assessor decision; Grade to claim; Grade submitted; PMD; P/M/D; Final unit grade; Result; Outcome; Awarded; Overall grade; Final grade",
    ),
    (
        "claimed_on",
        DAYS,
        "Claim submitted; Claim submitted on; Submitted to OCR; Date submitted to OCR; Interchange date; Interchange claim date; Claim made; Claim made on; Date claim submitted; OCR claim date; Cashed in",
    ),
    ("visit", ("IT 1", "IT 2"), "Mod visit; Moderation visit no; EQA visit; EV visit; For visit; Moderated at"),
    (
        "claim_status",
        ("planned", "submitted"),
        "Claim state; Claim progress; Interchange status; OCR status; Status; Stage; Unit status",
    ),
    (
        "confirmed_grade",
        GRADES,
        "OCR grade; OCR result; Grade after moderation; Post-moderation grade; Certificated grade; Interchange grade; Moderator grade; Moderator's grade; EQA grade",
    ),
    (
        "sample_requested_on",
        DAYS,
        "Sample request date; Date sample requested; Requested by moderator; OCR sample; Moderation sample",
    ),
    (
        "sample_uploaded_on",
        DAYS,
        "Uploaded to Secure Exchange; Secure Exchange; Secure Exchange date; Upload date; Sample sent; Sent to moderator; Uploaded; Work uploaded",
    ),
    (
        "available_at_visit",
        ("Y", "N"),
        "Portfolio ready; Ready for moderation; Ready for visit; Work ready; Folder ready; Work in",
    ),
    ("results_published_on", DAYS, "Results issued; Results released; Results received; Result issued; Result date"),
    (
        "certificate_issued_on",
        DAYS,
        "Certificate received; Cert received; Cert date; Cert issued; Date certificated; Certificate",
    ),
    (
        "review_closed_on",
        DAYS,
        "Review of moderation closed; Review of results closed; RoM outcome date; RoR outcome date; EAR outcome date",
    ),
    (
        "disposed_on",
        DAYS,
        "Work returned; Work returned on; Work destroyed; Work destroyed on; Date destroyed; Date disposed; Disposal date; Returned to student",
    ),
]
NEVER_OF_CLAIMS = [
    (STAFF, "Form tutor; Invigilator; Workplace assessor"),
    (("PT", "JS"), "EQA; EV; SV"),
    (
        DAYS,
        "Planned assessment date; Target assessment date; Hand-in; Submission date; Deadline; Issue date; Resubmission date",
    ),
    (DAYS, "Planned IV date; Brief IV date"),
    (GRADES, "Target; MEG; MTG; Predicted; CETA; Aspirational; Current; Working at; CWG; Mock; ALPS; FFT; UMS"),
    (DAYS, "Claim by; Claim deadline; To be claimed; Date to claim"),
    (("IT 1", "IT 2"), "Trip; Placement visit"),
    (("planned", "submitted"), "RAG; Completion status; Attendance status"),
    (DAYS, "IV sample; Sampled by; IQA sample; Interim sample"),
    (DAYS, "Uploaded to Moodle; Submit for Assessment"),
    (DAYS, "Results day"),
    (DAYS, "Certificate number; Certificate collected"),
    (DAYS, "Progress review"),
    (DAYS, "Keep until; Retention until"),
]
OF_OTHERS = [
    (
        "Candidates",
        "Surname | Forenames",
        ("Adams | Ali", "Brown | Bea"),
        "candidate_number",
        ("0045", "0046"),
        "Exam candidate number; Cand #; Exam ref; UCN; Student no; Student ID; Learner no; Learner ID; Candidate ID; Candidate ref; Index number",
    ),
    (
        "Candidates",
        "Candidate number | Forenames",
        ("0045 | Ali", "0046 | Bea"),
        "surname",
        ("Adams", "Brown"),
        "Legal surname; Legal last name; Last names; Surname(s); Second name; Preferred surname",
    ),
    (
        "Candidates",
        "Candidate number | Surname",
        ("0045 | Adams", "0046 | Brown"),
        "forenames",
        ("Ali", "Bea"),
        "Legal forename; Legal first name; Given name; Known as",
    ),
    (
        "Candidates",
        "Candidate number | Surname | Forenames",
        ("0045 | Adams | Ali", "0046 | Brown | Bea"),
        "date_of_birth",
        ("2009-01-20", "2009-02-21"),
        "Born; Date of birth (DD/MM/YYYY); DOB",
    ),
    (
        "Candidates",
        "Candidate number | Surname | Forenames",
        ("0045 | Adams | Ali", "0046 | Brown | Bea"),
        "uln",
        ("9276308686", "9276308686"),
        "ULN no; ULN number; LRS number; Unique learner no; ULN (Unique Learner Number)",
    ),
    (
        "Candidates",
        "Candidate number | Surname | Forenames",
        ("0045 | Adams | Ali", "0046 | Brown | Bea"),
        "uci",
        ("101010450045A", "101010450046B"),
        "UCI no; UCI number; Unique candidate ID",
    ),
    (
        "Candidates",
        "Candidate number | Surname | Forenames",
        ("0045 | Adams | Ali", "0046 | Brown | Bea"),
        "results_needed",
        ("Summer 2027", "UCAS"),
        "UCAS; UCAS?; University applicant; HE applicant; Results needed for",
    ),
    (
        "Candidates",
        "Candidate number | Surname | Forenames",
        ("0045 | Adams | Ali", "0046 | Brown | Bea"),
        "left_on",
        DAYS,
        "Leaving; Date of leaving; Off roll; Off roll date",
    ),
    (
        "Entries",
        "Candidate number | Entry code",
        ("0045 | 05839", "0046 | 05839"),
        "entry_type",
        ("full award", "unit"),
        "Reg type; Registration type; Full/unit; Full or unit; Entered for; Award/unit",
    ),
    (
        "Entries",
        "Candidate number | Entry code",
        ("0045 | 05839", "0046 | 05839"),
        "entered_on",
        DAYS,
        "Reg date; Date registered with OCR; Registered with OCR; OCR registration date; Entry made; Entry made on; Interchange entry date; EDI date; Entry submitted",
    ),
    (
        "Entries",
        "Candidate number | Entry code",
        ("0045 | 05839", "0046 | 05839"),
        "withdrawn_on",
        DAYS,
        "Date withdrawn; W/D; W/D date; WD date; Date of withdrawal; W/drawn; Withdrawn; Cancelled",
    ),
    (
        "Entries",
        "Candidate number | Entry code",
        ("0045 | 05839", "0046 | 05839"),
        "estimated_completion",
        ("Summer 2027", "Summer 2028"),
        "Expected completion; Planned completion; Completion year; Certification year; Completing in",
    ),
    (
        "Entries",
        "Candidate number | Entry type",
        ("0045 | full award", "0046 | full award"),
        "entry_code",
        ("05839", "05835"),
        "OCR entry code; Award code; Qual code; Cash-in code; Syllabus code; Option code; Course code; Programme code; Subject code",
    ),
    (
        "Visits",
        "Visit | Subject area",
        ("IT 1 | IT", "IT 2 | IT"),
        "visit_date",
        ("2027-03-11", "2027-05-11"),
        "Date of moderation; Mod date; Moderation visit date; Agreed date; Confirmed date; Scheduled date; EQA date; EV date",
    ),
    (
        "Visits",
        "Visit | Subject area | Visit date",
        ("IT 1 | IT | 2027-03-11", "IT 2 | IT | 2027-05-11"),
        "type",
        ("virtual", "face-to-face"),
        "Mode; Format; Visit format; Visit mode; Moderation type; Virtual?; F2F?; Online/in person; Remote or in person; Venue; How; Delivery",
    ),
    (
        "Visits",
        "Visit | Subject area | Visit date",
        ("IT 1 | IT | 2027-03-11", "IT 2 | IT | 2027-05-11"),
        "type_told_on",
        DAYS,
        "Moderator told; Moderator informed; Moderator notified on; Told OCR; Type confirmed; Type confirmed on; Format confirmed; Preference sent",
    ),
    (
        "Visits",
        "Visit | Subject area | Visit date",
        ("IT 1 | IT | 2027-03-11", "IT 2 | IT | 2027-05-11"),
        "booked_on",
        DAYS,
        "Booking date; Date of booking; Arranged; Arranged on; Date arranged; Date confirmed",
    ),
    (
        "Visits",
        "Visit | Subject area | Visit date",
        ("IT 1 | IT | 2027-03-11", "IT 2 | IT | 2027-05-11"),
        "status",
        ("planned", "booked"),
        "Booking status; Confirmed?",
    ),
    (
        "Visits",
        "Visit | Subject area | Visit date",
        ("IT 1 | IT | 2027-03-11", "IT 2 | IT | 2027-05-11"),
        "final_visit",
        ("yes", "no"),
        "Last visit of year; Summer visit; Final moderation",
    ),
    (
        "Visits",
        "Visit | Subject area | Visit date",
        ("IT 1 | IT | 2027-03-11", "IT 2 | IT | 2027-05-11"),
        "named_contact",
        ("Jo Smith", "Pat Taylor"),
        "Contact name; Contact person; Met by; Who meets; Host; Lead teacher; Course lead; Subject lead",
    ),
    (
        "Visits",
        "Visit | Subject area | Visit date",
        ("IT 1 | IT | 2027-03-11", "IT 2 | IT | 2027-05-11"),
        "moved_from",
        DAYS,
        "Original date; Old date; Rearranged from; Rescheduled from; Postponed from",
    ),
    (
        "Units",
        "Entry code | Unit title",
        ("05839 | Projects", "05839 | Products"),
        "unit_number",
        ("8", "9"),
        "No; Unit num",
    ),
    (
        "Units",
        "Entry code | Unit number",
        ("05839 | 8", "05839 | 9"),
        "unit_title",
        ("Projects", "Products"),
        "Unit name; Description",
    ),
    (
        "Units",
        "Entry code | Unit number",
        ("05839 | 8", "05839 | 9"),
        "assessment",
        ("moderated", "examined"),
        "Internal/external; Exam or NEA; How assessed; Int/Ext; I/E; Exam?",
    ),
    (
        "Units",
        "Entry code | Unit number",
        ("05839 | 8", "05839 | 9"),
        "group",
        ("M", "O"),
        "Mandatory?; Core/optional; M/O; Compulsory; Pathway",
    ),
    (
        "Units",
        "Entry code | Unit number",
        ("05839 | 8", "05839 | 9"),
        "size",
        ("60", "30"),
        "Unit GLH; Hours; Credit value; Guided hours",
    ),
    (
        "Assessors",
        "Name",
        ("Jo Smith", "Pat Taylor"),
        "code",
        STAFF,
        "Staff initials; Teacher initials; Teacher code; Staff ID; SIMS code",
    ),
    ("Assessors", "Code", STAFF, "name", ("Jo Smith", "Pat Taylor"), "Teacher; Staff member; Member of staff"),
    (
        "Assessors",
        "Code",
        STAFF,
        "email",
        ("j@s.example", "p@s.example"),
        "Work email; School email; College email; Staff email",
    ),
    ("Assessors", "Code", STAFF, "role", ("IV", "Assessor"), "Position; Job title; Responsibility"),
    ("Assessors", "Code", STAFF, "subject_areas", ("IT", "Business"), "Department; Courses; Teaches"),
    (
        "Qualifications",
        "Title",
        ("Extended Certificate in IT", "Diploma in Business"),
        "entry_code",
        ("05839", "05835"),
        "OCR entry code; Award code",
    ),
    (
        "Qualifications",
        "Entry code",
        ("05839", "05835"),
        "title",
        ("Ext Cert in IT", "Dip in Business"),
        "Qualification name; Qual name; Course title; Programme title",
    ),
    (
        "Qualifications",
        "Entry code",
        ("05839", "05835"),
        "family",
        ("technicals", "technicals"),
        "Qual type; Programme type",
    ),
    (
        "Qualifications",
        "Entry code",
        ("05839", "05835"),
        "suite",
        ("2016", "2016"),
        "Version; Specification year; Spec year",
    ),
    ("Qualifications", "Entry code", ("05839", "05835"), "level", ("3", "3"), "Lvl; RQF level; QCF level"),
    (
        "Qualifications",
        "Entry code",
        ("05839", "05835"),
        "approved_on",
        DAYS,
        "Approved from; Approval granted; Approval received; OCR approval; Centre approval",
    ),
    (
        "Qualifications",
        "Entry code",
        ("05839", "05835"),
        "quality_assurer",
        ("M. Moderator", "B. Moderator"),
        "OCR moderator; Moderator name; EQA name; External moderator",
    ),
    (
        "Qualifications",
        "Entry code",
        ("05839", "05835"),
        "contacted_on",
        DAYS,
        "Moderator contacted; Contact made; First contacted",
    ),
    (
        "Qualifications",
        "Entry code",
        ("05839", "05835"),
        "qan",
        ("60375607", "60375608"),
        "QN number; Ofqual no; Accreditation no; Learning aim; LARS",
    ),
]


@pytest.mark.parametrize(
    ("field", "cells", "heading"),
    [(field, cells, word) for field, cells, words in OF_CLAIMS for word in words.split("; ")],
)
def test_a_heading_of_claims_is_of_its_field(field: str, cells: tuple[str, str], heading: str) -> None:
    assert fields_of("Claims", CLAIM, CLAIMS, heading, cells) == {field}


@pytest.mark.parametrize(
    ("cells", "heading"), [(cells, word) for cells, words in NEVER_OF_CLAIMS for word in words.split("; ")]
)
def test_a_heading_of_something_else_is_of_no_field_of_claims(cells: tuple[str, str], heading: str) -> None:
    assert fields_of("Claims", CLAIM, CLAIMS, heading, cells) == set()


@pytest.mark.parametrize(
    ("sheet", "heads", "rows", "field", "cells", "heading"),
    [
        (sheet, heads, rows, field, cells, word)
        for sheet, heads, rows, field, cells, words in OF_OTHERS
        for word in words.split("; ")
    ],
)
def test_a_heading_of_the_other_sheets_is_of_its_field(
    sheet: str, heads: str, rows: tuple[str, str], field: str, cells: tuple[str, str], heading: str
) -> None:
    assert field in fields_of(sheet, heads, rows, heading, cells)
