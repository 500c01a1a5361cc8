"""Photographs drawn again with heads turned by known angles: what that does to a smile's score and to rest.

    python -m benchmarks.measurement.turned FOLDER

prints the tables ``DRIFTS``, ``LEVELLED`` and ``LEFT_OVER`` of src/mirrorcam/turning.py anew, from the faces of FOLDER.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import Any, NamedTuple, Protocol, Self

import numpy as np
from benchmarks.alone import run_alone
from benchmarks.measurement.photographs import Album, Sitter, read_sitters
from benchmarks.measurement.turning import AS_TRACKED, Solid, turned
from benchmarks.measurement.words import signed, table

from mirrorcam.action_units import FEATURES
from mirrorcam.app.measuring import SIX
from mirrorcam.app.seeing import Eyes, with_other_edges
from mirrorcam.app.seeing.beside_neutral import beside_neutral, neutral_of_looks
from mirrorcam.app.seeing.level import Level
from mirrorcam.app.seeing.straight import as_held, straightened
from mirrorcam.app.seeing.upright import Upright
from mirrorcam.app.seeing.well_lit import WellLit
from mirrorcam.arrays import Floats
from mirrorcam.calibration import Neutral, relative
from mirrorcam.face import STRAIGHT, Drawn, Face, Frame, HeadPose, Sample
from mirrorcam.measures import Measures, drifted, mean_of, measure
from mirrorcam.patches import patches
from mirrorcam.score import score
from mirrorcam.sources.images import read_picture
from mirrorcam.target import Target, library
from mirrorcam.trackers import open_tracker
from mirrorcam.trackers.model import ensure_model
from mirrorcam.turning import DRIFTS, LEFT_OVER, LEVEL_FROM_DEG, LEVELLED, Drift, drifts, turn_terms

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
SETTLED = 4
"""Frames that a film has to stand still until its face is seen as it will be."""
RIDGE = 1.0

Place = tuple[str, HeadPose]
"""Which photograph ("neutral" or "smile"), and how it is turned."""


class Seen(NamedTuple):
    """``measures`` as the tracker gave them, with nothing taken out."""

    measures: Measures
    pose: HeadPose
    drawn: Drawn = Drawn.NOT


@dataclass(frozen=True)
class Look:
    """``plain``: nothing done; ``filmed``: as a film that stands still is seen; ``photograph``: as the photograph is,
    drawn again from the front where the head is turned, beside that of the person at rest."""

    plain: Seen
    filmed: Seen
    photograph: Seen


Person = dict[Place, Look]


class StandingFilm:
    """Sees a picture as it would be seen in a film in which nothing moves."""

    def __init__(self) -> None:
        self._tracker = open_tracker(model=ensure_model(), still=True)

    def see(self, frame: Frame) -> Face | None:
        seen = Upright(Level(WellLit(self._tracker)))
        faces = [seen.track(frame).faces for _ in range(SETTLED)][-1]
        return replace(faces[0], patches=patches(frame.pixels, faces[0].landmarks)) if faces else None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._tracker.close()


def looks_of(
    album: Album,
    film: StandingFilm,
    sitter: Sitter,
    turns: Sequence[HeadPose] = TURNS,
    solid: Solid = AS_TRACKED,
) -> Person:
    seen: Person = {}
    rest: Neutral | None = None
    for which, path in (("neutral", sitter.neutral), ("smile", sitter.smile)):
        pixels = read_picture(path)
        face = album.eyes.see(Frame(0.0, 0, pixels)).face
        assert face is not None, f"{path}: no face was seen"
        for turn in (STRAIGHT, *turns):
            frame = Frame(0.0, 0, turned(pixels, face, turn, solid))
            looks = _photographed(album.eyes, frame)
            rest = rest or neutral_of_looks(looks)
            plain = _seen(_faces(frame, lambda one: album.eyes.see(one).face))
            filmed = _seen(_faces(frame, film.see))
            photograph = _seen([_of_sample(look) for look in beside_neutral(looks, rest).looks])
            if plain and filmed and photograph:
                seen[which, turn] = Look(plain, filmed, photograph)
    return seen


FaceIn = tuple[Face, int, int]
"""With the width and the height of its picture."""


def _photographed(eyes: Eyes, frame: Frame) -> list[Sample]:
    """Looks at it as ``looks_at`` gives them, but whether it can be scored or not."""
    plain = eyes.see(frame)
    if plain.face is None:
        return []
    front = straightened(frame, plain, eyes.see)
    looks = [look for look in map(eyes.see, _with_edges(front or frame)) if look.face]
    return looks if front is None else [as_held(look, plain) for look in looks]


def _of_sample(look: Sample) -> FaceIn:
    assert look.face is not None
    return look.face, look.width, look.height


def _faces(frame: Frame, see: Callable[[Frame], Face | None]) -> list[FaceIn]:
    seen = [(see(one), one.pixels.shape) for one in _with_edges(frame)]
    return [(face, shape[1], shape[0]) for face, shape in seen if face is not None]


def _with_edges(frame: Frame) -> Iterator[Frame]:
    return chain((frame,), islice(with_other_edges(frame), LOOKS - 1))


def _seen(faces: Sequence[FaceIn]) -> Seen | None:
    if not faces:
        return None
    poses = [face.pose for face, _, _ in faces]
    middle = np.mean([(pose.yaw_deg, pose.pitch_deg, pose.roll_deg) for pose in poses], axis=0)
    every = [_raw(*one) for one in faces]
    return Seen(mean_of(every), HeadPose(*map(float, middle)), faces[0][0].drawn)


def _raw(face: Face, width: int, height: int) -> Measures:
    seen = measure(face, width, height)
    turn = np.array([[face.pose.yaw_deg, face.pose.pitch_deg]])
    return replace(seen, features=seen.features + drifted(turn, np.array([face.drawn]))[0])


class Tables(NamedTuple):
    """(features, 5) each, as ``drifts`` gives them."""

    drifts: Floats
    levelled: Floats
    left_over: Floats


def _known(table: Mapping[str, Drift]) -> Floats:
    return drifts([feature.name for feature in FEATURES], table)


KNOWN = Tables(_known(DRIFTS), _known(LEVELLED), _known(LEFT_OVER))


def _terms(seen: Seen) -> tuple[Floats, Floats]:
    """What the tracker saw of the turn, and what was taken back of it before."""
    whole = turn_terms(seen.pose)
    if seen.drawn is not Drawn.LEVEL:
        return whole, np.zeros_like(whole)
    pitch_deg = float(np.clip(seen.pose.pitch_deg, -LEVEL_FROM_DEG, LEVEL_FROM_DEG))
    left = turn_terms(replace(seen.pose, pitch_deg=pitch_deg))
    return left, whole - left


def fitted(people: Sequence[Person]) -> Tables:
    """``DRIFTS``, ``LEVELLED`` and ``LEFT_OVER`` anew, over both sides of all turned photographs."""
    pairs = [(person[which, STRAIGHT], look) for person in people for (which, turn), look in _near(person)]
    terms = [turn_terms(look.plain.pose) - turn_terms(straight.plain.pose) for straight, look in pairs]
    found = _least_squares(
        terms, [look.plain.measures.features - straight.plain.measures.features for straight, look in pairs]
    )
    films = [(straight, look.filmed) for straight, look in pairs if look.filmed.drawn is Drawn.LEVEL]
    levelled = _least_squares(
        [_terms(filmed)[1] for _, filmed in films],
        [
            filmed.measures.features - found @ _terms(filmed)[0] - _level(straight, found)
            for straight, filmed in films
        ],
    )
    drawn = [(straight, look) for straight, look in pairs if look.photograph.drawn is Drawn.FROM_FRONT]
    left_over = _least_squares(
        [turn_terms(look.photograph.pose) for _, look in drawn],
        [look.photograph.measures.features - as_it_is(straight).features for straight, look in drawn],
    )
    return Tables(found, levelled, left_over)


def _level(straight: Look, found: Floats) -> Floats:
    """The features of a photograph as it is, which is never pitched far."""
    return np.asarray(straight.plain.measures.features - found @ turn_terms(straight.plain.pose))


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


def as_it_is(look: Look, tables: Tables = KNOWN) -> Measures:
    """What `mirrorcam measure` makes of the look."""
    seen = look.photograph
    table = tables.left_over if seen.drawn is Drawn.FROM_FRONT else tables.drifts
    features = seen.measures.features - table @ turn_terms(seen.pose)
    return replace(seen.measures, features=features, face_size=0.0)


class Way(Protocol):
    """What is made of a look at the person with that number."""

    def __call__(self, look: Look, number: int) -> Measures: ...


@dataclass
class Course:
    """What one way of taking drifts out makes of one turn: changes of the smile's score, highest of six at rest."""

    changes: list[float]
    rests: list[float]


def measure_turned(album: Album) -> dict[str, Any]:
    turns = album.extent.some(TURNS, 3)
    with StandingFilm() as film:
        people = [looks_of(album, film, sitter, turns) for sitter in album.sitters]
    learned = [fitted(half) for half in (people[::2], people[1::2])]
    ways: dict[str, Way] = {
        "before": lambda look, number: look.plain.measures,
        "held_out": lambda look, number: as_in_a_film(look, learned[1 - number % 2]),
        "now": lambda look, number: as_in_a_film(look),
        "front_held_out": lambda look, number: as_it_is(look, learned[1 - number % 2]),
        "front": lambda look, number: as_it_is(look),
    }
    rows = [row_of_turn(people, turn, ways) for turn in turns]
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
    neutral = Neutral(rest.features, rest.patches, rest.face_size, rest.nearness)
    if ("smile", turn) in person:
        before, after = (
            score(relative(way(person["smile", at]), neutral), targets["happiness"]).value
            for at in (STRAIGHT, turn)
        )
        course.changes.append(after - before)
    if ("neutral", turn) in person:
        seen = relative(way(person["neutral", turn]), neutral)
        course.rests.append(max(score(seen, target).value for target in targets.values()))


def as_in_a_film(look: Look, tables: Tables = KNOWN) -> Measures:
    seen, taken = _terms(look.filmed)
    features = look.filmed.measures.features - tables.drifts @ seen - tables.levelled @ taken
    return replace(look.filmed.measures, features=features)


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
    with Eyes.open(still=True) as eyes, StandingFilm() as film:
        album = Album(eyes, read_sitters(folder))
        people = [looks_of(album, film, sitter) for sitter in album.sitters]
    for name, found in zip(("DRIFTS", "LEVELLED", "LEFT_OVER"), fitted(people), strict=True):
        print(name)
        for feature, row in zip(FEATURES, found.round(3) + 0.0, strict=True):
            if row.any():
                print(f'    "{feature.name}": ({", ".join(f"{value:g}" for value in row)}),')


if __name__ == "__main__":
    run_alone(main)
