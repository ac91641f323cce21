"""Answers put into a mapping file: its other lines and the notes in it stay as they are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from ocr_sheets.errors import UserError
from ocr_sheets.files.chosen import toml_in
from ocr_sheets.reading.mapping import read_mapping
from ocr_sheets.reading.questions import Line, Part
from ocr_sheets.writing.mapping_file import quoted

NEW = """\
# What ocr-sheets was told about the columns of {workbook}.
#
# Kept beside the workbook under the name {name}, this file is used by itself. What is not in it is read as before.
# `ocr-sheets map {workbook}` prints everything that could stand here.
"""


def with_answers(text: str, name: str, answers: Iterable[Line]) -> str:
    """The text of a mapping file with some lines more, or in place of those that said otherwise. Raises `UserError` for a file that the
    lines cannot be put into.
    """
    lines = text.splitlines()
    for answer in answers:
        _put(lines, name, answer)
    made = "\n".join(lines) + "\n"
    try:
        read_mapping(made, name)
    except UserError as error:
        raise UserError(f"The answers do not fit into {name}, and were not written: {error}") from error
    return made


def _put(lines: list[str], name: str, answer: Line) -> None:
    columns = answer.part is Part.COLUMNS
    path = ["sheets", answer.sheet, *(["columns"] if columns else [])]
    said_name = quoted(answer.name) if columns else answer.name or str(answer.part)
    value = quoted(answer.value)
    if answer.part is Part.NOT_USED:
        held = _value(lines, name, path).get("not_used", [])
        texts = [*(held if isinstance(held, list) else []), answer.value]
        value = f"[{', '.join(quoted(str(text)) for text in dict.fromkeys(texts))}]"
    first, end = _section(lines, path)
    if first < 0:
        lines += ["", f"[{'.'.join([path[0], quoted(answer.sheet), *path[2:]])}]"]
        first, end = len(lines) - 1, len(lines)
    wanted = answer.name or str(answer.part)
    at = next((at for at in range(first + 1, end) if wanted in _table(lines[at])), None)
    if at is None:
        lines.insert(first + 1, f"{said_name} = {value}")
    else:
        lines[at] = f"{said_name} = {value}"


def _value(lines: Sequence[str], name: str, path: Sequence[str]) -> dict[str, Any]:
    """What a part of the file says so far."""
    try:
        body: Any = toml_in("\n".join(lines))
    except ValueError as error:
        raise UserError(f"{name} cannot be read, so nothing was written into it: {error}.") from error
    for part in path:
        body = body.get(part, {}) if isinstance(body, dict) else {}
    return body if isinstance(body, dict) else {}


def _section(lines: Sequence[str], path: Sequence[str]) -> tuple[int, int]:
    """The line with the head of a part of the file, and the one after its last; -1 where it has none."""
    heads = [(at, found) for at, line in enumerate(lines) if (found := _head(line))]
    for place, (at, found) in enumerate(heads):
        if found == list(path):
            return at, heads[place + 1][0] if place + 1 < len(heads) else len(lines)
    return -1, -1


def _head(line: str) -> list[str]:
    """The names in the head of a part, such as [sheets."Y13 IT".columns]; none where the line is another."""
    if not line.lstrip().startswith("["):
        return []
    path, body = [], _table(line)
    while len(body) == 1:
        (name, inner), *_ = body.items()
        path.append(name)
        body = inner if isinstance(inner, dict) else {}
    return path


def _table(line: str) -> dict[str, Any]:
    """What one line says by itself; nothing where it says nothing alone."""
    try:
        return toml_in(line)
    except ValueError:
        return {}
