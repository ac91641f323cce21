"""Asking the centre about its workbook: what is asked, and its answers as lines of the mapping file beside the workbook."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from ocr_sheets.errors import UserError
from ocr_sheets.files.chosen import read_chosen
from ocr_sheets.files.saving import Output, check_ends_in, save_together
from ocr_sheets.model.book import Book
from ocr_sheets.reading.csv_folder import home_of, name_of, open_workbook
from ocr_sheets.reading.mapping import beside, read_mapping
from ocr_sheets.reading.questions import MOST, Line, Question, asked_in_cells, questions_on
from ocr_sheets.validate import mapping_file_of, read_choices, read_from
from ocr_sheets.writing.mapping_answers import NEW, with_answers


class Asked(NamedTuple):
    """What is asked of a workbook, and the mapping file that the answers belong into."""

    workbook: Path
    as_of: dt.date
    questions: Sequence[Question]
    """The most valuable, the most valuable first."""
    others: int
    """How many questions there are besides."""
    in_cells: int
    """How much is asked that only the workbook's own cells can answer."""
    file: Path
    book: Book
    """The workbook as it is read without the answers."""
    text: str | None
    """What the file says now; ``None`` where there is none yet."""


def ask(workbook: Path, as_of: dt.date, mapping: Path | None = None) -> Asked:
    """What is to be asked. Raises `UserError` where the workbook cannot be read."""
    choices = read_choices(workbook, mapping=mapping)
    book = read_from(open_workbook(workbook), name_of(workbook), as_of, choices)
    found = questions_on(book)
    there = mapping or mapping_file_of(workbook)
    file = there or home_of(workbook) / beside(Path(name_of(workbook))).name
    text = read_chosen(there).decode("utf-8-sig") if there else None
    return Asked(
        workbook, as_of, found[:MOST], len(found) - len(found[:MOST]), len(asked_in_cells(book)), file, book, text
    )


def save_answers(asked: Asked, answers: Sequence[Line], output: Path | None = None) -> Path:
    """Write the mapping file with the answers in it, whole or not at all, after reading the workbook by it. Returns where it is.

    Raises `UserError` where the workbook could not be read so, or a file is in the way that is not the one that was read.
    """
    target = output or asked.file
    if output is not None:
        check_ends_in(output, ".toml")
    if output is not None and output.exists() and output.absolute() != asked.file.absolute():
        raise UserError(
            f"{output} is there already, and may have been corrected: choose another name with -o, or move it away."
        )
    before = NEW.format(workbook=asked.workbook.name, name=asked.file.name) if asked.text is None else asked.text
    text = with_answers(before, target.name, answers)
    choices = read_choices(asked.workbook)._replace(mapping=read_mapping(text, target.name))
    read_from(open_workbook(asked.workbook), name_of(asked.workbook), asked.as_of, choices)
    answered = Output(
        target, text.encode(), is_ours=False
    )  # the answers are the person's own, and no later run replaces them
    save_together([answered], asked.workbook, over=True)
    return target
