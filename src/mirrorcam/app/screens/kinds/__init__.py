"""The screens of the kinds of step, one file each: a file has the kind's name, and its screen is found by itself."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib import import_module

from mirrorcam.app.screens import Settings
from mirrorcam.app.screens.practice import PracticeScreen
from mirrorcam.avatars import Avatar

LAST = "say"
"""The kind whose screen has the last word when a session is done."""


@cache
def screen_of(kind: str) -> type[PracticeScreen]:
    """Raises ModuleNotFoundError for a kind that has none."""
    name = f"{__name__}.{LAST if kind == 'done' else kind}"
    inside: Iterable[type[PracticeScreen]] = vars(import_module(name)).values()
    return next(one for one in inside if _is_screen_in(name, one))


def open_screen(kind: str, settings: Settings, avatar: Avatar, free: bool = False) -> PracticeScreen:
    """The screen for a step of this kind. ``free``: nothing is asked in the whole session."""
    return screen_of(kind)(settings, avatar, free)


def _is_screen_in(name: str, one: object) -> bool:
    return isinstance(one, type) and issubclass(one, PracticeScreen) and one.__module__ == name
