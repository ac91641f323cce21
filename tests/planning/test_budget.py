"""The visits of a year by what they are counted by: held, ahead and proposed, what is free or due, what is left, what is charged."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from planned import NO_VISIT, claims, planned, visits
from workbooks import AS_OF, book_of, report_of

from ocr_sheets.planning.budget import Budget, budgets
from ocr_sheets.planning.plan import make_plan
from ocr_sheets.planning.terms import Term, span_of
from ocr_sheets.planning.work import Work
from ocr_sheets.report import make_report
from ocr_sheets.rulebook import Rulebook, load_rulebook
from ocr_sheets.rulebook.values import Dated

READY = "0045 | 05839 | 8 | JS | PT | 2027-01-10 | 2027-01-12 | 2027-01-20 | | submitted"
HELD = "IT 0 | IT | | 2026-11-10 | virtual | 2026-10-01 | done |"
AHEAD = "IT 1 | IT | | 2027-03-11 | virtual | 2027-01-15 | confirmed |"
LATER = "IT 2 | IT | | 2027-05-11 | virtual | 2027-01-15 | confirmed |"
FEE = "Centre\n| Label | Value |\n| Standard visit fee | #1250.5 |\n"
NOBODY_ENTERED = "Entries\n| Candidate number | Entry code | Entry type | Entered on |\n"
L4 = ("L4 1 | | 04663 | 2027-03-12 | | | confirmed |", "L4 2 | | 04663 | 2027-06-11 | | | planned |")


def budget(text: str, title: str = "IT", as_of: dt.date = AS_OF, year: str = "2026/27") -> Budget:
    (found,) = [one for one in planned(text, as_of).budgets if one.title == title and one.year == year]
    return found


def counts(one: Budget) -> tuple[int, int, int]:
    return one.held, one.ahead, one.proposed


@pytest.mark.parametrize(
    ("rows", "held", "ahead", "left", "chargeable"),
    [
        ((), 0, 0, 2, 0),
        ((HELD,), 1, 0, 1, 0),
        ((HELD, "IT 3 | IT | | | virtual | | planned |"), 1, 0, 1, 0),  # one without a day is of no year yet
        ((AHEAD,), 0, 1, 1, 0),
        ((HELD, AHEAD), 1, 1, 0, 0),
        ((HELD, AHEAD, LATER), 1, 2, 0, 1),
        ((HELD, AHEAD, LATER, LATER.replace("2027-05-11", "2027-06-11")), 1, 3, 0, 2),
        ((HELD, HELD.replace("IT 0", "IT 0b"), AHEAD), 1, 1, 0, 0),  # two rows of one day are one visit
        ((HELD.replace("done", "cancelled"), AHEAD.replace("confirmed", "cancelled")), 0, 0, 2, 0),
        ((HELD.replace("2026-11-10", "2026-08-31"), AHEAD), 0, 1, 1, 0),  # of the year before
        ((HELD.replace("2026-11-10", "2026-09-01"), AHEAD), 1, 1, 0, 0),
        ((AHEAD, LATER.replace("2027-05-11", "2027-08-31")), 0, 1, 1, 0),  # no visit can be in late August
        ((AHEAD, LATER.replace("2027-05-11", "2027-09-01")), 0, 1, 1, 0),  # of the year after
    ],
)
def test_visits_held_and_ahead_are_counted_by_their_year(
    rows: tuple[str, ...], held: int, ahead: int, left: int, chargeable: int
) -> None:
    found = budget(visits(*rows, *L4) + NOBODY_ENTERED)
    assert counts(found) == (held, ahead, 0)
    assert (found.figure, found.left, found.chargeable) == (2, left, chargeable)


@pytest.mark.parametrize(("on", "held", "ahead"), [("2027-01-31", 1, 0), ("2027-02-01", 0, 1), ("2027-02-02", 0, 1)])
def test_a_visit_is_held_from_the_day_after_it(on: str, held: int, ahead: int) -> None:
    text = visits(AHEAD.replace("2027-03-11", on), *L4) + NOBODY_ENTERED
    assert counts(budget(text)) == (held, ahead, 0)


def test_a_proposed_visit_is_counted_beside_those_there_are_and_takes_a_free_one() -> None:
    one = budget(NO_VISIT + claims(READY))
    assert counts(one) == (0, 0, 1)
    assert (one.left, one.chargeable) == (1, 0)
    assert one.in_words() == "1 of 2 free, 1 left"
    with_held = budget(visits(HELD, *L4) + claims(READY))
    assert counts(with_held) == (1, 0, 1)
    assert (with_held.left, with_held.chargeable) == (0, 0)
    assert with_held.in_words() == "2 of 2 free, 0 left"


def test_a_visit_proposed_for_one_subject_is_none_of_another() -> None:
    found = {one.title: one for one in planned(NO_VISIT + claims(READY)).budgets}
    assert (found["IT"].proposed, found["Business"].proposed) == (1, 0)
    assert (found["Business"].left, found["Business"].in_words()) == (2, "0 of 2 free, 2 left")


def test_a_proposed_visit_beyond_the_free_ones_is_chargeable_with_the_fee_if_it_is_known() -> None:
    used = visits(HELD, HELD.replace("IT 0", "IT 1").replace("2026-11-10", "2026-12-10"), *L4) + claims(READY)
    one = budget(used)
    assert counts(one) == (2, 0, 1)
    assert (one.left, one.chargeable, one.fee) == (0, 1, None)
    assert one.in_words() == "all 2 free used, 1 chargeable, no fee given"
    paid = budget(FEE + used)
    assert paid.fee == 1250.5
    assert paid.in_words() == "all 2 free used, 1 chargeable, £1,250.50"
    more = budget(FEE + visits(HELD, AHEAD, LATER, LATER.replace("2027-05-11", "2027-06-11"), *L4))
    assert more.fee == 2501.0
    assert more.in_words() == "all 2 free used, 2 chargeable, £2,501.00"
    assert budget(FEE + visits(HELD, AHEAD, *L4)).fee is None


def test_verified_visits_are_due_and_never_charged() -> None:
    both = budget(FEE + visits(*L4), "04663 Careers")
    assert both.is_verified
    assert counts(both) == (0, 2, 0)
    assert (both.figure, both.left, both.in_words()) == (2, 0, "2 of 2 due")
    three = budget(FEE + visits(*L4, "L4 3 | | 04663 | 2027-07-02 | | | planned |"), "04663 Careers")
    assert (three.left, three.chargeable, three.fee, three.in_words()) == (0, 0, None, "3 of 2 due")
    assert not budget(visits(*L4)).is_verified


def test_a_verified_visit_that_is_due_is_proposed_and_what_finds_no_day_is_left_to_plan() -> None:
    row = "0102 | 04663 | 1 | JS | PT | 2027-01-10 | 2027-01-12 | 2027-01-20 | L4 1 | submitted"
    one = budget(visits(L4[0]) + claims(row), "04663 Careers")
    assert counts(one) == (0, 1, 1)
    assert (one.left, one.in_words()) == (0, "2 of 2 due")
    nobody = "Entries\n| Candidate number | Entry code | Entry type | Entered on |\n| 0045 | 05839 | full award | 2026-10-01 |\n"
    short = budget(nobody + visits(L4[0]), "04663 Careers")
    assert counts(short) == (0, 1, 0)
    assert (short.left, short.in_words()) == (1, "1 of 2 due, 1 to plan")


def test_where_no_figure_is_published_none_is_told() -> None:
    """OCR gives its figures without an end; a centre's own may have one."""
    report = report_of(FEE + visits(HELD, AHEAD, LATER, *L4))
    plan = make_plan(replace(report, rulebook=without_figures()), span_of(report, Term.YEAR))
    for one in plan.budgets:
        assert (one.figure, one.left, one.chargeable, one.fee) == (None, None, 0, None)
        assert one.in_words() == "no figure is published for this year"


def without_figures() -> Rulebook:
    """The rulebook, with the numbers of visits published up to the last academic year only."""
    ours = load_rulebook()
    past = {
        name: value._replace(dated=(Dated(None, dt.date(2026, 8, 31), 2),))
        for name, value in ours.values.items()
        if name in ("visits.free_a_year", "verified.visits_a_year")
    }
    return replace(ours, values={**ours.values, **past})


def test_the_year_is_told_as_people_write_it() -> None:
    assert {one.year for one in planned(visits(HELD, AHEAD, *L4)).budgets} == {"2026/27"}
    assert {one.title for one in planned(visits(HELD, AHEAD, *L4)).budgets} == {"IT", "Business", "04663 Careers"}


@pytest.mark.parametrize(
    ("on", "counted"), [("2026-12-31", 0), ("2027-01-01", 1), ("2027-12-31", 1), ("2028-01-01", 0)]
)
def test_a_verified_visit_counts_for_the_year_that_the_centre_counts_them_by(on: str, counted: int) -> None:
    """A calendar year, where the centre says that EQA visits are counted so; the others keep the academic year."""
    ours = load_rulebook()
    first = ours.values["verified.year_first_day"]
    rulebook = ours.overlaid({"verified.year_first_day": first._replace(dated=(Dated(None, None, "01-01"),))})
    book = book_of(visits(HELD, f"L4 1 | | 04663 | {on} | | | planned |") + NOBODY_ENTERED)
    report = make_report("centre.xlsx", book, rulebook)
    found = {(one.title, one.year): one for one in make_plan(report, span_of(report, Term.YEAR)).budgets}
    verified = found["04663 Careers", "2027"]
    assert verified.held + verified.ahead == counted
    assert {year for title, year in found if title == "04663 Careers"} <= {"2026", "2027"}
    assert {year for title, year in found if title != "04663 Careers"} == {"2026/27"}
    assert found["IT", "2026/27"].held == 1
    longer = budgets(Work(report), planned().proposal, AS_OF, dt.date(2027, 9, 1))
    assert [one.year for one in longer if one.title == "IT"] == ["2026/27", "2027/28"]
    assert [one.year for one in longer if one.title == "04663 Careers"] == ["2027"]


def test_a_plan_over_two_years_tells_the_budget_of_each() -> None:
    report = report_of(visits(HELD, LATER.replace("2027-05-11", "2027-11-11"), *L4) + NOBODY_ENTERED)
    work = Work(report)
    found = budgets(work, planned().proposal, AS_OF, dt.date(2027, 9, 1))
    titles = ["04663 Careers", "Business", "IT"]
    assert sorted((one.year, one.title) for one in found) == [
        (year, title) for year in ("2026/27", "2027/28") for title in titles
    ]
    assert [one.year for one in found] == ["2026/27"] * 3 + ["2027/28"] * 3
    assert {(one.year, one.held + one.ahead) for one in found if one.title == "IT"} == {("2026/27", 1), ("2027/28", 1)}
    assert {one.year for one in budgets(work, planned().proposal, AS_OF, dt.date(2027, 8, 31))} == {"2026/27"}
