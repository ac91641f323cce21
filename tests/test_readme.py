"""What the README tells people to type is what CI runs, and what it says of commands and rules is so."""

from __future__ import annotations

import re
from pathlib import Path

import click
from click.testing import CliRunner

from ocr_sheets.cli import COMMANDS, main
from ocr_sheets.reading.mapping import read_mapping
from ocr_sheets.rulebook import read_settings

OF_OTHER_PROGRAMS = {"--prefix"}  # npm's
ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_ci_runs_the_two_commands_of_the_readme_as_they_stand() -> None:
    start = README.split("## Start here", 1)[1]
    commands = re.findall(r"```sh\n(.+?)\n```", start, re.DOTALL)[:2]
    assert len(commands) == 2
    ci = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    for command in commands:
        assert "\n" not in command
        assert command in ci


def test_every_command_stands_in_the_readme() -> None:
    assert "validate" in COMMANDS
    for name in COMMANDS:
        assert f"`ocr-sheets {name}" in README


def test_what_the_readme_says_can_be_explained_can_be() -> None:
    named = set(re.findall(r"ocr-sheets explain ([a-z0-9-]+)", README))
    assert named
    for name in named:
        assert CliRunner().invoke(main, ["explain", name]).exit_code == 0, name


def test_every_option_that_the_readme_names_is_one_of_a_command() -> None:
    context = click.Context(main)
    there = {
        option
        for name in COMMANDS
        if (command := main.get_command(context, name))
        for param in command.params
        for option in (*param.opts, *param.secondary_opts)
    }
    named = set(re.findall(r"(?<![\w-])--[a-z]+(?:-[a-z]+)*", README))
    assert "--as-of" in named
    assert named - there - OF_OTHER_PROGRAMS == set()


def test_every_picture_that_the_readme_shows_is_there() -> None:
    pictures = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", README)
    assert pictures
    for picture in pictures:
        assert (ROOT / picture).is_file()


def _example(section: str) -> str:
    found = re.search(r"```toml\n(.+?)```", README.split(f"\n## {section}\n", 1)[1], re.DOTALL)
    assert found
    return found[1]


def test_the_mapping_file_that_the_readme_shows_can_be_read() -> None:
    mapping = read_mapping(_example("Your workbook as it is"), "README.md")
    assert {"IT tracker", "Year 13"} <= set(mapping.sheets)


def test_the_mail_settings_that_the_readme_shows_can_be_read() -> None:
    settings = read_settings(_example("Email"), "README.md")
    assert settings.smtp
    assert settings.smtp["host"] == "smtp.example.sch.uk"
