"""The Python that the page carries: the parts that are not ours, this package as it is, and both made ready to start fast."""

from __future__ import annotations

import io
import json
import re
import shutil
import subprocess
import tarfile
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

from ocr_sheets.emails.letters import NAMES, original
from ocr_sheets.errors import UserError
from ocr_sheets.page import downloads

RUNTIME = {
    "loader": "pyodide.mjs",
    "runtime": "pyodide.asm.mjs",
    "wasm": "pyodide.asm.wasm",
}
"""What the page calls the runtime's files, and what Pyodide calls them."""

_STDLIB, _LOCK = "python_stdlib.zip", "pyodide-lock.json"
_LEFT_OUT = frozenset({".md", ".png", ".pyc"})
"""What no Python reads, by ending."""
_FIXED_DATE = (1980, 1, 1, 0, 0, 0)
_PACKAGE = Path(__file__).parent.parent
_SECONDS = 300


def carried(fetched: Mapping[str, bytes]) -> Mapping[str, bytes]:
    """What the page carries, by name. ``fetched`` are the files that `parts.fetched` gives. Raises `UserError`."""
    files = _unpacked(fetched[downloads.RUNTIME.name])
    stdlib, app = _ready(files, application(fetched))
    # Nothing is ever loaded by name, so none of the packages that the lock lists is needed.
    lock = json.dumps({"info": json.loads(files[_LOCK])["info"], "packages": {}}).encode()
    return {**{name: files[file] for name, file in RUNTIME.items()}, "lock": lock, "stdlib": stdlib, "app": app}


def application(fetched: Mapping[str, bytes]) -> bytes:
    """The packages and this one, as a zip; every file of ours as it is, and none left out but the page's own sources."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        for part in downloads.WHEELS:
            with zipfile.ZipFile(io.BytesIO(fetched[part.name])) as wheel:
                for name in filter(re.compile(part.keeps).fullmatch, wheel.namelist()):
                    archive.writestr(zipfile.ZipInfo(name, _FIXED_DATE), wheel.read(name))
        for path in sorted(_PACKAGE.rglob("*"), key=lambda path: path.relative_to(_PACKAGE).parts):
            if path.is_file() and _is_read(path):
                name = path.relative_to(_PACKAGE.parent).as_posix()
                archive.writestr(zipfile.ZipInfo(name, _FIXED_DATE), path.read_bytes())
        for name in NAMES:
            archive.writestr(zipfile.ZipInfo(f"share/ocr-sheets/templates/{name}", _FIXED_DATE), original(name))
    return made.getvalue()


def _is_read(path: Path) -> bool:
    """Whether our Python can come to read a file: not the page's own sources, which are put together already."""
    is_of_the_page = path.parent == Path(__file__).parent and path.suffix != ".py"
    return path.suffix not in _LEFT_OUT and not is_of_the_page


def _unpacked(tarball: bytes) -> Mapping[str, bytes]:
    """The files of the runtime's npm package that are needed."""
    found = {}
    with tarfile.open(fileobj=io.BytesIO(tarball), mode="r:gz") as archive:
        for name in (*RUNTIME.values(), _STDLIB, _LOCK):
            file = archive.extractfile(f"package/{name}")
            assert file is not None
            found[name] = file.read()
    return found


def _ready(runtime: Mapping[str, bytes], app: bytes) -> tuple[bytes, bytes]:
    """The standard library and the application with what a check loads already compiled, by the runtime itself, in Node."""
    node = shutil.which("node")
    if node is None:
        raise UserError(
            "The page is made ready by Node.js, which is not here: it compiles what a check loads by the page’s own Python, and without that the "
            "page would take twice as long to start. Install it and try again."
        )
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for file, data in {**runtime, "app.zip": app}.items():
            (folder / file).write_bytes(data)
        command = [node, str(Path(__file__).with_name("prepare.mjs")), name]
        done = subprocess.run(command, capture_output=True, text=True, timeout=_SECONDS, check=False)
        if done.returncode:
            said = (done.stderr.strip() or "it said nothing").splitlines()[-1]
            raise UserError(f"Node.js could not start the page's Python and check the example with it ({said}).")
        return (folder / "ready-stdlib.zip").read_bytes(), (folder / "ready-app.zip").read_bytes()
