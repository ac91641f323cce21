"""The old container of Office, a small file system in one file (MS-CFB), in which a workbook with a password stands. Only reading a stream."""

import struct
from collections.abc import Iterator

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LAST_SECTOR = 0xFFFFFFFA  # higher numbers are no sectors, but say that a chain ends or a sector is free
_HEADER = struct.Struct("<30xHH14xI4xII4xII109I")
_ENTRY = 128
_STREAM, _ROOT = 2, 5


class BadContainer(Exception):
    """The file is damaged. Internal: whoever knows its name says so."""


class Compound:
    """A container, with its streams by name. Raises `BadContainer` for one that is damaged."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        try:
            shift, mini_shift, directory, self._cutoff, mini_first, more_first, more, *places = _HEADER.unpack_from(
                data
            )
            self._size, self._mini_size = 1 << shift, 1 << mini_shift
            self._next = self._links([*places, *self._more_places(more_first, more)])
            self._entries = dict(self._listed(self._chained(directory)))
            self._mini_next = self._numbers(self._chained(mini_first)) if mini_first < _LAST_SECTOR else []
            self._mini = self._chained(self._entries[""][0]) if mini_first < _LAST_SECTOR else b""
        except (struct.error, IndexError, KeyError) as error:
            raise BadContainer from error

    def stream(self, name: str) -> bytes:
        """What stands in a stream. Raises `BadContainer` where there is none of the name."""
        if name not in self._entries:
            raise BadContainer
        first, length = self._entries[name]
        if length >= self._cutoff:
            return self._chained(first)[:length]
        parts = [self._mini[at * self._mini_size : (at + 1) * self._mini_size] for at in _chain(first, self._mini_next)]
        return b"".join(parts)[:length]

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        return self._data[start : start + self._size]

    def _numbers(self, data: bytes) -> list[int]:
        return list(struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4]))

    def _more_places(self, first: int, count: int) -> Iterator[int]:
        """Where the links stand, beyond the 109 places that the header has room for."""
        for _ in range(min(count, len(self._data) // self._size)):
            *numbers, first = self._numbers(self._sector(first))
            yield from numbers

    def _links(self, places: list[int]) -> list[int]:
        """By sector, the one that follows it."""
        return self._numbers(b"".join(self._sector(place) for place in places if place < _LAST_SECTOR))

    def _chained(self, first: int) -> bytes:
        return b"".join(map(self._sector, _chain(first, self._next)))

    def _listed(self, directory: bytes) -> Iterator[tuple[str, tuple[int, int]]]:
        """Where each stream begins and how long it is, by its name; under no name where the small ones stand."""
        for at in range(0, len(directory) - _ENTRY + 1, _ENTRY):
            entry = directory[at : at + _ENTRY]
            length, kind = struct.unpack_from("<HB", entry, 64)
            if kind in (_STREAM, _ROOT):
                name = "" if kind == _ROOT else entry[: max(length - 2, 0)].decode("utf-16-le", "replace")
                yield name, struct.unpack_from("<II", entry, 116)


def _chain(first: int, links: list[int]) -> Iterator[int]:
    """The sectors from one on, as they are linked. Raises `BadContainer` for a chain that comes back to itself."""
    for _ in range(len(links) + 1):
        if first >= _LAST_SECTOR:
            return
        yield first
        first = links[first]
    raise BadContainer
