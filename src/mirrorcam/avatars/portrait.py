"""``Portrait``: a drawn person. An expression and a head pose go in, vector paths come out.

The flow: expression → drives (``muscles.py``) → moved points (``plan.py``) → lids and lips settled (``eyes.py``,
``mouth.py``) → turned and projected (``turning.py``) → painted back to front: hair, body, ears, face, features,
the front of the hair. What each file draws is in its name.
"""

from __future__ import annotations

import numpy as np
import skia

from mirrorcam.avatars import brows, eyes, form, hair, lines, mouth, nose, shading
from mirrorcam.avatars.curves import loop
from mirrorcam.avatars.drawn import ROW, Drawn
from mirrorcam.avatars.ink import Ink
from mirrorcam.avatars.muscles import drives
from mirrorcam.avatars.person import Person
from mirrorcam.avatars.plan import Layout, Plan
from mirrorcam.avatars.proportions import shaped
from mirrorcam.avatars.skin import SkinLayer
from mirrorcam.avatars.turning import project, rotation
from mirrorcam.expression import Expression
from mirrorcam.face import STRAIGHT, HeadPose


class Portrait:
    """One instance belongs to one thread: its paints are reused."""

    def __init__(self, name: str, person: Person) -> None:
        self.name = name
        self.title = person.title
        self._person = person
        self._layout = _lay(person)
        self._ink = Ink()
        self._body = form.Body(person, self._ink)
        self._skin = SkinLayer(person.skin.tone)
        self._lines = lines.Lines(person)

    def draw(self, canvas: skia.Canvas, expression: Expression, head: HeadPose = STRAIGHT) -> None:
        drawn = posed(self._layout, expression, head)
        ink, person = self._ink, self._person
        mass = hair.mass_outline(drawn)
        hair.draw_mass(canvas, loop(mass), ink, person)
        self._body.draw(canvas, ink)
        form.draw_ears(canvas, drawn, ink, person)
        with self._skin.painting() as small:
            shading.shade(small, drawn, ink, person)
            nose.shade(small, drawn, ink, person)
        self._skin.fill(canvas, loop(form.face_outline(drawn)))
        self._lines.draw(canvas, drawn, ink)
        for feature in (nose, eyes, brows, mouth):
            feature.draw(canvas, drawn, ink, person)
        hair.draw_front(canvas, drawn, mass, ink, person)


def _lay(person: Person) -> Layout:
    plan = Plan()
    for feature in (form, shading, lines, nose, eyes):
        feature.lay(plan)
    brows.lay(plan, person.brows.thickness)
    mouth.lay(plan, person.lips.fullness)
    hair.lay(plan, person)
    return plan.laid(lambda name, points: shaped(name, points, person.face))


def posed(layout: Layout, expression: Expression, head: HeadPose) -> Drawn:
    amounts = drives(expression.values)
    points = layout.moved(amounts)
    eyes.settle(points, layout.places, np.asarray(amounts[ROW["AU43"]]))
    mouth.settle(points, layout.places)
    turn = rotation(head)
    hair.settle(points, layout.places, turn)
    return Drawn(project(points, turn), layout.places, amounts, turn, head)
