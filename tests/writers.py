"""Every command that writes, with all that it reads: what is killed, run twice, and run over what somebody has changed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import openpyxl
from killing import run
from mailing import TEXT

from ocr_sheets.emails.letters import NAMES

OTHER = (
    TEXT.replace("2027-01-20", "2027-01-21")
    .replace("IT 1  | submitted", "IT 1  | confirmed")
    .replace("Jo “Siân” Ŵyn", "Jo Smith")
    .replace("| 4104             | 05835      | full award |", "| 4102             | 05835      | full award |")
)
"""Other than TEXT in something that each of the commands tells."""


class Writer(NamedTuple):
    """A command that writes."""

    arguments: tuple[object, ...]
    units: tuple[tuple[str, ...], ...]
    """Files and folders by output: those of one are always of the same run."""
    code: int = 0
    prepare: Callable[[Path], None] = lambda _: None
    replaces: bool = True
    """Whether a second run writes over what the first wrote, if nobody has changed it."""
    tells_of_the_day: bool = True
    """Whether what it writes is another for another workbook or day."""


def on(writer: Writer, day: str) -> list[object]:
    """The arguments of a command as of a day."""
    is_dated = writer.arguments[0] not in ("start", "template", "page") and "--copy-texts" not in writer.arguments
    return [*writer.arguments, *(["--as-of", day] if is_dated else [])]


def returned(folder: Path) -> None:
    assert run(["packs", "centre.xlsx", "--as-of", "2027-01-25"], folder).code == 0
    (folder / "centre-packs").rename(folder / "back")


def changed(folder: Path) -> None:
    assert run(["validate", "centre.xlsx", "--as-of", "2027-01-25"], folder).code == 1
    book = openpyxl.load_workbook(folder / "centre.annotated.xlsx")
    book["To do"]["A1"] = "Look at this first"
    book.save(folder / "centre.annotated.xlsx")


def listed(folder: Path) -> None:
    (folder / "list.csv").write_text("Candidate number,Entry code\n4101,05839\n", encoding="utf-8")


WRITERS = {
    "validate": Writer(("validate", "centre.xlsx"), (("centre.annotated.xlsx",),), 1),
    "validate beside a changed copy": Writer(
        ("validate", "centre.xlsx"),
        (("centre.annotated.xlsx", "centre.annotated (changed).xlsx"),),
        1,
        changed,
        tells_of_the_day=False,
    ),
    "plan": Writer(("plan", "centre.xlsx"), (("centre.plan.xlsx", "centre.plan.html"),)),
    "plan --write": Writer(
        ("plan", "centre.xlsx", "--write"), (("centre.plan.xlsx", "centre.plan.html", "centre.planned.xlsx"),)
    ),
    "packs": Writer(("packs", "centre.xlsx"), (("centre-packs",),)),
    "email": Writer(("email", "centre.xlsx"), (("centre-emails",),)),
    "email --workbook": Writer(
        ("email", "centre.xlsx", "--workbook", "head@example.org"), (("centre-workbook-emails",),)
    ),
    "email --copy-texts": Writer(
        ("email", "--copy-texts", "texts"), (tuple(f"texts/{name}" for name in NAMES),), tells_of_the_day=False
    ),
    "diff": Writer(("diff", "centre.xlsx", "later.xlsx", "-o", "changes.xlsx"), (("changes.xlsx",),)),
    "reconcile": Writer(
        ("reconcile", "centre.xlsx", "list.csv", "--with", "entries"), (("centre.reconciled.xlsx",),), 1, listed
    ),
    "calendar": Writer(("calendar", "centre.xlsx"), (("centre.ics",),)),
    "collect": Writer(("collect", "centre.xlsx", "back"), (("centre.collected.xlsx",),), prepare=returned),
    "claims": Writer(("claims", "centre.xlsx", "-o", "claims.csv"), (("claims.csv",),), tells_of_the_day=False),
    "fill": Writer(("fill", "centre.xlsx"), (("centre.filled.xlsx",),)),
    "visit": Writer(("visit", "centre.xlsx", "IT 1"), (("centre-IT-1.html",),)),
    "read to a workbook": Writer(("read", "centre.xlsx", "-o", "read.xlsx"), (("read.xlsx",),)),
    "read to a folder": Writer(("read", "centre.xlsx", "-o", "read"), (("read",),)),
    "map": Writer(("map", "centre.xlsx", "-o", "made.map.toml"), (("made.map.toml",),), tells_of_the_day=False),
    "overview": Writer(
        ("overview", "centre.xlsx", "later.xlsx", "--drafts", "drafts", "--processes", "1"),
        (("overview.xlsx", "overview.html"), ("drafts",)),
    ),
    "page": Writer(("page", "-o", "page.html"), (("page.html",),), tells_of_the_day=False),
    "template": Writer(("template", "new.xlsx"), (("new.xlsx",),), tells_of_the_day=False),
    "start": Writer(
        ("start", "begun.xlsx", "--visit", "Business", "2027-01-28", "virtual"),
        (("begun.xlsx",),),
        replaces=False,
        tells_of_the_day=False,
    ),
}
