"""Who standardises counts when days are chosen: their work is to be done before the claim is due, and a verified one must be there."""

from __future__ import annotations

import pytest
from planned import claims, day, planned, visits

STAFF = "Assessors\n| Assessor | Name | Unavailable from | Unavailable to |\n| JS | Jo Smith | {} | {} |\n| PT | Pat Taylor | {} | {} |\n"
AWAY, NOT_AWAY = ("2027-02-01", "2027-03-12"), ("", "")


HELD = visits("IT 0 | IT | | 2026-11-10 | virtual | 2026-10-01 | done |")


def next_visit(staff: str, rows: list[str]) -> str:
    (visit,) = [one for one in planned(HELD + staff + claims(*rows)).proposal.visits if one.window.title == "IT"]
    return visit.day.isoformat()


def test_a_visit_is_put_where_who_standardises_has_the_days_for_it() -> None:
    """All is assessed, and six units are to be standardised by PT."""
    rows = [f"{number:04} | 05839 | 8 | JS | PT | 2027-01-10 | | | | planned" for number in range(100, 106)]
    nobody_named = [row.replace("| PT |", "| |") for row in rows]
    there, away = STAFF.format(*NOT_AWAY, *NOT_AWAY), STAFF.format(*NOT_AWAY, *AWAY)
    assert day(next_visit(there, nobody_named)) < day(next_visit(there, rows)) < day(next_visit(away, rows))
    assert next_visit(away, nobody_named) == next_visit(there, nobody_named)


@pytest.mark.parametrize(("away", "is_later"), [(("2027-03-01", "2027-03-05"), True), (("", ""), False)])
def test_an_eqa_visit_is_on_no_day_on_which_who_assures_the_work_is_away(away: tuple[str, str], is_later: bool) -> None:
    held = "Visits\n| Visit | Entry code | Visit date | Status |\n| L4 1 | 04663 | 2026-11-12 | done |\n"
    row = "0102 | 04663 | 1 | JS | PT | 2027-01-10 | | | | planned"
    plan = planned(held + STAFF.format("", "", *away) + claims(row))
    (visit,) = [one for one in plan.proposal.visits if one.window.title == "04663 Careers"]
    assert (visit.day > day("2027-03-05")) is is_later
