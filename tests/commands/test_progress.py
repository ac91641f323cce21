"""What is told on stderr while something takes long: on a terminal only, and gone when it is over."""

from __future__ import annotations

import io
import sys
import time

import pytest

from ocr_sheets.commands import options
from ocr_sheets.commands.options import progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def told(monkeypatch: pytest.MonkeyPatch, stream: io.StringIO, seconds: float) -> str:
    monkeypatch.setattr(sys, "stderr", stream)
    with progress("Checking centre.xlsx"):
        time.sleep(seconds)
    return stream.getvalue()


def test_long_work_is_told_on_a_terminal_and_its_line_taken_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(options, "PATIENCE", 0.01)
    text = told(monkeypatch, Terminal(), 0.3)
    assert text.startswith("\rChecking centre.xlsx: 1 s\rChecking centre.xlsx: 2 s")
    last = text.split("\r")[-2]
    assert last == " " * len(last)
    assert len(last) > len("Checking centre.xlsx: 2 s")
    assert text.endswith("\r")
    assert "\n" not in text


def test_short_work_is_not_told(monkeypatch: pytest.MonkeyPatch) -> None:
    assert told(monkeypatch, Terminal(), 0) == ""


def test_nothing_is_told_where_stderr_is_no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(options, "PATIENCE", 0.01)
    assert told(monkeypatch, io.StringIO(), 0.1) == ""


def test_the_line_is_taken_away_when_the_work_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(options, "PATIENCE", 0.01)
    stream = Terminal()
    monkeypatch.setattr(sys, "stderr", stream)

    def fail() -> None:
        with progress("Checking"):
            time.sleep(0.1)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert stream.getvalue().endswith(" \r")
