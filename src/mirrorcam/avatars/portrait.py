"""``Portrait``: a drawn person. An expression and a head pose go in, vector paths come out.

The flow: expression → drives (``muscles.py``) → moved points (``plan.py``) → lids and lips settled (``eyes.py``,
``mouth.py``) → turned and projected (``turning.py``) → painted back to front: hair, body (kept by
``still.py``), ears, face, features, the front of the hair. What each file draws is in its name.
"""

from __future__ import annotations

import numpy as np
import skia

from mirrorcam.avatars import beard, brows, eyes, form, hair, lines, mouth, nose, shading, worn
from mirrorcam.avatars.ink import Ink
from mirrorcam.avatars.muscles import drives
from mirrorcam.avatars.page import ROW, Page
from mirrorcam.avatars.person import Person
from mirrorcam.avatars.plan import Layout, Plan
from mirrorcam.avatars.proportions import shaped
from mirrorcam.avatars.skin import SkinLayer
from mirrorcam.avatars.still import Still
from mirrorcam.avatars.turning import Points, project, rotation
from mirrorcam.expression import Expression
from mirrorcam.face import STRAIGHT, HeadPose


class Portrait:
    """One instance belongs to one thread: its paints are reused."""

    def __init__(self, name: str, person: Person) -> None:
        self.name = name
        self.title = person.title
        self._person = person
        self._layout = laid(person)
        self._ink = Ink()
        self._still = Still(form.Body(person, self._ink).draw, hair.draw_drape)
        self._skin = SkinLayer(person.skin.tone)
        self._shading = shading.Shading(person)
        self._lines = lines.Lines(person)

    def draw(self, canvas: skia.Canvas, expression: Expression, head: HeadPose = STRAIGHT) -> None:
        points, amounts, turn = posed(self._layout, expression, head)
        page = Page(
            canvas, self._ink, self._person, project(points, turn), self._layout.places, amounts, turn
        )
        mass = hair.mass_outline(page)
        self._draw_behind(page, mass)
        self._draw_skin(page)
        beard.draw(page)
        self._lines.draw(page)
        for feature in (nose, eyes, brows, mouth, worn):
            feature.draw(page)
        hair.draw_front(page, mass)

    def _draw_behind(self, page: Page, mass: Points) -> None:
        hair.draw_mass(page, mass)
        self._still.draw(page)
        if hair.style_of(self._person).ears:
            form.draw_ears(page)

    def _draw_skin(self, page: Page) -> None:
        with self._skin.painting() as small:
            soft = page.on(small)
            for feature in (self._shading, beard, nose):
                feature.shade(soft)
        self._skin.fill(page.canvas, form.face_outline(page))


def laid(person: Person) -> Layout:
    plan = Plan()
    for feature in (form, shading, lines, nose, eyes, brows, mouth, beard, worn, hair):
        feature.lay(plan, person)
    return plan.laid(lambda name, points: shaped(name, points, person.face))


def posed(layout: Layout, expression: Expression, head: HeadPose) -> tuple[Points, Points, Points]:
    """The plan's points in the head's space, the drives that moved them, and the head's rotation."""
    amounts = drives(expression.values)
    points = layout.moved(amounts)
    turn = rotation(head)
    eyes.settle(points, layout.places, np.asarray(amounts[ROW["AU43"]]))
    mouth.settle(points, layout.places)
    hair.settle(points, layout.places, turn)
    return points, amounts, turn
