"""`ocr-sheets email`: an email to each person with their pack, as drafts or sent."""

from __future__ import annotations

import datetime as dt
import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ocr_sheets.commands.options import (
    FINDINGS,
    Cannot,
    check_options,
    now,
    progress,
    screen_options,
    shown,
    tell,
    today,
    user_errors,
)
from ocr_sheets.commands.packs import packs_of

if TYPE_CHECKING:
    from ocr_sheets.emails.letters import Letter
    from ocr_sheets.emails.sending import Log, Server, Went
    from ocr_sheets.report import Report
    from ocr_sheets.validate import Choices

LOCK_PASSWORD, MAIL_PASSWORD = "OCR_SHEETS_PASSWORD", "OCR_SHEETS_SMTP_PASSWORD"
"""The environment variables that hold the password of the attachments and the mail server's."""
MOST_NAMED = 6


@click.command()
@click.argument("workbook", type=click.Path(path_type=Path), required=False)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="The folder to write. Without this: WORKBOOK-emails beside it.",
)
@click.option(
    "--by",
    type=click.Choice(["assessor", "standardiser"]),
    default="assessor",
    show_default=True,
    help="Whom the emails are for.",
)
@click.option("--share", is_flag=True, help="Leave names, dates of birth, ULNs and UCIs out of what is attached.")
@click.option("--texts", type=click.Path(path_type=Path), help="A folder with email texts of your own.")
@click.option(
    "--copy-texts",
    type=click.Path(path_type=Path),
    help="Put a copy of the email texts in this folder, to change them, and end.",
)
@click.option("--password", is_flag=True, help=f"Lock what is attached: asks for a password, or takes {LOCK_PASSWORD}.")
@click.option(
    "--send", is_flag=True, help="Send them by [smtp] of ocr-sheets.toml: shows first what would go to whom, and asks."
)
@click.option("--yes", is_flag=True, help="With --send: send without asking.")
@click.option(
    "--again",
    multiple=True,
    metavar="ADDRESS",
    help="With --send: send to this address even if the same has gone to it before.",
)
@click.option(
    "--workbook",
    "whole",
    multiple=True,
    metavar="ADDRESS",
    help="Instead of packs: the whole annotated copy to this address, such as the head’s. May be given more than once.",
)
@screen_options
@check_options
def email(
    workbook: Path | None,
    output: Path | None,
    by: str,
    share: bool,
    texts: Path | None,
    copy_texts: Path | None,
    password: bool,
    send: bool,
    yes: bool,
    again: tuple[str, ...],
    whole: tuple[str, ...],
    as_of: dt.date | None,
    settings: Path | None,
    catalogue: Path | None,
    mapping: Path | None,
) -> None:
    """Write an email to each assessor or standardiser with their pack attached, and one to the exams officer with the index; and the
    letters that are due to the moderator and to OCR: type of a visit, change of day, further visit, no contact yet.

    Each is a file that opens as a draft in Outlook and other programs, to look through and send. With --send they are sent from
    here. Exit codes: 0 done, 1 somebody has no address and nothing could be sent to them, 2 not done or not all sent.
    """
    if copy_texts is not None:
        _copy_texts(copy_texts)
        return
    if (yes or again) and not send:
        raise Cannot("--yes and --again go with --send; without that, nothing is sent.")
    if workbook is None:
        raise Cannot("Name the workbook, as in: ocr-sheets email centre.xlsx.")
    from ocr_sheets.emails.letters import address_of, draft, letters, read_texts
    from ocr_sheets.emails.locking import check_password, locked
    from ocr_sheets.emails.sending import read_server
    from ocr_sheets.emails.to_ocr import letters_to_ocr
    from ocr_sheets.emails.whole import whole_letters
    from ocr_sheets.files.folders import check_folder, save_folder
    from ocr_sheets.packs import By
    from ocr_sheets.packs.files import exams_officer, pack_files
    from ocr_sheets.patching import label_of
    from ocr_sheets.reading.csv_folder import beside
    from ocr_sheets.validate import read_choices

    folder = output or beside(workbook, "-workbook-emails" if whole else "-emails")
    with user_errors():
        check_folder(folder)
        words = read_texts(texts, workbook.parent)
        choices = read_choices(workbook, settings, catalogue, mapping)
        if whole:
            with progress(f"Checking {workbook.name}"):
                copy, report, warning = _whole_copy(workbook, as_of or today(), choices)
            if warning:
                click.echo(warning)
            if not password:
                click.echo("It names candidates: add --password to lock what is attached.")
        else:
            made, warning = packs_of(workbook, By(by), share, as_of or today(), choices)
            report = made.report
        server = None
        if send:
            officer = address_of(exams_officer(report))
            server = read_server(choices.settings.smtp, choices.settings.origin, (settings or workbook).parent, officer)
        lock = None
        if password:
            chosen = _password(LOCK_PASSWORD, "Password for what is attached", twice=True)
            check_password(chosen)
            lock = lambda data: locked(data, chosen)  # noqa: E731
        label = label_of(workbook)
        if whole:
            written, to_ocr = whole_letters(report, copy, whole, lock), []
        else:
            written = letters(made, pack_files(made, shown, label), words, lock, label)
            to_ocr = letters_to_ocr(report)
        save_folder(
            {f"{letter.stem}.eml": draft(letter) for letter in written}
            | {f"{letter.stem}.eml": letter.draft(label) for letter in to_ocr},
            folder,
            workbook,
        )
    drafts = [f"  {one.stem}.eml  {one.to or 'no address: fill one in when you open it'}" for one in to_ocr]
    if to_ocr:
        drafts.append("Those to the moderator and to OCR are drafts only, and never sent from here.")
    tell([f"Written: {folder}"], [*_listed(written), *drafts])
    if lock:
        tell(["What is attached has a password: tell it by telephone or in person, never by email."])
    tell([warning] if warning and not whole else [])
    if server is not None:
        _send(server, written, folder, workbook, yes, {address.casefold() for address in again})


def _whole_copy(workbook: Path, as_of: dt.date, choices: Choices) -> tuple[bytes, Report, str]:
    """The annotated copy, its report, and the sentence on what is hidden in it."""
    from ocr_sheets.hidden_data import hidden_in, warning
    from ocr_sheets.patching import Workbook
    from ocr_sheets.reading.accepted import newest_reasons
    from ocr_sheets.reading.csv_folder import name_of
    from ocr_sheets.validate import TO_DO_SHEET, check, open_to_change

    opened = open_to_change(workbook, drop_signature=False)
    if opened.has_macros:
        raise Cannot(f"{workbook.name} has macros, and mail servers stop such files: save it as .xlsx first.")
    checked = check(opened, name_of(workbook), as_of, choices, newest_reasons(workbook, TO_DO_SHEET))
    data = checked.workbook.to_bytes()
    return data, checked.report, warning("the copy", hidden_in(Workbook.from_bytes(data)))


def _listed(written: Sequence[Letter]) -> Iterator[str]:
    """The letters in lines for the terminal: each file, and to whom it goes."""
    width = max(len(letter.stem) for letter in written) + 4
    for letter in written:
        to = letter.to.addr_spec if letter.to else "no address: fill one in when you open it"
        if letter.unclear:
            to = f"to nobody yet: {letter.unclear}"
        yield f"  {letter.stem + '.eml':<{width}}  {to}"
    unclear = [letter.owner.label for letter in written if letter.unclear]
    if unclear:
        yield f"Not clear whose address it is: {', '.join(unclear)}. Correct Email on Assessors, or Exams officer email on Centre; validate marks the cells."
    without = [letter.owner.label for letter in written if letter.to is None and not letter.unclear]
    if without:
        rest = len(without) - MOST_NAMED
        named = ", ".join(without[:MOST_NAMED]) + (f" and {rest} more" if rest > 0 else "")
        yield f"No email address: {named}. Fill in Email on Assessors, or Exams officer email on Centre."


def _copy_texts(folder: Path) -> None:
    from ocr_sheets.emails.letters import NAMES, original
    from ocr_sheets.files.saving import Output, save_together
    from ocr_sheets.files.seals import is_as_written

    there = [name for name in NAMES if (folder / name).exists() and not is_as_written(folder / name)]
    if there:
        raise Cannot(f"{folder / there[0]} is there already and was left as it is: name another folder.")
    with user_errors():
        try:
            folder.mkdir(exist_ok=True)
        except OSError as error:
            raise Cannot(f"{folder} cannot be made ({error.strerror or error}): name another folder.") from error
        save_together([Output(folder / name, original(name)) for name in NAMES])
    click.echo(f"Written: {', '.join(str(folder / name) for name in NAMES)}")
    click.echo(f"Change them, then: ocr-sheets email WORKBOOK --texts {folder}")


def _is_somebody_there() -> bool:
    """Whether a person sits at the terminal, who can be asked."""
    return sys.stdin.isatty()


def _password(variable: str, question: str, *, twice: bool) -> str:
    """A password from the environment or asked for; never from the command line, where others could read it."""
    from ocr_sheets.errors import UserError

    held = os.environ.get(variable)
    if held:
        return held
    if not _is_somebody_there():
        raise UserError(
            f"There is nobody to ask for the password: run this in a terminal, or put it in the environment variable {variable}."
        )
    answer: str = click.prompt(question, hide_input=True, confirmation_prompt=twice, err=True)
    return answer


# ---------------------------------------------------------------------------------------------------------- sending


def _send(server: Server, written: Sequence[Letter], folder: Path, source: Path, yes: bool, again: set[str]) -> None:
    """Show what would go to whom, ask, send, and tell what went; while no other process sends from the same folder."""
    from ocr_sheets.emails.sending import Log

    with user_errors(), Log.alone(folder.absolute().with_name(f"{folder.absolute().name}-sent.csv"), source) as log:
        _send_alone(server, written, folder, yes, again, log)


def _send_alone(server: Server, written: Sequence[Letter], folder: Path, yes: bool, again: set[str], log: Log) -> None:
    from ocr_sheets.emails.sending import How, send
    from ocr_sheets.text import plural

    waiting = [
        letter
        for letter in written
        if letter.to and (letter.to.addr_spec.casefold() in again or not log.before(letter))
    ]
    strangers = again - {letter.to.addr_spec.casefold() for letter in written if letter.to}
    if strangers:
        raise Cannot(f"Nothing was sent: no email is for {min(strangers)}. --again takes an address of the list above.")
    click.echo("")
    click.echo(f"From {server.sender.addr_spec} by {server.host}:")
    for line in _plan(written, waiting, log):
        click.echo(line)
    without = sum(letter.to is None for letter in written)
    if not waiting:
        click.echo("There is nothing to send.")
        sys.exit(FINDINGS if without else 0)
    if not yes:
        if not _is_somebody_there():
            raise Cannot(f"Nothing was sent. If the list above is right, add --yes; the drafts are in {folder}.")
        if not click.confirm(f"Send {plural(len(waiting), 'email')} now?"):
            raise Cannot(f"Nothing was sent. The drafts are in {folder}.")
    with user_errors():
        secret = _password(MAIL_PASSWORD, f"Password of {server.user}", twice=False) if server.user else None
        went: list[Went] = []
        for one in send(server, waiting, secret, log, now):
            went.append(one)
            to = one.letter.to.addr_spec if one.letter.to else ""
            click.echo(f"  {one.how}: {to}{f': {one.why}' if one.why else ''}")
    failed = [one for one in went if one.how is not How.SENT]
    click.echo(f"Sent: {len(went) - len(failed)} of {len(waiting)}. The log is {log.path}.")
    if len(failed) < len(went):
        click.echo(f"The drafts in {folder} are copies of what was sent: do not send those by hand as well.")
    if failed:
        again_line = (
            " --again ADDRESS sends what may have gone once more."
            if any(one.how is How.UNKNOWN for one in failed)
            else ""
        )
        raise Cannot(
            f"{plural(len(failed), 'email')} not sent: see above. The same command sends only what has not gone.{again_line}"
        )
    sys.exit(FINDINGS if without else 0)


def _plan(written: Sequence[Letter], waiting: Sequence[Letter], log: Log) -> Iterator[str]:
    from ocr_sheets.emails.sending import How

    width = (
        max(len(letter.to.addr_spec) for letter in written if letter.to) if any(letter.to for letter in written) else 0
    )
    for letter in written:
        if letter.to is None:
            yield f"  to nobody: {letter.owner.label} {f'({letter.unclear})' if letter.unclear else 'has no address'}"
            continue
        before = log.before(letter)
        told = f"{letter.file_name}, {len(letter.data) / 1000:.0f} kB"
        if before:
            was = (
                "sent" if before[0] is How.SENT else "may have been sent: ask, and send it with --again ADDRESS if not"
            )
            told = f"{was} on {before[1]}" + (", and goes again" if letter in waiting else "")
        yield f"  {letter.to.addr_spec:<{width}}  {told}"
    yield f"Subject: {written[0].subject}"
