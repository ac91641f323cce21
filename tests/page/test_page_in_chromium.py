"""The one file, opened from disk in Chromium, used as an exams officer does: by mouse and by keys, on a phone's width, in the dark."""

from __future__ import annotations

import datetime as dt
import http.server
import io
import json
import subprocess
import sys
import threading
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from page_browser import EXAMPLE, SECONDS, Shown, built_page, chromium, native
from programs import SDK, needs_validator
from workbooks import centre, signed

from ocr_sheets.writing.report.kit import SHEETS

sys.path.insert(0, str(Path(__file__).parent.parent / "bench"))

DAY = "2027-02-15"
LATE = """
Claims
| Candidate number | Entry code | Unit number | Assessor | Grade | Claimed on | Visit | Claim status |
| 0045             | 05839      | 8           | JS       | M     | 2027-02-26 | IT 1  | submitted    |
"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    built_page()
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def opened(browser: Any) -> Iterator[Shown]:
    """The page, started once; all tests use it as one person does in one sitting."""
    context = browser.new_context(
        viewport={"width": 1280, "height": 900}, locale="en-GB", permissions=["clipboard-read", "clipboard-write"]
    )
    shown = Shown(context.new_page())
    shown.open(built_page().as_uri())
    yield shown
    context.close()


@pytest.fixture
def page(opened: Shown) -> Iterator[Shown]:
    """The page, with what each test must leave it: no error, and nothing asked of any network."""
    opened.troubles.clear()
    yield opened
    assert opened.troubles == []
    strange = [url for url in opened.requests if not url.startswith(("blob:", "data:", built_page().as_uri()))]
    assert strange == []


@pytest.fixture
def example(page: Shown) -> Shown:
    """The page with the example checked, all filters as they come."""
    page.as_of(DAY)
    page.choose(EXAMPLE)
    return page


def in_file(folder: Path, data: bytes, name: str = "centre.xlsx") -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


# ------------------------------------------------------------------------------------------------------ the main path


def test_it_starts_from_disk_and_says_how_far_it_is(browser: Any) -> None:
    context = browser.new_context()
    tab = context.new_page()
    tab.add_init_script(
        """window.told = [];
        new MutationObserver(() => {
          const text = document.getElementById("step")?.textContent;
          if (text && told.at(-1) !== text) told.push(text);
        }).observe(document, { subtree: true, childList: true, characterData: true });"""
    )
    shown = Shown(tab)
    shown.open(built_page().as_uri())
    assert tab.evaluate("told") == [
        "Unpacking Python…",
        "Starting Python…",
        "Unpacking the checks…",
        "Loading the rules…",
    ]
    assert tab.inner_text(".private").startswith("Nothing leaves this computer.")
    assert not tab.is_visible("#result")
    assert shown.troubles == []
    context.close()


def test_it_is_no_bigger_than_can_be_handed_on() -> None:
    assert built_page().stat().st_size <= 14_000_000


def test_a_dropped_workbook_is_checked(page: Shown) -> None:
    page.as_of(DAY)
    page.drop(EXAMPLE)
    assert page.verdict.startswith("Not ready. ")
    assert page.tab.inner_text("#about") == "example.xlsx, as of Mon 15 Feb 2027"
    assert page.tab.evaluate("document.activeElement.id") == "verdict"
    assert page.tab.inner_text("#ready").startswith("Checked example.xlsx. Not ready")


def test_what_it_shows_and_saves_is_what_the_command_line_makes(example: Shown, tmp_path: Path) -> None:
    copy, text = native(tmp_path, EXAMPLE.read_bytes(), "example.xlsx", DAY)
    report = json.loads(text)
    name, made = example.saved("#save-json")
    assert (name, made) == ("example.findings.json", text)
    assert example.verdict == report["verdict"]
    assert example.rows() == len(report["findings"])
    counts = report["counts"]
    assert example.texts("#counts strong") == [str(counts[key]) for key in ("must_fix", "check", "advice")]
    assert example.texts("#findings .message") == [one["message"] for one in report["findings"]]
    name, made = example.saved("#save-book")
    assert name == "example.annotated.xlsx"
    if zlib.ZLIB_RUNTIME_VERSION.partition(".")[0] == "1" and "ng" not in zlib.ZLIB_RUNTIME_VERSION:
        assert made == copy
    else:  # another deflate packs the same parts into other bytes
        assert parts(made) == parts(copy)


def parts(data: bytes) -> list[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return [(name, archive.read(name)) for name in archive.namelist()]


@needs_validator
def test_the_saved_copy_opens_and_is_valid(example: Shown, tmp_path: Path) -> None:
    _, made = example.saved("#save-book")
    book = load_workbook(io.BytesIO(made))
    assert book.sheetnames[:2] == ["Summary", "To do"]
    assert book.sheetnames[len(SHEETS) :] == load_workbook(EXAMPLE).sheetnames
    done = subprocess.run([str(SDK), str(in_file(tmp_path, made))], capture_output=True, text=True, check=False)
    assert json.loads(done.stdout)["ok"], done.stdout


def test_the_next_dates_stand_in_order_with_the_days_left(example: Shown) -> None:
    listed = [" ".join(line.split("\n")) for line in example.texts("#next li")]
    late = [line for line in listed if " late " in line or " missed " in line]
    assert listed[: len(late)] == late  # what was not kept leads
    first = listed[len(late)]
    assert first.startswith("Thu 18 Feb 2027")
    assert "in 3 days" in first
    assert "laim" in first


def test_how_ready_each_visit_is_and_what_is_to_fill_in_is_told(page: Shown, tmp_path: Path) -> None:
    page.as_of("2027-02-01")
    page.drop(in_file(tmp_path, centre(without=["Units"])))
    assert page.texts("#stands h2")[0] == "How ready each visit is"
    assert page.texts("#stands h2")[-1] == "To fill in, the most useful first"
    lines = page.texts("#stands li")
    assert any(line.startswith("IT 1, 11 Mar: entered 2 of 2") for line in lines)
    assert any(line.startswith("Units: ") and "This gives you" in line for line in lines)


def test_the_button_for_the_example_needs_no_file(page: Shown) -> None:
    page.as_of("2026-10-01")
    page.tab.click("#example")
    page.settle()
    assert page.tab.input_value("#as-of") == DAY
    assert page.verdict.startswith("Not ready. ")


def test_the_blank_and_the_example_can_be_saved(page: Shown) -> None:
    name, made = page.saved("#save-blank")
    assert name == "blank.xlsx"
    assert "Visits" in load_workbook(io.BytesIO(made)).sheetnames
    name, made = page.saved("#save-example")
    assert (name, made) == ("example.xlsx", EXAMPLE.read_bytes())


# ------------------------------------------------------------------------------------------------- looking through it


def test_findings_sort_both_ways_and_back(example: Shown) -> None:
    listed = example.texts("#findings td.where button")
    head = example.tab.locator("#findings th.where")
    head.locator("button").click()
    assert head.get_attribute("aria-sort") == "ascending"
    upwards = example.texts("#findings td.where button")
    assert sorted(listed) == sorted(upwards)
    assert [cell.partition("!")[0] for cell in upwards] == sorted(cell.partition("!")[0] for cell in listed)
    head.locator("button").click()
    assert head.get_attribute("aria-sort") == "descending"
    assert example.texts("#findings td.where button") != upwards
    head.locator("button").click()
    assert head.get_attribute("aria-sort") is None
    assert example.texts("#findings td.where button") == listed


def test_days_sort_as_days_with_soon_last(example: Shown) -> None:
    example.tab.click("#findings th.by button")
    shown = [text.split("\n")[0].removeprefix("was ") for text in example.texts("#findings td.by")]
    dated = [dt.datetime.strptime(text, "%d %b %Y") for text in shown if text != "soon"]  # noqa: DTZ007
    assert dated == sorted(dated)
    assert shown[: len(dated)].count("soon") == 0
    assert "soon" in shown


def test_a_count_shows_its_findings_only_and_show_all_brings_the_rest_back(example: Shown) -> None:
    all_rows = example.rows()
    example.tab.click(".tile.check button")
    assert set(example.texts("#findings td.severity")) == {"check"}
    assert example.rows() == int(example.tab.inner_text(".tile.check strong"))
    assert example.tab.inner_text("#found") == f"{example.rows()} of {all_rows} findings shown."
    example.tab.click("#filters button[type=reset]")
    example.settle()
    assert example.rows() == all_rows


def test_findings_are_found_by_words_person_visit_and_sheet(example: Shown) -> None:
    example.tab.fill("#search", "gwen 05844")
    assert example.texts("#findings td.of") == ["0062 Gwen Yilmaz\n05844 unit 8\nDigital Media spring"]
    example.tab.fill("#search", "MULLER")
    assert [text.split("\n")[0] for text in example.texts("#findings td.of")] == ["0409 Saoirse Müller"]
    example.tab.fill("#search", "nobody at all")
    assert example.rows() == 0
    assert example.tab.inner_text("#nothing") == "No finding fits these filters."
    example.tab.fill("#search", "")
    for field, column in (("who", "who"), ("visit", "of"), ("sheet", "where")):
        choice = example.texts(f"#{field} option")[1]
        example.tab.select_option(f"#{field}", choice)
        shown = example.texts(f"#findings td.{column}")
        assert shown
        assert all(choice in text for text in shown)
        example.tab.select_option(f"#{field}", "")


@pytest.mark.parametrize("by", ["who", "visit", "candidate", "sheet"])
def test_findings_are_gathered_under_headings(example: Shown, by: str) -> None:
    rows = example.rows()
    example.tab.select_option("#group", by)
    headings = example.texts("#findings .group")
    assert len(headings) == len(set(headings)) > 1
    assert sum(int(text.rpartition("(")[2].rstrip(")")) for text in headings) == rows == example.rows()


def test_a_cells_name_is_copied_for_excels_name_box(example: Shown) -> None:
    button = example.tab.locator("#findings td.where button").first
    sheet, _, cell = button.inner_text().partition("!")
    button.click()
    example.tab.locator("#toast:not(:empty)").wait_for()
    assert example.tab.inner_text("#toast").startswith(f"Copied '{sheet}'!{cell}. In Excel, click the Name Box")
    assert example.tab.evaluate("navigator.clipboard.readText()") == f"'{sheet}'!{cell}"


def test_why_a_rule_is_can_be_opened(example: Shown) -> None:
    why = example.tab.locator("#findings details").first
    why.locator("summary").click()
    assert "Rule: " in why.inner_text()
    assert "Source: Cambridge Technicals: Visiting moderation (S" in why.inner_text()


def test_deadlines_stand_as_a_picture_and_in_words(example: Shown, tmp_path: Path) -> None:
    _, text = native(tmp_path, EXAMPLE.read_bytes(), "example.xlsx", DAY)
    report = json.loads(text)
    example.tab.check("#past")
    assert example.rows("lines") == min(50, len(report["deadlines"]))
    assert example.tab.locator(".timeline path.visit").count() == len(report["visits"])
    marks = example.tab.locator(".timeline :is(.ahead, .done, .late)").count()
    assert marks == sum(line["sheet"] == "Visits" for line in report["deadlines"])
    late = sum(line["sheet"] == "Visits" and not line["done"] and line["date"] < DAY for line in report["deadlines"])
    assert example.tab.locator(".timeline .late").count() == late > 0
    example.tab.uncheck("#past")
    assert "done" not in example.texts("#lines td.state")


def test_what_could_not_be_checked_is_told_with_its_reason(page: Shown, tmp_path: Path) -> None:
    page.as_of("2027-02-01")
    page.drop(in_file(tmp_path, centre()))
    assert "could not run" in page.verdict
    assert "They are not passed" in page.tab.inner_text("#unchecked-count")
    page.tab.locator("#reasons summary").first.click()
    assert page.tab.locator("#reasons details[open] li").count() > 0


# ------------------------------------------------------------------------------------------------------ ones own choices


def test_another_day_gives_another_verdict(example: Shown) -> None:
    before = example.verdict
    example.as_of("2027-08-01")
    example.tab.click("#again")
    example.settle()
    assert example.verdict != before
    assert "Sun 1 Aug 2027" in example.tab.inner_text("#about")


def test_settings_dropped_beside_the_workbook_are_used_and_named(page: Shown, tmp_path: Path) -> None:
    settings = in_file(tmp_path, b'[readings]\ndays = "working days"\n', "ocr-sheets.toml")
    page.as_of(DAY)
    page.drop(in_file(tmp_path, centre(LATE)), settings)
    assert "By ocr-sheets.toml, not OCR's" in page.tab.inner_text("#notes")
    settings.write_bytes(b"[readings")
    page.tab.set_input_files("#settings", settings)
    page.tab.click("#again")
    page.settle()
    assert "ocr-sheets.toml is not TOML" in page.refusal
    page.tab.set_input_files("#settings", [])
    page.tab.click("#again")
    page.settle()
    assert "ocr-sheets.toml" not in page.tab.inner_text("#notes")
    page.tab.evaluate("document.getElementById('choices').open = false")


def test_what_was_taken_for_what_is_shown_can_be_saved_and_corrected(page: Shown, tmp_path: Path) -> None:
    page.as_of("2027-03-01")
    book = in_file(tmp_path, centre(LATE))
    page.drop(book)
    assert "Claims" in page.texts("#tables th")
    page.tab.locator("#tables summary").last.click()
    assert "Claimed on: Claimed on (F)" in page.texts("#tables details[open] li")
    name, made = page.saved("#save-map")
    assert name == "centre.map.toml"
    assert made.startswith(b"# What ocr-sheets takes for what in centre.xlsx.")
    page.drop(book, in_file(tmp_path, b'[sheets."Claims"]\nread_as = "nothing"\n', name))
    assert "Read as the mapping file centre.map.toml says." in page.texts("#notes li")
    assert "not read" in page.texts("#tables tr:has-text('Claims') td")
    page.tab.set_input_files("#mapping", [])
    page.tab.evaluate("document.getElementById('choices').open = false")


def test_a_workbook_that_was_saved_since_is_read_anew(page: Shown, tmp_path: Path) -> None:
    page.as_of("2027-03-01")
    path = in_file(tmp_path, centre(LATE))
    page.drop(path)
    before = page.verdict
    assert " to fix" in before
    in_file(tmp_path, centre())
    page.tab.click("#again")
    page.settle()
    assert page.verdict != before
    assert " to fix" not in page.verdict


def test_a_chosen_file_that_changed_since_is_asked_for_again(page: Shown, tmp_path: Path) -> None:
    path = in_file(tmp_path, centre(LATE))
    page.choose(path)
    assert page.verdict
    in_file(tmp_path, centre() + b"more")
    page.tab.click("#again")
    page.settle()
    assert "centre.xlsx cannot be read any more, perhaps because it was saved since: choose it again." in page.refusal


def test_questions_that_come_at_once_are_answered_one_after_another(page: Shown) -> None:
    page.as_of("2026-10-01")
    with page.tab.expect_download() as waiting:
        page.tab.evaluate(
            """() => {
              document.getElementById("save-blank").click();
              document.getElementById("example").click();
              document.getElementById("again").click();
            }"""
        )
    assert waiting.value.suggested_filename == "blank.xlsx"
    page.settle()
    assert page.tab.inner_text("#about") == "example.xlsx, as of Mon 15 Feb 2027"


def test_a_signed_workbook_is_copied_only_when_its_signature_may_go(page: Shown, tmp_path: Path) -> None:
    path = in_file(tmp_path, signed(centre(LATE)))
    page.drop(path)
    assert "is digitally signed" in page.refusal
    page.tab.evaluate("document.getElementById('choices').open = true")
    page.tab.check("#drop-signature")
    page.tab.click("#again")
    page.settle()
    assert page.verdict
    page.tab.uncheck("#drop-signature")
    page.tab.evaluate("document.getElementById('choices').open = false")


# ------------------------------------------------------------------------------------------------------ what goes wrong


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (centre()[:2000], "is damaged or was cut off"),
        (b"", "is empty"),
        (b"%PDF-1.7", "is a PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "has a password: remove it in Excel"),
    ],
    ids=["cut off", "empty", "pdf", "password"],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_a_sentence_and_the_page_goes_on(
    page: Shown, tmp_path: Path, data: bytes, sentence: str
) -> None:
    page.drop(in_file(tmp_path, data))
    assert sentence in page.refusal
    assert "centre.xlsx" in page.refusal
    assert page.tab.evaluate("document.activeElement.id") == "trouble"
    page.drop(in_file(tmp_path, centre(LATE)))
    assert page.verdict
    assert not page.tab.is_visible("#trouble")


def test_twenty_thousand_rows_are_checked_and_can_be_looked_through(page: Shown, tmp_path: Path) -> None:
    import centre as large

    path = tmp_path / "large.xlsx"
    large.write(path, 2_000, 9)  # 2,000 candidates and entries, 18,000 claims
    page.as_of(large.AS_OF.isoformat())
    page.tab.set_input_files("#workbook", path)
    page.settle(150 * SECONDS)
    assert page.verdict.startswith("Not ready. ")
    assert page.rows() == 50
    found = page.tab.inner_text("#findings .where[role=status]")
    assert found.startswith("Rows 1 to 50 of ")
    first = page.texts("#findings td.where")[0]
    page.tab.get_by_role("button", name="Further rows").first.click()
    assert page.tab.inner_text("#findings .where[role=status]").startswith("Rows 51 to 100 of ")
    assert page.texts("#findings td.where")[0] != first
    candidate = page.tab.locator("#findings td.of .line").first.inner_text()
    page.tab.fill("#search", candidate)
    assert 0 < page.rows() < 50
    assert all(candidate in text for text in page.texts("#findings td.of"))
    page.tab.fill("#search", "")


# ------------------------------------------------------------------------------------------------ keys, light, width, paper


def focused(page: Shown) -> str:
    return str(page.tab.evaluate("document.activeElement.id || document.activeElement.textContent.trim()"))


def tab_to(page: Shown, wanted: str) -> None:
    for _ in range(80):
        page.tab.keyboard.press("Tab")
        if focused(page) == wanted:
            return
    raise AssertionError(f"{wanted} was not reached by Tab")


def test_all_of_it_goes_by_keys_alone(page: Shown) -> None:
    page.as_of(DAY)
    page.tab.evaluate("window.scrollTo(0, 0)")
    page.tab.mouse.click(2, 2)  # where Tab goes on from
    tab_to(page, "Skip to the check")
    page.tab.keyboard.press("Enter")
    tab_to(page, "workbook")
    with page.tab.expect_file_chooser() as chooser:
        page.tab.keyboard.press("Enter")
    chooser.value.set_files(EXAMPLE)
    page.settle()
    assert focused(page) == "verdict"
    tab_to(page, "save-book")
    with page.tab.expect_download() as waiting:
        page.tab.keyboard.press("Enter")
    assert waiting.value.suggested_filename == "example.annotated.xlsx"
    tab_to(page, "To do")
    page.tab.keyboard.press("Enter")
    assert focused(page) == "todo-title"
    tab_to(page, "search")
    page.tab.keyboard.type("gwen")
    assert page.rows() == 1
    for _ in range(4):
        page.tab.keyboard.press("Backspace")
    tab_to(page, "By when")
    page.tab.keyboard.press("Space")
    assert page.tab.locator("#findings th.by").get_attribute("aria-sort") == "ascending"
    tab_to(page, "Why")
    page.tab.keyboard.press("Enter")
    assert page.tab.locator("#findings details[open]").count() == 1


def test_focus_is_always_to_be_seen(example: Shown) -> None:
    example.tab.evaluate("document.activeElement.blur(); window.scrollTo(0, 0)")
    unseen = []
    for _ in range(40):
        example.tab.keyboard.press("Tab")
        seen = example.tab.evaluate(
            """() => {
              const one = document.activeElement;
              const of = one.id === "workbook" ? one.nextElementSibling : one;
              return getComputedStyle(of).outlineStyle !== "none" || of.className === "skip";
            }"""
        )
        if not seen:
            unseen.append(focused(example))
    assert unseen == []


@pytest.mark.parametrize("width", [1280, 320])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(example: Shown, scheme: str, width: int) -> None:
    example.tab.emulate_media(color_scheme=scheme)
    example.tab.set_viewport_size({"width": width, "height": 800})
    try:
        example.tab.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
        assert example.axe() == []
    finally:
        example.tab.emulate_media(color_scheme="light")
        example.tab.set_viewport_size({"width": 1280, "height": 900})


def test_axe_finds_nothing_before_a_workbook_is_chosen_nor_beside_a_refusal(page: Shown, tmp_path: Path) -> None:
    page.drop(in_file(tmp_path, b""))
    assert page.axe() == []


def test_320_pixels_are_wide_enough(example: Shown) -> None:
    example.tab.set_viewport_size({"width": 320, "height": 640})
    try:
        assert example.tab.evaluate("document.documentElement.scrollWidth") <= 320
        assert example.tab.is_visible("#findings .picker select")
        example.tab.select_option("#findings .picker select", label="Who")
        people = [text.removeprefix("Who: ") for text in example.texts("#findings td.who")]
        assert people == sorted(people)
        small = example.tab.evaluate(
            """() => [...document.querySelectorAll("button, select, input, summary, nav a")]
              .filter((one) => one.checkVisibility() && !one.classList.contains("unseen") && one.type !== "checkbox")
              .filter((one) => one.getBoundingClientRect().height < 24)
              .map((one) => one.outerHTML.slice(0, 100))"""
        )
        assert small == []
    finally:
        example.tab.set_viewport_size({"width": 1280, "height": 900})


def test_on_paper_stand_all_findings_and_none_of_the_buttons(page: Shown, tmp_path: Path) -> None:
    claims = "".join(
        f"| 0045 | 05839 | {8 + at % 2} | JS | M | 2027-02-26 | gone {at} | submitted |\n" for at in range(60)
    )
    heading = "| Candidate number | Entry code | Unit number | Assessor | Grade | Claimed on | Visit | Claim status |\n"
    page.as_of("2027-03-01")
    page.drop(in_file(tmp_path, centre(f"Claims\n{heading}{claims}")))
    assert page.rows() == 50
    page.tab.emulate_media(media="print")
    try:
        page.tab.evaluate("window.dispatchEvent(new Event('beforeprint'))")
        assert page.rows() > 60
        assert not page.tab.is_visible("#ask")
        assert not page.tab.is_visible("#filters")
        assert page.tab.is_visible("#verdict")
        assert page.tab.inner_text("#filtered") == ""
        page.tab.evaluate("window.dispatchEvent(new Event('afterprint'))")
        assert page.rows() == 50
        page.tab.evaluate("document.querySelector('.tile.advice button').click()")
        assert page.tab.inner_text("#filtered").endswith(" findings shown. Only: advice.")
        assert page.tab.pdf()[:5] == b"%PDF-"
    finally:
        page.tab.emulate_media(media="screen")


# -------------------------------------------------------------------------------------------------- nothing leaves


def test_whatever_tries_to_leave_is_stopped_by_the_policy(page: Shown) -> None:
    asked: list[str] = []

    class Listens(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(204)
            self.end_headers()

        do_POST = do_GET

        def log_message(self, format: str, *args: object) -> None:
            """Nothing."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Listens) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        stopped = page.tab.evaluate(
            """async (address) => {
              const stopped = [];
              document.addEventListener("securitypolicyviolation", (event) => stopped.push(event.effectiveDirective));
              const pause = () => new Promise((done) => setTimeout(done, 50));
              const add = (name, set) => document.body.append(Object.assign(document.createElement(name), set));
              await fetch(`${address}/fetch`).catch(() => null);
              try { navigator.sendBeacon(`${address}/beacon`, "x"); } catch { stopped.push("beacon"); }
              try { new WebSocket(address.replace("http", "ws")); } catch { stopped.push("socket"); }
              try { new EventSource(`${address}/events`); } catch { stopped.push("events"); }
              const asked = new XMLHttpRequest();
              try { asked.open("GET", `${address}/xhr`); asked.send(); } catch { stopped.push("xhr"); }
              add("img", { src: `${address}/img` });
              add("link", { rel: "stylesheet", href: `${address}/css` });
              add("iframe", { src: `${address}/frame` });
              try { add("script", { src: `${address}/script` }); } catch { stopped.push("script-src-elem"); }
              const form = document.createElement("form");
              Object.assign(form, { action: `${address}/form`, method: "post", target: "_blank" });
              document.body.append(form);
              form.submit();
              for (let at = 0; at < 10; at++) await pause();
              document.querySelectorAll("body > :is(img, link, iframe, script[src], form)").forEach((one) => one.remove());
              return stopped;
            }""",
            f"http://127.0.0.1:{server.server_port}",
        )
        server.shutdown()
        thread.join()
    assert asked == []
    assert stopped.count("connect-src") >= 4
    assert {"img-src", "style-src-elem", "frame-src", "form-action"} <= set(stopped)
    # What was stopped is told on the console, and shows among the requests as asked; none was sent.
    page.troubles.clear()
    page.requests[:] = [url for url in page.requests if "127.0.0.1" not in url]


def test_the_worker_that_runs_python_can_reach_nothing_either(page: Shown) -> None:
    (worker,) = page.tab.workers
    stopped = worker.evaluate(
        """async () => {
          const address = "http://127.0.0.1:9/";
          const stopped = [];
          self.addEventListener("securitypolicyviolation", (event) => stopped.push(event.effectiveDirective));
          await WorkerGlobalScope.prototype.fetch.call(self, address).catch(() => null);
          await import(address).catch(() => stopped.push("import"));
          try { importScripts(address); } catch { stopped.push("importScripts"); }
          try { new WebSocket("ws://127.0.0.1:9/"); } catch { stopped.push("socket"); }
          const asked = new XMLHttpRequest();
          asked.open("GET", address);
          asked.send();
          await new Promise((done) => setTimeout(done, 300));
          return stopped;
        }"""
    )
    assert stopped.count("connect-src") >= 3
    assert {"import", "importScripts"} <= set(stopped)
    page.troubles.clear()
    page.requests[:] = [url for url in page.requests if "127.0.0.1" not in url]


def test_nothing_is_kept_in_the_browser(page: Shown) -> None:
    kept = page.tab.evaluate(
        """async () => [document.cookie, localStorage.length, sessionStorage.length, (await indexedDB.databases()).length]"""
    )
    assert kept == ["", 0, 0, 0]
