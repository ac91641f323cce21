"""`ocr-sheets email`, as a person types it."""

from __future__ import annotations

import csv
import email
import email.policy
import io
import os
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
import trustme
from click.testing import CliRunner, Result
from mail_server import PASSWORD, USER, Post, serving
from mailing import DRAFTS, TEXT, names, refused, run
from packs_people import PEOPLE
from workbooks import saved

from ocr_sheets.cli import main
from ocr_sheets.files.folders import LIST
from ocr_sheets.files.lock import Lock


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return saved(tmp_path / "Canolfan Ŵyn.xlsx", TEXT)


# -- drafts


def test_drafts_are_written_and_who_has_no_address_is_named(book: Path) -> None:
    result = run("email", book)
    assert result.exit_code == 0, result.output
    assert names(book.with_name("Canolfan Ŵyn-emails")) == DRAFTS
    assert "jo@example.org" in result.stdout
    assert "No email address: Ann Bell (AB). Fill in Email on Assessors" in result.stdout
    assert not [word for person in PEOPLE.values() for word in person if word in result.output]


def test_a_text_with_a_slip_stops_all_before_anything_is_written(book: Path, tmp_path: Path) -> None:
    (tmp_path / "email-pack.txt").write_text("Subject: x\n\n${who}", encoding="utf-8")
    assert "email-pack.txt, line 3: there is no ${who}." in refused(run("email", book))
    assert not book.with_name("Canolfan Ŵyn-emails").exists()


def test_the_texts_can_be_copied_changed_and_used(book: Path, tmp_path: Path) -> None:
    copied = run("email", "--copy-texts", tmp_path / "ours")
    assert copied.exit_code == 0, copied.output
    assert names(tmp_path / "ours") == ["email-index.txt", "email-pack.txt"]
    text = tmp_path / "ours" / "email-pack.txt"
    text.write_text(text.read_text(encoding="utf-8").replace("OCR moderation: what", "Visits: what"), encoding="utf-8")
    assert run("email", book, "--texts", tmp_path / "ours").exit_code == 0
    assert b"Subject: Visits: what to do" in (tmp_path / "Canolfan Ŵyn-emails" / "pack-JS.eml").read_bytes()
    (tmp_path / "ours" / "email-index.txt").write_text("Subject: ours", encoding="utf-8")
    assert "is there already and was left as it is" in refused(run("email", "--copy-texts", tmp_path / "ours"))


def test_a_workbook_must_be_named() -> None:
    assert "Name the workbook" in refused(run("email"))


def test_a_password_comes_from_the_environment_or_is_asked_for_and_is_never_shown(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "nobody to ask for the password" in refused(run("email", book, "--password"))
    assert "take 8 or more" in refused(run("email", book, "--password", OCR_SHEETS_PASSWORD="short"))
    result = run("email", book, "--password", OCR_SHEETS_PASSWORD="long enough")
    assert result.exit_code == 0, result.output
    assert "tell it by telephone" in result.stdout
    assert "long enough" not in result.output
    as_a_terminal(monkeypatch)
    asked = CliRunner().invoke(
        main, ["email", str(book), "--password", "--as-of", "2027-02-01"], input="long enough\nlong enough\n"
    )
    assert asked.exit_code == 0, asked.output
    assert "long enough" not in asked.output


def as_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is typed in a test comes as from a person."""
    monkeypatch.setattr("ocr_sheets.commands.email._is_somebody_there", lambda: True)


# -- sending


@pytest.fixture
def post() -> Post:
    return Post()


@pytest.fixture
def ready(book: Path, post: Post) -> Iterator[Path]:
    """The workbook with settings for a server that runs."""
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(book.with_name("ca.pem")))
    with serving(post, authority) as port:
        settings = f'[smtp]\nhost = "localhost"\nport = {port}\nuser = "{USER}"\nfrom = "{USER}"\nca = "ca.pem"\n'
        book.with_name("ocr-sheets.toml").write_text(settings, encoding="utf-8")
        yield book


def send(book: Path, *more: str) -> Result:
    return run("email", book, "--send", *more, OCR_SHEETS_SMTP_PASSWORD=PASSWORD)


def test_without_yes_it_only_shows_who_would_get_what(ready: Path, post: Post) -> None:
    result = send(ready)
    assert result.exit_code == 2
    assert "jo@example.org" in result.stdout
    assert "to nobody: Ann Bell (AB) has no address" in result.stdout
    assert "Nothing was sent. If the list above is right, add --yes" in result.stderr
    assert post.got == []
    assert names(ready.with_name("Canolfan Ŵyn-emails")) == DRAFTS


def test_with_yes_they_go_and_the_same_command_sends_nothing_twice(ready: Path, post: Post) -> None:
    first = send(ready, "--yes")
    assert first.exit_code == 1, first.output  # one has no address
    assert "Sent: 3 of 3." in first.stdout
    assert len(post.got) == 3
    second = send(ready, "--yes")
    assert "There is nothing to send." in second.stdout
    assert second.exit_code == 1
    assert len(post.got) == 3
    third = send(ready, "--yes", "--again", "Jo@example.org")
    assert "and goes again" in third.stdout
    assert [envelope.rcpt_tos for envelope in post.got[3:]] == [["jo@example.org"]]
    with ready.with_name("Canolfan Ŵyn-emails-sent.csv").open(encoding="utf-8", newline="") as file:
        assert [row[4] for row in csv.reader(file)].count("sent") == 4
    assert PASSWORD not in first.output + second.output + third.output


def test_a_locked_workbook_is_not_sent_twice_though_its_bytes_differ(ready: Path, post: Post) -> None:
    for _ in range(2):
        environment = {"OCR_SHEETS_SMTP_PASSWORD": PASSWORD, "OCR_SHEETS_PASSWORD": "long enough"}
        run("email", ready, "--send", "--yes", "--password", **environment)
    assert len(post.got) == 3


def test_in_a_terminal_it_asks_and_no_means_no(ready: Path, post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    as_a_terminal(monkeypatch)
    command = ["email", str(ready), "--send", "--as-of", "2027-02-01"]
    no = CliRunner().invoke(main, command, input="n\n")
    assert no.exit_code == 2
    assert "Send 3 emails now? [y/N]" in no.output
    assert post.got == []
    yes = CliRunner().invoke(main, command, input=f"y\n{PASSWORD}\n")
    assert yes.exit_code == 1, yes.output
    assert PASSWORD not in yes.output
    assert len(post.got) == 3


def test_what_did_not_go_is_said_and_goes_with_the_same_command(ready: Path, post: Post) -> None:
    post.drop, post.drop_at = "rcpt", "pat"
    first = send(ready, "--yes")
    assert first.exit_code == 2
    assert "Sent: 1 of 3." in first.stdout
    assert "2 emails not sent: see above. The same command sends only what has not gone." in first.stderr
    post.drop = ""
    assert "Sent: 2 of 2." in send(ready, "--yes").stdout
    assert len(post.got) == 3


def test_what_may_have_gone_is_not_sent_again_unasked(ready: Path, post: Post) -> None:
    post.drop, post.drop_at = "data", "exams"
    assert "--again ADDRESS" in send(ready, "--yes").stderr
    post.drop = ""
    second = send(ready, "--yes")
    assert "may have been sent: ask" in second.stdout
    assert "There is nothing to send." in second.stdout
    assert len(post.got) == 2
    assert "Sent: 1 of 1." in send(ready, "--yes", "--again", "exams@example.org").stdout


def test_settings_that_are_not_there_or_have_a_slip_stop_all_before_anything_is_written(book: Path) -> None:
    assert "needs a table [smtp]" in refused(send(book))
    book.with_name("ocr-sheets.toml").write_text('[smtp]\nhost = "h"\nport = "x"\n', encoding="utf-8")
    assert "port in [smtp] must be a number" in refused(send(book))
    assert not book.with_name("Canolfan Ŵyn-emails").exists()


def test_a_wrong_password_leaves_the_drafts_and_nothing_sent(ready: Path, post: Post) -> None:
    result = run("email", ready, "--send", "--yes", OCR_SHEETS_SMTP_PASSWORD="wrong")
    assert result.exit_code == 2
    assert "user or password is wrong" in result.stderr
    assert post.got == []
    assert names(ready.with_name("Canolfan Ŵyn-emails")) == DRAFTS


def test_validate_and_packs_need_no_mail_settings_to_be_right(book: Path) -> None:
    book.with_name("ocr-sheets.toml").write_text('[smtp]\nhost = "h"\n', encoding="utf-8")
    assert run("packs", book).exit_code == 0
    assert run("validate", book).exit_code in (0, 1)


# -- addresses that are not clear, two at once, and the whole copy


def test_who_shares_an_address_gets_nothing_and_is_listed_before_anything_is_sent(ready: Path, post: Post) -> None:
    saved(
        ready,
        TEXT.replace("| Ann Bell      |                          |", "| Ann Bell      | jo@example.org           |"),
    )
    result = send(ready, "--yes")
    assert result.exit_code == 1, result.output
    assert "to nobody: Ann Bell (AB) (more than one person has this address)" in result.stdout
    assert "Not clear whose address it is:" in result.stdout
    assert not [to for envelope in post.got for to in envelope.rcpt_tos if to == "jo@example.org"]
    assert len(post.got) == 2


def test_an_address_with_other_letters_goes_where_the_server_takes_it(ready: Path, post: Post) -> None:
    saved(ready, TEXT.replace("jo@example.org", "jö@example.org"))
    result = send(ready, "--yes")
    assert "Sent: 2 of 3." in result.stdout or "Sent: 3 of 3." in result.stdout
    if "Sent: 2 of 3." in result.stdout:
        assert "the mail server takes no address with such letters" in result.stdout


def test_two_that_send_at_once_do_not_send_twice(ready: Path, post: Post) -> None:
    log = ready.with_name("Canolfan Ŵyn-emails-sent.csv")
    log.touch()
    with Lock.take(log, os.O_RDWR):
        result = send(ready, "--yes")
    assert result.exit_code == 2
    assert "Another ocr-sheets is sending from the same folder" in result.stderr
    assert post.got == []
    assert "Sent: 3 of 3." in send(ready, "--yes").stdout


def test_the_whole_copy_is_drafted_to_those_named_with_what_is_hidden_said_first(book: Path) -> None:
    result = run("email", book, "--workbook", "head@example.org", "--workbook", "lead@example.org")
    assert result.exit_code == 0, result.output
    folder = book.with_name("Canolfan Ŵyn-workbook-emails")
    assert names(folder) == [LIST, "workbook-1.eml", "workbook-2.eml"]
    assert "add --password" in result.stdout
    first = email.message_from_bytes((folder / "workbook-1.eml").read_bytes(), policy=email.policy.default)
    assert first["To"] == "head@example.org"
    (part,) = list(first.iter_attachments())
    assert "To do" in openpyxl.load_workbook(io.BytesIO(part.get_content())).sheetnames
    assert not [word for person in PEOPLE.values() for word in person if word in result.output]
    for wrong in ("head", "a@x.uk; b@x.uk"):
        assert "is not one email address" in refused(run("email", book, "--workbook", wrong))


@pytest.mark.skipif(os.name == "nt", reason="there are no such rights here")
def test_drafts_and_the_log_of_a_private_workbook_are_private(ready: Path) -> None:
    ready.chmod(0o600)
    send(ready, "--yes")
    folder = ready.with_name("Canolfan Ŵyn-emails")
    assert folder.stat().st_mode & 0o077 == 0
    for path in [*folder.iterdir(), ready.with_name("Canolfan Ŵyn-emails-sent.csv")]:
        assert path.stat().st_mode & 0o077 == 0, path
