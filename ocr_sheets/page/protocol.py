"""How the page and the checks behind it talk: one run of bytes each way, a head in JSON and files after it.

Four bytes with the head's length (big-endian), the head in UTF-8, then the files one after another. The head's ``files`` says of
each what it is for, its name and its size.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

_LENGTH = 4


class File(NamedTuple):
    """One file of a parcel: what it is for, such as ``workbook``, its name, and its bytes."""

    role: str
    name: str
    data: bytes


class Parcel(NamedTuple):
    """What is asked or answered, and the files that belong to it."""

    head: Mapping[str, Any]
    files: Sequence[File] = ()

    def file(self, role: str) -> File | None:
        """The file for a purpose, if it is there."""
        return next((file for file in self.files if file.role == role), None)


class Broken(ValueError):
    """The bytes are no parcel, or not all of one."""


def pack(parcel: Parcel) -> bytes:
    """The parcel as bytes."""
    listed = [{"role": file.role, "name": file.name, "size": len(file.data)} for file in parcel.files]
    head = json.dumps({**parcel.head, "files": listed}).encode()
    return b"".join((len(head).to_bytes(_LENGTH, "big"), head, *(file.data for file in parcel.files)))


def unpack(data: bytes) -> Parcel:
    """The parcel in the bytes. Raises `Broken` for what is none, or is cut off."""
    at = _LENGTH + int.from_bytes(data[:_LENGTH], "big")
    try:
        head = json.loads(data[_LENGTH:at].decode())
        listed = [(str(file["role"]), str(file["name"]), int(file["size"])) for file in head.pop("files")]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise Broken("its head cannot be read") from error
    if at + sum(size for _, _, size in listed) != len(data) or any(size < 0 for _, _, size in listed):
        raise Broken("it is longer or shorter than its head says")
    files = []
    for role, name, size in listed:
        files.append(File(role, name, data[at : at + size]))
        at += size
    return Parcel(head, files)
