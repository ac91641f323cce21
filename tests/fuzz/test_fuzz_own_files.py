"""Whatever stands in the centre's own files, settings, mapping, catalogue, texts and lists: the command ends with its own codes and at most
one sentence, never with a traceback, and quickly.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings, strategies as st
from mailing import TEXT
from tries import tries
from workbooks import saved

from ocr_sheets.cli import main

SETTINGS = (
    '[values."entry.days_before_visit"]\nsource = ["x"]\nvalues = [{ from = 2027-09-01, value = 35 }]\n'
    '[smtp]\nhost = "localhost"\nport = 25\nfrom = "a@example.org"\n[readings]\n"x" = "y"\n'
)
MAPPING = '[sheets."Visits"]\nis = "visits"\nheading_row = 1\n[sheets."Visits".columns]\n"Visit date" = "visit_date"\n'
CATALOGUE = "Entry code,QAN,Title,Level,Suite\n05839,601/2977/3,IT,3,2016\n99999,,Own,2,\n"
LIST = "Candidate number,Entry code,Unit\n4101,05839,8\n4102,05839,9\n"
WORDS = "Subject: ${file} for ${name}\n\n${dates}\n\nBye, $$ {candidates}\n"

NASTY = st.sampled_from(
    ["[", "]", "[[", "{", "}", '"', "'", "=", "\n", "\r", "\0", "\x1b[2J", "${", "$", ",", ";", "\t", "0027-02-30", "9" * 5_000,
     "-5", "4000000", "1e999", "nan", "inf", "true", "\ufeff", "é", "\u202e", "=1+1", "[" * 20_000, '"""', "#", "2027-02-15T25:61:00Z"]
)  # fmt: skip


@st.composite
def spoiled(draw: st.DrawFn, text: str) -> bytes:
    """A right text with pieces cut out of it and others put in."""
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        stop = draw(st.integers(start, min(len(text), start + 30)))
        text = text[:start] + draw(NASTY | st.text(max_size=8)) + text[stop:]
    data = text.encode("utf-8", "surrogatepass")
    at = draw(st.integers(0, len(data)))
    return data[:at] + draw(st.sampled_from([b"", b"\xff", b"\xfe\xff", b"\xc3"])) + data[at:]


FILES: dict[str, tuple[str, Callable[[Path, Path], list[object]]]] = {
    "ocr-sheets.toml": (SETTINGS, lambda book, own: ["validate", book, "--settings", own]),
    "own.map.toml": (MAPPING, lambda book, own: ["validate", book, "--map", own]),
    "own.csv": (CATALOGUE, lambda book, own: ["validate", book, "--catalogue", own]),
    "list.csv": (LIST, lambda book, own: ["reconcile", book, own]),
    "email-pack.txt": (WORDS, lambda book, own: ["email", book, "--texts", own.parent]),
}


@pytest.mark.parametrize("name", FILES)
def test_nothing_in_a_file_of_the_centres_own_makes_a_traceback(name: str) -> None:
    text, command = FILES[name]

    @settings(max_examples=tries(12), suppress_health_check=list(HealthCheck))
    @given(spoiled(text) | st.binary(max_size=200))
    def one(data: bytes) -> None:
        with tempfile.TemporaryDirectory() as folder:
            book = saved(Path(folder) / "centre.xlsx", TEXT)
            own = Path(folder) / "own" / name
            own.parent.mkdir()
            own.write_bytes(data)
            begun = time.process_time()
            done = CliRunner().invoke(main, [*map(str, command(book, own)), "--as-of", "2027-02-01"])
            assert isinstance(done.exception, SystemExit | None), (data, done.exception)
            assert done.exit_code in (0, 1, 2), (data, done.output)
            if done.exit_code == 2:
                assert len(done.stderr.strip().splitlines()) == 1, (data, done.stderr)
            assert "\x1b" not in done.output
            assert time.process_time() - begun < 10

    one()


@pytest.mark.parametrize(
    "typed",
    [
        "15/02/27",
        "15-02-27",
        "0027-02-15",
        "27",
        "2027-02-30",
        "tomorrow",
        "9" * 5_000,
        "",
        " ",
        "\0",
        "2027-W07-1",
        "１５/０２/２７",
    ],
)
def test_a_day_on_the_command_line_is_read_or_refused_in_a_sentence(tmp_path: Path, typed: str) -> None:
    book = saved(tmp_path / "centre.xlsx", TEXT)
    done = CliRunner().invoke(main, ["validate", str(book), "--as-of", typed])
    assert isinstance(done.exception, SystemExit | None), done.exception
    assert done.exit_code in (0, 1, 2)
