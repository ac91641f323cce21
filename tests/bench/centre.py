"""A large invented centre of any size for timing: rows as the template writes them, with about one planted fault in a hundred rows."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Mapping, Sequence
from pathlib import Path

from ocr_sheets.model.records import Assessor, Candidate, Centre, Claim, Entry, Qualification, Record, Unit, Visit
from ocr_sheets.writing.template import write_template

AS_OF = dt.date(2027, 2, 15)
LATER = dt.date(2027, 3, 10)
"""A day on which all claims have been made, and the second visit lies ahead."""
LATE = 0.01
"""The share of claims that are made too late for their visit, unless another is asked for."""
CODES = {"05839": "IT", "05835": "Business", "05844": "Digital Media"}
UNITS_EACH = 8
VISITS = {"1": dt.date(2026, 12, 1), "2": dt.date(2027, 3, 11)}

Row = Mapping[str, object]


def rows(
    candidates: int, claims_each: int = UNITS_EACH, late_share: float = LATE, as_of: dt.date = AS_OF
) -> dict[type[Record], Sequence[Row]]:
    """The rows of a centre with so many candidates, each with so many claims, as somebody would have filled them in by a day."""
    pick = random.Random(candidates)
    codes = list(CODES)
    people = [f"S{number:02}" for number in range(40)]
    numbers = [f"{number:04}" if number < 10_000 else str(number) for number in range(1, candidates + 1)]
    claims: list[Row] = []
    for place, number in enumerate(numbers):
        code = codes[place % len(codes)]
        for unit in range(claims_each):
            term = "1" if unit < claims_each // 2 else "2"
            visit_date = VISITS[term]
            late = pick.random() < late_share
            claimed = visit_date - dt.timedelta(days=10 if late else pick.randint(14, 30))
            claims.append(
                {
                    "candidate_number": number,
                    "entry_code": code,
                    "unit_number": str(unit % UNITS_EACH + 2),
                    "assessor": pick.choice(people),
                    "standardised_by": pick.choice(people),
                    "assessed_on": claimed - dt.timedelta(days=20),
                    "standardised_on": claimed - dt.timedelta(days=5),
                    "grade": pick.choice("PMD"),
                    "claimed_on": claimed if claimed <= as_of else None,
                    "visit": f"{CODES[code]} {term}",
                    "claim_status": "submitted" if claimed <= as_of else "planned",
                }
            )
    return {
        Centre: [{"centre_number": "99099", "academic_year": "2026/27", "nation": "England"}],
        Qualification: [
            {
                "entry_code": code,
                "title": subject,
                "family": "Cambridge Technicals",
                "suite": "2016",
                "level": 3,
                "subject_area": subject,
                "quality_assurer": "A. Moderator",
            }
            for code, subject in CODES.items()
        ],
        Unit: [
            {"entry_code": code, "unit_number": str(unit), "unit_title": f"Unit {unit}", "assessment": "moderated"}
            for code in CODES
            for unit in range(2, UNITS_EACH + 2)
        ],
        Assessor: [{"code": code, "name": f"Member of staff {code}"} for code in people],
        Candidate: [
            {
                "candidate_number": number,
                "surname": f"Surname{number}",
                "forenames": f"Forename{number}",
                "date_of_birth": dt.date(2009, 1, 1) + dt.timedelta(days=place % 600),
            }
            for place, number in enumerate(numbers)
        ],
        Entry: [
            {
                "candidate_number": number,
                "entry_code": codes[place % len(codes)],
                "entry_type": "full award",
                "entered_on": dt.date(2026, 10, 1),
            }
            for place, number in enumerate(numbers)
        ],
        Claim: claims,
        Visit: [
            {
                "name": f"{subject} {term}",
                "subject_area": subject,
                "visit_date": day,
                "type": "virtual",
                "type_told_on": dt.date(2026, 10, 1),
                "status": "confirmed",
            }
            for subject in CODES.values()
            for term, day in VISITS.items()
        ],
    }


def write(
    path: Path, candidates: int, claims_each: int = UNITS_EACH, late_share: float = LATE, as_of: dt.date = AS_OF
) -> None:
    """Write such a centre to a file."""
    with path.open("wb") as file:
        write_template(file, rows(candidates, claims_each, late_share, as_of))
