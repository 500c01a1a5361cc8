"""``Mask``: what the tracker follows, as points and lines, with no person in it: contours, and the folds of the skin.

``draw`` shows an expression like any avatar; ``trace`` shows the landmarks of a tracked face just as they came.
"""

from __future__ import annotations

import numpy as np
import skia

from mirrorcam.avatars import brows, mouth
from mirrorcam.avatars.curves import curve, loop, tapered
from mirrorcam.avatars.ink import Ink
from mirrorcam.avatars.lines import Lines
from mirrorcam.avatars.page import CM, Page
from mirrorcam.avatars.person import Person
from mirrorcam.avatars.plan import SIDES
from mirrorcam.avatars.portrait import laid, posed
from mirrorcam.avatars.turning import Points, outline, project
from mirrorcam.expression import Expression
from mirrorcam.face import STRAIGHT, Face, HeadPose

LINE_CM, DOT_CM = 0.09, 0.19
FINE = 0.6
"""Of both, around the eyes and the brows, whose edges would drown in points; ``FINEST`` around the lips."""
FINEST = 0.35
LASH_CM = 0.2
SHARE = 0.62
"""Of the unit square's height, for a traced face from forehead to chin."""

# Contours of MediaPipe's face mesh (its published topology), as chains of landmark numbers.
_OVAL = """10 338 297 332 284 251 389 356 454 323 361 288 397 365 379 378 400 377 152 148 176 149 150 136 172 58
    132 93 234 127 162 21 54 103 67 109 10"""
_CHAINS = (
    _OVAL,
    "61 185 40 39 37 0 267 269 270 409 291 375 321 405 314 17 84 181 91 146 61",
    "78 191 80 81 82 13 312 311 310 415 308 324 318 402 317 14 87 178 88 95 78",
    "33 246 161 160 159 158 157 173 133 155 154 153 145 144 163 7 33",
    "263 466 388 387 386 385 384 398 362 382 381 380 374 373 390 249 263",
    "70 63 105 66 107 55 65 52 53 46 70",
    "300 293 334 296 336 285 295 282 283 276 300",
    "168 6 197 195 5 4 1 19 94 2",
    "129 98 97 2 326 327 358",
    "469 470 471 472 469",
    "474 475 476 477 474",
)
CHAINS = tuple(np.array([int(number) for number in chain.split()]) for chain in _CHAINS)
_CONTOURS: tuple[tuple[float, tuple[str, ...]], ...] = (
    (FINE, ("brow.lower", "brow.upper", "eye.upper", "eye.lower")),
    (1.0, ("nose.wing",)),
)
_ACROSS: tuple[tuple[float, tuple[str, ...]], ...] = (
    (FINEST, tuple(f"mouth.{name}" for name in mouth.LIP_LINES)),
    (1.0, ("nose.base",)),
)
CHAINED = (
    *((size, f"{name}.{side}") for size, names in _CONTOURS for name in names for side in SIDES),
    *((size, name) for size, names in _ACROSS for name in names),
)
"""How heavy, and which part."""


class Mask:
    """One instance belongs to one thread: its paints are reused."""

    def __init__(self, name: str, person: Person) -> None:
        self.name = name
        self.title = person.title
        self._person = person
        self._layout = laid(person)
        self._ink = Ink()
        self._lines = Lines(person)

    def draw(self, canvas: skia.Canvas, expression: Expression, head: HeadPose = STRAIGHT) -> None:
        points, amounts, turn = posed(self._layout, expression, head)
        page = Page(
            canvas, self._ink, self._person, project(points, turn), self._layout.places, amounts, turn
        )
        edge = outline(page["form.face"])
        page.fill(_chain(edge, close=True), self._person.skin.tone, 0.9)
        self._draw_chain(page, np.concatenate([edge[::4], edge[:1]]))
        self._lines.draw(page)
        mouth.draw_plain(page, self._person.skin.dark, LINE_CM)
        page.fill(loop(brows.shape(page)), self._person.brows.colour)
        page.fill(loop(page.pair("nose.nostril")), self._person.skin.dark, 0.8)
        for side in SIDES:
            self._draw_eye(page, side)
        for size, name in CHAINED:
            self._draw_chain(page, page[name], size)

    def _draw_eye(self, page: Page, side: str) -> None:
        eyes, skin = self._person.eyes, self._person.skin
        upper, lower = page[f"eye.upper.{side}"], page[f"eye.lower.{side}"]
        ball = curve(upper, lower[::-1])
        page.fill(ball, eyes.white)
        with page.inside(ball):
            page.disc(page[f"eye.iris.{side}"], eyes.iris)
            page.disc(page[f"eye.iris.{side}"], eyes.lash, 0.45)
        page.fill(tapered(upper, LASH_CM * CM, (0.4, 0.4)), skin.dark)
        page.fill(tapered(page[f"eye.crease.{side}"], LINE_CM * CM), skin.line, 0.6)

    def trace(self, canvas: skia.Canvas, face: Face, width: int, height: int) -> None:
        """The landmarks of a ``face`` tracked in a picture of ``width`` × ``height`` px, its middle in the middle of
        the unit square."""
        flat = face.landmarks[:, :2] * (width, height)
        oval = flat[CHAINS[0]]
        scale = SHARE / max(float(np.ptp(oval[:, 1])), 1.0)
        flat = (flat - (oval.min(axis=0) + oval.max(axis=0)) / 2) * scale + 0.5
        empty = np.zeros((0, 2))
        page = Page(canvas, self._ink, self._person, empty, {}, empty, np.eye(3))
        for point in flat.tolist():
            page.dot(point, self._person.skin.shadow, DOT_CM * 0.5)
        for chain in CHAINS:
            self._draw_chain(page, flat[chain])

    def _draw_chain(self, page: Page, points: Points, size: float = 1.0) -> None:
        page.stroke(_chain(points), self._person.skin.line, LINE_CM * size)
        for point in points.tolist():
            page.dot(point, self._person.skin.dark, DOT_CM * size)


def _chain(points: Points, close: bool = False) -> skia.Path:
    path = skia.Path()
    first, *rest = points.tolist()
    path.moveTo(*first)
    for point in rest:
        path.lineTo(*point)
    if close:
        path.close()
    return path
