"""Makes what a release hands out, in dist/: wheel, source archive, one file for each platform, the documentation, and the hashes of all.

    python .ci/release.py https://github.com/OWNER/PROJECT v0.1.0      (needs build and uv; dist/ocr-sheets.html is made by .ci/run)

A package index shows the README alone, so in what is released its links and pictures name where they are kept.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LEFT_OUT = (
    ".git", ".venv", "dist", "build", "tools", "__pycache__", "*.egg-info", ".*_cache", ".hypothesis", "node_modules", "*.annotated*.xlsx",
)  # fmt: skip
HASHES = "SHA256SUMS"


def readme_for_index(text: str, address: str, tag: str) -> str:
    """The README with each link and picture of the project as an address of its own, at the release."""

    def whole(found: re.Match[str]) -> str:
        is_picture, words, link = found[1], found[2], found[3]
        if "://" in link or link.startswith("#"):
            return found[0]
        return f"{is_picture}[{words}]({address}/{'raw' if is_picture else 'blob'}/{tag}/{link})"

    return re.sub(r"(!?)\[([^\]]*)\]\(([^)\s]+)\)", whole, text)


def project_for_index(text: str, address: str, tag: str) -> str:
    """pyproject.toml with where the project is, which is only known where it is released."""
    urls = {
        "Homepage": address,
        "Documentation": f"{address}/blob/{tag}/README.md",
        "Changelog": f"{address}/blob/{tag}/.github/CHANGELOG.md",
        "Issues": f"{address}/issues",
        "Releases": f"{address}/releases",
    }
    table = "\n".join(f'{name} = "{url}"' for name, url in urls.items())
    return text.replace("\n[project.scripts]\n", f"\n[project.urls]\n{table}\n\n[project.scripts]\n")


def copied(folder: Path) -> Path:
    """The project as it is kept, without what is made from it."""
    return Path(shutil.copytree(ROOT, folder / "project", ignore=shutil.ignore_patterns(*LEFT_OUT)))


def check_tag(tag: str, version: str) -> None:
    """End where the tag is not that of this version."""
    if tag != f"v{version}":
        raise SystemExit(
            f"The tag is {tag}, and the project says that it is version {version}: ocr_sheets/__init__.py."
        )


def packages(project: Path, address: str, tag: str, dist: Path) -> Path:
    """Wheel and source archive, with the addresses filled in; the wheel."""
    for name, filled in (("README.md", readme_for_index), ("pyproject.toml", project_for_index)):
        path = project / name
        path.write_text(filled(path.read_text(encoding="utf-8"), address, tag), encoding="utf-8")
    subprocess.run([sys.executable, "-m", "build", "--outdir", str(dist), str(project)], check=True)
    (wheel,) = dist.glob("*.whl")
    return wheel


def write_hashes(dist: Path) -> None:
    """A list of the hashes of all that is there, which `sha256sum -c` reads."""
    files = sorted(path for path in dist.iterdir() if path.name != HASHES)
    lines = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in files]
    (dist / HASHES).write_text("".join(lines), encoding="utf-8")


def main(address: str, tag: str) -> None:
    """Make all of it."""
    sys.path[:0] = [str(ROOT), str(ROOT / ".ci")]
    import one_file

    import ocr_sheets

    check_tag(tag, ocr_sheets.__version__)
    dist = ROOT / "dist"
    dist.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        wheel = packages(copied(Path(name)), address, tag, dist)
    for platform in one_file.PLATFORMS:
        made = [sys.executable, str(ROOT / ".ci" / "one_file.py"), str(wheel), platform]
        subprocess.run([*made, "-o", str(dist / f"ocr-sheets-{platform}.pyz")], check=True)
    subprocess.run([sys.executable, "-m", "ocr_sheets", "docs", "-o", str(dist / "docs.html")], check=True, cwd=ROOT)
    write_hashes(dist)


if __name__ == "__main__":
    main(*sys.argv[1:])
