"""The documentation as one page: everything for users is on it, nothing leaves it, and what is in it leads somewhere."""

from __future__ import annotations

import base64
import hashlib
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner

from ocr_sheets.cli import COMMANDS, main
from ocr_sheets.manual import chapters as chapters_of, manual_page
from ocr_sheets.manual.chapters import FEATURES, FOR_DEVELOPERS, PACKAGE, chapters, for_users
from ocr_sheets.manual.markdown import Places, as_html, inline, plain
from ocr_sheets.rules import RULES

PLACES = Places(lambda link: link if "://" in link else None, lambda path: f"data:{path}", lambda heading: heading)
EMPTY = {"meta", "link", "input", "img", "br", "hr"}


class Page(HTMLParser):
    """Names, links, sources and whether every element is closed in its order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.names: list[str] = []
        self.links: list[str] = []
        self.sources: list[str] = []
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.names += [str(found["id"])] if "id" in found else []
        self.links += [str(found["href"])] if "href" in found else []
        self.sources += [str(found["src"])] if "src" in found else []
        if tag not in EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.fixture(scope="module")
def page() -> str:
    return manual_page()


@pytest.fixture(scope="module")
def parsed(page: str) -> Page:
    return Page(page)


def test_every_element_is_closed_and_every_name_is_given_once(parsed: Page) -> None:
    assert parsed.open == []
    assert len(parsed.names) == len(set(parsed.names))


def test_every_link_leads_out_or_to_a_place_on_the_page(parsed: Page) -> None:
    inside = [link for link in parsed.links if link.startswith("#")]
    assert len(inside) > len(FEATURES)
    assert {link[1:] for link in inside} <= set(parsed.names)
    assert all("://" in link for link in parsed.links if not link.startswith("#"))


def test_nothing_is_fetched_and_the_policy_forbids_it(page: str, parsed: Page) -> None:
    assert all(source.startswith("data:image/png;base64,") for source in parsed.sources)
    assert len(parsed.sources) >= len(set(parsed.sources)) > 10
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)
    assert policy
    allowed = policy[1].replace("&#39;", "'")
    assert allowed.startswith("default-src 'none'; img-src data:;")
    for kind in ("style", "script"):
        (body,) = re.findall(rf"<{kind}>(.*?)</{kind}>", page, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(body.encode()).digest()).decode()
        assert f"{kind}-src 'sha256-{digest}'" in allowed
    assert "style=" not in page.replace("style-src", "")


def test_all_that_is_for_users_is_on_it(page: str) -> None:
    for name in COMMANDS:
        assert f"<code>ocr-sheets {name}" in page
    for code in RULES:
        assert f'id="rules-{code}"' in page
    whole = {path.parent.name for path in PACKAGE.glob("*/README.md")}
    assert whole == {*FEATURES, "rules"}  # a README for users that no chapter is made of would be lost


def test_what_is_for_developers_is_not_on_it(page: str) -> None:
    marked = [feature for feature in FEATURES if FOR_DEVELOPERS in (PACKAGE / feature / "README.md").read_text("utf-8")]
    assert marked
    assert FOR_DEVELOPERS not in page
    assert "tests/planning/problems.py" not in page
    assert for_users(f"# One\n\nFor all.\n\n{FOR_DEVELOPERS}\n\nNot for all.\n") == "# One\n\nFor all.\n"


def test_it_is_the_same_each_time_and_written_whole(tmp_path: Path, page: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert CliRunner().invoke(main, ["docs"]).exit_code == 0
    assert CliRunner().invoke(main, ["docs", "-o", "other.html"]).exit_code == 0
    assert (tmp_path / "docs.html").read_bytes() == (tmp_path / "other.html").read_bytes()
    assert (tmp_path / "docs.html").read_text("utf-8").startswith(page[:200])
    (tmp_path / "theirs.html").write_text("not ours", encoding="utf-8")
    assert CliRunner().invoke(main, ["docs", "-o", "theirs.html"]).exit_code == 2
    assert (tmp_path / "theirs.html").read_text("utf-8") == "not ours"


def test_a_chapter_that_was_not_installed_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(chapters_of, "find_shared", lambda *parts: None)
    done = CliRunner().invoke(main, ["docs"])
    assert done.exit_code == 2
    assert "README.md was not installed" in done.output


@pytest.mark.parametrize(
    ("text", "made"),
    [
        ("Two `a < b` words\nand **more *of* it**.", "<p>Two <code>a &lt; b</code> words and <strong>more <em>of</em> it</strong>.</p>"),
        ("## A `heading`", '<h2 id="A heading">A <code>heading</code></h2>'),
        ("- one\n  goes on\n- two", "<ul><li>one goes on</li><li>two</li></ul>"),
        ("1. one\n2. two", "<ol><li>one</li><li>two</li></ol>"),
        ("| a | b |\n|---|---|\n| `x\\|y` | 2 |", "<table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td><code>x|y</code></td><td>2</td></tr></tbody></table>"),
        ("```toml\na = '<b>'   # *c*\n```", '<pre class="toml"><code>a = &#x27;&lt;b&gt;&#x27;   # *c*</code></pre>'),
        ("![What it *is*](one.png)", '<p><img src="data:one.png" alt="What it *is*"></p>'),
        ("[out](https://example.org/?a=1&b=2) and [in](file.md)", '<p><a href="https://example.org/?a=1&amp;b=2">out</a> and in</p>'),
        ("5 * 3 * 2 and a_b_c and <script>", "<p>5 * 3 * 2 and a_b_c and &lt;script&gt;</p>"),
    ],
)  # fmt: skip
def test_markdown_as_our_pages_use_it(text: str, made: str) -> None:
    assert list(as_html(text, PLACES)) == [made]


def test_no_mark_of_markdown_is_left_in_the_words_of_a_chapter() -> None:
    for chapter in chapters():
        for block in as_html(chapter.text, PLACES):
            words = re.sub(r"<code>.*?</code>|<[^>]+>", "", block, flags=re.DOTALL)
            assert not re.search(r"\*\*|`|\]\(|^#+ |^\|", words, re.MULTILINE), (chapter.folder, words[:200])


def test_the_words_alone() -> None:
    assert plain("A [link](x.md) to `code` and **more**") == "A link to code and more"
    assert inline("a & b", PLACES) == "a &amp; b"
