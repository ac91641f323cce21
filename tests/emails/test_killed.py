"""`email --send` killed at any moment: nobody gets a letter twice, and none is lost without being told."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme
from mail_server import PASSWORD, USER, Post, serving
from mailing import TEXT
from workbooks import saved

ROOT = Path(__file__).resolve().parents[2]
KILLS = 25
WANTED = {"jo@example.org", "pat@xn--bcher-kva.example", "exams@example.org"}

pytestmark = pytest.mark.skipif(os.name == "nt", reason="there is no SIGKILL here")


@pytest.fixture
def post() -> Post:
    return Post()


@pytest.fixture
def ready(tmp_path: Path, post: Post) -> Iterator[Path]:
    book = saved(tmp_path / "centre.xlsx", TEXT)
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(book.with_name("ca.pem")))
    with serving(post, authority) as port:
        settings = f'[smtp]\nhost = "localhost"\nport = {port}\nuser = "{USER}"\nfrom = "{USER}"\nca = "ca.pem"\n'
        book.with_name("ocr-sheets.toml").write_text(settings, encoding="utf-8")
        yield book


def start(book: Path, *more: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "ocr_sheets", "email", str(book), "--send", "--yes", "--as-of", "2027-02-01", *more]
    environment = {**os.environ, "OCR_SHEETS_SMTP_PASSWORD": PASSWORD}
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_kills_at_random_moments_send_nothing_twice_and_hide_nothing(ready: Path, post: Post) -> None:
    by_chance = random.Random(16)
    begun = time.monotonic()
    first = start(ready)
    first.communicate(timeout=120)
    whole = time.monotonic() - begun
    log = ready.with_name("centre-emails-sent.csv")
    for _ in range(KILLS):
        post.got.clear()
        log.unlink(missing_ok=True)
        one = start(ready)
        try:
            one.communicate(timeout=whole * by_chance.uniform(0.3, 1.0))
        except subprocess.TimeoutExpired:
            one.kill()
            one.communicate(timeout=30)
        done = start(ready)
        out, err = done.communicate(timeout=120)
        times = Counter(to for envelope in post.got for to in envelope.rcpt_tos)
        assert max(times.values(), default=0) <= 1, times
        for address in WANTED - set(times):
            assert f"{address}" in out, (out, err)
            assert "may have been sent: ask" in out
        assert not [path.name for path in ready.parent.iterdir() if ".ocr-sheets-" in path.name]
