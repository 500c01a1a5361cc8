"""Who somebody is at a glance: their face before their colour, in a circle."""

from __future__ import annotations

from dataclasses import dataclass

import skia

from mirrorcam.app.painting import widgets as w
from mirrorcam.app.painting.easel import Box, Piece, Point
from mirrorcam.app.painting.theme import Colour, Theme
from mirrorcam.app.screens.stage import face_piece
from mirrorcam.app.screens.wearing import Wear
from mirrorcam.avatars import Avatar
from mirrorcam.expression import Expression

WELCOME = Wear(Expression.of({"AU6": 0.35, "AU12": 0.5}))
"""A soft smile: what an avatar wears that waits to be chosen."""
COLOURS: dict[str, Colour] = {
    "teal": 0x1F6F78,
    "amber": 0xD39440,
    "plum": 0x7C5A85,
    "moss": 0x6C8450,
    "slate": 0x5C6F86,
    "rose": 0xB67A8A,
    "ochre": 0xA98443,
    "sky": 0x5B9CC0,
}
"""The colours of people, by the names that ``profiles`` has for them."""


@dataclass(frozen=True)
class Person:
    """One of the people on this computer. ``title``: what they are called, "" if they have not said."""

    name: str
    title: str
    colour: str
    avatar: Avatar


def colour_of(name: str) -> Colour:
    """Teal for one that is not known."""
    return COLOURS.get(name, COLOURS["teal"])


def badge(middle: Point, radius: float, person: Person, theme: Theme) -> list[Piece]:
    """Never flipped: this is how others know them."""
    box = Box(middle[0] - radius, middle[1] - radius, 2 * radius, 2 * radius)
    colour = colour_of(person.colour)
    ring = max(2.0, radius * 0.07)
    inner = box.grown(-ring * 1.6)
    side = inner.w * 1.04
    square = Box(middle[0] - side / 2, inner.bottom - side * 0.97, side, side)

    def disc(canvas: skia.Canvas) -> None:
        canvas.drawCircle(*middle, radius, w.ink(theme.card))
        canvas.drawCircle(*middle, radius - ring / 2, w.stroke(colour, ring))
        canvas.drawCircle(*middle, inner.w / 2, w.ink(w.mixed(colour, theme.card, 0.68)))

    def face(canvas: skia.Canvas) -> None:
        person.avatar.draw(canvas, WELCOME.expression, WELCOME.head)

    return [
        Piece(box.grown(1), ("disc", colour, theme.name), disc),
        face_piece(inner, square, ("badge", person.avatar.name), face, as_mirror=False, corner=inner.w / 2),
    ]


def swatch(box: Box, colour: str, chosen: bool, theme: Theme) -> Piece:
    """A colour to choose."""

    def paint(canvas: skia.Canvas) -> None:
        radius = box.w / 2 - 7
        canvas.drawCircle(*box.middle, radius, w.ink(colour_of(colour)))
        if chosen:
            canvas.drawCircle(*box.middle, radius + 5, w.stroke(theme.ink, 2.5))

    return Piece(box, ("swatch", colour, chosen, theme.name), paint)
