"""Many centres side by side: who needs somebody first, who may share a moderator's day, and what a trust pays."""

from __future__ import annotations

import datetime as dt
import io
import json
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result
from workbooks import report_of, saved

from ocr_sheets.cli import main
from ocr_sheets.many.running import here
from ocr_sheets.overview.facts import Facts, facts_of, from_plain, to_plain
from ocr_sheets.overview.frames import frames_of
from ocr_sheets.overview.gathering import Asked, gather_all
from ocr_sheets.overview.letters import letters_of
from ocr_sheets.overview.page import overview_page
from ocr_sheets.overview.tables import Overview, Table, overview_of, tables_of
from ocr_sheets.overview.workbook import overview_workbook

AS_OF = dt.date(2027, 2, 1)
CENTRE = "Centre\n| Label | Value |\n| Centre name | {} |\n| Centre number | {} |\n| Consortium | {} |\n| Exams officer email | {} |\n"
NOBODY = "Entries\n| Candidate number | Entry code | Entry type | Entered on |\n"
NOT_ENTERED = NOBODY + "| 0045 | 05839 | full award | |\n"


def facts(name: str, number: str = "12345", text: str = "", consortium: str = "no", as_of: dt.date = AS_OF) -> Facts:
    head = CENTRE.format(name, number, consortium, f"exams@{number}.example")
    return facts_of(report_of(head + text, as_of), f"{name}.xlsx")


def overview(*centres: Facts, share: bool = False, as_of: dt.date = AS_OF) -> Overview:
    return overview_of(centres, as_of, share=share)


def table(made: Overview, name: str) -> Table:
    return next(one for one in tables_of(made) if one.name == name)


def column(made: Overview, name: str, heading: str) -> list[object]:
    found = table(made, name)
    place = [title for title, _ in found.headings].index(heading)
    return [getattr(row[place], "text", row[place]) for row in found.rows]


def test_the_centre_that_entered_nobody_is_first_and_what_could_not_be_read_has_a_place_of_its_own() -> None:
    late = facts("Late", text=NOT_ENTERED, as_of=dt.date(2027, 2, 15))
    fine = facts("Fine", as_of=dt.date(2027, 2, 15))
    unread = Facts("broken.xlsx", problem="It is broken.")
    unsure = replace(fine, name="Unsure", state="cannot tell", coming=[])
    made = overview(unread, fine, unsure, late, as_of=dt.date(2027, 2, 15))
    assert column(made, "Centres", "Centre") == ["Late", "Fine", "Unsure", "broken.xlsx"]
    assert "1 could not be read" in made.headline
    assert column(made, "Centres", "State")[-1] == "could not be read"
    assert column(made, "Centres", "Late")[0] == 1


def test_deadlines_within_a_fortnight_decide_among_those_with_none_overdue() -> None:
    near, far = facts("Near"), facts("Far")
    near = replace(near, overdue=[], coming=[near.coming[0]._replace(day="2027-02-15")])
    far = replace(far, overdue=[], coming=[far.coming[0]._replace(day="2027-02-16")])
    made = overview(far, near)
    assert column(made, "Centres", "Centre") == ["Near", "Far"]
    assert column(made, "Centres", "Due in 14 days") == [1, 0]


def test_candidates_whose_visit_has_a_deadline_overdue_are_at_risk() -> None:
    made = overview(facts("Late", text=NOT_ENTERED, as_of=dt.date(2027, 2, 12)), as_of=dt.date(2027, 2, 12))
    (row,) = table(made, "At risk").rows
    assert row[1:7] == ["IT", 1, 2, "late", "Make entries by", dt.date(2027, 2, 11)]
    on_the_day = overview(facts("In time", text=NOT_ENTERED, as_of=dt.date(2027, 2, 11)), as_of=dt.date(2027, 2, 11))
    assert table(on_the_day, "At risk").rows == []


def test_a_moderator_at_two_centres_on_one_day_is_asked_about_and_at_one_is_not() -> None:
    two = overview(facts("North", "11111"), facts("South", "22222"))
    first = next(row for row in table(two, "Moderators and EQAs").rows if row[0] == "M. Moderator")
    assert first[4:] == ["North, South", dt.date(2027, 3, 11), "two centres on one day"]
    one = overview(facts("North", "11111"))
    assert column(one, "Moderators and EQAs", "What to ask") == [None] * len(table(one, "Moderators and EQAs").rows)


def test_the_visit_of_a_consortium_stands_once_and_is_charged_once() -> None:
    apart = overview(facts("North", "11111"), facts("South", "22222"))
    shared = overview(facts("North", "11111", consortium="Vale"), facts("South", "22222", consortium="Vale"))
    count = len(table(apart, "Visits by week").rows)
    assert len(table(shared, "Visits by week").rows) == count // 2
    places = [row for row in table(shared, "Allowance and charges").rows if row[2] == "IT"]
    assert [(row[0], row[3]) for row in places] == [("Vale (consortium)", 1)]


def test_a_third_visit_is_chargeable_and_costs_the_centres_own_fee() -> None:
    visits = "Visits\n| Visit | Subject area | Visit date | Type | Status |\n" + "".join(
        f"| IT {n} | IT | 2027-0{n + 2}-11 | virtual | planned |\n" for n in (1, 2, 3)
    )
    one = facts("North", text=visits)
    (row,) = [row for row in table(overview(replace(one, fee=250.0)), "Allowance and charges").rows if row[2] == "IT"]
    assert row[3:7] == [3, 1, 250.0, 250.0]
    (row,) = [row for row in table(overview(one), "Allowance and charges").rows if row[2] == "IT"]
    assert row[4:7] == [1, None, None]


def test_staff_of_two_centres_are_named_once_and_never_in_what_is_shared() -> None:
    made = overview(facts("North", "11111"), facts("South", "22222"))
    assert ("Jo Smith", "North, South") in [tuple(row[:2]) for row in table(made, "Staff in two centres").rows]
    shared = overview(*made.centres, share=True)
    body = json.dumps([list(map(str, row)) for one in tables_of(shared) for row in one.rows])
    for name in ("Jo Smith", "Pat Taylor", "M. Moderator", "E. Assurer"):
        assert name not in body
        assert name in json.dumps([list(map(str, row)) for one in tables_of(made) for row in one.rows])
    assert "Moderator or EQA 1" in body


def test_what_is_shared_as_json_or_as_a_page_names_nobody_either(tmp_path: Path) -> None:
    saved(tmp_path / "north.xlsx")
    told = run(tmp_path, "--share", "--format", "json", "--frames", str(tmp_path / "frames")).stdout
    told += (tmp_path / "overview.html").read_text(encoding="utf-8")
    told += "".join(path.read_text(encoding="utf-8") for path in (tmp_path / "frames").glob("*.csv"))
    for name in ("Jo Smith", "Pat Taylor", "M. Moderator", "E. Assurer"):
        assert name not in told
    assert "Moderator or EQA 1" in told
    assert "M. Moderator" in run(tmp_path, "--format", "json").stdout


def test_one_of_two_moderators_of_a_subject_is_asked_about_at_another_centre_on_that_day() -> None:
    rows = "Qualifications\n| Entry code | Family | Subject area | Quality assurer |\n| 05839 | Cambridge Technicals | IT | {} |\n"
    both = rows.format("M. Moderator") + "| 05355 | Cambridge Technicals | IT | N. Other |\n"
    made = overview(facts("North", "11111", both), facts("South", "22222", rows.format("N. Other")))
    asked = dict(
        zip(
            column(made, "Moderators and EQAs", "Moderator or EQA"),
            column(made, "Moderators and EQAs", "What to ask"),
            strict=True,
        )
    )
    assert asked["N. Other"] == "two centres on one day"
    assert asked["M. Moderator"] is None


def test_each_line_of_a_centre_leads_to_its_copy_on_the_page_too() -> None:
    made = overview(
        replace(facts("Late", text=NOT_ENTERED, as_of=dt.date(2027, 2, 15)), copy="in/Late #1.xlsx"),
        as_of=dt.date(2027, 2, 15),
    )
    for name in ("Centres", "At risk", "Visits by week", "Not checked by centre"):
        (place,) = [number for number, (title, _) in enumerate(table(made, name).headings) if title == "Centre"]
        assert {getattr(row[place], "file", None) for row in table(made, name).rows} == {"in/Late #1.xlsx"}, name
    assert '<a href="in/Late%20%231.xlsx">Late</a>' in overview_page(made)


def test_no_candidate_is_in_an_overview() -> None:
    made = overview(facts("North"), facts("Late", text=NOT_ENTERED))
    body = json.dumps([to_plain(one) for one in made.centres]) + overview_page(made)
    for text in ("Adams", "Ali", "Brown", "0045", "0046"):
        assert text not in body.replace("quality", "")


def test_facts_come_back_from_their_file_as_they_were() -> None:
    one = facts("North", text=NOT_ENTERED)
    assert to_plain(from_plain(json.loads(json.dumps(to_plain(one))))) == to_plain(one)


def test_two_centres_of_one_name_are_told_apart_by_their_files() -> None:
    made = overview(facts("North"), replace(facts("North"), file="sent again.xlsx"))
    assert sorted(map(str, column(made, "Centres", "Centre"))) == ["North (North.xlsx)", "North (sent again.xlsx)"]


def test_the_workbook_leads_to_each_copy_and_other_readers_open_it() -> None:
    made = overview(replace(facts("North"), copy="in/North annotated #1.xlsx"))
    book = openpyxl.load_workbook(io.BytesIO(overview_workbook(made)))
    assert book.sheetnames == [one.name for one in tables_of(made)]
    link = book["Centres"].cell(5, 1).hyperlink
    assert link is not None
    assert link.target == "in\\North%20annotated%20%231.xlsx"
    assert overview_workbook(made) == overview_workbook(made)


def test_the_page_says_what_did_not_fit_and_runs_nothing() -> None:
    many = [replace(facts("North"), name=f"Centre {number:02}", file=f"{number}.xlsx") for number in range(30)]
    page = overview_page(overview(*many))
    assert "And 4 more, in the workbook." in page
    assert "<script" not in page
    hostile = overview_page(overview(replace(many[0], name="<script>alert(1)</script>")))
    assert "<script" not in hostile


@pytest.mark.parametrize(("centres", "said"), [(3, "C 0, C 1, C 2<"), (4, "C 0 and 3 more<")])
def test_a_cell_of_the_page_names_up_to_three_centres(centres: int, said: str) -> None:
    many = [replace(facts("North"), name=f"C {number}", file=f"{number}.xlsx") for number in range(centres)]
    assert said in overview_page(overview(*many))


def test_a_draft_asks_for_what_is_overdue_and_a_centre_without_questions_gets_none() -> None:
    late = facts("Late", text=NOT_ENTERED, as_of=dt.date(2027, 2, 15))
    (letter,) = letters_of(overview(late, as_of=dt.date(2027, 2, 15)))
    text = letter.data.decode()
    assert "To: exams@12345.example" in text
    assert "Make entries by Thu 11 Feb 2027: IT 1 (late)" in text
    assert "X-Unsent: 1" in text
    quiet = replace(late, overdue=[], coming=[], to_fill_in=[], state="ready so far")
    assert list(letters_of(overview(quiet))) == []


def test_the_frames_hold_the_rows_of_the_tables() -> None:
    made = overview(facts("North"), facts("South"))
    files = frames_of(made)
    assert len(files["centres.csv"].decode().splitlines()) == 3


def run(place: Path, *more: str) -> Result:
    return CliRunner().invoke(
        main, ["overview", str(place), "-o", str(place / "overview.xlsx"), "--as-of", "2027-02-01", *more]
    )


def test_the_command_writes_both_files_and_passes_over_its_own(tmp_path: Path) -> None:
    saved(tmp_path / "north.xlsx")
    saved(tmp_path / "south.xlsx")
    (tmp_path / "torn.xlsx").write_bytes(b"PK torn")
    done = run(tmp_path)
    assert done.exit_code == 0, done.output
    assert "3 workbooks: " in done.output
    assert "1 could not be read" in done.output
    first = (tmp_path / "overview.xlsx").read_bytes()
    again = run(tmp_path, "--format", "json")
    body = json.loads(again.output)
    assert [one["file"] for one in body["centres"]][-1] == "torn.xlsx"
    assert body["passed_over"] == ["overview.xlsx was made by ocr-sheets"]
    assert not list(tmp_path.glob("*.unfinished"))
    assert first != b""


def test_copies_are_written_where_they_are_asked_for_and_led_to(tmp_path: Path) -> None:
    saved(tmp_path / "north.xlsx")
    assert run(tmp_path).exit_code == 0
    assert not (tmp_path / "north.annotated.xlsx").exists()
    assert run(tmp_path, "--copies").exit_code == 0
    assert (tmp_path / "north.annotated.xlsx").exists()
    link = openpyxl.load_workbook(tmp_path / "overview.xlsx")["Centres"].cell(5, 1).hyperlink
    assert link is not None
    assert link.target == "north.annotated.xlsx"


def test_nothing_of_somebody_elses_is_written_over(tmp_path: Path) -> None:
    saved(tmp_path / "north.xlsx")
    (tmp_path / "overview.html").write_text("mine")
    done = run(tmp_path)
    assert done.exit_code == 2
    assert (tmp_path / "overview.html").read_text() == "mine"
    assert not (tmp_path / "overview.xlsx").exists()


def test_a_run_that_was_stopped_goes_on_where_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = [str(saved(tmp_path / f"{name}.xlsx")) for name in "abc"]
    kept = tmp_path / "overview.unfinished"

    class Stopped(Exception):
        pass

    def stop(done: int) -> None:
        if done == 2:
            raise Stopped

    with pytest.raises(Stopped):
        gather_all(paths, Asked(AS_OF), kept, here, stop)
    assert kept.stat().st_mode & 0o077 == 0
    counts: list[int] = []
    found = gather_all(paths, Asked(AS_OF), kept, here, counts.append)
    assert counts == [2, 3]
    assert [one.file for one in found] == paths
    assert not kept.exists()


def test_a_workbook_that_changed_since_or_another_day_is_looked_at_again(tmp_path: Path) -> None:
    paths = [str(saved(tmp_path / f"{name}.xlsx")) for name in "ab"]
    kept = tmp_path / "overview.unfinished"

    def stop(done: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    for change in ("workbook", "day"):
        with pytest.raises(KeyboardInterrupt):
            gather_all(paths, Asked(AS_OF), kept, here, stop)
        if change == "workbook":
            saved(Path(paths[0]), NOT_ENTERED)
        counts: list[int] = []
        gather_all(paths, Asked(AS_OF if change == "workbook" else dt.date(2027, 2, 2)), kept, here, counts.append)
        assert counts[0] == (1 if change == "workbook" else 0)


def test_a_file_of_somebody_elses_in_the_place_of_what_is_kept_is_left(tmp_path: Path) -> None:
    saved(tmp_path / "north.xlsx")
    (tmp_path / "overview.unfinished").write_text("mine")
    done = run(tmp_path)
    assert done.exit_code == 2
    assert (tmp_path / "overview.unfinished").read_text() == "mine"
