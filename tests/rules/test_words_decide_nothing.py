"""Words are made last: with every message and fix reworded, nothing but those words is another in any output."""

from __future__ import annotations

import datetime as dt
import io
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner
from test_all_rules import WRONG
from workbooks import centre

from ocr_sheets import report as reporting
from ocr_sheets.cli import main
from ocr_sheets.packs import By, NobodyToPackFor, make_packs
from ocr_sheets.rules import RULES, RawFinding, Rule
from ocr_sheets.text import fill
from ocr_sheets.validate import report_on

EXAMPLE = (Path(__file__).parents[2] / "templates" / "example.xlsx").read_bytes()
EXAMPLE_DAY = "2027-02-01"
BOOKS: Sequence[tuple[str, bytes]] = (
    (EXAMPLE_DAY, EXAMPLE),
    *((day.isoformat(), centre(text)) for day, text in WRONG),
)
WORDS = {"message", "fix", "was", "title"}


@pytest.fixture
def reworded(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Wraps each message and fix, the reader's too, in other words, from when it is called."""

    def now() -> None:
        made = reporting._Telling._words

        def other(self: Any, rule: Rule, found: RawFinding) -> tuple[str, str]:
            message, fix = made(self, rule, found)
            return f"Seen otherwise ({message.lower()}) and no more.", f"There, there: {fix.upper()}"

        monkeypatch.setattr(reporting._Telling, "_words", other)

    return now


def without_words(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: without_words(one) for name, one in value.items() if name not in WORDS}
    return [without_words(one) for one in value] if isinstance(value, list) else value


def outputs(folder: Path) -> Any:
    """What the commands make of the workbooks, without messages and fixes."""
    made: list[Any] = []
    for number, (day, data) in enumerate(BOOKS):
        path = folder / f"{number}.xlsx"
        path.write_bytes(data)
        for options in ((), ("--strict",)):
            run = CliRunner().invoke(main, ["validate", str(path), "--as-of", day, "--format", "json", *options])
            made.append((run.exit_code, without_words(json.loads(run.stdout)) if run.stdout.startswith("{") else None))
        made.append(_packs(path, day))
        made.append(_cells_filled(path.with_name(f"{number}.annotated.xlsx")))
    for first in range(len(BOOKS)):
        day = BOOKS[first][0]
        pair = [str(folder / f"{number % len(BOOKS)}.xlsx") for number in (first, first + 1)]
        run = CliRunner().invoke(main, ["diff", *pair, "--as-of", day, "--format", "json"])
        made.append((run.exit_code, without_words(json.loads(run.stdout))))
    return made


def _packs(path: Path, day: str) -> Any:
    report = report_on(path, dt.date.fromisoformat(day))
    made = []
    for by in By:
        try:
            packs = make_packs(report, by).packs
        except NobodyToPackFor:
            continue
        made.append([(pack.stem, [told.finding.ref for told in pack.findings], pack.yours) for pack in packs])
    return made


def _cells_filled(path: Path) -> Any:
    """Which cells of the annotated copy hold something, and what its To do list holds but for its words."""
    book = openpyxl.load_workbook(io.BytesIO(path.read_bytes()))
    return {sheet.title: [[cell.value is not None for cell in row] for row in sheet] for sheet in book}


def test_rewording_every_message_and_fix_changes_nothing_but_words(
    tmp_path: Path, reworded: Callable[[], None]
) -> None:
    (tmp_path / "as_is").mkdir()
    (tmp_path / "other").mkdir()
    before = outputs(tmp_path / "as_is")
    reworded()
    after = outputs(tmp_path / "other")
    assert len(before) == len(after)
    for number, (one, other) in enumerate(zip(before, after, strict=True)):
        assert one == other, number


@pytest.mark.parametrize("rule", RULES.values(), ids=list(RULES))
def test_a_rules_templates_are_sentences(rule: Rule) -> None:
    for words in (*rule.messages.values(), *rule.fixes.values()):
        assert words == words.strip()
        assert words.endswith((".", ".]", "^.}"))  # the last ends what is said with a full stop, where it has no mark
    assert "" in rule.fixes


def test_a_template_says_days_counts_and_lists_and_leaves_out_what_is_not_known() -> None:
    values = {
        "day": dt.date(2027, 3, 11),
        "one": 1,
        "two": 2,
        "grades": ["P", "M", "D"],
        "nothing": None,
        "fee": 1150.5,
    }
    for template, words in (
        ("By {day}.", "By 11 Mar 2027."),
        ("{one:claim} {one:=is/are} late; {two:entry/entries} {two:=is/are}.", "1 claim is late; 2 entries are."),
        ("{grades}; {grades:or}.", "P, M and D; P, M or D."),
        ("Unit[ ({nothing})] 8[ by {day}].", "Unit 8 by 11 Mar 2027."),
        ("The fee[ of {fee:£}].", "The fee of £1,150.50."),
    ):
        assert fill(template, values) == words
