"""Numbers that stand for a centre, a candidate, a qualification or a unit: their shape and, where there is one, their check digit; and
the day on which a candidate was born.

Severity here: *must fix* for the two numbers without which nothing can be entered; otherwise *check*, a probable slip.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from ocr_sheets.dates import years_old
from ocr_sheets.model import identifiers
from ocr_sheets.model.book import Book
from ocr_sheets.model.records import Candidate, Claim, Entry, Family, Qualification, Record, Unit
from ocr_sheets.rules.catalogue import other_qualification
from ocr_sheets.rules.engine import ADVICE, CHECK, MUST_FIX, B, RawFinding, Values, finding, rule
from ocr_sheets.text import CellText, key

ULN_NOT_KNOWN = "9999999999"


def _ill(book: Book, kind: str, name: str, is_right: Callable[[str], bool]) -> Iterator[tuple[Record, str]]:
    """Records whose field is filled in and not of the right shape."""
    for record in book.rows(kind):
        text = getattr(record, name)
        if text and not is_right(text):
            yield record, text


def _kind(text: str) -> str:
    """Words in a column of numbers may be a name, and no finding names a candidate: of text without a digit only that is told."""
    return "" if any(character.isdecimal() for character in text) else "no digit"


def _shown(text: str) -> CellText | None:
    """What a cell holds, where it can be no name."""
    return None if _kind(text) else CellText(text)


@rule(
    "centre-number-shape",
    "A centre number is not five digits",
    severity=MUST_FIX,
    source=B(80),
    message={
        "": "“{value}” is not a centre number.",
        "no digit": "Text without a digit is not a centre number.",
        "DfE number": "“{value}” is not a centre number. It looks like a DfE number.",
    },
    fix="Use the five-digit national centre number (NCN).",
    needs=("centre.centre_number or candidates.centre_number",),
    example="12345 is a centre number; 3124001 is a DfE number, which is another thing.",
)
def centre_number_shape(book: Book, values: Values) -> Iterable[RawFinding]:
    """Entries are made under the national centre number, five digits, the same for all exam boards."""
    for sheet in ("centre", "candidates"):
        for record, text in _ill(book, sheet, "centre_number", identifiers.is_centre_number):
            kind = "DfE number" if identifiers.is_dfe_number(text) else _kind(text)
            yield finding(record, "centre_number", kind, value=_shown(text))


@rule(
    "candidate-number-shape",
    "A candidate number is not four digits",
    severity=MUST_FIX,
    source=(B(81), B(121)),
    message={"": "“{value}” is not a candidate number.", "no digit": "Text without a digit is not a candidate number."},
    fix="Use the candidate's four-digit number, 0001 to 9999.",
    needs=("candidates.candidate_number",),
    example="0045 is a candidate number; 0000 and 12345 are not.",
)
def candidate_number_shape(book: Book, values: Values) -> Iterable[RawFinding]:
    """The exam boards' candidate numbers have four digits, and the centre gives them. For verified qualifications OCR gives numbers of eight
    digits (B121).
    """
    verified = _of_verified(book)
    for record, text in _ill(book, "candidates", "candidate_number", identifiers.is_candidate_number):
        if text in verified and identifiers.is_number_given_by_ocr(text):
            continue
        yield finding(record, "candidate_number", _kind(text), value=_shown(text))


def _of_verified(book: Book) -> frozenset[str]:
    """The numbers of candidates with an entry or a claim for a verified qualification."""
    own = book.of(Family.VERIFIED)
    rows: tuple[Entry | Claim, ...] = (*own.entries, *own.claims)
    return frozenset(row.candidate_number for row in rows if row.candidate_number)


@rule(
    "candidate-number-twice",
    "Two candidates have one number",
    severity=MUST_FIX,
    source=B(81),
    message="{number} is also the number of the candidate in row {other_row}.",
    fix="Give one of them another number, or remove this row if it repeats the other.",
    needs=("candidates.candidate_number",),
    example="0045 stands in rows 12 and 31 of Candidates. In a consortium two centres may each have a 0045.",
)
def candidate_number_twice(book: Book, values: Values) -> Iterable[RawFinding]:
    """A number belongs to one candidate of a centre; claims under a shared number can reach the wrong one. Where Candidates carries
    the entries too, a candidate with two entries has two rows.
    """
    carrying = {(entry.sheet, entry.row) for entry in book.entries}
    first: dict[tuple[str | None, str], Candidate] = {}
    for candidate in book.candidates:
        if candidate.candidate_number is None:
            continue
        number = (candidate.centre_number or book.centre.centre_number, candidate.candidate_number)
        held = first.setdefault(number, candidate)
        is_for_entries = {(row.sheet, row.row) for row in (held, candidate)} <= carrying
        if held is not candidate and not (is_for_entries and key(held.name) == key(candidate.name)):
            yield finding(candidate, "candidate_number", number=candidate.candidate_number, other_row=held.row)


@rule(
    "uci-shape",
    "A UCI is in the wrong format",
    severity=CHECK,
    source=(B(83), B(86)),
    message={
        "": "“{value}” is not a UCI.",
        "no digit": "Text without a digit is not a UCI.",
        "letter O": "“{value}” is not a UCI. There is a letter O in place of a zero.",
    },
    fix="Copy the thirteen characters again, or leave the cell empty.",
    needs=("candidates.uci",),
    example="A UCI has twelve characters and a check letter; without the letter it is incomplete, not wrong.",
)
def uci_shape(book: Book, values: Values) -> Iterable[RawFinding]:
    """A UCI ties a candidate's results together through the years, wherever he or she sat them."""
    for record, text in _ill(book, "candidates", "uci", _could_be_uci):
        kind = "letter O" if _could_be_uci(text.replace("O", "0")) else _kind(text)
        yield finding(record, "uci", kind, value=_shown(text))


def _could_be_uci(text: str) -> bool:
    return identifiers.is_uci(text) or identifiers.is_incomplete_uci(text)


@rule(
    "uci-check-letter",
    "A UCI's check letter does not fit",
    severity=CHECK,
    source=(B(84), B(85), B(86)),
    message={
        "": "“{uci}” should end in {letter} if the rest is right.",
        "no such letter": "“{uci}” ends in {letter}, as no UCI does.",
    },
    fix="Copy the UCI again from the candidate's last statement of results.",
    needs=("candidates.uci",),
    example="681990012058G is right; with any other last letter one character has been mistyped.",
)
def uci_check_letter(book: Book, values: Values) -> Iterable[RawFinding]:
    """The last letter follows from the twelve characters before it, so a mistyped one shows. The first five need not be this centre's."""
    for candidate in book.candidates:
        uci = candidate.uci
        if uci and identifiers.is_uci(uci):
            letter = identifiers.uci_check_letter(uci[:-1])
            if letter is not None and letter != uci[-1]:
                yield finding(candidate, "uci", uci=CellText(uci), letter=letter)
            elif uci[-1] not in identifiers.UCI_CHECK_LETTERS:
                yield finding(candidate, "uci", "no such letter", uci=CellText(uci), letter=uci[-1])


@rule(
    "uln-shape",
    "A ULN is in the wrong format",
    severity=CHECK,
    source=B(87),
    message={
        "": "“{value}” is not a ULN.",
        "no digit": "Text without a digit is not a ULN.",
        "UCI": "“{value}” is not a ULN. It looks like a UCI.",
    },
    fix="Copy the ten digits again, or leave the cell empty.",
    needs=("candidates.uln",),
    example="A ULN has ten digits and does not begin with 0. A UCI or UPN in this column is reported here.",
)
def uln_shape(book: Book, values: Values) -> Iterable[RawFinding]:
    """A unique learner number has ten digits."""
    for record, text in _ill(book, "candidates", "uln", identifiers.is_uln):
        kind = "UCI" if _could_be_uci(text) else _kind(text)
        yield finding(record, "uln", kind, value=_shown(text))


@rule(
    "uln-check-digit",
    "A ULN fails its check digit",
    severity=CHECK,
    source=B(87),
    message="“{uln}” fails its check digit, so one digit is probably wrong.",
    fix="Copy the ULN again from the learner's record.",
    needs=("candidates.uln",),
    example="9276308686 is right; 1234567890 is not. 9999999999 stands for “not known” and is left alone.",
)
def uln_check_digit(book: Book, values: Values) -> Iterable[RawFinding]:
    """The last digit follows from the nine before it, so a mistyped one shows."""
    for candidate in book.candidates:
        uln = candidate.uln
        if uln and uln != ULN_NOT_KNOWN and identifiers.is_uln(uln) and not identifiers.uln_check(uln):
            yield finding(candidate, "uln", uln=CellText(uln))


@rule(
    "uln-placeholder",
    "A placeholder stands for the ULN of a candidate for a verified qualification",
    severity=CHECK,
    source=B(121),
    message="“{uln}” is a placeholder, used where the ULN is not known.",
    fix="Leave the ULN blank until it is known.",
    needs=("candidates.uln", "candidates.candidate_number"),
    example="9999999999 beside a candidate entered for 04663. Beside one for Cambridge Technicals alone it is left alone.",
)
def uln_placeholder(book: Book, values: Values) -> Iterable[RawFinding]:
    """OCR asks centres not to use a placeholder in entries for these qualifications, and to leave the place blank."""
    verified = _of_verified(book)
    for candidate in book.candidates:
        if candidate.uln == ULN_NOT_KNOWN and candidate.candidate_number in verified:
            yield finding(candidate, "uln", uln=CellText(candidate.uln))


@rule(
    "date-of-birth-unlikely",
    "A date of birth looks wrong",
    severity=CHECK,
    source=B(92),
    message={
        "": "With this date of birth, the candidate is {age} on {as_of}.",
        "to come": "This date of birth is still to come.",
    },
    fix="Compare it with the candidate's record: two digits may be swapped, or the century wrong.",
    needs=("candidates.date_of_birth",),
    uses=("birth.age_at_least", "birth.age_at_most"),
    example="On 1 February 2027 a candidate born on 1 February 2016 is 11 and left alone; one born a day later is reported.",
)
def date_of_birth_unlikely(book: Book, values: Values) -> Iterable[RawFinding]:
    """OCR sets no age, but a date of birth in the future, of a small child or of someone over a hundred is a slip of the keyboard,
    and one that went to OCR is corrected there (B16).
    """
    youngest = values.number("birth.age_at_least", book.as_of)
    oldest = values.number("birth.age_at_most", book.as_of)
    for candidate in book.candidates:
        born = candidate.date_of_birth
        if born is None:
            continue
        age = years_old(born, book.as_of)
        if born > book.as_of:
            yield finding(candidate, "date_of_birth", "to come")
        elif (youngest is not None and age < youngest) or (oldest is not None and age > oldest):
            yield finding(candidate, "date_of_birth", age=age, as_of=book.as_of)


@rule(
    "qan-shape",
    "A qualification number is in the wrong format",
    severity=CHECK,
    source=B(89),
    message="“{qan}” is not a qualification number.",
    fix="Use the number on the Ofqual register, such as 601/2977/3.",
    needs=("qualifications.qan",),
    example="601/2977/3 and 60129773 are read alike; 601/2977 is too short.",
)
def qan_shape(book: Book, values: Values) -> Iterable[RawFinding]:
    """The qualification number names one qualification and level for good, which a title does not (B108)."""
    for record, text in _ill(book, "qualifications", "qan", identifiers.is_qan):
        yield finding(record, "qan", qan=CellText(text))


@rule(
    "qan-check-digit",
    "A qualification number may be mistyped",
    severity=ADVICE,
    source=B(109),
    message="“{qan}” does not end as a qualification number should.",
    fix="Compare it with the Ofqual register.",
    needs=("qualifications.qan",),
    uses=("qan.prefixes_with_check_digit",),
    example="601/2977/3 fits; 601/2977/4 does not.",
)
def qan_check_digit(book: Book, values: Values) -> Iterable[RawFinding]:
    """In all numbers of the register that begin with 600, 601 or 603 the last character follows from the others. Nobody publishes the
    rule, so this is only a query.
    """
    prefixes = values.word_list("qan.prefixes_with_check_digit")
    for row in book.qualifications:
        if not row.qan or not identifiers.is_qan(row.qan) or not row.qan.startswith(prefixes):
            continue
        if not identifiers.qan_check(row.qan):
            yield finding(row, "qan", qan=CellText(row.qan))


@rule(
    "entry-code-shape",
    "An entry code is not five digits",
    severity=CHECK,
    source=B(90),
    message="“{entry_code}” is not an entry code.",
    fix="Use OCR's five-digit entry code, with its leading zero. Other boards' and other OCR qualifications do not belong here.",
    needs=(
        "qualifications.entry_code or units.entry_code or entries.entry_code or claims.entry_code or visits.entry_code",
    ),
    example="05838 is an entry code, also where Excel shows 5838; 0583B is none.",
)
def entry_code_shape(book: Book, values: Values) -> Iterable[RawFinding]:
    """Entry codes of Cambridge Technicals and verified qualifications have five digits. Codes of qualifications that are reported as not
    covered here have a shape of their own. The name of a course that is known by its name is to be filled in, and no mistake.
    """
    rows: tuple[Qualification | Unit, ...] = (*book.qualifications, *book.units)
    not_covered = {row.entry_code for row in rows if other_qualification(row)}
    for kind in ("qualifications", "units", "entries", "claims", "visits"):
        for record, text in _ill(book, kind, "entry_code", identifiers.is_entry_code):
            is_course = identifiers.is_in_words(text) and book.family_of(text) is not None
            if text not in not_covered and not is_course:
                yield finding(record, "entry_code", entry_code=CellText(text))


@rule(
    "unit-reference-shape",
    "A unit reference is in the wrong format",
    severity=CHECK,
    source=B(91),
    message="“{reference}” is not a unit reference.",
    fix="Use the unit reference number, such as L/507/6467.",
    needs=("units.unit_reference",),
    example="L/507/6467 and L5076467 are read alike; 507/6467 lacks its letter.",
)
def unit_reference_shape(book: Book, values: Values) -> Iterable[RawFinding]:
    """A unit reference number is a letter, three digits and four digits."""
    for record, text in _ill(book, "units", "unit_reference", identifiers.is_unit_reference):
        yield finding(record, "unit_reference", reference=CellText(text))
