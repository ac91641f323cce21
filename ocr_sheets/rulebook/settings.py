"""What a centre chooses: the other reading where OCR's words leave one, and newer values over ours.

Both stand in a file ``ocr-sheets.toml``::

    [readings]
    days = "working days"

    [values."entry.days_before_visit"]
    source = ["OCR's moderation page of 1 May 2027"]
    values = [{ from = 2027-09-01, value = 35 }]
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

from ocr_sheets.errors import UserError
from ocr_sheets.files.chosen import toml_in
from ocr_sheets.rulebook.values import Rulebook, Value, load_rulebook, parse_overlay

NAME = "ocr-sheets.toml"
"""The file that is used by itself when it stands beside the workbook."""


class Reading(NamedTuple):
    """One place where OCR's words leave a choice."""

    name: str
    question: str
    source: tuple[str, ...]
    ours: str
    other: str
    values: Mapping[str, Mapping[str, Any]]

    def over(self, rulebook: Rulebook) -> Rulebook:
        """The rulebook under the other reading."""
        laid = {name: parse_overlay(rulebook.value(name), body, "readings.toml") for name, body in self.values.items()}
        return rulebook.overlaid({name: value._replace(reading=self._said()) for name, value in laid.items()})

    def _said(self) -> str:
        return f"{self.question} Read as: {self.other}."


@cache
def load_readings() -> Mapping[str, Reading]:
    """The readings that come with the tool, by name."""
    body = tomllib.loads(files(__package__).joinpath("readings.toml").read_text(encoding="utf-8"))
    return {
        name: Reading(name, row["question"], tuple(row["source"]), row["ours"], row["other"], row["values"])
        for name, row in body.items()
    }


class Settings(NamedTuple):
    """The rulebook a centre chose, the readings it turned, and where it said so."""

    rulebook: Rulebook
    turned: Sequence[Reading] = ()
    origin: str = ""
    smtp: Mapping[str, Any] | None = None
    """The table [smtp] as it stands there: `ocr_sheets.emails.sending` reads it, when there is something to send."""


def read_settings(text: str, origin: str) -> Settings:
    """The settings in a file's text. Raises `UserError`."""
    try:
        body = toml_in(text)
    except ValueError as error:
        raise UserError(f"{origin} is not TOML: {error}.") from error
    strange = sorted(set(body) - {"readings", "values", "smtp"})
    if strange:
        raise UserError(f"{origin}: “{strange[0]}” means nothing here; there can be [readings], [values] and [smtp].")
    rulebook, turned = load_rulebook(), []
    for name, choice in _table(body, "readings", origin).items():
        reading = load_readings().get(name)
        if reading is None:
            raise UserError(f"{origin}: there is no reading “{name}”; there are {', '.join(load_readings())}.")
        if choice == reading.other:
            turned.append(reading)
            rulebook = reading.over(rulebook)
        elif choice != reading.ours:
            raise UserError(f"{origin}: {name} can be “{reading.ours}” or “{reading.other}”, not “{choice}”.")
    laid: dict[str, Value] = {}
    for name, row in _table(body, "values", origin).items():
        if name not in rulebook.values:
            raise UserError(f"{origin}: there is no value “{name}”; What was checked lists them.")
        try:
            laid[name] = parse_overlay(rulebook.value(name), row, _placed(origin, text, name))
        except ValueError as error:
            raise UserError(f"{error}.") from error
    smtp = _table(body, "smtp", origin) if "smtp" in body else None
    return Settings(rulebook.overlaid(laid), turned, origin, smtp)


def _placed(origin: str, text: str, name: str) -> str:
    """The file with the line on which a value begins, as far as that can be told."""
    before, found, _ = text.partition(name)
    return f"{origin}, line {before.count(chr(10)) + 1}" if found else origin


def _table(body: Mapping[str, Any], name: str, origin: str) -> Mapping[str, Any]:
    table = body.get(name, {})
    if not isinstance(table, dict):
        raise UserError(f"{origin}: [{name}] must be a table.")
    return table
