"""Photographs of people at rest drawn again as if they posed the six expressions: what the whole program makes of them.

The skin, the light and the tracker's answer are real, the poses are not: muscles (anatomy.py) and manners (poses.py)
are mirrorcam's own guesses, so the figures tell how formulas and readings compare and what is taken for what, never
how living people would score. The neutral is another drawing of the same photograph at rest.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

import numpy as np
from benchmarks.measurement.anatomy import Units, posed
from benchmarks.measurement.comparing import auc
from benchmarks.measurement.extent import some
from benchmarks.measurement.labels import REST
from benchmarks.measurement.photographs import Album
from benchmarks.measurement.poses import Poser
from benchmarks.measurement.published import follows
from benchmarks.measurement.reference import UNITS, reference
from benchmarks.measurement.words import table

from mirrorcam.app.measuring import SIX
from mirrorcam.app.measuring.photographs import mean_measures
from mirrorcam.app.seeing import Eyes, looks_at
from mirrorcam.app.seeing.beside_neutral import beside_neutral, neutral_of_looks
from mirrorcam.arrays import Floats, Pixels
from mirrorcam.calibration import Neutral, relative
from mirrorcam.expression import POSITION, Expression
from mirrorcam.face import STRAIGHT, Face, Frame, HeadPose, Sample
from mirrorcam.range_of_movement import range_in, scaled
from mirrorcam.rescoring.formulas import FORMULAS
from mirrorcam.score import FORMULA_VERSION
from mirrorcam.sources.images import read_picture
from mirrorcam.target import Target, library

PEOPLE, EACH, RESTS, STEPS, SEED = 20, 2, 2, 6, 41
"""People, photographs of each expression of each, faces at rest to be scored, pictures of a course from rest to a pose,
and a seed that nothing was chosen by."""
TOLD = ("others", "neutral", "top", "course", "straight_course")


@dataclass(frozen=True)
class Seen:
    """What the program measured: a face posing ``label`` (``REST`` for none), or one step of a course to it."""

    person: int
    label: str
    step: int
    """Of a course, from 1; 0: a photograph for itself."""
    straight: bool
    """Of a course in which the head is held straight, and not a little otherwise in each picture."""
    expression: Expression
    tracked: Expression
    """The same, with the landmarks left where the tracker has them (src/mirrorcam/closeup.py)."""


Wear = Callable[[Pixels], Pixels]


def look_at(
    album: Album,
    people: int = PEOPLE,
    each: int = EACH,
    seed: int = SEED,
    *,
    courses: bool = True,
    worn: Callable[[Face, int], Wear] = lambda face, number: lambda pixels: pixels,
) -> tuple[list[Seen], int]:
    """What was seen, and how many pictures could not be scored. ``courses``: whether each is also drawn from rest to
    each pose, step by step. ``worn``: what happens to all pictures of a person, by the face at rest and the person's
    number."""
    seen: list[Seen] = []
    lost = 0
    for number, sitter in enumerate(some(album.sitters, people)):
        pixels = read_picture(sitter.neutral)
        face = album.eyes.see(Frame(0.0, 0, pixels)).face
        assert face is not None, f"{sitter.neutral}: no face was seen"
        poser = Poser(np.random.default_rng([seed, number]))
        drawn = Drawn(pixels, face, poser, number, worn(face, number))
        found, missed = _of_person(album.eyes, drawn, each, courses)
        seen += found
        lost += missed
    return seen, lost


@dataclass(frozen=True)
class Drawn:
    pixels: Pixels
    face: Face
    poser: Poser
    number: int
    worn: Wear

    def picture(self, units: Units, head: HeadPose | None = None) -> Pixels:
        """``head`` None: held a little otherwise than in the picture before."""
        head = head or HeadPose(*self.poser.head())
        return self.worn(posed(self.pixels, self.face, units, head, self.poser.gains))


class Wanted(NamedTuple):
    """A picture to be drawn, as in ``Seen`` and ``Drawn.picture``."""

    label: str
    units: Units
    step: int = 0
    head: HeadPose | None = None


def _of_person(eyes: Eyes, drawn: Drawn, each: int, courses: bool) -> tuple[list[Seen], int]:
    poser = drawn.poser
    neutral = neutral_of_looks(_looks(eyes, drawn.picture(poser.rest())))
    wanted = [Wanted(REST, poser.rest()) for _ in range(RESTS)]
    straight: list[Wanted] = []
    for name in SIX:
        poses = [Wanted(name, poser.pose(name)) for _ in range(each)]
        course = _course_to(poses[0]) if courses else []
        wanted += [*poses, *course]
        straight += [one._replace(head=STRAIGHT) for one in course]
    every = [*wanted, *straight]
    found = [(one, _looks(eyes, drawn.picture(one.units, one.head))) for one in every]
    seen = [_seen(drawn.number, one, looks, neutral) for one, looks in found if looks]
    return seen, len(every) - len(seen)


def _course_to(pose: Wanted) -> list[Wanted]:
    return [pose._replace(units=weaker(pose.units, step / STEPS), step=step) for step in range(1, STEPS + 1)]


def _seen(person: int, wanted: Wanted, looks: Sequence[Sample], neutral: Neutral) -> Seen:
    faces = (relative(mean_measures(each), neutral) for each in (beside_neutral(looks, neutral).looks, looks))
    return Seen(person, wanted.label, wanted.step, wanted.head is STRAIGHT, *faces)


def weaker(units: Units, share: float) -> Units:
    return {code: (left * share, right * share) for code, (left, right) in units.items()}


def _looks(eyes: Eyes, pixels: Pixels) -> list[Sample]:
    """One, or none where the face cannot be scored."""
    return [look for look in looks_at(eyes, Frame(0.0, 0, pixels), 1) if look.scored]


Scores = Callable[[Sequence[Seen]], Floats]
"""What was seen → (seen, 6)."""


def by_formula(version: int) -> Scores:
    targets = [library()[name] for name in SIX]
    return lambda seen: _by(version, seen, targets)


def _by(version: int, seen: Sequence[Seen], targets: Sequence[Target]) -> Floats:
    values = np.array([one.expression.values for one in seen])
    return np.array([FORMULAS[version](values, target) for target in targets]).T


def on_own_scale(every: Sequence[Seen]) -> Scores:
    """By the present formula, each person by how far they go in all of their photographs, whatever their labels."""
    targets = [library()[name] for name in SIX]
    faces: dict[int, list[Expression]] = {}
    for one in every:
        if not one.step:
            faces.setdefault(one.person, []).append(one.expression)
    own = {person: range_in(shown, targets) for person, shown in faces.items()}
    asked = {person: [scaled(target, reach) for target in targets] for person, reach in own.items()}
    return lambda seen: np.concatenate([_by(FORMULA_VERSION, [one], asked[one.person]) for one in seen])


def by_reference(seen: Sequence[Seen]) -> Floats:
    places = [POSITION[f"AU{unit}"] for unit in UNITS]
    return reference(np.array([one.expression.values.mean(axis=1)[places] for one in seen]))


def measure_warped(album: Album) -> dict[str, Any]:
    seen, lost = look_at(album, album.extent.many(PEOPLE, 1))
    left = [replace(one, expression=one.tracked) for one in seen]
    methods = {"reference": by_reference, "before": by_formula(4), "present": by_formula(FORMULA_VERSION)}
    return {
        "people": len({one.person for one in seen}),
        "pictures": len(seen),
        "lost": lost,
        "methods": {
            "tracked": told(left, methods["present"]),
            **{name: told(seen, method) for name, method in methods.items()},
            "own": told(seen, on_own_scale(seen)),
        },
        "units": {code: _unit(seen, code, name) for code, name in UNITS_OF.items()},
        "units_tracked": {code: _unit(left, code, name) for code, name in UNITS_OF.items()},
    }


UNITS_OF = {
    "AU1": "surprise", "AU4": "anger", "AU9": "disgust", "AU10": "disgust", "AU15": "sadness", "AU17": "sadness",
    "AU20": "fear", "AU24": "anger",
}  # fmt: skip


def _unit(seen: Sequence[Seen], code: str, name: str) -> list[float]:
    """AUC of a unit alone: the expression that has it against rest, and against the others."""
    alone = [one for one in seen if not one.step]
    values = np.array([one.expression[code] for one in alone])
    labels = np.array([one.label for one in alone])
    own = values[labels == name]
    return [auc(own, values[labels == REST]), auc(own, values[(labels != name) & (labels != REST)])]


def told(seen: Sequence[Seen], method: Scores) -> dict[str, Any]:
    alone = [one for one in seen if not one.step]
    values, labels = method(alone), np.array([one.label for one in alone])
    best = np.array(SIX)[values.argmax(axis=1)]
    others, neutral = [], []
    for row, name in enumerate(SIX):
        own, rest = labels == name, labels == REST
        others.append(auc(values[own, row], values[~own & ~rest, row]))
        neutral.append(auc(values[own, row], values[rest, row]))
    return {
        "others": float(np.mean(others)),
        "neutral": float(np.mean(neutral)),
        "top": float((best == labels)[labels != REST].mean()),
        "course": _course(seen, method, straight=False),
        "straight_course": _course(seen, method, straight=True),
        "own": {
            name: [others[row], float((best[labels == name] == name).mean())] for row, name in enumerate(SIX)
        },
        "taken_for": {name: {o: float((best[labels == name] == o).mean()) for o in SIX} for name in SIX},
        "p80": {name: float(np.percentile(values[labels == name, row], 80)) for row, name in enumerate(SIX)},
    }


def _course(seen: Sequence[Seen], method: Scores, *, straight: bool) -> float:
    """Mean rank correlation of the own score from rest to the pose."""
    every = [one for one in seen if one.step and one.straight == straight]
    courses, emotion = [], []
    for person in sorted({one.person for one in every}):
        for row, name in enumerate(SIX):
            steps = [one for one in every if (one.person, one.label) == (person, name)]
            if len(steps) == STEPS:
                courses.append(method(steps)[:, row])
                emotion.append(row)
    return follows(np.array(courses), np.array(emotion)) if courses else float("nan")


WORDS = {
    "tracked": "mirrorcam's present formula, the landmarks left where the tracker has them",
    "reference": "the reference, on the units as they are measured now",
    "before": "the formula of version 4",
    "present": "**mirrorcam's present formula**",
    "own": "**the same, on each person's own scale**",
}


def warped_text(figures: dict[str, Any]) -> str:
    head = (
        "drawn poses", "AUC others", "AUC neutral", "top-1 of six", "rank correlation, rest → pose",
        "with the head held straight",
    )  # fmt: skip
    rows = [
        (WORDS[name], *(f"{found[what]:.3f}" for what in TOLD)) for name, found in figures["methods"].items()
    ]
    taken = figures["methods"]["present"]["taken_for"]
    confused = [(name, *(f"{100 * taken[name][other]:.0f}" for other in SIX)) for name in SIX]
    units = [
        (f"{code} ({UNITS_OF[code]})", *(f"{v:.2f}" for v in (*figures["units_tracked"][code], *found)))
        for code, found in figures["units"].items()
    ]
    columns = ("unit alone", "as tracked: against rest", "others", "on the skin: against rest", "others")
    return (
        f"{figures['people']} people, {figures['pictures']} pictures; {figures['lost']} could not be scored.\n\n"
        f"{table(head, rows)}\n\nTaken for, of 100:\n\n{table(('posed', *SIX), confused)}\n\n"
        f"AUC of an expression by one of its units alone:\n\n{table(columns, units)}"
    )
