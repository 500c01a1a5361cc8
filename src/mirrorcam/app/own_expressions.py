"""The expressions for a command or the window: what had to be left out of the person's own is said, once."""

from __future__ import annotations

from functools import cache

from mirrorcam.app.terminal import say
from mirrorcam.folders import own_exercises_folder, own_expressions_folder
from mirrorcam.phrases import listed, phrase
from mirrorcam.tables import closed
from mirrorcam.target import Library, library

NAMED = 2
"""So many files are named in the window; of more, that there are more."""


def expressions() -> Library:
    """Every one that can be asked for. On stderr, once in a run, the files that are broken, and what is wrong."""
    found = library()
    if trouble := _closed():
        _say(trouble)
    for error in found.broken.values():
        _say(phrase("own_expressions.left_out", problem=str(error.problems[0])))
    return found


def left_out(targets: Library) -> str:
    """A sentence for the window that names the files; "" where none is broken."""
    if trouble := _closed():
        return trouble
    files = [f"{name}.toml" for name in targets.broken]
    return phrase("own_expressions.broken", count=len(files), files=listed(files, NAMED)) if files else ""


def _closed() -> str:
    """Why one of the person's own folders cannot be looked into; "" where both can."""
    return closed(own_exercises_folder()) or closed(own_expressions_folder())


@cache
def _say(sentence: str) -> None:
    say(sentence)
