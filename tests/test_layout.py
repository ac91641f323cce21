"""The way through the code is one-directional; what `validate` needs runs where there is no pandas, numpy or lxml."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from ocr_sheets import patching

PACKAGE = Path(__file__).parent.parent / "ocr_sheets"

LAYERS = {
    "the ground": {"ocr_sheets", "errors", "text", "patterns", "dates", "glossary", "patching", "files"},  # knows nothing of a centre, nor of OCR
    "the model": {"model"},  # knows what a centre's workbook holds, and no rule
    "the facts": {"rulebook", "catalogue", "matching"},  # know OCR's figures, its qualifications, and what a word may mean
    "the readers and the rules": {"reading", "hidden_data", "schedule", "rules"},  # each makes more of a book, and writes nothing
    "the report": {"report", "to_fill_in"},  # knows all there is to say of a workbook, and no way of saying it
    "the writers": {"annotations", "writing"},  # know a report, and how cells, sheets and lines are made from it
    "the features": {
        "many", "planning", "packs", "emails", "diff", "reconcile", "collect", "calendar", "overview", "validate", "filling",
        "visit_day", "claim_list", "asking", "mending", "manual",
    },  # each decides, words and writes one thing that people ask for
    "the ways in": {"the library", "library", "page", "serving", "commands", "cli", "__main__"},  # know who asks, and which feature answers
}  # fmt: skip
"""From the bottom up. A module may import from its own layer and from those before it."""

APART = {
    ("reading", "rules"),
    ("reading", "schedule"),
    ("rules", "reading"),
    ("schedule", "reading"),
    ("schedule", "rules"),
    ("annotations", "reading"),
}
"""Pairs of one layer, or near each other, that know nothing of each other: the first may not import the second."""


def _unit(path: Path) -> str:
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return "the library" if parts == ("__init__",) else parts[0]


def _imports(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.split(".")[0] == "ocr_sheets":
            rest = node.module.split(".")[1:]
            found.update([rest[0]] if rest else [_named(alias.name) for alias in node.names])
        elif isinstance(node, ast.Import):
            names = [alias.name.split(".") for alias in node.names]
            found.update(parts[1] for parts in names if parts[0] == "ocr_sheets" and len(parts) > 1)
    return found


def _named(name: str) -> str:
    return name if (PACKAGE / name).is_dir() or (PACKAGE / f"{name}.py").exists() else "ocr_sheets"


def _layer(unit: str) -> int:
    return next(number for number, layer in enumerate(LAYERS.values()) if unit in layer)


MODULES = sorted(PACKAGE.rglob("*.py"))


@pytest.mark.parametrize("path", MODULES, ids=[str(path.relative_to(PACKAGE)) for path in MODULES])
def test_a_module_imports_only_from_its_own_layer_or_one_below(path: Path) -> None:
    unit = _unit(path)
    for imported in _imports(path):
        assert _layer(imported) <= _layer(unit), f"{unit} imports {imported}"
        assert (unit, imported) not in APART


def test_the_patcher_knows_nothing_else_of_the_project() -> None:
    for path in (PACKAGE / "patching").glob("*.py"):
        assert _imports(path) <= {"patching", "patterns"}, path.name


def test_all_names_of_the_patcher_are_found_when_they_are_asked_for() -> None:
    homes = [name for names in patching._HOMES.values() for name in names]
    assert sorted(homes) == sorted(patching.__all__)
    assert all(getattr(patching, name) is not None for name in homes)


def _loaded_after(code: str) -> set[str]:
    script = f"import sys\n{code}\nprint(' '.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(done.stdout.split("\n")[-2].split())


def test_help_answers_without_the_heavy_packages() -> None:
    loaded = _loaded_after("from ocr_sheets.cli import main\ntry: main(['--help'])\nexcept SystemExit: pass")
    assert not loaded & {"pandas", "openpyxl", "xlsxwriter", "python_calamine", "numpy"}


def test_the_rules_are_listed_without_what_reads_and_writes_workbooks() -> None:
    loaded = _loaded_after("from ocr_sheets.cli import main\ntry: main(['rules'])\nexcept SystemExit: pass")
    assert not loaded & {
        "ocr_sheets.patching.workbook",
        "ocr_sheets.reading",
        "ocr_sheets.report",
        "xlsxwriter",
        "python_calamine",
    }


def test_validate_needs_neither_pandas_nor_numpy_nor_lxml(tmp_path: Path) -> None:
    from workbooks import saved

    book, out = saved(tmp_path / "centre.xlsx"), tmp_path / "out.xlsx"
    loaded = _loaded_after(
        "import datetime as dt\nfrom pathlib import Path\nfrom ocr_sheets.validate import validate\n"
        f"validate(Path({str(book)!r}), Path({str(out)!r}), dt.date(2027, 2, 1))"
    )
    assert out.exists()
    assert not loaded & {"pandas", "numpy", "lxml", "openpyxl"}


def test_nobody_tells_claims_apart_by_their_row_alone() -> None:
    """A row of a grid holds a claim for each unit: `Claim.place` tells them apart."""
    alone = re.compile(r"\(\s*(\w*claim\w*)\.sheet,\s*\1\.row\s*\)|\[\s*(\w*claim\w*)\.sheet,\s*\2\.row\s*\]")
    for path in MODULES:
        found = alone.search(path.read_text(encoding="utf-8"))
        assert found is None, f"{path.relative_to(PACKAGE)}: {found and found[0]}"
