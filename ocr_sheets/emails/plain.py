"""A letter of text alone as a file that opens as a draft."""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP


def plain_draft(to: str, subject: str, text: str) -> bytes:
    """The draft; ``to`` may be empty. The same letter gives the same bytes."""
    message = EmailMessage(policy=SMTP)
    if to:
        message["To"] = to
    message["Subject"] = subject
    message.set_content(text, cte="quoted-printable")
    message["X-Unsent"] = "1"
    return message.as_bytes()
