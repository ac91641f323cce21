"""The page put together: what it may do is what its policy names, and it carries what it needs and no more."""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import json
import re
import shutil
import subprocess
import tarfile
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from ocr_sheets.cli import main
from ocr_sheets.page import parts
from ocr_sheets.page.assemble import SCRIPTS, alone, served
from ocr_sheets.patching import Refused

SOURCES = Path(parts.__file__).parent
FILES = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip")


def runtime() -> bytes:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w:gz") as archive:
        lock = json.dumps({"info": {"python": "3.14.2"}, "packages": {"numpy": {}}}).encode()
        for name, data in [*((name, name.encode()) for name in FILES), ("pyodide-lock.json", lock)]:
            info = tarfile.TarInfo(f"package/{name}")
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return made.getvalue()


@pytest.fixture(scope="module")
def fetched() -> dict[str, bytes]:
    return {parts.RUNTIME.name: runtime(), **{part.name: part.name.encode() for part in parts.WHEELS}}


@pytest.fixture(scope="module")
def page(fetched: dict[str, bytes]) -> str:
    return alone(fetched).decode()


def carried(page: str) -> dict[str, bytes]:
    blocks = re.findall(r'<script type="text/plain" id="part-(\w+)">([A-Za-z0-9+/=]+)</script>', page)
    return {name: gzip.decompress(base64.b64decode(data)) for name, data in blocks}


def policy(page: str) -> dict[str, list[str]]:
    found = re.search(r'<meta http-equiv="Content-Security-Policy" content="([^"]+)">', page)
    assert found
    return {words[0]: words[1:] for part in found[1].split(";") if (words := part.split())}


def inside(page: str, tag: str) -> str:
    found = re.search(rf"<{tag}>(.*?)</{tag}>", page, re.S)
    assert found
    return found[1]


def sha256(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def test_the_page_forbids_itself_every_connection(page: str) -> None:
    rules = policy(page)
    for name in ("default-src", "connect-src", "form-action", "base-uri"):
        assert rules[name] == ["'none'"], name
    assert rules["worker-src"] == ["blob:"]
    assert rules["img-src"] == ["data:"]


def test_only_the_scripts_and_the_style_that_are_named_can_run(page: str) -> None:
    rules = policy(page)
    assert rules["script-src"] == [sha256(inside(page, "script")), "blob:", "'wasm-unsafe-eval'"]
    assert rules["style-src"] == [sha256(inside(page, "style"))]
    assert "unsafe-inline" not in str(rules)


def test_nothing_in_the_page_needs_what_its_policy_forbids() -> None:
    text = "".join((SOURCES / name).read_text(encoding="utf-8") for name in ("page.html", *SCRIPTS))
    assert not re.findall(r'\sstyle="|\son\w+="|innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(', text)
    assert not re.findall(r'(?:src|href|action)="(?:https?:)?//', text)


def test_the_page_carries_the_python_and_the_packages_unchanged(page: str, fetched: dict[str, bytes]) -> None:
    found = carried(page)
    assert [found[name] for name in ("loader", "runtime", "wasm", "stdlib")] == [name.encode() for name in FILES]
    assert json.loads(found["lock"]) == {"info": {"python": "3.14.2"}, "packages": {}}
    assert [found["python_calamine"], found["xlsxwriter"]] == [fetched[part.name] for part in parts.WHEELS]
    assert found["worker"] == (SOURCES / "worker.js").read_bytes()


def test_the_page_carries_this_package_as_it_is(page: str) -> None:
    with zipfile.ZipFile(io.BytesIO(carried(page)["ocr_sheets"])) as archive:
        names = set(archive.namelist())
        assert archive.read("ocr_sheets/validate.py") == (SOURCES.parent / "validate.py").read_bytes()
    assert {path.relative_to(SOURCES.parent.parent).as_posix() for path in SOURCES.parent.rglob("*.toml")} <= names
    assert not any(name.endswith((".html", ".js", ".pyc")) for name in names)


def test_the_same_parts_give_the_same_page(page: str, fetched: dict[str, bytes]) -> None:
    assert alone(fetched).decode() == page


def test_the_served_page_carries_nothing_and_may_ask_its_own_address_only() -> None:
    data, header = served()
    page = data.decode()
    rules = policy(page)
    assert carried(page) == {}
    assert rules["connect-src"] == ["'self'"]
    assert rules["default-src"] == rules["form-action"] == ["'none'"]
    assert rules["script-src"] == [sha256(inside(page, "script"))]
    assert header.endswith("; frame-ancestors 'none'")
    assert 'data-engine="served"' in page


def test_no_mark_is_left_unfilled(page: str) -> None:
    assert not re.findall(r"\[\[\w+\]\]", page)
    assert not re.findall(r"\[\[\w+\]\]", served()[0].decode())


def test_every_script_of_the_folder_is_in_the_page() -> None:
    assert {path.name for path in SOURCES.glob("*.js")} == {*SCRIPTS, "worker.js"}


def test_every_id_that_the_script_asks_for_is_in_the_page() -> None:
    html = (SOURCES / "page.html").read_text(encoding="utf-8")
    ids = re.findall(r'\sid="([\w-]+)"', html)
    assert len(ids) == len(set(ids))
    asked = {name for script in SCRIPTS for name in re.findall(r'byId\("([\w-]+)"\)', (SOURCES / script).read_text())}
    assert asked
    assert asked <= set(ids)
    assert set(re.findall(r'(?:for|aria-labelledby|aria-describedby)="([\w-]+)"', html)) <= set(ids)


# ------------------------------------------------------------------------------------------------------- the parts


def test_a_part_that_is_not_the_one_that_was_tried_is_refused(tmp_path: Path) -> None:
    for part in (parts.RUNTIME, *parts.WHEELS):
        (tmp_path / part.name).write_bytes(b"something else")
    with pytest.raises(Refused, match=r"pyodide-.*\.tgz is not the file that was tried: its SHA-256 is [0-9a-f]{64}"):
        parts.fetched(tmp_path)


def test_a_part_whose_client_is_not_here_is_refused_with_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(Refused, match=r"fetched by npm, which is not here: install Node\.js, or put the file in"):
        parts.fetched(tmp_path)


def test_a_part_that_cannot_be_fetched_is_refused_with_the_clients_last_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        return subprocess.CompletedProcess(command, 1, "", "first\nno network\n")

    monkeypatch.setattr(shutil, "which", lambda name: name)
    monkeypatch.setattr(subprocess, "run", fails)
    with pytest.raises(Refused, match=r"npm did not fetch pyodide-.*\.tgz \(no network\)"):
        parts.fetched(tmp_path)


def test_the_command_says_in_one_sentence_why_it_cannot(tmp_path: Path) -> None:
    for part in (parts.RUNTIME, *parts.WHEELS):
        (tmp_path / part.name).write_bytes(b"something else")
    result = CliRunner().invoke(main, ["page", "--parts", str(tmp_path), "-o", str(tmp_path / "page.html")])
    assert result.exit_code == 2
    assert "is not the file that was tried" in result.stderr
    assert not (tmp_path / "page.html").exists()


def test_the_command_writes_the_page_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fetched: dict[str, bytes], page: str
) -> None:
    monkeypatch.setattr(parts, "fetched", lambda _: fetched)
    result = CliRunner().invoke(main, ["page", "-o", str(tmp_path / "page.html")])
    assert result.exit_code == 0, result.output
    assert (tmp_path / "page.html").read_text(encoding="utf-8") == page
