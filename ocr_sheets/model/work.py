"""The work of a workbook beyond its rows of claims, as data. It is made by `ocr_sheets.schedule.work` and kept with the book."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from ocr_sheets.model.records import Claim, ClaimPlace, Family, Visit


class VisitUsed(NamedTuple):
    """The visit a claim belongs to, and whether the centre named it or the tool chose it."""

    visit: Visit
    chosen: bool
    slipped_from: Visit | None = None
    """The earlier visit that the work could have gone to and, as of the day looked at, no longer can."""
    why: str = ""
    """The step whose day has passed for that visit: "entry" or "claim"."""
    is_unseen: bool = False
    """Whether nothing in the workbook would show that the work was entered or claimed in time for that visit."""


class WorkMade(NamedTuple):
    """The work of a workbook beyond its rows of claims, made once by `ocr_sheets.schedule.work`."""

    implied: tuple[Claim, ...]
    """Work that no row records yet."""
    visits: Mapping[ClaimPlace, VisitUsed]
    """The visit of each piece of work, recorded or implied, where there is one."""
    assessors: Mapping[ClaimPlace, str]
    """Whose the work is where its own row names nobody: as Units says, or the only assessor of the subject."""
    families: Mapping[str, Family]
    """The family of entry codes that Qualifications says nothing of."""
    subjects: Mapping[str, str]
    """Their subject areas, in the centre's words."""
    unknown_units: frozenset[tuple[str, str]]
    """Candidate number and entry code of those whose optional units nothing says."""
    courses: Mapping[str, str]
    """Courses named in words, each with the entry code that it is taken for and that no sheet names."""
