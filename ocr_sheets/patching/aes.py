"""AES backwards, for many blocks at once, in plain Python: no cipher comes with Python, and none is to be had in a browser's.

The blocks are held as sixteen runs, each of all their first, second, … bytes. A step of the cipher then is `bytes.translate` by a table, and
exclusive or of whole runs as numbers, so that a megabyte takes about a fifth of a second. FIPS 197 names the steps.
"""

from collections.abc import Sequence

BLOCK = 16
_MOST_AT_ONCE = 1 << 20
_COLUMNS = range(0, BLOCK, 4)


def _doubled(value: int) -> int:
    return value << 1 ^ (0x11B if value & 0x80 else 0)


def _times(one: int, other: int) -> int:
    """The product of two bytes in the field that AES reckons in."""
    product = 0
    while other:
        product ^= one if other & 1 else 0
        one, other = _doubled(one), other >> 1
    return product


def _substitution() -> bytes:
    """The S-box, made from its definition: the inverse of a byte, and five of its turns laid over each other."""
    made = bytearray(b"\x63" * 256)
    one = other = 1
    while True:
        one = one ^ _doubled(one)  # times 3, which comes by every byte
        other = _times(other, 0xF6)  # its inverse
        turned = other
        for shift in range(1, 5):
            turned ^= (other << shift | other >> (8 - shift)) & 0xFF
        made[one] = turned ^ 0x63
        if one == 1:
            return bytes(made)


_FORWARD = _substitution()
_BACK = bytes(_FORWARD.index(value) for value in range(256))
_PRODUCTS = {factor: bytes(_times(value, factor) for value in range(256)) for factor in (9, 11, 13, 14)}
_MIXED = ((14, 11, 13, 9), (9, 14, 11, 13), (13, 9, 14, 11), (11, 13, 9, 14))
"""InvMixColumns: by row of the result, what each row of a column is multiplied by."""


def _round_keys(key: bytes) -> Sequence[bytes]:
    words = [key[at : at + 4] for at in range(0, len(key), 4)]
    length, rounds = len(words), len(words) + 6
    constant = 1
    for at in range(length, 4 * (rounds + 1)):
        word = words[-1]
        if at % length == 0:
            word = (word[1:] + word[:1]).translate(_FORWARD)
            word = bytes([word[0] ^ constant]) + word[1:]
            constant = _doubled(constant)
        elif length == 8 and at % length == 4:
            word = word.translate(_FORWARD)
        words.append(_either(words[at - length], word))
    return [b"".join(words[at : at + 4]) for at in range(0, len(words), 4)]


def _either(one: bytes, other: bytes) -> bytes:
    """Exclusive or of two runs of one length."""
    return (int.from_bytes(one) ^ int.from_bytes(other)).to_bytes(len(one))


def _before_shift(runs: Sequence[bytes]) -> Sequence[bytes]:
    """InvShiftRows: each row is turned back by its number."""
    return [runs[(at - 4 * (at % 4)) % BLOCK] for at in range(BLOCK)]


def _mixed_back(runs: Sequence[bytes], key: bytes) -> Sequence[bytes]:
    """InvSubBytes, AddRoundKey and InvMixColumns in one: a table for each run and factor."""
    tables = [bytes(value ^ part for value in _BACK) for part in key]
    made: list[bytes] = []
    for column in _COLUMNS:
        for factors in _MIXED:
            total = 0
            for row, factor in enumerate(factors):
                at = column + row
                total ^= int.from_bytes(runs[at].translate(tables[at].translate(_PRODUCTS[factor])))
            made.append(total.to_bytes(len(runs[0])))
    return made


def decrypted(key: bytes, data: bytes) -> bytes:
    """Whole blocks, each by itself (ECB). The key has 16, 24 or 32 bytes."""
    keys = _round_keys(key)
    return b"".join(_some(keys, data[at : at + _MOST_AT_ONCE]) for at in range(0, len(data), _MOST_AT_ONCE))


def _some(keys: Sequence[bytes], data: bytes) -> bytes:
    last, *between, first = keys
    runs: Sequence[bytes] = [
        data[at::BLOCK].translate(bytes(value ^ first[at] for value in range(256))) for at in range(BLOCK)
    ]
    for key in reversed(between):
        runs = _mixed_back(_before_shift(runs), key)
    made = bytearray(len(data))
    for at, run in enumerate(_before_shift(runs)):
        made[at::BLOCK] = run.translate(bytes(value ^ last[at] for value in _BACK))
    return bytes(made)


def chained_back(key: bytes, data: bytes, starts: Sequence[bytes], length: int) -> bytes:
    """Whole blocks in pieces of a length, in each of which every block was laid over the one before it (CBC), the first over one of ``starts``."""
    pieces = [start + data[at * length : (at + 1) * length][:-BLOCK] for at, start in enumerate(starts)]
    return _either(decrypted(key, data), b"".join(pieces)) if data else b""
