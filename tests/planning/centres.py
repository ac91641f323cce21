"""Random centres for the tests and times of planning: as many subjects, people and pieces of work as asked for."""

from __future__ import annotations

import datetime as dt
import random
from string import ascii_uppercase

DAY = dt.timedelta(days=1)
YEAR = dt.date(2026, 9, 1)

Rows = list[list[str]]


def random_centre(
    pick: random.Random, as_of: dt.date, subjects: int, candidates: int, units: int = 3, staff: int = 5, own: bool = False
) -> dict[str, Rows]:  # fmt: skip
    """The sheets of a centre in which nothing is wrong as of a day, for `workbooks.xlsx`.

    ``own`` gives each subject two or three members of staff, as in a school; otherwise anybody teaches anything. Some subjects are
    verified; some have had a visit, or have one planned; some candidates need results by a day; some people are away.
    """
    people = [f"{one}{two}" for one in ascii_uppercase for two in ascii_uppercase][:staff]
    sheets: dict[str, Rows] = {
        "Centre": [["Label", "Value"], ["Academic year", "2026/27"], ["Nation", "England"]],
        "Qualifications": [["Entry code", "Title", "Family", "Suite", "Level", "Subject area", "Quality assurer", "Approved on", "Approval visit on"]],
        "Units": [["Entry code", "Unit number", "Unit title", "Assessment"]],
        "Assessors": [["Assessor", "Name", "Unavailable from", "Unavailable to"]],
        "Candidates": [["Candidate number", "Surname", "Forenames", "Results needed by"]],
        "Entries": [["Candidate number", "Entry code", "Entry type", "Entered on"]],
        "Claims": [["Candidate number", "Entry code", "Unit number", "Assessor", "Standardised by", "Assessed on", "Standardised on", "Grade", "Claimed on", "Visit", "Claim status"]],
        "Visits": [["Visit", "Subject area", "Entry code", "Visit date", "Type", "Type told on", "Booked on", "Status"]],
    }  # fmt: skip
    for one in people:
        away = ["", ""]
        if pick.random() < 0.2:
            first = as_of + DAY * pick.randint(10, 120)
            away = [str(first), str(first + DAY * pick.randint(0, 9))]
        sheets["Assessors"].append([one, f"Staff {one}", *away])
    number = 0
    for place in range(subjects):
        code, name = f"{5300 + place:05}", f"Subject {ascii_uppercase[place]}"
        is_verified = pick.random() < 0.15
        family = ["Verified", ""] if is_verified else ["Cambridge Technicals", "2016"]
        team = pick.sample(people, min(staff, 3)) if own else people
        sheets["Qualifications"].append(
            [code, f"Title {place}", *family, "3", name, "M. Visitor", "2024-06-01", "2024-05-01"]
        )
        sheets["Units"] += [
            [code, str(unit + 1), f"Unit {unit + 1}", "verified" if is_verified else "moderated"]
            for unit in range(units)
        ]
        visit = _visits(sheets["Visits"], pick, as_of, name, code, is_verified)
        for _ in range(candidates // subjects):
            number += 1
            sheets["Candidates"].append([f"{number:04}", f"Sur{number}", f"Fore{number}", _need(pick, as_of)])
            sheets["Entries"].append([f"{number:04}", code, "full award", "2026-09-20"])
            for unit in range(units):
                sheets["Claims"].append(_claim(pick, as_of, f"{number:04}", code, unit, team, visit))
    return sheets


def _need(pick: random.Random, as_of: dt.date) -> str:
    if pick.random() < 0.3:
        return "summer 2027" if as_of < dt.date(2027, 5, 10) else ""
    return str(as_of + DAY * pick.randint(60, 150)) if pick.random() < 0.05 else ""


def _visits(rows: Rows, pick: random.Random, as_of: dt.date, name: str, code: str, is_verified: bool) -> str:
    """A visit that is over, and one to come, each or not; the name of the one to come."""
    what = ["", code] if is_verified else [name, ""]
    kind = "" if is_verified else "virtual"
    if as_of > dt.date(2026, 11, 20) and pick.random() < 0.4:
        rows.append([f"{name} 1", *what, "2026-11-10", kind, "2026-10-01", "2026-10-01", "done"])
    if pick.random() < 0.2:
        day = as_of + DAY * pick.randint(40, 90)
        if day.weekday() < 5:
            rows.append([f"{name} 2", *what, str(day), kind, str(as_of), str(as_of), "confirmed"])
            return f"{name} 2"
    return ""


def _claim(
    pick: random.Random, as_of: dt.date, number: str, code: str, unit: int, team: list[str], visit: str
) -> list[str]:  # fmt: skip
    assessor = pick.choice(team)
    other = pick.choice([one for one in team if one != assessor] or team)
    assessed = standardised = claimed = grade = ""
    status = "planned"
    span = (as_of - YEAR).days
    if pick.random() < 0.4 and span > 40:
        first = YEAR + DAY * pick.randint(20, span)
        assessed, grade = str(first), "P"
        if pick.random() < 0.5 and first + DAY < as_of:
            standardised = str(first + DAY)
    elif pick.random() < 0.1:
        # It is known already that this cannot be finished sooner.
        assessed = str(as_of + DAY * pick.randint(1, 60))
    return [
        number,
        code,
        str(unit + 1),
        assessor,
        other,
        assessed,
        standardised,
        grade,
        claimed,
        visit if pick.random() < 0.5 else "",
        status,
    ]
