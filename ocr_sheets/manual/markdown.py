"""Markdown as our own READMEs use it, as HTML: headings, paragraphs, lists, tables, fenced code, pictures and links. No more, and no HTML in it."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from ocr_sheets.patterns import regex

_FENCE = regex(r"^\s*```(\w*)\s*$")
_HEADING = regex(r"^(#{1,4}) (.+)$")
_ITEM = regex(r"^(- |\d+\. )(.*)$")
_INLINE = regex(
    r"(?P<code>``?)(?P<said>.+?)(?P=code)|!\[(?P<alt>[^\]]*)\]\((?P<picture>[^)\s]+)\)|\[(?P<label>(?:[^\[\]]|\[[^\]]*\])*)\]\((?P<link>[^)\s]+)\)"
    r"|\*\*(?P<strong>.+?)\*\*|(?<![\w*])\*(?P<em>[^*\s][^*]*)\*"
)
_UNESCAPED_BAR = regex(r"(?<!\\)\|")


class Places(NamedTuple):
    """How what a text points at is written: a link's address, or None for words alone; a picture's source; a heading's name."""

    link: Callable[[str], str | None]
    picture: Callable[[str], str]
    name: Callable[[str], str]


def as_html(text: str, places: Places) -> Iterator[str]:
    """The blocks of a text as HTML, each in one piece."""
    lines = text.splitlines()
    place = 0
    while place < len(lines):
        if not lines[place].strip():
            place += 1
            continue
        block, place = _block(lines, place, places)
        yield block


def _block(lines: Sequence[str], first: int, places: Places) -> tuple[str, int]:
    """The block that begins at a line, and the line after it."""
    line = lines[first]
    if fence := _FENCE.match(line):
        return _code(lines, first, len(line) - len(line.lstrip()), fence[1])
    if heading := _HEADING.match(line):
        level = len(heading[1])
        name = html.escape(places.name(plain(heading[2])))
        return f'<h{level} id="{name}">{inline(heading[2], places)}</h{level}>', first + 1
    if line.startswith("|"):
        last = _while(lines, first, lambda each: each.startswith("|"))
        return _table(lines[first:last], places), last
    if _ITEM.match(line):
        last = _while(lines, first, lambda each: bool(_ITEM.match(each)) or each.startswith("  "))
        return _list(lines[first:last], places), last
    last = _while(lines, first + 1, lambda each: bool(each.strip()) and not _begins_a_block(each))
    return f"<p>{inline(' '.join(each.strip() for each in lines[first:last]), places)}</p>", last


def _begins_a_block(line: str) -> bool:
    return bool(_FENCE.match(line) or _HEADING.match(line) or _ITEM.match(line) or line.startswith("|"))


def _while(lines: Sequence[str], first: int, holds: Callable[[str], bool]) -> int:
    last = first
    while last < len(lines) and holds(lines[last]):
        last += 1
    return last


def _code(lines: Sequence[str], first: int, indent: int, language: str) -> tuple[str, int]:
    last = _while(lines, first + 1, lambda each: not _FENCE.match(each))
    body = "\n".join(line[indent:] for line in lines[first + 1 : last])
    return f'<pre class="{language or "text"}"><code>{html.escape(body)}</code></pre>', last + 1


def _table(rows: Sequence[str], places: Places) -> str:
    heading, _, *body = [_cells(row) for row in rows]
    top = "".join(f"<th>{inline(cell, places)}</th>" for cell in heading)
    under = "".join("<tr>" + "".join(f"<td>{inline(cell, places)}</td>" for cell in row) + "</tr>" for row in body)
    return f"<table><thead><tr>{top}</tr></thead><tbody>{under}</tbody></table>"


def _cells(row: str) -> list[str]:
    return [
        cell.strip().replace(r"\|", "|")
        for cell in _UNESCAPED_BAR.split(row.strip().removeprefix("|").removesuffix("|"))
    ]


def _list(lines: Sequence[str], places: Places) -> str:
    items: list[list[str]] = []
    for line in lines:
        found = _ITEM.match(line)
        if found:
            items.append([found[2]])
        else:
            items[-1].append(line.strip())
    kind = "ul" if lines[0].startswith("- ") else "ol"
    return f"<{kind}>" + "".join(f"<li>{inline(' '.join(item), places)}</li>" for item in items) + f"</{kind}>"


def inline(text: str, places: Places) -> str:
    """The text of one paragraph, cell, item or heading."""
    made, end = [], 0
    for found in _INLINE.finditer(text):
        made.append(html.escape(text[end : found.start()], quote=False))
        made.append(_inline(found, places))
        end = found.end()
    return "".join([*made, html.escape(text[end:], quote=False)])


def _inline(found: re.Match[str], places: Places) -> str:
    if found["said"] is not None:
        return f"<code>{html.escape(found['said'].strip())}</code>"
    if found["picture"]:
        return f'<img src="{html.escape(places.picture(found["picture"]))}" alt="{html.escape(found["alt"])}">'
    if found["link"]:
        words, address = inline(found["label"], places), places.link(found["link"])
        return f'<a href="{html.escape(address)}">{words}</a>' if address else words
    if found["strong"]:
        return f"<strong>{inline(found['strong'], places)}</strong>"
    return f"<em>{inline(found['em'], places)}</em>"


def plain(text: str) -> str:
    """The words of a text alone."""
    return re.sub(r"[`*]|!?\[([^\]]*)\]\([^)]*\)", lambda found: found[1] or "", text)
