"""The example workbook: an invented centre in 2026/27, with realistic mistakes planted in it.

Every person, centre and date is made up. Entry codes, qualification numbers, unit references, unit titles and sizes are OCR's,
and are left blank where no public page gives them.
"""

import datetime as dt
from collections.abc import Sequence
from typing import BinaryIO

from ocr_sheets.model.records import Record
from ocr_sheets.writing.example.centre import EXAMPLE_DAY, ExampleRows, clean_rows
from ocr_sheets.writing.example.faults import FAULTS, Addition, Change, Fault
from ocr_sheets.writing.example.on_a_day import as_on
from ocr_sheets.writing.template import write_template

__all__ = ["EXAMPLE_DAY", "FAULTS", "Addition", "Change", "Fault", "example_rows", "write_example"]


def example_rows(faults: Sequence[Fault] = ()) -> ExampleRows:
    """The rows of the example, clean or with the faults given. The lists and rows are the caller's own to change."""
    rows = clean_rows()
    for fault in faults:
        for record, row in fault.added:
            rows[record].append(dict(row))
        for change in fault.changes:
            rows[change.record][change.index][change.field] = change.value
    return rows


def write_example(target: BinaryIO, as_of: dt.date | None = None) -> None:
    """Write the example workbook with every fault in it or, for a day, clean and as the centre would have it then. The same bytes
    each time.
    """
    example = as_on(example_rows(), as_of) if as_of else example_rows(FAULTS)
    rows: dict[type[Record], Sequence[dict[str, object]]] = dict(example)
    write_template(target, rows)
