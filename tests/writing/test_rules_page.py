"""The page of all rules is what the code says, and readings are explained."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from ocr_sheets import rules
from ocr_sheets.cli import main
from ocr_sheets.rulebook import load_readings, load_rulebook, load_sources, read_settings
from ocr_sheets.rules import RULES
from ocr_sheets.writing import rules_page
from ocr_sheets.writing.rules_text import readings_of

# A file of rules that is not yet among those that are run may be imported by its own tests: it counts from the day it is.
RUN = [rule for rule in RULES.values() if str(rule.check.__module__).split(".")[2] in rules.__all__]
PAGE = rules_page.page(RUN)
KEPT = Path(rules.__file__).parent / "README.md"
READINGS = load_readings()


def explained(code: str) -> str:
    result = CliRunner().invoke(main, ["explain", code])
    assert result.exit_code == 0, result.output
    return result.stdout


def test_the_page_that_is_kept_is_the_one_that_the_code_makes() -> None:
    # Compared as a whole: a listing of what differs would be hundreds of lines long.
    is_fresh = KEPT.is_file() and KEPT.read_bytes() == PAGE.encode()
    assert is_fresh, f"{KEPT} is stale. Renew it: {rules_page.RENEW}"


def test_the_command_prints_the_page_byte_for_byte() -> None:
    result = CliRunner().invoke(main, ["rules", "--markdown"])
    assert result.exit_code == 0
    if len(RUN) == len(RULES):
        assert result.stdout_bytes == PAGE.encode()


def test_every_link_within_the_page_leads_to_a_heading() -> None:
    headings = set(re.findall(r"^### ([a-z0-9-]+)$", PAGE, re.MULTILINE))
    assert {rule.code for rule in RUN} | set(READINGS) == headings
    assert set(re.findall(r"\]\(#([^)]+)\)", PAGE)) <= headings


def test_every_sentence_stands_on_the_page_once_with_its_fate() -> None:
    rows = re.findall(r"^\| ([SB]\d+) \| .+ \| (rule|deadline|guidance|reason) \| (.*) \|$", PAGE, re.MULTILINE)
    assert [number for number, _, _ in rows] == [
        each.number
        for page in load_sources().pages.values()
        for each in load_sources().sentences.values()
        if each.page == page
    ]


def test_every_table_has_as_many_cells_in_each_row() -> None:
    for block in re.findall(r"(?:^\|.*\n)+", PAGE, re.MULTILINE):
        assert len({len(re.findall(r"(?<!\\)\|", line)) for line in block.splitlines()}) == 1, block[:200]


def test_each_figure_stands_in_the_table_of_figures() -> None:
    for value in load_rulebook():
        assert f"| `{value.name}` |" in PAGE


@pytest.mark.parametrize("name", READINGS)
def test_explain_tells_of_a_reading_and_the_setting_to_write(name: str) -> None:
    said, reading = explained(name), READINGS[name]
    for part in (reading.question, reading.ours, reading.other, "ocr-sheets.toml", f'{name} = "{reading.other}"'):
        assert part in said


def test_explain_tells_which_readings_a_rule_depends_on() -> None:
    said = explained("sample-uploaded-late")
    assert READINGS["days"].question in said
    assert "Ours: calendar days. The other: working days." in said
    assert READINGS["weeks"].question not in said


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("entry-under-four-weeks", ["weeks"]),
        ("sample-not-uploaded", ["days"]),
        ("visit-in-late-august", ["august"]),
        ("visit-chargeable", ["academic-year", "subject-areas"]),
        ("fewer-than-two-eqa-visits", ["eqa-year"]),
        ("email-unlikely", []),
    ],
)
def test_a_rule_depends_on_a_reading_by_its_figures_or_its_sentences(code: str, names: list[str]) -> None:
    assert [reading.name for reading in readings_of(RULES[code])] == names


def test_every_reading_has_a_rule_that_depends_on_it() -> None:
    assert {reading.name for rule in RUN for reading in readings_of(rule)} == set(READINGS)


def test_no_reading_has_the_code_of_a_rule() -> None:
    assert not set(READINGS) & set(RULES)


def test_the_settings_that_the_rulebooks_page_shows_can_be_read() -> None:
    page = (Path(rules.__file__).parents[1] / "rulebook" / "README.md").read_text(encoding="utf-8")
    section = page.split("\n## Settings\n", 1)[1]
    shown = re.findall(r"```toml\n(.+?)```", section, re.DOTALL)[0]
    settings = read_settings(shown, "README.md")
    assert [reading.name for reading in settings.turned] == ["days"]
    assert "entry.days_before_visit" in settings.rulebook.laid_over


def test_a_reading_misspelt_is_named() -> None:
    result = CliRunner().invoke(main, ["explain", "augst"])
    assert result.exit_code == 2
    assert "august" in result.stderr
