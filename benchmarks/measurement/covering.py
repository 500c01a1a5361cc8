"""What is painted before a face, and whether it is noticed: as in a film, in a photograph by itself, and beside a
photograph at rest; and how far what is scored all the same is off.

The painters are in benchmarks/covers.py. Each photograph is looked at once, not eight times as `mirrorcam measure`
does, so that all of it takes a quarter of an hour.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from benchmarks.covers import (
    CLEAR,
    COVERS,
    Painter,
    barred,
    contrasted,
    floating,
    glasses,
    hardened,
    in_shadow,
    reflecting,
    spectacles,
)
from benchmarks.measurement.anatomy import posed
from benchmarks.measurement.photographs import Album
from benchmarks.measurement.poses import Poser
from benchmarks.measurement.words import table

from mirrorcam.app.measuring import SIX
from mirrorcam.app.measuring.photographs import row_of
from mirrorcam.app.measuring.row import raw_scores
from mirrorcam.app.seeing import OneFace
from mirrorcam.app.seeing.beside_neutral import neutral_of_looks
from mirrorcam.arrays import Pixels
from mirrorcam.calibration import Neutral, neutral_from, relative
from mirrorcam.face import Face, Frame, HeadPose, Reason, Sample
from mirrorcam.measures import measured
from mirrorcam.sources.images import read_picture
from mirrorcam.target import Target

SEED = 7
BEFORE_S, LOOKS_S = -0.25, (0.0, 0.25, 0.5, 0.75)
"""When a film shows the face as it was, and as it is then: what has to last has lasted by the last."""
HALF, THIRD = (0.5, 0.65, 0.8), (0.35,)
"""Of what is behind the glasses, how much is hidden by what they reflect."""
UNTOUCHED = "as it is"
FACED, SHADED = ("beard", "glasses"), ("half in shadow",)
WAYS = ("film", "alone", "beside")


@dataclass(frozen=True)
class Kind:
    """What is painted, on each photograph in ``each`` of the ``painters``' ways, in turns; what it is told as; and what
    is painted on the face that is known."""

    painters: tuple[Painter, ...]
    told: Reason = Reason.COVERED
    before: Painter = CLEAR[UNTOUCHED]
    each: int = 1

    def turns(self, number: int) -> list[Painter]:
        return [self.painters[(number + turn) % len(self.painters)] for turn in range(self.each)]


def _covers(*names: str) -> Kind:
    return Kind(tuple(COVERS[name] for name in names))


KINDS: Mapping[str, Kind] = {
    "hand over the mouth": _covers("hand over the mouth"),
    "hand over mouth and nose": _covers("hand over mouth and nose"),
    "hand over half the face": _covers("hand over half the face"),
    "hand over an eye": _covers("hand over the left eye", "hand over the right eye"),
    "hand over a brow": _covers("hand over a brow"),
    "hand on a cheek": _covers("hand on the left cheek", "hand on the right cheek"),
    "hand at the jaw or the ear": _covers("hand at the left jaw", "hand at the right jaw"),
    "hand at a corner of the chin": _covers("hand at the left of the chin", "hand at the right of the chin"),
    "hand on the chin": _covers("hand on the chin"),
    "hand below the lower lip": _covers("hand below the lower lip"),
    "hand under the chin": _covers("hand under the chin"),
    "palm on the outer cheek": _covers("palm on the left cheek", "palm on the right cheek"),
    "one finger before the lips": _covers("finger over the mouth"),
    "mask, blue, white or black": _covers("mask, blue", "mask, white", "mask, black"),
    "dark glasses": _covers("sunglasses"),
    "hair over the brows": _covers("hair over the brows"),
    "patch or dressing over an eye": _covers(
        "black patch over an eye", "brown patch over an eye", "dressing over an eye"
    ),
    "small dressing over an eye": _covers("small dressing over an eye"),
    "cup before the mouth": _covers("cup"),
    "telephone before mouth and nose": _covers("telephone"),
    "cup before the chin": _covers("cup below the lip"),
    "scarf up to the lower lip": _covers("scarf up to the lip"),
    "reflections that hide half and more, in glasses worn at rest": Kind(
        tuple(map(reflecting, HALF)), Reason.TOO_BRIGHT, spectacles
    ),
    "reflections that hide a third, in glasses worn at rest": Kind(
        tuple(map(reflecting, THIRD)), Reason.TOO_BRIGHT, spectacles
    ),
    "reflections that hide half and more, in glasses put on since": Kind(
        tuple(map(reflecting, HALF)), Reason.TOO_BRIGHT
    ),
    "shadow of bars or blinds": Kind((barred(lattice=False),)),
    "shadow of a lattice": Kind((barred(lattice=True),)),
    "shadow over half of the face": Kind((in_shadow,)),
    "small round pictures that float over a call": Kind((floating,)),
    "nothing: a beard painted on": Kind((CLEAR["beard"],)),
    "nothing: rims or glasses painted on": Kind((glasses, spectacles)),
    "nothing: another light, blur, noise, grey, small, lipstick": Kind(
        tuple(paint for name, paint in CLEAR.items() if name not in (UNTOUCHED, *FACED, *SHADED)), each=3
    ),
    "nothing: a harder picture": Kind((hardened(1.4), hardened(2.0), contrasted(1.5)), each=3),
    "nothing: eyes lay in shadow before": Kind((CLEAR[UNTOUCHED],), before=CLEAR["lit from above"]),
    "nothing: as it is": Kind((CLEAR[UNTOUCHED],)),
}
POSES = "nothing: the face at rest drawn with six expressions"


@dataclass(frozen=True)
class Known:
    """A person as they were seen before: as a film shows it, and as a photograph."""

    frame: Frame
    face: Face
    live: Neutral
    still: Neutral


Seen = dict[str, tuple[str, float | None]]
"""Of each of ``WAYS``: why nothing is scored, or nothing and the highest of the six (alone: none)."""


class Faces:
    """Looks at pictures; of a photograph that is asked for again and again once."""

    def __init__(self, album: Album) -> None:
        self.album = album
        self._photographs: dict[Path, tuple[Pixels, Face]] = {}
        self._known: dict[tuple[Path, Painter, tuple[int, ...]], Known | None] = {}

    def still(self, pixels: Pixels) -> Sample:
        return self.album.eyes.see(Frame(0.0, 0, np.ascontiguousarray(pixels)))

    def photograph(self, path: Path) -> tuple[Pixels, Face]:
        if path not in self._photographs:
            pixels = read_picture(path)
            face = self.still(pixels).face
            assert face is not None, f"{path}: no face was seen"
            self._photographs[path] = pixels, face
        return self._photographs[path]

    def painted(self, path: Path, paint: Painter, seed: Sequence[int]) -> Pixels:
        pixels, face = self.photograph(path)
        points = np.asarray(face.landmarks[:, :2] * pixels.shape[1::-1], np.float64)
        return np.ascontiguousarray(paint(pixels, points, np.random.default_rng(list(seed))))

    def known(self, path: Path, paint: Painter, seed: tuple[int, ...]) -> Known | None:
        """The person in that photograph at rest; None where it could not be scored."""
        key = path, paint, seed
        if key not in self._known:
            self._known[key] = self._know(self.painted(path, paint, seed))
        return self._known[key]

    def _know(self, pixels: Pixels) -> Known | None:
        still, frame = self.still(pixels), Frame(BEFORE_S, 0, pixels)
        if still.face is None or not still.scored:
            return None
        live = OneFace().see(frame, still.face, 1)
        return Known(frame, still.face, neutral_from([live]), neutral_of_looks([still]))

    def see(self, known: Known, pixels: Pixels) -> Seen:
        targets = self.album.targets
        still = self.still(pixels)
        beside = row_of([still], "", 0, known.still, targets)
        live = in_a_film(known, pixels, still.face)
        highest = (
            None if beside.expression is None else max(s for s in beside.scores.values() if s is not None)
        )
        return {
            "film": (str(live.reason or ""), of_six(live, known.live, targets) if live.scored else None),
            "alone": (str(still.reason or ""), None),
            "beside": (str(beside.reason or ""), highest),
        }


def in_a_film(known: Known, pixels: Pixels, face: Face | None) -> Sample:
    """The last of some looks at the picture, after the face that is known."""
    one = OneFace()
    one.see(known.frame, known.face, 1)
    people = int(face is not None)
    return [one.see(Frame(time_s, 0, pixels), face, people) for time_s in LOOKS_S][-1]


def of_six(sample: Sample, neutral: Neutral, targets: Mapping[str, Target]) -> float:
    return max(raw_scores(relative(measured(sample), neutral), targets).values())


def measure_covers(album: Album) -> dict[str, Any]:
    faces = Faces(album)
    rows = {
        name: figures(_seen(faces, name, kind), kind.told)
        for name, kind in album.extent.some(KINDS.items(), 12)
    }
    rows[POSES] = figures(_posed(faces), Reason.COVERED)
    return {"people": len(album.sitters), "rows": rows}


def _seen(faces: Faces, name: str, kind: Kind) -> Iterator[tuple[Seen, bool]]:
    """And whether the face is at rest."""
    for number, sitter in enumerate(faces.album.sitters):
        seed = [SEED, number] if kind.before is spectacles else [SEED, number, *name.encode()]
        known = faces.known(sitter.neutral, kind.before, (SEED, number))
        for turn, path in enumerate((sitter.neutral, sitter.smile) if known else ()):
            for paint in kind.turns(number * (1 + kind.each) + turn):
                assert known is not None
                yield faces.see(known, faces.painted(path, paint, seed)), path == sitter.neutral


def _posed(faces: Faces) -> Iterator[tuple[Seen, bool]]:
    for number, sitter in enumerate(faces.album.sitters):
        known, poser = (
            faces.known(sitter.neutral, CLEAR[UNTOUCHED], (SEED, number)),
            Poser(np.random.default_rng([SEED, number])),
        )
        pixels, face = faces.photograph(sitter.neutral)
        for name in SIX if known else ():
            assert known is not None
            yield faces.see(known, posed(pixels, face, poser.pose(name), HeadPose(), poser.gains)), False


def figures(seen: Iterable[tuple[Seen, bool]], told: Reason) -> dict[str, Any]:
    """Of each way: how many are told, how many are refused for another reason, and of those at rest which are scored
    the highest of the six."""
    looks = list(seen)
    found: dict[str, Any] = {"of": len(looks)}
    for way in WAYS:
        reasons = Counter(one[way][0] for one, _ in looks)
        highest = [score for one, at_rest in looks if at_rest and (score := one[way][1]) is not None]
        others = {why: many for why, many in reasons.items() if why not in ("", str(told))}
        found[way] = {"told": reasons[str(told)], "others": others, "highest": max(highest, default=None)}
    return found


def covers_text(figures: dict[str, Any]) -> str:
    head = ("before the face", "of", "noticed in a film", "in a photograph by itself", "beside a photograph at rest",
            "highest of the six at rest: film", "beside")  # fmt: skip
    rows = [
        (
            name,
            str(row["of"]),
            *(_told(row[way]) for way in WAYS),
            *(_points(row[way]) for way in ("film", "beside")),
        )
        for name, row in figures["rows"].items()
    ]
    return (
        f"Painted by a script (`benchmarks/covers.py`) over {figures['people']} people, at rest and smiling, at random "
        "places and in random tones. In a film the same person's clear face was there before. A photograph is looked "
        "at once, by itself and beside the clear one at rest, which is the same picture where the face is at rest. "
        "Reflections are told as too bright, all else as covered; (+ …): refused for another reason, as no face was "
        "found, say, or glasses came. The highest of the six, raw, is that of whatever at rest is still scored: what "
        f"it may cost that something was missed.\n\n{table(head, rows)}"
    )


def _told(way: dict[str, Any]) -> str:
    others = sum(way["others"].values())
    return f"{way['told']} (+ {others})" if others else str(way["told"])


def _points(way: dict[str, Any]) -> str:
    return "–" if way["highest"] is None else f"{way['highest']:.0f}"
