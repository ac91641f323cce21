"""The three recipes of CONTRIBUTING, followed to the letter in a copy of the project."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest
from documents import ROOT, text_of

sys.path.insert(0, str(ROOT / ".ci"))
import release

CONTRIBUTING = ROOT / ".github" / "CONTRIBUTING.md"
SECTIONS = re.split(r"^## ", text_of(CONTRIBUTING), flags=re.MULTILINE)
NARROWED = {
    "tests/rules": ["-k", "visit-booked-after-it-was or no_longer_stands"],
    "tests/annotations": ["-k", "face_to_face or cancelled"],
    "tests/reading/test_one_word_two_meanings.py": ["-k", "banked"],
}
"""Of the tests of a whole folder, or of all headings, only those that the recipe's own work could break are run: all are run anyway."""


def section(start: str) -> str:
    (found,) = [each for each in SECTIONS if each.startswith(start)]
    return found


def code(start: str, language: str) -> list[str]:
    return [
        textwrap.dedent(body) for body in re.findall(rf"^ *```{language}\n(.*?)^ *```$", section(start), re.MULTILINE | re.DOTALL)
    ]  # fmt: skip


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    return release.copied(tmp_path)


def typed(clone: Path, start: str) -> Iterator[tuple[str, subprocess.CompletedProcess[str]]]:
    """Each line of a recipe as it is run, one after the other."""
    for line in "".join(code(start, "sh")).splitlines():
        if line.startswith("git "):
            continue  # the copy is no clone
        command, _, output = line.partition(" > ")
        done = subprocess.run(
            _words(command), cwd=clone, env=_environment(clone), capture_output=True, text=True, check=False
        )
        if output:
            (clone / output).write_text(done.stdout, encoding="utf-8")
        yield line, done


def _words(command: str) -> list[str]:
    words = [word for word in shlex.split(command) if not word.startswith("PYTHONPATH=")]
    program, rest = words[0].removeprefix(".venv/bin/"), words[1:]
    if program == "pytest":
        rest = [*rest, *(more for folder, narrow in NARROWED.items() if folder in rest for more in narrow)]
        return [
            sys.executable,
            "-m",
            "pytest",
            "-n",
            "0",
            "-p",
            "no:cacheprovider",
            *(word for word in rest if word not in ("-n", "0")),
        ]
    return [sys.executable, *(["-m", "ocr_sheets"] if program == "ocr-sheets" else []), *rest]


def _environment(clone: Path) -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, (clone, clone / "tests"))), "PYTHONUTF8": "1"}


def append(path: Path, text: str) -> None:
    path.write_text(f"{path.read_text(encoding='utf-8').rstrip()}\n\n\n{text.strip()}\n", encoding="utf-8")


def change(path: Path, old: str, new: str) -> None:
    """Put something in the one place where the recipe says."""
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1, (path, old)
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_a_first_rule_with_its_test(clone: Path) -> None:
    recipe = "A first rule, with its test"
    rule, test = code(recipe, "python")
    append(clone / "ocr_sheets/rules/order.py", rule)
    append(clone / "tests/rules/test_order.py", test)
    (row,) = re.findall(r"`(\| IT 0 \|[^`]+)`\.", section(recipe))
    change(clone / "tests/rules/wrong_rows.py", row.replace(" 2026-11-13 |", " |"), row)
    for line, done in typed(clone, recipe):
        assert done.returncode == 0, (line, done.stdout[-2000:], done.stderr[-2000:])
    for listing in ("tests/rules/messages.txt", "ocr_sheets/rules/README.md"):
        assert "visit-booked-after-it-was" in text_of(clone / listing)
        assert "visit-booked-after-it-was" not in text_of(ROOT / listing)


def test_a_first_added_column(clone: Path) -> None:
    recipe = "A first added column"
    column, line_of_test = code(recipe, "python")
    path = clone / "ocr_sheets/annotations/visits.py"
    before, found, after = text_of(path).partition("def days_left(")
    body, rest = after.split("\n\n\n", 1)
    path.write_text(f"{before}{found}{body}\n\n\n{column.strip()}\n\n\n{rest}", encoding="utf-8")
    tests = clone / "tests/annotations/test_columns.py"
    before, found, after = text_of(tests).partition("def test_a_face_to_face_visit_has_its_days_and_the_next_one")
    after = re.sub(
        r'( +)("Days left": .+,\n)', lambda line: f"{line[0]}{line[1]}{line_of_test.strip()}\n", after, count=1
    )
    tests.write_text(before + found + after, encoding="utf-8")
    for line, done in typed(clone, recipe):
        assert done.returncode == 0, (line, done.stdout[-2000:], done.stderr[-2000:])
    assert (clone / "with-weekday.annotated.xlsx").is_file()


def test_a_first_heading_of_somebodys_tracker(clone: Path) -> None:
    recipe = "A first heading of somebody's tracker"
    test, words = code(recipe, "python")
    append(clone / "tests/reading/test_tracker_layouts.py", test)
    first, *_ = typed(clone, recipe)
    assert first[1].returncode == 1, "the heading is known already: choose another for the recipe"
    known, added = "|cashed in)", words.strip().removeprefix("…").removesuffix('"')
    change(clone / "ocr_sheets/reading/trackers/headings.py", f'{known}"\n', f'{added}"\n')
    for line, done in typed(clone, recipe):
        assert done.returncode == 0, (line, done.stdout[-2000:], done.stderr[-2000:])
