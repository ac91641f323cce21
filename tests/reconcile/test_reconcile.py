"""The centre's entries and claims beside a list from OCR's side, whatever it looks like."""

from __future__ import annotations

import csv
import io
import json
import random
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings, strategies as st
from openpyxl import load_workbook
from tries import tries
from workbooks import AS_OF, BASE, book_of, folder, parse, saved, xlsx

from ocr_sheets.cli import main
from ocr_sheets.patching import Refused
from ocr_sheets.reconcile.compare import Compared, compare
from ocr_sheets.reconcile.pasted_list import read_list

CLAIMS = """
Claims
| Candidate number | Entry code | Unit number | Assessor | Grade | Claimed on | Claim status |
| 0045             | 05839      | 8           | JS       | M     | 2027-01-20 | submitted    |
| 0045             | 05839      | 9           | JS       | P     | 2027-01-20 | submitted    |
| 0046             | 05839      | 8           | PT       | D     | 2027-01-21 | submitted    |
| 0046             | 05839      | 9           | PT       | P     |            | planned      |
"""
SAME = """
List
| Cand No | Candidate name | Qualification code | Unit    | Grade       | Claim date  |
| #45     | ADAMS:ALI      | #5839              | Unit 08 | Merit       | 20/01/2027  |
| 0046    | Brown, Bea     | 05839              | 8       | Distinction | 21/01/2027  |
| 45      | Ali Adams      | 05839              | U9      | pass        | 20 Jan 2027 |
"""


def listed(path: Path, text: str) -> Path:
    """A list in a file, of the kind that its name says."""
    ((_, rows),) = parse(text).items()
    if path.suffix == ".xlsx":
        path.write_bytes(xlsx({"List": rows}))
    else:
        made = io.StringIO(newline="")
        csv.writer(made).writerows([[cell.lstrip("#") for cell in row] for row in rows])
        path.write_bytes(made.getvalue().encode("cp1252"))
    return path


def run(tmp_path: Path, text: str, *options: str, ending: str = ".xlsx", ours: str = CLAIMS) -> Result:
    return CliRunner().invoke(
        main,
        [
            "reconcile",
            str(saved(tmp_path / "centre.xlsx", ours)),
            str(listed(tmp_path / f"list{ending}", text)),
            *options,
        ],
    )


def told(tmp_path: Path, text: str, *options: str, **more: Any) -> dict[str, Any]:
    done = run(tmp_path, text, "--format", "json", *options, **more)
    assert done.exit_code in (0, 1), done.output
    found: dict[str, Any] = json.loads(done.output)
    assert (done.exit_code == 0) == found["verdict"].startswith("The same")
    return found


def places(found: dict[str, Any]) -> list[tuple[str, str | None, str | None, int | None]]:
    return [(one["what"], one["column"], one["cell"], one["list_row"]) for one in found["found"]]


@pytest.mark.parametrize("ending", [".xlsx", ".csv"])
def test_lists_that_say_the_same_in_other_words_are_the_same(tmp_path: Path, ending: str) -> None:
    done = run(tmp_path, SAME, ending=ending)
    assert done.exit_code == 0, done.output
    assert done.output.startswith("The same: all 3 claims agree in what both lists show.\n")
    assert "1 claim in your workbook left out of the comparison: not submitted yet." in done.output
    assert (tmp_path / "centre.reconciled.xlsx").exists()


def test_what_one_list_has_alone_and_what_differs_is_told_at_its_cell(tmp_path: Path) -> None:
    changed = SAME.replace("| Merit ", "| Pass ").replace("| 0046 ", "| 0102 ").replace("Brown, Bea", "Cy Clarke")
    found = told(tmp_path, changed)
    assert found["verdict"] == "1 not on the list, 1 not in your workbook, 1 difference; 1 claim the same."
    assert places(found) == [
        ("Not on the list", None, "A4", None),
        ("Not in your workbook", None, None, 3),
        ("Different", "Grade", "E2", 2),
    ]
    assert (found["found"][2]["ours"], found["found"][2]["theirs"]) == ("M", "P")
    assert {one["column"]: one["use"] for one in found["columns"]} == {
        "Candidate number": "known by",
        "Entry code": "known by",
        "Unit number": "known by",
        "Candidate name": "compared",
        "Grade": "compared",
        "Claimed on": "compared",
    }


def test_no_name_is_shown_on_the_terminal_and_the_sheet_shows_them(tmp_path: Path) -> None:
    changed = (
        SAME.replace("Brown, Bea", "Browne, Bea").replace("| 45  ", "| 47  ")
        + "| 0102 | Clarke, Cy | 05839 | 8 | P | |\n"
    )
    for options in ((), ("--format", "json")):
        output = run(tmp_path, changed, *options).output.casefold()
        assert not any(name in output for name in ("adams", "brown", "clarke", "bea"))
    sheet = load_workbook(tmp_path / "centre.reconciled.xlsx")["Differences"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=5)]
    assert [(row[0], row[1], row[2]) for row in rows] == [
        ("Not on the list", "0045", "Ali Adams"),
        ("Not in your workbook", "0047", "Ali Adams"),
        ("Not in your workbook", "0102", "Clarke, Cy"),
        ("Different", "0046", "Bea Brown"),
    ]
    assert rows[3][5:9] == ["Candidate name", "Bea Brown", "Browne, Bea", "Candidates!B3"]


def test_what_differs_of_a_candidate_is_told_once(tmp_path: Path) -> None:
    changed = SAME.replace("ADAMS:ALI", "Adamson, Ali").replace("Ali Adams", "Adamson, Ali")
    assert places(told(tmp_path, changed)) == [("Different", "Candidate name", "B2", 2)]


ENTRIES = """
List
| Candidate | Course | Registered | Type of entry |
| 0045      | 05839  | 01/10/2026 | Full award    |
| 0046      | 05839  | 15/10/2026 | full award    |
| 0102      | 04663  | 01/10/2026 | full award    |
"""


def test_columns_that_the_user_names_are_used_and_said(tmp_path: Path) -> None:
    ours = ("--match", "Entry code=course", "--match", "Entered on = Registered")
    found = told(tmp_path, ENTRIES, *ours)
    assert found["compared"] == "entries"
    assert {one["column"]: one["recognised_by"] for one in found["columns"]} == {
        "Entry code": "as you say",
        "Entered on": "as you say",
        "Candidate number": "another name of it",
        "Entry type": "another name of it",
    }
    assert places(found) == [("Different", "Entered on", "E3", 3)]
    unnamed = told(tmp_path, ENTRIES.replace("Course", "Line"), "--with", "entries")
    assert ("Line", "its cells are entry codes of yours") in [
        (one["heading"], one["recognised_by"]) for one in unnamed["columns"]
    ]


def test_headings_with_a_slip_below_a_title_are_recognised_and_said_to_be_near(tmp_path: Path) -> None:
    text = "List\n| Claims at 1 February | |\n|\n" + SAME.split("\n", 2)[2].replace("Grade ", "Graed ")
    found = told(tmp_path, text)
    assert found["list"]["heading_row"] == 3
    assert [one["recognised_by"] for one in found["columns"] if one["column"] == "Grade"] == ["nearly its heading"]


def test_whether_it_is_entries_or_claims_is_asked_where_the_columns_do_not_tell(tmp_path: Path) -> None:
    text = "List\n| Cand No | Entry code | Unit |\n| 0045 | 05839 | 8 |\n| 0045 | 05839 | 9 |\n| 0046 | 05839 | 8 |\n"
    done = run(tmp_path, text)
    assert done.exit_code == 2
    assert (
        done.output
        == "list.xlsx could be a list of entries or of claims by its headings: say which of the two it is.\n"
    )
    done = run(tmp_path, text, "--with", "claims")
    assert done.exit_code == 0
    assert "Nothing else is in both lists" in done.output


def test_a_uci_a_qan_a_unit_reference_or_a_name_does_where_the_number_is_not_there(tmp_path: Path) -> None:
    ours = CLAIMS + (
        "Candidates\n| Candidate number | Surname | Forenames | UCI |\n"
        "| 0045 | Adams | Ali | 681990012058G |\n| 0046 | Brown | Bea | 689990980001D |\n"
        "Qualifications\n| Entry code | QAN | Family | Subject area |\n| 05839 | 601/2977/3 | Cambridge Technicals | IT |\n"
        "Units\n| Entry code | Unit number | Unit reference |\n| 05839 | 8 | L/507/6467 |\n| 05839 | 9 | L/507/6468 |\n"
    )
    text = (
        "List\n| {} | QAN | URN | Grade |\n| {} | 60129773 | L5076467 | M |\n| {} | 60129773 | L5076468 | P |\n"
        "| {} | 60129773 | L5076467 | D |\n"
    )
    by_uci = text.format("UCI", "681990012058g", "68199 0 01 2058G", "689990980001D")
    assert told(tmp_path, by_uci, "--with", "claims", ours=ours)["same"] == 3
    by_name = text.format("Learner name", "Adams, Ali", "ALI ADAMS", "Bea Brown")
    assert told(tmp_path, by_name, "--with", "claims", ours=ours)["same"] == 3
    no_number = text.format("Candidate", "Adams, Ali", "ALI ADAMS", "Zoe Nobody")
    found = told(tmp_path, no_number, "--with", "claims", ours=ours)
    assert (found["same"], found["rows_without_candidate"]) == (2, [4])


def test_a_withdrawn_entry_is_not_looked_for_and_is_told_where_it_is_there(tmp_path: Path) -> None:
    ours = (
        "Entries\n| Candidate number | Entry code | Entry type | Entered on | Withdrawn on |\n"
        "| 0045 | 05839 | full award | 2026-10-01 | 2027-01-10 |\n| 0046 | 05839 | full award | 2026-10-01 | |\n"
    )
    without = "List\n| Cand No | Entry code | Entry type |\n| 0046 | 05839 | full award |\n"
    found = told(tmp_path, without, ours=ours)
    assert found["not_expected"] == {"withdrawn": 1}
    still = told(tmp_path, without + "| 0045 | 05839 | full award |\n", ours=ours)
    assert places(still) == [("Different", "Withdrawn on", "E2", 3)]


def test_a_claim_made_again_has_two_rows_in_both_and_a_row_too_many_is_told(tmp_path: Path) -> None:
    ours = CLAIMS + "| 0045 | 05839 | 8 | JS | D | 2027-01-30 | submitted |\n"
    again = SAME + "| 0045 | Ali Adams | 05839 | 8 | D | 30/01/2027 |\n"
    assert places(told(tmp_path, again, ours=ours)) == []
    # Each is told once: what is missing as missing, what only repeats a row as twice.
    assert places(told(tmp_path, again)) == [("Not in your workbook", None, None, 5)]
    assert places(told(tmp_path, SAME, ours=ours)) == [("Not on the list", None, "A6", None)]
    repeated = SAME + "| 45 | Ali Adams | 05839 | 8 | Merit | 20/01/2027 |\n"
    assert places(told(tmp_path, repeated)) == [("Twice on the list", None, None, 5)]


def test_days_are_read_in_the_order_that_the_list_shows(tmp_path: Path) -> None:
    american = SAME.replace("20/01/2027", "01/20/2027").replace("21/01/2027", "02/01/2027")
    found = told(tmp_path, american)
    assert places(found) == []
    assert found["not_compared"] == {"Claimed on": 2}
    done = run(tmp_path, american)
    assert (
        "Claimed on was not compared in 2 rows of the list, where it cannot be read: “01/20/2027”, “02/01/2027”."
        in done.output
    )


def test_words_that_are_not_known_are_named_and_not_called_different(tmp_path: Path) -> None:
    found = told(tmp_path, SAME.replace("| Merit ", "| Achieved ").replace("| Grade ", "| Grade    "))
    assert (places(found), found["not_compared"]) == ([], {"Grade": 1})


def test_of_a_centres_own_workbook_the_entries_are_taken_and_not_the_candidates(tmp_path: Path) -> None:
    path = saved(tmp_path / "centre.xlsx", CLAIMS)
    assert CliRunner().invoke(main, ["validate", str(path), "--as-of", f"{AS_OF}"]).exit_code == 0
    people = """
Candidates
| Candidate number | Surname | Forenames | Date of birth | ULN | UCI |
| 0045             | Adams   | Ali       | 2009-05-01    |     |     |
"""
    path = saved(tmp_path / "more.xlsx", people)
    done = CliRunner().invoke(main, ["reconcile", str(path), str(path), "--with", "entries", "--as-of", f"{AS_OF}"])
    assert "The same: all 3 entries agree" in done.output, done.output


def test_totals_and_empty_rows_are_passed_over(tmp_path: Path) -> None:
    assert told(tmp_path, SAME + "|\n| Total | | | | | |\n")["same"] == 3


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--match", "Grade"), "“Grade” is no pair of headings: write it as"),
        (("--match", "Grad=Grade"), "“Grad” is no column of entries or claims. Is Grade meant?"),
        (
            ("--match", "Grade=Mark"),
            "list.xlsx has no row with the heading “Mark”: its headings are Cand No, Candidate name",
        ),
        (("-o", "x.csv"), "x.csv must end in .xlsx"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(tmp_path: Path, options: tuple[str, str], said: str) -> None:
    done = run(tmp_path, SAME, *options)
    assert (done.exit_code, done.output.count("\n")) == (2, 1)
    assert done.output.startswith(said)


def test_a_list_without_known_headings_or_units_is_refused(tmp_path: Path) -> None:
    done = run(tmp_path, "List\n| Who | What |\n| 0045 | 8 |\n")
    assert (done.exit_code, done.output[:48]) == (2, "list.xlsx shows no headings that are known among")
    done = run(tmp_path, "List\n| Cand No | Grade |\n| 0045 | M |\n")
    assert done.exit_code == 2
    assert "do not both show Unit number" in done.output
    for missing in ("nothing.csv", "nothing.xlsx"):
        done = CliRunner().invoke(main, ["reconcile", str(tmp_path / "centre.xlsx"), str(tmp_path / missing)])
        assert (done.exit_code, "is not there: check the name" in done.output) == (2, True)


def test_neither_file_is_written_over_and_the_same_lists_make_the_same_bytes(tmp_path: Path) -> None:
    run(tmp_path, SAME)
    out, files = tmp_path / "centre.reconciled.xlsx", [tmp_path / "centre.xlsx", tmp_path / "list.xlsx"]
    first, before = out.read_bytes(), [file.read_bytes() for file in files]

    def again(*options: str) -> int:
        return CliRunner().invoke(main, ["reconcile", *map(str, files), *options]).exit_code

    assert again() == 0
    assert out.read_bytes() == first
    assert [again("-o", str(file)) for file in files] == [2, 2]
    assert [file.read_bytes() for file in files] == before


@given(st.permutations(range(6)), st.permutations(range(1, 4)))
@settings(max_examples=tries(12), suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_order_of_columns_and_rows_does_not_matter(tmp_path: Path, columns: list[int], rows: list[int]) -> None:
    ((_, table),) = parse(SAME).items()
    shuffled = [[table[row][column] for column in columns] for row in (0, *rows)]
    path = tmp_path / "list.xlsx"
    path.write_bytes(xlsx({"List": shuffled}))
    pasted = read_list(path, {})
    found = compare(book_of(CLAIMS, AS_OF), pasted.compared, pasted.lines, pasted.taken)
    assert (pasted.compared, found.is_same, found.same) == (Compared.CLAIMS, True, 3)


CENTRE = "Centre\n| Label | Value |\n| Centre number | 12345 |\n| Academic year | 2026/27 |\n"
LIST = """
List
| Candidate number | Entry code | Unit number | Grade |
| 0045             | 05839      | 8           | M     |
| 0045             | 05839      | 9           | P     |
| 0046             | 05839      | 8           | D     |
"""


def with_column(heading: str, value: str, text: str = LIST) -> str:
    """The list with another column, the same in every row."""
    name, head, *rows = text.strip().splitlines()
    return "\n".join([name, f"{head} {heading} |", *(f"{row} {value} |" for row in rows)])


def without_codes() -> str:
    """The rows of the list without the column of entry codes."""
    _, *rows = LIST.strip().splitlines()
    return "\n".join(line.replace("| 05839      ", "").replace("| Entry code ", "") for line in rows)


def titled(title: str) -> str:
    name, *rows = LIST.strip().splitlines()
    return "\n".join([name, f"| {title} |", *rows])


@pytest.mark.parametrize(
    "text",
    [
        with_column("Centre number", "54321"),
        with_column("NCN", "54321"),
        titled("Unit claims, centre 54321, printed 1 Feb"),
        titled("Centre number: | 54321"),
    ],
)
def test_a_list_of_another_centre_is_refused_wherever_it_says_so(tmp_path: Path, text: str) -> None:
    done = run(tmp_path, text, ours=CENTRE + CLAIMS)
    assert (done.exit_code, done.output.count("\n")) == (2, 1)
    assert "it is a list of centre 54321, and the workbook is of centre 12345" in done.output
    assert run(tmp_path, text.replace("54321", "12345"), ours=CENTRE + CLAIMS).exit_code == 0


def test_rows_of_another_centre_among_ours_are_said_and_never_the_same(tmp_path: Path) -> None:
    mixed = with_column("Centre number", "12345") + "\n| 0077 | 05839 | 8 | P | 54321 |"
    found = told(tmp_path, mixed, ours=CENTRE + CLAIMS)
    assert found["of_other_centres"] == {"54321": [5]}
    assert found["verdict"] == "Nothing differs in 3 claims, but 1 row of it is of centre 54321."


@pytest.mark.parametrize(
    "text",
    [
        LIST.replace("Entry code", "Code      "),
        LIST.replace("Entry code", "Scheme    "),
        LIST.replace("Entry code", "Ref       "),
        "List\n| Claims of entry code 05839 |\n" + without_codes(),
    ],
)
def test_the_entry_code_is_known_by_its_heading_its_cells_or_the_title(tmp_path: Path, text: str) -> None:
    ours = CLAIMS + "| 0102 | 05355 | 8 | JS | P | 2027-01-20 | withdrawn |\n"
    found = told(tmp_path, text, ours=ours)
    assert (found["same"], found["has_no_codes"], found["found"]) == (3, False, [])
    other = text.replace("05839", "05999")
    assert not run(tmp_path, other, ours=ours).output.startswith("The same")


def test_a_list_of_another_qualification_is_refused_and_one_without_codes_never_the_same(tmp_path: Path) -> None:
    ours = CLAIMS + "| 0102 | 05355 | 2 | JS | P | 2027-01-20 | withdrawn |\n"
    done = run(tmp_path, LIST.replace("05839", "05999"), ours=ours)
    assert (done.exit_code, "it is a list of 05999" in done.output) == (2, True)
    without = "List\n" + without_codes()
    found = told(tmp_path, without, "--with", "claims", ours=ours)
    assert (
        found["verdict"]
        == "Nothing differs in 3 claims, but the list shows no entry codes, so it may be of another qualification."
    )


def test_a_list_of_another_year_is_said(tmp_path: Path) -> None:
    found = told(tmp_path, titled("Claims 2025/26"), ours=CENTRE + CLAIMS)
    assert found["academic_years"] == {"list": 2025, "workbook": 2026}
    assert "headed 2025/26" in found["verdict"]
    assert told(tmp_path, titled("Claims 2026/27"), ours=CENTRE + CLAIMS)["verdict"].startswith("The same")


def test_in_a_consortium_rows_are_brought_together_by_centre(tmp_path: Path) -> None:
    people = (
        "Candidates\n| Centre number | Candidate number | Surname | Forenames |\n"
        "| 12345 | 0045 | Adams | Ali |\n| 54321 | 0046 | Brown | Bea |\n"
    )
    listed = with_column("Centre number", "12345").replace(
        "| 0046             | 05839      | 8           | D     | 12345", "| 0046 | 05839 | 8 | D | 54321"
    )
    assert told(tmp_path, listed, ours=CENTRE + people + CLAIMS)["verdict"].startswith("The same")
    swapped = listed.replace("54321", "12345")
    assert [one["what"] for one in told(tmp_path, swapped, ours=CENTRE + people + CLAIMS)["found"]] == [
        "Not on the list",
        "Not in your workbook",
    ]


def test_totals_headings_again_and_lines_below_are_passed_over_and_told_once(tmp_path: Path) -> None:
    below = (
        LIST
        + "|\n| Candidate number | Entry code | Unit number | Grade |\n| Total | 3 | | |\n| Printed 1 Feb 2027 by J Smith | | | |\n"
    )
    found = told(tmp_path, below)
    assert found["passed_over"] == {"headings again": 1, "totals": 1, "a line of words": 1}
    assert found["verdict"].startswith("The same")


def test_a_list_with_a_column_for_each_unit_is_read_as_a_grid(tmp_path: Path) -> None:
    grid = "List\n| Candidate number | Surname | Unit 8 | Unit 9 Products |\n| 0045 | Adams | M | P |\n| 0046 | Brown | D | |\n"
    found = told(tmp_path, grid)
    assert (found["same"], found["found"]) == (3, [])
    assert places(told(tmp_path, grid.replace("| D |", "| P |"))) == [("Different", "Grade", "E4", 3)]


def test_twins_stay_open_on_both_sides(tmp_path: Path) -> None:
    people = "Candidates\n| Candidate number | Surname | Forenames |\n| 0045 | Adams | Ali |\n| 0046 | Adams | Ali |\n"
    by_name = "List\n| Learner name | Entry code | Unit number | Grade |\n| Ali Adams | 05839 | 8 | M |\n"
    found = told(tmp_path, by_name, "--with", "claims", ours=people + CLAIMS)
    assert [(one["what"], one["cell"], one["list_row"]) for one in found["found"]] == [
        ("Not on the list", "A3", None),
        ("Cannot be told apart", "A2", None),
        ("Cannot be told apart", "A4", None),
        ("Cannot be told apart", None, 2),
    ]


@pytest.mark.parametrize("seed", range(tries(30)))
def test_of_random_lists_none_is_called_the_same_wrongly(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    rows = [
        [f"{number:04}", chance.choice(["05839", "05355"]), chance.choice(["8", "9", "2"]), chance.choice("PMD")]
        for number in chance.sample(range(1, 9000), 12)
    ]
    head = ["Candidate number", "Entry code", "Unit number", "Grade"]
    claims = "\n".join("| " + " | ".join([*row, "JS", "2027-01-20", "submitted"]) + " |" for row in rows)
    ours = f"{CENTRE}\nClaims\n| {' | '.join([*head, 'Assessor', 'Claimed on', 'Claim status'])} |\n{claims}\n"
    listed = [list(row) for row in rows]
    expected: list[str] = []
    for number in range(9001, 9001 + chance.randint(0, 3)):
        at = chance.randrange(len(listed))
        match chance.choice(["grade", "gone", "new", "twice"]):
            case "grade" if listed[at] in rows and listed.count(listed[at]) == 1:
                listed[at] = [*listed[at][:3], next(one for one in "PMD" if one != listed[at][3])]
                expected.append("Different")
            case "gone" if listed[at] in rows and listed.count(listed[at]) == 1:
                del listed[at]
                expected.append("Not on the list")
            case "new":
                listed.append([str(number), "05839", "8", "P"])
                expected.append("Not in your workbook")
            case "twice" if listed[at] in rows:
                listed.append(list(listed[at]))
                expected.append("Twice on the list")
    chance.shuffle(listed)
    order = chance.sample(range(4), 4)
    named = [
        {"Candidate number": "Cand No", "Entry code": "Code"}.get(text, text) if chance.random() < 0.5 else text
        for text in head
    ]
    lines = ["| " + " | ".join(row[place] for place in order) + " |" for row in (named, *listed)]
    footer = chance.choice(["", "| Total | 12 | | |\n", "| Printed by J Smith on Monday | | | |\n"])
    found = told(tmp_path, "List\n" + "\n".join(lines) + "\n" + footer, "--with", "claims", ours=ours)
    assert sorted(one["what"] for one in found["found"]) == sorted(expected)


def test_a_folder_of_csv_files_can_be_ours(tmp_path: Path) -> None:
    path = folder(tmp_path / "centre", BASE + CLAIMS)
    done = CliRunner().invoke(main, ["reconcile", str(path), str(listed(tmp_path / "list.csv", SAME))])
    assert done.exit_code == 0, done.output
    assert (tmp_path / "centre.reconciled.xlsx").exists()
    with pytest.raises(Refused):
        read_list(path, {})


def test_a_visit_with_a_slip_in_its_name_is_the_same_visit_in_both(tmp_path: Path) -> None:
    ours = """
    Visits
    | Visit           | Subject area | Visit date | Type    |
    | Business spring | IT           | 2027-03-11 | virtual |
    | Autumn          | IT           | 2026-12-01 | virtual |

    Claims
    | Candidate number | Entry code | Unit number | Assessor | Grade | Claimed on | Visit           | Claim status |
    | 0045             | 05839      | 8           | JS       | M     | 2027-01-20 | Buisness spring | submitted    |
    """
    theirs = """
    List
    | Candidate number | Entry code | Unit number | Visit           |
    | 0045             | 05839      | 8           | {visit}         |
    """
    for visit in ("Buisness spring", "Business spring"):
        assert told(tmp_path, theirs.format(visit=visit), ours=ours)["found"] == []
    assert len(told(tmp_path, theirs.format(visit="Autumn"), ours=ours)["found"]) == 1
