"""How the commands are said that hand sessions over and keep them in order. share.py and keeping.py do them."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any

SESSION = "a name from `mirrorcam list`, or a .mirrorcam file"


def add(
    command: Callable[..., argparse.ArgumentParser], profile: Callable[[argparse.ArgumentParser], None]
) -> None:
    """``command`` makes one: name, what runs, summary, more. ``profile`` gives it --profile."""
    for make in (_share, _open, _key, _sessions, _backup, _restore):
        make(command, profile)


def _share(command: Any, profile: Any) -> None:
    made = command(
        "share",
        _run_share,
        "hand a session over in one sealed file",
        "Only whoever has the key or the passphrase can open it. docs/keeping.md tells what is in it.\n\n"
        "Examples:\n"
        "  mirrorcam share monday --to age1q3…             for whoever sent you this key\n"
        "  mirrorcam share monday --passphrase             for whoever you tell the passphrase\n"
        '  mirrorcam share monday --to age1q3… --content scores --name "Blue heron"\n',
    )
    made.add_argument("session", metavar="SESSION", help=SESSION)
    _sealing(made, required=True)
    made.add_argument(
        "--content",
        choices=("full", "no-landmarks", "scores"),
        default="full",
        help="full: all of it, so that it can be computed anew; no-landmarks: how muscles moved, but no shape of the "
        "face; scores: results, trials and notes (default: full; the film of a session never goes along)",
    )
    made.add_argument(
        "--no-notes", action="store_true", help="without notes, marks and lines that were written"
    )
    made.add_argument(
        "--name", metavar="NAME", help="what the person is called in it (default: the pseudonym it has)"
    )
    made.add_argument("--out", type=Path, metavar="FILE", help="a new file: its name ends in .mirrorcam.age")
    profile(made)


def _sealing(made: argparse.ArgumentParser, *, required: bool) -> None:
    how = made.add_mutually_exclusive_group(required=required)
    how.add_argument(
        "--to", action="append", metavar="KEY", help="a public key (age1…); again for another person"
    )
    how.add_argument(
        "--passphrase",
        action="store_true",
        help="sealed with a passphrase, which is asked for (or MIRRORCAM_PASSPHRASE)",
    )


def _open(command: Any, profile: Any) -> None:
    made = command(
        "open",
        _run_open,
        "open what somebody handed over, and keep it among your sessions",
        "The file is checked first, and stays as it is. It counts as somebody else's: not among what you practised.\n",
    )
    made.add_argument("file", type=Path, metavar="FILE", help="a .mirrorcam.age or .mirrorcam file")
    _opening(made)
    profile(made)


def _opening(made: argparse.ArgumentParser) -> None:
    how = made.add_mutually_exclusive_group()
    how.add_argument(
        "--key", type=Path, metavar="FILE", help="a key file (default: your own, of `mirrorcam key`)"
    )
    how.add_argument("--passphrase", action="store_true", help="it was sealed with a passphrase")


def _key(command: Any, profile: Any) -> None:
    made = command(
        "key",
        _run_key,
        "show your public key, for others to hand sessions over to you",
        "It is made the first time. Give the line that begins with age1 to whoever shall send you sessions; never the\n"
        "file in which the other half is kept.\n",
    )
    made.add_argument("--out", type=Path, metavar="FILE", help="write it into this new .txt file instead")
    profile(made)


def _sessions(command: Any, profile: Any) -> None:
    made = command("sessions", _run_sessions_list, "keep your sessions in order: rename, delete and the like")
    profile(made)
    inside = made.add_subparsers(title="commands", metavar="COMMAND")

    def part(name: str, run: Any, summary: str, session: bool = True) -> argparse.ArgumentParser:
        one: argparse.ArgumentParser = inside.add_parser(
            name, help=summary, description=f"{summary[0].upper()}{summary[1:]}."
        )
        one.set_defaults(run=run)
        if session:
            one.add_argument("session", metavar="SESSION", help="a name from `mirrorcam sessions list`")
        profile(one)
        return one

    part("list", _run_sessions_list, "list them, with their length, size and whose they are", session=False)
    part("rename", _run_rename, "call a session something else").add_argument("name", metavar="NAME")
    part("pseudonym", _run_pseudonym, "give whoever practised a name that only you understand").add_argument(
        "name", metavar="NAME", help='"" takes it away'
    )
    for name, run, summary in (
        ("delete", _run_delete, "delete a session with its film, for good"),
        ("prune", _run_prune, "delete all sessions of a certain age, for good"),
    ):
        one = part(name, run, summary, session=name == "delete")
        one.add_argument("--yes", action="store_true", help="do not ask")
        if name == "prune":
            one.add_argument(
                "--older-than",
                required=True,
                metavar="AGE",
                help="90d, 12w, 6m or 2y: days, weeks, months, years",
            )


def _backup(command: Any, profile: Any) -> None:
    made = command(
        "backup",
        _run_backup,
        "put everything of yours into one file",
        "Sessions, films, neutral, range and settings, as they are at this moment, also while a session runs.\n",
    )
    made.add_argument(
        "--out", type=Path, required=True, metavar="FILE", help="a new file: .zip, or .zip.age if sealed"
    )
    made.add_argument("--with-key", action="store_true", help="your key for handing over, too")
    _sealing(made, required=False)
    profile(made)


def _restore(command: Any, profile: Any) -> None:
    made = command(
        "restore",
        _run_restore,
        "take back what a backup has and is not here",
        "What is here already stays as it is.\n",
    )
    made.add_argument("file", type=Path, metavar="FILE", help="what `mirrorcam backup` made")
    _opening(made)
    profile(made)


def _run_share(arguments: argparse.Namespace) -> int:
    from mirrorcam.app.commands import session_path
    from mirrorcam.app.share import share

    return share(arguments, session_path(arguments.session))


def _run_open(arguments: argparse.Namespace) -> int:
    from mirrorcam.app.share import open_share

    return open_share(arguments)


def _run_key(arguments: argparse.Namespace) -> int:
    from mirrorcam.app.share import show_key

    return show_key(arguments)


def _run_sessions_list(_: argparse.Namespace) -> int:
    from mirrorcam.app.keeping import list_sessions

    return list_sessions()


def _run_rename(arguments: argparse.Namespace) -> int:
    from mirrorcam.app.keeping import rename

    return rename(arguments.session, arguments.name)


def _run_pseudonym(arguments: argparse.Namespace) -> int:
    from mirrorcam.app.keeping import pseudonym

    return pseudonym(arguments.session, arguments.name)


def _run_delete(arguments: argparse.Namespace) -> int:
    from mirrorcam.app.keeping import delete

    return delete(arguments.session, sure=arguments.yes)


def _run_prune(arguments: argparse.Namespace) -> int:
    from mirrorcam.app.keeping import prune

    return prune(arguments.older_than, sure=arguments.yes)


def _run_backup(arguments: argparse.Namespace) -> int:
    from mirrorcam.app.backup import back_up

    return back_up(arguments)


def _run_restore(arguments: argparse.Namespace) -> int:
    from mirrorcam.app.backup import restore

    return restore(arguments)
