"""Messages that are begun, and a letter of text alone as a file that opens as a draft."""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy

from ocr_sheets.patching import NO_LABEL, Label

_LABEL = "msip_labels"
"""The header in which Outlook and Exchange keep the sensitivity label of a message."""
_LONGEST = 120
"""Characters on a line of a message with a label: its parts are longer than the 78 that are usual, and would be encoded to fit these."""


def begun(policy: EmailPolicy[EmailMessage], label: Label) -> EmailMessage:
    """A message with nothing in it but the sensitivity label of the workbook that it is written from, if that has one."""
    if not label.text:
        return EmailMessage(policy=policy)
    message = EmailMessage(policy=policy.clone(max_line_length=_LONGEST))
    message[_LABEL] = label.text
    return message


def plain_draft(to: str, subject: str, text: str, label: Label = NO_LABEL) -> bytes:
    """The draft; ``to`` may be empty. The same letter gives the same bytes."""
    message = begun(SMTP, label)
    if to:
        message["To"] = to
    message["Subject"] = subject
    message.set_content(text, cte="quoted-printable")
    message["X-Unsent"] = "1"
    return message.as_bytes()
