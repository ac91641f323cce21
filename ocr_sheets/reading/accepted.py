"""What the centre wrote under Accepted because on the To do sheet of an earlier run."""

from __future__ import annotations

import io
from collections.abc import Mapping

from python_calamine import CalamineError, CalamineWorkbook

from ocr_sheets.patching import Workbook
from ocr_sheets.reading.values import as_text, is_blank


def read_accepted(workbook: Workbook, tag: str, ref: str, reason: str, message: str) -> Mapping[str, tuple[str, str]]:
    """The reasons given, and the messages they were given for, by the findings' refs.

    ``tag`` is the earlier To do sheet's; ``ref``, ``reason`` and ``message`` are the headings of its columns.
    """
    name = workbook.earlier.sheets.get(tag)
    if name is None:
        return {}
    try:
        rows = CalamineWorkbook.from_filelike(io.BytesIO(workbook.data)).get_sheet_by_name(name).to_python()
    except CalamineError:
        return {}
    found: dict[str, tuple[str, str]] = {}
    columns: dict[str, int] = {}
    for row in rows:
        if not columns:
            if ref in row and reason in row and message in row:
                columns = {heading: row.index(heading) for heading in (ref, reason, message)}
        elif not is_blank(row[columns[ref]]) and not is_blank(row[columns[reason]]):
            given = (as_text(row[columns[reason]]), as_text(row[columns[message]]))
            found.update(
                dict.fromkeys(as_text(row[columns[ref]]).split(), given)
            )  # a line has the refs of all its findings
    return found
