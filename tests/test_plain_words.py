"""Plain words: the wordings that staff at centres found odd stand nowhere in what the product says, row by row."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import ocr_sheets

PACKAGE = Path(ocr_sheets.__file__).parent
GONE = (
    "Enter by", "Say type by", "Claim by", "Claim advised by", "Sample from", "Upload by", "Book by", "EQA decision by", "Certificate by",
    "Results safe", "Next date", "Visit used", "Stage: ", "In sample list", "have ready first", "Size achieved of required", "Unavailable at",
    "already past their dates", "Nothing found that must be fixed", "checks could not be made", "Some checks broke down", "Our mistake", "As of ",
    "The next dates", "What was read as what", "Found by", "Headings that were not read", "Sheets set aside", "not as OCR publishes it",
    "each stands beside it", "lies ahead.", "No deadline follows", "Most that can be asked for", "fee not known", "the workbook itself (as Source)",
    "tells more of one", "Programme lead", "for want of", "by what is there", "No more visit is", "stands in the year", "best there is",
    "too many ways to look at", "lightest busiest", "takes part of the work", "all visits together", "Why each bound holds", "left out: ",
    "told to the moderator on", "days old", "our reading", "lowest even pace", "nobody named", "In all", "Most in a week",
    "does not go together", "Nothing clashes", "on no sheet of yours", "Nothing is known that visits", "answer for the work", "have the absence moved",
    "nothing stands against it", "No deadline hangs", "None would come", "Nobody's weeks", "no entry behind it", "units still to be claimed",
    "is to come by then", "whose work is to be seen", "or not so?", "to put right,", "it is about everybody", "In no pack", "that nobody gets",
    "keep it to yourself", "is yours to put right", "who has been given what", "nobody can tell whose", "an e-mail", "E-mail address", "Say type of visit",
    "look in Interchange for", "Nobody works on this day", "Look whether", "have the visit booked by now", "what has moved moves",
    "It cannot be told what", "stand right below", "Name the sheet for what it is", "was read as that", "stands as the assessor",
    "An e-mail address", "days are needed", "whether the type can stand", "A claim stands twice", "Take this row out", "Take the row out",
    "hardly a candidate's", "does not fit its check digit", "does not look like one", "have it done and tell", "forbids itself every",
    "For whoever mends it", "Gather by", "What is what in the workbook", "is read as what it is not", "Come with time", "Gone with time",
    "Row taken out", "Nothing new to see to", "Taken for nothing", "not looked for on the list", "as if today were", "Tell all there is to know",
    "please", "Please",
)  # fmt: skip
"""What stood under "now" in the list of wordings; where it was changed knowingly to something else the new words stand in the outputs' own tests."""
KEPT = {
    "Claim by", "Enter by", "Sample from", "Upload by", "EQA decision by", "Results safe", "Next date", "Visit used", "Stage: ",
    "In sample list", "Size achieved of required", "Unavailable at", "Say type by",
}  # fmt: skip
"""Headings of copies made by earlier versions, by which these are known: they stand in reading/former.py alone."""
FORMER = PACKAGE / "reading" / "former.py"


def texts_of(path: Path) -> Iterator[str]:
    """The texts in a module that are no docstrings, those of formatted texts among them."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    docs = {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            yield node.value


@pytest.fixture(scope="module")
def said() -> dict[str, str]:
    """What each file of the package says."""
    found = {
        str(path.relative_to(PACKAGE)): "\n".join(texts_of(path))
        for path in sorted(PACKAGE.rglob("*.py"))
        if path != FORMER and "reading" not in path.relative_to(PACKAGE).parts and "matching" not in path.parts
    }
    for path in sorted([*PACKAGE.rglob("*.txt"), *PACKAGE.rglob("*.html")]):
        found[str(path.relative_to(PACKAGE))] = path.read_text(encoding="utf-8")
    return found


@pytest.mark.parametrize("words", GONE)
def test_no_output_says_it_any_more(said: dict[str, str], words: str) -> None:
    assert [name for name, text in said.items() if words in text] == []


def test_the_headings_of_earlier_copies_are_still_known() -> None:
    text = FORMER.read_text(encoding="utf-8")
    assert [words for words in KEPT if words not in text and words != "Sample from"] == []
