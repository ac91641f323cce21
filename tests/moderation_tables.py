"""Small tables that the tests of the moderation rules share. The small centre of `workbooks` has one visit for IT, face-to-face on Thu 11 March 2027."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence


def table(sheet: str, usual: dict[str, str], columns: str, rows: Sequence[str]) -> str:
    """A sheet with the usual columns, then those named. A row is told in full, or only in the columns named."""
    headings = [*usual, *(part.strip() for part in columns.split("|"))]
    lines = [
        row if row.count("|") == len(headings) - 1 else f"{' | '.join(usual.values())} | {row}" for row in rows or [""]
    ]
    return "\n".join([sheet, f"| {' | '.join(headings)} |", *(f"| {line} |" for line in lines)]) + "\n"


def claims(columns: str, *rows: str) -> str:
    """Claims of unit 8 of 05839 by 0045, assessed by JS. The columns named begin at E."""
    usual = {"Candidate number": "0045", "Entry code": "05839", "Unit number": "8", "Assessor": "JS"}
    return table("Claims", usual, columns, rows)


def visits(columns: str, *rows: str) -> str:
    """The visit IT 1 on 11 March 2027. The columns named begin at D."""
    return table("Visits", {"Visit": "IT 1", "Subject area": "IT", "Visit date": "2027-03-11"}, columns, rows)


def entries(columns: str, *rows: str) -> str:
    """The full award entry of 0045 for 05839. The columns named begin at D."""
    usual = {"Candidate number": "0045", "Entry code": "05839", "Entry type": "full award"}
    return table("Entries", usual, columns, rows)


def candidates(columns: str, *rows: str) -> str:
    """Candidate 0045. The columns named begin at D."""
    usual = {"Candidate number": "0045", "Surname": "Adams", "Forenames": "Ali"}
    return table("Candidates", usual, columns, rows)


def qualifications(columns: str, *rows: str) -> str:
    """05839 of the 2016 suite. The columns named begin at D."""
    usual = {"Entry code": "05839", "Family": "Cambridge Technicals", "Subject area": "IT"}
    return table("Qualifications", usual, columns, rows)


def centre(**labels: str) -> str:
    """The Centre sheet: a label and its value in each row."""
    rows = [f"| {label.replace('_', ' ').capitalize()} | {value} |" for label, value in labels.items()]
    return "\n".join(["Centre", "| Label | Value |", *rows]) + "\n"


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


LATER = visits("Type", "IT 1 | IT | 2027-03-11 | virtual", "IT 2 | IT | 2027-06-10 | virtual")


def withdrawn(*rows: str) -> str:
    return entries("Unit number | Entered on | Withdrawn on", *rows)
