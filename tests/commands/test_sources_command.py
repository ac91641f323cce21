"""`ocr-sheets sources`: the list of all sentences, and a newer copy of a page beside what we read."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from workbooks import saved as workbook

from ocr_sheets.cli import main
from ocr_sheets.rulebook import load_sources, watch
from ocr_sheets.rulebook.watch import fingerprints_of

# Not OCR's words: a page of our own stands in for theirs.
OTTERS = """The otter's year
Otters sleep in holts beside the river.
Feed the otters at least four hours before a planned swim.
Remember to count the otters every spring."""
LINES = {2: ["S1"], 3: ["S30"], 4: ["S27"]}


@pytest.fixture(autouse=True)
def _otters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watch, "load_fingerprints", lambda: {"moderation": fingerprints_of(OTTERS, LINES)})


def sources(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["sources", *map(str, arguments)])


def refused(result: Result) -> str:
    assert result.exit_code == 2, result.output
    assert result.stdout == ""
    assert len(result.stderr.strip().splitlines()) == 1
    return result.stderr.strip()


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    path = tmp_path / "the page, saved.txt"
    path.write_text(OTTERS, encoding="utf-8")
    return path


def test_without_arguments_every_sentence_is_listed() -> None:
    result = sources()
    assert result.exit_code == 0
    for number in load_sources().sentences:
        assert f"\n  {number} " in result.stdout


def test_a_page_that_has_not_changed_ends_with_0(saved: Path) -> None:
    result = sources("moderation", saved)
    assert result.exit_code == 0, result.output
    assert "Nothing changed: all 3 sentences" in result.stdout


def test_a_page_that_has_changed_ends_with_1_and_names_what_rests_on_it(saved: Path) -> None:
    saved.write_text(OTTERS.replace("four hours", "six hours"), encoding="utf-8")
    result = sources("moderation", saved)
    assert result.exit_code == 1
    assert "S30" in result.stdout
    assert "entry-under-four-weeks" in result.stdout


def test_a_page_with_a_new_sentence_ends_with_1(saved: Path) -> None:
    saved.write_text(OTTERS.replace("Remember", "No otter may fly.\nRemember"), encoding="utf-8")
    result = sources("moderation", saved)
    assert result.exit_code == 1
    assert "No otter may fly." in result.stdout


def test_what_is_not_the_page_is_refused_in_one_sentence(saved: Path) -> None:
    saved.write_text("Something else altogether. It has nothing to do with it.", encoding="utf-8")
    assert "does not look like the page" in refused(sources("moderation", saved))
    saved.write_bytes(b"%PDF-1.7")
    assert "not a text file" in refused(sources("moderation", saved))


def test_a_page_that_is_not_known_is_refused(saved: Path) -> None:
    assert "moderation" in refused(sources("fees", saved))


def test_a_copy_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    assert "none.txt" in refused(sources("moderation", tmp_path / "none.txt"))
    assert "cannot be read" in refused(sources("moderation", tmp_path))


def test_a_page_without_its_copy_is_refused() -> None:
    assert "saved copy" in refused(sources("moderation"))


def test_what_a_workbook_gives_no_way_to_check_is_listed_with_the_column_that_would(tmp_path: Path) -> None:
    visits = "Visits\n| Visit | Subject area | Visit date |{}\n| IT 1 | IT | 2027-03-11 |{}\n"
    without = sources("--missed", workbook(tmp_path / "a.xlsx", visits.format("", "")), "--as-of", "2027-02-01")
    assert without.exit_code == 0, without.output
    assert "Visits has no column Type told on" in without.stdout
    told = visits.format(" Type | Type told on |", " virtual | 2027-01-15 |")
    with_it = sources("--missed", workbook(tmp_path / "b.xlsx", told), "--as-of", "2027-02-01")
    assert "\n  S19 " not in with_it.stdout


def test_the_list_names_every_page_with_its_address_our_day_and_what_rests_on_it() -> None:
    told = sources("--list")
    assert told.exit_code == 0
    pages = load_sources().pages.values()
    assert len({page.address for page in pages if page.address}) > 40
    assert all(page.title in told.stdout and page.address in told.stdout for page in pages)
    assert told.stdout.count("read by us on or before") == len(pages)
    block = told.stdout.split("Cambridge Technicals: Visiting moderation\n", 1)[1].split("\n\n", 1)[0]
    assert "read by us on or before 21 Nov 2026" in block
    assert "claim-under-two-weeks" in block
    assert "claim.days_before_visit" in block
    assert "S67" in block
    assert "S68" not in block
