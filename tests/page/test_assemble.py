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
from ocr_sheets.files.seals import sealed
from ocr_sheets.page import downloads
from ocr_sheets.page.assemble import SCRIPTS, alone, served
from ocr_sheets.page.bundle import RUNTIME, application, carried
from ocr_sheets.patching import Refused
from ocr_sheets.visit_day.page import STYLE

SOURCES = Path(downloads.__file__).parent
CARRIED = {name: name.encode() for name in (*RUNTIME, "lock", "stdlib", "app")}


@pytest.fixture(scope="module")
def page() -> str:
    return alone(CARRIED).decode()


def blocks(page: str) -> dict[str, bytes]:
    found = re.findall(r'<script type="text/plain" id="part-(\w+)">([A-Za-z0-9+/=]+)</script>', page)
    return {name: gzip.decompress(base64.b64decode(data)) for name, data in found}


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
    pages = [
        (SOURCES.parent / package / "page.html").read_text(encoding="utf-8") for package in ("planning", "overview")
    ]
    assert rules["style-src"] == [
        sha256(text) for text in (inside(page, "style"), *(inside(one, "style") for one in pages), STYLE)
    ]
    assert "unsafe-inline" not in str(rules)


def test_nothing_in_the_page_needs_what_its_policy_forbids() -> None:
    text = "".join((SOURCES / name).read_text(encoding="utf-8") for name in ("page.html", *SCRIPTS))
    assert not re.findall(r'\sstyle="|\son\w+="|innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(', text)
    assert not re.findall(r'(?:src|href|action)="(?:https?:)?//', text)


def test_the_page_carries_its_worker_and_what_it_is_given(page: str) -> None:
    assert blocks(page) == {"worker": (SOURCES / "worker.js").read_bytes(), **CARRIED}


def test_the_same_parts_give_the_same_page(page: str) -> None:
    assert alone(CARRIED).decode() == page


def test_the_served_page_carries_nothing_and_may_ask_its_own_address_only() -> None:
    data, header = served()
    page = data.decode()
    rules = policy(page)
    assert blocks(page) == {}
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
    made = {name for script in SCRIPTS for name in re.findall(r'id: "([\w-]+)"', (SOURCES / script).read_text())}
    assert asked
    assert asked <= {*ids, *made}
    assert set(re.findall(r'(?:for|aria-labelledby|aria-describedby)="([\w-]+)"', html)) <= set(ids)


# ------------------------------------------------------------------------------------------------------- the parts


def zipped(**files: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, text in files.items():
            archive.writestr(name.replace("_py", ".py"), text)
    return made.getvalue()


def runtime() -> bytes:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w:gz") as archive:
        lock = json.dumps({"info": {"python": "3.14.2"}, "packages": {"numpy": {}}}).encode()
        names = (*RUNTIME.values(), "python_stdlib.zip")
        for name, data in [*((name, name.encode()) for name in names), ("pyodide-lock.json", lock)]:
            info = tarfile.TarInfo(f"package/{name}")
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return made.getvalue()


@pytest.fixture(scope="module")
def fetched() -> dict[str, bytes]:
    wheels = {part.name: zipped(**{f"w{place}_py": part.name}) for place, part in enumerate(downloads.WHEELS)}
    return {downloads.RUNTIME.name: runtime(), **wheels}


@pytest.fixture
def node(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """A Node.js that makes both archives ready by leaving them as they are, and the commands it was given."""
    given: list[list[str]] = []

    def ready(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        given.append(command)
        folder = Path(command[-1])
        (folder / "ready-stdlib.zip").write_bytes((folder / "python_stdlib.zip").read_bytes())
        (folder / "ready-app.zip").write_bytes((folder / "app.zip").read_bytes())
        return subprocess.CompletedProcess(command, 0, "", "")

    monkeypatch.setattr(shutil, "which", lambda name: name)
    monkeypatch.setattr(subprocess, "run", ready)
    return given


def test_the_runtime_is_carried_as_it_is_and_lists_no_packages(
    fetched: dict[str, bytes], node: list[list[str]]
) -> None:
    made = carried(fetched)
    assert len(node) == 1
    assert {name: made[name] for name in RUNTIME} == {name: file.encode() for name, file in RUNTIME.items()}
    assert json.loads(made["lock"]) == {"info": {"python": "3.14.2"}, "packages": {}}
    assert made["stdlib"] == b"python_stdlib.zip"
    assert made["app"] == application(fetched)


def test_this_package_is_carried_as_it_is_and_nothing_of_it_is_left_out(fetched: dict[str, bytes]) -> None:
    package = SOURCES.parent
    with zipfile.ZipFile(io.BytesIO(application(fetched))) as archive:
        packed = {name: archive.read(name) for name in archive.namelist() if name.startswith("ocr_sheets/")}
    here = {
        path.relative_to(package.parent).as_posix(): path.read_bytes()
        for path in package.rglob("*.*")
        if path.is_file()
        and path.suffix not in (".md", ".png", ".pyc")
        and (path.parent != SOURCES or path.suffix == ".py")
    }
    assert packed == here


def test_no_node_or_one_that_fails_is_a_sentence(fetched: dict[str, bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(Refused, match=r"Node\.js, which is not here: it compiles .* Install it"):
        carried(fetched)
    monkeypatch.setattr(shutil, "which", lambda name: name)
    monkeypatch.setattr(
        subprocess, "run", lambda command, **_: subprocess.CompletedProcess(command, 1, "", "at x\nSyntaxError: no\n")
    )
    with pytest.raises(Refused, match=r"could not start the page's Python .* \(SyntaxError: no\)"):
        carried(fetched)


def test_a_part_that_is_not_the_one_that_was_tried_is_refused(tmp_path: Path) -> None:
    for part in (downloads.RUNTIME, *downloads.WHEELS):
        (tmp_path / part.name).write_bytes(b"something else")
    with pytest.raises(Refused, match=r"pyodide-.*\.tgz is not the file that was tried: its SHA-256 is [0-9a-f]{64}"):
        downloads.fetched(tmp_path)


def test_a_part_whose_client_is_not_here_is_refused_with_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "which", lambda _: None)
    with pytest.raises(
        Refused, match=r"fetched by npm, which is not here: install Node\.js, which also .*, or put the file in"
    ):
        downloads.fetched(tmp_path)


def test_a_part_that_cannot_be_fetched_is_refused_with_the_clients_last_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(command: list[str], **_: object) -> subprocess.CompletedProcess[str]:
        return subprocess.CompletedProcess(command, 1, "", "first\nno network\n")

    monkeypatch.setattr(shutil, "which", lambda name: name)
    monkeypatch.setattr(subprocess, "run", fails)
    with pytest.raises(Refused, match=r"npm did not fetch pyodide-.*\.tgz \(no network\)"):
        downloads.fetched(tmp_path)


def test_the_command_says_in_one_sentence_why_it_cannot(tmp_path: Path) -> None:
    for part in (downloads.RUNTIME, *downloads.WHEELS):
        (tmp_path / part.name).write_bytes(b"something else")
    result = CliRunner().invoke(main, ["page", "--parts", str(tmp_path), "-o", str(tmp_path / "page.html")])
    assert result.exit_code == 2
    assert "is not the file that was tried" in result.stderr
    assert not (tmp_path / "page.html").exists()


def test_the_command_writes_the_page_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fetched: dict[str, bytes], node: list[list[str]]
) -> None:
    monkeypatch.setattr(downloads, "fetched", lambda _: fetched)
    result = CliRunner().invoke(main, ["page", "-o", str(tmp_path / "page.html")])
    assert result.exit_code == 0, result.output
    assert (tmp_path / "page.html").read_bytes() == sealed(alone(carried(fetched)), ".html")


def test_no_name_stands_for_two_things_in_the_script() -> None:
    """The modules of the page are one script, in which a later function of the same name would take the place of the first."""
    found = [
        name
        for script in SCRIPTS
        for name in re.findall(
            r"^(?:async )?(?:function|const|let|class) (\w+)",
            (SOURCES / script).read_text(encoding="utf-8"),
            re.MULTILINE,
        )
    ]
    assert sorted(name for name in set(found) if found.count(name) > 1) == []
