"""What people install: the source archive is the whole project, a wheel holds what it needs and nothing else, and each way to have it works.

Nothing here needs a network: what is installed beside ours is what the tests run with. `.ci/installs` tries the real installers.
"""

from __future__ import annotations

import csv
import io
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator, Mapping
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path, PurePosixPath

import pytest
from documents import README, ROOT, text_of
from packaging.requirements import Requirement

from ocr_sheets import __version__
from ocr_sheets.manual.chapters import FEATURES

sys.path.insert(0, str(ROOT / ".ci"))
import one_file
import release

EXAMPLE = ROOT / "templates" / "example.xlsx"
NEEDED = {".py", ".csv", ".html", ".json", ".toml", ".css", ".js", ".mjs", ".png", ".typed"}
ADDRESS = "https://example.org/owner/project"


def run(*command: object, cwd: Path, **environment: str) -> str:
    """Run a program away from the project and from what this run of the tests was told; what it printed."""
    done = subprocess.run(
        [str(word) for word in command],
        cwd=cwd,
        capture_output=True,
        text=True,
        encoding="utf-8",
        env={
            **{name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTEST_ADDOPTS")},
            "PYTHONUTF8": "1",
            **environment,
        },
        check=False,
    )
    assert done.returncode in (0, 1), done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the source archive, the project unpacked from it, and the wheel made of that."""
    folder = tmp_path_factory.mktemp("built")
    project = release.copied(folder)
    build = "import sys; from setuptools import build_meta; getattr(build_meta, sys.argv[1])(sys.argv[2])"
    run(sys.executable, "-c", build, "build_sdist", folder, cwd=project)
    run(
        "tar", "-xzf", next(folder.glob("*.tar.gz")), "-C", folder, cwd=folder
    )  # Python 3.11.2 knows no filters of archives yet
    run(sys.executable, "-c", build, "build_wheel", folder, cwd=folder / f"ocr_sheets-{__version__}")
    return folder


@pytest.fixture(scope="module")
def wheel(built: Path) -> Path:
    (found,) = built.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def target(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder into which pip has put the wheel, as `pip install --target` does."""
    folder = tmp_path_factory.mktemp("target") / "ours"
    pip = [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--no-index", "--disable-pip-version-check"]
    run(*pip, "--target", folder, wheel, cwd=folder.parent)
    return folder


def of_the_project() -> set[str]:
    """Every file of the project, made ones apart."""
    ignored = {".git", ".venv", "dist", "build", "tools", "node_modules", "__pycache__"}
    return {
        path.relative_to(ROOT).as_posix()
        for path in ROOT.rglob("*")
        if path.is_file()
        and not any(part in ignored or part.endswith((".egg-info", "_cache")) or part == ".hypothesis" for part in path.relative_to(ROOT).parts)
        and not re.search(r"\.annotated.*\.xlsx$|\.py[cod]$", path.name)
    } - {"PKG-INFO", "setup.cfg"}  # fmt: skip


# ------------------------------------------------------------------------------------------------------------ what is in them


def test_the_source_archive_is_the_whole_project(built: Path) -> None:
    project = built / f"ocr_sheets-{__version__}"
    names = {path.relative_to(project).as_posix() for path in project.rglob("*") if path.is_file()}
    made = {
        name
        for name in names
        if name.startswith(("ocr_sheets.egg-info/", "build/")) or name in ("PKG-INFO", "setup.cfg")
    }
    assert names - made == of_the_project()


def test_the_tests_run_from_the_source_archive(built: Path) -> None:
    """It has every file (see above), so these stand for all: they look for the package's own files and for templates/."""
    project = built / f"ocr_sheets-{__version__}"
    files = ["tests/rulebook/test_values.py", "tests/emails/test_letters.py", "-k", "values or texts"]
    ran = run(
        *[sys.executable, "-m", "pytest", "-n", "0", "-p", "no:cacheprovider"],
        *files,
        cwd=project,
        PYTHONPATH=str(project),
    )
    assert re.search(r"^\.+ +\[100%\]$", ran, re.MULTILINE), ran


def test_a_wheel_holds_what_it_needs_and_nothing_else(wheel: Path) -> None:
    package = ROOT / "ocr_sheets"
    wanted = {
        path.relative_to(ROOT).as_posix()
        for path in package.rglob("*")
        if path.suffix in NEEDED or path in {package / feature / "README.md" for feature in FEATURES}
    }
    data = f"ocr_sheets-{__version__}.data/data/share/ocr-sheets"
    wanted |= {
        f"{data}/README.md",
        *(f"{data}/templates/{path.name}" for path in (ROOT / "templates").iterdir() if ".annotated" not in path.name),
    }
    with zipfile.ZipFile(wheel) as archive:
        names = set(archive.namelist())
    about = {name for name in names if ".dist-info/" in name}
    assert names - about == wanted
    assert {PurePosixPath(name).name for name in about} == {
        "METADATA", "RECORD", "WHEEL", "entry_points.txt", "top_level.txt", "LICENSE"
    }  # fmt: skip


def test_what_the_index_is_told_is_complete(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        about = archive.read(f"ocr_sheets-{__version__}.dist-info/METADATA").decode()
    for line in (
        "License-Expression: MIT", "Requires-Python: >=3.11", "Author: the ocr-sheets authors", "Description-Content-Type: text/markdown",
        "Classifier: Typing :: Typed", "Classifier: Programming Language :: Python :: 3.14",
    ):  # fmt: skip
        assert f"\n{line}\n" in about
    assert "\nKeywords: " in about


# ------------------------------------------------------------------------------------------------------------ ways to have it


def test_in_a_folder_of_its_own_all_that_belongs_to_it_is_found(target: Path, tmp_path: Path) -> None:
    there = {"cwd": tmp_path, "PYTHONPATH": str(target)}
    ours = [sys.executable, "-m", "ocr_sheets"]
    assert run(sys.executable, "-c", "import ocr_sheets; print(ocr_sheets.__file__)", **there).startswith(str(target))  # type: ignore[arg-type]
    run(*ours, "email", "--copy-texts", "texts", **there)  # type: ignore[arg-type]
    assert {path.name for path in (tmp_path / "texts").iterdir()} == {"email-pack.txt", "email-index.txt"}
    run(*ours, "docs", **there)  # type: ignore[arg-type]
    assert (tmp_path / "docs.html").read_text("utf-8").count("data:image/png") > 10
    run(*ours, "template", "centre.xlsx", **there)  # type: ignore[arg-type]
    run(*ours, "validate", "centre.xlsx", "--as-of", "2027-02-15", **there)  # type: ignore[arg-type]
    assert (tmp_path / "centre.annotated.xlsx").is_file()


def needed_by(name: str) -> Iterator[str]:
    """The names of a package and of all that it needs here."""
    yield name
    for line in distribution(name).requires or []:
        wanted = Requirement(line)
        if wanted.marker is None or wanted.marker.evaluate({"extra": ""}):
            try:
                yield from needed_by(wanted.name)
            except PackageNotFoundError:
                continue


def files_of(name: str) -> dict[str, bytes]:
    """The files of a package as it is installed here."""
    found = distribution(name)
    return {
        str(path): Path(str(found.locate_file(path))).read_bytes()
        for path in found.files or []
        if ".." not in path.parts and "__pycache__" not in path.parts and path.name not in ("RECORD", "direct_url.json")
    }


@pytest.fixture(scope="module")
def all_of_it(target: Path) -> Mapping[str, bytes]:
    """What one file for this computer holds: ours, and what it needs as it is installed here."""
    needs = tomllib.loads(text_of(ROOT / "pyproject.toml"))["project"]["dependencies"]
    names = {each for line in needs for each in needed_by(Requirement(line).name)}
    ours = {path.relative_to(target).as_posix(): path.read_bytes() for path in target.rglob("*") if path.is_file()}
    return {name: body for name, body in ours.items() if "/__pycache__/" not in name} | {
        name: body for each in sorted(names) for name, body in files_of(each).items()
    }


def test_one_file_runs_where_nothing_is_installed(all_of_it: Mapping[str, bytes], tmp_path: Path) -> None:
    here = f"{sys.version_info[0]}.{sys.version_info[1]}"
    program = tmp_path / "shared drive" / "ocr-sheets.pyz"
    program.parent.mkdir()
    one_file.write(program, {here: all_of_it, "3.99": {"only_there.py": b""}})
    (tmp_path / "centres").mkdir()
    (tmp_path / "centres" / "one.xlsx").write_bytes(EXAMPLE.read_bytes())
    (tmp_path / "centres" / "two.xlsx").write_bytes(EXAMPLE.read_bytes())
    # -S and -I: no package of this computer, and nothing of its surroundings.
    alone = {"cwd": tmp_path, "XDG_CACHE_HOME": str(tmp_path / "cache"), "LOCALAPPDATA": str(tmp_path / "cache")}
    python = [sys.executable, "-S", "-I", program]
    assert f"version {__version__}" in run(*python, "--version", **alone)  # type: ignore[arg-type]
    (unpacked,) = (tmp_path / "cache" / "ocr-sheets").iterdir()  # once, whole, and nothing beside it
    before = {path: path.stat().st_mtime_ns for path in unpacked.rglob("*") if path.suffix in (".py", ".so", ".pyd")}
    assert not (unpacked / "only_there.py").exists()
    run(*python, "validate", "centres", "--as-of", "2027-02-15", **alone)  # type: ignore[arg-type]
    assert (tmp_path / "centres" / "two.annotated.xlsx").is_file()
    run(*python, "email", "--copy-texts", "texts", **alone)  # type: ignore[arg-type]
    assert (tmp_path / "texts" / "email-pack.txt").is_file()
    assert {path: path.stat().st_mtime_ns for path in before} == before


def test_one_file_says_for_which_python_it_is(tmp_path: Path) -> None:
    one_file.write(tmp_path / "other.pyz", {"2.7": {"a.py": b""}, "2.8": {"a.py": b""}})
    done = subprocess.run([sys.executable, tmp_path / "other.pyz"], capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert done.stderr.strip() == f"This file is for Python 2.7 to 2.8, and this is Python {sys.version_info[0]}.{sys.version_info[1]}: start it with one of those."  # fmt: skip


def test_one_file_keeps_what_versions_share_once_and_is_the_same_each_time(tmp_path: Path) -> None:
    files = {"3.11": {"same.py": b"1", "native.so": b"11"}, "3.12": {"same.py": b"1", "native.so": b"12"}}
    for name in ("one.pyz", "two.pyz"):
        one_file.write(tmp_path / name, files)
    assert (tmp_path / "one.pyz").read_bytes() == (tmp_path / "two.pyz").read_bytes()
    with zipfile.ZipFile(tmp_path / "one.pyz") as archive:
        assert archive.namelist() == ["3.11/native.so", "3.12/native.so", "__main__.py", "all/same.py"]


# ------------------------------------------------------------------------------------------------------------ releases


def test_on_an_index_every_link_and_picture_of_the_readme_names_where_it_is() -> None:
    shown = release.readme_for_index(text_of(README), ADDRESS, "v0.1.0")
    links = re.findall(r"(!?)\[[^\]]*\]\(([^)\s]+)\)", shown)
    assert len(links) == len(re.findall(r"\]\(", text_of(README)))
    for is_picture, link in links:
        assert link.startswith(f"{ADDRESS}/{'raw' if is_picture else 'blob'}/v0.1.0/"), link
    assert (
        release.readme_for_index("[a](https://b.example/c) [d](#e)", ADDRESS, "v1")
        == "[a](https://b.example/c) [d](#e)"
    )


def test_the_addresses_of_the_project_are_filled_in_where_it_is_released() -> None:
    filled = tomllib.loads(release.project_for_index(text_of(ROOT / "pyproject.toml"), ADDRESS, "v0.1.0"))
    urls = filled["project"]["urls"]
    assert set(urls) == {"Homepage", "Documentation", "Changelog", "Issues", "Releases"}
    assert all(url.startswith(ADDRESS) for url in urls.values())
    del filled["project"]["urls"]
    assert filled == tomllib.loads(text_of(ROOT / "pyproject.toml"))


def test_a_tag_of_another_version_is_refused() -> None:
    release.check_tag(f"v{__version__}", __version__)
    with pytest.raises(SystemExit, match="The tag is v9"):
        release.check_tag("v9", __version__)


def test_hashes_are_as_sha256sum_reads_them(tmp_path: Path) -> None:
    (tmp_path / "b.whl").write_bytes(b"b")
    (tmp_path / "a.pyz").write_bytes(b"a")
    release.write_hashes(tmp_path)
    release.write_hashes(tmp_path)
    rows = list(csv.reader(io.StringIO((tmp_path / "SHA256SUMS").read_text("utf-8")), delimiter=" "))
    assert [row[-1] for row in rows] == ["a.pyz", "b.whl"]
    assert rows[0][0] == "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"
