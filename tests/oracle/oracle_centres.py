"""Random small centres whose dates lie about the days that OCR's pages name, and what is wrong with them by these pages.

This is a second reading of the pages (the sentence stands beside each line), written without looking at the rules: nothing of the
package is imported here. Bank holidays come from the PyPI package `holidays`.
"""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass, field

import holidays

ENGLAND = holidays.country_holidays("GB", subdiv="ENG", years=range(2025, 2030))
DAY = dt.timedelta(days=1)
Wrong = tuple[str, str]
"""What is wrong, as a rule's code, and whose: a candidate number or a visit's name."""


@dataclass
class Visit:
    name: str
    day: dt.date
    kind: str
    told: dt.date | None
    status: str


@dataclass
class Work:
    number: str
    visit: Visit
    entered: dt.date
    claimed: dt.date | None
    asked: dt.date | None
    uploaded: dt.date | None


@dataclass
class Verified:
    number: str
    claimed: dt.date
    assessed: dt.date
    entered: dt.date
    results: dt.date | None
    certificate: dt.date | None


@dataclass
class RandomCentre:
    as_of: dt.date
    visits: list[Visit] = field(default_factory=list)
    work: list[Work] = field(default_factory=list)
    eqa_day: dt.date = dt.date(2027, 3, 12)
    verified: list[Verified] = field(default_factory=list)

    @property
    def numbers(self) -> list[str]:
        """The numbers of all candidates."""
        return [*(one.number for one in self.work), *(one.number for one in self.verified)]

    def sheets(self) -> dict[str, list[list[str]]]:
        """The centre as the sheets of a workbook."""

        def on(day: dt.date | None) -> str:
            return day.isoformat() if day else ""

        return {
            "Qualifications": [
                ["Entry code", "Family", "Suite", "Level", "Subject area", "Quality assurer", "Approved on", "Approval visit on"],
                ["05838", "Cambridge Technicals", "2016", "3", "IT", "M. Moderator", "", ""],
                ["04663", "Verified", "", "4", "Careers", "E. Assurer", "2020-01-10", "2020-01-05"],
            ],
            "Units": [
                ["Entry code", "Unit number", "Assessment"],
                ["05838", "8", "moderated"],
                ["04663", "1", "verified"],
            ],
            "Assessors": [["Assessor", "Name"], ["JS", "Jo Smith"], ["PT", "Pat Taylor"]],
            "Candidates": [
                ["Candidate number", "Surname", "Forenames"],
                *([number, f"Name{number}", "F"] for number in self.numbers),
            ],
            "Visits": [
                ["Visit", "Subject area", "Entry code", "Visit date", "Type", "Type told on", "Status"],
                *([one.name, "IT", "", on(one.day), one.kind, on(one.told), one.status] for one in self.visits),
                ["EQA", "", "04663", on(self.eqa_day), "", "", "planned"],
            ],
            "Entries": [
                ["Candidate number", "Entry code", "Entry type", "Entered on"],
                *([one.number, "05838", "full award", on(one.entered)] for one in self.work),
                *([one.number, "04663", "full award", on(one.entered)] for one in self.verified),
            ],
            "Claims": [
                [
                    "Candidate number", "Entry code", "Unit number", "Assessor", "Standardised by", "Assessed on", "Claimed on",
                    "Visit", "Claim status", "Sample requested on", "Sample uploaded on", "Results published on",
                    "Certificate issued on",
                ],
                *(
                    [one.number, "05838", "8", "JS", "PT", "", on(one.claimed), one.visit.name, "", on(one.asked), on(one.uploaded), "", ""]
                    for one in self.work
                ),
                *(
                    [one.number, "04663", "1", "JS", "PT", on(one.assessed), on(one.claimed), "EQA", "submitted", "", "", on(one.results), on(one.certificate)]
                    for one in self.verified
                ),
            ],
        }  # fmt: skip


def about(rng: random.Random, day: dt.date, *distances: int) -> dt.date:
    """A day on one of these distances before another, or the day before or after that."""
    return day - (rng.choice(distances) + rng.choice((-1, 0, 1))) * DAY


def random_centre(seed: int) -> RandomCentre:
    """A centre seen on a day near one of the days that matter for its first visit."""
    rng = random.Random(seed)
    first = dt.date(2026, 10, 1) + rng.randrange(330) * DAY
    if rng.random() < 0.2:
        first = rng.choice([dt.date(2027, 8, 17), dt.date(2027, 8, 18), dt.date(2027, 8, 31), dt.date(2027, 9, 1)])
    as_of = about(rng, first, 28, 14, 10, 5, 0, -30)
    made = RandomCentre(as_of)
    for number in range(rng.randint(1, 2)):
        day = first + number * rng.randint(40, 60) * DAY
        told = about(rng, day, 28, 60)
        made.visits.append(
            Visit(
                f"IT {number + 1}", day, rng.choice(["virtual", "face-to-face"]),
                told if told <= as_of and rng.random() < 0.7 else None,
                rng.choice(["planned", "confirmed"]),
            )
        )  # fmt: skip
    for number in range(rng.randint(1, 8)):
        visit = rng.choice(made.visits)
        entered = min(about(rng, visit.day, 28, 28, 100, 14), as_of)
        past = {
            "claimed": about(rng, visit.day, 14, 14, 20),
            "asked": about(rng, visit.day, 21, 10, 5),
            "uploaded": about(rng, visit.day, 5, 5, 8),
        }
        known = {name: day if day <= as_of and rng.random() < 0.8 else None for name, day in past.items()}
        made.work.append(Work(f"{number + 1:04}", visit, entered, known["claimed"], known["asked"], known["uploaded"]))
    made.eqa_day = as_of - rng.choice((0, 4, 5, 6, 7, 8, 9, 11, 12)) * DAY
    for number in range(rng.randint(0, 3)):
        claimed = made.eqa_day - rng.randint(0, 20) * DAY
        entered = claimed - rng.choice((-1, 0, 1)) * DAY
        results = made.eqa_day + rng.randint(0, 3) * DAY
        made.verified.append(
            Verified(
                f"09{number:02}", claimed, claimed - rng.choice((-1, 0, 1)) * DAY, min(entered, as_of),
                results if results <= as_of and rng.random() < 0.5 else None, None,
            )
        )  # fmt: skip
    return made


def working_days_after(day: dt.date, count: int) -> dt.date:
    """So many working days later: Monday to Friday without England's bank holidays."""
    while count:
        day += DAY
        count -= day.weekday() < 5 and day not in ENGLAND
    return day


def wrong_by_the_pages(centre: RandomCentre) -> Iterator[Wrong]:
    """What OCR's two pages find wrong with a centre, as of the day it is looked at."""
    for visit in centre.visits:
        four_weeks = visit.day - 28 * DAY
        if visit.told and visit.told > four_weeks:  # S19: told 4 weeks before the visit takes place
            yield "visit-type-told-late", visit.name
        if visit.told is None and visit.day >= centre.as_of > four_weeks:
            yield "visit-type-not-told", visit.name
        if visit.day.month == 8 and visit.day.day >= 18:  # S16 with B1: 18 to 31 August
            yield "visit-in-late-august", visit.name
    asked_at = {one.visit.name for one in centre.work if one.asked}
    for one in centre.work:
        day = one.visit.day
        if one.entered > day - 28 * DAY:  # S30: at least four weeks before a planned visit
            yield "entry-under-four-weeks", one.number
        if one.claimed and one.claimed < one.entered:  # S29: no claim without a valid entry
            yield "claim-before-entry", one.number
        if one.claimed and one.claimed > day - 14 * DAY:  # S31: at least two weeks before
            yield "claim-under-two-weeks", one.number
        if one.claimed is None and one.asked is None and centre.as_of > day - 14 * DAY:  # S28 with S31
            yield "claim-not-made", one.number
        if one.asked and one.claimed and one.asked < one.claimed:  # S35: once the claims have been submitted
            yield "request-before-claim", one.number
        if one.asked and one.visit.kind == "face-to-face" and one.asked < day - 21 * DAY:  # S36: face-to-face only
            yield "sample-requested-early", one.number
        in_time = one.claimed is not None and one.claimed <= day - 14 * DAY
        if one.asked and in_time and one.asked > day - 10 * DAY:  # S37: provided that the claim was in time
            yield "sample-requested-late", one.number
        five = day - 5 * DAY
        if (
            one.visit.kind == "virtual"
        ):  # S42: a minimum of 5 days before the virtual visit; nobody is blamed before it is asked for
            is_further = one.asked is None and one.visit.name in asked_at  # S41: further evidence may come on the day
            could = one.asked <= five if one.asked else not is_further
            if one.uploaded and one.uploaded > five and could:
                yield "sample-uploaded-late", one.number
            if one.uploaded is None and one.asked and one.asked <= five < centre.as_of:
                yield "sample-not-uploaded", one.number
    waiting = [one for one in centre.verified if one.results is None and one.claimed <= centre.eqa_day]
    if waiting and centre.as_of > working_days_after(centre.eqa_day, 5):  # S93: within five working days of it
        yield "eqa-decision-overdue", "EQA"
    for other in centre.verified:
        is_open = other.results is None  # what has its result is history, and nothing about it can be put right
        if is_open and other.assessed > other.claimed:  # S85: once the assessment has taken place
            yield "verified-claim-before-assessed", other.number
        if is_open and other.claimed < other.entered:  # S76: registered by entries first
            yield "verified-claim-before-entry", other.number
        if other.results and other.certificate is None and centre.as_of > working_days_after(other.results, 5):  # S97
            yield "certificate-overdue", other.number


CODES = frozenset(
    [
        "visit-type-told-late",
        "visit-type-not-told",
        "visit-in-late-august",
        "entry-under-four-weeks",
        "claim-before-entry",
        "claim-under-two-weeks",
        "claim-not-made",
        "request-before-claim",
        "sample-requested-early",
        "sample-requested-late",
        "sample-uploaded-late",
        "sample-not-uploaded",
        "eqa-decision-overdue",
        "verified-claim-before-assessed",
        "verified-claim-before-entry",
        "certificate-overdue",
    ]
)
"""What the second reading knows of."""
