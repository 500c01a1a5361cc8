"""``LineFace``: the same face in few quiet lines, without shading, for those who want little to look at."""

from __future__ import annotations

import skia

from mirrorcam.avatars import brows, eyes, form, hair, mouth
from mirrorcam.avatars.curves import curve, loop, tapered
from mirrorcam.avatars.ink import Ink, mixed
from mirrorcam.avatars.lines import Lines
from mirrorcam.avatars.page import CM, Page, ellipse, shifted
from mirrorcam.avatars.person import Person
from mirrorcam.avatars.plan import SIDES
from mirrorcam.avatars.portrait import laid, posed
from mirrorcam.avatars.turning import Points, project
from mirrorcam.expression import Expression
from mirrorcam.face import STRAIGHT, HeadPose

EDGE_CM, FINE_CM = 0.13, 0.09
NEARLY_SHUT_CM = 0.4
"""Of eyes less open than this the edge of the lower lid fades."""
QUIET = {"line.root": 0.6}
"""How much of the usual is drawn of lines that would be too much on plain paper: all of those across the nose look like
the bridge of glasses, to the tracker, too."""


class LineFace:
    """One instance belongs to one thread: its paints are reused."""

    def __init__(self, name: str, person: Person) -> None:
        self.name = name
        self.title = person.title
        self._person = person
        self._layout = laid(person)
        self._ink = Ink()
        self._body = form.Body(person, self._ink)
        self._lines = Lines(person, QUIET)

    def draw(self, canvas: skia.Canvas, expression: Expression, head: HeadPose = STRAIGHT) -> None:
        points, amounts, turn = posed(self._layout, expression, head)
        page = Page(
            canvas, self._ink, self._person, project(points, turn), self._layout.places, amounts, turn
        )
        mass = hair.mass_outline(page)
        _outlined(page, loop(mass), self._person.hair.colour)
        self._body.draw_flat(page)
        if hair.style_of(self._person).ears:
            for side in SIDES:
                _outlined(page, loop(page[f"ear.edge.{side}"]), self._person.skin.tone)
        _outlined(page, form.face_outline(page), self._person.skin.tone)
        self._lines.draw(page)
        for part in (_draw_nose, _draw_eyes, _draw_brows, _draw_mouth):
            part(page)
        _draw_hair(page, mass)


def _outlined(page: Page, path: skia.Path, colour: str) -> None:
    page.fill(path, colour)
    page.stroke(path, page.person.skin.line, EDGE_CM)


def _draw_nose(page: Page) -> None:
    skin = page.person.skin
    page.fill(tapered(page.pair("nose.wing"), EDGE_CM * CM, (0.2, 0.4)), skin.line)
    page.fill(loop(page.pair("nose.nostril")), skin.line, 0.8)
    page.fill(tapered(page["nose.base"], EDGE_CM * CM, (0.3, 0.3)), skin.line)
    far = "right" if page.yaw > 0 else "left"
    page.fill(tapered(page[f"nose.ridge.{far}"], FINE_CM * CM), skin.line, min(1.0, 0.25 + 3 * abs(page.yaw)))


def _draw_eyes(page: Page) -> None:
    """Shut eyes are one line with a faint crease above: of three lines the eye would seem to squint."""
    line = page.person.skin.line
    for side in SIDES:
        upper, lower, crease = (page[f"eye.{part}.{side}"] for part in ("upper", "lower", "crease"))
        open_cm = float((lower[:, 1] - upper[:, 1]).max()) / CM
        if open_cm > eyes.SLIT_CM:
            ball, iris = curve(upper, lower[::-1]), page[f"eye.iris.{side}"]
            page.fill(ball, page.person.eyes.white)
            with page.inside(ball):
                page.disc(iris, page.person.eyes.iris)
                page.disc(iris, line, 0.5)
                page.disc(ellipse(shifted(iris[0], -0.2, -0.2), 0.12, 0.12), "#FFFFFF")
        page.fill(tapered(upper, 0.2 * CM, (0.4, 0.4)), line)
        page.fill(tapered(lower, EDGE_CM * CM, (0.3, 0.6)), line, 0.8 * min(1.0, open_cm / NEARLY_SHUT_CM))
        page.fill(tapered(crease, FINE_CM * CM), line, 0.25)


def _draw_brows(page: Page) -> None:
    page.fill(loop(brows.shape(page)), page.person.brows.colour)


def _draw_mouth(page: Page) -> None:
    """The edges are a little softer than the seam, so that pressed lips are thin and not black."""
    line = page.person.skin.line
    mouth.draw_plain(page, line, EDGE_CM)
    soft = mixed(page.person.lips.lower, line, 0.75)
    for edge in ("mouth.upper.outer", "mouth.lower.outer"):
        page.fill(tapered(page[edge], EDGE_CM * CM, (0.6, 0.6)), soft)


def _draw_hair(page: Page, mass: Points) -> None:
    if hair.style_of(page.person).line:
        line = page["hair.line"]
        edge = hair.arc(mass[::-1], line[-1], line[0])
        page.fill(curve(line, edge), page.person.hair.colour)
        page.fill(tapered(line, EDGE_CM * CM), page.person.skin.line)
        page.fill(tapered(edge, EDGE_CM * CM, (1.0, 1.0)), page.person.skin.line)
