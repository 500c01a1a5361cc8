"""Avatars draw an expression. They know no window, no clock and no person's face."""

from __future__ import annotations

from typing import Protocol

import skia

from mirrorcam.expression import Expression
from mirrorcam.face import STRAIGHT, HeadPose


class Avatar(Protocol):
    name: str
    title: str

    def draw(self, canvas: skia.Canvas, expression: Expression, head: HeadPose = STRAIGHT) -> None:
        """Draws head and shoulders into the square (0, 0) … (1, 1) of the canvas' current coordinates, on
        whatever is there already, as others see the person: the person's left is on the right-hand side.
        Whoever wants a mirror flips the canvas. Same arguments, same pixels."""
