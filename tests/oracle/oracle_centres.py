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
    booked: dt.date | None = None


@dataclass
class Work:
    number: str
    visit: Visit
    entered: dt.date
    claimed: dt.date | None
    asked: dt.date | None
    uploaded: dt.date | None
    needs_summer: bool = False
    """Whether the candidate needs results in summer 2027."""


@dataclass
class Kept:
    """Work of last year, confirmed at a visit in May 2026, and what became of it since."""

    number: str
    certificate: dt.date | None
    review: dt.date | None
    disposed: dt.date | None


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
    kept: list[Kept] = field(default_factory=list)
    eqa_day: dt.date = dt.date(2027, 3, 12)
    other_eqa_visit: tuple[dt.date, str] | None = None
    """The day and status of a second EQA visit."""
    first_delivered: dt.date | None = None
    dcs_from: dt.date | None = None
    verified: list[Verified] = field(default_factory=list)

    @property
    def numbers(self) -> list[str]:
        """The numbers of all candidates."""
        rows: tuple[Work | Kept | Verified, ...] = (*self.work, *self.kept, *self.verified)
        return [one.number for one in rows]

    def sheets(self) -> dict[str, list[list[str]]]:
        """The centre as the sheets of a workbook."""

        def on(day: dt.date | None) -> str:
            return day.isoformat() if day else ""

        summer = {one.number: "summer 2027" for one in self.work if one.needs_summer}
        second = (
            [["EQA 2", "", "04663", on(self.other_eqa_visit[0]), "", "", self.other_eqa_visit[1], ""]]
            if self.other_eqa_visit
            else []
        )
        return {
            "Qualifications": [
                [
                    "Entry code", "Family", "Suite", "Level", "Subject area", "Quality assurer", "Approved on", "Approval visit on",
                    "First delivered on", "DCS from",
                ],
                ["05838", "Cambridge Technicals", "2016", "3", "IT", "M. Moderator", "", "", "", ""],
                ["04663", "Verified", "", "4", "Careers", "E. Assurer", "2020-01-10", "2020-01-05", on(self.first_delivered), on(self.dcs_from)],
            ],
            "Units": [
                ["Entry code", "Unit number", "Assessment"],
                ["05838", "8", "moderated"],
                ["04663", "1", "verified"],
            ],
            "Assessors": [["Assessor", "Name"], ["JS", "Jo Smith"], ["PT", "Pat Taylor"]],
            "Candidates": [
                ["Candidate number", "Surname", "Forenames", "Results needed by"],
                *([number, f"Name{number}", "F", summer.get(number, "")] for number in self.numbers),
            ],
            "Visits": [
                ["Visit", "Subject area", "Entry code", "Visit date", "Type", "Type told on", "Status", "Booked on"],
                ["IT 0", "IT", "", "2026-05-20", "face-to-face", "2026-04-01", "done", ""],
                *([one.name, "IT", "", on(one.day), one.kind, on(one.told), one.status, on(one.booked)] for one in self.visits),
                ["EQA", "", "04663", on(self.eqa_day), "", "", "planned", ""],
                *second,
            ],
            "Entries": [
                ["Candidate number", "Entry code", "Entry type", "Entered on"],
                *([one.number, "05838", "full award", on(one.entered)] for one in self.work),
                *([one.number, "05838", "full award", "2025-10-01"] for one in self.kept),
                *([one.number, "04663", "full award", on(one.entered)] for one in self.verified),
            ],
            "Claims": [
                [
                    "Candidate number", "Entry code", "Unit number", "Assessor", "Standardised by", "Assessed on", "Claimed on",
                    "Visit", "Claim status", "Sample requested on", "Sample uploaded on", "Results published on",
                    "Certificate issued on", "Review closed on", "Work disposed of on",
                ],
                *(
                    [one.number, "05838", "8", "JS", "PT", "", on(one.claimed), one.visit.name, "", on(one.asked), on(one.uploaded), "", "", "", ""]
                    for one in self.work
                ),
                *(
                    [one.number, "05838", "8", "JS", "PT", "", "2026-05-01", "IT 0", "confirmed", "", "", "2026-06-01", on(one.certificate), on(one.review), on(one.disposed)]
                    for one in self.kept
                ),
                *(
                    [one.number, "04663", "1", "JS", "PT", on(one.assessed), on(one.claimed), "EQA", "submitted", "", "", on(one.results), on(one.certificate), "", ""]
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
    elif rng.random() < 0.45:
        first = rng.choice(
            [
                dt.date(2027, 5, 15),
                dt.date(2027, 5, 16),
                dt.date(2027, 6, 12),
                dt.date(2027, 6, 30),
                dt.date(2027, 7, 1),
            ]
        )
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
    for visit in made.visits:
        booked = dt.date(2027, 5, 15) + rng.choice((-30, -1, 0, 1, 2)) * DAY
        visit.booked = booked if booked <= as_of and rng.random() < 0.6 else None
    for one in made.work:
        one.needs_summer = rng.random() < 0.5
    made.kept = [random_kept(rng, f"05{number:02}", as_of) for number in range(rng.randint(0, 3))]
    made.eqa_day = as_of - rng.choice((0, 4, 5, 6, 7, 8, 9, 11, 12)) * DAY
    random_assurance(rng, made)
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


def random_kept(rng: random.Random, number: str, as_of: dt.date) -> Kept:
    """Last year's work, disposed of or not, about the days after which it may be."""
    certificate = as_of - rng.randint(5, 40) * DAY if rng.random() < 0.7 else None
    review = as_of - rng.randint(5, 40) * DAY if rng.random() < 0.4 else None
    ends = [day for day in (certificate, review) if day] or [as_of - 5 * DAY]
    disposed = rng.choice(ends) + rng.choice((-1, 0, 1)) * DAY
    return Kept(number, certificate, review, disposed if rng.random() < 0.7 else None)


def random_assurance(rng: random.Random, made: RandomCentre) -> None:
    """A second EQA visit about the turn of a year, and direct claim status about a year after the first delivery."""
    if rng.random() < 0.6:
        turn = made.as_of.year
        day = rng.choice([made.eqa_day + rng.randint(20, 200) * DAY, dt.date(turn, 8, 31), dt.date(turn, 9, 1)])
        made.other_eqa_visit = day, rng.choice(["planned", "confirmed", "cancelled"])
    if rng.random() < 0.4:
        made.dcs_from = made.eqa_day - rng.randint(0, 25) * DAY
        a_year_before = made.dcs_from.replace(year=made.dcs_from.year - 1)
        made.first_delivered = a_year_before + rng.choice((-400, -1, 0, 1)) * DAY


def school_year(day: dt.date) -> int:
    """The academic year of a day, by the year in which it begins: OCR does not say when, and we take 1 September."""
    return day.year - (day.month < 9)


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
    yield from wrong_about_summer(centre)
    yield from wrong_about_keeping(centre)
    yield from wrong_about_assurance(centre)
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
    # S87: claimed in between visits under direct claim status, so that no visit is waited for
    own = [one for one in centre.verified if centre.dcs_from is None or one.claimed < centre.dcs_from]
    waiting = [one for one in own if one.results is None and one.claimed <= centre.eqa_day]
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


BOOK_BY, HELD_BY = dt.date(2027, 5, 15), dt.date(2027, 6, 30)


def wrong_about_summer(centre: RandomCentre) -> Iterator[Wrong]:
    """S15: results for university entrance or A Level results day: the final visit booked by 15 May and completed by 30 June."""
    wanted = [visit for visit in centre.visits if any(one.needs_summer and one.visit is visit for one in centre.work)]
    for visit in wanted:
        if visit.day > HELD_BY:
            yield "final-visit-after-june", visit.name
    final = max((visit for visit in wanted if visit.day <= HELD_BY), key=lambda visit: visit.day, default=None)
    if final and final.day > BOOK_BY and final.day >= centre.as_of:
        nothing_shows_it = final.booked is None and final.status != "confirmed" and centre.as_of > BOOK_BY
        if nothing_shows_it or (final.booked and final.booked > BOOK_BY):
            yield "final-visit-booked-late", final.name


def wrong_about_keeping(centre: RandomCentre) -> Iterator[Wrong]:
    """S65: retained until after the certificates have been issued or any reviews of results processed; we take both to be over."""
    for one in centre.kept:
        over = [day for day in (one.certificate, one.review) if day]
        if one.disposed and (one.certificate is None or one.disposed <= max(over)):
            yield "work-disposed-early", one.number


def wrong_about_assurance(centre: RandomCentre) -> Iterator[Wrong]:
    """S89: the EQA visits twice a year for each qualification. S87: direct claim status after approximately 12 months of delivery."""
    days = {centre.eqa_day}
    if centre.other_eqa_visit and centre.other_eqa_visit[1] != "cancelled":
        days.add(centre.other_eqa_visit[0])
    in_year = [day for day in days if school_year(day) == school_year(centre.as_of)]
    if centre.verified and len(in_year) < 2:
        yield "fewer-than-two-eqa-visits", ""
    if centre.dcs_from and centre.first_delivered:
        began = centre.first_delivered
        if centre.dcs_from < began.replace(year=began.year + 1):
            yield "dcs-early", ""


CODES = frozenset(
    [
        "final-visit-after-june",
        "final-visit-booked-late",
        "work-disposed-early",
        "fewer-than-two-eqa-visits",
        "dcs-early",
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
