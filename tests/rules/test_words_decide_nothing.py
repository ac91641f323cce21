"""Words are made last: with every message and fix reworded, nothing but those words is another in any output."""

from __future__ import annotations

import datetime as dt
import json
import re
import sys
import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from python_calamine import CalamineWorkbook
from workbooks import centre, report_of
from wrong_rows import WRONG

from ocr_sheets.cli import main
from ocr_sheets.model import judgement_words, reading_words
from ocr_sheets.packs import By, NobodyToPackFor, make_packs
from ocr_sheets.report import telling
from ocr_sheets.rules import RULES, Rule, reasons
from ocr_sheets.rules.cells import AS_READ
from ocr_sheets.text import CellText, fill
from ocr_sheets.validate import report_on

EXAMPLE = (Path(__file__).parents[2] / "templates" / "example.xlsx").read_bytes()
EXAMPLE_DAY = "2027-02-01"
ODD_SHEETS = """
Assesors
| Assessor | Name |
| JS | Jo Smith |
| PT | Pat Taylor |

Visits
| Visit | Subject area | Vist date | Type |
| IT 1 | IT | 2027-03-11 | virtual |
| IT 2 | IT | TBC | Hybrid |
| Total | | 2 | |

Y13 05839
| Grades claimed: 05839 | | |
| Cand no | Unit 8 | Unit 9 |
| 0045 | M | 05/02/2027 |
| 0046 | not yet | ✓ |

Y12 05839
| Name | Unit 8 | Unit 9 |
| Ali Adams | M | done |
| Total | 1 | 1 |

Claims 2024-25
| Candidate number | Entry code | Unit number | Assessor | Grade |
| 0045 | 05839 | 8 | JS | M |

BTEC claims
| Candidate number | Entry code | Unit number | Assessor | Grade |
| 0045 | 05839 | 8 | JS | M |

Predicted grades
| Cand no | Unit 8 |
| 0045 | D |
"""
"""Sheets of which nearly everything that the reader can say is true."""
READ: Sequence[tuple[str, bytes]] = ((EXAMPLE_DAY, EXAMPLE), (EXAMPLE_DAY, centre(ODD_SHEETS, without=["Assessors"])))
GRIDS = """
[sheets."Y13 05839"]
read_as = "grid"
dates_are = "Claimed on"

[sheets."Y12 05839"]
read_as = "grid"
"""
BOOKS: Sequence[tuple[str, bytes]] = (
    *READ,
    *((day.isoformat(), centre(text)) for day, text in WRONG),
)
WORDS = {
    *("message", "fix", "was", "title"),
    *("because", "remarks", "known_by", "reason", "what", "words", "text"),
}
"""The keys of the machine forms under which sentences stand."""


def _otherwise(words: str) -> str:
    return f"Seen otherwise ({words.upper()}) and no more." if words else words


def _all_otherwise(made: Any) -> Any:
    """The sentences that a function makes, one or a pair, in other words."""
    return _otherwise(made) if isinstance(made, str) else tuple(map(_otherwise, made))


WORDED = (
    *((reading_words, name) for name in ("issue_words", "remark_words", "why_words", "reached_words")),
    *((judgement_words, name) for name in ("worded", "source_of_code")),
    (reasons, "in_words"),
)
"""All functions that make sentences of what was read, decided, and not checked. The report's own are the messages and fixes."""


@pytest.fixture
def reworded(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Wraps each message, fix, remark, reason and question in other words, from when it is called, wherever they are asked for."""

    def now() -> None:
        made = telling.Telling._words
        monkeypatch.setattr(telling.Telling, "_words", lambda *about: _all_otherwise(made(*about)))
        for home, name in WORDED:
            function = getattr(home, name)
            other = _worded_otherwise(function)
            for module in [one for key, one in sys.modules.items() if key.startswith("ocr_sheets")]:
                if getattr(module, name, None) is function:
                    monkeypatch.setattr(module, name, other)

    return now


def _worded_otherwise(function: Callable[..., Any]) -> Callable[..., Any]:
    return lambda *about: _all_otherwise(function(*about))


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
        run = CliRunner().invoke(main, ["validate", str(path), "--as-of", day, "--format", "json"])
        made.append((run.exit_code, without_words(json.loads(run.stdout))))
        made.append(_packs(path, day))
        made.append(_cells_filled(path.with_name(f"{number}.annotated.xlsx")))
        if (day, data) in READ:
            made.append(_understood(path, day))
            made += _mappings(path, day)
    for first in range(len(BOOKS)):
        day = BOOKS[first][0]
        pair = [str(folder / f"{number % len(BOOKS)}.xlsx") for number in (first, first + 1)]
        run = CliRunner().invoke(main, ["diff", *pair, "--as-of", day, "--format", "json"])
        made.append((run.exit_code, without_words(json.loads(run.stdout))))
    return made


def _understood(path: Path, day: str) -> Any:
    run = CliRunner().invoke(main, ["read", str(path), "--as-of", day, "--format", "json"])
    assert run.stdout.startswith("{"), run.output
    return run.exit_code, without_words(json.loads(run.stdout))


def _mappings(path: Path, day: str) -> Any:
    """What the mapping file of a workbook says to the reader, its notes aside: as it is read by itself, and where sheets are said to be grids."""
    grids = path.with_name("grids.toml")
    grids.write_text(GRIDS, encoding="utf-8")
    for options in ((), ("--map", str(grids))):
        run = CliRunner().invoke(main, ["map", str(path), "--as-of", day, *options])
        yield run.exit_code, tomllib.loads(run.stdout) if run.exit_code == 0 else None


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
    book = CalamineWorkbook.from_path(path)
    sheets = {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}
    return {name: [[cell != "" for cell in row] for row in rows] for name, rows in sheets.items()}


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
        assert words.endswith((".", ".]")) or words == AS_READ  # the reader's sentences
    assert "" in rule.fixes


_QUOTED = re.compile(r"“\{(\w+)[^}]*\}”")


def test_what_a_sentence_shows_of_a_cell_is_marked_as_such_in_its_values() -> None:
    # Packs for others look for names in what is marked, and never in the sentence.
    seen = set()
    for day, text in WRONG:
        for outcome in report_of(text, day).outcomes:
            for raw in outcome.findings:
                for name in _QUOTED.findall(outcome.rule.message_of(raw.kind)):
                    assert isinstance(raw.values[name], CellText), (outcome.rule.code, name)
                    seen.add(outcome.rule.code)
                if raw.issue and "raw" in raw.issue.values:
                    assert isinstance(raw.issue.values["raw"], CellText)
    quoting = {rule.code for rule in RULES.values() if any(map(_QUOTED.search, rule.messages.values()))}
    assert seen == quoting


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
