"""The parts of a workbook and how they point at each other: relationships and content types."""

import posixpath
import re
import urllib.parse
from collections.abc import Iterable
from typing import NamedTuple

from .container import Container, key_of
from .errors import BadMarkup, Refused
from .markup import MAX_ELEMENTS, RELATIONSHIPS, STRICT_RELATIONSHIPS, Document, Node, escape
from .record import fingerprint

CONTENT_TYPES = "[content_types].xml"
PACKAGE_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
_RELS_TYPE = "application/vnd.openxmlformats-package.relationships+xml"
_EMPTY_RELS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    f'<Relationships xmlns="{PACKAGE_RELATIONSHIPS}"></Relationships>'
).encode()


class Relation(NamedTuple):
    """One arrow from a part: its kind is the last word of the type's address, its target a key of the container."""

    id: str
    kind: str
    type: str
    target: str | None
    node: Node


class Package:
    """The container with its parts as documents; what was changed in them reaches the zip with flush()."""

    def __init__(self, container: Container, most: int | None = MAX_ELEMENTS) -> None:
        self.container = container
        self._most = most
        self.empty_lists: set[str] = set()
        """Fingerprints of the parts whose lists of relationships had nothing in them, and are to stay when they have nothing again."""
        self._awaited: set[str] = set()
        """Parts that are not there although something points at them: a new part must not get such a name."""
        self.label = container.label
        self._documents: dict[str, Document] = {}
        self._new_types: dict[str, str] = {}
        """The lines of new parts that the list of content types is still to get: all at once, for the list may be long."""
        self._relations: dict[str, tuple[Document, Node, list[Relation]]] = {}
        self.strict = False

    def check(self) -> None:
        """Read all lists of relationships. Raises Refused when one is damaged, though nothing may need it in this run."""
        if CONTENT_TYPES in self.container:
            types = self.document(CONTENT_TYPES).root.all("Override")
            listed = {key_of(urllib.parse.unquote(node.get("PartName"))) for node in types}
            self._awaited |= {key for key in listed if key not in self.container}
        for key in list(self.container):
            if key.endswith(".rels"):
                self.document(key)
                source = (
                    key.replace("_rels/", "", 1) if key.startswith("_rels/") else "/".join(key.rsplit("/_rels/", 1))
                )
                source = source.removesuffix(".rels")
                targets = {relation.target for relation in self.relations(source)}
                if not targets:
                    self.empty_lists.add(fingerprint(source))
                self._awaited |= {target for target in targets if target is not None and target not in self.container}

    # -- parts

    def document(self, key: str) -> Document:
        """A part as a document. Raises Refused when it is missing or not the XML it should be."""
        found = self._documents.get(key)
        if found is None:
            try:
                found = Document(self.container.read(key), self._most)
                _ = found.root
            except KeyError:
                raise Refused(
                    f"{self.label} lacks the part {key!r} that it says it has, so it is damaged: "
                    "open it in Excel, let Excel repair it and save it."
                ) from None
            except BadMarkup as error:
                raise self.damaged(key, str(error)) from error
            self._documents[key] = found
        return found

    def damaged(self, key: str, detail: str) -> Refused:
        """What to say of a part that cannot be read."""
        return Refused(
            f"{self.label} is damaged: its part {key!r} cannot be read ({detail}); "
            "open it in Excel, let Excel repair it and save it."
        )

    def add(self, name: str, content: bytes, content_type: str) -> str:
        """A new part, with its content type. Returns its key."""
        key = self.container.add(name, content)
        types = self.document(CONTENT_TYPES)
        extension = name.rpartition(".")[2].lower()
        default = self._default(extension)
        if default is None and extension != "xml":
            self._set_default(extension, content_type)
        elif any(key_of(node.get("PartName")) == key for node in types.root.all("Override")):
            pass  # the part was missing, not its content type
        elif default != content_type:
            part = escape(name, quotes=True)
            self._new_types[key] = f'<{types.prefix}Override PartName="/{part}" ContentType="{content_type}"/>'
        return key

    def _types(self) -> Document:
        """The list of content types, now with those of new parts."""
        types = self.document(CONTENT_TYPES)
        if self._new_types:
            new, self._new_types = self._new_types, {}
            types.apply([types.append(types.root, "".join(new.values()))])
        return types

    def add_relations(self, name: str, content: bytes) -> None:
        """The list of a part's relationships, where it has none yet."""
        folder, _, base = name.rpartition("/")
        if self._default("rels") is None:  # LibreOffice names each list by itself instead
            self._set_default("rels", _RELS_TYPE)
        key = self.container.add(f"{folder}/_rels/{base}.rels".removeprefix("/"), content)
        self._documents.pop(key, None)

    def _set_default(self, extension: str, content_type: str) -> None:
        """Defaults must come before the overrides for some readers, so a new one goes to the front."""
        types = self.document(CONTENT_TYPES)
        text = f'<{types.prefix}Default Extension="{extension}" ContentType="{content_type}"/>'
        types.apply([types.fill(types.root, text)])

    def forget_default(self, extension: str) -> None:
        """Take an extension's content type away when no part has it any more."""
        types = self._types()
        if not any(key.endswith(f".{extension}") for key in self.container):
            nodes = [node for node in types.root.all("Default") if node.get("Extension").lower() == extension]
            types.apply([types.remove(node) for node in nodes])

    def remove(self, key: str, *, keeps_type: bool = False) -> None:
        """Take a part away, with its own relationships and, unless that was there without it, its content type. Arrows at it are the
        caller's.
        """
        types = self._types()
        if not keeps_type:
            types.apply(
                [
                    types.remove(node)
                    for node in types.root.all("Override")
                    if key_of(urllib.parse.unquote(node.get("PartName"))) == key
                ]
            )
        for gone in (key, rels_key(key)):
            if gone in self.container:
                self.container.remove(gone)
            self._documents.pop(gone, None)

    def remove_with_all_below(self, roots: set[str], main: str) -> None:
        """Remove parts, and the parts that only they point at; never the workbook's main part."""
        below = set(roots)
        waiting = list(roots)
        while waiting:
            for relation in self.relations(waiting.pop()):
                if (
                    relation.target is not None
                    and relation.target in self.container
                    and relation.target not in below
                    and relation.target not in (CONTENT_TYPES, main)
                    and not relation.target.endswith(".rels")
                ):
                    below.add(relation.target)
                    waiting.append(relation.target)
        while True:
            held = {
                relation.target
                for key in ["", *self.container]
                if key not in below and not key.endswith(".rels")
                for relation in self.relations(key)
            }
            kept = (below - roots) & held
            if not kept:
                break
            below -= kept
        for key in below:
            self.remove(key)

    def content_type(self, key: str) -> str:
        """A part's content type, empty when none is given."""
        for node in self._types().root.all("Override"):
            if key_of(urllib.parse.unquote(node.get("PartName"))) == key:
                return node.get("ContentType")
        return self._default(key.rpartition(".")[2]) or ""

    def _default(self, extension: str) -> str | None:
        for node in self.document(CONTENT_TYPES).root.all("Default"):
            if node.get("Extension").lower() == extension:
                return node.get("ContentType")
        return None

    def free_name(self, pattern: str) -> str:
        """The first name that no part has: ``xl/worksheets/sheet{}.xml`` with 1, 2, 3 …"""
        number = 1
        while (key := key_of(pattern.format(number))) in self.container or key in self._awaited:
            number += 1
        return pattern.format(number)

    # -- relationships

    def relations(self, key: str) -> list[Relation]:
        """The arrows that leave a part; of the package itself with an empty key."""
        rels = rels_key(key)
        if rels not in self.container:
            return []
        document = self.document(rels)
        kept = self._relations.get(key)
        if kept is not None and kept[0] is document and kept[1] is document.root:
            return kept[2]
        folder = posixpath.dirname(key)
        out = []
        for node in document.root.all("Relationship"):
            target = None
            if node.get("TargetMode") != "External":
                target = resolve(folder, node.get("Target"))
            kind = node.get("Type").rpartition("/")[2]
            out.append(Relation(node.get("Id"), kind, node.get("Type"), target, node))
        self._relations[key] = document, document.root, out
        return out

    def related(self, key: str, kind: str) -> list[str]:
        """The keys of the parts that a part points at by arrows of one kind, as far as they are there."""
        return [
            relation.target
            for relation in self.relations(key)
            if relation.kind == kind and relation.target is not None and relation.target in self.container
        ]

    def relate(self, key: str, kind: str, target: str) -> str:
        """A new arrow from a part, or from the package itself with an empty key, to a part. A kind of another standard than the
        workbook's own is given by its whole address. Returns the arrow's id.
        """
        rels = rels_key(key)
        if rels not in self.container:
            self.add_relations(self.container.name(key), _EMPTY_RELS)
        base_type = STRICT_RELATIONSHIPS if self.strict else RELATIONSHIPS
        full = kind if "://" in kind else f"{base_type}/{kind}"
        for relation in self.relations(key):
            if relation.target == target and relation.kind == full.rpartition("/")[2]:
                return relation.id  # the part was missing, not the arrow at it
        document = self.document(rels)
        new_id = free_id(node.get("Id") for node in document.root.all("Relationship"))
        goal = escape(relative(self.container.name(key) if key else "", self.container.name(target)), quotes=True)
        text = f'<{document.prefix}Relationship Id="{new_id}" Type="{full}" Target="{goal}"/>'
        document.apply([document.append(document.root, text)])
        return new_id

    def unrelate(self, key: str, targets: set[str]) -> set[str]:
        """Take away the arrows from a part to these parts; returns their ids. The last arrow takes the list with it."""
        gone = [relation for relation in self.relations(key) if relation.target in targets]
        if gone:
            document = self.document(rels_key(key))
            document.apply([document.remove(relation.node) for relation in gone])
            if not document.root.children and fingerprint(key) not in self.empty_lists:
                self.container.remove(rels_key(key))
                self._documents.pop(rels_key(key), None)
        return {relation.id for relation in gone}

    def flush(self) -> None:
        """Bring every changed document into the zip."""
        if self._new_types:
            self._types()
        for key, document in self._documents.items():
            if key in self.container:
                original = self.container.read(key)
                if document.data != original and not _only_recoded(original, document.data):
                    self.container.write(key, document.data)


def _only_recoded(original: bytes, data: bytes) -> bool:
    return original[:3].find(b"\0") >= 0 and Document(original).data == data


def free_id(taken: Iterable[str]) -> str:
    """The next rIdN after the highest there is."""
    highest = 0
    for one in taken:
        if found := re.fullmatch(r"rId(\d{1,9})", one):
            highest = max(highest, int(found[1]))
    return f"rId{highest + 1}"


def rels_key(key: str) -> str:
    """Where a part's relationships are kept."""
    folder, _, base = key.rpartition("/")
    return f"{folder}/_rels/{base}.rels".removeprefix("/")


def resolve(folder: str, target: str) -> str:
    """The key of a relationship's target, seen from the folder of the part that has it."""
    target = urllib.parse.unquote(target.replace("\\", "/").partition("#")[0])
    joined = target if target.startswith("/") else posixpath.join("/", folder, target)
    return key_of(posixpath.normpath(joined))


def relative(source: str, target: str) -> str:
    """The way from one part to another, as relationships write it."""
    return posixpath.relpath("/" + target, "/" + posixpath.dirname(source))


def namespace(root: Node) -> str:
    """The namespace of a document's outermost element."""
    return root.get(f"xmlns:{root.prefix[:-1]}" if root.prefix else "xmlns")
