"""Draws a person of the cast, looks at the drawing with the real tracker, and measures what it reads.

    python -m benchmarks.avatar_closed_loop [PERSON …] [--model FILE] [--turns] [--ramp] [--units] [--orders N]

Pictures are 640×480, as from a webcam; each is looked at until the tracker's smoothing has settled. The neutral
is the drawn one. Without a PERSON: the whole cast. Printed: every basic expression at A to E with its score as
each of the six; with ``--units`` what every action unit alone does to every measure, and its two sides; with
``--ramp`` the rank correlation of the score along 0 → E in 20 steps, each with a new tracker; with ``--turns``
the same at turned heads; with ``--orders`` the lowest own score at E, and how many looks were highest as
themselves, in N shuffled orders of all looks from C to E, each with a new tracker: its answer depends on what it
saw before.
"""

from __future__ import annotations

import argparse
import random
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mirrorcam.action_units import ACTION_UNITS
from mirrorcam.app.seeing.upright import Upright
from mirrorcam.avatars import open_avatar, people
from mirrorcam.avatars.picture import picture
from mirrorcam.calibration import Neutral, relative
from mirrorcam.expression import INTENSITIES, NEUTRAL, Expression
from mirrorcam.face import STRAIGHT, Face, Frame, HeadPose
from mirrorcam.measures import measure
from mirrorcam.patches import patches
from mirrorcam.score import score
from mirrorcam.target import Target, library
from mirrorcam.trackers import open_tracker
from mirrorcam.trackers.model import find_model

WIDTH, HEIGHT = 640, 480
LOOKS = 12
SIX = ("happiness", "sadness", "anger", "disgust", "fear", "surprise")
MEASURED = [unit.code for unit in ACTION_UNITS if unit.measured]
TURNS = [
    HeadPose(20),
    HeadPose(-20),
    HeadPose(0, 15),
    HeadPose(0, -15),
    HeadPose(0, 0, 20),
    HeadPose(0, 0, -20),
]


class Loop:
    """One person before the tracker; ``see`` gives what is measured relative to the drawn neutral."""

    def __init__(self, person: str, model: Path | None) -> None:
        self._avatar = open_avatar(person)
        self._tracker = Upright(open_tracker("mediapipe", model))
        self._index = 0
        rest = measure(self.face(NEUTRAL), WIDTH, HEIGHT)
        self._neutral = Neutral(rest.features, patches=rest.patches)

    def face(self, expression: Expression, head: HeadPose = STRAIGHT, looks: int = LOOKS) -> Face:
        """Raises IndexError when the tracker sees no face."""
        pixels = picture(self._avatar, expression, head, WIDTH, HEIGHT)
        for _ in range(looks):
            self._index += 1
            tracked = self._tracker.track(Frame(self._index / 30, self._index, pixels))
        face = tracked.faces[0]
        return replace(face, patches=patches(pixels, face.landmarks))

    def see(self, expression: Expression, head: HeadPose = STRAIGHT, looks: int = LOOKS) -> Expression:
        return relative(measure(self.face(expression, head, looks), WIDTH, HEIGHT), self._neutral)

    def close(self) -> None:
        self._tracker.close()


def scores(seen: Expression, targets: dict[str, Target]) -> dict[str, float]:
    return {name: score(seen, targets[name]).value for name in SIX}


def show_scores(
    loop: Loop, targets: dict[str, Target], head: HeadPose = STRAIGHT, letters: str = "ABCDE"
) -> None:
    rest = scores(loop.see(NEUTRAL, head), targets)
    print(f"{'neutral':12}" + " ".join(f"{value:5.1f}" for value in rest.values()))
    right = 0
    for name in SIX:
        for letter in letters:
            got = scores(loop.see(targets[name].show.scaled(INTENSITIES[letter]), head), targets)
            best = max(got, key=lambda other: got[other])
            right += best == name and letter in "CDE"
            print(
                f"{name:10}{letter} " + " ".join(f"{v:5.1f}" for v in got.values()) + f"  {_said(best, name)}"
            )
    print(f"highest as itself: {right} of {sum(letter in 'CDE' for letter in letters) * len(SIX)}")


def _said(best: str, name: str) -> str:
    return "" if best == name else f"<- {best}"


def show_units(loop: Loop) -> None:
    print(f"{'':7}" + " ".join(f"{code[2:]:>5}" for code in MEASURED))
    for code in MEASURED:
        seen = loop.see(Expression.of({code: 1.0}))
        row = {other: seen[other] for other in MEASURED}
        best = max(row, key=lambda other: row[other])
        print(f"{code:7}" + " ".join(f"{v:5.2f}" for v in row.values()) + f"  {_said(best, code)}")
    for code in MEASURED:
        if code in {"AU25", "AU26", "AU61", "AU62", "AU63", "AU64"}:
            continue
        for side in "LR":
            seen = loop.see(Expression.of({code + side: 1.0}))
            print(f"{code}{side}: left {seen.left(code):.2f} right {seen.right(code):.2f}", end="  ")
        print()


def show_ramp(person: str, model: Path | None, targets: dict[str, Target]) -> None:
    steps = np.linspace(0.05, 1, 20)
    for name in SIX:
        loop = Loop(person, model)
        values = [score(loop.see(targets[name].show.scaled(share)), targets[name]).value for share in steps]
        loop.close()
        together = np.corrcoef(_ranks(values), np.arange(20))[0, 1]
        print(f"{name:11} rank correlation {together:.3f}", np.round(values))


def show_orders(person: str, model: Path | None, targets: dict[str, Target], orders: int) -> None:
    lowest, right = dict.fromkeys(SIX, 100.0), dict.fromkeys(SIX, 0)
    for order in range(orders):
        looks = [(name, letter) for name in SIX for letter in "CDE"]
        random.Random(order).shuffle(looks)
        loop = Loop(person, model)
        for name, letter in looks:
            got = scores(loop.see(targets[name].show.scaled(INTENSITIES[letter])), targets)
            right[name] += max(got, key=lambda other: got[other]) == name
            if letter == "E":
                lowest[name] = min(lowest[name], got[name])
        loop.close()
    for name in SIX:
        print(f"{name:11} lowest at E {lowest[name]:5.1f}, highest as itself {right[name]} of {3 * orders}")


def _ranks(values: list[float]) -> NDArray[np.float64]:
    """Equal values share the mean of their ranks."""
    ends = (np.searchsorted(np.sort(values), values, side) for side in ("left", "right"))
    return np.asarray(sum(ends) / 2)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("people", nargs="*", metavar="PERSON")
    parser.add_argument("--model", type=Path)
    for name in ("turns", "ramp", "units"):
        parser.add_argument(f"--{name}", action="store_true")
    parser.add_argument("--orders", type=int, default=0, metavar="N")
    given = parser.parse_args()
    targets = library()
    for person in given.people or people():
        print(f"\n{person}: rows are drawn, columns are scores as", *SIX)
        loop = Loop(person, find_model(given.model))
        show_scores(loop, targets)
        if given.units:
            show_units(loop)
        if given.ramp:
            show_ramp(person, find_model(given.model), targets)
        if given.orders:
            show_orders(person, find_model(given.model), targets, given.orders)
        for head in TURNS if given.turns else ():
            print(head)
            show_scores(loop, targets, head, "E")
        loop.close()


if __name__ == "__main__":
    main()
