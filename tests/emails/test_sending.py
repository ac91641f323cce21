"""Sending, against a real server on this computer: encrypted, once each, and in clear words when it does not go."""

from __future__ import annotations

import csv
import datetime as dt
import email
import email.policy
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme
from mail_server import PASSWORD, USER, Post, free_port, serving
from mailing import TEXT, packs_of

from ocr_sheets.emails.letters import Letter, letters, read_texts
from ocr_sheets.emails.sending import How, Log, Server, Went, explained, read_server, send
from ocr_sheets.packs.files import pack_files
from ocr_sheets.patching import Refused

NOON = dt.datetime(2027, 2, 1, 12, 0, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture
def post() -> Post:
    return Post()


@pytest.fixture
def port(post: Post, authority: trustme.CA) -> Iterator[int]:
    with serving(post, authority) as number:
        yield number


@pytest.fixture
def ca(authority: trustme.CA, tmp_path: Path) -> Path:
    path = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(str(path))
    return path


def server_at(port: int, certificate: Path, **changed: object) -> Server:
    table = {"host": "localhost", "port": port, "user": USER, "from": USER, "ca": certificate.name, **changed}
    return read_server(
        {name: value for name, value in table.items() if value is not None}, "ocr-sheets.toml", certificate.parent, None
    )


@pytest.fixture(scope="module")
def written() -> list[Letter]:
    packs = packs_of(text=TEXT)
    return [one for one in letters(packs, pack_files(packs), read_texts(None, Path("nowhere"))) if one.to]


def sent(server: Server, written: list[Letter], folder: Path, password: str | None = PASSWORD) -> list[Went]:
    return list(send(server, written, password, Log(folder / "sent.csv"), lambda: NOON))


def results(folder: Path) -> list[str]:
    with (folder / "sent.csv").open(encoding="utf-8", newline="") as file:
        return [row[4] for row in csv.reader(file)][1:]


# -- it goes


@pytest.mark.parametrize("implicit", [False, True], ids=["STARTTLS", "TLS"])
def test_each_letter_goes_to_its_one_address_whole(
    post: Post, authority: trustme.CA, ca: Path, written: list[Letter], tmp_path: Path, implicit: bool
) -> None:
    with serving(post, authority, implicit=implicit) as port:
        server = server_at(port, ca, security="tls" if implicit else "starttls")
        assert [one.how for one in sent(server, written, tmp_path)] == [How.SENT] * 3
    assert [envelope.rcpt_tos for envelope in post.got] == [
        ["jo@example.org"],
        ["pat@xn--bcher-kva.example"],
        ["exams@example.org"],
    ]
    for envelope, letter in zip(post.got, written, strict=True):
        assert envelope.mail_from == USER
        message = email.message_from_bytes(envelope.original_content or b"", policy=email.policy.default)
        assert message["X-Unsent"] is None
        assert message["Date"].datetime == NOON
        assert message["Message-ID"].endswith("@example.org>")
        assert message["Subject"] == letter.subject
        (part,) = message.iter_attachments()
        assert part.get_content() == letter.data
    assert results(tmp_path) == ["trying", "sent"] * 3


def test_what_has_gone_is_known_by_the_next_run_and_new_content_is_not(
    port: int, ca: Path, written: list[Letter], tmp_path: Path
) -> None:
    sent(server_at(port, ca), written, tmp_path)
    log = Log(tmp_path / "sent.csv")
    assert [log.before(letter) for letter in written] == [(How.SENT, "2027-02-01 12:00:00")] * 3
    assert log.before(written[0]._replace(mark="other")) is None
    assert log.before(written[0]._replace(to=written[1].to)) is None


def test_a_run_that_died_while_a_letter_was_under_way_leaves_it_as_unknown(
    written: list[Letter], tmp_path: Path
) -> None:
    log = Log(tmp_path / "sent.csv")
    log.note(written[0], How.TRYING, "", NOON)
    assert Log(tmp_path / "sent.csv").before(written[0]) == (How.UNKNOWN, "2027-02-01 12:00:00")


def test_the_log_names_no_candidate(port: int, ca: Path, written: list[Letter], tmp_path: Path) -> None:
    from packs_people import PEOPLE

    sent(server_at(port, ca), written, tmp_path)
    text = (tmp_path / "sent.csv").read_text(encoding="utf-8")
    for number, (surname, forenames, _) in PEOPLE.items():
        assert not [word for word in (surname, forenames, f",{number},") if word in text]


# -- it does not go


def test_one_address_that_is_refused_does_not_stop_the_others(
    post: Post, port: int, ca: Path, written: list[Letter], tmp_path: Path
) -> None:
    post.answers["rcpt"] = lambda to: "550 5.1.1 No such user" if to.startswith("pat") else "250 OK"
    went = sent(server_at(port, ca), written, tmp_path)
    assert [one.how for one in went] == [How.SENT, How.REFUSED, How.SENT]
    assert (
        went[1].why
        == "the server knows no such address; correct it on Assessors (the server said: 550 5.1.1 No such user)"
    )
    assert Log(tmp_path / "sent.csv").before(written[1]) is None  # it is tried again next time


def test_a_connection_lost_before_a_letter_leaves_that_and_the_rest_unsent(
    post: Post, port: int, ca: Path, written: list[Letter], tmp_path: Path
) -> None:
    post.drop, post.drop_at = "rcpt", "pat"
    went = sent(server_at(port, ca), written, tmp_path)
    assert [one.how for one in went] == [How.SENT, How.NOT_SENT, How.NOT_SENT]
    log = Log(tmp_path / "sent.csv")
    assert [log.before(letter) is None for letter in written] == [False, True, True]
    post.drop = ""
    again = sent(server_at(port, ca), [letter for letter in written if not log.before(letter)], tmp_path)
    assert [one.how for one in again] == [How.SENT, How.SENT]
    assert sorted(envelope.rcpt_tos[0][:3] for envelope in post.got) == ["exa", "jo@", "pat"]  # each once


def test_a_connection_lost_after_the_text_leaves_that_letter_unknown(
    post: Post, port: int, ca: Path, written: list[Letter], tmp_path: Path
) -> None:
    post.drop, post.drop_at = "data", "pat"
    went = sent(server_at(port, ca), written, tmp_path)
    assert [one.how for one in went] == [How.SENT, How.UNKNOWN, How.NOT_SENT]
    log = Log(tmp_path / "sent.csv")
    assert [how[0] if (how := log.before(letter)) else None for letter in written] == [How.SENT, How.UNKNOWN, None]


def test_what_is_too_big_for_the_server_is_not_even_tried(
    post: Post, authority: trustme.CA, ca: Path, written: list[Letter], tmp_path: Path
) -> None:
    with serving(post, authority, data_size_limit=20_000) as port:
        went = sent(
            server_at(port, ca), [written[0]._replace(data=b"x" * 30_000), written[1]._replace(data=b"x")], tmp_path
        )
    assert [one.how for one in went] == [How.REFUSED, How.SENT]
    assert "MB, and the server takes 0.0 MB at most" in went[0].why
    assert len(post.got) == 1


def test_a_server_that_refuses_the_text_is_told(
    post: Post, port: int, ca: Path, written: list[Letter], tmp_path: Path
) -> None:
    post.answers["data"] = lambda _: "552 5.3.4 Message size exceeds fixed limit"
    (went,) = sent(server_at(port, ca), written[:1], tmp_path)
    assert went.how is How.REFUSED
    assert went.why.startswith("the message is too big for the server (the server said: 552 5.3.4")


def refusal(server: Server, written: list[Letter], folder: Path, password: str | None = PASSWORD) -> str:
    with pytest.raises(Refused) as caught:
        sent(server, written, folder, password)
    assert results(folder) == []
    return str(caught.value)


def test_a_wrong_password_is_said(post: Post, port: int, ca: Path, written: list[Letter], tmp_path: Path) -> None:
    said = refusal(server_at(port, ca), written, tmp_path, "wrong")
    assert f"did not let {USER} in: user or password is wrong, or the account needs an app password" in said
    assert "535" in said
    assert said.endswith("Nothing was sent; the drafts are there.")
    assert post.got == []


def test_that_microsoft_takes_no_passwords_any_more_is_said(
    post: Post, port: int, ca: Path, written: list[Letter], tmp_path: Path
) -> None:
    post.sign_in = "550 5.7.30 Basic authentication is not supported for Client Submission."
    said = refusal(server_at(port, ca), written, tmp_path)
    assert "Microsoft has turned off signing in with a password for sending mail; open the drafts in Outlook" in said


def test_a_certificate_that_is_not_trusted_or_is_another_servers_is_said(
    post: Post, authority: trustme.CA, ca: Path, port: int, written: list[Letter], tmp_path: Path
) -> None:
    said = refusal(server_at(port, ca, ca=None), written, tmp_path)
    assert "showed a certificate that is not trusted" in said
    with serving(post, authority, "mail.elsewhere.example") as other:
        assert "Hostname mismatch" in refusal(server_at(other, ca), written, tmp_path)
    assert post.got == []


def test_nothing_goes_where_there_is_no_encryption(
    post: Post, ca: Path, authority: trustme.CA, written: list[Letter], tmp_path: Path
) -> None:
    with serving(post, authority, tls_context=None, require_starttls=False, auth_required=False) as port:
        assert "offers no encryption (STARTTLS)" in refusal(server_at(port, ca), written, tmp_path)
    assert post.got == []


def test_a_server_that_takes_no_sign_in_is_said(
    post: Post, authority: trustme.CA, ca: Path, written: list[Letter], tmp_path: Path
) -> None:
    with serving(
        post, authority, auth_required=False, authenticator=None, auth_exclude_mechanism=["LOGIN", "PLAIN"]
    ) as port:
        assert "takes no user and password" in refusal(server_at(port, ca), written, tmp_path)
        assert [one.how for one in sent(server_at(port, ca, user=None), written, tmp_path, None)] == [How.SENT] * 3


def test_the_wrong_kind_of_encryption_is_said(port: int, ca: Path, written: list[Letter], tmp_path: Path) -> None:
    assert "does not speak TLS as security in [smtp] says" in refusal(
        server_at(port, ca, security="tls"), written, tmp_path
    )


def test_no_server_no_such_name_and_one_that_is_silent_or_hangs_up_are_said(
    ca: Path, written: list[Letter], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "takes no connection: check port" in refusal(server_at(free_port(), ca), written, tmp_path)
    with monkeypatch.context() as without_network:
        without_network.setattr(socket, "getaddrinfo", not_found)
        assert "There is no server" in refusal(server_at(25, ca, host="no-such-server.invalid"), written, tmp_path)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        number = silent.getsockname()[1]
        monkeypatch.setattr("ocr_sheets.emails.sending.TIMEOUT", 0.2)
        assert "does not answer: check port" in refusal(server_at(number, ca, host="127.0.0.1"), written, tmp_path)

        def hang_up() -> None:
            for _ in range(2):  # the first is the one that gave up waiting
                silent.accept()[0].close()

        thread = threading.Thread(target=hang_up)
        thread.start()
        assert "hung up: check port and security" in refusal(server_at(number, ca, host="127.0.0.1"), written, tmp_path)
        thread.join(10)


def test_a_log_that_cannot_be_kept_means_that_nothing_is_sent(
    post: Post, port: int, ca: Path, written: list[Letter], tmp_path: Path
) -> None:
    (tmp_path / "sent.csv").mkdir()
    with pytest.raises(Refused, match="the log of what"):
        sent(server_at(port, ca), written, tmp_path)
    (tmp_path / "sent.csv").rmdir()
    (tmp_path / "sent.csv").write_text("my,own,list\n", encoding="utf-8")
    with pytest.raises(Refused, match="is no log of ours"):
        sent(server_at(port, ca), written, tmp_path)
    assert post.got == []


def not_found(*_: object, **__: object) -> None:
    raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")


# -- settings and words


@pytest.mark.parametrize(
    ("table", "words"),
    [
        (None, r"needs a table \[smtp\]"),
        ({}, "names no host"),
        ({"host": "h", "password": "x"}, "take the password out"),
        ({"host": "h", "prot": 25}, "“prot” means nothing in .smtp.; there can be host, port"),
        ({"host": "h", "port": "587"}, "port in .smtp. must be a number"),
        ({"host": "h", "port": 0}, "must be from 1 to 65535"),
        ({"host": 5}, "host in .smtp. must be text"),
        ({"host": "h", "security": "none"}, "can be “starttls” or “tls”, not “none”"),
        ({"host": "h"}, "does not say whom the mail is from"),
        ({"host": "h", "from": "exams"}, "from in .smtp. must be one email address|does not say whom"),
        ({"host": "h", "from": "a@b.example, c@d.example"}, "must be one email address"),
        ({"host": "h", "from": "a@b.example", "ca": "no.pem"}, "no.pem, the certificate .* is not there"),
    ],
)
def test_a_slip_in_the_settings_is_said(table: dict[str, object] | None, words: str, tmp_path: Path) -> None:
    with pytest.raises(Refused, match=words):
        read_server(table, "ocr-sheets.toml", tmp_path, None)


def test_a_certificate_file_that_is_none_is_said(written: list[Letter], tmp_path: Path) -> None:
    (tmp_path / "ca.pem").write_text("no certificate", encoding="utf-8")
    with pytest.raises(Refused, match="holds no certificate"):
        sent(server_at(25, tmp_path / "ca.pem"), written, tmp_path)


@pytest.mark.parametrize(
    ("code", "said", "words"),
    [
        (535, b"5.7.8 Error: authentication failed", "user or password is wrong"),
        (535, b"5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled", "Microsoft has turned off"),
        (550, b"5.7.30 Basic authentication is not supported", "Microsoft has turned off"),
        (554, b"5.2.252 SendAsDenied; exams not allowed to send as", "may not send from that address"),
        (530, b"5.7.0 Authentication required", "wants a user and password"),
        (452, b"4.2.2 Mailbox full", "cannot take it just now; try again later"),
        (
            554,
            b"5.7.1 Rejected as spam\nsecond line",
            "the server refused it (the server said: 554 5.7.1 Rejected as spam second line)",
        ),
    ],
)
def test_what_servers_say_is_put_in_words(code: int, said: bytes, words: str) -> None:
    assert words in explained(code, said)
