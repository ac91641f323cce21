"""The emails that packs go out with: one text file of the centre's for plain text and HTML, and a draft that opens unsent.

No candidate is named in a subject, a text or a file name: what is said of candidates stands in the attached workbook.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import html
import json
import re
import textwrap
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP, SMTPUTF8
from email.utils import format_datetime, make_msgid
from pathlib import Path
from string import Template
from typing import NamedTuple

from ocr_sheets.dates import days, say, say_weekday
from ocr_sheets.emails.plain import begun
from ocr_sheets.errors import UserError
from ocr_sheets.files.chosen import read_chosen
from ocr_sheets.files.templates import find_template
from ocr_sheets.packs import Owner, Pack, Packs
from ocr_sheets.packs.files import INDEX, exams_officer
from ocr_sheets.packs.wording import contents, headline, worst
from ocr_sheets.patching import NO_LABEL, Label
from ocr_sheets.rules import Severity
from ocr_sheets.rules.people import unclear_addresses
from ocr_sheets.text import plural
from ocr_sheets.writing.readiness import (
    ALL_WORK_TITLE,
    READY_TITLE,
    TURNING_LATE_TITLE,
    readiness_lines,
    turning_late_lines,
)
from ocr_sheets.writing.styles import FILLS, GREY, HEAD, INK, LINE, TEXTS

PACK_TEXT, INDEX_TEXT = "email-pack.txt", "email-index.txt"
NAMES = (PACK_TEXT, INDEX_TEXT)
"""The files with the texts."""

MOST_BYTES = 15_000_000
"""The biggest workbook that is attached: encoded it is a third bigger, and most mail servers stop at 20 to 35 MB."""

MOST_DATES = 6
_WIDTH = 72
_XLSX = ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet")

_IN_SUBJECTS = frozenset({"centre", "as_of", "next_date"})
_IN_BOTH = frozenset({"name", "to_fix", "to_check", "file", "exams_officer"}) | _IN_SUBJECTS
_BLOCKS = {
    PACK_TEXT: frozenset({"headline", "dates", "readiness", "locked"}),
    INDEX_TEXT: frozenset({"headline", "readiness", "turning_late", "no_address", "locked"}),
}
_WORDS = {
    PACK_TEXT: _IN_BOTH | {"late", "candidates", "units", "contents", "ask"},
    INDEX_TEXT: _IN_BOTH | {"packs"},
}


class Text(NamedTuple):
    """The text of an email: its subject and its paragraphs, each some lines, with placeholders."""

    subject: str
    paragraphs: Sequence[Sequence[str]]


class Block(NamedTuple):
    """A placeholder that is a paragraph of its own, as plain text and as HTML."""

    text: str
    html: str


class Letter(NamedTuple):
    """One email to one person. ``to`` is ``None`` where no address is known; ``mark`` is the same for the same content, whatever
    the password of its attachment.
    """

    stem: str
    owner: Owner
    to: Address | None
    subject: str
    text: str
    html: str
    file_name: str
    data: bytes
    mark: str
    unclear: str = ""
    """Why ``to`` is ``None`` though there is an address: it may be somebody else's."""
    label: Label = NO_LABEL
    """The sensitivity label of the workbook."""


# ------------------------------------------------------------------------------------------------------------- the texts


def read_texts(folder: Path | None, beside: Path) -> dict[str, Text]:
    """The texts by file name: from the folder that was named or, without one, beside the workbook; ours where a file is not there.

    Raises `UserError` with one sentence for a folder without any, and for a file that cannot be read or has a slip.
    """
    if folder is not None and not any((folder / name).is_file() for name in NAMES):
        raise UserError(
            f"{folder} holds neither {PACK_TEXT} nor {INDEX_TEXT}: ocr-sheets email --copy-texts {folder} puts them there."
        )
    return {name: _read(name, (folder or beside) / name) for name in NAMES}


def own_texts(files: Mapping[str, bytes]) -> dict[str, Text]:
    """The texts by file name: of those that were chosen, and ours where one was not. Raises `UserError` for one that has a slip or
    another name.
    """
    if unknown := next((name for name in files if name not in NAMES), None):
        raise UserError(f"{unknown} is no text of an email: those are called {PACK_TEXT} and {INDEX_TEXT}.")
    return {name: _parsed(files.get(name) or original(name), name, name) for name in NAMES}


def original(name: str) -> bytes:
    """One of the texts that come with the tool. Raises `UserError` where it was not installed with it."""
    path = find_template(name)
    if path is None:
        raise UserError(f"{name}, which comes with ocr-sheets, was not installed with it: install ocr-sheets again.")
    return path.read_bytes()


def _read(name: str, path: Path) -> Text:
    try:
        raw = read_chosen(path) if path.exists() else original(name)
    except OSError as error:
        raise UserError(
            f"{path} cannot be read ({error.strerror or error}): close it where it is open and try again."
        ) from error
    return _parsed(raw, name, str(path))


def _parsed(raw: bytes, name: str, called: str) -> Text:
    try:
        return parse_text(raw.decode("utf-8-sig"), name)
    except UnicodeDecodeError as error:
        raise UserError(f"{called} is not UTF-8: in Notepad, choose Save as and the encoding UTF-8.") from error


def parse_text(raw: str, name: str) -> Text:
    """Read the text of one file. Raises `UserError`, naming the line, for a placeholder that is none and for a missing subject."""
    subject: str | None = None
    paragraphs: list[list[str]] = [[]]
    for number, line in enumerate(raw.splitlines(), start=1):
        line = line.strip()
        if line.startswith("#"):
            continue
        if subject is None and line:
            if not line.casefold().startswith("subject:"):
                raise UserError(
                    f"{name}, line {number}: the first line must be the subject, such as “Subject: OCR moderation”."
                )
            subject = line.partition(":")[2].strip()
            if not subject:
                raise UserError(f"{name}, line {number}: the subject is empty.")
            _check(subject, f"{name}, line {number}", _IN_SUBJECTS, " for a subject, which many can read")
        elif line:
            blocks = _BLOCKS[name]
            _check(line, f"{name}, line {number}", _WORDS[name] | blocks)
            used = blocks & {found["named"] or found["braced"] for found in Template.pattern.finditer(line)}
            if used and line not in {f"${{{one}}}" for one in used} | {f"${one}" for one in used}:
                raise UserError(f"{name}, line {number}: ${{{min(used)}}} must stand alone, as a paragraph of its own.")
            if used:
                paragraphs += [[line], []]
            else:
                paragraphs[-1].append(line)
        elif paragraphs[-1]:
            paragraphs.append([])
    if subject is None:
        raise UserError(f"{name} is empty: its first line must be the subject, such as “Subject: OCR moderation”.")
    return Text(subject, [lines for lines in paragraphs if lines])


def _check(line: str, place: str, known: frozenset[str] | set[str], where: str = "") -> None:
    for found in Template.pattern.finditer(line):
        word = found["named"] or found["braced"]
        if found["invalid"] is not None:
            raise UserError(
                f"{place}: a $ stands for nothing there: write $$ for a dollar sign, or ${{name}} for a name."
            )
        if word and word not in known:
            there = ", ".join(f"${{{one}}}" for one in sorted(known))
            raise UserError(f"{place}: there is no ${{{word}}}{where}. There are {there}.")


# ----------------------------------------------------------------------------------------------------------- the letters


def letters(
    packs: Packs,
    files: Mapping[str, bytes],
    texts: Mapping[str, Text],
    lock: Callable[[bytes], bytes] | None = None,
    label: Label = NO_LABEL,
) -> list[Letter]:
    """A letter for each pack, and one with the index for the exams officer. ``files`` are the packs' workbooks by name; ``lock`` puts the
    password on what is attached; that and the letter have the ``label`` of the workbook.

    Raises `UserError` where a workbook is too big for email.
    """
    written = _Letters(packs, texts, lock, label)
    made = [written.to_owner(pack, files[f"{pack.stem}.xlsx"]) for pack in packs.packs]
    return [*made, written.to_exams_officer(files[f"{INDEX}.xlsx"])]


class _Letters:
    def __init__(
        self, packs: Packs, texts: Mapping[str, Text], lock: Callable[[bytes], bytes] | None, label: Label
    ) -> None:
        self._packs = packs
        self._texts = texts
        self._lock = lock
        self._label = label
        self._as_of = packs.report.as_of
        self._officer = exams_officer(packs.report)
        self._unclear = unclear_addresses(packs.report.book)

    def to_owner(self, pack: Pack, data: bytes) -> Letter:
        coming = pack.next(self._as_of)
        words = {
            **self._common(pack.owner, f"moderation-{self._as_of.isoformat()}.xlsx", coming.date if coming else None),
            "to_fix": str(pack.counts[Severity.MUST_FIX]),
            "to_check": str(pack.counts[Severity.CHECK]),
            "late": str(pack.late),
            "candidates": plural(len(pack.candidates), "candidate"),
            "units": plural(len(pack.pieces), "portfolio"),
            "contents": contents(pack),
            "ask": f"{self._officer.name} ({self._officer.email})" if self._officer.email else self._named_officer,
        }
        blocks = {
            "headline": _banner(headline(pack, self._as_of), worst(pack)),
            "dates": self._dates(pack),
            "readiness": self._readiness(pack),
            "locked": self._locked,
        }
        return self._letter(PACK_TEXT, pack.stem, pack.owner, words, blocks, data)

    def to_exams_officer(self, data: bytes) -> Letter:
        packs = self._packs
        counts = [told.finding.rule.severity for told in packs.findings]
        must = counts.count(Severity.MUST_FIX)
        coming = min((one.date for pack in packs.packs if (one := pack.next(self._as_of))), default=None)
        words = {
            **self._common(self._officer, f"moderation-index-{self._as_of.isoformat()}.xlsx", coming),
            "to_fix": str(must),
            "to_check": str(counts.count(Severity.CHECK)),
            "packs": plural(len(packs.packs), "pack"),
        }
        left = f"Not in any pack: {plural(len(packs.findings), 'finding')}, {must} of them to fix; {plural(len(packs.unowned), 'row')} of candidates or units."
        without = [
            pack.owner.label
            for pack in packs.packs
            if address_of(pack.owner) is None or (pack.owner.email or "").casefold() in self._unclear
        ]
        lacking = f"No email address is known, or none that is clear, of: {', '.join(without)}." if without else ""
        blocks = {
            "headline": _banner(left, Severity.MUST_FIX if must else None),
            "readiness": _list(READY_TITLE, readiness_lines(packs.report)),
            "turning_late": _list(TURNING_LATE_TITLE, turning_late_lines(packs.report)),
            "no_address": Block(lacking, f"<p>{html.escape(lacking)}</p>" if lacking else ""),
            "locked": self._locked,
        }
        return self._letter(INDEX_TEXT, INDEX, self._officer, words, blocks, data)

    @property
    def _named_officer(self) -> str:
        return self._officer.name if self._packs.report.book.centre.exams_officer else "the exams officer"

    def _common(self, owner: Owner, file_name: str, coming: dt.date | None) -> dict[str, str]:
        return {
            "name": owner.name,
            "centre": self._packs.report.book.centre.centre_name or "the centre",
            "as_of": say(self._as_of),
            "next_date": say_weekday(coming) if coming else "no date ahead",
            "file": file_name,
            "exams_officer": self._officer.name,
        }

    @property
    def _locked(self) -> Block:
        if self._lock is None:
            return Block("", "")
        text = "The file has a password, which you are told another way."
        return Block(text, f"<p>{html.escape(text)}</p>")

    def _readiness(self, pack: Pack) -> Block:
        """How ready the owner's visits are, all candidates' work together: numbers only."""
        return _list(ALL_WORK_TITLE, map(pack.clear, readiness_lines(self._packs.report, pack.visits)))

    def _dates(self, pack: Pack) -> Block:
        shown = [one for one in pack.dates if not one.done][:MOST_DATES]
        rest = sum(not one.done for one in pack.dates) - len(shown)
        more = f"and {plural(rest, 'date')} more in the file" if rest else ""
        if not shown:
            return Block("", "")
        lines, rows = [], []
        for one in shown:
            left = (one.date - self._as_of).days
            when = "today" if not left else f"in {days(left)}" if left > 0 else f"{days(-left)} ago"
            lines.append(f"{one.due} ({when}), {one.about}:")
            lines.append(textwrap.indent(textwrap.fill(one.stands, _WIDTH - 4), "    "))
            cells = (say_weekday(one.date), when, one.what, one.about, one.stands)
            look = _LATE if left < 0 else _SOON if left <= 7 else ""
            rows.append(
                "<tr>"
                + "".join(
                    f'<td style="{_CELL}{look if place < 2 else ""}">{html.escape(cell)}</td>'
                    for place, cell in enumerate(cells)
                )
                + "</tr>"
            )
        head = "".join(
            f'<th style="{_HEADING}">{word}</th>' for word in ("Date", "Left", "What", "Visit", "How your work stands")
        )
        table = f'<table style="border-collapse:collapse;margin:0 0 16px"><tr>{head}</tr>{"".join(rows)}</table>'
        after = f'<p style="color:#{GREY}">{more}</p>' if more else ""
        return Block("\n".join([*lines, *([more] if more else [])]), table + after)

    def _letter(
        self, name: str, stem: str, owner: Owner, words: Mapping[str, str], blocks: Mapping[str, Block], data: bytes
    ) -> Letter:
        text = self._texts[name]
        subject = " ".join(Template(text.subject).substitute(words).split())
        plain = "\n\n".join(part for lines in text.paragraphs if (part := _plain(lines, words, blocks))) + "\n"
        page = _PAGE.format(
            title=html.escape(subject), body="".join(_marked_up(lines, words, blocks) for lines in text.paragraphs)
        )
        unclear = self._unclear.get((owner.email or "").casefold(), "")
        to = None if unclear else address_of(owner)
        content = [
            str(to),
            subject,
            plain,
            page,
            words["file"],
            hashlib.sha256(data).hexdigest(),
            self._lock is not None,
        ]
        mark = hashlib.sha256(json.dumps(content).encode()).hexdigest()[:32]
        attached = self._lock(data) if self._lock else data
        if len(attached) > MOST_BYTES:
            raise UserError(
                f"{stem}.xlsx has {len(attached) / 1e6:.0f} MB, too big for email: make packs without emails and put them on a shared drive."
            )
        return Letter(stem, owner, to, subject, plain, page, words["file"], attached, mark, unclear, self._label)


def _list(title: str, lines: Iterable[str]) -> Block:
    """Some lines below a title; nothing where there are none."""
    shown = list(lines)
    if not shown:
        return Block("", "")
    folded = [textwrap.fill(line, _WIDTH, initial_indent="- ", subsequent_indent="  ") for line in shown]
    items = "".join(f"<li>{html.escape(line)}</li>" for line in shown)
    return Block("\n".join([f"{title}:", *folded]), f"<p>{html.escape(title)}:</p><ul>{items}</ul>")


def address_of(owner: Owner) -> Address | None:
    """The address of somebody with their name, as a header takes it; ``None`` where none is known. One with letters other than plain ones
    before the @ needs a server that takes these.
    """
    if owner.email is None:
        return None
    local, _, domain = owner.email.rpartition("@")
    try:
        plain = domain.encode("idna").decode("ascii")
        if not local.isascii():
            return Address(owner.name, username=local, domain=plain)
        return Address(owner.name, addr_spec=f"{local}@{plain}")
    except (ValueError, UnicodeError):
        return None


def needs_utf8(letter: Letter) -> bool:
    """Whether only a server that takes letters other than plain ones in an address (SMTPUTF8) can take the letter."""
    return letter.to is not None and not letter.to.addr_spec.isascii()


# ------------------------------------------------------------------------------------------------- plain text and HTML

_FONT = "font-family:Calibri,Segoe UI,Arial,sans-serif;font-size:15px;line-height:1.45"
_CELL = f"padding:5px 14px 5px 6px;border-bottom:1px solid #{LINE};vertical-align:top;"
_HEADING = f"padding:5px 14px 5px 6px;background:#{HEAD};color:#FFFFFF;text-align:left;"
_LATE = f"background:#{FILLS[Severity.MUST_FIX]};color:#{TEXTS[Severity.MUST_FIX]};white-space:nowrap;"
_SOON = f"background:#{FILLS[Severity.CHECK]};color:#{TEXTS[Severity.CHECK]};white-space:nowrap;"
_PAGE = (
    '<!DOCTYPE html>\n<html lang="en-GB"><head><meta charset="utf-8"><title>{title}</title></head>\n'
    f'<body style="margin:0;padding:16px;color:#{INK};{_FONT}"><div style="max-width:820px">{{body}}</div></body></html>\n'
)


def _banner(text: str, severity: Severity | None) -> Block:
    fill, ink = (FILLS[severity], TEXTS[severity]) if severity else ("DCEFE1", "1D5B33")
    look = f"background:#{fill};color:#{ink};padding:10px 12px;font-weight:bold"
    return Block("\n".join(_fill(text)), f'<p style="{look}">{html.escape(text)}</p>')


def _block(lines: Sequence[str]) -> str | None:
    found = re.fullmatch(r"\$\{?(\w+)\}?", lines[0]) if len(lines) == 1 else None
    return found[1] if found else None


def _plain(lines: Sequence[str], words: Mapping[str, str], blocks: Mapping[str, Block]) -> str:
    if (name := _block(lines)) in blocks:
        return blocks[name or ""].text
    return "\n".join(piece for line in lines for piece in _fill(Template(line).substitute(words)))


def _fill(text: str) -> list[str]:
    indent = "  " if text.startswith("- ") else ""
    return textwrap.wrap(text, _WIDTH, break_long_words=False, break_on_hyphens=False, subsequent_indent=indent) or [""]


def _marked_up(lines: Sequence[str], words: Mapping[str, str], blocks: Mapping[str, Block]) -> str:
    if (name := _block(lines)) in blocks:
        return blocks[name or ""].html
    said = [html.escape(Template(line).substitute(words), quote=False) for line in lines]
    return "".join(_runs(said))


def _runs(lines: Sequence[str]) -> Iterator[str]:
    """Lists where lines begin with a dash, and paragraphs of the lines between them."""
    run: list[str] = []
    is_list = False
    for line in [*lines, None]:
        starts_item = line is not None and line.startswith("- ")
        if run and (line is None or starts_item is not is_list):
            yield (
                f"<ul>{''.join(f'<li>{one[2:]}</li>' for one in run)}</ul>" if is_list else f"<p>{'<br>'.join(run)}</p>"
            )
            run = []
        if line is not None:
            run.append(line)
            is_list = starts_item


# -------------------------------------------------------------------------------------------------------------- messages


def draft(letter: Letter) -> bytes:
    """The letter as a file that opens as a draft, ready to be looked through and sent. The same letter gives the same bytes."""
    message = _message(letter)
    message["X-Unsent"] = "1"
    return message.as_bytes()


def to_send(letter: Letter, sender: Address, now: dt.datetime) -> EmailMessage:
    """The letter as a message to send now."""
    message = _message(letter)
    message["From"] = sender
    message["Date"] = format_datetime(now)
    message["Message-ID"] = make_msgid(domain=sender.domain)
    return message


def _message(letter: Letter) -> EmailMessage:
    message = begun(SMTPUTF8 if needs_utf8(letter) else SMTP, letter.label)
    if letter.to is not None:
        message["To"] = letter.to
    message["Subject"] = letter.subject
    message.set_content(letter.text, cte="quoted-printable")
    message.add_alternative(letter.html, subtype="html", cte="quoted-printable")
    message.add_attachment(letter.data, maintype=_XLSX[0], subtype=_XLSX[1], filename=letter.file_name)
    for number, part in enumerate(part for part in message.walk() if part.is_multipart()):
        part.set_boundary(f"=_{letter.mark}_{number}")
    return message
