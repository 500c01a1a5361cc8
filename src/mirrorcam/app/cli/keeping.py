"""How one says what to do with what is kept: hand it over, keep it in order, put it away, take it back."""

from __future__ import annotations

import argparse
from collections.abc import Callable

from mirrorcam.app import commands as does
from mirrorcam.app.cli.options import Commands, command, file, profile, session, switch


def film(commands: Commands) -> None:
    made = command(
        commands,
        "film",
        does.run_film,
        "delete the film of a session, for good",
        "A film is kept only where you said yes to one for that session. The session itself stays.\n\n"
        "Examples:\n"
        "  mirrorcam film delete '2026-11-22 1802 first-steps'\n"
        "  mirrorcam film delete --lone     films of which the session is gone\n",
    )
    made.add_argument("action", choices=("delete",), help="what to do with it")
    what = made.add_mutually_exclusive_group(required=True)
    session(what, nargs="?")
    switch(what, "--lone", "films left behind without their session")
    profile(made)


def share(commands: Commands) -> None:
    made = command(
        commands,
        "share",
        does.run_share,
        "hand a session over in one sealed file",
        "Only whoever has the key or the passphrase can open it. docs/keeping.md tells what is in it.\n\n"
        "Examples:\n"
        "  mirrorcam share monday --to age1q3…             for whoever sent you this key\n"
        "  mirrorcam share monday --passphrase             for whoever you tell the passphrase\n"
        '  mirrorcam share monday --to age1q3… --content scores --name "Blue heron"\n',
    )
    session(made)
    _sealing(made, required=True)
    made.add_argument(
        "--content",
        choices=("full", "no-landmarks", "scores"),
        default="full",
        help="full: all of it, so that it can be computed anew; no-landmarks: how muscles moved, but no shape of the "
        "face; scores: results, trials and notes (default: full; the film of a session never goes along)",
    )
    switch(made, "--no-notes", "without notes, marks and lines that were written")
    made.add_argument(
        "--name", metavar="NAME", help="what the person is called in it (default: the pseudonym it has)"
    )
    file(made, "--out", "a new file: its name ends in .mirrorcam.age")
    profile(made)


def _sealing(made: argparse.ArgumentParser, *, required: bool) -> None:
    how = made.add_mutually_exclusive_group(required=required)
    how.add_argument(
        "--to", action="append", metavar="KEY", help="a public key (age1…); again for another person"
    )
    switch(how, "--passphrase", "sealed with a passphrase, which is asked for (or MIRRORCAM_PASSPHRASE)")


def open_share(commands: Commands) -> None:
    made = command(
        commands,
        "open",
        does.run_open,
        "open what somebody handed over, and keep it among your sessions",
        "The file is checked first, and stays as it is. It counts as somebody else's: not among what you practised.\n",
    )
    file(made, "file", "a .mirrorcam.age or .mirrorcam file")
    _opening(made)
    profile(made)


def _opening(made: argparse.ArgumentParser) -> None:
    how = made.add_mutually_exclusive_group()
    file(how, "--key", "a key file (default: your own, of `mirrorcam key`)")
    switch(how, "--passphrase", "it was sealed with a passphrase")


def key(commands: Commands) -> None:
    made = command(
        commands,
        "key",
        does.run_key,
        "show your public key, for others to hand sessions over to you",
        "It is made the first time. Give the line that begins with age1 to whoever shall send you sessions; never the\n"
        "file in which the other half is kept.\n",
    )
    file(made, "--out", "write it into this new .txt file instead")
    profile(made)


def sessions(commands: Commands) -> None:
    made = command(
        commands, "sessions", does.run_sessions, "keep your sessions in order: rename, delete and the like"
    )
    profile(made)
    parts = made.add_subparsers(title="commands", metavar="COMMAND")
    _part(
        parts,
        "list",
        does.run_sessions,
        "list them, with their length, size and whose they are",
        of_one=False,
    )
    rename = _part(parts, "rename", does.run_rename, "call a session something else")
    rename.add_argument("name", metavar="NAME")
    pseudonym = _part(
        parts, "pseudonym", does.run_pseudonym, "give whoever practised a name that only you understand"
    )
    pseudonym.add_argument("name", metavar="NAME", help='"" takes it away')
    delete = _part(parts, "delete", does.run_delete, "delete a session with its film, for good")
    switch(delete, "--yes", "do not ask")
    prune = _part(
        parts, "prune", does.run_prune, "delete all sessions of a certain age, for good", of_one=False
    )
    switch(prune, "--yes", "do not ask")
    prune.add_argument(
        "--older-than", required=True, metavar="AGE", help="90d, 12w, 6m or 2y: days, weeks, months, years"
    )


def _part(
    parts: Commands, name: str, run: Callable[[argparse.Namespace], int], summary: str, *, of_one: bool = True
) -> argparse.ArgumentParser:
    """A command within `sessions`, about one of them or about all."""
    made = parts.add_parser(name, help=summary, description=f"{summary[0].upper()}{summary[1:]}.")
    made.set_defaults(run=run)
    if of_one:
        made.add_argument("session", metavar="SESSION", help="a name from `mirrorcam sessions list`")
    profile(made)
    return made


def backup(commands: Commands) -> None:
    made = command(
        commands,
        "backup",
        does.run_backup,
        "put everything of yours into one file",
        "Sessions, films, neutral, range and settings, as they are at this moment, also while a session runs.\n",
    )
    file(made, "--out", "a new file: .zip, or .zip.age if sealed", required=True)
    switch(made, "--with-key", "your key for handing over, too")
    _sealing(made, required=False)
    profile(made)


def restore(commands: Commands) -> None:
    made = command(
        commands,
        "restore",
        does.run_restore,
        "take back what a backup has and is not here",
        "What is here already stays as it is.\n",
    )
    file(made, "file", "what `mirrorcam backup` made")
    _opening(made)
    profile(made)
