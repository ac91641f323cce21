"""A workbook mended, accepted, undone and saved in the page, and the page's hold on where its reader is."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from page_browser import Shown
from workbooks import centre

LATE = """
Claims
| Candidate number | Entry code | Unit number | Assessor | Grade | Claimed on | Visit | Claim status |
| 0045             | 05839      | 8           | JS       | M     | 2027-02-26 | IT 1  | submitted    |
| 0045             | 05839      | 9           | JS       | M     | 2027-02-26 | IT 1  | submitted    |
"""
ROW = "#findings tr:has-text('Claims!F2')"


@pytest.fixture
def late(page: Shown, tmp_path: Path) -> Iterator[Shown]:
    """A workbook with two claims that are late."""
    path = tmp_path / "centre.xlsx"
    path.write_bytes(centre(LATE))
    page.as_of("2027-03-01")
    page.tab.on("dialog", accept)
    page.drop(path)
    yield page
    page.tab.remove_listener("dialog", accept)


def accept(dialog: Any) -> None:
    dialog.accept()


def change(page: Shown, row: str, text: str) -> None:
    page.tab.locator(row).first.get_by_role("button", name="Change this cell").click()
    page.settle()
    page.tab.fill(f"{row} >> nth=0 >> input[id^=mend-]", text)
    page.tab.keyboard.press("Enter")
    page.settle()
    page.settle()


def test_a_cell_is_mended_in_the_list_checked_again_undone_and_saved(late: Shown) -> None:
    before = late.rows()
    late.tab.fill("#search", "claims")
    change(late, ROW, "25/02/2027")
    assert late.texts("#done li") == ["Claims!F2 (Claimed on): 26 Feb 2027 → 25 Feb 2027 Undo\n: Claims!F2"]
    assert late.tab.input_value("#search") == "claims"
    late.tab.fill("#search", "")
    assert late.rows() < before
    assert late.axe() == []
    name, data = late.saved("#save-book")
    book = load_workbook(io.BytesIO(data))
    assert name == "centre.annotated.xlsx"
    assert str(book["Claims"]["F2"].value).startswith("2027-02-25")
    assert [cell.value for cell in book["Changes made in the page"][5]] == [
        "Claims!F2",
        "Claimed on",
        "26 Feb 2027",
        "25 Feb 2027",
    ]
    late.tab.click("#done button")
    late.settle()
    assert late.rows() == before
    assert not late.tab.is_visible("#done-box")


def test_what_cannot_stand_in_a_cell_is_told_beside_its_field(late: Shown) -> None:
    change(late, ROW, "soon")
    assert "“soon” is not a day for Claims!F2" in late.tab.inner_text(f"{ROW} >> .error")
    assert late.verdict
    assert late.tab.evaluate("document.activeElement.getAttribute('aria-invalid')") == "true"
    assert late.axe() == []
    late.tab.locator(ROW).get_by_role("button", name="Leave it").click()
    assert late.tab.locator(".mending form").count() == 0


def test_hostile_text_typed_into_a_cell_stays_text(late: Shown) -> None:
    late.tab.locator(ROW).first.get_by_role("button", name="Change this cell").click()
    late.settle()
    late.tab.locator(ROW).get_by_role("button", name="Leave it").click()
    other = "#findings tr:has-text('Claims!G')"
    if late.tab.locator(other).count():
        change(late, other, "<img src=x onerror=evil()>")
        assert late.tab.locator("main img").count() == 0


def test_findings_of_one_cause_are_accepted_with_one_reason(late: Shown) -> None:
    late.tab.locator(ROW).first.get_by_role("button", name="Accept it as it is").click()
    late.tab.locator(ROW).get_by_role("button", name="Accept it and check again").click()
    assert "Type why it is accepted." in late.tab.inner_text(f"{ROW} >> .error")
    late.tab.fill(f"{ROW} >> textarea", "The moderator agreed.")
    late.tab.locator(ROW).get_by_label("findings of this cause").check()
    assert late.axe() == []
    late.tab.locator(ROW).get_by_role("button", name="Accept it and check again").click()
    late.settle()
    assert late.tab.inner_text(".tile.accepted strong") == "2"
    _, data = late.saved("#save-book")
    to_do = load_workbook(io.BytesIO(data))["To do"]
    assert "The moderator agreed." in {cell.value for row in to_do.iter_rows() for cell in row}


def test_leaving_with_changes_that_are_not_saved_asks(late: Shown, tmp_path: Path) -> None:
    change(late, ROW, "25/02/2027")
    late.tab.remove_listener("dialog", accept)
    told: list[str] = []

    def stay(dialog: Any) -> None:
        told.append(f"{dialog.type} {dialog.message}")
        dialog.dismiss()

    late.tab.on("dialog", stay)
    late.tab.click("#example")
    late.settle()
    assert told == ["confirm Not saved yet: the changes made here. Go on without?"]
    assert late.tab.inner_text("#about").startswith("centre.xlsx")
    late.saved("#save-book")
    late.tab.remove_listener("dialog", stay)
    late.tab.on("dialog", accept)
    assert (
        late.tab.evaluate(
            "(() => { const e = new Event('beforeunload', { cancelable: true }); window.dispatchEvent(e); return e.defaultPrevented; })()"
        )
        is False
    )


def test_the_place_is_kept_when_it_is_checked_again(late: Shown) -> None:
    late.tab.fill("#search", "0045")
    late.tab.click("#findings th.by button")
    late.tab.evaluate("window.scrollTo({ top: 700, behavior: 'instant' })")
    top = late.tab.evaluate("window.scrollY")
    late.tab.evaluate("document.getElementById('again').click()")
    late.settle()
    assert late.tab.input_value("#search") == "0045"
    assert late.tab.locator("#findings th.by").get_attribute("aria-sort") == "ascending"
    assert abs(late.tab.evaluate("window.scrollY") - top) < 2
    late.tab.fill("#search", "")


def test_a_file_that_was_saved_in_excel_is_offered_to_be_checked_again(late: Shown, tmp_path: Path) -> None:
    path = tmp_path / "centre.xlsx"
    path.write_bytes(centre(LATE.replace("2027-02-26", "2027-02-25")))
    os.utime(
        path, (2_000_000_000, 2_000_000_000)
    )  # later than when it was read, however coarse the clock of the disk is
    late.tab.evaluate("window.dispatchEvent(new Event('focus'))")
    late.tab.wait_for_selector("#changed:not([hidden])")
    assert late.tab.inner_text("#changed-text") == "centre.xlsx was changed on disk since it was checked."
    before = late.rows()
    late.tab.click("#check-changed")
    late.settle()
    assert late.rows() < before
    assert not late.tab.is_visible("#changed")


def test_the_button_keeps_hold_of_the_file_where_the_browser_can(browser: Any) -> None:
    from page_browser import EXAMPLE, built_page

    context = browser.new_context(locale="en-GB")
    page = Shown(context.new_page())
    page.tab.add_init_script(
        """window.bytes = null; window.stamp = 1;
        window.showOpenFilePicker = async () => [{ kind: "file", name: "example.xlsx", getFile: async () => new File([window.bytes], "example.xlsx", { lastModified: window.stamp }) }];"""
    )
    page.open(built_page().as_uri())
    page.as_of("2027-02-15")
    page.tab.evaluate("(bytes) => { window.bytes = Uint8Array.from(bytes); }", list(EXAMPLE.read_bytes()))
    page.tab.click("label[for=workbook]")
    page.settle()
    page.settle()
    assert page.tab.inner_text("#about").startswith("example.xlsx")
    page.tab.evaluate("window.stamp = 2; window.dispatchEvent(new Event('focus'))")
    page.tab.wait_for_selector("#changed:not([hidden])")
    page.tab.click("#check-changed")
    page.settle()
    assert page.verdict
    context.close()
