"""Watching OCR's pages, with two saved copies of a page of our own making and a site of our own: OCR's is asked for nothing here."""

from __future__ import annotations

import datetime as dt
import http.server
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from ocr_sheets.rulebook import load_sources, watch as marks
from ocr_sheets.rulebook.page_changes import changes, sentences_of, text_of_page
from ocr_sheets.rulebook.sources import Page
from ocr_sheets.rulebook.watch import fingerprints_of

sys.path.insert(0, str(Path(__file__).parents[2] / ".ci"))
import watch

EARLIER = """<!DOCTYPE html><html><head><title>Otters</title><style>p { color: red }</style></head><body>
<nav><a href="/">Home</a> <a href="/otters">Otters</a></nav><script>let seen = "Otters are cats.";</script>
<main><h1>The otter's year</h1>
<p>Otters sleep in <b>holts</b> beside the
   river. Feed them at least four hours before a planned swim.</p>
<ul><li>Count the otters every spring.</li><li>No otter swims in the mill race.</li></ul></main>
<footer>Read 1,204 times.</footer></body></html>"""
LATER = (
    EARLIER.replace("four hours", "six hours")
    .replace("<li>No otter swims in the mill race.</li>", "<li>Write to @keeper `at once` if a cub is lost.</li>")
    .replace("1,204", "1,377")
    .replace("otter's", "otter’s")
)
PAGE = Page("moderation", "The otter's year", "https://example.org/otters", "undated", dt.date(2026, 11, 21))


def test_the_words_of_a_page_are_its_own_part_a_line_a_block() -> None:
    assert text_of_page(EARLIER).splitlines() == [
        "Otters", "The otter's year", "Otters sleep in holts beside the river. Feed them at least four hours before a planned swim.",
        "Count the otters every spring.", "No otter swims in the mill race.",
    ]  # fmt: skip
    assert len(sentences_of(text_of_page(EARLIER))) == 6


def test_what_was_changed_taken_away_and_added_is_told_and_nothing_else() -> None:
    found = changes(text_of_page(EARLIER), text_of_page(LATER))
    assert found.changed == [
        (
            "Feed them at least four hours before a planned swim.",
            "Feed them at least six hours before a planned swim.",
        )
    ]
    assert found.gone == ["No otter swims in the mill race."]
    assert found.new == ["Write to @keeper `at once` if a cub is lost."]


def test_typography_spaces_and_order_are_no_change() -> None:
    assert changes("One otter – swims. Two do not.", "Two do not.\n  One  otter - swims.").none
    assert changes(text_of_page(EARLIER), text_of_page(EARLIER)).none


def test_a_page_is_kept_the_first_time_and_told_of_when_it_has_changed(tmp_path: Path) -> None:
    assert watch.told(watch.Seen(PAGE, text_of_page(EARLIER)), tmp_path) == []
    assert watch.told(watch.Seen(PAGE, text_of_page(EARLIER)), tmp_path) == []
    lines = watch.told(watch.Seen(PAGE, text_of_page(LATER)), tmp_path)
    assert lines[0] == "## The otter's year"
    assert "<https://example.org/otters>, read by us on or before 21 Nov 2026" in lines
    assert "- Gone: `No otter swims in the mill race.`" in lines
    assert "- New: `Write to @keeper ’at once’ if a cub is lost.`" in lines  # as words: nobody is called
    assert watch.told(watch.Seen(PAGE, text_of_page(LATER)), tmp_path) == []


def test_a_page_seen_for_the_first_time_is_held_against_what_we_read_of_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = text_of_page(EARLIER)
    read = fingerprints_of(text, {3: ["S1", "S30"], 4: ["S27"], 5: ["S16"]})
    monkeypatch.setattr(marks, "load_fingerprints", lambda: {"moderation": read})
    page = load_sources().pages["moderation"]
    assert watch.told(watch.Seen(page, text), tmp_path / "same") == []
    lines = watch.told(watch.Seen(page, text_of_page(LATER)), tmp_path / "changed")
    assert "- S30 changed: now `Feed them at least six hours before a planned swim.`" in lines
    assert "- S16 gone" in lines
    assert watch.told(watch.Seen(page, "Nothing of otters."), tmp_path / "other") == []


def test_the_rules_and_values_that_rest_on_the_page_are_named(tmp_path: Path) -> None:
    page = load_sources().pages["moderation"]
    watch.told(watch.Seen(page, "One."), tmp_path)
    lines = watch.told(watch.Seen(page, "Two."), tmp_path)
    (rules,) = [line for line in lines if line.startswith("Rules that rest on it: ")]
    (values,) = [line for line in lines if line.startswith("Values: ")]
    assert "claim-under-two-weeks" in rules
    assert "claim.days_before_visit" in values


def test_of_a_page_that_was_written_anew_only_a_part_is_shown(tmp_path: Path) -> None:
    watch.told(watch.Seen(PAGE, ""), tmp_path)
    words = [chr(ord("a") + number // 26) + chr(ord("a") + number % 26) for number in range(60)]
    lines = watch.told(watch.Seen(PAGE, "\n".join(f"Otter {word} is {word * 3}." for word in words)), tmp_path)
    assert sum(line.startswith("- New") for line in lines) == watch.MOST_SHOWN
    assert "- and 20 more" in lines


def test_only_ocrs_own_pages_are_watched_and_the_two_are_among_them() -> None:
    names = {page.name for page in watch.ocrs_pages()}
    assert {"moderation", "verified"} <= names
    assert len(names) > 30
    assert watch.is_ocrs("https://support.ocr.org.uk/x")
    for address in (
        "https://docplayer.net/ocr.org.uk",
        "https://notocr.org.uk/",
        "",
        "https://ocr.org.uk.example.org/",
    ):
        assert not watch.is_ocrs(address)


class Site(http.server.BaseHTTPRequestHandler):
    """A site of our own that notes what it is asked."""

    asked: list[tuple[str, str, dict[str, str]]] = []  # noqa: RUF012  # emptied by the fixture

    def do_GET(self) -> None:
        self.asked.append((self.command, self.path, dict(self.headers)))
        pages = {"/otters": EARLIER, "/robots.txt": "User-agent: *\nDisallow: /secret\n"}
        body = pages.get(self.path, "").encode()
        self.send_response(200 if body else 404)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def site() -> Iterator[str]:
    Site.asked.clear()
    watch.allowed.cache_clear()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Site)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_each_page_is_asked_for_once_politely_and_nothing_is_sent(site: str, tmp_path: Path) -> None:
    pages = [PAGE._replace(name=name, address=f"{site}/{name}") for name in ("otters", "secret", "lost")]
    pauses: list[float] = []
    otters, secret, lost = watch.read_all(pages, pauses.append)
    assert otters.text == text_of_page(EARLIER)
    assert secret.trouble == "its site asks programs not to read it"
    assert (lost.trouble, lost.is_gone) == ("it answers 404", True)
    assert pauses == [watch.PAUSE, watch.PAUSE]
    assert [path for _, path, _ in Site.asked] == ["/robots.txt", "/otters", "/lost"]
    for command, _, headers in Site.asked:
        assert command == "GET"
        assert headers["User-Agent"] == watch.WHO
        assert not {"Cookie", "Referer", "Authorization", "Content-Length"} & set(headers)
    (tmp_path / "lost.txt").write_text("It was here.", encoding="utf-8")
    assert "It is no longer there." in watch.told(lost, tmp_path)
    assert watch.told(secret, tmp_path) == []


def test_a_site_that_does_not_answer_is_no_news(tmp_path: Path) -> None:
    seen = watch.read(PAGE._replace(address="http://127.0.0.1:9/otters"))
    assert seen.trouble.startswith("it does not answer")
    (tmp_path / "moderation.txt").write_text("It was here.", encoding="utf-8")
    assert watch.told(seen, tmp_path) == []
    assert (tmp_path / "moderation.txt").read_text("utf-8") == "It was here."
