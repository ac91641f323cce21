"""`email --send` killed at any moment: nobody gets a letter twice, and none is lost without being told.

It is killed a few times; ``OCR_SHEETS_KILLS=25 pytest tests/emails/test_killed_sending.py`` does it as often as that, five to a test.
"""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
import trustme
from mail_server import PASSWORD, USER, Post, serving
from mailing import TEXT
from workbooks import saved

if os.name != "posix":
    pytest.skip("there is no SIGKILL here", allow_module_level=True)

ROOT = Path(__file__).resolve().parents[2]
KILLS = int(os.environ.get("OCR_SHEETS_KILLS", "5"))
A_TEST = 5
STEPS = ("mail", "rcpt", "data")
WANTED = {"jo@example.org", "pat@xn--bcher-kva.example", "exams@example.org"}


class Moment(NamedTuple):
    """When the sending process is killed: so many seconds after the server has come to a step of the n-th letter."""

    step: str
    letter: int
    seconds: float


class Killing(Post):
    """A mail server that sees to it that who sends is killed."""

    moment: Moment
    sender: subprocess.Popen[str] | None = None
    letter: int = 0

    def _answer(self, step: str, to: str, otherwise: str, server: object) -> str:
        self.letter += step == "mail"
        if self.sender is not None and (step, self.letter) == self.moment[:2]:
            threading.Thread(target=self._kill, args=(self.sender, self.moment.seconds)).start()
            time.sleep(max(0.0, 0.02 - self.moment.seconds))  # so that some are killed before they have their answer
        return otherwise

    def _kill(self, sender: subprocess.Popen[str], seconds: float) -> None:
        time.sleep(seconds)
        with contextlib.suppress(ProcessLookupError):
            sender.send_signal(signal.SIGKILL)


@pytest.fixture
def post() -> Killing:
    return Killing()


@pytest.fixture
def book(tmp_path: Path, post: Killing) -> Iterator[Path]:
    path = saved(tmp_path / "centre.xlsx", TEXT)
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    with serving(post, authority) as port:
        settings = f'[smtp]\nhost = "localhost"\nport = {port}\nuser = "{USER}"\nfrom = "{USER}"\nca = "ca.pem"\n'
        (tmp_path / "ocr-sheets.toml").write_text(settings, encoding="utf-8")
        yield path


def start(book: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "ocr_sheets", "email", str(book), "--send", "--yes", "--as-of", "2027-02-01"],
        cwd=ROOT,
        env={**os.environ, "OCR_SHEETS_SMTP_PASSWORD": PASSWORD},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.parametrize("first", range(0, KILLS, A_TEST))
def test_kills_at_random_moments_send_nothing_twice_and_hide_nothing(book: Path, post: Killing, first: int) -> None:
    by_chance = random.Random(first)
    log = book.with_name("centre-emails-sent.csv")
    for _ in range(min(A_TEST, KILLS - first)):
        post.got.clear()
        log.unlink(missing_ok=True)
        moment = Moment(by_chance.choice(STEPS), by_chance.randint(1, 3), by_chance.uniform(0.0, 0.03))
        post.moment, post.letter = moment, 0
        post.sender = start(book)
        post.sender.communicate(timeout=120)
        assert post.sender.returncode in (-signal.SIGKILL, 1), moment
        post.sender = None
        out, err = start(book).communicate(timeout=120)
        times = Counter(to for envelope in post.got for to in envelope.rcpt_tos)
        assert max(times.values(), default=0) <= 1, (moment, times)
        for address in WANTED - set(times):
            told = [line for line in out.splitlines() if address in line and "may have been sent: ask" in line]
            assert told, (moment, out, err)
        assert not [path.name for path in book.parent.iterdir() if ".ocr-sheets-" in path.name]
