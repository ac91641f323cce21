"""The centre's staff, and the days on which they or the centre are away.

Severity here: *must fix* where it cannot be told who is meant; *check* for a probable slip and for our inference from S83; *advice*
where OCR says nothing and a person may still want to know: such a fix begins with “We suggest” and cites nothing.
"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from ocr_sheets.model.book import Book
from ocr_sheets.model.people import is_one_person
from ocr_sheets.model.records import Assessor, Claim, Family, Record, VisitStatus
from ocr_sheets.patterns import regex
from ocr_sheets.rulebook.working_days import has_bank_holidays
from ocr_sheets.rules.engine import ADVICE, CHECK, MUST_FIX, RawFinding, S, Values, Who, finding, rule
from ocr_sheets.text import CellText, folded_words, key

# -- addresses

# Only what no address can be without. Plus signs, apostrophes, other alphabets and long endings are all in use.
_ADDRESS = r"""(?:[^\s@,;:<>()\[\]"\\]+|"[^"]+")@[^\s@.,;:<>()"\\]+(?:\.[^\s@.,;:<>()"\\]+)+"""
_ADDRESS_ALONE = regex(rf"(?:mailto:\s*)?{_ADDRESS}", re.IGNORECASE)
_ADDRESS_WITH_NAME = regex(rf"[^<>@]*<\s*{_ADDRESS}\s*>")
_BETWEEN_ADDRESSES = regex(r"[;,]")


def _can_be_address(text: str) -> bool:
    """Whether text can be an email address, with a name before it or not; or several, each of which can."""

    def is_one(part: str) -> bool:
        return bool(_ADDRESS_ALONE.fullmatch(part) or _ADDRESS_WITH_NAME.fullmatch(part))

    return is_one(text) or all(is_one(part.strip()) for part in _BETWEEN_ADDRESSES.split(text))


def address_in(text: str) -> str | None:
    """The address that a cell gives, the first where it gives several; ``None`` where mail to it could not arrive."""
    found = re.search(_ADDRESS, re.sub(r"^\s*mailto:\s*", "", text, flags=re.IGNORECASE))
    return found[0] if found and _can_be_address(text.strip()) and not re.search(r"\s", found[0]) else None


def addresses_in(text: str) -> list[str]:
    """All addresses that a cell gives, in its order; none where mail to one of them could not arrive."""
    plain = re.sub(r"^\s*mailto:\s*", "", text, flags=re.IGNORECASE)
    return [found[0] for found in re.finditer(_ADDRESS, plain)] if _can_be_address(text.strip()) else []


@rule(
    "email-unlikely",
    "An email address is not valid",
    severity=CHECK,
    message="“{address}” is not a valid email address.",
    fix="Correct the address, or leave the cell empty.",
    needs=("assessors.email or centre.exams_officer_email",),
    example="Nothing reaches j.smith@school,sch.uk or j.smith@school; mail to j.o'brien+ocr@school.academy may arrive.",
)
def email_unlikely(book: Book, values: Values) -> Iterable[RawFinding]:
    """The emails that the tool prepares go to these addresses. Only what no address can be is reported: one with no @ or two, with a
    space, with no dot after the @, or with a dot or comma at its end.
    """
    addresses: list[tuple[Record, str, str | None]] = [
        (book.centre, "exams_officer_email", book.centre.exams_officer_email),
        *((person, "email", person.email) for person in book.assessors),
    ]
    for record, name, text in addresses:
        if text and not _can_be_address(text):
            yield finding(record, name, address=CellText(text))


class Unclear(NamedTuple):
    """An address that may be somebody else's, so that nothing is sent to it: where it stands, and what else stands against it."""

    record: Record
    field: str
    address: str
    other: str = ""
    """The other person's, or the person's other address."""


def addresses_of_others(book: Book) -> Iterator[Unclear]:
    """Addresses that two people have. Rows with one code, or with one name where not both have a code, are of one person."""
    found: defaultdict[str, list[tuple[Record, str, tuple[str, str]]]] = defaultdict(list)
    for record, name, text, code, called in _addressed(book):
        for address in dict.fromkeys(each.casefold() for each in addresses_in(text)):
            found[address].append((record, name, (code, called)))
    for address, rows in found.items():
        for record, name, who in rows:
            other = next((another for _, _, another in rows if not _are_alike(who, another)), None)
            if other is not None:
                yield Unclear(record, name, address, next(filter(None, other), "the exams officer"))


def addresses_side_by_side(book: Book) -> Iterator[Unclear]:
    """Cells with more than one address."""
    for record, name, text, _, _ in _addressed(book):
        several = list(dict.fromkeys(each.casefold() for each in addresses_in(text)))
        if len(several) > 1:
            yield Unclear(record, name, several[0], " and ".join(several[1:]))


def addresses_that_differ(book: Book) -> Iterator[Unclear]:
    """Addresses of one person who has another one on another row."""
    rows = [(record, name, addresses_in(text), code, called) for record, name, text, code, called in _addressed(book)]
    for record, name, mine, code, called in rows:
        if not mine or not (code or called):
            continue
        theirs = (
            address
            for other, _, others, other_code, other_called in rows
            if other is not record and _are_alike((code, called), (other_code, other_called))
            for address in others
            if address.casefold() not in {one.casefold() for one in mine}
        )
        different = next(theirs, None)
        if different is not None:
            yield Unclear(record, name, mine[0].casefold(), different)


def unclear_addresses(book: Book) -> Mapping[str, str]:
    """The addresses, in small letters, to which nothing may be sent before somebody has looked, and why."""
    return {
        **{one.address: f"{one.address} or {one.other}?" for one in addresses_that_differ(book)},
        **{one.address: f"{one.address} or {one.other}?" for one in addresses_side_by_side(book)},
        **{one.address: "more than one person has this address" for one in addresses_of_others(book)},
    }


def _addressed(book: Book) -> Iterator[tuple[Record, str, str, str, str]]:
    """Each cell with an address: its record and field, what stands in it, and the code and name of whose it should be."""
    centre = book.centre
    if centre.exams_officer_email:
        yield centre, "exams_officer_email", centre.exams_officer_email, "", centre.exams_officer or ""
    for person in book.assessors:
        if person.email:
            yield person, "email", person.email, person.code or "", person.name or ""


def _are_alike(one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Whether two codes and names are one person's: by the codes where both have one, else by all words of the names."""
    if one[0] and other[0]:
        return key(one[0]) == key(other[0])
    return set(folded_words(one[1])) == set(folded_words(other[1]))


@rule(
    "email-shared",
    "Two people have one email address",
    severity=CHECK,
    message="“{address}” is also the address of {other}.",
    fix="Correct whichever is wrong: until then nothing is sent to this address.",
    needs=("assessors.email or centre.exams_officer_email",),
    example="AOB and ZK both have a.obrien@school.sch.uk: ZK’s pack would go to AOB.",
)
def email_shared(book: Book, values: Values) -> Iterable[RawFinding]:
    """What is sent holds names and results of candidates, so it must reach one person and no other. The exams officer counts as a person:
    their index is about everybody.
    """
    for one in addresses_of_others(book):
        yield finding(one.record, one.field, address=CellText(one.address), other=one.other)


@rule(
    "email-several",
    "A cell holds more than one email address",
    severity=CHECK,
    message="This cell holds {address} and {other}: only one can be used.",
    fix="Leave the one address that should get this person’s work.",
    needs=("assessors.email or centre.exams_officer_email",),
    example="Email of HSJ is h.smith@school.sch.uk; office@school.sch.uk: the office would see her candidates’ results, or she would not.",
)
def email_several(book: Book, values: Values) -> Iterable[RawFinding]:
    """Which of two addresses is meant cannot be told, so nothing is sent to either."""
    for one in addresses_side_by_side(book):
        yield finding(one.record, one.field, address=one.address, other=one.other)


@rule(
    "email-differs",
    "One person has two email addresses",
    severity=CHECK,
    message="This person has {address} here and {other} on another row.",
    fix="Use the right address on both rows, or give the two people different codes.",
    needs=("assessors.email",),
    example="JS stands on two rows, with j.smith@school.sch.uk and js@gmail.com.",
)
def email_differs(book: Book, values: Values) -> Iterable[RawFinding]:
    """One of the two may be old or a slip, so nothing is sent to either."""
    for one in addresses_that_differ(book):
        yield finding(one.record, one.field, address=one.address, other=one.other)


@rule(
    "email-letters",
    "An email address has letters that not every server takes",
    severity=ADVICE,
    message="“{address}” has an accented or other letter before the @, and not every mail server accepts that.",
    fix="Check the address with its owner: most also have one in plain letters.",
    needs=("assessors.email or centre.exams_officer_email",),
    example="An assessor has zoë.p@school.sch.uk: it can be right, but many servers know the mailbox as zoe.p only.",
)
def email_letters(book: Book, values: Values) -> Iterable[RawFinding]:
    """Such an address is used where the centre’s mail server takes it (SMTPUTF8). A domain with accents is no hindrance anywhere."""
    for record, name, text, _, _ in _addressed(book):
        for address in addresses_in(text):
            if not address.rpartition("@")[0].isascii():
                yield finding(record, name, address=CellText(address))


# -- who did what


def _by_one_person(book: Book) -> Iterator[tuple[Claim, Assessor]]:
    """Claims, neither withdrawn nor decided, whose assessor and standardiser are one member of staff. A code or name that two people
    have proves nothing.
    """
    alike: dict[tuple[str, str], Assessor | None] = {}
    for claim in book.claims:
        if not claim.assessor or not claim.standardised_by or claim.is_withdrawn or claim.is_achieved:
            continue
        pair = (claim.assessor, claim.standardised_by)
        if pair not in alike:
            person = book.assessor_for(claim.assessor)
            alike[pair] = person if person is book.assessor_for(claim.standardised_by) else None
        one = alike[pair]
        if one:
            yield claim, one


@rule(
    "same-person-assesses-and-assures",
    "One person assessed and quality assured the same work",
    severity=CHECK,
    source=S(83),
    message="{who} both assessed and quality assured unit {unit_number} of {entry_code}.",
    fix="We suggest that somebody else quality assures it; or correct whichever name is wrong.",
    family=Family.VERIFIED,
    needs=("claims.assessor", "claims.standardised_by", "assessors.code"),
    who=Who.STANDARDISER,
    example="Unit 1 of 04663 was assessed by JS, and Standardised by is JS or Jo Smith, who is JS.",
)
def same_person_assesses_and_assures(book: Book, values: Values) -> Iterable[RawFinding]:
    """OCR names two roles in one sentence, internal assessors and internal quality assurance staff. That they have to be two different
    people is our inference, so this is only a query. Once OCR has confirmed a unit nothing hangs on it.
    """
    for claim, person in _by_one_person(book):
        yield finding(
            claim,
            "standardised_by",
            who=person.code or person.name,
            unit_number=claim.unit_number,
            entry_code=claim.entry_code,
        )


@rule(
    "same-person-standardises",
    "An assessor standardised his or her own work",
    severity=ADVICE,
    message="{who} assessed and standardised {claims:claim} of unit {unit_number} of {entry_code}.",
    fix="We suggest having the work standardised by another assessor if one can; otherwise, noting how it was done.",
    family=Family.TECHNICALS,
    needs=("claims.assessor", "claims.standardised_by", "assessors.code"),
    who=Who.STANDARDISER,
    example="JS assessed 14 claims of unit 8 of 05839, and JS stands under Standardised by for them too: told once for the 14.",
)
def same_person_standardises(book: Book, values: Values) -> Iterable[RawFinding]:
    """We suggest that somebody else standardises: no page of OCR's that we know says who may do it. A second pair of eyes may find what
    the first overlooked. It is told once for each assessor and unit, at the lowest candidate number.
    """
    alone: defaultdict[tuple[str, str, str], list[Claim]] = defaultdict(list)
    for claim, person in _by_one_person(book):
        if not book.is_examined(claim) and claim.entry_code and claim.unit_number:
            alone[book.people.name_for(person) or "", claim.entry_code, claim.unit_number].append(claim)
    for (who, code, unit), claims in alone.items():
        yield finding(
            min(claims, key=lambda claim: (claim.candidate_number or "", claim.sheet, claim.row)),
            "standardised_by",
            who=who,
            claims=len(claims),
            unit_number=unit,
            entry_code=code,
        )


@rule(
    "moderator-as-assessor",
    "The moderator or external quality assurer is named as the assessor of a claim",
    severity=CHECK,
    message={
        "": "“{assessor}” is the quality assurer of {entry_code}.",
        "moderator": "“{assessor}” is the moderator of {entry_code}.",
        "EQA": "“{assessor}” is the external quality assurer of {entry_code}.",
    },
    fix="We suggest naming the member of staff who assessed the work, or correcting the Quality assurer on {Qualifications}.",
    needs=(
        "claims.assessor",
        "qualifications.quality_assurer",
        "claims.entry_code",
        "qualifications.entry_code",
    ),
    example="Quality assurer of 05839 is D Ashworth, and so is the assessor of a claim under 05839.",
)
def moderator_as_assessor(book: Book, values: Values) -> Iterable[RawFinding]:
    """We take it for a slip where one name stands for the centre's own assessor and for OCR's moderator or EQA; OCR's pages say nothing
    of it today. Only full names
    are compared, since two people can have the same initials. Once OCR has confirmed a unit nothing hangs on it.
    """
    for claim in moderators_as_assessors(book):
        yield finding(
            claim,
            "assessor",
            _ROLE.get(book.family_of(claim.entry_code), ""),
            assessor=CellText(claim.assessor),
            entry_code=claim.entry_code,
        )


def moderators_as_assessors(book: Book) -> Iterator[Claim]:
    """Claims, neither withdrawn nor confirmed, whose assessor has the name of the quality assurer of their entry code."""
    names = {
        row.entry_code: sorted(folded_words(row.quality_assurer))
        for row in reversed(book.qualifications)
        if row.entry_code and row.quality_assurer and _is_full_name(row.quality_assurer)
    }
    assessors: dict[str, list[str]] = {}
    for claim in book.claims:
        name = names.get(claim.entry_code or "")
        if not name or not claim.assessor:
            continue
        if claim.assessor not in assessors:
            person = book.assessor_for(claim.assessor)
            assessors[claim.assessor] = sorted(folded_words((person.name if person else None) or claim.assessor))
        if assessors[claim.assessor] == name and not claim.is_withdrawn and not claim.is_achieved:
            yield claim


_ROLE: Mapping[Family | None, str] = {Family.TECHNICALS: "moderator", Family.VERIFIED: "EQA"}
_NOBODY = regex(r"\b(?:tb[acd]|to be|not|none|no|unknown|awaiting|pending|allocated)\b", re.IGNORECASE)


def _is_full_name(text: str) -> bool:
    """Whether text is a name of two words or more, and not a note that nobody is known yet."""
    return len(folded_words(text)) > 1 and not _NOBODY.search(text)


@rule(
    "assessor-code-twice",
    "Two people have one staff code",
    severity=MUST_FIX,
    message="{code} is also the code of the person in row {other_row}.",
    fix="Give one of them another code on {Assessors}, and on their claims.",
    needs=("assessors.code", "assessors.name"),
    example="PT is Pat Taylor in row 3 and Paul Turner in row 6. One person in two rows, for two absences, is right.",
)
def assessor_code_twice(book: Book, values: Values) -> Iterable[RawFinding]:
    """Claims name the assessor by code, so they cannot tell two people with one code apart, and neither can the sample lists."""
    first: dict[str, Assessor] = {}
    for person in book.assessors:
        if person.code and person.name and key(person.code):
            held = first.setdefault(key(person.code), person)
            if held is not person and not is_one_person(held, person):
                yield finding(person, "code", code=person.code, other_row=held.row)


# -- days away


@rule(
    "staff-unavailable-at-moderation-visit",
    "An assessor is away on the day of a moderation visit",
    severity=ADVICE,
    message="{who} is away on {visit_date}, the day of {visit}.",
    fix="We suggest asking a colleague to stand in, or asking the moderator for another day.",
    family=Family.TECHNICALS,
    needs=(
        "assessors.unavailable_from",
        "visits.visit_date",
        "claims.assessor",
        "assessors.code or assessors.name",
    ),
    who=Who.PROGRAMME_LEAD,
    example="JS is away from 8 to 12 March 2027 and has claims at the visit on 11 March. A visit on 7 or 13 March is no matter.",
)
def staff_unavailable_at_moderation_visit(book: Book, values: Values) -> Iterable[RawFinding]:
    """We suggest it only: OCR asks for no assessor at a moderation visit. The moderator may have questions, and whoever assessed the work
    can best answer them. Work that is only planned and names no visit may go to a later one.
    """
    for visit in book.visits:
        if not (visit.stands and visit.visit_date) or visit.status is VisitStatus.DONE or visit.visit_date < book.as_of:
            continue
        named = dict.fromkeys(
            person
            for claim in book.portfolios_at(visit)
            if not claim.is_achieved
            and (claim.visit or claim.is_made)
            and (person := book.assessor_for(claim.assessor))
        )
        for absence in absences(named, visit.visit_date, book):
            yield finding(
                absence,
                "unavailable_from",
                by=visit.visit_date,
                who=absence.code or absence.name,
                visit_date=visit.visit_date,
                visit=visit.label,
            )


def absences(people: Iterable[Assessor], day: dt.date, book: Book) -> Iterator[Assessor]:
    """The rows of Assessors that say that any of these people is away on a day, in the order of the sheet."""
    away = {id(row) for person in people if (row := book.people.absence_on(person, day))}
    yield from (row for row in book.assessors if id(row) in away)


@rule(
    "unavailable-dates-reversed",
    "An absence ends before it begins",
    severity=CHECK,
    message="Away until {last}, but from {first}.",
    fix="Correct whichever day is wrong.",
    needs=("assessors.unavailable_from", "assessors.unavailable_to"),
    example="Away from 12 March 2027 to 8 March 2027. From the 12th to the 12th is one day.",
)
def unavailable_dates_reversed(book: Book, values: Values) -> Iterable[RawFinding]:
    """No day lies in such an absence, so a visit in it would not be noticed."""
    for person in book.assessors:
        first, last = person.unavailable_from, person.unavailable_to
        if first and last and last < first:
            yield finding(person, "unavailable_to", last=last, first=first)


@rule(
    "bank-holidays-not-known",
    "The bank holidays of the centre's nation are not known here",
    severity=ADVICE,
    message="The bank holidays of {nation} are not in our list, so working days are counted without them.",
    fix="We suggest listing them on {Closures}: then the last working day before each deadline takes them into account.",
    needs=("centre.nation",),
    example="Nation is Jersey, Guernsey, Isle of Man or Scotland. England, Wales and Northern Ireland are known.",
)
def bank_holidays_not_known(book: Book, values: Values) -> Iterable[RawFinding]:
    """We suggest it so that no last working day falls on a bank holiday: OCR has centres in Jersey, Guernsey and the Isle of Man (B120),
    and our dated list has the bank holidays of England, Wales and Northern Ireland alone. Where Closures has rows it is not told.
    """
    nation = book.centre.nation
    if nation and not has_bank_holidays(nation) and not book.closures:
        yield finding(book.centre, "nation", nation=nation)


@rule(
    "closure-dates-reversed",
    "A closure ends before it begins",
    severity=CHECK,
    message="Closed until {last}, but from {first}.",
    fix="Correct whichever day is wrong.",
    needs=("closures.first_day", "closures.last_day"),
    example="Closed from 19 February 2027 to 15 February 2027. From the 15th to the 15th is one day.",
)
def closure_dates_reversed(book: Book, values: Values) -> Iterable[RawFinding]:
    """No day lies in such a closure, so the last working day before a deadline would be reckoned as if the centre were open."""
    for closure in book.closures:
        first, last = closure.first_day, closure.last_day
        if first and last and last < first:
            yield finding(closure, "last_day", last=last, first=first)
