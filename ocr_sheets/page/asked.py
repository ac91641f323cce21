"""What one job of the page is asked with: the workbook, what the centre chose, the day, and the fields of its form.

Everything is made from the bytes that were sent. Nothing is read from disk, and what is made is made of the functions that the
commands use, so that a file saved from the page is the file that the command writes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from ocr_sheets.dates import say
from ocr_sheets.errors import UserError
from ocr_sheets.files.labels import with_label
from ocr_sheets.files.seals import sealed
from ocr_sheets.mending.mend import Change, Edit, Mended, Mending
from ocr_sheets.page.protocol import Broken, File, Parcel
from ocr_sheets.patching import NO_LABEL, Label, Workbook, label_of
from ocr_sheets.reading.accepted import Reasons, read_accepted
from ocr_sheets.reading.csv_folder import workbook_of_files
from ocr_sheets.reading.former import FORMER
from ocr_sheets.reading.mapping import beside
from ocr_sheets.reading.questions import Line, Part
from ocr_sheets.report import Report
from ocr_sheets.validate import ENDINGS, TO_DO_SHEET, Choices, Named, choices_from, examine, read_from, to_change
from ocr_sheets.writing.mapping_answers import NEW, with_answers

Tell = Callable[[str], object]
"""Told in a few words what is being done."""

WORKBOOK, SHEET = "workbook", "sheet"
"""What the files are for that the job is about: a workbook, or CSV files that are its sheets."""


class Asked:
    """One job, with what it may need read once and when it is needed."""

    def __init__(self, parcel: Parcel, tell: Tell) -> None:
        self.head, self.tell = parcel.head, tell
        self._parcel = parcel

    # -- what was sent

    def file(self, role: str) -> File | None:
        """The file for a purpose, if one was sent."""
        return self._parcel.file(role)

    def files(self, role: str) -> Sequence[File]:
        """All files for a purpose."""
        return [file for file in self._parcel.files if file.role == role]

    def needed(self, role: str, what: str) -> File:
        """The file for a purpose that nothing can be done without."""
        file = self.file(role)
        if file is None:
            raise UserError(f"Choose {what} first.")
        return file

    def text(self, name: str) -> str:
        """What was typed or chosen in a field; nothing where it was left empty."""
        return str(self.head.get(name) or "").strip()

    def is_ticked(self, name: str) -> bool:
        """Whether a box was ticked."""
        return self.head.get(name) is True

    def lines(self, name: str) -> Sequence[str]:
        """The lines of a field, without empty ones."""
        return [line.strip() for line in self.text(name).splitlines() if line.strip()]

    def day(self, name: str, what: str) -> dt.date | None:
        """The day in a field, if there is one. Raises `UserError` where it is none that a workbook of today can be about."""
        text = self.text(name)
        return _day(text, what) if text else None

    @cached_property
    def as_of(self) -> dt.date:
        """The day to look at the workbook on."""
        return _day(self.text("as_of"), "The day to check as of")

    # -- the workbook

    @cached_property
    def name(self) -> str:
        """The workbook's name or, of CSV files, that of their folder."""
        sent = self.file(WORKBOOK)
        if sent is not None:
            return sent.name
        if not self.files(SHEET):
            raise Broken("there is no workbook in it")
        return self.text("folder") or "sheets"

    @property
    def stem(self) -> str:
        """The workbook's name without its ending, as all that is made from it is called."""
        return Path(self.name).stem if self.file(WORKBOOK) else self.name

    @property
    def ending(self) -> str:
        """The ending of a changed copy of the workbook: .xlsm where it has macros."""
        suffix = Path(self.name).suffix
        return suffix if self.file(WORKBOOK) and suffix.casefold() in ENDINGS else ".xlsx"

    @property
    def data(self) -> bytes:
        """The workbook's bytes, with what was mended in the page."""
        return self._mended.data

    @property
    def changes(self) -> Sequence[Change]:
        """What was mended in the page, cell by cell."""
        return self._mended.changes

    @cached_property
    def _mended(self) -> Mended:
        try:
            edits = [Edit(str(sheet), str(ref), str(text)) for sheet, ref, text in self.head.get("edits") or ()]
        except (TypeError, ValueError):
            raise Broken("its changes are none") from None
        return self.mending().mended(edits) if edits else Mended(self._sent, ())

    def mending(self) -> Mending:
        """The workbook as it was sent, about to be mended."""
        workbook = self._changeable(Workbook.from_bytes(self._sent, self.name, FORMER))
        return Mending(workbook, read_from(workbook, self.name, self.as_of, self.choices))

    @cached_property
    def _sent(self) -> bytes:
        """The workbook's bytes, made of its CSV files where those were sent."""
        sent = self.file(WORKBOOK)
        return sent.data if sent else workbook_of_files({file.name: file.data for file in self.files(SHEET)})

    def opened(self) -> Workbook:
        """The workbook, opened anew."""
        return Workbook.from_bytes(self.data, self.name, FORMER)

    @cached_property
    def looked_at(self) -> Workbook:
        """The workbook, opened once for what changes nothing in it."""
        return self.opened()

    def to_change(self) -> Workbook:
        """The workbook, of which a changed copy is to be made. Raises `UserError` for one that is signed, unless that may be dropped."""
        return self._changeable(self.opened())

    def _changeable(self, workbook: Workbook) -> Workbook:
        return to_change(workbook, self.name, self.is_ticked("drop_signature"))

    @property
    def settings(self) -> Named | None:
        """The centre's own settings, if they were sent."""
        return _named(self.file("settings"))

    @property
    def catalogue(self) -> Named | None:
        """The centre's own list of qualifications and units, if it was sent."""
        return _named(self.file("catalogue"))

    @cached_property
    def choices(self) -> Choices:
        """What the centre chose: its settings, its list of qualifications, and what its sheets and columns are."""
        return choices_from(self.settings, self.catalogue, self.mapping)

    @cached_property
    def mapping(self) -> Named | None:
        """The mapping file that was sent, with the answers that were given in the page."""
        sent = _named(self.file("mapping"))
        try:
            answers = [
                Line(sheet, Part(part), name, value) for sheet, part, name, value in self.head.get("answers") or ()
            ]
        except (TypeError, ValueError):
            raise Broken("its answers are none") from None
        if not answers:
            return sent
        name = sent.name if sent else beside(Path(self.name)).name
        text = sent.data.decode("utf-8-sig") if sent else NEW.format(workbook=self.name, name=name)
        return Named(name, with_answers(text, name, answers).encode())

    @cached_property
    def report(self) -> Report:
        """What is to be said of the workbook."""
        self.tell("Reading and checking the workbook")
        workbook = self.looked_at
        return examine(workbook, self.name, self.as_of, self.choices, self.reasons(workbook))

    def reasons(self, workbook: Workbook) -> Reasons | None:
        """The reasons that findings were accepted for, in the workbook and now in the page; none of its own where none was given here."""
        try:
            given = {str(ref): (str(reason), str(message)) for ref, reason, message in self.head.get("accepted") or ()}
        except (TypeError, ValueError):
            raise Broken("its reasons are none") from None
        if not given:
            return None
        if any(not reason.strip() for reason, _ in given.values()):
            raise UserError("Type why it is accepted: the reason stands on To do, for whoever asks.")
        return {**(read_accepted(workbook.data, TO_DO_SHEET) or {}), **given}

    @cached_property
    def label(self) -> Label:
        """The workbook's sensitivity label, which all that is made from it gets."""
        return label_of(self._sent) if self.file(WORKBOOK) else NO_LABEL

    # -- what is made

    def made(self, name: str, data: bytes) -> File:
        """A file to save, marked as the commands mark what they write."""
        ending = Path(name).suffix
        return File("made", name, sealed(with_label(data, ending, self.label), ending))


def shown(
    verdict: str,
    sections: Iterable[Mapping[str, Any]] = (),
    tables: Iterable[Mapping[str, Any]] = (),
    files: Sequence[File] = (),
    **more: object,
) -> Parcel:
    """What came of a job, for the page: a verdict, sections and tables below it, and the files to save."""
    return Parcel({"verdict": verdict, "sections": list(sections), "tables": list(tables), **more}, files)


def section(title: str, lines: Iterable[str]) -> Mapping[str, Any]:
    """Lines below a title, for the page."""
    return {"title": title, "lines": list(lines)}


def table(title: str, headings: Iterable[object], rows: Iterable[Iterable[object]]) -> Mapping[str, Any]:
    """A table below a title, for the page; days in words."""
    return {
        "title": title,
        "headings": [_said(one) for one in headings],
        "rows": [[_said(one) for one in row] for row in rows],
    }


def _said(value: object) -> str:
    if value is None:
        return ""
    return say(value) if isinstance(value, dt.date) else str(value)


FIRST, LAST = dt.date(2000, 1, 1), dt.date(2100, 12, 31)
"""The days that can be looked at: what lies outside is a slip, such as the year 0027 by typing."""


def _day(text: str, what: str) -> dt.date:
    try:
        day = dt.date.fromisoformat(text)
    except ValueError:
        raise UserError(f"{what} is not a day: choose one such as 15/02/2027.") from None
    if not FIRST <= day <= LAST:
        raise UserError(f"{what} is in the year {day.year}: type the year with four digits, such as 15/02/2027.")
    return day


def _named(file: File | None) -> Named | None:
    return Named(file.name, file.data) if file else None
