"""`ocr-sheets map`: what is taken for what, as a file to correct; or what is not clear, as questions."""

from __future__ import annotations

import datetime as dt
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ocr_sheets.commands.options import Cannot, progress, reading_options, today, user_errors

if TYPE_CHECKING:
    from ocr_sheets.model.book import Book
    from ocr_sheets.reading.questions import Line, Question

_NOT_A_CHOICE = 5
"""How often one question may be answered with what is none of its numbers: then nobody is there who reads it."""


@click.command(name="map")
@click.argument("workbook", type=click.Path(path_type=Path))
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Where to write it. Without this it is printed.")
@click.option("--ask", is_flag=True, help="Ask what is not clear, and keep the answers in the mapping file.")
@reading_options
def map(workbook: Path, output: Path | None, ask: bool, as_of: dt.date | None, mapping: Path | None) -> None:
    """Print which sheet and column of WORKBOOK is taken for what, or write it to a file to correct.

    Kept beside the workbook as NAME.map.toml, the file is used by itself. A file that is there is never written over. With --ask, the at
    most five questions whose answers bring the most are asked here, and the answers put into that file; its other lines stay.
    """
    if ask:
        _ask(workbook, output, as_of or today(), mapping)
        return
    from ocr_sheets.validate import mapping_of, write_mapping

    with user_errors(), progress(f"Reading {workbook.name}"):
        text = mapping_of(workbook, as_of or today(), mapping)
        if output is None:
            click.echo(text, nl=False)
        else:
            write_mapping(text, output, workbook)
            click.echo(f"Mapping file: {output}")


def _ask(workbook: Path, output: Path | None, as_of: dt.date, mapping: Path | None) -> None:
    """Ask one question after the other, and write the answers once all have been given."""
    from ocr_sheets import asking
    from ocr_sheets.text import plural

    with user_errors(), progress(f"Reading {workbook.name}"):
        asked = asking.ask(workbook, as_of, mapping)
    if not asked.questions:
        click.echo(
            "Nothing to ask: every sheet and column was understood, or set aside for a reason that `ocr-sheets read` tells."
        )
        _tell_cells(asked.in_cells)
        return
    answers: list[Line] = []
    given = 0
    for number, question in enumerate(asked.questions, start=1):
        click.echo(f"\nQuestion {number} of {len(asked.questions)}")
        lines = _answer_to(question, asked.book)
        answers += lines
        given += bool(lines)
    click.echo("")
    if not answers:
        click.echo("Nothing was answered, and nothing was written.")
        return
    with user_errors():
        file = asking.save_answers(asked, answers, output)
    click.echo(f"Mapping file: {file} ({plural(given, 'answer')}, {len(asked.questions) - given} left as it is)")
    if asked.others:
        click.echo(
            f"There {'is' if asked.others == 1 else 'are'} {plural(asked.others, 'more question')}: ask again to see the next."
        )


def _tell_cells(count: int) -> None:
    """Say how much is asked that a mapping file cannot answer."""
    from ocr_sheets.text import agreeing, plural

    if count:
        click.echo(
            f"{plural(count, 'cell')} {agreeing(count, 'is/are')} asked about that only you can correct in the workbook: `ocr-sheets validate` names them."
        )


def _answer_to(question: Question, book: Book) -> tuple[Line, ...]:
    """The lines of the choice that is typed by its number; none where it is left as it is."""
    from ocr_sheets.writing.question_words import LEAVE, choice_in_words, question_in_words
    from ocr_sheets.writing.shown_headings import without_names, without_tabs

    words = [*(choice_in_words(question, choice) for choice in question.choices), LEAVE]
    numbered = [f"  {number}  {said}" for number, said in enumerate(words, start=1)]
    shown = without_names([question_in_words(question), *numbered], book)  # no candidate is named on a terminal
    for line in without_tabs(shown, book):
        click.echo(line)
    number = int(_answer("Number: ", rf"0*[1-{len(words)}]", f"Type a number from 1 to {len(words)}."))
    if number == len(words):
        return ()
    choice = question.choices[number - 1]
    if not choice.is_typed:
        return tuple(choice.lines)
    code = _answer("Entry code: ", r"\d{5}", "An entry code has five digits, such as 05839.")
    return tuple(line._replace(value=code) for line in choice.lines)


def _answer(prompt: str, form: str, otherwise: str) -> str:
    """What is typed in answer to a prompt, once it has the form wanted."""
    for typed in _typed(prompt):
        if re.fullmatch(form, typed):
            return typed
        click.echo(otherwise)
    raise Cannot("The questions were not answered to the end, so nothing was written: start again when you are ready.")


def _typed(prompt: str) -> Iterator[str]:
    """What is typed, line by line, until nothing more comes or it was never an answer."""
    for _ in range(_NOT_A_CHOICE):
        click.echo(prompt, nl=False)
        line = sys.stdin.readline()
        if not line:
            click.echo("")
            return
        yield line.strip()
