"""The plan of a term: terms, weeks, budget, readiness, clashes, and what a date would change."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from planned import NO_VISIT, claims, day, planned, recorded, visits, work_of
from workbooks import report_of

from ocr_sheets.errors import UserError
from ocr_sheets.model.book import Book
from ocr_sheets.planning import tables
from ocr_sheets.planning.load import Staff, Task, levelled, work_dues
from ocr_sheets.planning.plan import Plan, make_plan
from ocr_sheets.planning.readiness import Stage
from ocr_sheets.planning.terms import Span, Term, span_of
from ocr_sheets.planning.what_if import Answer, answer, read_question
from ocr_sheets.planning.words import headline
from ocr_sheets.planning.work import Work
from ocr_sheets.report import Report, make_report
from ocr_sheets.rulebook import load_rulebook
from ocr_sheets.schedule.progress import State

OPEN = "0045 | 05839 | 8 | JS | PT | | | | IT 1 | planned"
IT_1 = "IT 1 | IT | | 2027-03-11 | virtual | 2027-01-15 | confirmed |"
L4 = ("L4 1 | | 04663 | 2027-03-12 | | | confirmed |", "L4 2 | | 04663 | 2027-06-11 | | | planned |")


# -- terms


@pytest.mark.parametrize(
    ("term", "as_of", "first", "last"),
    [
        (Term.AUTUMN, "2026-09-01", "2026-09-01", "2026-12-31"),
        (Term.AUTUMN, "2026-12-31", "2026-09-01", "2026-12-31"),
        (Term.AUTUMN, "2027-01-01", "2027-09-01", "2027-12-31"),
        (Term.SPRING, "2027-04-30", "2027-01-01", "2027-04-30"),
        (Term.SPRING, "2027-05-01", "2028-01-01", "2028-04-30"),
        (Term.SUMMER, "2026-09-01", "2027-05-01", "2027-08-31"),
        (Term.YEAR, "2027-08-31", "2026-09-01", "2027-08-31"),
        (Term.YEAR, "2027-09-01", "2027-09-01", "2028-08-31"),
    ],
)
def test_a_term_is_a_third_of_the_academic_year_that_is_not_over(term: Term, as_of: str, first: str, last: str) -> None:
    span = span_of(report_of(as_of=day(as_of)), term)
    assert (span.first, span.last) == (day(first), day(last))


def test_the_centres_own_term_dates_stand_and_are_said() -> None:
    span = span_of(report_of(), Term.SPRING, day("2027-01-05"), day("2027-03-25"))
    assert (span.first, span.last) == (day("2027-01-05"), day("2027-03-25"))
    assert "as asked for" in span.reading


@pytest.mark.parametrize(
    ("as_of", "first", "last"),
    [("2027-07-20", "2026-09-01", "2027-08-31"), ("2027-07-21", "2027-09-01", "2028-08-31")],
)
def test_the_year_to_come_is_planned_once_no_new_visit_can_be_in_this_one(as_of: str, first: str, last: str) -> None:
    span = planned(as_of=day(as_of)).span
    assert (span.first, span.last) == (day(first), day(last))


def test_what_still_lies_ahead_in_this_year_is_in_the_plan_of_the_year_to_come() -> None:
    text = visits("IT 1 | IT | | 2027-08-10 | virtual | 2027-06-15 | confirmed |", *L4)
    plan = planned(text, day("2027-07-26"))
    assert (plan.span.first, plan.span.name) == (day("2027-07-26"), "the year 2027/28")
    assert [visit.name for visit in plan.visits][:1] == ["IT 1"]


def test_every_table_is_cut_to_the_days_of_the_plan() -> None:
    spring = "B 1 | Business | | 2027-03-10 | virtual | 2027-01-15 | confirmed |"
    summer = "B 2 | Business | | 2027-06-09 | virtual | 2027-01-15 | planned |"
    rows = (
        OPEN.replace("05839 | 8", "05835 | 4").replace("IT 1", "B 1"),
        OPEN.replace("0045 | 05839 | 8", "0046 | 05835 | 4").replace("IT 1", "B 2"),
        OPEN.replace("IT 1", ""),
    )
    saturday = "L4 2 | | 04663 | 2027-06-12 | | | planned |"
    text = visits(
        "Old | IT | | 2026-11-10 | virtual | 2026-10-01 | done |", spring, summer, L4[0], saturday
    ) + recorded(*rows)
    year, cut = planned(text), planned(text, term=Term.SUMMER)
    first, last = cut.span.first, cut.span.last
    assert {visit.name for visit in cut.visits} == {"B 2", "L4 2"}
    days = [*(one.day for one in cut.days), *(one.day for one in cut.clashes), *(one.day for one in cut.proposed)]
    assert all(first <= one <= last for one in days)
    assert {week.monday for week in cut.weeks} < {week.monday for week in year.weeks}
    assert all(first - dt.timedelta(days=7) < week.monday <= last for week in cut.weeks)
    assert [one.candidate_number for one in cut.ready] == ["0046"]
    assert len(year.ready) == 3
    # The visit for IT is proposed in March: neither it nor its window is in the summer's tables.
    assert [one.window.title for one in year.proposed] == [one.title for one in year.windows_shown] == ["IT"]
    assert (list(cut.proposed), list(cut.windows_shown)) == ([], [])
    assert len(tables.needed(cut)) == len(tables.windows(cut)) == 0


def test_the_budget_is_of_the_years_that_the_plan_covers() -> None:
    report = report_of()
    span = Span(day("2027-05-01"), day("2027-12-31"), "", "")
    found = [(one.title, one.year) for one in make_plan(report, span).budgets]
    assert found[:1] == [("IT", "2026/27")]
    assert ("IT", "2027/28") in found


def test_only_what_falls_in_the_term_is_on_its_timeline() -> None:
    summer, spring = planned(term=Term.SUMMER), planned(term=Term.SPRING)
    assert [visit.name for visit in summer.visits] == ["L4 2"]
    assert [visit.name for visit in spring.visits] == ["IT 1", "L4 1"]
    assert all(day("2027-01-01") <= one.day <= day("2027-04-30") for one in spring.days)


# -- weeks


def test_work_is_spread_at_an_even_pace_and_done_the_week_before_it_is_due() -> None:
    # Monday 1 February to the claim's day, Thursday 25 February: three whole weeks come before its own.
    rows = [OPEN.replace("| 8 |", f"| {unit} |") for unit in (8, 9)] + [
        OPEN.replace("0045", "0046").replace("| 8 |", f"| {unit} |") for unit in (8, 9)
    ]
    plan = planned(visits(IT_1, *L4) + claims(*rows))
    work = {(week.person, week.monday): week.counts for week in plan.weeks}
    assert [work["JS", day(text)][Task.ASSESS] for text in ("2027-02-01", "2027-02-08")] == [2, 2]
    assert ("JS", day("2027-02-15")) not in work
    assert work["JS", day("2027-02-22")] == {Task.CLAIM: 4}
    assert work["PT", day("2027-02-01")][Task.STANDARDISE] == 2
    assert work["JS", day("2027-03-01")] == {Task.UPLOAD: 4}
    assert work["JS", day("2027-03-08")] == {Task.READY: 4}


def test_nothing_that_is_due_is_lost_whoever_is_away() -> None:
    away = "Assessors\n| Assessor | Name | Unavailable from | Unavailable to |\n| JS | Jo Smith | 2027-02-01 | 2027-02-24 |\n| PT | Pat Taylor | | |\n"
    work = work_of(visits(IT_1, *L4) + away + claims(OPEN, OPEN.replace("| 8 |", "| 9 |")))
    staff = Staff(work.book, day("2027-08-31"))
    dues = [due for due in work_dues(work, work.portfolios) if due.person == "JS" and due.task is Task.ASSESS]
    assert sum(size for _, _, size in levelled(work.as_of, staff, "JS", dues)) == 2


def test_work_for_which_nobody_is_named_is_shown_as_such() -> None:
    row = OPEN.replace("| PT |", "| |")
    assert ("Not assigned", Task.STANDARDISE) in {
        (week.person, task) for week in planned(visits(IT_1, *L4) + claims(row)).weeks for task in week.counts
    }


def test_a_week_beyond_a_persons_limit_is_a_clash_and_one_at_it_is_none() -> None:
    text = visits("IT 1 | IT | | 2027-02-16 | virtual | 2027-01-04 | confirmed |", *L4) + claims(
        OPEN, OPEN.replace("| 8 |", "| 9 |")
    )
    assert [clash.day for clash in planned(text, limits={"JS": 1}).clashes] == [day("2027-02-01")]
    assert planned(text, limits={"JS": 2}).clashes == []


# -- clashes


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("B 1 | Business | | 2027-03-11 | virtual | 2027-01-04 | planned |", "2 visits on Thu 11 Mar 2027"),
        (
            "B 1 | Business | | 2027-08-18 | virtual | 2027-01-04 | planned |",
            "no visits in the last two weeks of August",
        ),
        ("B 1 | Business | | 2027-03-13 | virtual | 2027-01-04 | planned |", "a weekend"),
        ("B 1 | Business | | 2027-03-26 | virtual | 2027-01-04 | planned |", "bank holiday"),
        ("B 1 | Business | | 2027-02-18 | virtual | 2027-01-04 | planned |", "Half-term"),
    ],
)
def test_a_visit_on_a_day_that_does_not_go_is_a_clash(row: str, words: str) -> None:
    closed = "Closures\n| From | To | Reason |\n| 2027-02-15 | 2027-02-19 | Half-term |\n"
    found = planned(visits(IT_1, *L4, row) + closed + claims(OPEN)).clashes
    assert any(words in clash.what for clash in found)
    assert planned(visits(IT_1, *L4) + closed + claims(OPEN)).clashes == []


@pytest.mark.parametrize(
    ("first", "last", "is_away"),
    [("2027-03-11", "2027-03-11", True), ("2027-03-10", "2027-03-10", False), ("2027-03-12", "2027-03-12", False)],
)
def test_staff_away_on_the_day_of_a_visit_is_a_clash(first: str, last: str, is_away: bool) -> None:
    away = f"Assessors\n| Assessor | Name | Unavailable from | Unavailable to |\n| JS | Jo Smith | {first} | {last} |\n| PT | Pat Taylor | | |\n"
    found = planned(visits(IT_1, *L4) + away + claims(OPEN)).clashes
    assert [clash.what.startswith("JS is away") for clash in found] == [True] * is_away


def test_rows_of_one_subject_and_day_are_no_clash() -> None:
    twin = IT_1.replace("IT 1", "IT 1b")
    assert planned(visits(IT_1, twin, *L4) + claims(OPEN)).clashes == []


# -- budget and readiness


def test_the_budget_counts_visits_held_ahead_and_proposed() -> None:
    held = "IT 0 | IT | | 2026-11-10 | virtual | 2026-10-01 | done |"
    found = {one.title: one for one in planned(visits(held, IT_1, *L4)).budgets}
    it, careers = found["IT"], found["04663 Careers"]
    assert (it.held, it.ahead, it.proposed, it.figure, it.left, it.chargeable) == (1, 1, 0, 2, 0, 0)
    assert (careers.held, careers.ahead, careers.figure, careers.left) == (0, 2, 2, 0)
    assert careers.in_words() == "2 of 2 due"
    assert found["Business"].in_words() == "0 of 2 free, 2 left"


def test_a_visit_that_cannot_take_place_uses_up_nothing() -> None:
    august = "IT 2 | IT | | 2027-08-20 | virtual | 2027-01-04 | planned |"
    (it,) = [one for one in planned(visits(IT_1, august, *L4)).budgets if one.title == "IT"]
    assert (it.ahead, it.left) == (1, 1)


@pytest.mark.parametrize(
    ("row", "stage"),
    [
        (OPEN, Stage.TO_ASSESS),
        (OPEN.replace("PT | | |", "PT | 2027-01-10 | |"), Stage.TO_STANDARDISE),
        (OPEN.replace("PT | | |", "PT | 2027-01-10 | 2027-01-20 |"), Stage.TO_CLAIM),
        (
            OPEN.replace("| | | | IT 1 | planned", "| 2027-01-10 | 2027-01-20 | 2027-01-25 | IT 1 | submitted"),
            Stage.CLAIMED,
        ),
        (OPEN.replace("IT 1 | planned", "IT 1 | confirmed"), Stage.CONFIRMED),
        (OPEN.replace("IT 1", "IT 9"), Stage.NEEDS_VISIT),
    ],
)
def test_a_candidate_stands_where_the_unit_furthest_behind_does(row: str, stage: Stage) -> None:
    only = visits("IT 1 | IT | | 2027-03-11 | virtual | 2027-01-15 | confirmed |", *L4)
    text = NO_VISIT if stage is Stage.NEEDS_VISIT else only
    (ready,) = planned(text + recorded(row)).ready
    assert ready.stage is stage


def test_tables_of_an_empty_plan_are_empty_and_do_not_fail() -> None:
    plan = planned(
        visits(*L4) + "Entries\n| Candidate number | Entry code | Entry type | Entered on |\n",
        term=Term.AUTUMN,
        as_of=day("2026-10-01"),
    )
    assert plan.visits == []
    for table in (
        tables.timeline,
        tables.tasks,
        tables.load,
        tables.busiest,
        tables.readiness,
        tables.candidates,
        tables.windows,
        tables.needed,
        tables.clashes,
    ):
        assert len(table(plan)) == 0


# -- the same states as Deadlines


def test_each_deadline_of_a_visit_on_visits_stands_as_on_deadlines_and_late_ones_lead() -> None:
    # The type is told late, and the claim is late for a visit that is still to come.
    late = visits(
        "IT 1 | IT | | 2027-02-11 | virtual | | planned |",
        "IT 2 | IT | | 2027-05-12 | virtual | 2027-01-04 | planned |",
        *L4,
    )
    plan = planned(late + claims(OPEN))
    own = {(one.about, one.what): one.state for one in plan.days if one.what != "Visit" and not one.is_proposed}
    told = {(line.visit.label, line.what): line.state for line in plan.report.lines if line.visit}
    assert own == told
    assert own["IT 1", "Tell moderator visit type by"] is State.LATE
    first = plan.next_days[0]
    assert first.is_overdue
    days = [one.is_overdue for one in plan.next_days]
    assert days == sorted(days, reverse=True)
    assert tables.figures(plan)["Late or missed"] == str(sum(days))


def test_a_plan_of_a_workbook_without_work_says_what_it_does_not_know() -> None:
    nobody = "Entries\n| Candidate number | Entry code | Entry type | Entered on |\n"
    assert "No work is known" in headline(planned(nobody))
    assert "No work is known" not in headline(planned(""))


# -- what if


def again(book: Book) -> Report:
    return make_report("centre.xlsx", book, load_rulebook())


def asked(text: str, question: str) -> tuple[Answer, Work]:
    work = work_of(text)
    return answer(work, read_question(work, question, dt.date.fromisoformat), again), work


def told(given: Answer, heading: str) -> str:
    return " ".join(dict(given.told)[heading])


def test_one_more_visit_tells_claims_deadlines_allowance_and_findings() -> None:
    text = NO_VISIT + recorded(OPEN.replace("IT 1", ""))
    given, work = asked(text, "IT on 2027-03-10")
    assert "1 of the 1 portfolio without a visit could be at it" in told(given, "Claims that would make it")
    assert "Submit claims by Wed 24 Feb 2027" in told(given, "Deadlines")
    assert "visit 1 of 2026/27: 1 in all, of which 1 are free" in told(given, "Allowance")
    assert told(given, "Can it be") == "Yes, this date works."
    assert len(work.book.visits) == 1


@pytest.mark.parametrize(("on", "is_sooner"), [("2027-02-28", True), ("2027-03-01", False)])
def test_a_day_that_is_sooner_than_the_type_can_be_told_is_named(on: str, is_sooner: bool) -> None:
    given, _ = asked(NO_VISIT + claims(OPEN.replace("IT 1", "")), f"IT on {on}")
    assert ("sooner than OCR asks" in told(given, "Can it be")) == is_sooner


def test_a_visit_that_is_moved_tells_which_findings_go_and_come() -> None:
    late = OPEN.replace("| | | | IT 1 | planned", "| 2027-01-10 | 2027-01-20 | 2027-01-28 | IT 1 | submitted")
    text = visits("IT 1 | IT | | 2027-02-09 | virtual | 2027-01-04 | confirmed |", *L4) + claims(late)
    given, work = asked(text, "IT 1 on 2027-02-11")
    assert "Gone: Claimed on 28 Jan 2027, 12 days before" in told(given, "Findings")
    assert "1 portfolio would be at it; now it is 0." in told(given, "Claims that would make it")
    assert "(was 26 Jan 2027)" in told(given, "Deadlines")
    assert work.book.visits[0].visit_date == day("2027-02-09")


@pytest.mark.parametrize(
    ("on", "word"),
    [
        ("2027-02-08", "Worse: Claimed on 28 Jan 2027, 11 days"),
        ("2027-02-10", "Better: Claimed on 28 Jan 2027, 13 days"),
    ],
)
def test_a_finding_that_stays_is_told_as_worse_or_better(on: str, word: str) -> None:
    late = OPEN.replace("| | | | IT 1 | planned", "| 2027-01-10 | 2027-01-20 | 2027-01-28 | IT 1 | submitted")
    text = visits("IT 1 | IT | | 2027-02-09 | virtual | 2027-01-04 | confirmed |", *L4) + claims(late)
    given, _ = asked(text, f"IT 1 on {on}")
    assert word in told(given, "Findings")


def test_a_visit_moved_further_beyond_the_last_day_for_summer_makes_it_worse() -> None:
    people = (
        "Candidates\n| Candidate number | Surname | Forenames | Results needed by |\n| 0045 | Adams | Ali | UCAS |\n"
    )
    text = people + visits("IT 1 | IT | | 2027-07-05 | virtual | 2027-01-04 | confirmed |", *L4) + claims(OPEN)
    given, _ = asked(text, "IT 1 on 2027-07-12")
    assert "Worse: " in told(given, "Findings")


def test_a_third_visit_would_be_charged_with_the_fee_if_it_is_known() -> None:
    rows = ("IT 0 | IT | | 2026-11-10 | virtual | 2026-10-01 | done |", IT_1)
    given, _ = asked(
        "Centre\n| Label | Value |\n| Standard visit fee | #250 |\n" + visits(*rows, *L4), "IT on 2027-05-12"
    )
    assert "One more visit would be charged: £250.00" in told(given, "Allowance")
    given, _ = asked(visits(*rows, *L4), "IT on 2027-05-12")
    assert "not on your Centre sheet" in told(given, "Allowance")


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("IT", "write it as"),
        ("IT on someday", "is not a day"),
        ("IT on 2027-01-31", "is past"),
        ("Busness on 2027-03-10", "did you mean “Business”?"),
        ("Zoology on 2027-03-10", "there are IT, Business"),
    ],
)
def test_a_question_that_is_not_clear_gets_one_sentence(question: str, words: str) -> None:
    with pytest.raises(UserError, match=words):
        read_question(work_of(""), question, dt.date.fromisoformat)


def test_a_visit_that_is_over_cannot_be_moved_and_a_subject_of_two_codes_asks_which() -> None:
    with pytest.raises(UserError, match="is over"):
        read_question(work_of(NO_VISIT), "None yet on 2027-03-10", dt.date.fromisoformat)
    two = (
        "Qualifications\n| Entry code | Family | Subject area |\n| 04663 | Verified | Careers |\n| 04664 | Verified | Careers |\n"
        "| 05839 | Cambridge Technicals | IT |\n"
    )
    with pytest.raises(UserError, match="04663 or 04664"):
        read_question(work_of(two), "Careers on 2027-03-10", dt.date.fromisoformat)
    assert read_question(work_of(""), "careers on 2027-03-10", dt.date.fromisoformat).subject.name == "04663"


def test_a_plan_does_not_change_the_book() -> None:
    report = report_of(NO_VISIT + claims(OPEN))
    before = replace(report.book)
    plan: Plan = planned(NO_VISIT + claims(OPEN))
    assert plan.proposal.visits
    assert plan.report.book == before


def test_candidates_of_several_centres_with_one_number_are_two_in_the_list_of_candidates() -> None:
    text = """
Candidates
| Centre number | Candidate number | Surname | Forenames |
| 10101         | 0045             | Adams   | Ali       |
| 10102         | 0045             | Brown   | Bea       |

Entries
| Candidate number | Entry code | Entry type | Entered on |

Claims
| Centre number | Candidate number | Entry code | Unit number | Assessor | Assessed on | Claim status |
| 10101         | 0045             | 05839      | 8           | JS       | 2027-01-10  | planned      |
| 10102         | 0045             | 05839      | 8           | JS       |             | planned      |
"""
    table = tables.candidates(planned(text))
    assert table.columns[:3] == ["Candidate number", "Centre number", "Entry code"]
    assert [(*row[:2], row[4]) for row in table.rows] == [
        ("0045", "10102", "to be assessed"),
        ("0045", "10101", "to be standardised"),
    ]
