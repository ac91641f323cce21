"""Sending the letters by SMTP, for centres whose mail server takes it: encrypted, once each, with a log of what went.

The settings are a table of ``ocr-sheets.toml``; the password never stands in a file or on the command line::

    [smtp]
    host = "smtp.example.sch.uk"
    port = 587                    # 465 with security = "tls"
    security = "starttls"
    user = "exams@example.sch.uk"
    from = "exams@example.sch.uk"
    ca = "school-ca.pem"          # only where the server's certificate is the school's own
"""

from __future__ import annotations

import contextlib
import csv
import datetime as dt
import io
import os
import smtplib
import socket
import ssl
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from email.headerregistry import Address
from email.message import EmailMessage
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple

from ocr_sheets.emails.letters import Letter, needs_utf8, to_send
from ocr_sheets.errors import UserError
from ocr_sheets.files.lock import Held, Lock
from ocr_sheets.files.saving import mode_for, new_mode, told

TIMEOUT = 60
"""Seconds that the server may take over an answer."""

_KEYS = {"host": str, "port": int, "security": str, "user": str, "from": str, "ca": str}
_PORTS = {"starttls": 587, "tls": 465}
_LOG_HEADINGS = ("When", "To", "File", "Letter", "Result", "What the server said")


Clock = Callable[[], dt.datetime]
"""Tells the time; only the command line has a real one."""


class Server(NamedTuple):
    """How the mail server is reached. Without a user nobody signs in, as where a school's own relay takes mail from inside."""

    host: str
    port: int
    security: str
    user: str | None
    sender: Address
    ca: Path | None


class How(StrEnum):
    """What became of a letter."""

    TRYING = "trying"
    SENT = "sent"
    REFUSED = "refused"
    UNKNOWN = "may have gone"
    NOT_SENT = "not sent"


class Went(NamedTuple):
    """What became of one letter, and why."""

    letter: Letter
    how: How
    why: str = ""


def read_server(table: Mapping[str, Any] | None, origin: str, folder: Path, officer: Address | None) -> Server:
    """The mail server that the settings name; ``folder`` is where they stand, ``officer`` who sends if they do not say.

    Raises `UserError` with one sentence for settings that are not there or have a slip.
    """
    if table is None:
        raise UserError(
            'To send, ocr-sheets.toml beside the workbook needs a table [smtp] with host, user and from, such as host = "smtp.office365.com": '
            "ask your IT department. The drafts need none."
        )
    if "password" in table:
        raise UserError(
            f"{origin}: take the password out of [smtp]: it is asked for, or read from OCR_SHEETS_SMTP_PASSWORD."
        )
    for name, value in table.items():
        if name not in _KEYS:
            raise UserError(f"{origin}: “{name}” means nothing in [smtp]; there can be {', '.join(_KEYS)}.")
        if not isinstance(value, _KEYS[name]) or isinstance(value, bool) or value == "":
            kind = "a number" if _KEYS[name] is int else "text in quotation marks"
            raise UserError(f"{origin}: {name} in [smtp] must be {kind}.")
    security = table.get("security", "starttls")
    if security not in _PORTS:
        raise UserError(f"{origin}: security in [smtp] can be “starttls” or “tls”, not “{security}”.")
    if "host" not in table:
        raise UserError(f"{origin}: [smtp] names no host, such as smtp.office365.com.")
    port = table.get("port", _PORTS[security])
    if not 0 < port < 65_536:
        raise UserError(f"{origin}: port in [smtp] must be from 1 to 65535, such as {_PORTS[security]}.")
    sender = officer
    if "from" in table:
        try:
            sender = Address(officer.display_name if officer else "", addr_spec=table["from"])
        except (ValueError, UnicodeError, IndexError) as error:
            raise UserError(f"{origin}: from in [smtp] must be one email address, not “{table['from']}”.") from error
    if sender is None or not sender.domain:
        raise UserError(
            f"{origin}: [smtp] does not say whom the mail is from: add from, or Exams officer email to Centre."
        )
    ca = folder / table["ca"] if "ca" in table else None
    if ca is not None and not ca.is_file():
        raise UserError(f"{origin}: {ca}, the certificate that ca in [smtp] names, is not there.")
    return Server(table["host"], port, security, table.get("user"), sender, ca)


# ------------------------------------------------------------------------------------------------------------- the log


class Log:
    """What went to whom, in a file beside the folder of drafts: one line before a letter is tried and one after. No candidate is
    named in it.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._known: dict[tuple[str, str], tuple[How, str]] = {}
        try:
            text = path.read_text(encoding="utf-8-sig") if path.exists() else ""
        except (OSError, UnicodeDecodeError) as error:
            raise UserError(
                f"{path}, the log of what was sent, cannot be read: without it mail could go twice. Close it, or move it away."
            ) from error
        rows = list(csv.reader(io.StringIO(text)))
        if rows and tuple(rows[0]) != _LOG_HEADINGS:
            raise UserError(
                f"{path} is there and is no log of ours: move it away, so that what is sent can be noted there."
            )
        for row in rows[1:]:
            if len(row) == len(_LOG_HEADINGS) and row[4] in set(How):
                self._known[row[1], row[3]] = (How(row[4]), row[0])

    def before(self, letter: Letter) -> tuple[How, str] | None:
        """What became of this very letter to this address in an earlier run, and when; ``None`` where it was never tried."""
        how = self._known.get((_addressed(letter), letter.mark))
        if how is None or how[0] in (How.REFUSED, How.NOT_SENT):
            return None
        return (How.SENT if how[0] is How.SENT else How.UNKNOWN, how[1])

    def note(self, letter: Letter, how: How, why: str, now: dt.datetime) -> None:
        """Add a line, and have it on the disk before going on. Raises `UserError` where that cannot be."""
        row = (now.strftime("%Y-%m-%d %H:%M:%S"), _addressed(letter), letter.file_name, letter.mark, str(how), why)
        self._write([row])
        self._known[row[1], row[3]] = (how, row[0])

    def open(self) -> None:
        """See that the log can be written before anything is sent. Raises `UserError`."""
        self._write([])

    @classmethod
    @contextlib.contextmanager
    def alone(cls, path: Path, source: Path | None) -> Iterator[Log]:
        """The log, read when no other process sends and held until this one is done or ends; private where ``source``, the workbook, is.

        Raises `UserError` when another process is sending just now, so that no letter goes twice.
        """
        with told(path):
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600 if not path.exists() else 0o666))
        with contextlib.suppress(OSError):
            sources = [source] if source else []
            path.chmod(mode_for(path, sources, 0o666) if path.stat().st_size else new_mode(sources, 0o666))
        try:
            lock = Lock.take(path, os.O_RDWR)
        except Held:
            raise UserError(
                f"Another ocr-sheets is sending from the same folder just now ({path.name} is held): wait until it is done, then see what went."
            ) from None
        try:
            with lock:
                yield cls(path)
        finally:
            with contextlib.suppress(OSError):
                if not path.stat().st_size:
                    path.unlink()

    def _write(self, rows: Iterable[Sequence[str]]) -> None:
        try:
            is_new = not self.path.exists() or not self.path.stat().st_size
            with self.path.open("a", encoding="utf-8", newline="") as file:
                csv.writer(file).writerows([_LOG_HEADINGS, *rows] if is_new else rows)
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise UserError(
                f"{self.path}, the log of what is sent, cannot be written ({error.strerror or error}): close it and try again."
            ) from error


def _addressed(letter: Letter) -> str:
    return letter.to.addr_spec if letter.to else ""


# ---------------------------------------------------------------------------------------------------------- the sending


def send(server: Server, letters: Sequence[Letter], password: str | None, log: Log, clock: Clock) -> Iterator[Went]:
    """Send the letters over one connection, and tell of each what became of it. Nothing is tried again by itself.

    A server that cannot be reached or does not let us in ends it with `Refused` before anything has gone. A connection that is lost
    midway ends it too: the letter under way may have gone, those after it have not.
    """
    log.open()
    smtp = _connect(server, password)
    waiting = list(letters)
    try:
        most = _size(smtp)
        messages = [(letter, to_send(letter, server.sender, clock())) for letter in waiting]
        for letter, message in messages:
            waiting.pop(0)
            data = message.as_bytes()
            if most and len(data) > most:
                went = Went(letter, How.REFUSED, f"it has {_mb(len(data))}, and the server takes {_mb(most)} at most")
                log.note(letter, went.how, went.why, clock())
                yield went
                continue
            went = _send_one(smtp, letter, message, data, log, clock)
            log.note(letter, went.how, went.why, clock())
            yield went
            if went.how in (How.UNKNOWN, How.NOT_SENT):
                yield from (Went(rest, How.NOT_SENT, "the connection was lost before it") for rest in waiting)
                return
    finally:
        _close(smtp)


def _send_one(smtp: smtplib.SMTP, letter: Letter, message: EmailMessage, data: bytes, log: Log, clock: Clock) -> Went:
    """One letter: up to the text nothing has gone; once the text is under way only the server's answer tells."""
    under_way = False
    if needs_utf8(letter) and not smtp.has_extn("smtputf8"):
        return Went(
            letter,
            How.REFUSED,
            "the mail server takes no address with such letters; ask for one in plain letters, or send the draft by hand",
        )
    options = [f"size={len(data)}"] if smtp.has_extn("size") else []
    if needs_utf8(letter):
        options += ["SMTPUTF8", "BODY=8BITMIME"]
        smtp.command_encoding = "utf-8"
    try:
        code, said = smtp.mail(message["From"].addresses[0].addr_spec, options)
        if code == 250:
            code, said = smtp.rcpt(_addressed(letter))
        if code not in (250, 251):
            smtp.rset()
            return Went(letter, How.REFUSED, explained(code, said))
        log.note(letter, How.TRYING, "", clock())
        under_way = True
        code, said = smtp.data(data)
        return Went(letter, How.SENT) if code == 250 else Went(letter, How.REFUSED, explained(code, said))
    except smtplib.SMTPDataError as error:  # the server did not want the text: nothing of it has gone
        return Went(letter, How.REFUSED, explained(error.smtp_code, error.smtp_error))
    except (smtplib.SMTPServerDisconnected, OSError):
        if under_way:
            return Went(letter, How.UNKNOWN, "the connection was lost while it was being sent")
        return Went(letter, How.NOT_SENT, "the connection was lost before it")


def _connect(server: Server, password: str | None) -> smtplib.SMTP:
    where = f"The mail server {server.host} (port {server.port})"
    smtp: smtplib.SMTP | None = None
    try:
        context = ssl.create_default_context(cafile=str(server.ca) if server.ca else None)
    except (ssl.SSLError, OSError) as error:
        raise UserError(
            f"{server.ca} holds no certificate that can be read (a text that begins with BEGIN CERTIFICATE): correct ca in [smtp]."
        ) from error
    try:
        if server.security == "tls":
            smtp = smtplib.SMTP_SSL(server.host, server.port, timeout=TIMEOUT, context=context)
        else:
            smtp = smtplib.SMTP(server.host, server.port, timeout=TIMEOUT)
            smtp.starttls(context=context)
        smtp.ehlo()
        if server.user is not None:
            smtp.login(server.user, password or "")
        return smtp
    except (smtplib.SMTPException, OSError, UnicodeError) as error:
        if smtp is not None:
            _close(smtp)
        raise UserError(
            f"{_why_no_connection(error, where, server)} Nothing was sent; the drafts are there."
        ) from error


def _why_no_connection(error: Exception, where: str, server: Server) -> str:
    """One sentence for each way in which a server does not let us in."""
    match error:
        case smtplib.SMTPAuthenticationError():
            return f"{where} did not let {server.user} in: {explained(error.smtp_code, error.smtp_error)}."
        case smtplib.SMTPNotSupportedError() if server.security == "starttls" and "STARTTLS" in str(error):
            return f'{where} offers no encryption (STARTTLS): set security = "tls" and port = 465 in [smtp], or ask your IT department.'
        case smtplib.SMTPException() if isinstance(
            error, smtplib.SMTPNotSupportedError
        ) or "authentication method" in str(error):
            return f"{where} takes no user and password: take user out of [smtp], or ask your IT department for the right server and port."
        case smtplib.SMTPResponseException():
            return f"{where} refused: {explained(error.smtp_code, error.smtp_error)}."
        case smtplib.SMTPServerDisconnected() | TimeoutError() if "timed out" in str(error):
            return f"{where} does not answer: check port in [smtp], and whether your network lets mail out."
        case smtplib.SMTPServerDisconnected() | ConnectionResetError():
            return f"{where} hung up: check port and security in [smtp] (587 with starttls, 465 with tls)."
        case smtplib.SMTPException():
            return f"{where} gave an answer that is none: check host and port in [smtp]."
        case ssl.SSLCertVerificationError():
            return (
                f"{where} showed a certificate that is not trusted ({error.verify_message}): check host in [smtp], or ask your IT department "
                "for the school's own certificate and name it there as ca."
            )
        case ssl.SSLError():
            return f"{where} does not speak TLS as security in [smtp] says: 587 goes with starttls, 465 with tls."
        case socket.gaierror():
            return f"There is no server {server.host}, or no network: check host in [smtp]."
        case ConnectionRefusedError():
            return f"{where} takes no connection: check port in [smtp]."
        case OSError():
            return f"{where} cannot be reached ({error.strerror or error}): check host and port in [smtp]."
        case _:
            return f"{where} cannot be a server's name, or the user and password cannot be sent to it: check [smtp]."


def explained(code: int, said: bytes | str) -> str:
    """A server's refusal in words that say what to do, with its own answer behind them."""
    answer = " ".join((said.decode("utf-8", "replace") if isinstance(said, bytes) else said).split())
    full = f"{code} {answer}"
    if "5.7.30" in answer or "5.7.139" in answer or ("basic authentication" in answer.casefold()):
        words = "Microsoft has turned off signing in with a password for sending mail; open the drafts in Outlook and send them from there, or ask your IT department for a relay"
    elif code == 535 or code == 534:
        words = "user or password is wrong, or the account needs an app password; ask your IT department which"
    elif code == 530:
        words = "the server wants a user and password; add user to [smtp]"
    elif code == 552 or "5.3.4" in answer:
        words = "the message is too big for the server"
    elif "5.7.60" in answer or "sendasdenied" in answer.casefold():
        words = "this user may not send from that address; make from in [smtp] the user's own"
    elif code in (550, 551, 553) and ("5.1." in answer or code != 550):
        words = "the server knows no such address; correct it on Assessors"
    elif 400 <= code < 500:
        words = "the server cannot take it just now; try again later"
    else:
        words = "the server refused it"
    return f"{words} (the server said: {full[:200]})"


def _size(smtp: smtplib.SMTP) -> int:
    """The most bytes that the server takes in a message; 0 where it does not say."""
    text = smtp.esmtp_features.get("size", "").strip()
    return int(text) if text.isdigit() else 0


def _mb(count: int) -> str:
    return f"{count / 1e6:.1f} MB"


def _close(smtp: smtplib.SMTP) -> None:
    try:
        smtp.quit()
    except (smtplib.SMTPException, OSError):
        smtp.close()
