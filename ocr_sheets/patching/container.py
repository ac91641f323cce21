"""The zip around a workbook: checked when it is opened, and written so that what was not touched stays the same bytes."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ocr_sheets.patterns import regex

from .errors import BadMarkup, Refused
from .markup import LOOKED_AT, Before, as_utf8, before_root
from .refs import MAX_ROW

MAX_PART = 400_000_000  # no sheet that a centre keeps comes near; a file built to exhaust memory passes it at once
MAX_RATIO = 250  # sheets of nothing but blank cells pack to a twentieth; the best that deflate can do is 1,032
RATIO_FLOOR = 50_000_000  # what is smaller packs as well as it likes
MAX_TOTAL = 2_000_000_000
TOTAL_FLOOR = 150_000_000
MAX_ENTRIES = 60_000
_MAX_CACHED = 64_000_000
_BLOCK = 16_000_000
_BIG = 1_000_000
"""Bytes from which a part is packed as soon as it is written, and faster than others."""
_PIECES = 4_000
"""How many pieces of a part are packed together."""

_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_STORED, _DEFLATED = 0, 8
_UTF8_NAME = 0x800
_FIXED_DATE = (1980, 1, 1, 0, 0, 0)
_DRIVE = regex(r"[A-Za-z]:")
_MOST_OF = {
    b"<row": (
        MAX_ROW + 10,
        f"is damaged: a sheet of it has more rows than the {MAX_ROW:,} of a sheet; open it in Excel, let Excel repair it and save it",
    ),
    b"<definedName ": (
        100_000,
        "has more than 100,000 names: delete those that lead nowhere (in Excel: Formulas > Name Manager) and try again",
    ),
}
"""By how they begin: how many elements a part may have, and what is said of one that has more."""
_MARKUP_NAMES = (".xml", ".rels", ".vml")


def key_of(name: str) -> str:
    """The form in which part names are compared: without case, forward slashes, no slash in front."""
    return name.replace("\\", "/").removeprefix("/").lower()


class _Entry:
    """One file of the zip as it was read, or one that is to be written."""

    __slots__ = ("added", "cached", "changed", "info", "name", "packed")

    def __init__(self, name: str, info: zipfile.ZipInfo | None, added: bytes | None = None) -> None:
        self.name = name
        self.info = info
        self.changed = added
        self.added = info is None
        self.cached: bytes | None = None
        self.packed: _Packed | None = None

    @property
    def is_changed(self) -> bool:
        """Whether it is to be written anew."""
        return self.changed is not None or self.packed is not None


class _Packed(NamedTuple):
    """A part as it will stand in the zip."""

    data: list[bytes]
    checksum: int
    size: int

    def content(self) -> bytes:
        """What was packed."""
        return zlib.decompress(b"".join(self.data), -15)


class Container:
    """The files of a zip by name, each readable, replaceable and removable; raises Refused for what is no sound zip."""

    def __init__(self, data: bytes, label: str) -> None:
        self.data = data
        self.label = label
        self._entries: dict[str, _Entry] = {}
        self._order: list[_Entry | zipfile.ZipInfo] = []
        self._cached = 0
        if data.count(b"PK\1\2") > MAX_ENTRIES:
            raise self._too_big()
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                infos = archive.infolist()
                self._comment = archive.comment
        except (zipfile.BadZipFile, ValueError, OverflowError, struct.error, NotImplementedError) as error:
            raise self._damaged() from error
        self._check_overlaps(infos)
        most = min(MAX_TOTAL, max(TOTAL_FLOOR, MAX_RATIO * len(data)))
        total = 0
        for info in infos:
            self._check_name(info.orig_filename)
            if info.filename.endswith("/") or info.filename.endswith("\\"):
                self._order.append(info)
                continue
            key = key_of(info.filename)
            if key in self._entries:
                raise Refused(
                    f"{label} holds the part {info.filename!r} twice, so it cannot be known which one counts: "
                    "open it in Excel, save it under a new name and use that."
                )
            entry = _Entry(info.filename, info)
            entry.cached = self._checked(info)
            total += info.file_size
            if total > most:
                raise self._too_big()
            self._entries[key] = entry
            self._order.append(entry)

    def __contains__(self, key: str) -> bool:
        return key in self._entries

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def name(self, key: str) -> str:
        """A part's name as the zip writes it, with forward slashes and no slash in front."""
        return self._entries[key].name.replace("\\", "/").removeprefix("/")

    def read(self, key: str) -> bytes:
        """A part's content. Raises KeyError where there is none."""
        entry = self._entries[key]
        if entry.changed is not None:
            return entry.changed
        if entry.packed is not None:
            return entry.packed.content()
        if entry.cached is None:
            assert entry.info is not None
            entry.cached = self._unpacked(entry.info)
        return entry.cached

    def start_of(self, key: str, most: int = 200) -> bytes:
        """The first bytes of a part, had without unpacking all of it."""
        entry = self._entries[key]
        whole = self.read(key) if entry.is_changed else entry.cached
        if whole is not None or entry.info is None:
            return (whole or b"")[:most]
        start, stop = self._span(entry.info)
        packed = self.data[start : min(stop, start + 64 * most)]
        if entry.info.compress_type == _STORED:
            return packed[:most]
        return zlib.decompressobj(-15).decompress(packed, most)

    def checksum(self, key: str) -> int:
        """The CRC-32 of a part's content."""
        entry = self._entries[key]
        if entry.changed is not None:
            return zlib.crc32(entry.changed)
        if entry.packed is not None:
            return entry.packed.checksum
        assert entry.info is not None
        return entry.info.CRC

    def write(self, key: str, *pieces: bytes) -> None:
        """Replace a part's content, which may be given in pieces; one that is what it was stays untouched. A big one is packed at once,
        and not kept as a whole.
        """
        entry = self._entries[key]
        size = sum(map(len, pieces))
        is_as_long = not entry.is_changed and entry.info is not None and entry.info.file_size == size
        if not is_as_long or self.read(key) != b"".join(pieces):
            is_big = size >= _BIG
            entry.packed = _pack(pieces, size) if is_big else None
            entry.changed = None if is_big else b"".join(pieces)
        entry.cached = None

    def forget(self, key: str) -> None:
        """Keep a part's content no longer in memory; it is unpacked again when it is asked for."""
        self._entries[key].cached = None

    def add(self, name: str, content: bytes) -> str:
        """A new part at the zip's end."""
        key = key_of(name)
        self._entries[key] = _Entry(name, None, content)
        return key

    def remove(self, key: str) -> None:
        """Take a part away."""
        del self._entries[key]

    def to_bytes(self) -> bytes:
        """The zip: untouched parts as the bytes they are, in their order, changed ones packed anew, new ones at the end."""
        out: list[bytes] = []
        central: list[bytes] = []
        at = 0
        present = set(map(id, self._entries.values()))
        kept = [item for item in self._order if isinstance(item, zipfile.ZipInfo) or id(item) in present]
        new = [entry for entry in self._entries.values() if entry.added]
        for item in (*kept, *new):
            if isinstance(item, zipfile.ZipInfo):
                local, directory = self._copied(item, at)
            elif not item.is_changed:
                assert item.info is not None
                local, directory = self._copied(item.info, at)
            else:
                local, directory = _written(item, at)
            out += local
            central.append(directory)
            at += sum(map(len, local))
        size = sum(map(len, central))
        if len(central) > 0xFFFE or at + size > 0xFFFFFFF0:
            raise Refused(f"{self.label} is too big to be written as a workbook: split it into smaller ones.")
        out += central
        out.append(_END.pack(b"PK\5\6", 0, 0, len(central), len(central), size, at, len(self._comment)) + self._comment)
        return b"".join(out)

    # -- reading

    def _damaged(self) -> Refused:
        return Refused(
            f"{self.label} is damaged or was cut off while it was copied: fetch it again from where it came from, "
            "or open it in Excel and let Excel repair it."
        )

    def _too_big(self) -> Refused:
        return Refused(
            f"{self.label} unpacks to far more than a real workbook holds, so it was not opened: "
            "copy the sheets you need into a new workbook and use that."
        )

    def _check_name(self, name: str) -> None:
        parts = name.replace("\\", "/").removeprefix("/").split("/")
        if ".." in parts or "." in parts or "" in parts[:-1] or _DRIVE.match(name) or min(name, default=" ") < " ":
            raise Refused(
                f"{self.label} names a part {name!r} that points outside of the workbook, so it was not opened: "
                "ask whoever sent it for a copy saved by Excel."
            )

    def _check_overlaps(self, infos: list[zipfile.ZipInfo]) -> None:
        """Entries that share their packed bytes make a few kilobytes unpack to terabytes."""
        at = 0
        for info in sorted(infos, key=lambda info: info.header_offset):
            if info.header_offset < at:
                raise self._damaged()
            at = self._span(info)[1]

    def _span(self, info: zipfile.ZipInfo) -> tuple[int, int]:
        """Where the packed bytes of an entry start and stop."""
        header = self.data[info.header_offset : info.header_offset + _LOCAL.size]
        if len(header) < _LOCAL.size or not header.startswith(b"PK\3\4"):
            raise self._damaged()
        fields = _LOCAL.unpack(header)
        start = info.header_offset + _LOCAL.size + fields[9] + fields[10]
        stop = start + info.compress_size
        if stop > len(self.data):
            raise self._damaged()
        return start, stop

    def _blocks(self, info: zipfile.ZipInfo) -> Iterator[bytes]:
        start, stop = self._span(info)
        packed = memoryview(self.data)[start:stop]
        if info.compress_type == _STORED:
            yield bytes(packed)
            return
        if not packed and not info.file_size:  # some programs mark a part of no bytes as deflated
            return
        unpacker = zlib.decompressobj(-15)
        rest: bytes | memoryview = packed
        while not unpacker.eof:
            block = unpacker.decompress(rest, _BLOCK)
            if not block and not unpacker.eof:
                raise self._damaged()
            yield block
            rest = unpacker.unconsumed_tail

    def _checked(self, info: zipfile.ZipInfo) -> bytes | None:
        """Unpack an entry once, measuring; keep what is XML, for it will be read."""
        if info.flag_bits & 1:
            raise Refused(
                f"{self.label} has a password: remove it (in Excel: File > Info > Protect Workbook) and try again."
            )
        if info.compress_type not in (_STORED, _DEFLATED):
            raise Refused(
                f"{self.label} is packed in a way that Excel cannot read: unpack it and pack it again as a usual zip file, or ask "
                "whoever sent it for a copy saved by Excel."
            )
        markup = info.filename.lower().endswith(_MARKUP_NAMES)
        blocks: list[bytes] = []
        crc = size = 0
        counted: dict[bytes, int] = {}
        limit = min(MAX_PART, max(RATIO_FLOOR, MAX_RATIO * info.compress_size))
        try:
            for block in self._blocks(info):
                if not size and markup:
                    self._check_prolog(block)
                size += len(block)
                if size > limit:
                    raise self._too_big()
                if markup:
                    self._count(counted, block)
                crc = zlib.crc32(block, crc)
                if markup and self._cached + size <= _MAX_CACHED:
                    blocks.append(block)
                else:
                    markup = False
                    blocks.clear()
        except zlib.error as error:
            raise self._damaged() from error
        if crc != info.CRC or size != info.file_size:
            raise self._damaged()
        if not markup:
            return None
        self._cached += size
        return b"".join(blocks)

    def _check_prolog(self, start: bytes) -> None:
        """Raise Refused for a part that begins with what no program writes: a document type, or a million characters of nothing."""
        try:
            before = before_root(as_utf8(start[:LOOKED_AT]))
        except BadMarkup:
            return  # not readable as text: whoever reads the part will say so
        if before is Before.DOCTYPE:
            raise Refused(
                f"{self.label} holds a document type declaration, which Excel never writes and which can hide "
                "an attack, so it was not opened: ask whoever sent it for a copy saved by Excel."
            )
        if before is Before.NOTHING:
            raise Refused(
                f"{self.label} has a part that begins with a million characters of nothing, which Excel never writes, so it was not "
                "opened: ask whoever sent it for a copy saved by Excel."
            )

    def _count(self, counted: dict[bytes, int], block: bytes) -> None:
        """Refuse a part with more rows or names than any program takes as soon as they have gone by: as a tree they fill the memory."""
        for tag, (most, words) in _MOST_OF.items():
            counted[tag] = counted.get(tag, 0) + block.count(tag)
            if counted[tag] > most:
                raise Refused(f"{self.label} {words}.")

    def _unpacked(self, info: zipfile.ZipInfo) -> bytes:
        return b"".join(self._blocks(info))

    # -- writing

    def _copied(self, info: zipfile.ZipInfo, at: int) -> tuple[list[bytes], bytes]:
        _, stop = self._span(info)
        if info.flag_bits & 8:  # sizes and checksum follow the data, with or without a signature
            checksum = struct.pack("<I", info.CRC)
            for signature in (b"PK\7\x08", b""):
                if self.data.startswith(signature + checksum, stop):
                    sizes = stop + len(signature) + 4
                    wide = self.data.startswith(struct.pack("<2Q", info.compress_size, info.file_size), sizes)
                    stop = sizes + (16 if wide else 8)
                    break
        whole = self.data[info.header_offset : stop]
        extra = _without_zip64(info.extra)
        return [whole], _directory(info, info.orig_filename, info.flag_bits, extra, info.comment, at)


def _without_zip64(extra: bytes) -> bytes:
    """Sizes are written out in full here, so the field that would repeat them goes."""
    out, at = b"", 0
    while at + 4 <= len(extra):
        kind, size = struct.unpack_from("<HH", extra, at)
        if kind != 1:
            out += extra[at : at + 4 + size]
        at += 4 + size
    return out


def _stamp(info: zipfile.ZipInfo) -> tuple[int, ...]:
    """A part's time, day, checksum and sizes, as both of its headers hold them."""
    year, month, day, hour, minute, second = info.date_time
    time = hour << 11 | minute << 5 | second // 2
    return time, max(year - 1980, 0) << 9 | month << 5 | day, info.CRC, info.compress_size, info.file_size


def _directory(info: zipfile.ZipInfo, name: str, flags: int, extra: bytes, comment: bytes, at: int) -> bytes:
    encoded = name.encode("utf-8" if flags & _UTF8_NAME else "cp437")
    return (
        _CENTRAL.pack(
            b"PK\1\2",
            info.create_version | info.create_system << 8,
            info.extract_version,
            flags,
            info.compress_type,
            *_stamp(info),
            len(encoded),
            len(extra),
            len(comment),
            0,
            info.internal_attr,
            info.external_attr,
            at,
        )
        + encoded
        + extra
        + comment
    )


def _pack(pieces: Sequence[bytes], size: int) -> _Packed:
    # Measured on a sheet of 10 MB: level 2 takes 0.04 s, level 6 three and a half times that and saves a quarter of the size.
    packer = zlib.compressobj(2 if size >= _BIG else 6, zlib.DEFLATED, -15)
    data, checksum = [], 0
    for start in range(0, len(pieces), _PIECES):
        block = b"".join(pieces[start : start + _PIECES])
        checksum = zlib.crc32(block, checksum)
        data.append(packer.compress(block))
    return _Packed([*data, packer.flush()], checksum, size)


def _written(entry: _Entry, at: int) -> tuple[list[bytes], bytes]:
    """A part packed by us: the date, name and attributes of the one it replaces, or fixed ones."""
    content = entry.changed or b""
    packed = entry.packed or _pack([content], len(content))
    old = entry.info
    name = old.orig_filename if old else entry.name
    info = zipfile.ZipInfo(name, old.date_time if old else _FIXED_DATE)
    info.create_system = old.create_system if old else 0
    info.external_attr = old.external_attr if old else 0
    info.create_version = info.extract_version = 20
    flags = 0 if name.isascii() else _UTF8_NAME
    info.compress_type = _DEFLATED
    info.CRC = packed.checksum
    info.compress_size = sum(map(len, packed.data))
    info.file_size = packed.size
    encoded = name.encode("utf-8")
    header = _LOCAL.pack(
        b"PK\3\4",
        info.extract_version,
        flags,
        info.compress_type,
        *_stamp(info),
        len(encoded),
        0,
    )
    return [header + encoded, *packed.data], _directory(info, name, flags, b"", b"", at)
