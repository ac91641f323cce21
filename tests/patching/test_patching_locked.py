"""Workbooks with a password, opened with it: as Excel locks them, and as Excel 2007 did."""

from __future__ import annotations

import hashlib
import io
import struct

import pytest
from msoffcrypto.format.ooxml import OOXMLFile
from msoffcrypto.method.container.ecma376_encrypted import ECMA376Encrypted
from workbooks import centre

from ocr_sheets.patching import Refused, Workbook
from ocr_sheets.patching.aes import chained_back, decrypted
from ocr_sheets.patching.locked import Locked, WrongPassword, is_locked, unlocked

PASSWORD = "Ffôn bach 7"


def by_excel(data: bytes) -> bytes:
    """The workbook with a password, as Excel has put it on since 2010 (agile, AES-256, SHA-512)."""
    target = io.BytesIO()
    OOXMLFile(io.BytesIO(data)).encrypt(PASSWORD, target)
    return target.getvalue()


def by_excel_2007(data: bytes, bits: int = 128) -> bytes:
    """The workbook with a password as Excel 2007 put it on (standard, AES in single blocks, SHA-1), by another's cipher."""
    ciphers = pytest.importorskip("cryptography.hazmat.primitives.ciphers")
    salt, verifier = bytes(range(16)), bytes(range(100, 116))
    hashed = hashlib.sha1(salt + PASSWORD.encode("utf-16-le")).digest()
    for turn in range(50_000):
        hashed = hashlib.sha1(turn.to_bytes(4, "little") + hashed).digest()
    hashed = hashlib.sha1(hashed + bytes(4)).digest()
    halves = [hashlib.sha1(bytes(one ^ pad for one in hashed.ljust(64, b"\0"))).digest() for pad in (0x36, 0x5C)]
    encryptor = ciphers.Cipher(ciphers.algorithms.AES(b"".join(halves)[: bits // 8]), ciphers.modes.ECB()).encryptor()
    header = struct.pack("<8I", 0x24, 0, 0x660E, 0x8004, bits, 0x18, 0, 0) + "AES\0".encode("utf-16-le")
    info = struct.pack("<HHII", 3, 2, 0x24, len(header)) + header
    info += struct.pack("<I16s16s", 16, salt, encryptor.update(verifier))
    info += struct.pack("<I32s", 20, encryptor.update(hashlib.sha1(verifier).digest().ljust(32, b"\0")))
    body = struct.pack("<Q", len(data)) + encryptor.update(data + bytes(-len(data) % 16))
    target = io.BytesIO()
    ECMA376Encrypted(body, info).write_to(target)
    return target.getvalue()


@pytest.mark.parametrize(
    ("key", "block"),
    [
        (16, "69c4e0d86a7b0430d8cdb78070b4c55a"),
        (24, "dda97ca4864cdfe06eaf70a0ec0d7191"),
        (32, "8ea2b7ca516745bfeafc49904b496089"),
    ],
)
def test_the_cipher_is_that_of_fips_197(key: int, block: str) -> None:
    plain = bytes.fromhex("00112233445566778899aabbccddeeff")
    assert decrypted(bytes(range(key)), bytes.fromhex(block)) == plain
    assert decrypted(bytes(range(key)), bytes.fromhex(block) * 3) == plain * 3


def test_pieces_are_chained_each_from_its_own_start() -> None:
    """The blocks of NIST SP 800-38A, F.2.1, as one piece of four and as two of two."""
    key = bytes.fromhex("2b7e151628aed2a6abf7158809cf4f3c")
    start = bytes(range(16))
    chained = bytes.fromhex(
        "7649abac8119b246cee98e9b12e9197d5086cb9b507219ee95db113a917678b2"
        "73bed6b8e3c1743b7116e69e222295163ff1caa1681fac09120eca307586e1a7"
    )
    plain = bytes.fromhex(
        "6bc1bee22e409f96e93d7e117393172aae2d8a571e03ac9c9eb76fac45af8e51"
        "30c81c46a35ce411e5fbc1191a0a52eff69f2445df4f9b17ad2b417be66c3710"
    )
    assert chained_back(key, chained, [start], 64) == plain
    assert chained_back(key, chained, [start, chained[16:32]], 32) == plain
    assert chained_back(key, b"", [], 32) == b""


@pytest.mark.parametrize("rows", [0, 400], ids=["small", "of many pieces"])
def test_a_workbook_locked_by_excel_is_opened_as_it_was(rows: int) -> None:
    claims = "".join(f"| {at:04} | 05839 | {at % 20} | JS | M |\n" for at in range(rows))
    data = centre(
        f"Claims\n| Candidate number | Entry code | Unit number | Assessor | Grade |\n{claims}" if rows else ""
    )
    locked = by_excel(data)
    assert is_locked(locked)
    assert not is_locked(data)
    assert unlocked(locked, PASSWORD, "centre.xlsx") == data


@pytest.mark.parametrize("bits", [128, 192, 256])
def test_a_workbook_locked_by_excel_2007_is_opened_as_it_was(bits: int) -> None:
    data = centre()
    locked = by_excel_2007(data, bits)
    assert unlocked(locked, PASSWORD, "centre.xlsx") == data
    with pytest.raises(WrongPassword, match=r"^centre.xlsx does not open with this password"):
        unlocked(locked, PASSWORD + " ", "centre.xlsx")


@pytest.mark.parametrize("password", ["", "ffôn bach 7", PASSWORD + " "])
def test_another_password_does_not_open_it(password: str) -> None:
    with pytest.raises(WrongPassword, match="type it again, capital letters count"):
        unlocked(by_excel(centre()), password, "centre.xlsx")


def test_a_locked_workbook_is_told_apart_from_others_that_are_refused() -> None:
    with pytest.raises(Locked, match="has a password: remove it in Excel") as told:
        Workbook.from_bytes(by_excel(centre()), "centre.xlsx")
    assert told.value.label == "centre.xlsx"


@pytest.mark.parametrize("length", [8, 400, 513, 1200, 3000, 6000])
def test_one_that_was_cut_off_is_a_sentence(length: int) -> None:
    with pytest.raises(
        Refused, match=r"^centre\.xlsx (is damaged: fetch it again|has a password of a kind|does not open)"
    ):
        unlocked(by_excel(centre())[:length], PASSWORD, "centre.xlsx")


def test_a_chain_of_sectors_that_comes_back_to_itself_ends() -> None:
    locked = bytearray(by_excel(centre()))
    (first_fat,) = struct.unpack_from("<I", locked, 76)
    table = (first_fat + 1) * 512
    for sector in range(100):
        struct.pack_into("<I", locked, table + 4 * sector, 0)
    with pytest.raises(Refused, match="is damaged"):
        unlocked(bytes(locked), PASSWORD, "centre.xlsx")
