"""Every job of the page from the button to the saved file, which is the very file that the command's functions make: in Chromium, in Firefox, and
on the page that `ocr-sheets serve` opens.
"""

from __future__ import annotations

import io
from collections.abc import Hashable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hands import BROWSERS, Hands, InChromium, InFirefox, Person, page_in_chromium
from openpyxl import load_workbook
from page_browser import ASKED, DAY, EXAMPLE, LATE, served
from workbooks import centre, saved

from ocr_sheets.emails.locking import locked
from ocr_sheets.page.api import answer
from ocr_sheets.page.protocol import File, Parcel, pack, unpack

BOOK = File("workbook", "example.xlsx", EXAMPLE.read_bytes())
LIST = b"Candidate No,Candidate name,Scheme code\r\n0001,<img src=x onerror=alert(1)>,05839\r\n0012,B Nother,05839\r\n"
PASSWORD = "Ffôn bach 7"


@pytest.fixture(scope="module", params=BROWSERS)
def opened(request: pytest.FixtureRequest) -> Iterator[Person]:
    with ExitStack() as until_done:
        if request.param == "firefox":
            hands: Hands = InFirefox(request.getfixturevalue("firefox_page"))
        elif request.param == "served":
            address = until_done.enter_context(served()).link
            hands = until_done.enter_context(page_in_chromium(request.getfixturevalue("browser"), address))
        else:
            hands = InChromium(request.getfixturevalue("chromium_page"))
        yield Person(hands)


@pytest.fixture
def person(opened: Person, request: pytest.FixtureRequest) -> Iterator[Person]:
    """Somebody with the example checked. Whatever they do, nothing was asked of a network, and axe finds nothing in what is in sight
    then: in Chromium, since it is the same in the others, where it looks at what is asked for by name.
    """
    opened.check(EXAMPLE, DAY)
    yield opened
    if request.node.callspec.params["opened"] == "chromium":
        assert opened.axe() == []
    assert opened.asked_of_a_network() == []
    assert list(opened.hands.troubles) == []


@cache
def made(do: str, *files: File, book: File = BOOK, **head: Hashable) -> Mapping[str, bytes]:
    """The files that the same job makes here, once for all browsers."""
    parcel = Parcel({"do": do, "as_of": DAY, **head}, [book, *files])
    return {file.name: file.data for file in unpack(answer(pack(parcel))).files}


FLOWS: Sequence[tuple[str, Mapping[str, Hashable], str]] = [
    ("plan", {"term": "spring", "limits": "12", "write": True}, "Plan for the spring term 2026/27"),
    ("packs", {"drafts": True, "share": True}, "6 packs, and an index"),
    ("calendar", {}, "41 events"),
    ("claims", {"by": "unit"}, "34 units ready to claim"),
    ("visit", {"visit": "IT final", "names": True}, "IT final"),
    ("letters", {}, "None is sent from here."),
    ("fill", {}, "Drafted: "),
    ("read", {}, "Understood: "),
]


@pytest.mark.parametrize(("name", "fields", "told"), FLOWS, ids=[name for name, _, _ in FLOWS])
def test_a_job_gives_the_files_of_its_command(
    person: Person, name: str, fields: Mapping[str, Hashable], told: str
) -> None:
    person.open(name)
    for field, value in fields.items():
        if value is True:
            person.hands.click(f"#field-{field}")
        else:
            person.set(f"#field-{field}", str(value))
    assert told in person.go()
    assert person.saved_all() == made(name, **fields)


def test_lists_and_older_copies_are_compared(person: Person, tmp_path: Path) -> None:
    listed, old = tmp_path / "list.csv", tmp_path / "old.xlsx"
    listed.write_bytes(LIST)
    old.write_bytes(centre())
    person.open("reconcile")
    person.hands.choose("#field-list", listed)
    person.set("#field-kind", "entries")
    person.go()
    assert person.saved_all() == made("reconcile", File("list", "list.csv", LIST), kind="entries")
    person.hands.click("#flow-back")
    person.open("changes")
    person.hands.choose("#field-old", old)
    person.go()
    assert person.saved_all() == made("changes", File("old", "old.xlsx", centre()))


def test_packs_that_came_back_are_taken_in(person: Person, tmp_path: Path) -> None:
    back = tmp_path / "back.xlsx"
    back.write_bytes(BOOK.data)
    person.open("collect")
    person.hands.choose("#field-returned", back)
    assert "filled in" in person.go()
    assert person.saved_all() == made("collect", File("returned", "back.xlsx", BOOK.data))


def test_several_centres_stand_side_by_side(person: Person, tmp_path: Path) -> None:
    person.hands.click("[data-open=overview]")
    person.hands.choose("#field-centres", EXAMPLE, saved(tmp_path / "other.xlsx"))
    person.hands.click("#field-drafts")
    person.go()
    assert set(person.saved_all()) == {"overview.xlsx", "overview.html", "overview-emails.zip"}
    assert person.text(".poster summary") == "overview.html as it prints"


def test_a_first_workbook_is_made_and_checked(person: Person) -> None:
    person.hands.click("[data-open=start]")
    person.hands.click("#flow-go")
    told = ["Type the course, such as Business or 05835.", "Type day, such as 15/02/2027."]
    assert person.texts("#trouble li") == told
    assert [" ".join(text.split()) for text in person.texts("#flow-form .error")] == [f"Error: {text}" for text in told]
    person.hands.click("#trouble li:first-child a")
    assert person.hands.run("document.activeElement.id") == "field-visits-1-course"
    assert person.axe() == []
    person.hands.type("#field-visits-1-course", "Business")
    person.set("#field-visits-1-day", "2027-03-11")
    person.go()
    assert list(person.saved_all()) == ["centre.xlsx"]
    person.hands.click("#flow-files .opens")
    person.settle()
    assert person.text("#about").startswith("centre.xlsx, as at ")


def test_a_visit_is_tried_on_another_day_by_keys_alone(person: Person) -> None:
    person.open("plan")
    person.go()
    shown = person.hands.run("document.querySelectorAll('#board .handle').length")
    assert shown > 3
    person.hands.run("document.querySelectorAll('#board .handle')[3].focus()")
    was = str(person.hands.run("document.activeElement.getAttribute('aria-valuetext')"))
    assert was == "Thu 10 Jun 2027"
    person.hands.press("ArrowRight")
    person.hands.press("ArrowRight")  # over the weekend
    person.hands.press("PageDown")
    assert person.hands.run("document.activeElement.getAttribute('aria-valuetext')") == "Mon 7 Jun 2027, 3 days earlier"
    person.hands.press("Enter")
    person.settle()
    assert person.text("#flow-body section:not(#board) > h4").startswith(
        "What if: IT final moved from 10 Jun 2027 to Mon 7 Jun 2027"
    )
    assert str(person.hands.run("document.activeElement.textContent")).startswith("What if: IT final moved")
    assert person.hands.run("document.getElementById('field-questions-1-day').value") == "2027-06-07"
    assert person.saved_all() == made("plan", term="year", questions="IT final on 2027-06-07")


def test_the_page_to_print_is_shown_as_it_is_saved_and_no_script_can_run_in_it(person: Person) -> None:
    person.open("visit")
    person.set("#field-visit", "IT final")
    person.go()
    person.wait("document.querySelector('iframe.sheet').contentDocument?.querySelector('h1')")
    frame = "document.querySelector('iframe.sheet')"
    assert person.hands.run(f"{frame}.contentDocument.title") == person.text("#flow-verdict")
    assert person.hands.run(f"{frame}.getAttribute('sandbox')") == "allow-same-origin allow-modals"
    # Its own looks are let through by the policy: margins of the print are not the browser's.
    assert person.hands.run(f"{frame}.contentWindow.getComputedStyle({frame}.contentDocument.body).fontFamily") != (
        person.hands.run("getComputedStyle(document.createElement('p')).fontFamily")
    )


def test_the_password_of_a_workbook_is_asked_for_and_what_is_saved_has_none(person: Person, tmp_path: Path) -> None:
    data = centre(LATE)
    path = tmp_path / "centre.xlsx"
    path.write_bytes(locked(data, PASSWORD))
    person.check(path, DAY)
    assert person.text("#locked h2") == "centre.xlsx has a password"
    assert person.hands.run("document.activeElement.id") == "password"
    assert person.axe() == []
    person.hands.press("Enter")
    assert person.text("#locked .error").endswith("Type the password.")
    person.hands.type("#password", "Ffon bach 7")
    person.hands.press("Enter")
    person.settle()
    assert "does not open with this password" in person.text("#locked .error")
    assert person.hands.run("document.activeElement.getAttribute('aria-invalid')") == "true"
    person.hands.type("#password", PASSWORD)
    person.hands.press("Enter")
    person.wait("!document.getElementById('result').hidden")
    person.settle()
    assert person.text("#unlocked").startswith("centre.xlsx was opened with its password. What you save here has none")
    copy = made("check", book=File("workbook", "centre.xlsx", data))["centre.annotated.xlsx"]
    assert person.hands.saved("#save-book") == ("centre.annotated.xlsx", copy)
    person.hands.click("#again")  # it is not asked for once more
    person.settle()
    assert person.text("#verdict")
    assert PASSWORD not in str(person.hands.run("document.documentElement.outerHTML"))


def test_the_older_copy_may_have_a_password_too(person: Person, tmp_path: Path) -> None:
    old = tmp_path / "old.xlsx"
    old.write_bytes(locked(centre(), PASSWORD))
    person.open("changes")
    person.hands.choose("#field-old", old)
    person.hands.click("#flow-go")
    person.settle()
    assert person.text("#locked h2") == "old.xlsx has a password"
    person.hands.type("#password", PASSWORD)
    person.hands.press("Enter")
    person.wait("!document.getElementById('flow-result').hidden")
    person.settle()
    assert person.saved_all() == made("changes", File("old", "old.xlsx", centre()))


def test_a_question_is_answered_beside_the_columns_of_its_sheet_and_the_answer_can_be_kept(
    person: Person, tmp_path: Path
) -> None:
    person.check(saved(tmp_path / "centre.xlsx", ASKED), DAY)
    assert "its heading is “IV”" in person.text("#questions legend")
    rows = person.texts("#questions tbody tr")
    assert [" ".join(row.split()) for row in rows][3:6] == [
        "D JS Assessor".replace("D JS", "D Assessor JS"),
        "E asked about IV 20 Jan 2027 Standardised on",
        "F Grade M Grade",
    ]
    assert person.axe() == []
    person.hands.click("#questions .choice:nth-of-type(3) input")
    person.hands.click("#answers button")
    person.wait("!document.getElementById('answered').hidden")
    assert not person.text("#asked")
    name, data = person.hands.saved("#save-answers")
    assert name == "centre.map.toml"
    assert '[sheets."Claims".columns]\n"Assessed on" = "column E"\n' in data.decode()


def test_a_cell_is_mended_in_the_list_and_stands_in_the_copy(person: Person, tmp_path: Path) -> None:
    person.check(saved(tmp_path / "centre.xlsx", LATE), "2027-03-01")
    person.set("#search", "claims!f2")
    person.hands.click("#findings .ways button")
    person.settle()
    person.hands.type("#findings .mending input", "25/02/2027")
    person.hands.press("Enter")
    person.wait("document.querySelector('#done li')")
    person.settle()
    book: Any = load_workbook(io.BytesIO(person.hands.saved("#save-book")[1]))
    assert str(book["Claims"]["F2"].value).startswith("2027-02-25")
    assert book["Changes made in the page"]["D5"].value == "25 Feb 2027"
    person.hands.click("#done button")
    person.settle()
    assert not person.text("#done-box")
