"""A sensitivity label goes from a workbook to every file that is made from it and has a place for one; of others it is said."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from mailing import TEXT
from patching_samples import visits, zipped
from workbooks import saved, unzipped

from ocr_sheets.cli import main
from ocr_sheets.files.saving import save
from ocr_sheets.files.seals import is_as_written
from ocr_sheets.patching import NO_LABEL, Label, Workbook, label_of, labelled

PART = (
    b'<clbl:labelList xmlns:clbl="http://schemas.microsoft.com/office/2020/mipLabelMetadata">'
    b'<clbl:label id="{11111111-2222-3333-4444-555555555555}" enabled="1" method="Standard" siteId="{6}" removed="0"/></clbl:labelList>'
)
NAME = "MSIP_Label_11111111-2222-3333-4444-555555555555_Name"
PROPERTIES = ((NAME, "Official & sensitive"),)
LABELS = [Label(PART, ()), Label(None, PROPERTIES), Label(PART, PROPERTIES)]


@pytest.mark.parametrize("label", LABELS, ids=["part", "properties", "both"])
def test_a_label_that_is_put_on_is_read_again_and_the_workbook_opens(label: Label) -> None:
    made = labelled(visits(), label)
    assert label_of(made) == label
    assert [sheet.name for sheet in Workbook.from_bytes(made).sheets] == [
        sheet.name for sheet in Workbook.from_bytes(visits()).sheets
    ]
    assert labelled(made, Label(PART.replace(b"Standard", b"Privileged"), ())) == made


def test_properties_of_other_kinds_stay_where_they_are_and_are_not_taken_along() -> None:
    other = labelled(visits(), Label(None, (("MSIP_Label_x", "1"),)))
    files = unzipped(other)
    files["docProps/custom.xml"] = files["docProps/custom.xml"].replace(b"MSIP_Label_x", b"Author")
    with_author = zipped(dict(files))
    assert label_of(with_author) == NO_LABEL
    both = labelled(with_author, LABELS[1])
    assert label_of(both) == LABELS[1]
    assert b'pid="2" name="Author"' in unzipped(both)["docProps/custom.xml"]
    assert b'pid="3" name="MSIP' in unzipped(both)["docProps/custom.xml"]


@pytest.mark.parametrize("data", [b"", b"no zip", visits()[:900], zipped({"_rels/.rels": "<"})])
def test_what_is_no_workbook_has_no_label(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    path.write_bytes(data)
    assert label_of(data) == label_of(path) == label_of(tmp_path) == label_of(tmp_path / "none.xlsx") == NO_LABEL


def test_a_part_that_is_no_label_or_far_too_big_is_none() -> None:
    made = unzipped(labelled(visits(), LABELS[0]))
    for content in (b"<other/>", b"<!DOCTYPE x><labelList/>", b"<labelList>" + b" " * 2_000_000 + b"</labelList>"):
        assert label_of(zipped({**made, "docMetadata/LabelInfo.xml": content})) == NO_LABEL


def test_an_output_gets_the_label_of_the_first_source_that_has_one_and_is_ours(tmp_path: Path) -> None:
    plain, one, other = (tmp_path / f"{name}.xlsx" for name in ("plain", "one", "other"))
    plain.write_bytes(visits())
    one.write_bytes(labelled(visits(), LABELS[0]))
    other.write_bytes(labelled(visits(), LABELS[1]))
    save(visits(), tmp_path / "out.xlsx", plain, one, other)
    assert label_of(tmp_path / "out.xlsx") == LABELS[0]
    assert is_as_written(tmp_path / "out.xlsx")


ID = "11111111-2222-3333-4444-555555555555"
SAID = f"MSIP_Label_{ID}_Enabled=true; MSIP_Label_{ID}_Method=Standard; MSIP_Label_{ID}_SiteId=6"


def test_what_a_label_says_is_one_line_whatever_its_workbook_holds() -> None:
    assert LABELS[0].text == SAID
    assert LABELS[1].text == f"{NAME}=Official & sensitive"
    assert LABELS[2].text == f"{SAID}; {NAME}=Official & sensitive"
    assert [label.name for label in LABELS] == ["", "Official & sensitive", "Official & sensitive"]
    assert Label(None, (("Sensitivity", "Internal"),)).name == "Internal"
    crooked = Label(None, ((NAME, "a;\r\nBcc: x@example.org\x1b"),))
    assert crooked.text == f"{NAME}=a Bcc: x@example.org"
    assert Label(PART.replace(b'removed="0"', b'removed="1"'), ()).text == NO_LABEL.text == ""


COMMANDS = {
    "validate": ["centre.annotated.xlsx"],
    "plan --write": ["centre.plan.xlsx", "centre.planned.xlsx"],
    "packs": ["centre-packs/index.xlsx", "centre-packs/pack-JS.xlsx"],
    "fill": ["centre.filled.xlsx"],
    "read -o read.xlsx": ["read.xlsx"],
    "reconcile list.csv --with entries": ["centre.reconciled.xlsx"],
    "diff": ["changes.xlsx"],
}


@pytest.mark.parametrize("command", COMMANDS)
def test_every_workbook_that_is_made_has_the_label(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    monkeypatch.chdir(tmp_path)
    book = saved(tmp_path / "centre.xlsx", TEXT)
    book.write_bytes(labelled(book.read_bytes(), LABELS[2]))
    (tmp_path / "list.csv").write_text("Candidate number,Entry code\n4101,05839\n", encoding="utf-8")
    name, *more = command.split()
    first = ["later.xlsx", "centre.xlsx", "-o", "changes.xlsx"] if name == "diff" else ["centre.xlsx"]
    saved(tmp_path / "later.xlsx", TEXT)
    done = CliRunner().invoke(main, [name, *first, *more, "--as-of", "2027-02-01"])
    assert done.exit_code in (0, 1), done.output
    for made in COMMANDS[command]:
        assert label_of(tmp_path / made) == LABELS[2], made


def test_what_is_attached_to_an_email_has_the_label(tmp_path: Path) -> None:
    import email
    import email.policy

    book = saved(tmp_path / "centre.xlsx", TEXT)
    book.write_bytes(labelled(book.read_bytes(), LABELS[2]))
    assert CliRunner().invoke(main, ["email", str(book), "--as-of", "2027-02-01"]).exit_code == 0
    draft = (tmp_path / "centre-emails" / "pack-JS.eml").read_bytes()
    (attached,) = email.message_from_bytes(draft, policy=email.policy.default).iter_attachments()
    assert label_of(attached.get_content()) == LABELS[2]


@pytest.fixture
def book(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workbook with both kinds of label."""
    monkeypatch.chdir(tmp_path)
    path = saved(tmp_path / "centre.xlsx", TEXT)
    path.write_bytes(labelled(path.read_bytes(), LABELS[2]))
    return path


def run(*arguments: object) -> str:
    done = CliRunner().invoke(main, [*map(str, arguments), "--as-of", "2027-02-01"])
    assert done.exit_code in (0, 1), done.output
    return done.output


@pytest.mark.parametrize(
    ("arguments", "made"),
    [
        (["plan", "centre.xlsx"], "centre.plan.html"),
        (["visit", "centre.xlsx", "IT 1"], "centre-IT-1.html"),
        (["overview", "centre.xlsx"], "overview.html"),
    ],
)
def test_a_page_says_the_label_where_everybody_sees_it(book: Path, arguments: list[str], made: str) -> None:
    run(*arguments)
    page = (book.parent / made).read_text(encoding="utf-8")
    assert is_as_written(book.parent / made)
    assert f'<meta name="msip_labels" content="{SAID}; {NAME}=Official &amp; sensitive">' in page.split("<body")[0]
    assert "Sensitivity label of the workbook: Official &amp; sensitive.</strong>" in page.split("<body")[1]


def test_a_page_of_a_workbook_that_does_not_say_the_labels_name_says_that_there_is_one(book: Path) -> None:
    saved(book, TEXT)
    book.write_bytes(labelled(book.read_bytes(), LABELS[0]))
    run("visit", book, "IT 1")
    page = (book.parent / "centre-IT-1.html").read_text(encoding="utf-8")
    assert "Sensitivity label of the workbook.</strong> It holds for this page too." in page


def test_a_calendar_has_the_label_as_a_property_and_is_written_again(book: Path) -> None:
    import icalendar

    run("calendar", book)
    made = book.with_suffix(".ics")
    found = icalendar.Calendar.from_ical(made.read_bytes())
    assert str(found["X-MSIP-LABELS"]).replace("\\", "") == LABELS[2].text
    assert max(len(line) for line in made.read_bytes().split(b"\r\n")) <= 75
    assert is_as_written(made)
    run("calendar", book)
    assert made.read_bytes().count(b"X-MSIP-LABELS") == 1


def test_every_draft_has_the_label_in_the_header_that_outlook_and_exchange_keep_it_in(book: Path) -> None:
    import email
    import email.policy

    run("email", book)
    run("email", book, "--workbook", "head@example.org")
    run("overview", book, "--drafts", "drafts")
    drafts = list(book.parent.rglob("*.eml"))
    assert {path.parent.name for path in drafts} == {"centre-emails", "centre-workbook-emails", "drafts"}
    assert any(path.name.startswith("to-ocr") or "moderator" in path.name for path in drafts), drafts
    for path in drafts:
        data = path.read_bytes()
        assert email.message_from_bytes(data, policy=email.policy.default)["msip_labels"] == LABELS[2].text, path
        header = re.search(rb"^msip_labels:.*(?:\r\n .*)*", data, re.MULTILINE)
        assert header is not None
        assert b"=?" not in header[0], "no part of it is encoded"
        assert max(len(line) for line in data.split(b"\r\n")) <= 998


def test_without_a_label_nothing_speaks_of_one(book: Path) -> None:
    saved(book, TEXT)
    told = [run("email", book), run("plan", book), run("calendar", book), run("claims", book, "-o", "claims.csv")]
    assert not any("sensitivity" in text for text in told)
    for path in book.parent.rglob("*"):
        assert not path.is_file() or b"msip" not in path.read_bytes().lower(), path


def test_that_a_csv_file_cannot_carry_the_label_is_said_once(book: Path) -> None:
    for arguments in (
        ["claims", book, "-o", "claims.csv"],
        ["read", book, "-o", "tables"],
        ["overview", book, "--frames", "frames"],
    ):
        told = run(*arguments)
        assert told.count("The workbook has a sensitivity label. A CSV file cannot carry one") == 1, arguments
    assert "sensitivity" not in run("read", book, "-o", "tables.xlsx")
    assert "sensitivity" not in run("claims", book)
