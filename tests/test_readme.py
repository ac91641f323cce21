"""What people are told to type is what runs, and what the project's pages say of commands, options, files and pictures is so."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from documents import DOCUMENTS, README, ROOT, blocks, our_commands, text_of, typed_lines
from workbooks import saved

from ocr_sheets.cli import COMMANDS, main
from ocr_sheets.manual.markdown import plain
from ocr_sheets.reading.mapping import read_mapping
from ocr_sheets.rulebook import read_settings

MOST_LINES = 180
OF_OTHER_PROGRAMS = {
    "--prefix",
    "--from",
    "--target",
    "--stat",
    "--durations",
}  # npm's, uvx's, pip's, git's and pytest's
PICTURES = ROOT / "ocr_sheets" / "manual" / "pictures"

MEANT = {
    "WORKBOOK": "centre.xlsx", "FOLDER": "centres", "OLD": "january.xlsx", "NEW": "february.xlsx", "LIST": "claims from Interchange.csv",
    "CODE": "claim-under-two-weeks", "RETURNED…": "back/",
}  # fmt: skip
"""What stands for the user's own, and what it is in the folder that the commands are run in."""
NOT_RUN_HERE = {
    "serve": "tests/page/test_serving.py runs it: it does not end by itself",
    "page": ".ci/run runs it: it fetches its parts",
    "sources moderation": "tests/rulebook/test_watch.py compares pages of its own making: OCR's text is not in this project",
}
NOT_THERE_YET = {"start": "centre.xlsx", "template": "centre.xlsx", "fill centre.xlsx": "centre.filled.xlsx"}
"""What a command writes for the first time, and would refuse to write over."""
ANSWERS = "IT\n11 March 2027\nvirtual\n\n\n\n"
CLAIMS = """
Claims
| Candidate number | Entry code | Unit number | Assessor | Grade | Claimed on | Visit | Claim status |
| 0045             | 05839      | 8           | JS       | M     | 2027-02-20 | IT 1  | submitted    |
| 0046             | 05839      | 8           | JS       |       |            | IT 1  |              |
"""


# ------------------------------------------------------------------------------------------------------------ the README


def test_the_readme_is_short_enough_to_be_read() -> None:
    assert len(text_of(README).splitlines()) <= MOST_LINES


def test_ci_runs_the_two_commands_of_the_readme_as_they_stand() -> None:
    start = text_of(README).split("## Start here", 1)[1]
    commands = re.findall(r"```sh\n(.+?)\n```", start, re.DOTALL)[:2]
    assert len(commands) == 2
    ci = text_of(ROOT / ".ci" / "run")
    for command in commands:
        assert "\n" not in command
        assert command in ci


def test_every_command_stands_in_the_readmes_table() -> None:
    assert "validate" in COMMANDS
    table = text_of(README).split("\n## Commands\n", 1)[1].split("\n## ", 1)[0]
    assert re.findall(r"^\| `ocr-sheets ([a-z]+)", table, re.MULTILINE) == [
        *dict.fromkeys(re.findall(r"^\| `ocr-sheets ([a-z]+)", table, re.MULTILINE))
    ]
    assert set(re.findall(r"^\| `ocr-sheets ([a-z]+)", table, re.MULTILINE)) == set(COMMANDS)


# ------------------------------------------------------------------------------------------------------------ commands


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what the pages speak of: a centre's workbook, an earlier and a later one, what came back, a list."""
    folder = tmp_path_factory.mktemp("documents")
    saved(folder / "centre.xlsx", CLAIMS)
    saved(folder / "january.xlsx")
    saved(folder / "february.xlsx", CLAIMS)
    saved(folder / "centre.filled.xlsx", CLAIMS)
    (folder / "centres").mkdir()
    saved(folder / "centres" / "north.xlsx")
    (folder / "back").mkdir()
    saved(folder / "back" / "pack.xlsx", CLAIMS)
    (folder / "claims from Interchange.csv").write_text(
        "Candidate number,Entry code,Unit number,Grade\n0045,05839,8,M\n", encoding="utf-8"
    )
    return folder


def _words(command: str) -> list[str]:
    """A command as a person would type it: brackets around what may be left out gone, and words that stand for their own filled in."""
    command = re.sub(r"\[([^\]]+)\]", r"\1", command.split(" > ")[0])
    return [MEANT.get(word, word) for word in shlex.split(command)[1:]]


def _is_a_name(words: list[str]) -> bool:
    """Whether it only names a command that cannot be run without more words."""
    if len(words) != 1:
        return not words
    command = main.get_command(click.Context(main), words[0])
    assert command, words
    return any(isinstance(param, click.Argument) and param.required for param in command.params)


@pytest.mark.parametrize("command", our_commands())
def test_every_command_that_is_shown_does_what_it_should(
    command: str, prepared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = _words(command)
    typed = " ".join(words)
    shutil.copytree(prepared, tmp_path / "here")
    if any(typed.startswith(name) for name in NOT_RUN_HERE) or _is_a_name(words):
        words = [*words[:1], "--help"]
    for start, made in NOT_THERE_YET.items():
        if typed.startswith(start):
            (tmp_path / "here" / made).unlink(missing_ok=True)
    monkeypatch.chdir(tmp_path / "here")
    done = CliRunner().invoke(main, words, input=ANSWERS)
    assert done.exit_code in (0, 1), done.output
    assert done.exception is None or isinstance(done.exception, SystemExit)


def test_every_other_line_to_type_is_one_that_ci_or_a_recipe_runs() -> None:
    """What stands in the recipes of CONTRIBUTING is run by test_recipes.py."""
    run = text_of(ROOT / ".ci" / "run")
    others = [path for path in DOCUMENTS if path.name != "CONTRIBUTING.md"]
    lines = {line for path in others for line in typed_lines(path) if not line.startswith("ocr-sheets ")}
    assert lines
    assert [line for line in sorted(lines) if line not in run] == []


def test_every_option_that_is_named_is_one_of_a_command() -> None:
    context = click.Context(main)
    there = {
        option
        for name in COMMANDS
        if (command := main.get_command(context, name))
        for param in command.params
        for option in (*param.opts, *param.secondary_opts)
    }
    for path in DOCUMENTS:
        named = set(re.findall(r"(?<![\w-])--[a-z]+(?:-[a-z]+)*", text_of(path)))
        assert named - there - OF_OTHER_PROGRAMS - {"--help"} == set(), path


# ------------------------------------------------------------------------------------------------------------ links and pictures


def _anchors(path: Path) -> set[str]:
    """The names that a web page of a README gives its headings."""
    headings = re.findall(r"^#+ (.+)$", text_of(path), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", plain(heading).casefold()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("path", DOCUMENTS, ids=[path.relative_to(ROOT).as_posix() for path in DOCUMENTS])
def test_every_link_and_picture_leads_to_something_that_is_there(path: Path) -> None:
    for link in re.findall(r"\]\(([^)\s]+)\)", text_of(path)):
        if "://" in link:
            continue
        file, _, heading = link.partition("#")
        target = (path.parent / file).resolve() if file else path
        assert target.exists(), link
        assert not heading or heading in _anchors(target), link


def test_every_picture_is_shown_and_drawn_by_the_one_command() -> None:
    shown = {name for path in DOCUMENTS for name in re.findall(r"/pictures/([\w-]+)\.png\)", text_of(path))}
    there = {path.stem for path in PICTURES.glob("*.png")}
    drawn = set(re.findall(r'"([\w-]+)\.png"', text_of(ROOT / ".ci" / "pictures")))
    assert shown == there == drawn


# ------------------------------------------------------------------------------------------------------------ examples


def test_the_mapping_file_that_is_shown_can_be_read() -> None:
    (shown,) = blocks(ROOT / "ocr_sheets" / "reading" / "README.md", "toml")
    assert {"IT tracker", "Year 13"} <= set(read_mapping(shown, "README.md").sheets)


def test_the_mail_settings_that_are_shown_can_be_read() -> None:
    (shown,) = blocks(ROOT / "ocr_sheets" / "emails" / "README.md", "toml")
    settings = read_settings(shown, "README.md")
    assert settings.smtp
    assert settings.smtp["host"] == "smtp.example.sch.uk"


def test_the_python_that_is_shown_runs(prepared: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (shown,) = blocks(ROOT / "ocr_sheets" / "writing" / "README.md", "python")
    shutil.copy(prepared / "centre.xlsx", tmp_path)
    monkeypatch.chdir(tmp_path)
    exec(compile(shown, "README.md", "exec"), {})
    assert (tmp_path / "out.xlsx").is_file()
