"""Photographs drawn as if from nearer: what that does to scores, and the tables of ``nearness.py``.

    python -m benchmarks.measurement.nearer FOLDER

prints those tables anew. The photographs are taken for portraits from 150 cm; the tracker's own depth carries them, so
it is a closed loop, and no camera was moved in earnest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
from benchmarks.alone import run_alone
from benchmarks.measurement.anatomy import posed
from benchmarks.measurement.extent import some
from benchmarks.measurement.photographs import Album, read_sitters
from benchmarks.measurement.poses import Poser
from benchmarks.measurement.words import table

from mirrorcam import facing, nearness
from mirrorcam.action_units import FEATURES
from mirrorcam.app.measuring import SIX
from mirrorcam.app.seeing import Eyes
from mirrorcam.app.seeing.beside_neutral import beside_neutral, neutral_of_looks
from mirrorcam.arrays import Floats, Pixels
from mirrorcam.calibration import Neutral, relative
from mirrorcam.face import Face, Frame, HeadPose, Sample
from mirrorcam.imaging.redrawing import redrawn, triangles
from mirrorcam.landmarks import RIGID_POINTS, faces_to_head, mirrored
from mirrorcam.measures import Measures, measure
from mirrorcam.nearness import MIDDLE, PAIRS
from mirrorcam.score import score
from mirrorcam.sources.images import read_picture

PORTRAIT_CM, FACE_CM = 150, 15.3
"""How far the camera is taken to have been, and how wide a face (canonical face)."""
DISTANCES_CM = (150, 100, 80, 60, 45)
FITTED_CM = (80, 60)
BESIDE_CM = ((150, 100), (150, 80), (150, 60), (150, 45), (60, 150), (60, 45))
"""From how far the neutral is taken, and the picture."""
PEOPLE = 35
POSES, SEED = 2, 77
"""Drawn poses of each expression and person, from 150 cm: what is no distance."""
PRIOR, JITTER = 1.5, 3e-5
"""SD of how much nearer pictures are (1/m), and variance of any point (eye distances²)."""
LEAST = 0.03
"""Full scales, below which a feature is left alone."""
POINTS = [*PAIRS, *map(mirrored, PAIRS), *MIDDLE]
"""What tells how near the camera is."""


def from_nearer(pixels: Pixels, face: Face, to_cm: float) -> Pixels:
    """The photograph as it would look from ``to_cm``, as large between the eyes."""
    height, width = pixels.shape[:2]
    at = facing.mesh(face, width, height)
    head = at[: -facing.STAYING]
    eyes = head[[33, 133, 362, 263]].mean(axis=0)
    axis = (eyes[:2] + head[4, :2]) / 2
    wide_px = float(np.linalg.norm(head[234] - head[454]))
    behind_cm = (head[:, 2] - eyes[2]) / wide_px * FACE_CM
    larger = to_cm / (to_cm + behind_cm) * (PORTRAIT_CM + behind_cm) / PORTRAIT_CM
    to = at.copy()
    to[: -facing.STAYING, :2] = axis + (head[:, :2] - axis) * larger[:, None]
    return redrawn(pixels, at, to, triangles(at))


class Shown(NamedTuple):
    what: str
    """"neutral", "smile", a drawn pose's name, or "rest" for one that shows nothing."""
    cm: int


@dataclass(frozen=True)
class Look:
    sample: Sample
    parts: Floats
    """(parts,): what ``nearness.WEIGHTS`` weigh."""
    features: Floats


Person = dict[Shown, list[Look]]


def look_at(album: Album, people: int = PEOPLE) -> list[Person]:
    return [
        _of_sitter(album, number, sitter.neutral, sitter.smile)
        for number, sitter in enumerate(some(album.sitters, people))
    ]


def _of_sitter(album: Album, number: int, neutral: Path, smile: Path) -> Person:
    eyes, person = album.eyes, Person()
    for what, path in (("neutral", neutral), ("smile", smile)):
        pixels = read_picture(path)
        face = eyes.see(Frame(0.0, 0, pixels)).face
        assert face is not None, f"{path}: no face was seen"
        for cm in DISTANCES_CM:
            seen = pixels if cm == PORTRAIT_CM else from_nearer(pixels, face, cm)
            person[Shown(what, cm)] = _looks(eyes, seen)
        if what == "neutral":
            for name, picture in _poses(pixels, face, number, album.extent.many(POSES, 1)):
                person.setdefault(Shown(name, PORTRAIT_CM), []).extend(_looks(eyes, picture))
    return person


def _poses(pixels: Pixels, face: Face, number: int, each: int) -> Iterator[tuple[str, Pixels]]:
    poser = Poser(np.random.default_rng([SEED, number]))
    wanted = [("rest", poser.rest()), *((name, poser.pose(name)) for name in SIX for _ in range(each))]
    for name, units in wanted:
        yield name, posed(pixels, face, units, HeadPose(*poser.head()), poser.gains)


def _looks(eyes: Eyes, pixels: Pixels) -> list[Look]:
    """One, or none where the face cannot be scored."""
    sample = eyes.see(Frame(0.0, 0, pixels))
    face = sample.face
    if face is None or not sample.scored:
        return []
    size = np.array([[sample.width, sample.height]])
    points = faces_to_head(face.landmarks[None, RIGID_POINTS], face.landmarks[None, POINTS], size)
    features = measure(face, sample.width, sample.height).features
    return [Look(sample, _parts(points[0]), features)]


def _parts(points: Floats) -> Floats:
    """(parts,): what is weighed of ``POINTS`` in the head frame: of a pair half their distance across, then their mean
    height; of a point in the middle its height."""
    right, left = points[: len(PAIRS)], points[len(PAIRS) : 2 * len(PAIRS)]
    across, up = (left[:, 0] - right[:, 0]) / 2, (left[:, 1] + right[:, 1]) / 2
    return np.concatenate((across, up, points[2 * len(PAIRS) :, 1]))


# ---------------------------------------------------------------- the tables


class Tables(NamedTuple):
    weights: Floats
    """(parts,): across and height of each of ``PAIRS``, height of each of ``MIDDLE``."""
    moved: Floats
    """(features,)."""


def fitted(people: Sequence[Person]) -> Tables:
    """Generalised least squares: how a nearer camera moves the points, with what expressions do to them as noise."""
    pairs = [
        (now, before, nearer_by(cm))
        for person in people
        for what in ("neutral", "smile")
        for cm in FITTED_CM
        for now in person[Shown(what, cm)]
        for before in person[Shown(what, PORTRAIT_CM)]
    ]
    slope = np.mean([(now.parts - before.parts) / by for now, before, by in pairs], axis=0)
    change = np.mean(
        [(now.features - before.features).mean(axis=1) / by for now, before, by in pairs], axis=0
    )
    noise = (_spread(people, "neutral", ("smile",)) + _spread(people, "rest", SIX)) / 2
    against = np.linalg.solve(noise + JITTER * np.eye(len(slope)), slope)
    full = np.array([feature.full_scale for feature in FEATURES])
    weights = against / (against @ slope + 1 / PRIOR**2)
    return Tables(weights, np.where(np.abs(change) < LEAST * full, 0.0, change))


def nearer_by(to_cm: float, from_cm: float = PORTRAIT_CM) -> float:
    """1/m."""
    return 100 / to_cm - 100 / from_cm


def _spread(people: Sequence[Person], rest: str, whats: Sequence[str]) -> Floats:
    """(parts, parts): how expressions move the points."""
    moves = np.array(
        [
            now.parts - before.parts
            for person in people
            for before in person.get(Shown(rest, PORTRAIT_CM), [])
            for what in whats
            for now in person.get(Shown(what, PORTRAIT_CM), [])
        ]
    )
    result: Floats = moves.T @ moves / len(moves)
    return result


def _of_nothing(people: Sequence[Person], rest: str, whats: Sequence[str]) -> float:
    """How much nearer an expression from the same distance seems, 1/m, root mean square."""
    weights = np.concatenate([*np.array(list(PAIRS.values())).T, list(MIDDLE.values())])
    return float(np.sqrt(weights @ _spread(people, rest, whats) @ weights))


def tables_text(tables: Tables) -> str:
    """As they stand in ``nearness.py``."""
    pairs, across = len(PAIRS), tables.weights
    lines = [f"    {point}: ({across[i]:.2f}, {across[pairs + i]:.2f})," for i, point in enumerate(PAIRS)]
    middle = ", ".join(f"{point}: {w:.2f}" for point, w in zip(MIDDLE, across[2 * pairs :], strict=True))
    moved = [f'    "{f.name}": {by:.4f},' for f, by in zip(FEATURES, tables.moved, strict=True) if by]
    return "\n".join(("PAIRS", *lines, "MIDDLE", f"    {middle}", "MOVED", *moved))


# ---------------------------------------------------------------- what they are worth

Way = Callable[[Measures, Look, Look], Measures]
"""What is measured, its look and the neutral's → the same as it counts."""


def as_it_is(measures: Measures, _: Look, __: Look) -> Measures:
    return measures


def unaware(measures: Measures, _: Look, __: Look) -> Measures:
    return replace(measures, nearness=np.nan)


def by(tables: Tables) -> Way:
    def way(measures: Measures, look: Look, rest: Look) -> Measures:
        known = np.array([[0.0, tables.weights @ look.parts]])
        nearer = nearness.nearer_by(known, np.array([0.0, tables.weights @ rest.parts]))[0]
        features = measures.features - (tables.moved * nearer)[:, None]
        return replace(measures, features=features, nearness=np.nan)

    return way


def measure_nearer(album: Album) -> dict[str, Any]:
    people = look_at(album)
    halves = [by(fitted([one for i, one in enumerate(people) if i % 2 != half])) for half in (0, 1)]
    others = [halves[i % 2] for i in range(len(people))]
    ways: dict[str, Sequence[Way]] = {
        "unaware": [unaware] * len(people),
        "now": [as_it_is] * len(people),
        "others": others,
    }
    return {
        "people": len(people),
        "rows": [
            {
                "neutral_cm": before,
                "cm": cm,
                **{name: _beside(album, people, each, before, cm) for name, each in ways.items()},
            }
            for before, cm in BESIDE_CM
        ],
        "of_nothing": {
            "smiles": _of_nothing(people, "neutral", ("smile",)),
            "poses": _of_nothing(people, "rest", SIX),
        },
        "poses": {name: _poses_told(album, people, each) for name, each in ways.items()},
    }


def _beside(
    album: Album, people: Sequence[Person], ways: Sequence[Way], before: int, cm: int
) -> dict[str, Any]:
    """The highest of six at rest, its mean and its most, and how far a smile is off, root mean square."""
    rests, changes = [], []
    for person, way in zip(people, ways, strict=True):
        for rest in person[Shown("neutral", before)]:
            neutral = neutral_of_looks([rest.sample])
            rests += [max(_scores(album, one, rest, neutral, way)) for one in person[Shown("neutral", cm)]]
            pair = [person[Shown("smile", at)] for at in (before, cm)]
            if all(pair):
                was, now = (_scores(album, looks[0], rest, neutral, way)[0] for looks in pair)
                changes.append(now - was)
    return {
        "rest": float(np.mean(rests)),
        "most": max(rests),
        "smile": float(np.sqrt(np.mean(np.square(changes)))),
    }


def _poses_told(album: Album, people: Sequence[Person], ways: Sequence[Way]) -> float:
    """The share of drawn poses, all from one distance, of which the expression scores highest."""
    told = [
        SIX[int(np.argmax(_scores(album, look, rest, neutral, way)))] == what
        for person, way in zip(people, ways, strict=True)
        for rest in person.get(Shown("rest", PORTRAIT_CM), [])
        for neutral in (neutral_of_looks([rest.sample]),)
        for what in SIX
        for look in person.get(Shown(what, PORTRAIT_CM), [])
    ]
    return float(np.mean(told))


def _scores(album: Album, look: Look, rest: Look, neutral: Neutral, way: Way) -> list[float]:
    sample = beside_neutral([look.sample], neutral).looks[0]
    assert sample.face is not None
    seen = way(measure(sample.face, sample.width, sample.height), look, rest)
    return [score(relative(seen, neutral), album.targets[name]).value for name in SIX]


def nearer_text(figures: dict[str, Any]) -> str:
    rows = [
        (
            f"{row['neutral_cm']} cm", f"{row['cm']} cm",
            *(f"{row[way]['rest']:.1f} ({row[way]['most']:.0f})" for way in ("unaware", "now", "others")),
            *(f"{row[way]['smile']:.1f}" for way in ("unaware", "now", "others")),
        )
        for row in figures["rows"]
    ]  # fmt: skip
    head = (
        "neutral from", "picture from", "rest: highest of six, mean (most)", "now", "now, others'",
        "smile off by", "now", "now, others'",
    )  # fmt: skip
    told = figures["poses"]
    return (
        f"{figures['people']} people, one look at each picture. First what it was before anything was taken out, then "
        "as it is, then with tables that were found on every other person.\n\n"
        f"{table(head, rows)}\n\n"
        f"Of drawn poses, all from one distance, the expression scores highest in {told['unaware']:.3f}, now in "
        f"{told['now']:.3f} ({told['others']:.3f}): next to nothing of them is taken for distance. "
        f"By themselves smiles from one distance seem {figures['of_nothing']['smiles']:.2f} /m nearer or further (root "
        f"mean square), drawn poses {figures['of_nothing']['poses']:.2f}; from 150 cm to 60 are 1.00."
    )


def main(folder: Path) -> None:
    with Eyes.open(still=True) as eyes:
        print(tables_text(fitted(look_at(Album(eyes, read_sitters(folder))))))


if __name__ == "__main__":
    run_alone(main)
