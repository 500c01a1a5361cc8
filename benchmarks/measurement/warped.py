"""Photographs of people at rest drawn again as if they posed the six expressions: what the whole program makes of them.

The skin, the light and the tracker's answer are real, the poses are not: muscles (anatomy.py) and manners (poses.py)
are mirrorcam's own guesses, so the figures tell how formulas and readings compare and what is taken for what, never
how living people would score. The neutral is another drawing of the same photograph at rest.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from benchmarks.measurement.anatomy import Units, posed
from benchmarks.measurement.comparing import auc
from benchmarks.measurement.labels import REST
from benchmarks.measurement.photographs import Album, some
from benchmarks.measurement.poses import Poser
from benchmarks.measurement.published import follows
from benchmarks.measurement.reference import UNITS, reference
from benchmarks.measurement.words import table

from mirrorcam.app.measuring import SIX
from mirrorcam.app.measuring.photographs import mean_measures
from mirrorcam.app.seeing import Eyes, looks_at
from mirrorcam.app.seeing.beside_neutral import beside_neutral, neutral_of_looks
from mirrorcam.arrays import Floats, Pixels
from mirrorcam.calibration import relative
from mirrorcam.expression import POSITION, Expression
from mirrorcam.face import Face, Frame, HeadPose, Sample
from mirrorcam.range_of_movement import range_in, scaled
from mirrorcam.rescoring.formulas import FORMULAS
from mirrorcam.score import FORMULA_VERSION
from mirrorcam.sources.images import read_picture
from mirrorcam.target import Target, library

PEOPLE, EACH, RESTS, STEPS, SEED = 20, 2, 2, 6, 41
"""People, photographs of each expression of each, faces at rest to be scored, pictures of a course from rest to a pose,
and a seed that nothing was chosen by."""
COURSES = 6
"""People who are also drawn from rest to each pose, step by step."""
TOLD = ("others", "neutral", "top", "course")


@dataclass(frozen=True)
class Seen:
    """What the program measured: a face posing ``label`` (``REST`` for none), or one step of a course to it."""

    person: int
    label: str
    step: int
    """Of a course, from 1; 0: a photograph for itself."""
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
    courses: int = COURSES,
    worn: Callable[[Face, int], Wear] = lambda face, number: lambda pixels: pixels,
) -> tuple[list[Seen], int]:
    """What was seen, and how many pictures could not be scored. ``courses``: of so many people. ``worn``: what happens
    to all pictures of a person, by the face at rest and the person's number."""
    seen: list[Seen] = []
    lost = 0
    for number, sitter in enumerate(some(album.sitters, people)):
        pixels = read_picture(sitter.neutral)
        face = album.eyes.see(Frame(0.0, 0, pixels)).face
        assert face is not None, f"{sitter.neutral}: no face was seen"
        poser = Poser(np.random.default_rng([seed, number]))
        drawn = Drawn(pixels, face, poser, number, worn(face, number))
        found, missed = _of_person(album.eyes, drawn, each, number < courses)
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

    def picture(self, units: Units) -> Pixels:
        head = HeadPose(*self.poser.head())
        return self.worn(posed(self.pixels, self.face, units, head, self.poser.gains))


def _of_person(eyes: Eyes, drawn: Drawn, each: int, courses: bool) -> tuple[list[Seen], int]:
    poser = drawn.poser
    neutral = neutral_of_looks(_looks(eyes, drawn.picture(poser.rest())))
    wanted = [(REST, 0, poser.rest()) for _ in range(RESTS)]
    for name in SIX:
        poses = [poser.pose(name) for _ in range(each)]
        wanted += [(name, 0, pose) for pose in poses]
        if courses:
            wanted += [(name, step, weaker(poses[0], step / STEPS)) for step in range(1, STEPS + 1)]
    found = [(label, step, _looks(eyes, drawn.picture(units))) for label, step, units in wanted]
    seen = [
        Seen(drawn.number, label, step, *(relative(mean_measures(each), neutral) for each in ways))
        for label, step, looks in found
        if (ways := (beside_neutral(looks, neutral).looks, looks)) and looks
    ]
    return seen, len(found) - len(seen)


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


def measure_warped(album: Album, people: int = PEOPLE) -> dict[str, Any]:
    seen, lost = look_at(album, people)
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
        "course": _course(seen, method),
        "own": {
            name: [others[row], float((best[labels == name] == name).mean())] for row, name in enumerate(SIX)
        },
        "taken_for": {name: {o: float((best[labels == name] == o).mean()) for o in SIX} for name in SIX},
        "p80": {name: float(np.percentile(values[labels == name, row], 80)) for row, name in enumerate(SIX)},
    }


def _course(seen: Sequence[Seen], method: Scores) -> float:
    """Mean rank correlation of the own score from rest to the pose."""
    courses, emotion = [], []
    for person in range(COURSES):
        for row, name in enumerate(SIX):
            steps = [one for one in seen if one.step and (one.person, one.label) == (person, name)]
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
    head = ("drawn poses", "AUC others", "AUC neutral", "top-1 of six", "rank correlation, rest → pose")
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
