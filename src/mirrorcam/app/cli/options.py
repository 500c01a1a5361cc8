"""How commands are said: one of them with its help, and the options that many of them have."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"


def command(
    commands: Commands,
    name: str,
    run: Callable[[argparse.Namespace], int | None],
    summary: str,
    more: str = "",
) -> argparse.ArgumentParser:
    about = f"{summary[0].upper()}{summary[1:]}.\n\n{more}"
    made = commands.add_parser(
        name, help=summary, description=about, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    made.set_defaults(run=run)
    return made


# ------------------------------------------------------------ kinds of options; ``more`` is as of ``add_argument``


def switch(to: argparse._ActionsContainer, name: str, words: str) -> None:
    """Off, unless it is given."""
    to.add_argument(name, action="store_true", help=words)


def file(to: argparse._ActionsContainer, name: str, words: str, **more: Any) -> None:
    """A file to read or to write; whoever reads or writes it says what is wrong with it."""
    to.add_argument(name, type=Path, help=words, **{"metavar": "FILE", **more})


# ------------------------------------------------------------ options


def session(to: argparse._ActionsContainer, **more: Any) -> None:
    """A session kept earlier."""
    words = "a name from `mirrorcam list`, or a .mirrorcam file"
    to.add_argument("session", metavar="SESSION", help=words, **more)


def model(to: argparse._ActionsContainer) -> None:
    file(to, "--model", "face_landmarker.task, if it is not where mirrorcam keeps it")


def _somebody(name: str) -> str:
    """No name is no wish for whoever was there last, who may be somebody else."""
    if not name.strip():
        raise argparse.ArgumentTypeError('give a name; who has none here is called "Without a name".')
    return name


def profile(to: argparse._ActionsContainer) -> None:
    """Also before the command's name, where it is not to be forgotten again."""
    to.add_argument(
        "--profile",
        metavar="NAME",
        type=_somebody,
        default=argparse.SUPPRESS,
        help="whose sessions and settings, where several people use this computer (default: who was there last)",
    )
