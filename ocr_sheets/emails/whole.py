"""The whole annotated copy to somebody who should have all of it, such as the head or the programme lead."""

from __future__ import annotations

import hashlib
import html
import json
from collections.abc import Callable, Sequence

from ocr_sheets.dates import say
from ocr_sheets.emails.letters import MOST_BYTES, Letter, address_of
from ocr_sheets.errors import UserError
from ocr_sheets.packs import Owner
from ocr_sheets.patching import label_of
from ocr_sheets.report import Report
from ocr_sheets.rules.people import addresses_in

_LOCKED = "The file has a password, which you are told another way."


def whole_letters(
    report: Report, data: bytes, addresses: Sequence[str], lock: Callable[[bytes], bytes] | None = None
) -> list[Letter]:
    """A letter to each address with the annotated copy attached, whose sensitivity label it has. ``lock`` puts the password on it.

    Raises `UserError` for what is no address, and for a workbook that is too big or has another ending than email takes.
    """
    attached = lock(data) if lock else data
    if len(attached) > MOST_BYTES:
        raise UserError(
            f"The annotated copy has {len(attached) / 1e6:.0f} MB, too big for email: put it on a shared drive instead."
        )
    label = label_of(data)
    owners = [_owner(text) for text in dict.fromkeys(address.strip() for address in addresses)]
    return [
        _letter(
            report, f"workbook-{number}", owner, attached, hashlib.sha256(data).hexdigest(), lock is not None
        )._replace(label=label)
        for number, owner in enumerate(owners, 1)
    ]


def _owner(text: str) -> Owner:
    found = addresses_in(text)
    if len(found) != 1 or "@" not in text or found[0] != text.removeprefix("mailto:"):
        raise UserError(f"“{text}” is not one email address: name each with --workbook of its own.")
    return Owner("", "", found[0])


def _letter(report: Report, stem: str, owner: Owner, attached: bytes, content: str, is_locked: bool) -> Letter:
    centre, day = report.book.centre.centre_name or "the centre", say(report.as_of)
    to = address_of(owner)
    if to is None:
        raise UserError(f"“{owner.email}” is not an address that mail can be sent to: check it.")
    subject = f"OCR moderation: workbook of {centre}, checked as at {day}"
    paragraphs = [
        f"Attached is the moderation workbook of {centre}, checked as at {day}. Begin with the sheets Summary and To do.",
        *([_LOCKED] if is_locked else []),
        "It names candidates: do not forward it, and delete it when you have finished.",
    ]
    text = "\n\n".join(paragraphs) + "\n"
    page = "".join(f"<p>{html.escape(one)}</p>" for one in paragraphs)
    mark = json.dumps([str(to), subject, text, content, is_locked])
    return Letter(
        stem,
        owner,
        to,
        " ".join(subject.split()),
        text,
        f'<!DOCTYPE html>\n<html lang="en-GB"><body>{page}</body></html>\n',
        f"moderation-workbook-{report.as_of.isoformat()}.xlsx",
        attached,
        hashlib.sha256(mark.encode()).hexdigest()[:32],
    )
