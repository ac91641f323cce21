"""What becomes of a finding when it is told: each fact of it, with findings made for the purpose."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import pytest
from reports import CLAIM_BY, ONE_DAY, VISIT, claims, visits
from workbooks import AS_OF, report_of

from ocr_sheets.model.book import Book
from ocr_sheets.model.records import Claim, Family, Visit
from ocr_sheets.report import OVER, Accepted, Finding, Report
from ocr_sheets.report.telling import Telling
from ocr_sheets.rules import RULES, RawFinding, Result, Rule, RuleOutcome, Severity, Who
from ocr_sheets.rules.engine import finding

RULE = RULES["grade-not-for-unit"]._replace(
    messages={"": "The grade {grade} is wrong.", "other": "Another grade than {grade}."},
    fixes={"": "Correct {grade}.", "other": "Ask about {grade}."},
    who=Who.ASSESSOR,
)
"""A rule of two sentences about one value."""


def told(
    book: Book, *found: RawFinding, rule: Rule = RULE, accepted: Mapping[str, Accepted] | None = None
) -> list[Finding]:
    """What people are told of the findings of one rule."""
    return telling(book, accepted).all([RuleOutcome(rule, Result.FOUND, (), found)])


def telling(
    book: Book, accepted: Mapping[str, Accepted] | None = None, words: Mapping[str, str] | None = None
) -> Telling:
    return Telling(book, report_of().rulebook, accepted or {}, words)


def on(record: Claim | Visit, field: str = "grade", kind: str = "", over: bool = False, **values: object) -> RawFinding:
    """A finding at a field."""
    return finding(record, field, kind, over=over)._replace(values={"grade": "D", **values})


@pytest.fixture(scope="module")
def report() -> Report:
    """Three candidates, of whom all work is implied by their entries, and three visits."""
    return report_of()


def work(book: Book, number: str = "0045", unit: str = "8") -> Claim:
    """A piece of work that no row records."""
    return next(one for one in book.work if (one.candidate_number, one.unit_number) == (number, unit))


def typed(book: Book, number: str = "0045", unit: str = "8") -> Claim:
    """The same work, as a row that somebody typed would have it."""
    return work(book, number, unit)._replace(sheet="Claims", row=2, implied_by=None)


# -- what it says


def test_each_kind_has_its_own_words_with_the_values_of_each_finding(report: Report) -> None:
    claim = typed(report.book)
    found = told(
        report.book,
        on(claim),
        on(claim, kind="other"),
        on(claim, grade="M"),
        on(claim, over=True),
        on(claim, kind="none"),
    )
    assert sorted((one.kind, one.message, one.fix, one.is_over) for one in found) == [
        ("", "The grade D is wrong.", "Correct D.", False),
        ("", "The grade D is wrong.", OVER, True),
        ("", "The grade M is wrong.", "Correct M.", False),
        ("none", "The grade D is wrong.", "Correct D.", False),
        ("other", "Another grade than D.", "Ask about D.", False),
    ]
    assert {one.values["grade"] for one in found} == {"D", "M"}


def test_two_rules_with_the_same_values_have_each_its_own_words(report: Report) -> None:
    claim, one = typed(report.book), telling(report.book)
    other = RULE._replace(code="another", messages={"": "It is {grade}."}, fixes={"": "Leave {grade}."})
    outcomes = [RuleOutcome(rule, Result.FOUND, (), [on(claim)]) for rule in (RULE, other)]
    assert {(found.message, found.fix) for found in one.all(outcomes)} == {
        ("The grade D is wrong.", "Correct D."),
        ("It is D.", "Leave D."),
    }


def test_a_list_among_the_values_is_said_as_one(report: Report) -> None:
    claim = typed(report.book)
    found = told(report.book, on(claim, grade=["D", "M"]), on(claim, grade=["P"]))
    assert {one.message for one in found} == {"The grade D and M is wrong.", "The grade P is wrong."}


def test_whom_and_what_it_is_about_is_told_with_it(report: Report) -> None:
    claim = typed(report.book)
    (found,) = told(report.book, on(claim))
    assert (found.candidate_number, found.unit) == ("0045", "05839 unit 8")
    assert found.candidate is report.book.candidates[0]
    assert found.record is claim
    assert not found.is_of_reader
    for row, unit in (
        (claim._replace(unit_number=None), "05839"),
        (claim._replace(entry_code=None), "unit 8"),
        (claim._replace(entry_code=None, unit_number=None), ""),
    ):
        (found,) = told(report.book, on(row))
        assert found.unit == unit
    (found,) = told(report.book, on(claim._replace(candidate_number=None)))
    assert (found.candidate_number, found.candidate) == ("", None)
    candidate = report.book.candidates[1]
    (found,) = told(report.book, finding(candidate, "uln", grade="D"))
    assert (found.candidate, found.candidate_number, found.unit, found.by) == (candidate, "0046", "", None)


def test_people_are_called_as_the_centre_calls_them(report: Report) -> None:
    claim = typed(report.book)._replace(assessor=None)
    outcomes = [RuleOutcome(RULE, Result.FOUND, (), [on(claim)])]
    (plain,) = telling(report.book).all(outcomes)
    (own,) = telling(report.book, words={"Assessor": "Tutor"}).all(outcomes)
    assert (plain.who, own.who) == ("Assessor", "Tutor")


def test_what_is_only_not_filled_in_yet_is_no_finding(report: Report) -> None:
    outcomes = [
        RuleOutcome(RULE._replace(severity=severity), Result.FOUND, (), [on(typed(report.book))])
        for severity in Severity
    ]
    assert [one.rule.severity for one in telling(report.book).all(outcomes)] == [
        Severity.MUST_FIX, Severity.CHECK, Severity.ADVICE,
    ]  # fmt: skip


# -- by when, and whether it is over


def test_work_of_two_visits_of_one_sheet_is_due_for_each_by_its_own() -> None:
    text = visits(
        "IT 1 | IT | | 2027-03-11 | virtual | | confirmed", "IT 2 | IT | | 2027-05-13 | virtual | | confirmed"
    )
    rows = [
        f"0045 | 05839 | {unit} | JS | PT | M | | {name} | planned" for unit, name in (("8", "IT 1"), ("9", "IT 2"))
    ]
    book = report_of(text + claims(*rows)).book
    assert [one.by for one in told(book, *map(on, book.claims))] == [CLAIM_BY, dt.date(2027, 4, 29)]


def test_a_day_that_the_rule_gives_goes_before_the_next_one_of_its_visit(report: Report) -> None:
    visit = report.book.visits[0]
    own = on(visit, "type")._replace(by=AS_OF + ONE_DAY)
    assert [one.by for one in told(report.book, own, on(visit, "status"))] == [AS_OF + ONE_DAY, dt.date(2027, 2, 11)]


@pytest.mark.parametrize(("day", "is_over"), [(VISIT - ONE_DAY, False), (VISIT, False), (VISIT + ONE_DAY, True)])
def test_a_finding_in_work_whose_result_is_there_is_over_once_its_visit_is_past(day: dt.date, is_over: bool) -> None:
    text = "Claims\n| Candidate number | Entry code | Unit number | Grade | Visit | Claim status |\n| 0045 | 05839 | 8 | M | IT 1 | {} |\n"
    book = report_of(text.format("confirmed"), day).book
    (claim,) = book.claims
    (found,) = told(book, on(claim))
    assert found.is_over is is_over
    # Not so of work without a result, of what holds for both families alike, nor of what has no visit.
    (found,) = told(book, on(claim), rule=RULE._replace(family=None))
    assert not found.is_over
    open_book = report_of(text.format("submitted"), day).book
    (found,) = told(open_book, on(open_book.claims[0]))
    assert not found.is_over
    nowhere = report_of(text.format("confirmed").replace("IT 1", "IT 9"), day).book
    (found,) = told(nowhere, on(nowhere.claims[0]))
    assert not found.is_over


def test_a_result_at_a_visit_without_a_day_is_not_over() -> None:
    text = "Claims\n| Candidate number | Entry code | Unit number | Grade | Visit | Claim status |\n| 0045 | 05839 | 8 | M | IT 1 | confirmed |\n"
    book = report_of(visits("IT 1 | IT | | | virtual | | planned") + text).book
    (found,) = told(book, on(book.claims[0]))
    assert (found.is_over, found.by) == (False, None)


def test_a_visit_of_an_award_not_covered_here_has_no_day_of_ours() -> None:
    text = visits("BTEC 1 | BTEC Sport | | 2027-03-11 | virtual | 2027-01-15 | confirmed", "IT 1 | IT | | 2027-03-11 | virtual | 2027-01-15 | confirmed")  # fmt: skip
    book = report_of(text).book
    assert [one.by for one in told(book, *(on(visit, "type") for visit in book.visits))] == [dt.date(2027, 2, 11), None]


# -- in which order


def test_what_is_missing_as_a_whole_stands_before_what_follows_from_it(report: Report) -> None:
    claim = typed(report.book)
    codes = ("sheet-missing", "column-missing", "reading-unclear", "aa-rule", "grade-not-for-unit")
    outcomes = [RuleOutcome(RULE._replace(code=code), Result.FOUND, (), [on(claim)]) for code in reversed(codes)]
    found = [one.rule.code for one in telling(report.book).all(outcomes)]
    assert (sorted(found[:3]), found[3:]) == (sorted(codes[:3]), list(codes[3:]))


def test_findings_stand_in_the_order_of_the_sheets_and_what_stands_elsewhere_at_the_end(report: Report) -> None:
    undated = [
        typed(report.book)._replace(visit="IT 9", sheet=sheet, row=row)
        for sheet, row in (("Zoo", 1), ("Ark", 9), ("Ark", 2))
    ]
    visit = report.book.visits[0]._replace(visit_date=None)
    candidate = finding(report.book.candidates[0], "uln", grade="D")
    found = told(report.book, *map(on, undated), on(visit, "type"), candidate)
    assert [(one.sheet, one.cell.row if one.cell else 0) for one in found] == [
        ("Candidates", 2), ("Visits", 2), ("Ark", 2), ("Ark", 9), ("Zoo", 1),
    ]  # fmt: skip


# -- what is one cause


def test_one_cause_is_one_rule_kind_visit_and_reach_or_without_a_visit_one_column() -> None:
    row = "{} | {} | {} | JS | PT | M | | {} | planned"
    rows = [
        row.format(*cells)
        for cells in (("0045", "05839", "8", "IT 1"), ("0046", "05839", "9", "IT 1"), ("0102", "04663", "1", "L4 1"))
    ]
    book = report_of(claims(*rows)).book
    one, other, verified = book.claims

    def group(raw: RawFinding, rule: Rule = RULE) -> str:
        (found,) = told(book, raw, rule=rule)
        return found.group

    first = group(on(one))
    assert group(on(other, "assessed_on")) == first  # one visit, whatever the column
    different = {
        group(on(one, kind="other")), group(on(one, over=True)), group(on(verified)), group(on(one), RULE._replace(code="another")),
    }  # fmt: skip
    assert len(different - {first}) == 4
    # What is the workbook's own is of one cause by its column, whatever the visit.
    shape = RULE._replace(family=None)
    assert group(on(one), shape) == group(on(verified), shape) == group(on(other), shape)
    assert group(on(one), shape) != group(on(one, "assessed_on"), shape)
    assert group(on(one), shape) != group(on(one._replace(sheet="Y13")), shape)


# -- what names it


def test_work_that_no_row_records_is_named_by_whose_it_is_the_unit_and_the_field(report: Report) -> None:
    piece = work(report.book)
    assert piece.is_implied
    pieces = [
        piece, piece._replace(candidate_number="0046"), piece._replace(unit_number="9"), piece._replace(entry_code="05355"),
        piece._replace(centre_number="51234"),
    ]  # fmt: skip
    refs = [one.ref for raw in (*map(on, pieces), on(piece, "assessed_on")) for one in told(report.book, raw)]
    refs += [one.ref for one in told(report.book, on(piece), rule=RULE._replace(code="another"))]
    assert len(set(refs)) == len(refs) == 7
    assert told(report.book, on(piece._replace(row=77)))[0].ref == refs[0]


def test_a_reason_given_for_work_before_its_row_was_typed_stays(report: Report) -> None:
    book = report.book
    (implied,) = told(book, on(work(book)))
    reason = {implied.ref: Accepted("agreed", implied.message)}
    one = telling(book, reason)
    row, other = typed(book), typed(book, "0046")._replace(row=3)
    visit = book.visits[0]
    found = one.all([RuleOutcome(RULE, Result.FOUND, (), [on(row), on(other), on(visit, "type")])])
    assert {(each.record, each.accepted) for each in found} == {(row, "agreed"), (other, ""), (visit, "")}
    assert all(each.ref != implied.ref for each in found)
    assert implied.ref in one.taken
    # A reason that was given for the row itself goes before it.
    (named,) = [each for each in found if each.record is row]
    both = telling(book, {**reason, named.ref: Accepted("agreed since", "")})
    assert [each.accepted for each in both.all([RuleOutcome(RULE, Result.FOUND, (), [on(row)])])] == ["agreed since"]
    assert named.ref in both.taken
    assert implied.ref not in both.taken


def test_another_field_or_sheet_or_a_second_finding_at_one_cell_is_another_finding(report: Report) -> None:
    row = typed(report.book)
    raw = [on(row), on(row, "assessed_on"), on(row._replace(sheet="Y13")), on(row)]
    refs = [one.ref for one in told(report.book, *raw)]
    assert len(set(refs)) == 4
    assert told(report.book, on(row._replace(row=50)))[0].ref == told(report.book, on(row))[0].ref


def test_the_family_of_a_visit_says_which_day_comes_next(report: Report) -> None:
    book = report.book
    technicals, verified, later = book.visits
    assert book.family_of_visit(verified) is Family.VERIFIED
    found = {one.record: one.by for one in told(book, *(on(visit, "type") for visit in book.visits))}
    assert found == {technicals: dt.date(2027, 2, 11), verified: verified.visit_date, later: later.visit_date}
    past = report_of(as_of=VISIT + ONE_DAY).book
    assert [one.by for one in told(past, *(on(visit, "type") for visit in past.visits))] == [
        dt.date(2027, 3, 12), dt.date(2027, 6, 11), None,
    ]  # fmt: skip
    assert AS_OF < VISIT
