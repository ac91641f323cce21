"""The blank workbook, and the invented example with the day that it is meant to be looked at on."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import BinaryIO

from ocr_sheets.page.asked import WORKBOOK, Asked
from ocr_sheets.page.protocol import File, Parcel
from ocr_sheets.writing.example import EXAMPLE_DAY, write_example
from ocr_sheets.writing.template import write_template


def answer(asked: Asked) -> Parcel:
    """The workbook that is asked for."""
    if asked.is_ticked("example"):
        return Parcel({"as_of": EXAMPLE_DAY.isoformat()}, [_made("example.xlsx", write_example)])
    return Parcel({}, [_made("blank.xlsx", write_template)])


def _made(name: str, write: Callable[[BinaryIO], None]) -> File:
    made = io.BytesIO()
    write(made)
    return File(WORKBOOK, name, made.getvalue())
