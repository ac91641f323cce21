"""The calendar file: valid, naming nobody, and safe to import again after anything in the workbook has changed."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

import pytest
import vobject
from workbooks import AS_OF, report_of

from ocr_sheets.calendar.events import WORDS, events_of, make_calendar
from ocr_sheets.calendar.ics import Became, Earlier, Made, NotOurs
from ocr_sheets.errors import UserError
from ocr_sheets.model.records import Visit
from ocr_sheets.model.staff import person_called
from ocr_sheets.report import Report
from ocr_sheets.schedule.deadlines import What
from ocr_sheets.schedule.progress import OVERDUE
from ocr_sheets.validate import read_choices, report_on
from ocr_sheets.writing.example import write_example

VISITS = """
Visits
| Visit | Subject area | Entry code | Visit date | Type         | Type told on | Status    | Moved from |
| IT 1  | IT           |            | 2027-03-11 | face-to-face | 2027-01-15   | confirmed |            |
| Bus 1 | Business     |            | 2027-03-21 | virtual      |              | planned   |            |
| L4 1  |              | 04663      | 2027-03-12 |              |              | confirmed |            |
| TBC   | IT           |            |            |              |              | planned   |            |
"""
CLAIMS = """
Claims
| Candidate number | Entry code | Unit number | Assessor | Standardised by | Claimed on | Visit | Claim status | Results published on | Certificate issued on |
| 0045             | 05839      | 8           | JS       | PT              | 2027-01-26 | IT 1  | submitted    |                      |                       |
| 0046             | 05839      | 8           | Jo Smith | PT              |            | IT 1  | planned      |                      |                       |
| 0045             | 05835      | 4           | NG       |                 |            | Bus 1 | planned      |                      |                       |
| 0102             | 04663      | 1           | PT       |                 | 2027-01-04 |       | confirmed    | 2027-01-28           |                       |
| 0102             | 04663      | 2           | PT       |                 | 2027-01-04 |       | confirmed    | 2027-01-29           |                       |
"""


def read(data: bytes) -> dict[str, Any]:
    """The events by title, as a reader that has nothing to do with the writer has them."""
    with_parts = vobject.readOne(data.decode())
    return {event.summary.value: event for event in with_parts.vevent_list}


def events(report: Report, person: str = "", earlier: Made | None = None) -> dict[str, Any]:
    return read(calendar(report, person, earlier).data)


def calendar(report: Report, person: str = "", earlier: Made | None = None) -> Made:
    whom = person_called(report.book, person) if person else None
    return make_calendar(report, whom, Earlier(earlier.data, whom.called if whom else "") if earlier else None)


def report(visits: str = VISITS, as_of: dt.date = AS_OF) -> Report:
    return report_of(visits + CLAIMS, as_of)


def test_each_visit_and_each_deadline_is_an_event_of_a_whole_day() -> None:
    found = events(report())
    assert found["Moderation visit: IT 1 (IT, face-to-face)"].dtstart.value == dt.date(2027, 3, 11)
    assert found["EQA visit: L4 1 (04663)"].dtend.value == dt.date(2027, 3, 13)
    assert found["Submit claims by: IT 1 (visit 11 Mar 2027)"].dtstart.value == dt.date(2027, 2, 25)
    assert found["EQA confirms claims by: L4 1 (visit 12 Mar 2027)"].dtstart.value == dt.date(2027, 3, 19)
    assert found["Upload sample by: Bus 1 (visit 21 Mar 2027)"].dtstart.value == dt.date(2027, 3, 16)
    of_visits = [line for line in report().lines if line.what is not What.CERTIFICATE_BY]
    assert len(found) == 3 + len(of_visits) + 1  # and one for the certificates of both units


def test_a_description_says_what_to_do_and_where_ocr_says_so() -> None:
    text = events(report())["Submit claims by: IT 1 (visit 11 Mar 2027)"].description.value
    assert text.startswith("Submit claims for the units that are ready")
    assert "Visit: IT 1 (IT, face-to-face) on Thu 11 Mar 2027." in text
    assert "Visiting moderation (S31)" in text
    assert "https://ocr.org.uk/" in text


def test_a_deadline_at_a_weekend_names_the_last_working_day_and_reminds_before_it() -> None:
    event = events(report())["Submit claims by: Bus 1 (visit 21 Mar 2027)"]
    assert event.dtstart.value == dt.date(2027, 3, 7)  # a Sunday
    assert "the last working day before it is Fri 5 Mar 2027" in event.description.value
    starts = [event.dtstart.value + alarm.trigger.value for alarm in event.valarm_list]
    at_nine = [dt.datetime.combine(event.dtstart.value, dt.time()) + alarm.trigger.value for alarm in event.valarm_list]
    assert len(starts) == 2
    assert at_nine == [dt.datetime(2027, 2, 21, 9), dt.datetime(2027, 3, 4, 9)]


def test_what_is_done_says_so_and_reminds_of_nothing() -> None:
    event = events(report())["Done: Tell moderator visit type: IT 1 (visit 11 Mar 2027)"]
    assert "valarm" not in event.contents


def test_days_of_reminders_that_are_past_are_left_out() -> None:
    event = events(report(as_of=dt.date(2027, 2, 20)))["Submit claims by: IT 1 (visit 11 Mar 2027)"]
    assert [alarm.trigger.value for alarm in event.valarm_list] == [dt.timedelta(days=-1, hours=9)]


def test_certificates_are_one_event_for_a_visit_and_code_on_the_first_day_still_to_come() -> None:
    (event,) = [one for title, one in events(report()).items() if title.startswith("Certificate due by")]
    assert event.dtstart.value == dt.date(2027, 2, 4)
    assert "1 by Thu 4 Feb 2027, 1 by Fri 5 Feb 2027" in event.description.value


def test_nobodys_name_or_number_is_in_the_file_nor_what_would_tell_them() -> None:
    text = calendar(report()).data.decode()
    unfolded = text.replace("\r\n ", "")
    for told in ("Adams", "Ali", "Brown", "Clarke", "0045", "0046", "0102"):
        assert told not in unfolded, told


def test_the_file_keeps_the_musts_of_the_standard() -> None:
    long = VISITS.replace("IT 1 ", "Llŷn & Môn, spring; " + "ŷ" * 60)
    data = make_calendar(report_of(long)).data
    assert data.endswith(b"END:VCALENDAR\r\n")
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert max(len(line) for line in data.split(b"\r\n")) <= 75
    for line in data.split(b"\r\n"):
        line.decode()  # no letter is cut in two
    text = data.decode().replace("\r\n ", "")
    assert "METHOD" not in text
    assert text.count("PRODID:") == text.count("VERSION:2.0") == 1
    uids = re.findall(r"^UID:(.+?)\r$", text, re.MULTILINE)
    assert len(set(uids)) == len(uids)
    for body in re.findall(r"BEGIN:VEVENT\r\n(.*?)END:VEVENT", text, re.DOTALL):
        own = body.split("BEGIN:VALARM")[0]
        for must in ("UID:", "DTSTAMP:", "DTSTART;VALUE=DATE:", "SUMMARY:", "SEQUENCE:", "LAST-MODIFIED:", "STATUS:"):
            assert len(re.findall(f"^{must}", own, re.MULTILINE)) == 1, must
        assert "TRANSP:TRANSPARENT" in own
        assert "X-MICROSOFT-CDO-BUSYSTATUS:FREE" in own
        for alarm in re.findall(r"BEGIN:VALARM\r\n(.*?)END:VALARM", body, re.DOTALL):
            assert {line.split(":")[0] for line in alarm.splitlines()} == {"ACTION", "DESCRIPTION", "TRIGGER"}
    assert any(title.startswith("Moderation visit: Llŷn & Môn, spring; ŷŷ") for title in read(data))


def test_the_same_workbook_on_the_same_day_gives_the_same_bytes_whatever_calendar_was_there() -> None:
    first = calendar(report())
    assert calendar(report()).data == first.data
    again = calendar(report(), earlier=first)
    assert again.data == first.data
    assert set(again.became.values()) == {Became.SAME}


def test_a_visit_that_moves_takes_its_events_along() -> None:
    before = calendar(report())
    moved = report(VISITS.replace("2027-03-11", "2027-03-18"))
    for later in (calendar(moved), calendar(moved, earlier=before)):
        one, other = read(before.data), read(later.data)
        old = one["Submit claims by: IT 1 (visit 11 Mar 2027)"]
        new = other["Submit claims by: IT 1 (visit 18 Mar 2027)"]
        assert new.uid.value == old.uid.value
        assert (old.dtstart.value, new.dtstart.value) == (dt.date(2027, 2, 25), dt.date(2027, 3, 4))
    assert int(new.sequence.value) == int(old.sequence.value) + 1
    assert new.last_modified.value > old.last_modified.value
    assert new.dtstamp.value == new.last_modified.value
    became = calendar(moved, earlier=before).became
    assert became[new.uid.value] is Became.MOVED
    # What has nothing to do with the visit keeps its version.
    same = "Moderation visit: Bus 1 (Business, virtual)"
    assert other[same].sequence.value == one[same].sequence.value
    assert other[same].last_modified.value == one[same].last_modified.value


def test_on_a_later_day_every_event_is_newer_even_without_the_calendar_before() -> None:
    title = "Moderation visit: IT 1 (IT, face-to-face)"
    one, other = events(report())[title], events(report(as_of=AS_OF + dt.timedelta(days=1)))[title]
    assert int(other.sequence.value) > int(one.sequence.value)
    assert other.last_modified.value > one.last_modified.value


CANCELLED = VISITS.replace(
    "2027-03-11 | face-to-face | 2027-01-15   | confirmed", "2027-03-11 | face-to-face |  | cancelled"
)


@pytest.mark.parametrize("knows", [False, True])
def test_a_cancelled_visit_cancels_all_its_events(knows: bool) -> None:
    before = calendar(report())
    later = events(report(CANCELLED), earlier=before if knows else None)
    of_it = {event.uid.value for title, event in read(before.data).items() if "IT 1" in title}
    cancelled = {event.uid.value for event in later.values() if event.status.value == "CANCELLED"}
    assert cancelled == of_it
    event = later["Cancelled: Submit claims by: IT 1 (visit 11 Mar 2027)"]
    assert "valarm" not in event.contents


def test_a_cancelled_visit_that_nobody_has_in_a_calendar_is_not_brought_there() -> None:
    before = calendar(report(CANCELLED), earlier=None)
    without = calendar(
        report_of(
            VISITS.replace(
                "| IT 1  | IT           |            | 2027-03-11 | face-to-face | 2027-01-15   | confirmed |            |\n",
                "",
            )
        )
    )
    assert "Cancelled" in before.data.decode()
    assert "Cancelled" not in calendar(report_of(CANCELLED), earlier=without).data.decode()


def test_a_visit_taken_out_of_the_workbook_is_cancelled_and_stays_so() -> None:
    before = calendar(report())
    gone = report_of(re.sub(r"\| Bus 1 .*\n", "", VISITS))
    first = calendar(gone, earlier=before)
    title = "Cancelled: Moderation visit: Bus 1 (Business, virtual)"
    assert read(first.data)[title].status.value == "CANCELLED"
    again = calendar(gone, earlier=first)
    assert again.data == first.data
    back = events(report(), earlier=again)["Moderation visit: Bus 1 (Business, virtual)"]
    assert back.status.value == "CONFIRMED"
    assert int(back.sequence.value) > int(read(first.data)[title].sequence.value)


def test_a_deadline_that_falls_away_with_the_type_of_visit_is_cancelled() -> None:
    before = calendar(report())
    now = events(report(VISITS.replace("virtual     ", "face-to-face")), earlier=before)
    assert now["Cancelled: Upload sample by: Bus 1 (visit 21 Mar 2027)"].status.value == "CANCELLED"
    assert "Earliest sample request: Bus 1 (visit 21 Mar 2027)" in now


def test_what_is_past_is_left_in_peoples_calendars() -> None:
    before = calendar(report())
    later = calendar(report_of(re.sub(r"\| IT 1 .*\n", "", VISITS), as_of=dt.date(2027, 4, 1)), earlier=before)
    assert "IT 1" not in later.data.decode()


def test_a_replacement_of_the_same_name_takes_over_the_events() -> None:
    before = calendar(report())
    replaced = (
        CANCELLED
        + "| IT 1  | IT           |            | 2027-04-22 | face-to-face | 2027-01-15   | planned | 2027-03-11 |\n"
    )
    found = events(report_of(replaced), earlier=before)
    title = "Moderation visit: IT 1 (IT, face-to-face)"
    assert found[title].uid.value == read(before.data)[title].uid.value
    assert found[title].dtstart.value == dt.date(2027, 4, 22)
    assert "Moved from Thu 11 Mar 2027." in found[title].description.value
    assert not any("Cancelled" in title and "IT 1" in title for title in found)


def test_two_visits_that_are_alike_are_two() -> None:
    alike = VISITS + "| IT 1  | IT           |            | 2027-05-20 | face-to-face | 2027-01-15   | planned | |\n"
    found = calendar(report_of(alike))
    assert found.data.decode().count("SUMMARY:Moderation visit: IT 1") == 2


@pytest.mark.parametrize("name", ["x, \\N", "\\\\n;", "\u202e TBC", "BEGIN:VEVENT", "😀" * 40, "a" * 300])
def test_odd_names_come_through_and_stay_the_same(name: str) -> None:
    text = VISITS.replace("| Bus 1 |", f"| {name} |")
    first = make_calendar(report_of(text))
    assert len(read(first.data)) == first.events
    assert make_calendar(report_of(text), None, Earlier(first.data, "")).data == first.data


@pytest.mark.parametrize("day", ["1900-01-01", "9999-12-31"])
def test_a_day_far_away_brings_nothing_down(day: str) -> None:
    assert make_calendar(report_of(VISITS.replace("2027-03-21", day))).events


def test_sorting_the_visits_changes_nothing() -> None:
    head, *rows = VISITS.strip().splitlines()[1:]
    turned = "\n".join(["Visits", head, *reversed(rows)])
    assert make_calendar(report_of(turned)).data == make_calendar(report_of(VISITS)).data


def test_another_centre_and_another_year_have_other_events() -> None:
    def uids(centre: str) -> set[str]:
        return set(re.findall("UID:(.+?)\r", make_calendar(report_of(centre)).data.decode()))

    ours = uids("Centre\n| Label | Value |\n| Academic year | 2026/27 |\n| Centre number | 12345 |\n")
    theirs = uids("Centre\n| Label | Value |\n| Academic year | 2026/27 |\n| Centre number | 54321 |\n")
    next_year = uids("Centre\n| Label | Value |\n| Academic year | 2027/28 |\n| Centre number | 12345 |\n")
    assert not ours & theirs
    assert not ours & next_year


def test_one_persons_calendar_has_the_visits_with_their_work_and_what_is_done_of_it() -> None:
    whole, jo, pat = events(report()), events(report(), "Jo Smith"), events(report(), "PT")
    assert any("IT 1" in title for title in jo)
    assert not any("Bus 1" in title or "L4 1" in title for title in jo)
    assert {"IT 1", "L4 1"} <= {name for name in ("IT 1", "L4 1", "Bus 1") for title in pat if name in title}
    assert "Submit claims by: IT 1 (visit 11 Mar 2027)" in jo
    title = "Moderation visit: IT 1 (IT, face-to-face)"
    assert jo[title].uid.value == whole[title].uid.value
    assert "Portfolios of JS's at this visit: 2." in jo[title].description.value
    ready = next(
        line for line in whole[title].description.value.splitlines() if line.startswith("IT 1, 11 Mar: entered")
    )
    assert f"\nEverybody's work: {ready}" in jo[title].description.value


def test_a_person_has_the_visits_of_the_subjects_they_teach_before_there_are_claims() -> None:
    staff = "Assessors\n| Assessor | Name | Subject areas |\n| JS | Jo Smith | Business |\n"
    found = events(report_of(VISITS + staff), "JS")
    assert "Moderation visit: Bus 1 (Business, virtual)" in found
    assert not any("IT 1" in title for title in found)


def test_someone_whom_only_claims_name_has_a_calendar_too() -> None:
    assert any("Bus 1" in title for title in events(report(), "ng"))


@pytest.mark.parametrize(
    ("text", "says"), [("Jo Smyth", "Did you mean Jo Smith (JS)?"), ("", "Give initials"), ("??", "Give initials")]
)
def test_a_name_that_nobody_has_is_told_with_who_was_probably_meant(text: str, says: str) -> None:
    with pytest.raises(UserError, match=re.escape(says)):
        person_called(report().book, text)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"hello",
        b"\xff\xfe\x00",
        b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//someone//else//EN\r\nEND:VCALENDAR\r\n",
        b"BEGIN:VCALENDAR\r\nPRODID:-//ocr-sheets//x//EN\r\nBEGIN:VEVENT\r\nDTSTART:foo\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
    ],
)
def test_what_is_no_calendar_of_ours_is_not_taken_for_one(data: bytes) -> None:
    with pytest.raises(NotOurs):
        Earlier(data, "")


def test_a_calendar_made_for_one_person_is_not_continued_for_another() -> None:
    with pytest.raises(NotOurs, match="was made for JS, not for everyone"):
        Earlier(calendar(report(), "JS").data, "")


def test_every_deadline_has_its_words() -> None:
    assert set(WORDS) == set(What)


@pytest.mark.parametrize("as_of", ["2026-09-14", "2027-01-15", "2027-02-15", "2027-06-16"])
def test_each_deadline_of_the_example_stands_as_on_deadlines_on_any_day(as_of: str, tmp_path: Path) -> None:
    path, day = tmp_path / "example.xlsx", dt.date.fromisoformat(as_of)
    with path.open("wb") as file:
        write_example(file, day)
    looked_at = report_on(path, day, read_choices(path))
    titles = {(event.day, event.title) for event in events_of(looked_at)}
    lines = [line for line in looked_at.lines if isinstance(line.of, Visit) and line.visit]
    assert lines
    for line in lines:
        assert line.visit is not None
        is_done = line.done and line.what is not What.SAMPLE_FROM  # a day that comes, and that nobody does
        how = "Done: " if is_done else f"{str(line.state).capitalize()}: " if line.state in OVERDUE else ""
        said = f"{how}{line.what.action if line.done else line.what}: {line.visit.label}"
        assert any(on == line.date and title.startswith(said) for on, title in titles), said
