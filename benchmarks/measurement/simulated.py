"""The score of simulated people who agree with what is known of sets T and J: no proof, but no wish either.

The reference score and the present one see the same faces, so what matters is the difference between the two rows:
nobody knows how far simulated people are from living ones. Populations and how they were found: populations.py,
populations_fit.py.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from benchmarks.measurement.extent import WHOLE, Extent
from benchmarks.measurement.populations import GUESSES, Faces, draw, population
from benchmarks.measurement.populations_fit import KEPT
from benchmarks.measurement.published import FOUND, apart, figures_of, follows, linear, own_courses, trained
from benchmarks.measurement.reference import UNITS, reference
from benchmarks.measurement.words import range_words, table

from mirrorcam.app.measuring import SIX
from mirrorcam.arrays import Floats
from mirrorcam.expression import CODES, POSITION, Expression
from mirrorcam.score import score
from mirrorcam.target import Target, library

PEOPLE, EACH, SEED = 26, 4, 77
"""Drawn anew from every population, with a seed that no fit has seen."""
PLACES = np.array([POSITION[f"AU{unit}"] for unit in UNITS])
TOLD = ("others", "neutral", "top", "course")
"""Of each method: AUC others, AUC neutral, top-1 of six, rank correlation along rest → pose."""


def measure_simulated(extent: Extent) -> dict[str, Any]:
    kept = json.loads(KEPT.read_text(encoding="utf-8"))
    crowds = {set_name: crowds_of(kept[set_name], extent) for set_name in FOUND}
    every = [faces for many in crowds.values() for faces in many]
    return {set_name: _figures(many, every, set_name) for set_name, many in crowds.items()}


def crowds_of(by_guess: Mapping[str, list[list[float]]], extent: Extent = WHOLE) -> list[Faces]:
    return [
        draw(population(np.array(numbers), guess), SEED, PEOPLE, EACH)
        for guess in GUESSES
        for numbers in extent.some(by_guess[guess])
    ]


def _figures(crowds: Sequence[Faces], every: Sequence[Faces], set_name: str) -> dict[str, Any]:
    known = library()
    targets = [known[name] for name in SIX]
    methods: dict[str, Callable[[Faces], list[float]]] = {
        "reference": _told_reference,
        "present": lambda faces: _told_present(faces, targets),
        "elsewhere": lambda faces: _told_elsewhere(faces, every),
        "trained": _told_trained,
    }
    rows = {name: _summed([told(faces) for faces in crowds]) for name, told in methods.items()}
    return {
        "populations": len(crowds),
        "methods": rows,
        "fit": _fit([figures_of(faces, set_name) for faces in crowds], set_name),
    }


def scores_of(units: Floats, targets: Sequence[Target]) -> Floats:
    """(faces, targets): the raw score that mirrorcam gives, 0..100; both sides of a face alike."""
    values = np.zeros((len(units), len(CODES), 2))
    values[:, PLACES] = units[:, :, None]
    return np.array([[score(Expression(one), target).value for target in targets] for one in values])


def _told_reference(faces: Faces) -> list[float]:
    along = follows(own_courses(reference, faces), faces.course_emotion)
    return [*apart(reference(faces.units), reference(faces.rest), faces), along]


def _told_present(faces: Faces, targets: Sequence[Target]) -> list[float]:
    courses = [
        scores_of(course, targets[emotion : emotion + 1])[:, 0]
        for course, emotion in zip(faces.courses, faces.course_emotion, strict=True)
    ]
    values = apart(scores_of(faces.units, targets), scores_of(faces.rest, targets), faces)
    return [*values, follows(np.array(courses), faces.course_emotion)]


def _told_trained(faces: Faces) -> list[float]:
    return [*apart(*trained(faces, together=PEOPLE), faces), float("nan")]


def _told_elsewhere(faces: Faces, every: Sequence[Faces]) -> list[float]:
    """What weights can know that were made for all other populations at once."""
    others = [one for one in every if one is not faces]
    units, emotion = (np.concatenate([getattr(one, name) for one in others]) for name in ("units", "emotion"))
    chance = linear(units, emotion)
    return [*apart(chance(faces.units), chance(faces.rest), faces), float("nan")]


def _summed(rows: list[list[float]]) -> dict[str, list[float]]:
    """Name → mean, lowest and highest over the populations."""
    return {
        name: [float(column.mean()), float(column.min()), float(column.max())]
        for name, column in zip(TOLD, np.array(rows).T, strict=True)
    }


def _fit(seen: list[dict[str, float]], set_name: str) -> dict[str, list[float]]:
    """Figure → what was found on living people, mean, lowest and highest of the simulated."""
    found: dict[str, list[float]] = {}
    for name, (value, _) in FOUND[set_name].items():
        column = np.array([one[name] for one in seen])
        found[name] = [value, float(column.mean()), float(column.min()), float(column.max())]
    return found


WORDS = {
    "reference": "the reference",
    "present": "**mirrorcam's present formula**",
    "elsewhere": "a linear model trained on all other populations",
    "trained": "one trained on this population, left out by person",
}
HELD = {
    "reference others": "the reference: AUC others",
    "reference neutral": "the reference: AUC neutral",
    "reference top": "the reference: top-1 of six",
    "reference course": "the reference: rank correlation",
    "trained adds": "what a trained model adds to its AUC others",
    "trained adds top": "what it adds to its top-1",
    "sadness as disgust": "sadness taken for disgust",
    "surprise as fear": "surprise taken for fear",
    "anger as disgust or sadness": "anger taken for disgust or sadness (a guess: no figure was kept)",
    "AU4 of sadness others": "AU4 alone: sadness against others",
    "AU15 others": "AU15 alone: sadness against others",
}


def simulated_text(figures: dict[str, Any]) -> str:
    parts = [_methods_text(name, found) for name, found in figures.items() if name in FOUND]
    return "\n\n".join((*parts, _fit_text(figures)))


def _methods_text(set_name: str, found: dict[str, Any]) -> str:
    head = (
        f"like set {set_name}",
        "AUC others",
        "AUC neutral",
        "top-1 of six",
        "rank correlation, rest → pose",
    )
    rows = [(WORDS[name], *(_said(row[what]) for what in TOLD)) for name, row in found["methods"].items()]
    return f"{found['populations']} populations; mean (lowest to highest).\n\n{table(head, rows)}"


def _said(values: list[float | None]) -> str:
    mean, low, high = values
    return "–" if mean is None or low is None or high is None else f"{mean:.3f} {range_words((low, high), 3)}"


def _fit_text(figures: dict[str, Any]) -> str:
    head = ("how near they come", "T: living people", "simulated", "J: living people", "simulated")
    rows = [(said, *_held(figures["T"], name), *_held(figures["J"], name)) for name, said in HELD.items()]
    return table(head, rows)


def _held(found: dict[str, Any], name: str) -> tuple[str, str]:
    if name not in found["fit"]:
        return "–", "–"
    published, *simulated = found["fit"][name]
    return f"{published:.3f}", _said(simulated)
