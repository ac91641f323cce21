"""What stands behind the page, in the browser's Python as on the computer's own: a parcel asks, a parcel answers.

Nothing is read from disk or written to it, and whatever goes wrong is answered with a sentence.
"""

from __future__ import annotations

import datetime as dt
import io
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

from ocr_sheets.errors import UserError
from ocr_sheets.page.protocol import Broken, File, Parcel, pack, unpack
from ocr_sheets.page.view import view
from ocr_sheets.patching import Refused, Workbook
from ocr_sheets.reading.former import FORMER
from ocr_sheets.reading.mapping import beside
from ocr_sheets.reading.questions import Line, Part
from ocr_sheets.validate import Named, check, choices_from, default_output
from ocr_sheets.writing import report_json
from ocr_sheets.writing.example import EXAMPLE_DAY, write_example
from ocr_sheets.writing.mapping_answers import NEW, with_answers
from ocr_sheets.writing.mapping_file import mapping_text
from ocr_sheets.writing.template import write_template

Tell = Callable[[str], object]
"""Told in a few words what is being done."""


def answer(data: bytes, tell: Tell = lambda _: None) -> bytes:
    """The answer to what a parcel asks. Its head has ``refused``, a sentence for the user, where the job cannot be done, or
    ``mistake`` where we broke down; the text under ``trace`` then says where, and has nothing of the workbook's in it.
    """
    try:
        return pack(_answer(unpack(data), tell))
    except Broken as broken:
        return pack(
            Parcel({"refused": f"What was sent did not arrive whole ({broken}): choose the workbook once more."})
        )
    except Refused as refused:
        return pack(Parcel({"refused": str(refused)}))
    except MemoryError:
        return pack(
            Parcel({"refused": "The workbook needs more memory than there is: close other programs, or split it."})
        )
    except Exception as error:  # whatever it is, the page must say so and go on
        return pack(Parcel({"mistake": type(error).__name__, "trace": _where(error)}))


def _answer(asked: Parcel, tell: Tell) -> Parcel:
    match asked.head.get("do"):
        case "check":
            return _check(asked, tell)
        case "template":
            return Parcel({}, [_made("blank.xlsx", write_template)])
        case "example":
            return Parcel({"as_of": EXAMPLE_DAY.isoformat()}, [_made("example.xlsx", write_example)])
        case _:
            raise Broken("it asks for nothing that is known")


def _check(asked: Parcel, tell: Tell) -> Parcel:
    book = asked.file("workbook")
    try:
        as_of = dt.date.fromisoformat(asked.head["as_of"])
    except (KeyError, TypeError, ValueError):
        raise UserError("The day to check as of is not a day: choose one such as 15/02/2027.") from None
    if book is None:
        raise Broken("there is no workbook in it")
    mapping = _with_answers(asked, book.name)
    choices = choices_from(_named(asked.file("settings")), _named(asked.file("catalogue")), mapping)
    tell("Reading the workbook")
    workbook = Workbook.from_bytes(book.data, book.name, FORMER)
    if workbook.is_signed:
        if not asked.head.get("drop_signature"):
            raise UserError(
                f"{book.name} is digitally signed, and its copy cannot be: tick “Leave a digital signature out of the copy” and try again."
            )
        workbook.drop_signature()
    tell("Checking and writing it")
    report = check(workbook, book.name, as_of, choices).report
    tell("Packing the copy")
    copy = File("annotated", default_output(Path(book.name)).name, workbook.to_bytes())
    text = File("json", f"{Path(book.name).stem}.findings.json", f"{report_json.to_json(report)}\n".encode())
    mapped = beside(Path(book.name)).name
    files = [
        copy,
        text,
        File("map", mapped, mapping_text(report.book, report.unread, book.name, mapped, choices.mapping).encode()),
    ]
    if mapping and asked.head.get("answers"):
        files.append(File("answers", mapping.name, mapping.data))
    return Parcel({"view": view(report)}, files)


def _with_answers(asked: Parcel, workbook: str) -> Named | None:
    """The mapping file that was sent, with the answers that were given in the page."""
    sent = _named(asked.file("mapping"))
    try:
        answers = [Line(sheet, Part(part), name, value) for sheet, part, name, value in asked.head.get("answers") or ()]
    except (TypeError, ValueError):
        raise Broken("its answers are none") from None
    if not answers:
        return sent
    name = sent.name if sent else beside(Path(workbook)).name
    text = sent.data.decode("utf-8-sig") if sent else NEW.format(workbook=workbook, name=name)
    return Named(name, with_answers(text, name, answers).encode())


def _named(file: File | None) -> Named | None:
    return Named(file.name, file.data) if file else None


def _made(name: str, write: Callable[[BinaryIO], None]) -> File:
    made = io.BytesIO()
    write(made)
    return File("workbook", name, made.getvalue())


def _where(error: Exception) -> str:
    """The lines of our code that an error came through; not its message, which may quote the workbook."""
    frames = traceback.extract_tb(error.__traceback__)
    return "\n".join(f"{Path(frame.filename).name}, line {frame.lineno}, {frame.name}" for frame in frames)
