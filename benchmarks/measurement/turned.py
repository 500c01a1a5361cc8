"""Photographs drawn again with heads turned by known angles: what that does to a smile's score and to rest.

    python -m benchmarks.measurement.turned FOLDER

prints the tables ``DRIFTS`` and ``LEFT_OVER`` of src/mirrorcam/turning.py anew, from the faces of FOLDER.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from benchmarks.measurement.photographs import Album, Sitter, read_sitters
from benchmarks.measurement.turning import AS_TRACKED, Solid, turned
from benchmarks.measurement.words import signed, table
from numpy.typing import NDArray

from mirrorcam.action_units import FEATURES, Measures, mean_of
from mirrorcam.app.measure import SIX, measured
from mirrorcam.app.seeing import Eyes, with_other_edges
from mirrorcam.app.straight import straightened
from mirrorcam.calibration import Neutral, relative
from mirrorcam.face import STRAIGHT, Frame, HeadPose, Sample
from mirrorcam.score import score
from mirrorcam.sources.images import read_picture
from mirrorcam.target import Target, library
from mirrorcam.turning import LEFT_OVER, drifts, turn_terms

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
    """``measures`` as the tracker gave them, with nothing taken out; ``front``: the same of the photograph drawn again
    from the front, None where the head is straight enough."""

    measures: Measures
    pose: HeadPose
    front: Measures | None


Person = dict[Place, Look]


def looks_of(
    album: Album, sitter: Sitter, turns: Sequence[HeadPose] = TURNS, solid: Solid = AS_TRACKED
) -> Person:
    seen: Person = {}
    for which, path in (("neutral", sitter.neutral), ("smile", sitter.smile)):
        pixels = read_picture(path)
        face = album.eyes.see(Frame(0.0, 0, pixels)).face
        assert face is not None, f"{path}: no face was seen"
        for turn in (STRAIGHT, *turns):
            frame = Frame(0.0, 0, turned(pixels, face, turn, solid))
            if (look := _look(album.eyes, frame)) is not None:
                seen[which, turn] = look
    return seen


def _look(eyes: Eyes, frame: Frame) -> Look | None:
    samples = _seen(eyes, frame)
    if not samples:
        return None
    poses = [s.face.pose for s in samples if s.face is not None]
    middle = np.mean([(p.yaw_deg, p.pitch_deg, p.roll_deg) for p in poses], axis=0)
    front = straightened(frame, samples[0], eyes.see)
    from_front = [] if front is None else _seen(eyes, front)
    return Look(
        mean_of([_raw(sample) for sample in samples]),
        HeadPose(*map(float, middle)),
        mean_of([_raw(sample) for sample in from_front]) if from_front else None,
    )


def _seen(eyes: Eyes, frame: Frame) -> list[Sample]:
    frames = (frame, *islice(with_other_edges(frame), LOOKS - 1))
    return [sample for sample in map(eyes.see, frames) if sample.face is not None]


def _raw(sample: Sample) -> Measures:
    assert sample.face is not None
    seen = measured(sample)
    return Measures(seen.features + _known() @ turn_terms(sample.face.pose), seen.patches)


def _known() -> Floats:
    return drifts([feature.name for feature in FEATURES])


def _known_over() -> Floats:
    return drifts([feature.name for feature in FEATURES], LEFT_OVER)


def fitted(people: Iterable[Person]) -> Floats:
    """``DRIFTS`` anew, (features, 5), over both sides of all turned photographs."""
    pairs = [(person[which, STRAIGHT], look) for person in people for (which, turn), look in _near(person)]
    terms = [turn_terms(look.pose) - turn_terms(straight.pose) for straight, look in pairs]
    return _least_squares(
        terms, [look.measures.features - straight.measures.features for straight, look in pairs]
    )


def fitted_over(people: Iterable[Person]) -> Floats:
    """``LEFT_OVER`` anew: what drawing the head from the front leaves."""
    pairs = [(person[which, STRAIGHT], look) for person in people for (which, turn), look in _near(person)]
    drawn = [(straight, look.pose, look.front) for straight, look in pairs if look.front is not None]
    return _least_squares(
        [turn_terms(pose) for _, pose, _ in drawn],
        [front.features - as_it_is(straight).features for straight, _, front in drawn],
    )


def _near(person: Person) -> Iterator[tuple[Place, Look]]:
    for place, look in person.items():
        turn = place[1]
        if turn != STRAIGHT and max(map(abs, (turn.yaw_deg, turn.pitch_deg, turn.roll_deg))) < FITTED_DEG:
            yield place, look


def _least_squares(terms: Sequence[Floats], moved: Sequence[Floats]) -> Floats:
    """With a little ridge. ``terms`` (5, 2) and ``moved`` (features, 2) of each look, columns left and right."""
    scales = np.array([[feature.full_scale] for feature in FEATURES])
    a = np.concatenate([each.T for each in terms])
    b = np.concatenate([(each / scales).T for each in moved])
    found = np.linalg.solve(a.T @ a + RIDGE * np.eye(a.shape[1]), a.T @ b).T
    result: Floats = np.where(np.abs(found).max(axis=1, keepdims=True) < LEAST_DRIFT, 0.0, found) * scales
    return result


def as_it_is(look: Look, left_over: Floats | None = None) -> Measures:
    """What `mirrorcam measure` makes of the look."""
    if look.front is None:
        return as_in_a_film(look)
    left_over = _known_over() if left_over is None else left_over
    return Measures(look.front.features - left_over @ turn_terms(look.pose), look.front.patches)


class Way(Protocol):
    """What is made of a look at the person with that number."""

    def __call__(self, look: Look, number: int) -> Measures: ...


@dataclass
class Course:
    """What one way of taking drifts out makes of one turn: changes of the smile's score, highest of six at rest."""

    changes: list[float]
    rests: list[float]


def measure_turned(album: Album) -> dict[str, Any]:
    people = [looks_of(album, sitter) for sitter in album.sitters]
    halves = people[::2], people[1::2]
    learned, over = [fitted(half) for half in halves], [fitted_over(half) for half in halves]
    ways: dict[str, Way] = {
        "before": lambda look, number: look.measures,
        "held_out": lambda look, number: as_in_a_film(look, learned[1 - number % 2]),
        "now": lambda look, number: as_in_a_film(look),
        "front_held_out": lambda look, number: as_it_is(look, over[1 - number % 2]),
        "front": lambda look, number: as_it_is(look),
    }
    rows = [row_of_turn(people, turn, ways) for turn in TURNS]
    return {"people": len(people), "rows": rows}


def row_of_turn(people: Sequence[Person], turn: HeadPose, ways: dict[str, Way]) -> dict[str, Any]:
    targets = {name: library()[name] for name in SIX}
    found = {name: Course([], []) for name in ways}
    for name, way in ways.items():
        for number, person in enumerate(people):
            _add(found[name], person, turn, partial(way, number=number), targets)
    return {
        "turn": [turn.yaw_deg, turn.pitch_deg, turn.roll_deg],
        **{name: _figures(course) for name, course in found.items()},
    }


def _add(
    course: Course,
    person: Person,
    turn: HeadPose,
    way: Callable[[Look], Measures],
    targets: dict[str, Target],
) -> None:
    rest = way(person["neutral", STRAIGHT])
    neutral = Neutral(rest.features, rest.patches)
    if ("smile", turn) in person:
        before, after = (
            score(relative(way(person["smile", at]), neutral), targets["happiness"]).value
            for at in (STRAIGHT, turn)
        )
        course.changes.append(after - before)
    if ("neutral", turn) in person:
        seen = relative(way(person["neutral", turn]), neutral)
        course.rests.append(max(score(seen, target).value for target in targets.values()))


def as_in_a_film(look: Look, taken: Floats | None = None) -> Measures:
    taken = _known() if taken is None else taken
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
        (
            turn_words(row["turn"]),
            *(change_words(row[way]) for way in COLUMNS),
            *(rest_words(row[way]) for way in RESTS),
        )
        for row in figures["rows"]
    ]
    head = (
        "turned from straight", *(f"smile, {COLUMNS[way]}" for way in COLUMNS),
        *(f"rest, {COLUMNS[way]}" for way in RESTS),
    )  # fmt: skip
    return (
        f"{figures['people']} people, raw points; scored or not. Of the smile the mean change (root mean square), of "
        f"rest the highest of the six, median (most).\n\n{table(head, rows)}"
    )


COLUMNS = {
    "before": "nothing done",
    "held_out": "film, found on the other half",
    "now": "film, as it is",
    "front_held_out": "photograph, found on the other half",
    "front": "photograph, as it is",
}
RESTS = ("before", "now", "front")


def rest_words(found: dict[str, Any]) -> str:
    return f"{found['rest'][0]:.0f} ({found['rest'][1]:.0f})"


def change_words(found: dict[str, Any]) -> str:
    return f"{signed(found['mean'])} ({found['sd']:.1f})"


def turn_words(turn: Sequence[float]) -> str:
    named = zip(("yaw", "pitch", "roll"), turn, strict=True)
    return ", ".join(f"{name} {signed(angle, 0)}°" for name, angle in named if angle)


def main(folder: Path) -> None:
    with Eyes.open(still=True) as eyes:
        album = Album(eyes, read_sitters(folder))
        people = [looks_of(album, sitter) for sitter in album.sitters]
    for name, found in (("DRIFTS", fitted(people)), ("LEFT_OVER", fitted_over(people))):
        print(name)
        for feature, row in zip(FEATURES, found.round(3) + 0.0, strict=True):
            if row.any():
                print(f'    "{feature.name}": ({", ".join(f"{value:g}" for value in row)}),')


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("Give a folder of faces with people.csv.")
    main(Path(sys.argv[1]))
