"""The planning workbook and page, as files: what they hold, that they harm nobody, and that they come out the same again."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from openpyxl import load_workbook
from openpyxl.workbook import Workbook
from planned import claims, planned
from workbooks import centre, saved

from ocr_sheets.cli import main
from ocr_sheets.files.saving import save
from ocr_sheets.planning import tables
from ocr_sheets.planning.files import Asked, plan_of
from ocr_sheets.planning.page import plan_page
from ocr_sheets.planning.plan import Plan
from ocr_sheets.planning.problem import Cost
from ocr_sheets.planning.words import gap, headline, proven
from ocr_sheets.planning.workbook import plan_workbook
from ocr_sheets.validate import read_choices

EXAMPLE = Path(__file__).parents[2] / "templates" / "example.xlsx"
AS_OF = dt.date(2027, 2, 15)


@pytest.fixture(scope="module")
def plan() -> Plan:
    asked = Asked(limits=("30", "HSJ=10"), questions=("IT on 2027-03-10",))
    return plan_of(EXAMPLE, AS_OF, read_choices(EXAMPLE), asked)


@pytest.fixture(scope="module")
def book(plan: Plan) -> Workbook:
    return load_workbook(io.BytesIO(plan_workbook(plan)))


def texts(book: Workbook, sheet: str) -> list[list[object]]:
    return [[cell for cell in row if cell is not None] for row in book[sheet].iter_rows(values_only=True)]


# -- the workbook


def test_the_workbook_has_its_sheets_and_native_charts(plan: Plan, book: Workbook) -> None:
    assert book.sheetnames == [
        "Plan", "Timeline", "Who does what", "Busiest weeks", "Visit budget", "Visits needed", "Why these limits", "Candidates",
        "Each candidate", "Clashes", "What if",
    ]  # fmt: skip
    with zipfile.ZipFile(io.BytesIO(plan_workbook(plan))) as parts:
        charts = [parts.read(name).decode() for name in parts.namelist() if name.startswith("xl/charts/chart")]
    assert len(charts) == 3
    # Each draws from cells that hold something.
    for chart in charts:
        for area in re.findall(r"<c:f>(.+?)</c:f>", chart):
            sheet, cells = area.replace("'", "").replace("$", "").split("!")
            found = book[sheet][cells]
            rows = found if isinstance(found, tuple) else ((found,),)
            assert all(cell.value is not None for row in rows for cell in row), area


def test_every_visit_and_deadline_of_the_plan_is_on_the_timeline_by_week(plan: Plan, book: Workbook) -> None:
    rows = [row for row in book["Timeline"].iter_rows(min_row=5, max_col=7, values_only=True) if row[1]]
    assert len(rows) == len(plan.days)
    for row, day in zip(rows, plan.days, strict=True):
        week, date = row[0], row[1]
        assert isinstance(week, dt.datetime)
        assert isinstance(date, dt.datetime)
        assert (date.date(), row[2], row[3]) == (day.day, day.what, day.about)
        assert week.weekday() == 0
        assert 0 <= (date - week).days < 7


def test_the_bars_of_the_chart_end_on_the_visits_days(plan: Plan, book: Workbook) -> None:
    rows = [row for row in book["Timeline"].iter_rows(min_row=5, min_col=9, max_col=11, values_only=True) if row[2]]
    assert len(rows) == len(plan.visits)
    for (first, length, name), visit in zip(rows, plan.visits, strict=True):
        assert isinstance(first, dt.datetime)
        assert visit.visit_date is not None
        assert first.date() + dt.timedelta(days=int(str(length))) in (
            visit.visit_date,
            visit.visit_date + dt.timedelta(days=1),
        )
        assert str(name).startswith(visit.label)


def test_people_and_weeks_add_up_to_what_is_due(plan: Plan, book: Workbook) -> None:
    sheet = book["Who does what"]
    (_, *rows) = [[cell.value for cell in row] for row in sheet[sheet.tables["plan_weeks"].ref]]
    assert sum(int(str(row[2])) for row in rows) == sum(due.size for due in plan.dues)
    for row in rows:
        assert sum(int(str(cell)) for cell in row[3:] if cell is not None) == row[2]


def test_a_persons_own_limit_goes_before_everybodys(book: Workbook) -> None:
    words = [str(row[1]) for row in texts(book, "Clashes")[4:] if len(row) > 1]
    assert any("HSJ has 40 portfolios" in text and "the limit is 10" in text for text in words)
    assert not any(text.startswith("AOB has") for text in words)


def test_each_bound_says_why_and_whose_it_is(book: Workbook) -> None:
    bounds = [
        row
        for row in texts(book, "Why these limits")
        if row and row[-1] in ("S19", "S30", "S31", "S15", "S16, B1", "B94", "S90")
    ]
    assert {"OCR's rule", "our interpretation"} <= {str(cell) for row in bounds for cell in row}
    assert any("Best possible dates" in str(cell) for row in texts(book, "Visits needed") for cell in row)


def test_candidates_stand_by_number_and_no_name_is_in_any_part(plan: Plan) -> None:
    data = plan_workbook(plan)
    page = plan_page(plan)
    names = {
        part
        for candidate in plan.report.book.candidates
        for part in (candidate.surname, candidate.uln, candidate.uci)
        if part and len(part) > 4
    }
    assert len(names) > 100
    staff = {word for person in plan.report.book.assessors for word in (person.name or "").split()}
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        whole = " ".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())
    for name in names - staff:
        assert not re.search(rf"\b{re.escape(name)}\b", whole), name
        assert not re.search(rf"\b{re.escape(name)}\b", page), name


# -- the page


class _Page(HTMLParser):
    """What a page holds: its tags with their attributes, what is open, and its text."""

    VOID = frozenset({"meta", "br"})

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.fixture(scope="module")
def page(plan: Plan) -> _Page:
    return _Page(plan_page(plan))


def test_the_page_is_well_formed_and_fetches_and_runs_nothing(page: _Page) -> None:
    assert page.open == []
    (policy,) = [own["content"] for tag, own in page.tags if own.get("http-equiv") == "Content-Security-Policy"]
    assert policy is not None
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'")
    assert {tag for tag, _ in page.tags}.isdisjoint({"script", "link", "img", "iframe", "object", "embed", "a", "form"})
    for _, own in page.tags:
        assert not any(
            name.startswith("on") or name in ("src", "href", "style", "xlink:href", "action") for name in own
        )


def test_the_page_can_be_read_without_seeing_it(page: _Page) -> None:
    tags = [tag for tag, _ in page.tags]
    assert next(own for tag, own in page.tags if tag == "html")["lang"] == "en-GB"
    assert (tags.count("h1"), tags.count("main"), tags.count("title") >= 1) == (1, 1, True)
    (picture,) = [own for tag, own in page.tags if tag == "svg"]
    assert picture["role"] == "img"
    ids = [own["id"] for _, own in page.tags if "id" in own]
    assert len(ids) == len(set(ids))
    for _, own in page.tags:
        for name in (own.get("aria-labelledby") or "").split():
            assert name in ids
    headings = [own for tag, own in page.tags if tag == "th"]
    assert headings
    assert all(own.get("scope") in ("col", "row") for own in headings)


def test_the_page_of_twenty_five_subjects_shows_the_soonest_and_says_what_is_left_to_the_workbook() -> None:
    entries = [f"{number:05}" for number in range(5351, 5376)]
    rows = [f"0045 | {code} | 8 | JS | PT | 2027-01-10 | 2027-01-20 | | | planned" for code in entries]
    heads = "Qualifications\n| Entry code | Family | Subject area |\n"
    text = heads + "".join(f"| {code} | Cambridge Technicals | Subject {code} |\n" for code in entries)
    plan = planned("Visits\n| Visit | Subject area | Visit date |\n" + text + claims(*rows))
    said = plan_page(plan)
    assert len(plan.windows_shown) > 25
    part = said[said.index('id="needed"') :]
    shown = re.findall(r'<th scope="row" class="day">([^<]+)</th>', part)
    days = {one.window.title: one.day for one in sorted(plan.proposed, key=lambda one: one.day, reverse=True)}
    assert shown == sorted(days, key=lambda title: days[title])[:6]
    assert f"{len(plan.windows_shown) - 6} more, with later days, are in the workbook." in part
    assert f"{len(plan.budgets) - 8} more are in the workbook." in said


def test_what_the_picture_shows_is_told_in_words_too(plan: Plan, page: _Page) -> None:
    for visit in plan.visits:
        assert f"{visit.label}: visit on" in page.text
    # Proposed visits are told by their outline and by the word, never by a colour alone.
    assert "proposed, not in your workbook yet" in page.text
    assert sum(own.get("stroke-dasharray") == "3 2" for _, own in page.tags) == len(plan.proposal.visits)


def test_text_on_the_page_has_enough_contrast(page: _Page, plan: Plan) -> None:
    style = plan_page(plan)
    inks = {"#" + ink for ink in re.findall(r"(?<!-)\bcolor: #([0-9a-f]{6})", style)} | {
        str(own["fill"]) for tag, own in page.tags if tag == "text" and "fill" in own
    }
    assert len(inks) >= 3
    for ink in inks:
        assert _contrast(ink, "#ffffff") >= 4.5, ink
    for fill in ("#fceaaa", "#dcefe1"):
        assert _contrast("#1f2a33", fill) >= 4.5


def _contrast(one: str, other: str) -> float:
    lights = sorted(_luminance(colour) for colour in (one, other))
    return (lights[1] + 0.05) / (lights[0] + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_names_in_a_workbook_are_text_on_the_page(tmp_path: Path) -> None:
    text = (
        "Visits\n| Visit | Subject area | Visit date | Type | Type told on | Status |\n"
        "| <script>alert(1)</script> & co | IT | 2027-03-11 | virtual | 2027-01-15 | confirmed |\n"
    )
    path = saved(tmp_path / "centre.xlsx", text)
    shown = plan_page(plan_of(path, dt.date(2027, 2, 1), read_choices(path), Asked()))
    assert "<script" not in shown
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; co" in shown


def test_the_same_plan_comes_out_as_the_same_bytes(plan: Plan) -> None:
    again = plan_of(
        EXAMPLE, AS_OF, read_choices(EXAMPLE), Asked(limits=("30", "HSJ=10"), questions=("IT on 2027-03-10",))
    )
    assert plan_workbook(again) == plan_workbook(plan)
    assert plan_page(again) == plan_page(plan)


# -- the command


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["plan", *map(str, arguments)])


def test_the_command_writes_both_beside_the_workbook_and_leaves_it_as_it_is(tmp_path: Path) -> None:
    path = saved(tmp_path / "My centré 1.xlsx")
    before = path.read_bytes()
    done = run(
        path, "--as-of", "2027-02-01", "--term", "spring", "--what-if", "IT on 2027-04-14", "--most-a-week", "12"
    )
    assert done.exit_code == 0, done.output
    assert path.read_bytes() == before
    assert {one.name for one in tmp_path.iterdir()} == {
        "My centré 1.xlsx",
        "My centré 1.plan.xlsx",
        "My centré 1.plan.html",
    }
    assert "Plan for the spring term 2026/27, as at 1 Feb 2027" in done.output
    assert "What if: A visit for IT on Wed 14 Apr 2027" in done.output
    assert max(map(len, done.output.splitlines()[:-3])) <= 100
    assert "Adams" not in done.output


def test_a_term_without_visits_says_so_in_both_files(tmp_path: Path) -> None:
    text = "Entries\n| Candidate number | Entry code | Entry type | Entered on |\n\nVisits\n| Visit | Subject area | Visit date |\n| Old | IT | 2025-03-11 |\n"
    path = saved(tmp_path / "centre.xlsx", text)
    done = run(path, "--as-of", "2027-02-01", "--term", "autumn")
    assert done.exit_code == 0, done.output
    words = "No visits planned from 1 Sep 2027 to 31 Dec 2027. We cannot tell whether one is needed."
    assert "No work is known. Add candidates’ entries or courses" in " ".join(done.output.split())
    assert words in " ".join(done.output.split())
    assert words in (tmp_path / "centre.plan.html").read_text(encoding="utf-8")
    shown = load_workbook(tmp_path / "centre.plan.xlsx")
    assert any(words in str(cell) for row in shown["Plan"].iter_rows(values_only=True) for cell in row)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--what-if", "Busness on 2027-03-10"], "did you mean “Business”?"),
        (["--what-if", "IT"], "write it as “IT on 2027-03-10”"),
        (["--most-a-week", "JX=3"], "nobody on Assessors"),
        (["--from", "2027-03-01", "--until", "2027-02-01"], "--until is before --from"),
        (["--from", "2027-09-15"], "last day of the plan is before its first"),
        (["-o", "plan.pdf"], "must end in .xlsx"),
        (["-o", "centre.xlsx"], "never overwritten"),
        (["-o", "none/plan.xlsx"], "is not there"),
    ],
)
def test_what_cannot_be_done_gets_one_sentence_and_writes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], words: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "centre.xlsx").write_bytes(centre())
    done = run("centre.xlsx", "--as-of", "2027-02-01", *arguments)
    assert done.exit_code == 2
    assert words in done.output
    assert len(done.output.strip().splitlines()) == 1
    assert [one.name for one in tmp_path.iterdir()] == ["centre.xlsx"]


def test_where_the_page_cannot_be_written_the_workbook_is_not_either(tmp_path: Path) -> None:
    path = saved(tmp_path / "centre.xlsx")
    (tmp_path / "centre.plan.html").mkdir()
    done = run(path, "--as-of", "2027-02-01")
    assert done.exit_code == 2
    assert "is a folder" in done.output
    assert not (tmp_path / "centre.plan.xlsx").exists()


def test_the_page_of_an_earlier_run_is_replaced(tmp_path: Path) -> None:
    path = saved(tmp_path / "centre.xlsx")
    save(b"old", tmp_path / "centre.plan.html")
    assert run(path, "--as-of", "2027-02-01").exit_code == 0
    assert (tmp_path / "centre.plan.html").read_text(encoding="utf-8").startswith("<!DOCTYPE html>")


def test_where_the_page_cannot_be_written_the_workbook_of_an_earlier_run_stays(tmp_path: Path) -> None:
    path = saved(tmp_path / "centre.xlsx")
    save(path.read_bytes(), tmp_path / "centre.plan.xlsx")
    before = (tmp_path / "centre.plan.xlsx").read_bytes()
    (tmp_path / "centre.plan.html").mkdir()
    assert run(path, "--as-of", "2027-02-01").exit_code == 2
    assert (tmp_path / "centre.plan.xlsx").read_bytes() == before


def test_a_plan_of_days_asked_for_is_called_by_these_days_and_not_by_a_year(tmp_path: Path) -> None:
    path = saved(tmp_path / "centre.xlsx")
    done = run(path, "--as-of", "2027-02-01", "--from", "2027-02-22", "--until", "2027-03-25")
    assert done.stdout.startswith("Plan for 22 Feb 2027 to 25 Mar 2027, as at 1 Feb 2027")
    page = (tmp_path / "centre.plan.html").read_text(encoding="utf-8")
    assert "<h1>Plan for 22 Feb 2027 to 25 Mar 2027" in page
    assert "2026/27 term" not in page


def test_a_visit_that_is_due_says_where_it_can_take_only_a_part(tmp_path: Path) -> None:
    text = (
        "Entries\n| Candidate number | Entry code | Entry type | Entered on |\n| 0102 | 04663 | full award | 2026-10-01 |\n\n"
        "Candidates\n| Candidate number | Surname | Forenames | Results needed by |\n| 0102 | Clarke | Cy | 2027-03-26 |\n\n"
        "Visits\n| Visit | Entry code | Visit date |\n| Old | 04663 | 2025-03-11 |\n\n"
        "Claims\n| Candidate number | Entry code | Unit number | Assessor | Claimed on | Claim status |\n"
        "| 0102 | 04663 | 1 | JS | 2027-01-20 | submitted |\n"
    )
    path = saved(tmp_path / "centre.xlsx", text)
    told = " ".join(run(path, "--as-of", "2027-02-01").stdout.split())
    assert "Mon 1 Mar 2027 04663 Careers: visit 1 of 2 due" in told
    # The second is due whatever the work, on any day that keeps its distance.
    assert "Tue 30 Mar 2027 04663 Careers: visit 2 of 2 due" in told
    assert "covers part of the work; all of it could be seen from 1 Mar 2027 to 19 Mar 2027" in told
    page = (tmp_path / "centre.plan.html").read_text(encoding="utf-8")
    assert "all at once: 1 Mar to 19 Mar" in page


def test_more_visits_are_needed_than_fall_in_the_term_and_that_is_said() -> None:
    asked = Asked(term="spring")
    spring = plan_of(EXAMPLE, AS_OF, read_choices(EXAMPLE), asked)
    assert "3 more visits needed (Business, Digital Media and 04664 Careers), 1 of them in these days" in headline(
        spring
    )
    assert tables.figures(spring)["Visits proposed"] == "1"


@pytest.mark.parametrize(
    ("without", "words"),
    [
        (
            ["Claims"],
            "no more visits needed, from what you have entered; 0 clashes. There is no sheet Claims: the plan",
        ),
        (["Claims", "Entries"], "There are no sheets Entries or Claims: the plan leaves out what belongs there."),
        (["Qualifications"], "There is no sheet Qualifications: the plan leaves out what belongs there."),
        (["Visits"], "There is no sheet Visits: the plan leaves out what belongs there."),
    ],
)
def test_a_plan_without_a_sheet_is_no_plan_of_everything_and_says_so(
    tmp_path: Path, without: list[str], words: str
) -> None:
    text = "Claims\n| Candidate number | Entry code | Unit number | Assessor | Visit | Claim status |\n| 0045 | 05839 | 8 | JS | IT 1 | planned |\n"
    (tmp_path / "centre.xlsx").write_bytes(centre(text, without))
    done = run(tmp_path / "centre.xlsx", "--as-of", "2027-02-01")
    assert words in " ".join(done.stdout.split())
    page = (tmp_path / "centre.plan.html").read_text(encoding="utf-8")
    assert 'class="verdict"' in page
    assert "every portfolio that can be at a visit has one" not in page


def test_claims_of_no_known_qualification_are_told_as_not_planned(tmp_path: Path) -> None:
    text = "Claims\n| Candidate number | Entry code | Unit number | Assessor | Visit | Claim status |\n| 0045 | 99999 | 8 | JS | | planned |\n"
    path = saved(tmp_path / "centre.xlsx", text)
    told = " ".join(run(path, "--as-of", "2027-02-01").stdout.split())
    assert "Not planned: 1 claim. Add their qualifications to Qualifications." in told


BEST = Cost(0, 0, 0, 0, 3, 0, 0, 12, 9, 6, 40)


@pytest.mark.parametrize(
    ("better", "says"),
    [
        ({"visits": 1, "days": 10}, "another could have 2 visits fewer and its visits could be at most 30 days earlier, all together"),
        ({"same_day": -1, "days": 39}, "no other has fewer visits and at most 1 visit could share its day with no other"),
        ({"beyond": -4}, "no other has fewer visits and at most 4 more portfolios could be within your weekly limits"),
        ({"first": 11, "load": 2}, "no other has fewer visits and its first visits could be at most 1 day earlier, all together"),
        ({"load": 7, "weeks": 5}, "no other has fewer visits and its work could be at most 2 steps lighter"),
        ({"weeks": 5, "days": 1}, "no other has fewer visits and people’s busiest weeks could be at most 1 step lighter, all together"),
        ({}, "no other has fewer visits"),
    ],
)  # fmt: skip
def test_how_far_a_plan_can_be_from_the_best_is_told_by_what_comes_first(better: dict[str, int], says: str) -> None:
    assert gap(BEST, BEST._replace(**better)) == says


@pytest.mark.parametrize(
    ("better", "says"),
    [
        ({}, "Best possible dates. "),
        ({"weeks": 4}, "Best possible dates, though people’s busiest weeks could be at most 2 steps lighter, all together. "),
        ({"load": 4, "weeks": 4}, "Good dates, but there were too many options to check them all: no other has fewer visits and "),
    ],
)  # fmt: skip
def test_how_sure_the_days_are_is_told_of_all_before_the_weeks_and_of_these_beside(
    plan: Plan, better: dict[str, int], says: str
) -> None:
    plan = replace(plan, proposal=replace(plan.proposal, cost=BEST, bound=BEST._replace(**better)))
    assert proven(plan).startswith(says)
