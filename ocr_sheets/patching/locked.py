"""A workbook with a password, opened with it: as Excel locks them (agile, since 2010) and as Excel 2007 and others do (standard); MS-OFFCRYPTO.

The password is used once and kept nowhere. In plain Python, so that it works in a browser's Python too.
"""

import base64
import binascii
import hashlib
import hmac
import re
import struct
from collections.abc import Callable
from typing import NamedTuple

from .aes import BLOCK, chained_back, decrypted
from .compound import MAGIC, BadContainer, Compound
from .errors import Refused

_PIECE = 4096
_STANDARD_TURNS = 50_000
_MOST_TURNS = 10_000_000
"""As often as the format allows a password to be hashed."""
_HASHES = ("sha1", "sha256", "sha384", "sha512")
_FOR_INPUT, _FOR_HASH, _FOR_KEY = (
    bytes.fromhex("fea7d2763b4b9e79"),
    bytes.fromhex("d7aa0f6d3061344e"),
    bytes.fromhex("146e0be7abacd0d6"),
)
"""By which the password's hash becomes the keys to three things (2.3.4.13)."""


class Locked(Refused):
    """The workbook has a password. ``label`` is what messages call it."""

    def __init__(self, label: str) -> None:
        super().__init__(
            f"{label} has a password: remove it in Excel with File > Info > Protect Workbook, then try again."
        )
        self.label = label


class WrongPassword(Refused):
    """The workbook does not open with this password."""


class _Other(Exception):
    """It is locked in a way that is not known here."""


def is_locked(data: bytes) -> bool:
    """Whether the bytes are a workbook with a password."""
    names = ("EncryptedPackage", "EncryptionInfo")
    return data.startswith(MAGIC) and any(name.encode("utf-16-le") in data for name in names)


def unlocked(data: bytes, password: str, label: str) -> bytes:
    """The workbook without its password. Raises `WrongPassword`, or `Refused` for one that is damaged or locked in another way."""
    try:
        container = Compound(data)
        info, package = container.stream("EncryptionInfo"), container.stream("EncryptedPackage")
        major, minor = struct.unpack_from("<HH", info)
        opened = (_agile if (major, minor) == (4, 4) else _standard)(info, password)
        if opened is None:
            raise WrongPassword(f"{label} does not open with this password: type it again, capital letters count.")
        (size,) = struct.unpack_from("<Q", package)
        body = package[8:]
        if len(body) < size:
            raise BadContainer
        return opened(body[: len(body) // BLOCK * BLOCK])[:size]
    except (BadContainer, struct.error, binascii.Error, KeyError, ValueError) as error:
        raise Refused(f"{label} is damaged: fetch it again from where it came from.") from error
    except _Other as error:
        raise Refused(
            f"{label} has a password of a kind that only Excel opens: open it there, remove the password with File > Info > Protect Workbook, and save it."
        ) from error


_Opened = Callable[[bytes], bytes]
"""What makes of the encrypted workbook the workbook, with a few bytes more at its end."""


def _repeated(name: str, salt: bytes, password: str, turns: int) -> bytes:
    """The password's hash, made slow to try."""
    if turns > _MOST_TURNS:
        raise _Other
    made = hashlib.new(name, salt + password.encode("utf-16-le")).digest()
    for turn in range(turns):
        made = hashlib.new(name, turn.to_bytes(4, "little") + made).digest()
    return made


# -- agile


class _Settings(NamedTuple):
    """How something is encrypted: the hash, the key's length in bytes, and the salt."""

    hash: str
    key_length: int
    salt: bytes


def _attributes(text: str, element: str) -> dict[str, str]:
    """The attributes of an element, the first of its name. The text is written by programs: no comments, no other namespaces."""
    found = re.search(rf"<(?:\w+:)?{element}\s([^>]*)>", text)
    if not found:
        raise _Other
    return dict(re.findall(r"(\w+)\s*=\s*[\"']([^\"']*)[\"']", found[1]))


def _settings(given: dict[str, str]) -> _Settings:
    name = given["hashAlgorithm"].lower().replace("-", "")
    if given["cipherAlgorithm"] != "AES" or given["cipherChaining"] != "ChainingModeCBC" or name not in _HASHES:
        raise _Other
    length = int(given["keyBits"]) // 8
    if length not in (16, 24, 32):
        raise _Other
    return _Settings(name, length, base64.b64decode(given["saltValue"]))


def _fitted(value: bytes, length: int) -> bytes:
    """Cut, or made longer with 0x36, as keys and first blocks are."""
    return value[:length].ljust(length, b"\x36")


def _agile(info: bytes, password: str) -> _Opened | None:
    text = info[8:].decode("utf-8", "replace")
    of_package, given = _settings(_attributes(text, "keyData")), _attributes(text, "encryptedKey")
    how = _settings(given)
    hashed = _repeated(how.hash, how.salt, password, int(given["spinCount"]))

    def part(name: str, purpose: bytes) -> bytes:
        key = _fitted(hashlib.new(how.hash, hashed + purpose).digest(), how.key_length)
        data = base64.b64decode(given[name])
        return chained_back(key, data[: len(data) // BLOCK * BLOCK], [_fitted(how.salt, BLOCK)], len(data))

    typed = hashlib.new(how.hash, part("encryptedVerifierHashInput", _FOR_INPUT)).digest()
    if not hmac.compare_digest(typed, part("encryptedVerifierHashValue", _FOR_HASH)[: len(typed)]):
        return None
    key = part("encryptedKeyValue", _FOR_KEY)[: of_package.key_length]

    def opened(body: bytes) -> bytes:
        pieces = range(-(-len(body) // _PIECE))
        starts = [
            _fitted(hashlib.new(of_package.hash, of_package.salt + at.to_bytes(4, "little")).digest(), BLOCK)
            for at in pieces
        ]
        return chained_back(key, body, starts, _PIECE)

    return opened


# -- standard


def _standard(info: bytes, password: str) -> _Opened | None:
    major, minor, _, size = struct.unpack_from("<HHII", info)
    if minor != 2 or major not in (2, 3, 4):
        raise _Other
    algorithm, _, bits = struct.unpack_from("<8xIII", info, 12)
    if algorithm not in (0, 0x660E, 0x660F, 0x6610) or bits not in (128, 192, 256):
        raise _Other
    salt, verifier, verifier_hash = struct.unpack_from("<4x16s16s4x32s", info, 12 + size)
    hashed = hashlib.sha1(_repeated("sha1", salt, password, _STANDARD_TURNS) + bytes(4)).digest()
    halves = (hashlib.sha1(_padded(hashed, pad)).digest() for pad in (0x36, 0x5C))
    key = b"".join(halves)[: bits // 8]
    expected = hashlib.sha1(decrypted(key, verifier)).digest()
    if not hmac.compare_digest(expected, decrypted(key, verifier_hash)[: len(expected)]):
        return None
    return lambda body: decrypted(key, body)


def _padded(hashed: bytes, pad: int) -> bytes:
    """64 times one byte, with the hash laid over its beginning."""
    return bytes(value ^ pad for value in hashed.ljust(64, b"\0"))
