"""All files of a folder of packs, and whom the index is for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from ocr_sheets.packs.index import IndexWorkbook
from ocr_sheets.packs.model import Owner, Pack, Packs
from ocr_sheets.packs.workbook import PackWorkbook
from ocr_sheets.patching import NO_LABEL, Label, labelled
from ocr_sheets.report import Report
from ocr_sheets.rules.people import address_in

INDEX = "index"
"""The stem of the index's file name."""


def pack_files(
    packs: Packs, shown: Callable[[Sequence[Pack]], Iterable[Pack]] = iter, label: Label = NO_LABEL
) -> dict[str, bytes]:
    """All files of a folder of packs by name: a workbook for each pack, and the index, each with the sensitivity label of the workbook
    that they are made from. ``shown`` shows how far it is.
    """
    files = {f"{pack.stem}.xlsx": PackWorkbook(packs, pack).write() for pack in shown(packs.packs)}
    files[f"{INDEX}.xlsx"] = IndexWorkbook(packs).write()
    return {name: labelled(data, label) for name, data in files.items()}


def exams_officer(report: Report) -> Owner:
    """Who gets what is nobody's: the exams officer that Centre names."""
    centre = report.book.centre
    return Owner(
        "", " ".join((centre.exams_officer or "Exams officer").split()), address_in(centre.exams_officer_email or "")
    )
