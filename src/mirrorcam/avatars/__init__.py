"""Avatars draw an expression. They know no window, no clock and no person's face."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Protocol

import skia

from mirrorcam.errors import BadInput
from mirrorcam.expression import Expression
from mirrorcam.face import STRAIGHT, HeadPose
from mirrorcam.tables import TableError, did_you_mean, parse_table, read_table

PEOPLE = Path(__file__).parent / "people"
"""One file a person; its name is the file's."""
DEFAULT = "robin"


STYLES = {"portrait": "Portrait", "line": "LineFace", "mask": "Mask"}
"""A person's style → what draws it; each is a module here of the style's name."""


class Avatar(Protocol):
    name: str
    title: str

    def draw(self, canvas: skia.Canvas, expression: Expression, head: HeadPose = STRAIGHT) -> None:
        """Draws head and shoulders into the square (0, 0) … (1, 1) of the canvas' current coordinates, on
        whatever is there already, as others see the person: the person's left is on the right-hand side.
        Whoever wants a mirror flips the canvas. Same arguments, same pixels.
        Canvases of ``skin.FORMAT`` (BGRA) are the fastest by far."""


def people() -> tuple[str, ...]:
    """The names that ``open_avatar`` knows; the default first."""
    names = sorted(file.stem for file in PEOPLE.glob("*.toml"))
    return tuple(sorted(names, key=lambda name: name != DEFAULT))


def open_avatar(name: str = DEFAULT) -> Avatar:
    """A new avatar, for the use of one thread: a person of the cast, or a file that describes one.

    Raises BadInput when there is no such person, and ``TableError`` with every mistake in a person's file.
    """
    from mirrorcam.avatars.person import Person

    file = Path(name) if name.endswith(".toml") else PEOPLE / f"{name}.toml"
    if not name.endswith(".toml") and name not in people():
        raise BadInput(f'no person called "{name}".{did_you_mean(name, people()) or _choose()}')
    person = parse_table(Person, read_table(file), file)
    make: Callable[[str, Person], Avatar] = getattr(
        import_module(f"{__name__}.{person.style}"), STYLES[person.style]
    )
    return make(file.stem, person)


def _choose() -> str:
    return f" Choose one of {', '.join(people())}."


__all__ = ["DEFAULT", "PEOPLE", "Avatar", "TableError", "open_avatar", "people"]
