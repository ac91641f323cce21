"""The readers of cells as tests call them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import strategies as st

from ocr_sheets.model.records import (
    Column,
    Kind,
    columns_of,
)
from ocr_sheets.reading.raw import Raw, UnreadableValue
from ocr_sheets.reading.values import reader_of

IDENTIFIERS = [
    *(Kind.CENTRE_NUMBER, Kind.CANDIDATE_NUMBER, Kind.ENTRY_CODE, Kind.UNIT_NUMBER, Kind.UNIT_REFERENCE),
    *(Kind.QAN, Kind.ULN, Kind.UCI),
]
MONTHS = [
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
]
DAYS = st.dates(dt.date(1950, 1, 1), dt.date(2099, 12, 31))


def read(kind: Kind, raw: Raw, date1904: bool = False) -> Any:
    """The value of a cell of a column of that kind."""
    return reader_of(Column("Something", kind), date1904)(raw)


def choose(record: type[Any], name: str, raw: Raw) -> Any:
    """The value of a cell of a column of our own."""
    return reader_of(columns_of(record)[name], False)(raw)


def attempt(reader: Callable[[Any], object], raw: Raw) -> object:
    """The value, or the doubt that there is."""
    try:
        return reader(raw)
    except UnreadableValue as found:
        return found


def doubt(kind: Kind, raw: Raw) -> UnreadableValue:
    """What is doubtful of a cell of a column of that kind."""
    with pytest.raises(UnreadableValue) as caught:
        read(kind, raw)
    return caught.value
