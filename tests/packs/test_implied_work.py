"""Packs of work that no row of Claims records yet: whose it is, what is due, what was missed, and how answers about it come back.

Unlike most tests these workbooks have the sheets shown here and no others.
"""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

import openpyxl
import pytest
from workbooks import parse, xlsx

from ocr_sheets.collect.collect import Opened, collect
from ocr_sheets.collect.decide import Outcome
from ocr_sheets.packs import By, NobodyToPackFor, Pack, Packs, make_packs
from ocr_sheets.packs.files import pack_files
from ocr_sheets.patching import Workbook
from ocr_sheets.schedule.deadlines import What
from ocr_sheets.validate import read_choices, report_on

SHEETS = """
Assessors
| Code | Name       | Subject areas |
| JS   | Jo Smith   | IT            |
| PT   | Pat Taylor | IT            |

Units
| Entry code | Unit number | Unit title | Assessment | Assessor |
| 05839      | 8           | Projects   | moderated  | JS       |
| 05839      | 9           | Products   | moderated  | PT       |

Visits
| Visit | Subject area | Visit date | Type    |
| IT 1  | IT           | 2027-03-11 | virtual |

Entries
| Candidate number | Entry code | Entry type | Entered on |
| 0045             | 05839      | full award | 2026-10-05 |
| 0046             | 05839      | full award | {second}   |

"""
CLAIMS = """
Claims
| Candidate number | Entry code | Unit number | Grade | Assessed on | Standardised on | Claimed on | Sample requested on |
| 0045             | 05839      | 8           | M     | 2027-02-01  | 2027-02-03      | 2027-02-20 |                     |
"""


def workbook(second: str = "2026-10-05", claims: str = CLAIMS) -> bytes:
    return xlsx(parse(SHEETS.format(second=second) + claims))


def packs_of(folder: Path, data: bytes, day: str, by: By = By.ASSESSOR) -> Packs:
    path = folder / "centre.xlsx"
    path.write_bytes(data)
    return make_packs(report_on(path, dt.date.fromisoformat(day), read_choices(path)), by)


def pack(packs: Packs, code: str) -> Pack:
    (found,) = [one for one in packs.packs if one.owner.code == code]
    return found


def stands(packs: Packs, code: str, what: What) -> str:
    return next((one.stands for one in pack(packs, code).dates if one.what == what), "")


def test_work_is_in_the_pack_of_whom_units_names_before_any_claim_is_typed(tmp_path: Path) -> None:
    packs = packs_of(tmp_path, workbook(claims=""), "2027-01-15")
    for code, unit in (("JS", "8"), ("PT", "9")):
        own = pack(packs, code)
        assert [(one.claim.candidate_number, one.claim.unit_number, one.assessor) for one in own.pieces] == [
            ("0045", unit, code),
            ("0046", unit, code),
        ]
        assert [one.who.number for one in own.candidates] == ["0045", "0046"]
        assert [one.who.number for one in own.samples] == ["0045", "0046"]
    assert packs.unowned == []


@pytest.mark.parametrize(
    ("day", "entering", "claiming", "late"),
    [
        ("2027-02-11", "1 of 2 units: candidate not entered.", "2 of 2 units not claimed yet (1 to be assessed, 1 to be standardised).", 0),
        ("2027-02-12", "Late: 1 of 2 units: candidate not entered.", "2 of 2 units not claimed yet (1 to be assessed, 1 to be standardised).", 1),
        ("2027-02-26", "Late: 1 of 2 units: candidate not entered.", "Late: 1 of 2 units not claimed yet (1 to be assessed, 1 to be standardised).", 2),
        ("2027-03-11", "Late: 1 of 2 units: candidate not entered.", "Late: 1 of 2 units not claimed yet (1 to be assessed, 1 to be standardised).", 2),
        ("2027-03-12", "Missed: 1 of 2 units: candidate not entered.", "Missed: 1 of 2 units not claimed yet (1 to be assessed, 1 to be standardised).", 2),
    ],
)  # fmt: skip
def test_an_entry_without_a_day_and_a_claim_still_to_come_are_not_done(
    tmp_path: Path, day: str, entering: str, claiming: str, late: int
) -> None:
    packs = packs_of(tmp_path, workbook(second=""), day)
    assert stands(packs, "JS", What.ENTER_BY) == entering
    assert stands(packs, "JS", What.CLAIM_BY) == claiming
    assert pack(packs, "JS").late == late


def test_each_date_of_a_pack_stands_as_on_deadlines(tmp_path: Path) -> None:
    """Where Deadlines calls a visit's step done every pack does; where every pack does, so does Deadlines; the days are the same."""
    for day in ("2026-11-30", "2027-02-11", "2027-02-12", "2027-02-26", "2027-03-12"):
        for second in ("2026-10-05", ""):
            packs = packs_of(tmp_path, workbook(second), day)
            lines = {str(line.what): line for line in packs.report.lines}
            for what in (What.ENTER_BY, What.CLAIM_BY):
                told = [one for own in packs.packs for one in own.dates if one.what == what]
                assert {one.date for one in told} <= {lines[what].date}
                assert any(one.is_late for one in told) == (lines[what].state in ("late", "missed")), (day, what)
                if told:
                    assert all(one.done for one in told) == lines[what].done, (day, what)


def test_where_nothing_would_show_it_a_past_day_is_not_called_late(tmp_path: Path) -> None:
    text = SHEETS.format(second="").replace("| Entered on |", "|").replace("| 2026-10-05 |", "|")
    packs = packs_of(tmp_path, xlsx(parse(text)), "2027-02-26")
    assert stands(packs, "JS", What.CLAIM_BY).startswith("Cannot tell: nothing in the workbook shows")
    assert pack(packs, "JS").late == 0


def test_where_the_units_are_not_known_candidates_are_counted(tmp_path: Path) -> None:
    alone = SHEETS.format(second="2026-10-05").replace("| PT   | Pat Taylor | IT            |\n", "")
    start, end = alone.index("Units\n"), alone.index("Visits\n")
    packs = packs_of(tmp_path, xlsx(parse(alone[:start] + alone[end:])), "2027-01-15")
    assert [one.title for one in pack(packs, "JS").pieces] == ["which units is not known yet"] * 2
    assert stands(packs, "JS", What.ENTER_BY) == "All entered (the work of 2 candidates)."
    assert stands(packs, "JS", What.CLAIM_BY).startswith("2 of 2 candidates not claimed yet")


def test_nobody_standardises_work_that_is_not_recorded(tmp_path: Path) -> None:
    packs = packs_of(tmp_path, workbook(claims=""), "2027-01-15", By.STANDARDISER)
    assert all(own.pieces == [] for own in packs.packs)
    with pytest.raises(NobodyToPackFor, match="Standardised by"):
        packs_of(tmp_path, workbook(claims=""), "2027-03-12", By.STANDARDISER)


# -- collecting it


def filled_in(packs: Packs, number: str, grade: str) -> bytes:
    """JS's pack with a grade typed beside a candidate."""
    book = openpyxl.load_workbook(io.BytesIO(pack_files(packs)["pack-JS.xlsx"]))
    sheet = book["Units"]
    headings = [cell.value for cell in sheet[4]]
    for row in range(5, sheet.max_row + 1):
        if sheet.cell(row, 1).value == number:
            sheet.cell(row, headings.index("Grade") + 1).value = grade
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def brought_back(ours: bytes, returned: bytes) -> list[tuple[Outcome, str, str]]:
    files = [Opened(Workbook.from_bytes(returned), "pack-JS.xlsx")]
    found = collect(Opened(Workbook.from_bytes(ours), "centre.xlsx"), files, dt.date(2027, 1, 20))
    return [(line.outcome, line.candidate_number, line.came) for line in found.decision.lines]


def test_an_answer_about_work_without_a_row_is_asked_and_taken_once_it_has_one(tmp_path: Path) -> None:
    returned = filled_in(packs_of(tmp_path, workbook(), "2027-01-15"), "0046", "D")
    assert brought_back(workbook(), returned) == [(Outcome.NO_ROW_YET, "0046", "Grade: D")]
    typed = CLAIMS + "| 0046 | 05839 | 8 | | | | | |\n"
    assert brought_back(workbook(claims=typed), returned) == [(Outcome.TAKEN, "0046", "D")]


def test_a_pack_with_work_that_has_no_row_changes_nothing_where_nothing_was_filled_in(tmp_path: Path) -> None:
    returned = pack_files(packs_of(tmp_path, workbook(), "2027-01-15"))["pack-JS.xlsx"]
    assert brought_back(workbook(), returned) == []
