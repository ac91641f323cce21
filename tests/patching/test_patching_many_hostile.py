"""Hostile and broken workbooks by the hundred, made here: each is refused in one sentence or opened and annotated, and soon."""

import time
from collections.abc import Iterator

import pytest
from patching_samples import annotated, visits, zipped
from workbooks import unzipped

from ocr_sheets.patching import Refused, Workbook

SECONDS = 10
"""For one workbook, on a machine that has much else to do; each takes a few hundredths of one."""
DOCTYPE = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'
IN_PLACE = {
    "nothing": b"",
    "no XML": b"\x00\xff\xfe rubbish",
    "a document type": DOCTYPE,
    "another root": b"<other/>",
    "a tag left open": b"<worksheet><sheetData><row>",
    "depth": b"<a>" * 5_000 + b"</a>" * 5_000,
    "another encoding": '<?xml version="1.0" encoding="utf-16"?><x/>'.encode("utf-16"),
    "an unknown encoding": b'<?xml version="1.0" encoding="zip"?><x/>',
}


def _made() -> Iterator[tuple[str, bytes]]:
    whole = visits()
    files = unzipped(whole)
    for at in range(1, 41):
        yield f"cut off after {at} of 41 parts", whole[: len(whole) * at // 41]
    for at in range(1, 41):
        place = len(whole) * at // 41
        yield f"a byte changed at {at} of 41", whole[:place] + bytes([whole[place] ^ 0x55]) + whole[place + 1 :]
    for name in files:
        yield f"without {name}", zipped({one: data for one, data in files.items() if one != name})
        for what, data in IN_PLACE.items():
            yield f"{what} for {name}", zipped({**files, name: data})
    for name in ("../x.xml", "/../../etc/passwd", "C:/x.xml", "xl/./x.xml", "a\x07b.xml", "XL/WORKBOOK.XML"):
        yield f"a part called {name!r}", zipped({**files, name: b"<x/>"})
    for cell in ('r="XFE1"', 'r="A1048577"', 'r="A0"', 'r="99999999999"', 'r="A1" s="99999999"', 'r="A1" t="s"'):
        sheet = f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row><c {cell}><v>9999999999</v></c></row></sheetData></worksheet>'
        yield f"a cell {cell}", zipped({**files, "xl/worksheets/sheet1.xml": sheet})


MADE = dict(_made())


def test_there_are_enough_of_them() -> None:
    assert len(MADE) >= 150


@pytest.mark.parametrize("name", MADE)
def test_it_is_refused_in_one_sentence_or_opened_rightly(name: str) -> None:
    start, said = time.monotonic(), "."
    try:
        sheets = [sheet.name for sheet in Workbook.from_bytes(MADE[name]).sheets]
        if "Visits" in sheets:
            once = annotated(MADE[name])
            assert annotated(once) == once
    except Refused as refused:
        said = str(refused)
    assert said.endswith(".")
    assert "\n" not in said
    assert time.monotonic() - start < SECONDS
