"""The e-mails: drafts that open unsent, texts that the centre may change, and no candidate named but in what is attached."""

from __future__ import annotations

import email
import email.policy
import io
import re
from collections.abc import Sequence
from dataclasses import replace
from email.message import EmailMessage
from pathlib import Path

import pytest
from mailing import TEXT, packs_of
from openpyxl import load_workbook
from packs_people import PEOPLE

from ocr_sheets.emails.letters import (
    INDEX_TEXT,
    NAMES,
    PACK_TEXT,
    Letter,
    address_of,
    draft,
    letters,
    original,
    parse_text,
    read_texts,
)
from ocr_sheets.emails.locking import check_password, locked
from ocr_sheets.files.templates import find_template
from ocr_sheets.packs.files import pack_files
from ocr_sheets.packs.wording import contents
from ocr_sheets.patching import Refused


def written(text: str = TEXT, texts: Path | None = None, share: bool = False) -> dict[str, Letter]:
    packs = packs_of(share, text)
    return {one.stem: one for one in letters(packs, pack_files(packs), read_texts(texts, Path("nowhere")))}


def opened(letter: Letter) -> EmailMessage:
    message = email.message_from_bytes(draft(letter), policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    assert [part.defects for part in message.walk() if part.defects] == []
    return message


def body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert part is not None
    return str(part.get_content())


def attached(message: EmailMessage) -> Sequence[EmailMessage]:
    return [part for part in message.iter_attachments() if isinstance(part, EmailMessage)]


# -- the drafts


def test_there_is_a_draft_for_each_pack_and_one_for_the_exams_officer() -> None:
    found = written()
    assert list(found) == ["pack-JS", "pack-PT", "pack-AB", "index"]
    message = opened(found["pack-JS"])
    assert message["X-Unsent"] == "1"
    assert message["To"].addresses[0].display_name == "Jo “Siân” Ŵyn"
    assert message["To"].addresses[0].addr_spec == "jo@example.org"
    assert message["Date"] is None
    assert message["From"] is None  # whoever opens and sends it
    assert opened(found["index"])["To"].addresses[0].addr_spec == "exams@example.org"


def test_a_name_with_a_comma_and_a_domain_with_an_umlaut_survive() -> None:
    message = opened(written()["pack-PT"])
    (to,) = message["To"].addresses
    assert (to.display_name, to.addr_spec) == ("Pat, Taylor", "pat@xn--bcher-kva.example")


def test_who_has_no_address_has_a_draft_to_nobody_and_the_others_theirs() -> None:
    found = written()
    assert found["pack-AB"].to is None
    assert opened(found["pack-AB"])["To"] is None
    assert "No email address is known, or none that is clear, of: Ann Bell (AB)." in found["index"].text


def test_the_pack_is_attached_as_a_workbook_under_a_plain_name() -> None:
    for letter in written().values():
        (part,) = attached(opened(letter))
        assert part.get_content_type() == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        assert part.get_filename() in ("moderation-2027-02-01.xlsx", "moderation-index-2027-02-01.xlsx")
        assert load_workbook(io.BytesIO(part.get_content())).sheetnames
        assert part.get_content() == letter.data


def test_lines_are_short_end_as_mail_wants_and_are_plain_ascii() -> None:
    for letter in written().values():
        raw = draft(letter)
        assert raw.isascii()
        assert not re.search(rb"(?<!\r)\n|\r(?!\n)", raw)
        assert max(map(len, raw.split(b"\r\n"))) <= 998


def test_no_candidate_is_named_in_a_subject_a_text_or_a_file_name() -> None:
    for letter in written().values():
        shown = f"{letter.stem} {letter.subject} {letter.text} {letter.html} {letter.file_name}"
        for number, (surname, forenames, _) in PEOPLE.items():
            assert not [word for word in (number, surname, forenames) if word in shown]


def test_no_name_is_in_a_subject_or_a_file_name() -> None:
    for letter in written().values():
        for word in ("Jo", "Pat", "Ann", "Eve", "JS", "PT"):
            assert word not in f"{letter.subject} {letter.file_name}"


def test_plain_text_and_html_say_the_same_and_markup_in_a_name_is_text() -> None:
    letter = written()["pack-JS"]
    plain = " ".join(letter.text.split())
    page = re.sub(r"<head>.*?</head>|<[^>]+>", " ", letter.html, flags=re.DOTALL)
    page = " ".join(page.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").split())
    for sentence in (
        "Dear Jo “Siân” Ŵyn,",
        "items marked “you” are for you to fix",
        "contact Eve <Officer> (exams@example.org)",
        "2 portfolios for this visit (face-to-face).",
    ):
        assert sentence in plain
        assert sentence in page
    assert "<Officer>" not in letter.html
    assert not re.search(r"<(script|img|link)|https?:|url\(", letter.html)


def test_the_same_workbook_gives_the_same_bytes() -> None:
    one, two = ({stem: draft(letter) for stem, letter in written().items()} for _ in range(2))
    assert one == two


def test_the_mark_changes_with_the_content_and_with_the_address() -> None:
    marks = {
        one["pack-JS"].mark
        for one in (written(), written(TEXT.replace("jo@example.org", "jo@example.com")), written(share=True))
    }
    assert len(marks) == 3


def test_a_workbook_too_big_for_mail_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ocr_sheets.emails.letters.MOST_BYTES", 1_000)
    with pytest.raises(Refused, match="too big for email"):
        written()


# -- the texts


def test_the_texts_that_come_with_the_tool_are_found_and_sound() -> None:
    for name in NAMES:
        found = find_template(name)
        assert found is not None
        assert found.is_file()
        assert parse_text(original(name).decode("utf-8"), name).subject.startswith("OCR moderation")
    assert find_template("no-such.txt") is None


def test_a_text_of_the_centres_own_is_used_where_there_is_one(tmp_path: Path) -> None:
    own = "# ours\nSubject:  Visits at ${centre}\n\nHi $name, you have ${units}: $$5 each.\nSecond line\n${headline}\n- one <b>\n- two\nthree\n"
    (tmp_path / PACK_TEXT).write_text(own, encoding="utf-8-sig")
    packs = packs_of()
    for texts in (read_texts(tmp_path, Path("nowhere")), read_texts(None, tmp_path)):
        first, *_, last = letters(packs, pack_files(packs), texts)
        assert first.subject == "Visits at Coleg & Llŷn"
        assert first.text.startswith("Hi Jo “Siân” Ŵyn, you have 2 portfolios: $5 each.\nSecond line\n\n")
        assert "<ul><li>one &lt;b&gt;</li><li>two</li></ul><p>three</p>" in first.html
        assert "ours" not in first.text
        assert last.subject.startswith("OCR moderation: packs for your assessors")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Subject: x\n\nDear ${nam},", r"line 3: there is no \$\{nam\}\. There are .*\$\{name\}"),
        (
            "Subject: for ${name}\n\nx",
            r"line 1: there is no \$\{name\} for a subject, which many can read\. There are \$\{as_of\}",
        ),
        ("Subject: x\n\nIt costs $ 5", r"line 3: a \$ stands for nothing there: write \$\$"),
        ("Subject: x\n\nSee ${dates} here", r"line 3: \$\{dates\} must stand alone"),
        ("Dear all,\n", "line 1: the first line must be the subject"),
        ("Subject:\n\nx", "line 1: the subject is empty"),
        ("# only this\n", "is empty: its first line must be the subject"),
        ("Subject: x\n\n${no_address}", r"there is no \$\{no_address\}"),
    ],
)
def test_a_slip_in_a_text_is_named_with_its_line(text: str, words: str) -> None:
    with pytest.raises(Refused, match=f"^{PACK_TEXT}.*{words}"):
        parse_text(text, PACK_TEXT)


def test_a_folder_without_texts_and_a_text_in_another_encoding_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match=f"holds neither {PACK_TEXT} nor {INDEX_TEXT}"):
        read_texts(tmp_path, tmp_path)
    (tmp_path / PACK_TEXT).write_bytes("Subject: Coleg Ll\u00fdn".encode("cp1252"))
    with pytest.raises(Refused, match="is not UTF-8: in Notepad"):
        read_texts(tmp_path, tmp_path)


@pytest.mark.parametrize("text", ["not an address", "two@at@example.org", "jo@example.org.", "jo @example.org"])
def test_what_no_server_takes_is_no_address(text: str) -> None:
    packs = packs_of(text=TEXT.replace("jo@example.org", text))
    (owner,) = [pack.owner for pack in packs.packs if pack.owner.code == "JS"]
    assert address_of(owner) is None


def test_of_several_addresses_the_first_is_written_to() -> None:
    packs = packs_of(text=TEXT.replace("jo@example.org ", "mailto:jo@example.org; other@example.org "))
    assert packs.packs[0].owner.email == "jo@example.org"


# -- the password


def test_with_a_password_what_is_attached_opens_with_that_alone() -> None:
    import msoffcrypto
    from msoffcrypto.exceptions import InvalidKeyError

    packs, texts = packs_of(), read_texts(None, Path("nowhere"))
    files = pack_files(packs)
    plain = {one.stem: one for one in letters(packs, files, texts)}
    secret = {one.stem: one for one in letters(packs, files, texts, lambda data: locked(data, "Llŷn-2027!"))}
    for stem, letter in secret.items():
        file = msoffcrypto.OfficeFile(io.BytesIO(letter.data))
        with pytest.raises(InvalidKeyError):
            file.load_key(password="wrong", verify_password=True)
        file.load_key(password="Llŷn-2027!", verify_password=True)
        back = io.BytesIO()
        file.decrypt(back)
        assert back.getvalue() == plain[stem].data
        assert "has a password, which you are told another way" in letter.text
        assert "Llŷn-2027!" not in letter.text + letter.html + letter.subject
        assert letter.mark != plain[stem].mark


def test_a_short_password_and_a_package_that_is_not_there_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(Refused, match="has 7 letters: take 8 or more"):
        check_password("1234567")
    monkeypatch.setitem(__import__("sys").modules, "msoffcrypto", None)
    with pytest.raises(Refused, match=r'pip install "ocr-sheets\[encrypt\]"'):
        check_password("12345678")


def test_nothing_is_addressed_where_it_is_not_clear_whose_the_address_is() -> None:
    shared = TEXT.replace(
        "| Ann Bell      |                          |", "| Ann Bell      | jo@example.org           |"
    )
    several = TEXT.replace("jo@example.org ", "jo@example.org; x@example.org ")
    for text, stems in ((shared, ("pack-JS", "pack-AB")), (several, ("pack-JS",))):
        found = written(text)
        assert [found[stem].to for stem in stems] == [None] * len(stems)
        assert all(found[stem].unclear for stem in stems)
        assert all(opened(found[stem])["To"] is None for stem in stems)
        assert found["pack-PT"].to is not None


def test_an_address_with_other_letters_is_written_as_it_is() -> None:
    letter = written(TEXT.replace("jo@example.org", "jö@example.org"))["pack-JS"]
    assert letter.to is not None
    assert letter.to.addr_spec == "jö@example.org"
    assert b"To: " in draft(letter)
    assert "jö@example.org".encode() in draft(letter)


def test_staff_are_told_how_ready_the_visits_of_their_work_are_and_no_others() -> None:
    found = {stem: body(opened(one), "plain") for stem, one in written().items()}
    page = body(opened(written()["pack-JS"]), "html")
    line = "- IT 1, 11 Mar: entered 2 of 4"
    assert all(line in text for text in found.values())
    assert "<li>IT 1, 11 Mar: entered 2 of 4 · assessed" in page
    assert "- L4 1, 12 Mar" in found["index"]
    assert not any("L4 1" in found[stem] for stem in ("pack-JS", "pack-PT", "pack-AB"))


def test_nobody_is_promised_what_is_not_in_their_pack() -> None:
    for pack in packs_of().packs:
        told = contents(pack)
        assert told.startswith("what to do by when")
        assert ("your sample lists" in told) is bool(pack.samples)
        assert ("your candidates" in told) is bool(pack.candidates)
        assert "your sample lists" not in contents(replace(pack, samples=()))
