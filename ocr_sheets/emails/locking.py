"""A password on a workbook: AES-256, as Excel itself puts it on."""

from __future__ import annotations

import io

from ocr_sheets.errors import UserError

SHORTEST = 8
"""Letters that a password must have: with fewer, a computer of today finds it by trying."""


def check_password(password: str) -> None:
    """Raise `UserError` for a password that is none, and where the package that locks workbooks is not installed."""
    if len(password) < SHORTEST:
        raise UserError(f"The password has {len(password)} letters: take {SHORTEST} or more.")
    try:
        import msoffcrypto  # noqa: F401  only to see that it is there
    except ImportError as error:
        raise UserError(
            "Locking a workbook needs the package msoffcrypto-tool, which is not installed: "
            'pip install "ocr-sheets[encrypt]", or leave --password out.'
        ) from error


def locked(workbook: bytes, password: str) -> bytes:
    """The workbook, encrypted. Two runs give different bytes: each has a salt of its own."""
    from msoffcrypto.format.ooxml import OOXMLFile

    target = io.BytesIO()
    OOXMLFile(io.BytesIO(workbook)).encrypt(password, target)
    return target.getvalue()
