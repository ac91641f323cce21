"""A workbook whose staff have addresses, and commands run on it as a person types them."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner, Result
from packs_people import SMALL
from workbooks import report_of

from ocr_sheets.cli import main
from ocr_sheets.files.folders import LIST
from ocr_sheets.packs import By, Packs, make_packs

PACKS = ["index.xlsx", LIST, "pack-AB.xlsx", "pack-JS.xlsx", "pack-PT.xlsx"]
SUPERVISED = "to-ocr-if-visitors-are-supervised-IT-1-2027-03-11.eml"
DRAFTS = ["index.eml", LIST, "pack-AB.eml", "pack-JS.eml", "pack-PT.eml", SUPERVISED, "to-ocr-no-contact-yet-05835.eml"]
STAFF = """
Assessors
| Assessor | Name          | Email                    |
| JS       | Jo “Siân” Ŵyn | jo@example.org           |
| PT       | Pat, Taylor   | Pat <pat@bücher.example> |
| AB       | Ann Bell      |                          |

Centre
| Label                | Value            |
| Centre name          | Coleg & Llŷn     |
| Exams officer        | Eve <Officer>    |
| Exams officer email  | exams@example.org |
"""
CLAIM = "| 4105             | 05839      | 8           | PT "
TEXT = SMALL.replace("Jo Smith  ", "JS        ").replace(CLAIM, CLAIM.replace("PT ", "AB ")) + STAFF


def packs_of(share: bool = False, text: str = TEXT) -> Packs:
    return make_packs(report_of(text), By.ASSESSOR, share)


def run(*arguments: object, **environment: str) -> Result:
    command = [str(argument) for argument in arguments]
    return CliRunner().invoke(main, [*command, "--as-of", "2027-02-01"], env=environment)


def refused(result: Result) -> str:
    """Assert one sentence on stderr and exit code 2; the sentence."""
    assert result.exit_code == 2, result.output
    assert len(result.stderr.strip().splitlines()) == 1, result.stderr
    return result.stderr.strip()


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())
