"""Packs: each owner gets what is theirs, and no part of any file holds anything of anybody else's candidates."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

import pytest
from openpyxl import load_workbook
from packs_people import CLAIMS, EXAMPLE, PEOPLE, SMALL, candidates
from workbooks import AS_OF, centre, report_of

from ocr_sheets.hidden_data import hidden_in
from ocr_sheets.model.records import Candidate, Claim, Entry
from ocr_sheets.packs import HELD_BACK, LEFT_OUT, By, NobodyToPackFor, Pack, Packs, make_packs
from ocr_sheets.packs.files import pack_files
from ocr_sheets.patching import Workbook
from ocr_sheets.rules import Severity
from ocr_sheets.validate import report_on
from ocr_sheets.writing.example.people import uln_of

EXAMPLE_DAY = dt.date(2027, 2, 15)


def packs_of(text: str = SMALL, by: By = By.ASSESSOR, share: bool = False, as_of: dt.date = AS_OF) -> Packs:
    return make_packs(report_of(text, as_of), by, share)


def pack(packs: Packs, code: str) -> Pack:
    (found,) = [one for one in packs.packs if one.owner.code == code]
    return found


def rules_of(packs: Packs, code: str) -> list[str]:
    return sorted(told.finding.rule.code for told in pack(packs, code).findings)


# -- whose is what


def test_an_assessor_gets_the_claims_that_name_them_by_code_or_by_name() -> None:
    packs = packs_of()
    assert [one.owner.code for one in packs.packs] == ["JS", "PT"]
    assert [own.who.number for own in pack(packs, "JS").candidates] == ["4101", "4103"]
    assert [own.who.number for own in pack(packs, "PT").candidates] == ["4101", "4102", "4105"]
    assert [
        piece.claim.unit_number for piece in pack(packs, "PT").pieces if piece.claim.candidate_number == "4101"
    ] == ["9"]


def test_a_standardiser_gets_the_claims_they_standardised() -> None:
    packs = packs_of(by=By.STANDARDISER)
    assert [own.who.number for own in pack(packs, "PT").candidates] == ["4101", "4103"]
    assert [own.who.number for own in pack(packs, "JS").candidates] == ["4102", "4104", "4105"]
    assert ("4101", "no standardiser is named") in [(one.who.number, one.why) for one in packs.unowned]


def test_a_subject_area_gets_all_its_qualifications_and_those_who_are_only_entered() -> None:
    packs = packs_of(by=By.SUBJECT)
    assert [one.owner.name for one in packs.packs] == ["IT", "Business", "Careers"]
    assert [own.who.number for own in pack(packs, "Business").candidates] == ["4104", "4106"]
    assert pack(packs, "Careers").candidates == []  # its visits lie ahead all the same
    assert {dated.about for dated in pack(packs, "Careers").dates} == {"L4 1", "L4 2"}


def test_a_finding_goes_with_the_claim_or_with_the_claims_that_rest_on_the_entry() -> None:
    packs = packs_of()
    assert "claim-under-two-weeks" in rules_of(packs, "PT")  # 4102
    assert "entry-under-four-weeks" in rules_of(packs, "PT")  # 4102's entry
    assert "grade-not-for-unit" in rules_of(packs, "JS")  # 4103
    assert "entry-under-four-weeks" not in rules_of(packs, "JS")
    told = next(told for told in pack(packs, "JS").findings if told.finding.rule.code == "grade-not-for-unit")
    assert told.who == "you"


def test_what_is_nobodys_is_not_lost() -> None:
    for by in By:
        packs = packs_of(by=by)
        told = [told.finding.ref for one in packs.packs for told in one.findings] + [
            told.finding.ref for told in packs.findings
        ]
        assert {finding.ref for finding in packs.report.open_findings} == set(told)
    packs = packs_of()
    assert "claim-assessor-unknown" in {told.finding.rule.code for told in packs.findings}
    assert {(one.who.number, one.why) for one in packs.unowned} == {
        ("4104", "“XY” is not on Assessors"),
        ("4106", "no assessor of their work is named yet"),
    }


def test_a_code_that_two_people_have_is_nobodys() -> None:
    staff = "\nAssessors\n| Assessor | Name |\n| JS | Jo Smith |\n| JS | Jan Stone |\n| PT | Pat Taylor |"
    packs = packs_of(SMALL + staff)
    assert [own.who.number for one in packs.packs if one.owner.name == "Jan Stone" for own in one.candidates] == []
    assert [own.who.number for one in packs.packs if one.owner.name == "Jo Smith" for own in one.candidates] == ["4103"]
    assert ("4101", "“JS” is the code of two people") in {(one.who.number, one.why) for one in packs.unowned}


def test_someone_who_is_away_twice_stands_twice_on_assessors_and_has_one_pack() -> None:
    staff = """
Assessors
| Assessor | Name       | Unavailable from | Unavailable to |
| JS       | Jo Smith   | 2027-03-11       | 2027-03-11     |
| JS       | Jo Smith   | 2027-06-01       | 2027-06-02     |
| PT       | Pat Taylor |                  |                |
"""
    packs = packs_of(SMALL + staff)
    assert [one.owner.code for one in packs.packs] == ["JS", "PT"]
    assert "staff-unavailable-at-moderation-visit" in rules_of(packs, "JS")


def test_of_a_number_that_two_candidates_have_no_name_is_told_and_its_findings_are_nobodys() -> None:
    text = SMALL.replace("| 4102 | Birkbecki", "| 4101 | Birkbecki")
    packs = packs_of(text)
    (own,) = [own for own in pack(packs, "JS").candidates if own.who.number == "4101"]
    assert own.person is None
    assert "candidate-number-twice" in {told.finding.rule.code for told in packs.findings}
    assert "candidate-number-twice" not in rules_of(packs, "JS")
    assert not [name for name in ("Abendroth", "Birkbecki") if leaks(packs, "JS", name)]


def test_a_message_that_names_another_candidate_is_held_back() -> None:
    same = candidates(n4103=uln_of(4102)).replace(
        "| Cholmondi | Sabrinella | 2009-05-16", "| Birkbecki | Rosamundi | 2009-04-15"
    )
    packs = packs_of(same + "\n" + CLAIMS)
    (told,) = [told for told in pack(packs, "JS").findings if told.finding.rule.code == "candidate-with-two-numbers"]
    assert "4102" in told.finding.message
    assert (told.message, told.fix) == ("One candidate has two candidate numbers.", HELD_BACK)


def test_a_day_or_a_row_in_a_message_is_no_candidate_number() -> None:
    people = candidates().replace("| 4105 |", "| 2027 |")
    packs = packs_of(people + "\n" + CLAIMS.replace("4105 ", "2027 "))
    (told,) = [told for told in pack(packs, "JS").findings if told.finding.rule.code == "grade-not-for-unit"]
    assert told.fix != HELD_BACK
    (told,) = [told for told in pack(packs, "PT").findings if told.finding.rule.code == "claim-under-two-weeks"]
    assert "11 Mar 2027" in told.message


@pytest.mark.parametrize(
    ("day", "late"), [(dt.date(2027, 2, 24), 0), (dt.date(2027, 2, 25), 0), (dt.date(2027, 2, 26), 1)]
)
def test_a_date_is_late_from_the_day_after_it(day: dt.date, late: int) -> None:
    """The visit is on 11 March, so claims are due by 25 February; PT has one that is not made."""
    packs = packs_of(as_of=day)
    (claim_by,) = [
        dated for dated in pack(packs, "PT").dates if dated.what == "Submit claims by" and dated.about == "IT 1"
    ]
    assert claim_by.date == dt.date(2027, 2, 25)
    assert claim_by.stands.startswith("Late: ") is bool(late)


def test_what_others_have_still_to_do_makes_nothing_late_here() -> None:
    packs = packs_of(as_of=dt.date(2027, 2, 26))
    assert pack(packs, "JS").late == 0  # all of JS's units are claimed, PT's are not
    assert "Submit claims by" not in [dated.what for dated in pack(packs, "JS").dates if dated.about == "IT 1"]
    assert pack(packs, "PT").late == 2  # and 4105 has no entry


def test_a_visit_of_their_subject_is_told_before_anything_is_claimed_for_it() -> None:
    staff = "\nAssessors\n| Assessor | Name | Role | Subject areas |\n| JS | Jo Smith | assessor | IT |\n| PT | Pat Taylor | IQA | IT |"
    packs = make_packs(report_of(candidates() + staff), By.ASSESSOR)
    assert [one.owner.code for one in packs.packs] == ["JS"]  # an IQA assesses nothing
    dates = {dated.what: dated.date for dated in pack(packs, "JS").dates}
    assert dates["Submit claims by"] == dt.date(2027, 2, 25)
    assert dates["Visit"] == dt.date(2027, 3, 11)


def test_an_accepted_finding_is_in_no_pack(tmp_path: Path) -> None:
    report = report_of(SMALL)
    accepted = {finding.ref: finding for finding in report.findings if finding.rule.code == "grade-not-for-unit"}
    changed = [
        finding._replace(accepted="agreed") if finding.ref in accepted else finding for finding in report.findings
    ]
    packs = make_packs(replace(report, findings=changed))
    assert "grade-not-for-unit" not in rules_of(packs, "JS")
    assert "grade-not-for-unit" not in {told.finding.rule.code for told in packs.findings}


@pytest.mark.parametrize("by", By)
def test_where_there_is_nobody_it_is_said_what_to_fill_in(by: By) -> None:
    with pytest.raises(NobodyToPackFor, match=r"fill (it )?in"):
        make_packs(
            report_of(
                "Assessors\n| Assessor | Name |\nVisits\n| Visit | Visit date |\nQualifications\n| Entry code | Title |"
            ),
            by,
        )


def test_names_of_files_are_plain_and_each_is_used_once() -> None:
    staff = """
Assessors
| Assessor | Name        |
| Ŵ.S/é    | Ŵyn Siân    |
| w-s-e    | Will Stee   |
| Ζωή      | Zoe Alpha   |
| CON      | Con Nor     |
"""
    codes = ["Ŵ.S/é", "Will Stee", "Ζωή", "CON"]
    claims = "\n".join(f"| 4101 | 05839 | {unit} | {code} |" for unit, code in enumerate(codes, start=1))
    packs = packs_of(
        candidates() + staff + "\nClaims\n| Candidate number | Entry code | Unit number | Assessor |\n" + claims
    )
    assert [one.stem for one in packs.packs] == ["pack-W-S-e", "pack-w-s-e-2", "pack-person", "pack-CON"]


# -- nothing of anybody else's


def parts(data: bytes) -> Iterator[tuple[str, str]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            yield name, name + "\n" + archive.read(name).decode("utf-8")


class Mark(NamedTuple):
    """Something by which a candidate could be known."""

    text: str
    """What stands wherever it does: looked for first, since that is a hundred times as fast."""
    pattern: str


def marks_of(person: Candidate) -> Iterator[Mark]:
    """Everything by which a candidate could be known."""
    for text in (person.name, f"{person.surname}, {person.forenames}", person.uln, person.uci):
        if text and text.strip(", "):
            yield Mark(text, re.escape(text))
    if number := person.candidate_number:
        yield Mark(number, rf"(?<![\w.]){re.escape(number)}(?![\w.])")
    if day := person.date_of_birth:
        serial = str((day - dt.date(1899, 12, 30)).days)
        yield Mark(serial, rf"<v>{serial}(?:\.0)?</v>")
        written = f"{day.day} {day:%b} {day.year}"
        yield from (Mark(text, text) for text in (day.isoformat(), f"{day:%d/%m/%Y}"))
        yield Mark(written, rf"\b{written}")


def leaks(packs: Packs, code: str, text: str) -> list[str]:
    stem = pack(packs, code).stem
    return [name for name, content in parts(pack_files(packs)[f"{stem}.xlsx"]) if text in content]


def found_of_others(packs: Packs) -> list[tuple[str, str, str]]:
    """Every place in a pack's file where something of a candidate stands who is not in that pack."""
    files = pack_files(packs)
    everybody = packs.report.book.candidates
    found = []
    for one in packs.packs:
        own = {own.who.number for own in one.candidates}
        known = {own.person.row for own in one.candidates if own.person}
        shared = {mark for row in everybody if row.row in known for mark in marks_of(row)}
        for name, content in parts(files[f"{one.stem}.xlsx"]):
            for person in everybody:
                if person.row in known:
                    continue
                for mark in marks_of(person):
                    is_own = mark in shared or (person.candidate_number in own and person.candidate_number in mark.text)
                    if not is_own and mark.text in content and re.search(mark.pattern, content):
                        found.append((one.stem, name, mark.text))
    return found


def hostile() -> str:
    """The same centre where one candidate's data stand in the cells of other rows."""
    text = candidates(n4103=uln_of(4102))
    text = text.replace(
        "| 4105 | Eglantyne | Ulrikson | 2009-07-18",
        "| Dunstanby Tiberion | Eglantyne | Ulrikson | “Vespasia Farthingo”",
    )
    claims = CLAIMS.replace("| PT              | M ", "| Vespasia Farthingo | M ").replace(
        "| PT         |                 | P ", "| PT | see 4103 | P "
    )
    claims = claims.replace("| 4101   ", "| Quillon A ").replace("| XY ", "| Quillon Abendroth ")
    units = (
        "\nUnits\n| Entry code | Unit number | Unit title |\n| 05839 | 8 | Project of Tiberion Dunstanby, 17/06/2009 |"
    )
    visits = """
Visits
| Visit                        | Subject area | Visit date | Type         |
| IT 1                         | IT           | 2027-03-11 | face-to-face |
| For Rosamundi Birkbecki (IT) | IT           | 2027-04-12 | virtual      |
"""
    return text + "\n" + claims + units + visits


def test_a_withdrawn_entry_alone_makes_nobody_a_subjects_candidate() -> None:
    entries = """
Entries
| Candidate number | Entry code | Unit number | Entry type | Entered on | Withdrawn on |
| 4106             | 05355      | 2           | unit       | 2026-10-01 |              |
| 4106             | 04663      | 77          | unit       | 2026-10-01 | 2027-01-10   |
"""
    packs = packs_of(candidates() + "\n" + CLAIMS + entries, By.SUBJECT)
    assert [own.who.number for own in pack(packs, "Careers").candidates] == []
    assert [own.who.number for own in pack(packs, "IT").candidates][-1] == "4106"
    assert found_of_others(packs) == []


def test_what_a_visit_is_called_names_no_candidate_where_many_can_read_it() -> None:
    visits = "\nVisits\n| Visit | Subject area | Visit date | Type |\n| IT 2027 | IT | 2027-03-11 | virtual |\n| 4101 again | IT | 2027-04-12 | virtual |"
    packs = packs_of(candidates() + visits + "\n" + CLAIMS.replace("IT 1 ", "4101 again "))
    assert {dated.about for dated in pack(packs, "JS").dates} == {"(left out)"}
    assert {dated.about for dated in packs_of(SMALL + visits.replace("4101 again", "IT 1")).packs[0].dates} == {"IT 1"}


@pytest.mark.parametrize("share", [False, True])
@pytest.mark.parametrize("by", By)
def test_no_part_of_a_pack_holds_anything_of_another_candidate(by: By, share: bool) -> None:
    for text in (SMALL, hostile()):
        assert found_of_others(packs_of(text, by, share)) == []


@pytest.mark.parametrize("by", By)
def test_no_part_of_the_examples_packs_holds_anything_of_another_candidate(by: By) -> None:
    packs = make_packs(report_on(EXAMPLE, EXAMPLE_DAY), by)
    assert sum(len(one.candidates) for one in packs.packs) > 60
    assert found_of_others(packs) == []


def test_the_search_would_find_a_leak_and_nothing_of_it_gets_by_the_writer() -> None:
    packs = packs_of()
    mixed_up = replace(packs.packs[0], pieces=packs.packs[1].pieces, candidates=packs.packs[1].candidates)
    assert found_of_others(replace(packs, packs=[replace(mixed_up, candidates=packs.packs[0].candidates, clear=str)]))
    files = pack_files(replace(packs, packs=[mixed_up]))
    (content,) = [text for name, text in parts(files["pack-JS.xlsx"]) if name == "xl/sharedStrings.xml"]
    assert "4102" not in content
    assert uln_of(4102) not in content


def test_what_names_a_candidate_in_a_cell_for_a_code_a_unit_or_a_subject_gets_into_no_pack() -> None:
    more = """
Qualifications
| Entry code | Title    | Family               | Suite | Level | Subject area           | Quality assurer |
| 05839      | IT 2016  | Cambridge Technicals | 2016  | 3     | IT                     | M. Moderator    |
| 05835      | Business | Cambridge Technicals | 2016  | 3     | for Rosamundi Birkbecki | M. Moderator   |

Assessors
| Assessor          | Name                      |
| JS                | Jo Smith, see 4106        |
| PT                | {uln_of(4104)}            |
| Vespasia Farthingo | Paul                     |
"""
    claims = CLAIMS.replace(
        "| 4101             | 05839      | 9 ", f"| 4101             | 05839      | {uln_of(4103)} "
    ).replace("XY ", "Vespasia Farthingo ")
    for by in By:
        packs = packs_of(candidates() + "\n" + claims + more, by)
        assert found_of_others(packs) == []
        for one in packs.packs:
            assert not [word for person in PEOPLE.values() for word in person[:2] if word in one.stem]


def test_a_member_of_staff_with_a_candidates_name_is_still_called_by_it() -> None:
    packs = packs_of(SMALL + "\nAssessors\n| Assessor | Name |\n| JS | Rosamundi Birkbecki |\n| PT | Pat Taylor |")
    assert pack(packs, "JS").owner.name == "Rosamundi Birkbecki"
    book = load_workbook(io.BytesIO(pack_files(packs)["pack-JS.xlsx"]))
    assert book["What to do"]["A1"].value == "Rosamundi Birkbecki (JS): what to do by when"


def test_a_number_mistyped_as_an_entry_code_or_as_one_digit_hides_nothing() -> None:
    people = candidates().replace("| 4105 |", "| 05839 |").replace("| 4106 |", "| 8 |")
    packs = packs_of(people + "\n" + CLAIMS)
    book = load_workbook(io.BytesIO(pack_files(packs)["pack-JS.xlsx"]))
    assert [cell.value for cell in book["Units"][5]][:4] == ["4101", "Quillon Abendroth", "05839", "8"]


@pytest.mark.parametrize("by", By)
def test_share_leaves_out_names_days_of_birth_ulns_and_ucis_of_everybody(by: By) -> None:
    people = candidates(n4101="9000041014").replace("2009-05-16", "5/6/2009")
    packs = packs_of(people + "\n" + CLAIMS, by, share=True)
    quoted = [told for one in packs.packs for told in one.findings if told.fix == LEFT_OUT]
    assert quoted, "the ULN with a slip is a finding that quotes it"
    for data in pack_files(packs).values():
        for name, content in parts(data):
            for person in packs.report.book.candidates:
                marks = [person.surname, person.forenames, person.uln, person.uci]
                assert not [mark for mark in marks if mark and mark in content], name
                assert (
                    not person.date_of_birth or str((person.date_of_birth - dt.date(1899, 12, 30)).days) not in content
                )
    hidden = packs_of(hostile(), by, share=True)
    for data in pack_files(hidden).values():
        for name, content in parts(data):
            assert not [one for person in PEOPLE.values() for one in person[:2] if one in content], name
    assert "4101" in "".join(content for data in pack_files(packs).values() for _, content in parts(data))


def test_no_other_members_of_staff_address_is_in_a_pack() -> None:
    staff = "\nAssessors\n| Assessor | Name | Email |\n| JS | Jo Smith | jo@example.org |\n| PT | Pat Taylor | pat@example.org |"
    assert leaks(packs_of(SMALL + staff), "JS", "pat@example.org") == []


# -- the files


def test_a_pack_hides_nothing_and_dates_are_dates() -> None:
    packs = packs_of()
    for name, data in pack_files(packs).items():
        assert hidden_in(Workbook.from_bytes(data, name)) == []
    book = load_workbook(io.BytesIO(pack_files(packs)["pack-PT.xlsx"]), data_only=True)
    assert book.sheetnames == ["What to do", "Units", "Sample lists", "Candidates", "As sent"]
    sheet = book["What to do"]
    (claim_by,) = [
        row for row in sheet.iter_rows(values_only=True) if row[2] == "Submit claims by" and row[3] == "IT 1"
    ]
    assert claim_by[0] == dt.datetime(2027, 2, 25)
    assert claim_by[1] == (dt.date(2027, 2, 25) - AS_OF).days
    assert book.properties.creator == "ocr-sheets"


def test_the_index_names_every_file_and_who_has_no_address() -> None:
    staff = "\nAssessors\n| Assessor | Name | Email |\n| JS | Jo Smith | jo@example.org |\n| PT | Pat Taylor | pat,at,home |"
    packs = packs_of(SMALL + staff)
    book = load_workbook(io.BytesIO(pack_files(packs)["index.xlsx"]))
    rows = {row[0]: row for row in book["Packs"].iter_rows(min_row=5, values_only=True) if row[1]}
    assert (rows["Jo Smith (JS)"][1], rows["Jo Smith (JS)"][11]) == ("pack-JS.xlsx", "jo@example.org")
    assert rows["Pat Taylor (PT)"][11] == "no address on Assessors"
    listed = [row[4] for row in book["For the exams officer"].iter_rows(min_row=5, values_only=True)]
    assert "“XY” is not on Assessors." in listed
    why = [row[3] for row in book["Not in any pack"].iter_rows(min_row=5, values_only=True)]
    assert why == ["“XY” is not on Assessors", "no assessor of their work is named yet"]


def test_each_figure_of_the_index_stands_under_its_heading() -> None:
    packs = packs_of(as_of=dt.date(2027, 2, 26))
    sheet = load_workbook(io.BytesIO(pack_files(packs)["index.xlsx"]))["Packs"]
    headings, *rows = sheet.iter_rows(min_row=4, max_row=4 + len(packs.packs), values_only=True)
    for one, row in zip(packs.packs, rows, strict=True):
        told = dict(zip(headings, row, strict=True))
        assert told["Late"] == one.late
        assert told["Portfolios"] == len(one.pieces)
        assert [told[name] for name in ("Must fix", "Check", "Advice")] == [
            one.counts[severity] for severity in (Severity.MUST_FIX, Severity.CHECK, Severity.ADVICE)
        ]
    assert any(one.late for one in packs.packs)


def test_text_that_begins_like_a_formula_stays_text() -> None:
    packs = packs_of(SMALL.replace("Abendroth", "=1+1").replace("Quillon", "@SUM(A1)"))
    for data in pack_files(packs).values():
        for name, content in parts(data):
            if name.startswith("xl/worksheets/sheet"):
                assert not re.search(r"<f>(?!IF\()", content), content[:200]


@pytest.mark.parametrize("by", By)
def test_the_same_workbook_gives_the_same_bytes(by: By) -> None:
    one, two = (pack_files(make_packs(report_of(SMALL), by)) for _ in range(2))
    assert one == two


# -- what a workbook hides


def test_a_workbook_that_hides_nothing_is_not_warned_of() -> None:
    assert hidden_in(Workbook.from_bytes(centre(SMALL))) == []
    assert hidden_in(Workbook.from_bytes(EXAMPLE.read_bytes())) == []  # notes on the template's headings are no secret


def test_hidden_sheets_rows_and_columns_and_notes_are_named() -> None:
    import xlsxwriter

    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    sheet, old, deep = (book.add_worksheet(name) for name in ("Claims", "Old marks", "Deep"))
    sheet.write_string(0, 0, "x")
    sheet.set_row(4, None, None, {"hidden": True})
    sheet.set_column(2, 3, None, None, {"hidden": True})
    sheet.set_column(20, 16383, None, None, {"hidden": True})  # put away to the edge: nothing stands there
    sheet.write_comment(0, 0, "Ali has extra time")
    old.hide()
    deep.very_hidden()
    book.close()
    assert hidden_in(Workbook.from_bytes(file.getvalue())) == [
        "2 hidden sheets (Old marks, Deep)",
        "1 hidden row (Claims)",
        "2 hidden columns (Claims)",
        "1 note (Claims)",
    ]


def test_a_pivot_table_that_keeps_candidates_is_named() -> None:
    """No library here writes one, so its definition is put into the package."""
    cache = (
        '<?xml version="1.0"?><pivotCacheDefinition xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        '<cacheFields count="3"><cacheField name="Grade"/><cacheField name="Last name"/><cacheField name="D.O.B."/></cacheFields>'
        "</pivotCacheDefinition>"
    )
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(centre())) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
        new.writestr("xl/pivotCache/pivotCacheDefinition1.xml", cache)
    assert hidden_in(Workbook.from_bytes(file.getvalue())) == [
        "a pivot table that keeps a copy of Last name and D.O.B."
    ]


def test_a_finding_of_a_grid_goes_to_who_assesses_that_unit_and_not_to_the_first_in_its_row() -> None:
    grid = """
Tracker
| Claims for 05839 |
| Candidate number | Unit 8   |            | Unit 9   |            | Visit |
|                  | Assessor | Claimed    | Assessor | Claimed    |       |
| 0045             | JS       | 2027-02-20 | PT       | 2027-02-26 | IT 1  |
| 0046             | PT       | 2027-02-27 | JS       | 2027-02-20 | IT 1  |
"""
    made = make_packs(report_of(grid, dt.date(2027, 3, 1)), By.ASSESSOR, False)
    late = {pack.stem: [told.finding.cell.ref for told in pack.findings if told.finding.cell] for pack in made.packs}
    assert late == {"pack-JS": [], "pack-PT": ["E4", "C5"]}
    assert not made.findings


# -- candidates of several centres with one number

CENTRES = """
Centre
| Label              | Value        |
| Centre number      | 10101        |
| Academic year      | 2026/27      |
| Consortium         | Fenland      |
| Consortium centres | 10101, 10102 |

Candidates
| Centre number | Candidate number | Surname   | Forenames | Date of birth |
| 10101         | 4101             | Abendroth | Quillon   | 2009-03-14    |
| 10102         | 4101             | Birkbecki | Rosamundi | 2009-04-15    |
| 10102         | 4102             | Cholmondi | Sabrinella| 2009-05-16    |

Entries
| Centre number | Candidate number | Entry code | Entry type | Entered on |
| 10101         | 4101             | 05839      | full award | 2026-10-01 |
| 10102         | 4101             | 05839      | full award | 2027-02-12 |
| 10102         | 4102             | 05839      | full award | 2026-10-01 |

Claims
| Centre number | Candidate number | Entry code | Unit number | Assessor | Standardised by | Grade | Claimed on | Visit | Claim status |
| 10101         | 4101             | 05839      | 8           | JS       | PT              | M     | 2027-03-01 | IT 1  | submitted    |
| 10102         | 4101             | 05839      | 8           | PT       | JS              | D     | 2027-03-01 | IT 1  | submitted    |
| 10102         | 4102             | 05839      | 8           | PT       | JS              | P     | 2027-01-20 | IT 1  | submitted    |
"""


def test_candidates_of_several_centres_with_one_number_are_each_told_by_centre_and_name() -> None:
    packs = packs_of(CENTRES, By.SUBJECT)
    it = pack(packs, "IT")
    assert [own.who for own in it.candidates] == [("10101", "4101"), ("10102", "4101"), (None, "4102")]
    book = load_workbook(io.BytesIO(pack_files(packs)[f"{it.stem}.xlsx"]))
    for sheet, names in (("Units", {"Quillon", "Rosamundi", "Sabrinella"}), ("Candidates", {"Abendroth"})):
        headings, *rows = book[sheet].iter_rows(min_row=4, values_only=True)
        at = [headings.index(name) for name in ("Candidate", "Centre")]
        seen = [tuple(row[column] for column in at) for row in rows if row[0]]
        assert {("4101", "10101"), ("4101", "10102"), ("4102", "10102")} <= set(seen), sheet
        told = " ".join(str(cell) for row in rows for cell in row)
        assert all(name in told for name in names)
        assert "more than one has this number" not in told
    headings, *rows = book["Sample lists"].iter_rows(min_row=4, values_only=True)
    at = [headings.index(name) for name in ("Candidate", "Centre")]
    assert sorted({tuple(row[column] for column in at) for row in rows if row[0]}) == [
        ("4101", "10101"),
        ("4101", "10102"),
        ("4102", "10102"),
    ]


@pytest.mark.parametrize("share", [False, True])
@pytest.mark.parametrize("by", [By.ASSESSOR, By.STANDARDISER])
def test_the_other_candidate_with_the_number_is_in_no_part_of_a_pack(by: By, share: bool) -> None:
    packs = packs_of(CENTRES, by, share)
    others = {"10101": ("Birkbecki", "Rosamundi", "10102"), "10102": ("Abendroth", "Quillon", "1/2009")}
    for one in packs.packs:
        centres = {own.who.centre for own in one.candidates if own.who.number == "4101"}
        (centre_number,) = centres
        for mark in others[str(centre_number)]:
            assert leaks(packs, one.owner.code, mark) == []


def test_a_finding_of_one_is_not_told_to_who_has_the_other_with_the_number() -> None:
    packs = packs_of(CENTRES)
    for one in packs.packs:
        own = {own.who for own in one.candidates}
        for told in one.findings:
            record = told.finding.record
            if isinstance(record, Candidate | Entry | Claim):
                assert packs.report.book.named(record) in own
    assert "entry-under-four-weeks" in rules_of(packs, "PT")
    assert "entry-under-four-weeks" not in rules_of(packs, "JS")


def test_a_claim_that_names_no_centre_names_nobody_where_the_number_is_of_two() -> None:
    packs = packs_of(
        CENTRES.replace(
            "| 10101         | 4101             | 05839      | 8 ",
            "|               | 4101             | 05839      | 8 ",
        )
    )
    (own,) = pack(packs, "JS").candidates
    assert (own.who, own.person) == ((None, "4101"), None)
    assert not [name for name in ("Abendroth", "Birkbecki") if leaks(packs, "JS", name)]


def test_a_workbook_of_one_centre_has_no_column_for_it() -> None:
    packs = packs_of()
    book = load_workbook(io.BytesIO(pack_files(packs)["pack-JS.xlsx"]))
    for sheet in ("Units", "Sample lists", "Candidates"):
        headings = next(book[sheet].iter_rows(min_row=4, values_only=True))
        assert "Centre" not in headings
