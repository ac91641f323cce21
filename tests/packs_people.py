"""A small centre none of whose candidates can be named in a file by chance: for the tests of packs and of e-mails."""

from __future__ import annotations

from pathlib import Path

from ocr_sheets.writing.example.people import uci_of, uln_of

EXAMPLE = Path(__file__).parents[1] / "templates" / "example.xlsx"
PEOPLE = {
    "4101": ("Abendroth", "Quillon", "2009-03-14"),
    "4102": ("Birkbecki", "Rosamundi", "2009-04-15"),
    "4103": ("Cholmondi", "Sabrinella", "2009-05-16"),
    "4104": ("Dunstanby", "Tiberion", "2009-06-17"),
    "4105": ("Eglantyne", "Ulrikson", "2009-07-18"),
    "4106": ("Farthingo", "Vespasia", "2009-08-19"),
}
"""People none of whose names, numbers or days of birth can stand in a pack by chance."""


def candidates(**other: str) -> str:
    """The Candidates sheet; ``n4102=…`` gives the row of that number another ULN."""
    rows = [
        f"| {number} | {surname} | {forenames} | {born} | {other.get(f'n{number}', uln_of(int(number)))} | {uci_of(number, 2026)} |"
        for number, (surname, forenames, born) in PEOPLE.items()
    ]
    return "\n".join(["Candidates", "| Candidate number | Surname | Forenames | Date of birth | ULN | UCI |", *rows])


CLAIMS = """
Entries
| Candidate number | Entry code | Entry type | Entered on |
| 4101             | 05839      | full award | 2026-10-01 |
| 4102             | 05839      | full award | 2027-02-12 |
| 4103             | 05839      | full award | 2026-10-01 |
| 4104             | 05835      | full award | 2026-10-01 |
| 4106             | 05835      | full award | 2026-10-01 |

Claims
| Candidate number | Entry code | Unit number | Assessor   | Standardised by | Grade | Claimed on | Visit | Claim status |
| 4101             | 05839      | 8           | JS         | PT              | M     | 2027-01-20 | IT 1  | submitted    |
| 4101             | 05839      | 9           | PT         |                 | P     |            | IT 1  | planned      |
| 4102             | 05839      | 8           | PT         | JS              | D     | 2027-03-01 | IT 1  | submitted    |
| 4103             | 05839      | 8           | Jo Smith   | PT              | D*    | 2027-01-20 | IT 1  | submitted    |
| 4104             | 05835      | 4           | XY         | JS              | P     |            |       | planned      |
| 4105             | 05839      | 8           | PT         | JS              | P     | 2027-01-20 | IT 1  | submitted    |
"""
SMALL = candidates() + "\n" + CLAIMS
