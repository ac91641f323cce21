"""The one file, opened from disk in Chromium: a workbook is checked, shown and saved, by an exams officer's own settings, and what goes wrong is told."""

from __future__ import annotations

import io
import json
import subprocess
import sys
import zipfile
import zlib
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from page_browser import DAY, EXAMPLE, LATE, SECONDS, Shown, built_page, in_file, native
from programs import SDK, needs_validator
from workbooks import centre, signed

from ocr_sheets.writing.report.kit import SHEETS

sys.path.insert(0, str(Path(__file__).parent.parent / "bench"))


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
    assert page.tab.inner_text("#about") == "example.xlsx, as at Mon 15 Feb 2027"
    assert page.tab.evaluate("document.activeElement.id") == "verdict"
    assert page.tab.inner_text("#ready").startswith("Checked example.xlsx. Not ready")


def test_what_it_shows_and_saves_is_what_the_command_line_makes(example: Shown) -> None:
    copy, text = native(EXAMPLE.read_bytes(), "example.xlsx", DAY)
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
    assert "Uses your figures from ocr-sheets.toml, not OCR’s" in page.tab.inner_text("#notes")
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
    assert "not used" in page.texts("#tables tr:has-text('Claims') td")
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
    assert (
        "centre.xlsx cannot be read any more, perhaps because it was saved, moved or renamed since: choose it again."
        in page.refusal
    )


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
    assert page.tab.inner_text("#about") == "example.xlsx, as at Mon 15 Feb 2027"


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


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (centre()[:2000], "is damaged or was cut off"),
        (b"", "is empty"),
        (b"%PDF-1.7", "is a PDF"),
    ],
    ids=["cut off", "empty", "pdf"],
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
