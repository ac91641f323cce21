"""Makes ocr-sheets.pyz: the tool and all it needs in one file, for computers that have Python and a drive that they share.

    python .ci/one_file.py WHEEL PLATFORM -o ocr-sheets-PLATFORM.pyz      (PLATFORM: windows, macos or linux; needs uv on the path)

What is compiled for a version of Python cannot be loaded out of a zip, so the file unpacks itself once for each user and version, into the
folder for such things, and runs from there. One file holds what all versions from 3.11 to 3.14 need on one platform.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import subprocess
import tempfile
import zipfile
from collections.abc import Mapping
from pathlib import Path

PLATFORMS = {"windows": "windows", "macos": "macos", "linux": "x86_64-manylinux_2_28"}
"""Our names of the platforms, and uv's. macOS is for the processors that Apple makes."""
VERSIONS = ("3.11", "3.12", "3.13", "3.14")
_SHEBANG = b"#!/usr/bin/env python3\n"
_FIXED_DATE = (1980, 1, 1, 0, 0, 0)
_LEFT_OUT = ("RECORD", "INSTALLER", "REQUESTED", "direct_url.json", "uv_cache.json")
"""Notes of an installer, which name places on the computer where the file was made."""

MAIN = '''\
"""Unpacks what is in this file, once for each user and version of Python, and runs it."""

import os
import shutil
import sys
import tempfile
import zipfile
from pathlib import Path

MADE = "@MADE@"
VERSIONS = @VERSIONS@


def place():
    """Where this user's programs keep what they can make again."""
    home = os.environ.get("LOCALAPPDATA") or os.environ.get("XDG_CACHE_HOME") or os.path.join(os.path.expanduser("~"), ".cache")
    return Path(home) / "ocr-sheets" / f"{MADE}-{sys.version_info[0]}.{sys.version_info[1]}"


def unpacked():
    """The folder with the tool in it, unpacked now where it was not: whole or not there, also when two start at once."""
    target = place()
    if target.is_dir():
        return target
    target.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(prefix="new-", dir=target.parent))
    try:
        version = f"{sys.version_info[0]}.{sys.version_info[1]}/"
        with zipfile.ZipFile(Path(__file__).parent) as archive:
            for name in archive.namelist():
                for start in ("all/", version):
                    if name.startswith(start):
                        path = made / name[len(start):]
                        path.parent.mkdir(parents=True, exist_ok=True)
                        path.write_bytes(archive.read(name))
        os.rename(made, target)
    except OSError:
        if not target.is_dir():
            raise
    finally:
        shutil.rmtree(made, ignore_errors=True)
    return target


def main():
    """Run the tool, or say why this Python cannot."""
    version = f"{sys.version_info[0]}.{sys.version_info[1]}"
    if version not in VERSIONS:
        sys.exit(f"This file is for Python {VERSIONS[0]} to {VERSIONS[-1]}, and this is Python {version}: start it with one of those.")
    try:
        sys.path[0] = str(unpacked())
    except OSError as error:
        sys.exit(f"{place().parent} cannot be written to ({error.strerror or error}): ocr-sheets unpacks itself there once.")
    from ocr_sheets.cli import run

    run()


if __name__ == "__main__":
    main()
'''


def write(target: Path, by_version: Mapping[str, Mapping[str, bytes]]) -> None:
    """Write the file: what is the same for every version once, and the rest for each. The same content gives the same bytes."""
    first, *others = by_version.values()
    same = {name for name, body in first.items() if all(other.get(name) == body for other in others)}
    parts = {f"all/{name}": first[name] for name in same}
    for version, files in by_version.items():
        parts |= {f"{version}/{name}": body for name, body in files.items() if name not in same}
    made = hashlib.sha256(b"".join(name.encode() + hashlib.sha256(parts[name]).digest() for name in sorted(parts)))
    parts["__main__.py"] = (
        MAIN.replace("@MADE@", made.hexdigest()[:16]).replace("@VERSIONS@", repr(tuple(by_version))).encode()
    )
    body = io.BytesIO(_SHEBANG)
    body.seek(0, io.SEEK_END)
    with zipfile.ZipFile(body, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in sorted(parts):
            info = zipfile.ZipInfo(name, _FIXED_DATE)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, parts[name])
    target.write_bytes(body.getvalue())
    target.chmod(0o755)


def installed(wheel: Path, platform: str, version: str, folder: Path) -> dict[str, bytes]:
    """What uv installs of the wheel, and of all it needs, for a platform and a version of Python."""
    wanted = ["--python-platform", PLATFORMS[platform], "--python-version", version, "--only-binary", ":all:"]
    subprocess.run(["uv", "pip", "install", "-q", *wanted, "--target", str(folder), str(wheel)], check=True)
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name not in _LEFT_OUT and path.parent.name not in ("bin", "Scripts", "__pycache__")
    }


def main() -> None:
    """Make the file that is asked for."""
    parser = argparse.ArgumentParser()
    parser.add_argument("wheel", type=Path)
    parser.add_argument("platform", choices=PLATFORMS)
    parser.add_argument("-o", "--output", type=Path, required=True)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        write(
            asked.output,
            {version: installed(asked.wheel, asked.platform, version, Path(name) / version) for version in VERSIONS},
        )


if __name__ == "__main__":
    main()
