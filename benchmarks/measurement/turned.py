"""Photographs drawn again with heads turned by known angles: what that does to a smile's score and to rest.

    python -m benchmarks.measurement.turned FOLDER

prints the table ``DRIFTS`` of src/mirrorcam/turning.py anew, from the faces of FOLDER.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from benchmarks.measurement.photographs import Album, Sitter, read_sitters
from benchmarks.measurement.turning import turned
from benchmarks.measurement.words import signed, table
from numpy.typing import NDArray

from mirrorcam.action_units import FEATURES, Measures, mean_of, measure
from mirrorcam.app.measure import SIX
from mirrorcam.app.seeing import Eyes, with_other_edges
from mirrorcam.calibration import Neutral, relative
from mirrorcam.face import STRAIGHT, Frame, HeadPose, Sample
from mirrorcam.score import score
from mirrorcam.sources.images import read_picture
from mirrorcam.target import Target, library
from mirrorcam.turning import drifts, turn_terms

TURNS = (
    *(HeadPose(yaw) for yaw in (10, -10, 15, -15, 20, -20, 30, -30)),
    *(HeadPose(0, pitch) for pitch in (8, -8, 12, -12, 15, -15, 25, -25)),
    *(HeadPose(yaw, pitch) for yaw in (15, -15) for pitch in (10, -10)),
    HeadPose(0, 0, 20),
    HeadPose(0, 0, -20),
)
FITTED_DEG = 21
"""Drifts are found from what is turned by less."""
LEAST_DRIFT = 0.03
"""Full scales; less is left out of the table."""
LOOKS = 3
RIDGE = 1.0

Floats = NDArray[np.float64]
Place = tuple[str, HeadPose]
"""Which photograph ("neutral" or "smile"), and how it is turned."""


@dataclass(frozen=True)
class Look:
    """``measures`` as the tracker gave them, with nothing taken out."""

    measures: Measures
    pose: HeadPose


Person = dict[Place, Look]


def looks_of(album: Album, sitter: Sitter) -> Person:
    seen: Person = {}
    for which, path in (("neutral", sitter.neutral), ("smile", sitter.smile)):
        pixels = read_picture(path)
        face = album.eyes.see(Frame(0.0, 0, pixels)).face
        assert face is not None, f"{path}: no face was seen"
        for turn in (STRAIGHT, *TURNS):
            frame = Frame(0.0, 0, turned(pixels, face, turn))
            frames = (frame, *tuple(with_other_edges(frame))[: LOOKS - 1])
            samples = [album.eyes.see(one) for one in frames]
            if (look := _look([s for s in samples if s.face is not None])) is not None:
                seen[which, turn] = look
    return seen


def _look(samples: Sequence[Sample]) -> Look | None:
    if not samples:
        return None
    raw = [_raw(sample) for sample in samples]
    poses = [s.face.pose for s in samples if s.face is not None]
    middle = np.mean([(p.yaw_deg, p.pitch_deg, p.roll_deg) for p in poses], axis=0)
    return Look(mean_of(raw), HeadPose(*map(float, middle)))


def _raw(sample: Sample) -> Measures:
    assert sample.face is not None
    seen = measure(sample.face, sample.width, sample.height)
    return Measures(seen.features + _known() @ turn_terms(sample.face.pose), seen.patches)


def _known() -> Floats:
    return drifts([feature.name for feature in FEATURES])


def fitted(people: Iterable[Person]) -> Floats:
    """(features, 5), least squares with a little ridge, over both sides of all turned photographs."""
    terms, moved = [], []
    scales = np.array([[feature.full_scale] for feature in FEATURES])
    for person in people:
        for (which, turn), look in person.items():
            if max(map(abs, (turn.yaw_deg, turn.pitch_deg, turn.roll_deg))) < FITTED_DEG:
                straight = person[which, STRAIGHT]
                terms.append((turn_terms(look.pose) - turn_terms(straight.pose)).T)
                moved.append(((look.measures.features - straight.measures.features) / scales).T)
    a, b = np.concatenate(terms), np.concatenate(moved)
    found = np.linalg.solve(a.T @ a + RIDGE * np.eye(a.shape[1]), a.T @ b).T
    result: Floats = np.where(np.abs(found).max(axis=1, keepdims=True) < LEAST_DRIFT, 0.0, found) * scales
    return result


@dataclass
class Course:
    """What one way of taking drifts out makes of one turn: changes of the smile's score, highest of six at rest."""

    changes: list[float]
    rests: list[float]


def measure_turned(album: Album) -> dict[str, Any]:
    people = [looks_of(album, sitter) for sitter in album.sitters]
    halves = people[::2], people[1::2]
    learned = [fitted(half) for half in halves]
    ways: dict[str, Callable[[int], Floats]] = {
        "before": lambda _: np.zeros_like(learned[0]),
        "held_out": lambda number: learned[1 - number % 2],
        "now": lambda _: _known(),
    }
    rows = [_row(people, turn, ways) for turn in TURNS]
    return {"people": len(people), "rows": rows}


def _row(
    people: Sequence[Person], turn: HeadPose, ways: dict[str, Callable[[int], Floats]]
) -> dict[str, Any]:
    targets = {name: library()[name] for name in SIX}
    found = {name: Course([], []) for name in ways}
    for name, way in ways.items():
        for number, person in enumerate(people):
            _add(found[name], person, turn, way(number), targets)
    return {
        "turn": [turn.yaw_deg, turn.pitch_deg, turn.roll_deg],
        **{name: _figures(course) for name, course in found.items()},
    }


def _add(course: Course, person: Person, turn: HeadPose, taken: Floats, targets: dict[str, Target]) -> None:
    rest = _upright(person["neutral", STRAIGHT], taken)
    neutral = Neutral(rest.features, rest.patches)
    if ("smile", turn) in person:
        before, after = (
            score(relative(_upright(person["smile", at], taken), neutral), targets["happiness"]).value
            for at in (STRAIGHT, turn)
        )
        course.changes.append(after - before)
    if ("neutral", turn) in person:
        seen = relative(_upright(person["neutral", turn], taken), neutral)
        course.rests.append(max(score(seen, target).value for target in targets.values()))


def _upright(look: Look, taken: Floats) -> Measures:
    return Measures(look.measures.features - taken @ turn_terms(look.pose), look.measures.patches)


def _figures(course: Course) -> dict[str, Any]:
    changes = np.array(course.changes)
    return {
        "mean": float(changes.mean()),
        "sd": float(np.sqrt((changes**2).mean())),
        "rest": [float(np.median(course.rests)), float(np.max(course.rests))],
    }


def photographs_turned_text(figures: dict[str, Any]) -> str:
    rows = [
        (_turn_words(row["turn"]), *(_change(row[way]) for way in ("before", "held_out", "now")),
         *(f"{row[way]['rest'][0]:.0f} ({row[way]['rest'][1]:.0f})" for way in ("before", "now")))
        for row in figures["rows"]
    ]  # fmt: skip
    head = (
        "turned from straight", "smile: mean change (root mean square), nothing taken out", "found on the other half",
        "as it is", "highest of six at rest: median (most), nothing taken out", "as it is",
    )  # fmt: skip
    return f"{figures['people']} people, raw points; scored or not.\n\n{table(head, rows)}"


def _change(found: dict[str, Any]) -> str:
    return f"{signed(found['mean'])} ({found['sd']:.1f})"


def _turn_words(turn: Sequence[float]) -> str:
    named = zip(("yaw", "pitch", "roll"), turn, strict=True)
    return ", ".join(f"{name} {signed(angle, 0)}°" for name, angle in named if angle)


def main(folder: Path) -> None:
    with Eyes.open(still=True) as eyes:
        album = Album(eyes, read_sitters(folder))
        found = fitted(looks_of(album, sitter) for sitter in album.sitters)
    for feature, row in zip(FEATURES, found.round(3) + 0.0, strict=True):
        if row.any():
            print(f'    "{feature.name}": ({", ".join(f"{value:g}" for value in row)}),')


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("Give a folder of faces with people.csv.")
    main(Path(sys.argv[1]))
