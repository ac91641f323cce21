"""The rows of the invented centre before any fault is planted: a busy, well run year that breaks no rule."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from ocr_sheets.model.records import (
    Assessment,
    Assessor,
    Candidate,
    Centre,
    Claim,
    ClaimStatus,
    Closure,
    Entry,
    EntryType,
    Family,
    Grade,
    Nation,
    Qualification,
    Record,
    SizeUnit,
    Suite,
    Unit,
    Visit,
    VisitStatus,
    VisitType,
)
from ocr_sheets.writing.example.people import CENTRE_NUMBER, name_of, uci_of, uln_of

EXAMPLE_DAY: Final = dt.date(2027, 2, 15)
"""The day the example is looked at. Nothing in it follows the clock."""

Row = dict[str, object]
ExampleRows = dict[type[Record], list[Row]]

IT_2012, IT_2016, BUSINESS_2012, BUSINESS_2016 = "05349", "05839", "05322", "05835"
MEDIA, CAREERS_4, CAREERS_6 = "05844", "04663", "04664"

IT_AUTUMN, IT_FINAL, IT_SPARE = "IT autumn", "IT final", "IT spare"
BUSINESS_SPRING, MEDIA_SPRING = "Business spring", "Digital Media spring"
CAREERS_4_FIRST, CAREERS_4_SECOND = "Careers L4 autumn", "Careers L4 summer"
CAREERS_6_FIRST, CAREERS_6_SECOND = "Careers L6 winter", "Careers L6 summer"

_GRADES: Final = (Grade.PASS, Grade.MERIT, Grade.MERIT, Grade.DISTINCTION, Grade.PASS, Grade.MERIT, Grade.DISTINCTION)
_HIGHER: Final = {Grade.PASS: Grade.MERIT, Grade.MERIT: Grade.DISTINCTION}


def clean_rows() -> ExampleRows:
    """Every row of the example without a fault. Made afresh, so that a caller can change it."""
    people = list(_people())
    return {
        Centre: [dict(_CENTRE)],
        Qualification: [dict(row) for row in _qualifications()],
        Unit: list(_units()),
        Assessor: list(_assessors()),
        Candidate: [_candidate(person) for person in people],
        Entry: [row for person in people for course in person.courses for row in _entries(person, course)],
        Claim: list(_claims(people)),
        Visit: list(_visits()),
        Closure: list(_closures()),
    }


def _day(year: int, month: int, day: int) -> dt.date:
    return dt.date(year, month, day)


def _weekday(day: dt.date) -> dt.date:
    """The day itself or, at a weekend, the Friday before."""
    return day - dt.timedelta(max(0, day.weekday() - 4))


# ------------------------------------------------------------------------------------------------ the centre and its courses

_CENTRE: Final[Row] = {
    "centre_number": CENTRE_NUMBER,
    "centre_name": "Ashcombe Vale College (invented)",
    "academic_year": 2026,
    "nation": Nation.ENGLAND,
    "consortium": "no",
    "named_contact": "Hannah Smith-Jones",
    "exams_officer": "Tomasz Zając",
    "exams_officer_email": "exams@ashcombe-vale.example.sch.uk",
}


def _qualifications() -> Iterator[Row]:
    def row(code: str, family: Family, subject: str, level: int, title: str, **more: object) -> Row:
        return {"entry_code": code, "family": family, "subject_area": subject, "level": level, "title": title} | more

    technicals, verified = Family.TECHNICALS, Family.VERIFIED
    yield row(
        IT_2012, technicals, "IT", 3, "OCR Level 3 Cambridge Technical Introductory Diploma in IT",
        suite=Suite.SUITE_2012, approved_on=_day(2013, 6, 14), first_delivered_on=_day(2013, 9, 9), one_year=False,
        quality_assurer="D Ashworth", contacted_on=_day(2026, 9, 28), size_required=60, size_unit=SizeUnit.CREDITS,
    )  # fmt: skip
    yield row(
        IT_2016, technicals, "IT", 3, "OCR Level 3 Cambridge Technical Extended Certificate in IT",
        qan="601/7098/0", suite=Suite.SUITE_2016, approved_on=_day(2016, 5, 20), first_delivered_on=_day(2016, 9, 5),
        one_year=False, quality_assurer="D Ashworth", contacted_on=_day(2026, 9, 28),
    )  # fmt: skip
    yield row(
        BUSINESS_2012, technicals, "Business", 2, "OCR Level 2 Cambridge Technical Extended Certificate in Business",
        qan="600/4223/0", suite=Suite.SUITE_2012, approved_on=_day(2013, 6, 14), first_delivered_on=_day(2013, 9, 9),
        one_year=True, quality_assurer="R Okafor", contacted_on=_day(2026, 10, 12), size_required=30,
        size_unit=SizeUnit.CREDITS,
    )  # fmt: skip
    yield row(
        BUSINESS_2016, technicals, "Business", 3, "OCR Level 3 Cambridge Technical Extended Certificate in Business",
        qan="601/7699/4", suite=Suite.SUITE_2016, approved_on=_day(2016, 5, 20), first_delivered_on=_day(2016, 9, 5),
        one_year=False, quality_assurer="R Okafor", contacted_on=_day(2026, 10, 12),
    )  # fmt: skip
    yield row(
        MEDIA, technicals, "Digital Media", 3, "OCR Level 3 Cambridge Technical Extended Certificate in Digital Media",
        qan="601/7259/9", suite=Suite.SUITE_2016, approved_on=_day(2017, 3, 17), first_delivered_on=_day(2017, 9, 4),
        one_year=False, quality_assurer="M Lindqvist", contacted_on=_day(2026, 10, 5),
    )  # fmt: skip
    yield row(
        CAREERS_4, verified, "Careers", 4, "OCR Level 4 Diploma in Career Information and Advice",
        qan="603/7560/7", approved_on=_day(2021, 9, 17), approval_visit_on=_day(2021, 9, 14),
        first_delivered_on=_day(2021, 10, 4), quality_assurer="J Pemberton", contacted_on=_day(2026, 9, 30),
        dcs_from=_day(2023, 3, 1), size_required=45, size_unit=SizeUnit.CREDITS,
    )  # fmt: skip
    yield row(
        CAREERS_6, verified, "Careers", 6, "OCR Level 6 Diploma in Career Guidance and Development",
        qan="603/7561/9", approved_on=_day(2026, 9, 18), approval_visit_on=_day(2026, 9, 15),
        first_delivered_on=_day(2026, 9, 28), quality_assurer="J Pemberton", contacted_on=_day(2026, 10, 9),
    )  # fmt: skip


_EXAMINED, _MODERATED, _VERIFIED = Assessment.EXAMINED, Assessment.MODERATED, Assessment.VERIFIED

_UNITS: Final[dict[str, tuple[tuple[str, str | None, str | None, int | None, Assessment], ...]]] = {
    IT_2012: (
        ("1", "Communication and employability skills for IT", None, None, _MODERATED),
        ("2", "Information systems", None, None, _MODERATED),
        ("3", "Computer systems", None, None, _MODERATED),
        ("12", "Website production", None, None, _MODERATED),
        ("19", "Spreadsheet modelling", None, None, _MODERATED),
        ("23", "Database design", None, None, _MODERATED),
    ),
    IT_2016: (
        ("1", None, None, None, _EXAMINED),
        ("2", None, None, None, _EXAMINED),
        ("5", "Virtual and augmented reality", "K/507/5004", None, _MODERATED),
        ("6", "Application design", "M/507/5005", None, _MODERATED),
        ("8", "Project management", "F/507/5008", None, _MODERATED),
        ("10", "Business computing", "F/507/5011", None, _MODERATED),
        ("19", "Computer systems - software", None, None, _MODERATED),
    ),
    BUSINESS_2012: (
        *((number, None, None, None, _MODERATED) for number in ("1", "2", "3", "4", "5")),
        ("11", None, "R/502/5326", None, _MODERATED),
    ),
    BUSINESS_2016: (
        ("1", "The business environment", "A/507/8148", 120, _EXAMINED),
        ("4", "Customers and communication", "A/507/8151", None, _MODERATED),
        ("5", "Marketing and market research", "F/507/8152", None, _MODERATED),
        ("7", "Marketing campaign", "L/507/8154", None, _MODERATED),
        ("16", "Principles of project management", "M/507/8163", None, _MODERATED),
        ("17", "Responsible business practices", "T/507/8164", None, _MODERATED),
        ("20", "Business events", "F/507/8166", None, _MODERATED),
    ),
    MEDIA: (
        ("1", "Media products and audiences", None, 90, _EXAMINED),
        ("2", "Pre-production and planning", None, 90, _EXAMINED),
        ("3", "Create a media product", "D/507/6389", 60, _MODERATED),
        ("8", "Photography for digital media products", "K/507/6394", 60, _MODERATED),
        ("13", "Graphic design for digital media products", "J/507/6399", None, _MODERATED),
        ("16", "The creation and use of sound in media", "A/507/6402", None, _MODERATED),
    ),
    CAREERS_4: (
        ("1", "Preparing to work in the career information, advice and guidance sector", None, 6, _VERIFIED),
        ("2", "Reflecting on practice and continuous professional development", None, 6, _VERIFIED),
        (
            "3",
            "Interview clients to determine their need for career information, advice and guidance",
            None,
            6,
            _VERIFIED,
        ),
        ("4", "Meeting the career-related information needs of clients", None, 6, _VERIFIED),
        ("5", "Career choice theories and concepts to support clients", None, 6, _VERIFIED),
        ("6", None, None, 6, _VERIFIED),
        ("9", None, None, 6, _VERIFIED),
        ("11", None, None, 3, _VERIFIED),
    ),
    CAREERS_6: tuple((str(number), None, None, None, _VERIFIED) for number in range(1, 7)),
}


def _units() -> Iterator[Row]:
    for code, units in _UNITS.items():
        for number, title, reference, size, assessment in units:
            group = None
            if code == CAREERS_4:
                group = "mandatory" if int(number) <= 5 else "optional"
            yield {
                "entry_code": code,
                "unit_number": number,
                "unit_title": title,
                "unit_reference": reference,
                "size": size,
                "assessment": assessment,
                "group": group,
            }


def _assessors() -> Iterator[Row]:
    both = "assessor, internal standardiser"
    for code, name, mailbox, role, subjects, away in (
        ("AOB", "Aoife O’Brien", "a.obrien", both, ("IT",), None),
        ("RP", "Rhys Powell", "r.powell", both, ("IT",), None),
        ("NGM", "N’Golo Mensah", "n.mensah", both, ("Business",), None),
        ("HSJ", "Hannah Smith-Jones", "h.smith-jones", both, ("Business",), None),
        ("ZK", "Zoë Karlsson", "z.karlsson", "assessor", ("Digital Media",), None),
        ("LM", "Llŷr Morgan", "l.morgan", "internal standardiser", ("Digital Media", "IT"),
         (_day(2027, 3, 15), _day(2027, 3, 19))),
        ("SH", "Siân Hughes", "s.hughes", "assessor", ("Careers",), None),
        ("MD", "Marguerite Dubois", "m.dubois", "IQA", ("Careers",), (_day(2027, 5, 24), _day(2027, 5, 28))),
    ):  # fmt: skip
        yield {
            "code": code,
            "name": name,
            "email": f"{mailbox}@ashcombe-vale.example.sch.uk",
            "role": role,
            "subject_areas": subjects,
            "unavailable_from": away[0] if away else None,
            "unavailable_to": away[1] if away else None,
        }


def _visits() -> Iterator[Row]:
    face, virtual = VisitType.FACE_TO_FACE, VisitType.VIRTUAL
    contact = "Hannah Smith-Jones"
    for name, subject, code, day, kind, told, booked, status, final in (
        (IT_AUTUMN, "IT", None, _day(2026, 12, 1), face, _day(2026, 10, 15), _day(2026, 10, 8), VisitStatus.DONE, False),
        (MEDIA_SPRING, "Digital Media", None, _day(2027, 2, 18), virtual, _day(2027, 1, 7), _day(2026, 11, 30),
         VisitStatus.CONFIRMED, True),
        (BUSINESS_SPRING, "Business", None, _day(2027, 3, 4), face, _day(2027, 1, 20), _day(2026, 12, 10),
         VisitStatus.CONFIRMED, True),
        (IT_FINAL, "IT", None, _day(2027, 6, 10), virtual, _day(2027, 1, 29), _day(2027, 1, 20), VisitStatus.PLANNED, True),
        (IT_SPARE, "IT", None, _day(2027, 6, 22), virtual, _day(2027, 1, 29), _day(2027, 1, 20), VisitStatus.CANCELLED, False),
        (CAREERS_4_FIRST, None, CAREERS_4, _day(2026, 11, 19), face, None, _day(2026, 10, 2), VisitStatus.DONE, False),
        (CAREERS_6_FIRST, None, CAREERS_6, _day(2027, 1, 21), virtual, None, _day(2026, 10, 16), VisitStatus.DONE, False),
        (CAREERS_4_SECOND, None, CAREERS_4, _day(2027, 5, 20), face, None, _day(2027, 1, 12), VisitStatus.PLANNED, False),
        (CAREERS_6_SECOND, None, CAREERS_6, _day(2027, 6, 17), face, None, _day(2027, 2, 3), VisitStatus.PLANNED, False),
    ):  # fmt: skip
        yield {
            "name": name,
            "subject_area": subject,
            "entry_code": code,
            "visit_date": day,
            "type": kind,
            "type_told_on": told,
            "booked_on": booked,
            "status": status,
            "final_visit": final,
            "named_contact": contact if subject else "Marguerite Dubois",
            "moved_from": _day(2027, 2, 11) if name == MEDIA_SPRING else None,
        }


def _closures() -> Iterator[Row]:
    for first, last, reason in (
        (_day(2026, 10, 26), _day(2026, 10, 30), "Autumn half-term"),
        (_day(2026, 12, 21), _day(2027, 1, 1), "Christmas"),
        (_day(2027, 2, 22), _day(2027, 2, 26), "Spring half-term"),
        (_day(2027, 3, 29), _day(2027, 4, 9), "Easter"),
        (_day(2027, 5, 31), _day(2027, 6, 4), "Summer half-term"),
        (_day(2027, 7, 5), None, "Staff training day"),
    ):
        yield {"first_day": first, "last_day": last, "reason": reason}


# ------------------------------------------------------------------------------------------------------- people and entries


class _Person(NamedTuple):
    """One candidate, and the entry codes they follow."""

    place: int
    number: str
    courses: tuple[str, ...]
    second_year: bool


class _Group(NamedTuple):
    """Candidates with the same courses, numbered one after another."""

    first_number: int
    size: int
    courses: tuple[str, ...]
    second_year: bool = False


_GROUPS: Final = (
    _Group(11, 13, (IT_2012,), second_year=True),
    _Group(24, 7, (IT_2016, MEDIA), second_year=True),
    _Group(31, 1, (IT_2016,), second_year=True),
    _Group(41, 4, (BUSINESS_2016, MEDIA), second_year=True),
    _Group(45, 8, (BUSINESS_2016,), second_year=True),
    _Group(61, 8, (MEDIA, BUSINESS_2016), second_year=True),
    _Group(69, 3, (MEDIA,), second_year=True),
    _Group(203, 6, (IT_2016,)),
    _Group(401, 12, (BUSINESS_2012,)),
    _Group(9001, 6, (CAREERS_4,)),
    _Group(9051, 4, (CAREERS_6,)),
)


def _people() -> Iterator[_Person]:
    place = 0
    for group in _GROUPS:
        for offset in range(group.size):
            yield _Person(place, f"{group.first_number + offset:04d}", group.courses, group.second_year)
            place += 1


def _is_adult(person: _Person) -> bool:
    return person.courses[0] in {CAREERS_4, CAREERS_6}


def _candidate(person: _Person) -> Row:
    surname, forenames = name_of(person.place)
    months = person.place * 5 % 12
    if _is_adult(person):
        born = _day(1974 + person.place * 7 % 25, 1 + months, 1 + person.place * 11 % 28)
    else:
        year = 2008 if person.second_year else 2009
        born = _day(year + (months < 8), 1 + months, 1 + person.place * 11 % 28)
    needed: str | None = None
    if person.second_year:
        needed = "UCAS" if person.place % 3 else "summer 2027"
    elif person.courses == (BUSINESS_2012,):
        needed = "summer 2027"
    elif not _is_adult(person):
        needed = "no"
    return {
        "candidate_number": person.number,
        "surname": surname,
        "forenames": forenames,
        "date_of_birth": born,
        "uln": uln_of(int(person.number)),
        "uci": uci_of(person.number, 2025 if person.second_year else 2026),
        "results_needed": needed,
    }


def _entered_on(person: _Person, course: str) -> dt.date:
    """When a candidate was entered. Verified qualifications have no entry deadline (S79), and one candidate shows it."""
    if person.number == _LATE_STARTER:
        return _day(2027, 2, 1)
    if course == CAREERS_4:
        return _day(2026, 11, 16) if person.number == "9006" else _day(2026, 10, 5)
    if course == CAREERS_6:
        return _day(2026, 10, 12)
    if person.second_year:
        return _day(2025, 10, 6) + dt.timedelta(person.place % 4)
    return _day(2026, 9, 28) + dt.timedelta(person.place % 4)


_LATE_STARTER: Final = "0412"
"""Joined the one-year course in January, and was entered in good time for the spring visit."""


def _entries(person: _Person, course: str) -> Iterator[Row]:
    entered = _entered_on(person, course)
    completion = None
    if not _is_adult(person):
        completion = "Summer 2027" if person.second_year or course == BUSINESS_2012 else "Summer 2028"
    yield {
        "candidate_number": person.number,
        "entry_code": course,
        "entry_type": EntryType.FULL_AWARD,
        "entered_on": entered,
        "estimated_completion": completion,
    }
    # The 2016 suite asks for an entry for each examined unit beside the one for the award (B8), made after it (B12).
    for number, _, _, _, assessment in _UNITS[course]:
        if assessment is _EXAMINED:
            yield {
                "candidate_number": person.number,
                "entry_code": course,
                "unit_number": number,
                "entry_type": EntryType.EXAMINED_UNIT,
                "entered_on": _weekday(entered + dt.timedelta(10)),
                "estimated_completion": completion,
            }


# ------------------------------------------------------------------------------------------------------------------- claims

_STAFF: Final = {
    IT_2012: ("AOB", "RP"),
    IT_2016: ("RP", "AOB"),
    BUSINESS_2012: ("NGM", "HSJ"),
    BUSINESS_2016: ("HSJ", "NGM"),
    MEDIA: ("ZK", "LM"),
    CAREERS_4: ("SH", "MD"),
    CAREERS_6: ("SH", "MD"),
}

_SAMPLED: Final = 6
"""The most portfolios that are asked for of one assessor and unit (S39)."""


def _claims(people: Sequence[_Person]) -> Iterator[Row]:
    for course in _STAFF:
        on_course = [person for person in people if course in person.courses]
        for seat, person in enumerate(on_course):
            for row in _CLAIMS_OF[course](seat, person):
                assessor, standardiser = _STAFF[course]
                yield {
                    "candidate_number": person.number,
                    "entry_code": course,
                    "assessor": assessor,
                    "standardised_by": standardiser if "standardised_on" in row else None,
                } | row


def _grade(seat: int, unit: str) -> Grade:
    return _GRADES[(seat * 3 + int(unit)) % len(_GRADES)]


def _planned(unit: str, visit: str | None) -> Row:
    return {"unit_number": unit, "visit": visit, "claim_status": ClaimStatus.PLANNED}


def _made(unit: str, visit: str, grade: Grade, claimed: dt.date, status: ClaimStatus, **more: object) -> Row:
    """A claim that has gone in: assessed about three weeks before, standardised a week before."""
    claimed = _weekday(claimed)
    return {
        "unit_number": unit,
        "visit": visit,
        "grade": grade,
        "assessed_on": _weekday(claimed - dt.timedelta(20)),
        "standardised_on": _weekday(claimed - dt.timedelta(6)),
        "claimed_on": claimed,
        "claim_status": status,
    } | more


def _unsubmitted(unit: str, visit: str, grade: Grade, assessed: dt.date) -> Row:
    """Marked and standardised, built in Interchange and waiting to be sent."""
    return {
        "unit_number": unit,
        "visit": visit,
        "grade": grade,
        "assessed_on": assessed,
        "standardised_on": _weekday(assessed + dt.timedelta(7)),
        "claim_status": ClaimStatus.UNSUBMITTED,
    }


def _at_it_autumn(seat: int, unit: str, *, certificated: bool) -> Row:
    """A claim of the visit in December: moderated, confirmed, some of it certificated, and a little of the work handed back."""
    grade = _grade(seat, unit)
    claimed = _day(2026, 11, 5) + dt.timedelta(seat % 2)
    sampled: Row = {}
    if seat < _SAMPLED:
        sampled = {"sample_requested_on": _day(2026, 11, 17) + dt.timedelta(seat % 3), "available_at_visit": True}
    if seat == 11 and unit == "1":
        return _made(unit, IT_AUTUMN, grade, claimed, ClaimStatus.WITHDRAWN)
    if seat == 12:
        return _made(unit, IT_AUTUMN, grade, claimed, ClaimStatus.SENT)
    after: Row = {"confirmed_grade": grade, "results_published_on": _day(2026, 12, 8)}
    if certificated:
        after["certificate_issued_on"] = _day(2026, 12, 16)
        if seat in {8, 9}:
            after["review_closed_on"] = _day(2027, 1, 22)
            after["disposed_on"] = _day(2027, 2, 3)
    return _made(unit, IT_AUTUMN, grade, claimed, ClaimStatus.CONFIRMED, **sampled, **after)


def _again(first: Row, visit: str) -> Row | None:
    """A confirmed claim made again at the grade above (S34)."""
    grade = first.get("confirmed_grade")
    if not isinstance(grade, Grade) or grade not in _HIGHER:
        return None
    return _made(str(first["unit_number"]), visit, _HIGHER[grade], _day(2027, 2, 9), ClaimStatus.SUBMITTED)


def _it_2012(seat: int, _: _Person) -> Iterator[Row]:
    autumn = [_at_it_autumn(seat, unit, certificated=True) for unit in ("1", "2", "3")]
    yield from autumn
    if seat < 11:
        again = _again(autumn[2], IT_FINAL)
        if again:
            yield again
    if seat % 2:
        yield _unsubmitted("12", IT_FINAL, _grade(seat, "12"), _day(2027, 2, 1))
    else:
        yield _planned("12", IT_FINAL)
    yield _planned("19", IT_FINAL)
    yield _planned("23", None)


def _it_2016(seat: int, person: _Person) -> Iterator[Row]:
    if person.second_year:
        for unit in ("6", "8"):
            yield _at_it_autumn(seat, unit, certificated=False)
        yield _made(
            "10", IT_FINAL, _grade(seat, "10"), _day(2027, 2, 8) + dt.timedelta(seat % 4), ClaimStatus.SUBMITTED
        )
        yield _planned("19", IT_FINAL)
        yield _planned("5", None)
    else:
        yield _unsubmitted("6", IT_FINAL, _grade(seat, "6"), _day(2027, 2, 2))
        yield _planned("8", IT_FINAL)


def _in_spring(seat: int, unit: str, visit: str, claimed: dt.date, *, sampled: bool, **sample: object) -> Row:
    status = ClaimStatus.SENT if sampled else ClaimStatus.SUBMITTED
    return _made(unit, visit, _grade(seat, unit), claimed, status, **(sample if sampled else {}))


def _business(seat: int, person: _Person, sent: tuple[str, ...], soon: str, later: tuple[str, ...]) -> Iterator[Row]:
    """Claims for a face-to-face visit in seventeen days: most have gone in, some are due in three days."""
    late = person.number == _LATE_STARTER
    for place, unit in enumerate(sent):
        claimed = _day(2027, 2, 9) if late else _day(2027, 2, 1) + dt.timedelta((seat + place) % 5)
        asked = not late and place < 2 and seat < _SAMPLED
        yield _in_spring(
            seat, unit, BUSINESS_SPRING, claimed, sampled=asked,
            sample_requested_on=_day(2027, 2, 11) + dt.timedelta(seat % 2),
            available_at_visit=True if seat < 4 else None,
        )  # fmt: skip
    if seat % 3:
        yield _unsubmitted(soon, BUSINESS_SPRING, _grade(seat, soon), _day(2027, 2, 4))
    else:
        yield _made(soon, BUSINESS_SPRING, _grade(seat, soon), _day(2027, 2, 10), ClaimStatus.SUBMITTED)
    for unit in later:
        yield _planned(unit, None if seat % 2 else BUSINESS_SPRING)


def _business_2012(seat: int, person: _Person) -> Iterator[Row]:
    yield from _business(seat, person, ("1", "2", "3", "4"), "5", ("11",))


def _business_2016(seat: int, person: _Person) -> Iterator[Row]:
    yield from _business(seat, person, ("4", "5", "16"), "17", ("7", "20"))


def _media(seat: int, _: _Person) -> Iterator[Row]:
    """Claims for a virtual visit in three days: everything asked for has been uploaded."""
    for place, unit in enumerate(("3", "8", "13", "16")):
        claimed = _day(2027, 1, 25) + dt.timedelta((seat + place) % 5)
        if seat == 20 and place > 1:
            yield _made(unit, MEDIA_SPRING, _grade(seat, unit), claimed, ClaimStatus.WITHDRAWN)
            continue
        yield _in_spring(
            seat, unit, MEDIA_SPRING, claimed, sampled=(seat + place) % 22 < _SAMPLED,
            sample_requested_on=_day(2027, 2, 1) + dt.timedelta(place),
            sample_uploaded_on=_day(2027, 2, 8) + dt.timedelta((seat + place) % 4),
        )  # fmt: skip


def _careers_4(seat: int, person: _Person) -> Iterator[Row]:
    """Verified: the visit needs no notice, results follow it within five working days and certificates within five more."""
    late = person.number == "9006"
    done: Row = {
        "confirmed_grade": Grade.PASS,
        "results_published_on": _day(2026, 11, 24),
        "certificate_issued_on": _day(2026, 11, 30),
    }
    for unit in ("1",) if late else ("1", "2", "3"):
        claimed = _day(2026, 11, 18) if late else _day(2026, 11, 16)
        yield _made(unit, CAREERS_4_FIRST, Grade.PASS, claimed, ClaimStatus.CONFIRMED, **done)
    for unit in ("2", "3") if late else ("4",):
        yield _made(unit, CAREERS_4_SECOND, Grade.PASS, _day(2027, 2, 4), ClaimStatus.SUBMITTED)
    for unit in ("4", "5", "6", "9", "11") if late else ("5", "6", "9", "11"):
        yield _planned(unit, CAREERS_4_SECOND if seat % 2 else None)


def _careers_6(seat: int, _: _Person) -> Iterator[Row]:
    done: Row = {
        "confirmed_grade": Grade.PASS,
        "results_published_on": _day(2027, 1, 26),
        "certificate_issued_on": _day(2027, 2, 1),
    }
    for unit in ("1", "2"):
        yield _made(unit, CAREERS_6_FIRST, Grade.PASS, _day(2027, 1, 14), ClaimStatus.CONFIRMED, **done)
    yield _made("3", CAREERS_6_SECOND, Grade.PASS, _day(2027, 2, 10), ClaimStatus.SUBMITTED)
    for unit in ("4", "5", "6"):
        yield _planned(unit, CAREERS_6_SECOND)


_CLAIMS_OF: Final = {
    IT_2012: _it_2012,
    IT_2016: _it_2016,
    BUSINESS_2012: _business_2012,
    BUSINESS_2016: _business_2016,
    MEDIA: _media,
    CAREERS_4: _careers_4,
    CAREERS_6: _careers_6,
}
