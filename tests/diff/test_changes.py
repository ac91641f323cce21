"""What has changed from one workbook to a later one, whatever was sorted, inserted or renamed between them."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping

import pytest
from workbooks import AS_OF, BASE, book_of, parse, report_of, xlsx

from ocr_sheets.diff.changes import Changes, Counts, RowCounts, changes_between
from ocr_sheets.diff.findings import Became
from ocr_sheets.diff.visits import DateChange, Turn
from ocr_sheets.diff.wording import reason, verdict
from ocr_sheets.patching import Workbook
from ocr_sheets.reading import read_book
from ocr_sheets.report import Accepted, Report, make_report
from ocr_sheets.rulebook import load_rulebook
from ocr_sheets.rules import Severity
from ocr_sheets.schedule.deadlines import What

LATE = "claim-under-two-weeks"
CLAIMS = """
Claims
| Candidate number | Entry code | Unit number | Assessor | Grade | Claimed on | Visit | Claim status |
| 0045             | 05839      | 8           | JS       | M     | 2027-02-26 | IT 1  | submitted    |
| 0045             | 05839      | 9           | JS       | M     | 2027-02-27 | IT 1  | submitted    |
| 0046             | 05839      | 8           | PT       | P     | 2027-02-28 | IT 1  | submitted    |
"""
VISITS = """
Visits
| Visit | Subject area | Entry code | Visit date | Type         | Type told on | Status    | Moved from |
| IT 1  | IT           |            | 2027-03-11 | face-to-face | 2027-01-15   | confirmed |            |
| L4 1  |              | 04663      | 2027-03-12 |              |              | confirmed |            |
| L4 2  |              | 04663      | 2027-06-11 |              |              | planned   |            |
"""


def changes(old: str, new: str, as_of: dt.date = AS_OF) -> Changes:
    return changes_between(report_of(old, as_of), report_of(new, as_of))


def became(found: Changes, code: str = LATE) -> dict[str, Became]:
    """What became of the findings of one rule, by their cell in the workbook that has them."""
    return {
        change.finding.cell.ref: change.became
        for change in found.findings
        if change.finding.rule.code == code and change.finding.cell
    }


def rows_of(text: str) -> tuple[str, list[str]]:
    head, *rows = text.strip().splitlines()[1:]
    return head, rows


def test_nothing_has_changed_between_a_workbook_and_itself() -> None:
    same = changes(CLAIMS, CLAIMS)
    assert same.is_nothing
    assert {change.became for change in same.findings} == {Became.STILL_THERE}
    assert verdict(same).startswith("Nothing has changed: ")
    assert verdict(same).endswith("findings are still there.")
    assert re.fullmatch(r"Nothing has changed: \d+ cells of 7 sheets compared\.", verdict(changes("", "")))


def test_findings_are_fixed_new_and_still_there() -> None:
    mended = CLAIMS.replace("2027-02-26", "2027-02-25")
    assert became(changes(CLAIMS, mended)) == {
        "F2": Became.FIXED,
        "F3": Became.STILL_THERE,
        "F4": Became.STILL_THERE,
    }
    assert became(changes(mended, CLAIMS))["F2"] is Became.NEW
    assert changes(mended, CLAIMS).added[Severity.MUST_FIX] == 1


def test_sorting_and_inserting_rows_change_nothing() -> None:
    head, rows = rows_of(CLAIMS)
    sorted_too = "\n".join(["Claims", head, "|  |", *reversed(rows)])
    found = changes(CLAIMS, sorted_too)
    assert set(became(found).values()) == {Became.STILL_THERE}
    assert found.is_nothing


def test_another_name_for_the_sheet_or_a_heading_changes_nothing() -> None:
    old, new = parse(CLAIMS), parse(CLAIMS.replace("Claims", "Claim tracker").replace("Claimed on", "Claim date"))
    found = changes_between(_report({**parse(BASE), **old}), _report({**parse(BASE), **new}))
    assert set(became(found).values()) == {Became.STILL_THERE}
    assert found.is_nothing


def _report(sheets: Mapping[str, list[list[str]]]) -> Report:
    book = read_book(Workbook.from_bytes(xlsx(sheets)), AS_OF)
    return make_report("centre.xlsx", book, load_rulebook())


def test_a_finding_in_other_words_tells_the_older_ones() -> None:
    (change,) = [
        one
        for one in changes(CLAIMS, CLAIMS.replace("2027-02-26", "2027-03-01")).findings
        if one.was and one.finding.rule.code == LATE
    ]
    assert change.became is Became.STILL_THERE
    assert "26 Feb 2027" in change.was
    assert "1 Mar 2027" in change.finding.message


def test_a_row_that_was_taken_out_is_not_called_fixed() -> None:
    shorter = "\n".join(CLAIMS.strip().splitlines()[:-1])
    found = changes(CLAIMS, shorter)
    assert became(found)["F4"] is Became.ROW_GONE
    assert found.rows == {"Claims": RowCounts(3, 2, added=0, gone=1)}


def test_a_claim_that_went_to_another_visit_is_still_there_and_its_finding_fixed() -> None:
    visits = (
        VISITS
        + "| IT 2  | IT           |            | 2027-05-11 | face-to-face | 2027-01-15   | confirmed |            |\n"
    )
    found = changes(visits + CLAIMS, visits + CLAIMS.replace("2027-02-28 | IT 1", "2027-02-28 | IT 2"))
    assert became(found)["F4"] is Became.FIXED


def test_a_check_that_can_no_longer_be_made_is_never_called_fixed() -> None:
    found = changes(CLAIMS, CLAIMS.replace("Claimed on", "Sundries"))
    assert set(became(found).values()) == {Became.NOT_CHECKED}
    reasons = {reason(change.lost) for change in found.findings if change.became is Became.NOT_CHECKED}
    assert "Claims has no column Claimed on" in reasons


def test_reasons_given_and_taken_back_are_told() -> None:
    plain = report_of(CLAIMS)
    late = next(finding for finding in plain.findings if finding.rule.code == LATE)
    accepted = make_report(
        "centre.xlsx", book_of(CLAIMS), load_rulebook(), {late.ref: Accepted("agreed", late.message)}
    )
    assert became(changes_between(plain, accepted))["F2"] is Became.ACCEPTED
    back = changes_between(accepted, plain)
    assert became(back)["F2"] is Became.NO_LONGER_ACCEPTED
    assert back.added[Severity.MUST_FIX] == 1
    assert became(changes_between(accepted, accepted))["F2"] is Became.STILL_THERE
    # New and accepted at once: nothing to see to.
    assert became(changes_between(report_of(""), accepted))["F2"] is Became.ACCEPTED


PLANNED = """
Claims
| Candidate number | Entry code | Unit number | Assessor | Claimed on | Visit | Claim status |
| 0045             | 05839      | 8           | JS       |            | IT 1  | planned      |
"""


def test_that_time_has_passed_is_no_change_unless_the_earlier_day_is_given() -> None:
    after = dt.date(2027, 2, 26)
    old, new = report_of(PLANNED, after), report_of(PLANNED, after)
    assert changes_between(old, new).is_nothing
    found = changes_between(old, new, earlier=report_of(PLANNED, dt.date(2027, 2, 1)))
    come = {change.finding.rule.code for change in found.findings if change.became is Became.COME_WITH_TIME}
    assert come == {"claim-not-made"}
    assert not any(change.became is Became.NEW for change in found.findings)
    assert sum(found.added.values()) == len([c for c in found.findings if c.became is Became.COME_WITH_TIME])


def test_what_would_have_come_with_time_and_was_averted_is_not_called_fixed() -> None:
    after = dt.date(2027, 2, 26)
    claimed = PLANNED.replace("|            | IT 1  | planned  ", "| 2027-02-20 | IT 1  | submitted")
    old, new, earlier = report_of(PLANNED, after), report_of(claimed, after), report_of(PLANNED, dt.date(2027, 2, 1))
    assert changes_between(old, new).counts[Became.FIXED] >= 1
    assert changes_between(old, new, earlier).counts[Became.FIXED] == 0


def test_what_went_by_itself_is_gone_with_time() -> None:
    # The visit is to come on 1 February and over on 1 April: what could be done before it no longer can.
    day = dt.date(2027, 4, 1)
    text = VISITS.replace("2027-01-15", "          ")
    earlier, old = report_of(text), report_of(text, day)
    gone = {finding.ref for finding in earlier.open_findings} - {finding.ref for finding in old.findings}
    found = changes_between(old, report_of(text, day), earlier)
    assert found.counts[Became.GONE_WITH_TIME] == len(gone)


def test_two_days_are_our_mistake() -> None:
    with pytest.raises(ValueError, match="one day"):
        changes_between(report_of("", AS_OF), report_of("", AS_OF + dt.timedelta(days=1)))


# -- dates


def dates(old: str, new: str) -> list[DateChange]:
    return list(changes(old, new).dates)


def of_visit(found: list[DateChange]) -> list[tuple[str, Turn, dt.date | None, dt.date | None]]:
    return [(one.visit.label, one.turn, one.old, one.new) for one in found if one.what is None]


def test_a_visit_that_moved_is_told_with_its_deadlines() -> None:
    found = dates(VISITS, VISITS.replace("2027-03-11", "2027-03-18"))
    assert of_visit(found) == [("IT 1", Turn.MOVED, dt.date(2027, 3, 11), dt.date(2027, 3, 18))]
    moved = {one.what: (one.old, one.new) for one in found if one.what}
    assert moved[What.CLAIM_BY] == (dt.date(2027, 2, 25), dt.date(2027, 3, 4))
    assert moved[What.ENTER_BY] == (dt.date(2027, 2, 11), dt.date(2027, 2, 18))
    assert set(moved) == {What.ENTER_BY, What.SAY_TYPE_BY, What.CLAIM_BY, What.SAMPLE_FROM, What.SAMPLE_BY}


def test_visits_that_came_went_were_cancelled_or_stand_again() -> None:
    head, rows = rows_of(VISITS)
    without = "\n".join(["Visits", head, *rows[1:]])
    first = dt.date(2027, 3, 11)
    assert of_visit(dates(without, VISITS)) == [("IT 1", Turn.ADDED, None, first)]
    assert dates(VISITS, without) == [DateChange(Turn.TAKEN_OUT, report_of(VISITS).book.visits[0], None, first, None)]
    cancelled = VISITS.replace("2027-01-15   | confirmed", "2027-01-15   | cancelled")
    assert of_visit(dates(VISITS, cancelled)) == [("IT 1", Turn.CANCELLED, first, first)]
    assert of_visit(dates(cancelled, VISITS)) == [("IT 1", Turn.STANDS_AGAIN, first, first)]
    assert len(dates(VISITS, cancelled)) == 1  # its deadlines went with it
    assert dates(cancelled, without) == []  # a cancelled one is no loss


def test_a_day_that_was_not_known_or_no_longer_is_has_moved() -> None:
    undated = VISITS.replace("2027-03-11", "          ")
    first = dt.date(2027, 3, 11)
    assert of_visit(dates(undated, VISITS)) == [("IT 1", Turn.MOVED, None, first)]
    assert of_visit(dates(VISITS, undated)) == [("IT 1", Turn.MOVED, first, None)]


def test_a_replacement_that_says_where_it_was_moved_from_is_the_same_visit() -> None:
    new = VISITS.replace("| IT 1  |", "| IT one |").replace("2027-03-11", "2027-03-18")
    new = new.replace("confirmed |            |", "confirmed | 2027-03-11 |", 1)
    (change,) = [one for one in dates(VISITS, new) if one.what is None]
    assert (change.turn, change.old, change.new) == (Turn.MOVED, dt.date(2027, 3, 11), dt.date(2027, 3, 18))
    assert change.note == "name IT one, was IT 1"


def test_a_cancelled_visit_and_its_replacement_of_the_same_name_are_told_apart() -> None:
    new = VISITS.replace("2027-01-15   | confirmed", "2027-01-15   | cancelled")
    new += "| IT 1  | IT           |            | 2027-04-22 | face-to-face | 2027-01-15   | planned   | 2027-03-11 |\n"
    found = of_visit(dates(VISITS, new))
    assert ("IT 1", Turn.CANCELLED, dt.date(2027, 3, 11), dt.date(2027, 3, 11)) in found
    assert len(found) == 2
    assert of_visit(dates(new, new)) == []


def test_another_name_or_type_alone_is_told() -> None:
    (renamed,) = dates(VISITS, VISITS.replace("| IT 1  |", "| Spring |"))
    assert (renamed.turn, renamed.note) == (Turn.RENAMED, "name Spring, was IT 1")
    turned = dates(VISITS, VISITS.replace("face-to-face", "virtual     "))
    assert turned[0].note == "type virtual, was face-to-face"
    assert {(one.turn, one.what) for one in turned[1:]} == {
        (Turn.TAKEN_OUT, What.SAMPLE_FROM),
        (Turn.ADDED, What.UPLOAD_BY),
    }


def test_what_has_been_done_or_undone_is_told() -> None:
    not_told = VISITS.replace("2027-01-15", "          ")
    assert [(one.what, one.turn) for one in dates(not_told, VISITS)] == [(What.SAY_TYPE_BY, Turn.DONE)]
    assert [(one.what, one.turn) for one in dates(VISITS, not_told)] == [(What.SAY_TYPE_BY, Turn.NOT_DONE)]
    held = VISITS.replace("2027-01-15   | confirmed", "2027-01-15   | done     ")
    assert of_visit(dates(VISITS, held))[0][1] is Turn.DONE
    assert of_visit(dates(held, VISITS))[0][1] is Turn.NOT_DONE


def test_sorting_the_visits_is_no_change() -> None:
    head, rows = rows_of(VISITS)
    assert dates(VISITS, "\n".join(["Visits", head, *reversed(rows)])) == []


def test_claims_are_counted_by_status() -> None:
    found = changes(CLAIMS, CLAIMS.replace("submitted    |\n| 0046", "confirmed    |\n| 0046"))
    assert found.claims == {"submitted": Counts(3, 2), "confirmed": Counts(0, 1)}
    blank = CLAIMS.replace("IT 1  | submitted", "IT 1  |          ")
    assert changes(CLAIMS, blank).claims == {"submitted": Counts(3, 0), "no status": Counts(0, 3)}


def test_the_verdict_tells_the_whole_in_one_line() -> None:
    moved = VISITS.replace("2027-03-11", "2027-04-15") + CLAIMS.replace("2027-02-26", "2027-04-02")
    said = verdict(changes(VISITS + CLAIMS, moved))
    assert "1 visit moved" in said
    assert "fixed" in said
    assert "still there" in said
    assert "1 cell changed" in said
