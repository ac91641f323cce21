"""Between which days a visit can be: each bound the day before, on and after."""

from __future__ import annotations

import datetime as dt

import pytest
from planned import NO_VISIT, claims, day, planned, recorded, visits, windows_of, work_of

from ocr_sheets.errors import UserError
from ocr_sheets.planning.limits import read_limits
from ocr_sheets.planning.windows import Whose, Window
from ocr_sheets.planning.work import Place

ONE = dt.timedelta(days=1)
READY = "0045 | 05839 | 8 | JS | PT | 2027-01-10 | 2027-01-20 | | | planned"


def bound(window: Window, source: str) -> dt.date:
    (found,) = [one.day for one in window.bounds if one.source == source]
    return found


def entries(*rows: str) -> str:
    head = "| Candidate number | Entry code | Unit number | Entry type | Entered on | Withdrawn on |"
    return "\n".join(["Entries", head, *(f"| {row} |" for row in rows), ""])


ONE_ENTRY = entries("0045 | 05839 | | full award | 2026-10-01 |", "0102 | 04663 | | full award | 2026-10-01 |")


def needs(text: str) -> str:
    return (
        "Candidates\n| Candidate number | Surname | Forenames | Results needed by |\n"
        f"| 0045 | Adams | Ali | {text} |\n| 0102 | Clarke | Cy | |\n"
    )


def test_the_type_is_told_four_weeks_ahead() -> None:
    window = windows_of(NO_VISIT + claims(READY))["IT"]
    assert bound(window, "S19") == day("2027-03-01")
    assert window.first == window.days[0] == day("2027-03-01")


@pytest.mark.parametrize(
    ("entered", "earliest"), [("2027-02-01", "2027-03-01"), ("2027-02-02", "2027-03-02"), ("2027-02-05", "2027-03-05")]
)
def test_an_entry_comes_four_weeks_before(entered: str, earliest: str) -> None:
    window = windows_of(NO_VISIT + entries(f"0045 | 05839 | | full award | {entered} |") + claims(READY))["IT"]
    assert bound(window, "S30") == day(earliest)
    assert (day(earliest) in window.days, day(earliest) - ONE in window.days) == (True, False)


def test_an_entry_that_is_missing_can_be_made_today() -> None:
    window = windows_of(NO_VISIT + entries("0102 | 04663 | | full award | 2026-10-01 |") + claims(READY))["IT"]
    assert bound(window, "S30") == day("2027-03-01")
    assert "made today" in next(one.why for one in window.bounds if one.source == "S30")


@pytest.mark.parametrize(("claimed", "earliest"), [("2027-02-22", "2027-03-08"), ("2027-02-23", "2027-03-09")])
def test_a_claim_comes_two_weeks_before(claimed: str, earliest: str) -> None:
    row = READY.replace("| | | planned", f"| {claimed} | | submitted")
    window = windows_of(NO_VISIT + recorded(row))["IT"]
    assert bound(window, "S31") == day(earliest)
    assert (day(earliest) in window.days, day(earliest) - ONE in window.days) == (True, False)


def test_no_visits_take_place_from_18_to_31_august() -> None:
    window = windows_of(NO_VISIT + claims(READY))["IT"]
    assert window.last == window.days[-1] == day("2027-08-17")
    assert bound(window, "S16, B1") == day("2027-08-17")
    dates = work_of(NO_VISIT).dates
    assert [dates.is_august(day(text)) for text in ("2027-08-17", "2027-08-18", "2027-08-31", "2027-09-01")] == [
        False, True, True, False,
    ]  # fmt: skip


@pytest.mark.parametrize("need", ["UCAS", "yes", "summer 2027"])
def test_results_in_summer_end_the_window_on_30_june_and_are_booked_by_15_may(need: str) -> None:
    window = windows_of(NO_VISIT + needs(need) + claims(READY))["IT"]
    assert bound(window, "S15") == window.last == day("2027-06-30")
    assert day("2027-07-01") not in windows_of(NO_VISIT + ONE_ENTRY + needs(need) + claims(READY))["IT"].days
    assert window.book_by == day("2027-05-15")


def test_another_summer_does_not_end_the_window() -> None:
    assert windows_of(NO_VISIT + needs("summer 2028") + claims(READY))["IT"].last == day("2027-08-17")


@pytest.mark.parametrize(("as_of", "is_said"), [("2027-05-15", False), ("2027-05-16", True)])
def test_a_booking_day_that_is_past_is_said(as_of: str, is_said: bool) -> None:
    window = windows_of(NO_VISIT + needs("UCAS") + claims(READY), day(as_of))["IT"]
    assert any("15 May 2027" in note for note in window.notes) == is_said


@pytest.mark.parametrize(("needed", "last"), [("2027-04-20", "2027-04-19"), ("2027-04-21", "2027-04-20")])
def test_results_needed_by_a_day_end_the_window_before_it(needed: str, last: str) -> None:
    """A check of the workbook finds a visit on the day itself too late."""
    window = windows_of(NO_VISIT + needs(needed) + claims(READY))["IT"]
    assert max(window.days) == day(last)
    assert window.last == day(last)
    assert {one.whose for one in window.bounds if one.day == window.last} == {Whose.CENTRE}


def test_weekends_bank_holidays_and_closures_are_left_out_as_our_reading() -> None:
    closed = "Closures\n| From | To | Reason |\n| 2027-03-01 | 2027-03-03 | Inset |\n"
    window = windows_of(NO_VISIT + closed + claims(READY))["IT"]
    assert window.first == day("2027-03-04")
    for text in ("2027-03-06", "2027-03-07", "2027-03-26", "2027-03-29", "2027-05-03"):
        assert day(text) not in window.days
    assert day("2027-03-30") in window.days
    (kept,) = [one for one in window.left_out if one.brief == "closed days"]
    assert kept.whose is Whose.OURS


@pytest.mark.parametrize(("first", "last"), [("2027-03-01", "2027-03-04")])
def test_a_day_on_which_an_assessor_with_work_is_away_is_left_out(first: str, last: str) -> None:
    away = f"Assessors\n| Assessor | Name | Unavailable from | Unavailable to |\n| JS | Jo Smith | {first} | {last} |\n| PT | Pat Taylor | | |\n"
    row = "0045 | 05839 | 8 | JS | PT | | | | | planned"
    assert windows_of(NO_VISIT + away + claims(row))["IT"].first == day("2027-03-05")
    # What is ready is seen too, and its assessor must be there.
    assert windows_of(NO_VISIT + away + claims(READY))["IT"].first == day("2027-03-05")


def test_somebody_away_on_every_day_is_left_aside_and_said() -> None:
    away = "Assessors\n| Assessor | Name | Unavailable from | Unavailable to |\n| JS | Jo Smith | 2027-01-01 | 2027-12-31 |\n| PT | Pat Taylor | | |\n"
    window = windows_of(NO_VISIT + away + claims("0045 | 05839 | 8 | JS | PT | | | | | planned"))["IT"]
    assert window.first == day("2027-03-01")
    assert any("away" in note for note in window.notes)


def test_a_last_certification_date_ends_the_window() -> None:
    text = (
        "Qualifications\n| Entry code | Family | Subject area | Last certification date |\n"
        "| 05839 | Cambridge Technicals | IT | 2027-04-30 |\n| 04663 | Verified | Careers | |\n"
    )
    assert windows_of(NO_VISIT + text + claims(READY))["IT"].last == day("2027-04-30")


def test_where_no_one_day_fits_all_the_work_the_two_bounds_are_named_and_two_visits_proposed() -> None:
    text = NO_VISIT + (
        "Candidates\n| Candidate number | Surname | Forenames | Results needed by |\n"
        "| 0045 | Adams | Ali | 2027-03-10 |\n| 0046 | Brown | Bea | |\n| 0102 | Clarke | Cy | |\n"
    ) + entries("0045 | 05839 | | full award | 2026-10-01 |", "0046 | 05839 | | full award | 2027-03-01 |") + claims(
        READY, READY.replace("0045", "0046")
    )  # fmt: skip
    window = windows_of(text)["IT"]
    assert (window.first, window.last) == (None, None)
    assert "29 Mar 2027" in window.conflict
    assert "10 Mar 2027" in window.conflict
    plan = planned(text)
    # 29 March 2027 is Easter Monday, and the second visit lies four weeks after the first.
    assert [visit.day for visit in plan.proposal.visits] == [day("2027-03-01"), day("2027-03-30")]
    assert plan.proposal.not_covered == ()


# -- what needs a visit


@pytest.mark.parametrize(("visit_date", "place"), [("2027-02-14", Place.NEEDS_VISIT), ("2027-02-15", Place.AT_VISIT)])
def test_a_claim_still_to_be_made_is_at_a_visit_two_weeks_off_and_no_nearer(visit_date: str, place: Place) -> None:
    text = visits(f"IT 1 | IT | | {visit_date} | virtual | 2027-01-04 | confirmed |") + recorded(
        READY.replace("| | | planned", "| | IT 1 | planned")
    )
    (portfolio,) = work_of(text).portfolios
    assert portfolio.place is place


def test_work_too_late_for_its_visit_goes_to_the_next_of_its_subject() -> None:
    text = visits(
        "IT 1 | IT | | 2027-02-10 | virtual | 2027-01-04 | confirmed |",
        "IT 2 | IT | | 2027-05-10 | virtual | 2027-01-04 | planned |",
    ) + recorded(READY.replace("| | | planned", "| | IT 1 | planned"))
    (portfolio,) = work_of(text).portfolios
    assert (portfolio.place, portfolio.visit and portfolio.visit.name) == (Place.MOVE, "IT 2")
    assert portfolio.why == "too late to be claimed for IT 1"
    assert "IT" not in windows_of(text)


def test_a_made_claim_of_a_visit_that_is_over_waits_and_one_not_made_needs_a_visit() -> None:
    over = visits("IT 1 | IT | | 2027-01-20 | virtual | 2026-10-04 | done |")
    made = READY.replace("| | | planned", "| 2027-01-05 | IT 1 | sent to OCR")
    missed = READY.replace("| 8 |", "| 9 |").replace("| | | planned", "| | IT 1 | planned")
    assert [one.place for one in work_of(over + recorded(made, missed)).portfolios] == [
        Place.WAITING,
        Place.NEEDS_VISIT,
    ]


def test_a_candidate_who_has_left_needs_no_visit() -> None:
    gone = "Candidates\n| Candidate number | Surname | Forenames | Left on |\n| 0045 | Adams | Ali | 2027-01-31 |\n"
    assert [one.place for one in work_of(NO_VISIT + gone + claims(READY)).portfolios] == [Place.LEFT]


def test_work_that_only_follows_from_entries_needs_a_visit_too() -> None:
    # Two candidates are entered for the whole award, of which Units lists two moderated units.
    window = windows_of(NO_VISIT)["IT"]
    assert (window.portfolios, window.implied) == (4, 4)
    assert (
        windows_of(NO_VISIT + claims(READY))["IT"].portfolios,
        windows_of(NO_VISIT + claims(READY))["IT"].implied,
    ) == (4, 3)
    assert "IT" not in windows_of("")


@pytest.mark.parametrize(("completion", "needs_one"), [("Summer 2027", True), ("Summer 2028", False), ("", True)])
def test_work_of_candidates_who_complete_in_a_later_summer_needs_no_visit_this_year(
    completion: str, needs_one: bool
) -> None:
    head = "| Candidate number | Entry code | Entry type | Entered on | Estimated completion |"
    text = f"Entries\n{head}\n| 0045 | 05839 | full award | 2026-10-01 | {completion} |\n"
    assert ("IT" in windows_of(NO_VISIT + text)) == needs_one


def test_a_verified_qualification_is_short_of_the_visits_due() -> None:
    text = visits(
        "L4 1 | | 04663 | 2027-03-12 | | | confirmed |", "IT 1 | IT | | 2027-03-11 | virtual | 2027-01-04 | planned |"
    )
    window = windows_of(text)["04663 Careers"]
    assert (window.short, window.wants_early) == (1, False)
    assert "S30" not in {one.source for one in window.bounds}
    assert next(one for one in window.bounds if one.source == "S90").whose is Whose.OURS
    assert windows_of("").get("04663 Careers") is None


def test_verified_work_with_direct_claim_status_waits_for_no_visit() -> None:
    text = (
        "Qualifications\n| Entry code | Family | Subject area | DCS from |\n| 04663 | Verified | Careers | 2027-02-01 |\n"
        "| 05839 | Cambridge Technicals | IT | |\n"
    )
    row = "0102 | 04663 | 1 | JS | PT | 2027-01-10 | 2027-01-20 | | | planned"
    assert [one.place for one in work_of(text + recorded(row)).portfolios] == [Place.DIRECT]
    later = text.replace("2027-02-01", "2027-02-02")
    assert [one.place for one in work_of(later + recorded(row)).portfolios] == [Place.AT_VISIT]


# -- what is proposed


def test_a_year_without_a_visit_gets_one_early_and_is_told_that_one_would_do() -> None:
    rows = [f"{n:04} | 05839 | {unit} | JS | PT | | | | | planned" for n in (45, 46) for unit in (8, 9)]
    plan = planned(NO_VISIT + needs("UCAS") + claims(*rows), day("2026-10-05"))
    (it,) = [visit for visit in plan.proposal.visits if visit.window.title == "IT"]
    assert (it.allowance, it.day, it.is_chargeable) == ("free 1 of 2 in 2026/27", day("2026-11-02"), False)
    assert plan.proposal.spared == ("One visit would do for IT: the other free one is not needed for what is there.",)


def test_work_that_one_visit_cannot_take_gets_two_and_nothing_is_to_spare() -> None:
    later = READY.replace("0045", "0046").replace("2027-01-10 | 2027-01-20", "2027-04-10 |")
    text = NO_VISIT + needs("2027-03-19") + claims(READY, later)
    plan = planned(text)
    it = [visit for visit in plan.proposal.visits if visit.window.title == "IT"]
    assert [visit.allowance for visit in it] == ["free 1 of 2 in 2026/27", "free 2 of 2 in 2026/27"]
    assert it[0].day == day("2027-03-01")
    assert it[1].day >= day("2027-04-24")
    assert plan.proposal.spared == ()


def test_a_visit_on_visits_whose_work_another_could_take_is_told_as_one_to_spare() -> None:
    two = visits(
        "IT 1 | IT | | 2027-03-11 | virtual | 2027-01-04 | confirmed |",
        "IT 2 | IT | | 2027-05-12 | virtual | 2027-01-04 | planned |",
    )
    rows = (
        READY.replace("| | | planned", "| | IT 1 | planned"),
        READY.replace("0045", "0046").replace("| | | planned", "| | IT 2 | planned"),
    )
    told = "One visit would do for IT: IT 1 could take its 2 portfolios, and IT 2 could be spared."
    assert planned(two + recorded(*rows)).proposal.spared == (told,)
    # What is not ready in time for the first needs the second.
    late = rows[1].replace("2027-01-10", "2027-03-10")
    (told, *_) = planned(two + recorded(rows[0], late)).proposal.spared
    assert "IT 2 could take its 2 portfolios" in told


# -- the right days


def test_work_whose_visit_is_cancelled_needs_one() -> None:
    text = visits("IT 1 | IT | | 2027-03-11 | virtual | 2027-01-04 | cancelled |") + recorded(
        READY.replace("| | | planned", "| | IT 1 | planned")
    )
    (portfolio,) = work_of(text).portfolios
    assert (portfolio.place, portfolio.why) == (Place.NEEDS_VISIT, "IT 1 is cancelled")
    assert windows_of(text)["IT"].portfolios == 1


@pytest.mark.parametrize(
    ("as_of", "allowance"), [("2027-07-20", "chargeable: visit 3 in 2026/27"), ("2027-07-21", "free 1 of 2 in 2027/28")]
)
def test_a_visit_that_can_only_be_next_year_is_counted_in_next_years(as_of: str, allowance: str) -> None:
    held = visits(
        "IT 1 | IT | | 2026-12-01 | virtual | 2026-10-01 | done |",
        "IT 2 | IT | | 2027-05-11 | virtual | 2027-01-04 | done |",
    )
    (visit,) = [one for one in planned(held + claims(READY), day(as_of)).proposal.visits if one.window.title == "IT"]
    assert visit.allowance == allowance


def test_a_visit_that_is_due_finds_any_day_though_the_work_needs_one_sooner() -> None:
    text = (
        visits("Old | | 04663 | 2025-05-05 | | | done |")
        + needs("")
        + entries("0102 | 04663 | | full award | 2026-10-01 |")
        + claims("0102 | 04663 | 1 | JS | PT | 2027-01-10 | 2027-01-20 | 2027-01-25 | | submitted")
    )
    text = text.replace("| 0102 | Clarke | Cy | |", "| 0102 | Clarke | Cy | 2027-03-15 |")
    careers = [visit for visit in planned(text).proposal.visits if visit.window.title == "04663 Careers"]
    assert [visit.day for visit in careers] == [day("2027-03-01"), day("2027-03-30")]


def test_a_visit_that_cannot_be_on_its_day_blocks_no_others() -> None:
    row = "0102 | 04663 | 1 | JS | PT | | | | | planned"
    august = visits("L4 1 | | 04663 | 2026-12-01 | | | done |", "L4 2 | | 04663 | 2027-08-19 | | | planned |")
    assert windows_of(august + claims(row), day("2027-06-01"))["04663 Careers"].last == day("2027-08-17")
    # One that can be keeps its distance.
    july = august.replace("2027-08-19", "2027-08-16")
    assert "04663 Careers" not in windows_of(july + claims(row), day("2027-06-01"))


@pytest.mark.parametrize("who", ["JS | Jo Smith", "PT | Pat Taylor"])
def test_everybody_whose_work_an_eqa_sees_is_there(who: str) -> None:
    away = f"Assessors\n| Assessor | Name | Unavailable from | Unavailable to |\n| JS | Jo Smith | | |\n| PT | Pat Taylor | | |\n| {who} | 2027-03-01 | 2027-03-05 |\n"
    seen = "0102 | 04663 | 1 | JS | PT | 2027-01-10 | 2027-01-20 | 2027-01-25 | | submitted"
    held = visits("L4 1 | | 04663 | 2026-12-01 | | | done |")
    (visit, *_) = [
        one for one in planned(held + away + claims(seen)).proposal.visits if one.window.title == "04663 Careers"
    ]
    assert visit.day == day("2027-03-08")


@pytest.mark.parametrize(("leaves", "last"), [("2027-04-12", "2027-04-12"), ("2027-01-31", "2027-08-17")])
def test_a_verified_candidate_who_leaves_is_met_before(leaves: str, last: str) -> None:
    people = f"Candidates\n| Candidate number | Surname | Forenames | Left on |\n| 0045 | Adams | Ali | {leaves} |\n| 0102 | Clarke | Cy | {leaves} |\n"
    held = visits("L4 1 | | 04663 | 2026-12-01 | | | done |")
    seen = "0102 | 04663 | 1 | JS | PT | 2027-01-10 | 2027-01-20 | 2027-01-25 | | submitted"
    assert windows_of(held + people + claims(seen))["04663 Careers"].last == day(last)
    # Moderation needs no candidates (S56).
    made = READY.replace("| | | planned", "| 2027-01-25 | | submitted")
    assert windows_of(NO_VISIT + people + claims(made))["IT"].last == day("2027-08-17")


@pytest.mark.parametrize(("need", "last"), [("2027-07-05", "2027-06-28"), ("2027-09-30", "2027-08-17")])
def test_a_day_in_summer_holds_for_verified_and_ocrs_last_day_for_moderation(need: str, last: str) -> None:
    held = visits(
        "L4 1 | | 04663 | 2026-12-01 | | | done |", "None yet | IT | | 2025-11-20 | virtual | 2025-10-01 | done |"
    )
    rows = ("0102 | 04663 | 1 | JS | PT | | | | | planned", READY)
    found = windows_of(
        held + needs(need).replace("| 0102 | Clarke | Cy | |", f"| 0102 | Clarke | Cy | {need} |") + claims(*rows)
    )
    assert found["04663 Careers"].last == day(last)
    assert found["IT"].last == day("2027-06-30")


def test_one_eqa_day_on_two_rows_is_one_visit() -> None:
    row = "0102 | 04663 | 1 | JS | PT | | | | | planned"
    twice = visits("L4 a | | 04663 | 2027-03-12 | | | planned |", "L4 b | | 04663 | 2027-03-12 | | | planned |")
    assert windows_of(twice + claims(row))["04663 Careers"].short == 1
    assert [visit.name for visit in planned(twice + claims(row)).visits if visit.entry_code][:1] == ["L4 a"]
    assert "L4 b" not in [visit.name for visit in planned(twice + claims(row)).visits]
    two = twice.replace("b | | 04663 | 2027-03-12", "b | | 04663 | 2027-05-12")
    assert "04663 Careers" not in windows_of(two + claims(row))


def test_two_visits_of_a_subject_keep_their_distance_unless_work_would_be_left_out() -> None:
    near = visits("IT 1 | IT | | 2027-02-23 | virtual | 2027-01-04 | done |")
    assert planned(near + claims(READY), day("2027-02-24")).proposal.visits[0].day == day("2027-03-24")
    needed = needs("2027-03-25")
    assert planned(near + needed + claims(READY), day("2027-02-24")).proposal.visits[0].day == day("2027-03-24")
    later = near.replace("2027-02-23 | virtual | 2027-01-04 | done", "2027-04-12 | virtual | 2027-01-04 | confirmed")
    visit = planned(later + needs("2027-03-25") + claims(READY), day("2027-02-24")).proposal.visits[0]
    # The only days that are in time are less than four weeks from the visit of 12 April.
    assert visit.day == day("2027-03-24")


def test_who_is_away_on_every_day_that_is_possible_is_told() -> None:
    away = "Assessors\n| Assessor | Name | Unavailable from | Unavailable to |\n| JS | Jo Smith | 2027-02-15 | 2027-08-31 |\n| PT | Pat Taylor | | |\n"
    window = windows_of(NO_VISIT + away + claims(READY))["IT"]
    assert window.first == day("2027-03-01")
    assert any("JS is away" in note for note in window.notes)


def test_a_third_visit_is_proposed_only_where_work_needs_it_and_is_chargeable() -> None:
    used = visits(
        "IT 1 | IT | | 2026-11-10 | virtual | 2026-10-01 | done |",
        "IT 2 | IT | | 2027-01-20 | virtual | 2026-12-01 | done |",
    )
    plan = planned("Centre\n| Label | Value |\n| Standard visit fee | #250 |\n" + used + recorded(READY))
    (visit,) = [one for one in plan.proposal.visits if one.window.title == "IT"]
    assert visit.is_chargeable
    (budget,) = [one for one in plan.budgets if one.title == "IT"]
    assert (budget.chargeable, budget.fee, budget.left) == (1, 250.0, 0)
    (none,) = [one for one in planned(used + recorded()).budgets if one.title == "IT"]
    assert (none.chargeable, none.fee) == (0, None)


def test_no_visit_is_proposed_on_a_day_that_has_one() -> None:
    text = visits("B 1 | Business | | 2027-03-01 | virtual | 2027-01-04 | planned |") + claims(READY)
    it = next(one for one in planned(text).proposal.visits if one.window.title == "IT")
    assert it.day == day("2027-03-02")


def test_the_next_best_is_told_with_what_it_costs() -> None:
    plan = planned(NO_VISIT + claims(READY))
    assert plan.proposal.is_proven
    assert plan.proposal.alternatives
    assert all(one.moves and one.costs for one in plan.proposal.alternatives)


@pytest.mark.parametrize("text", ["0", "many", "JS=", "JS=x", "=3"])
def test_a_limit_that_is_none_is_refused_in_one_sentence(text: str) -> None:
    with pytest.raises(UserError):
        read_limits(work_of(claims(READY)), [text])


def test_limits_are_for_everybody_or_for_one_and_names_near_by_are_suggested() -> None:
    work = work_of(claims(READY))
    assert read_limits(work, ["12", "js=8"]) == {"JS": 8, "PT": 12}
    assert read_limits(work, ["Jo Smith=3"]) == {"JS": 3}
    with pytest.raises(UserError, match="did you mean JS"):
        read_limits(work, ["JSS=8"])
