"""Where drawn people are read to look, who look elsewhere by known amounts: ``python -m benchmarks.gaze [FILM …]``.

Through the whole chain: avatar → picture → tracker → action units → ``steps.gaze``. Every person of ``CAST`` looks
ahead, then aside by AU61 to 64 or turns the head, a second each. Printed is how far from the reference each is read
(in units of the eyes) and how much of the second is contact at the usual tolerance. Of films: how far the person's
direction lies from its own median. Nobody knows where people in films look, so that is no accuracy.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator

import numpy as np
from benchmarks.alone import plainly

from mirrorcam.app.opening import performing
from mirrorcam.app.seeing import Eyes
from mirrorcam.calibration import AVERAGE, Neutral, relative
from mirrorcam.expression import NEUTRAL, Expression
from mirrorcam.face import STRAIGHT, Frame, HeadPose, Sample
from mirrorcam.measures import measure
from mirrorcam.resting import Settling
from mirrorcam.sources import open_source
from mirrorcam.sources.synthetic import Keyframe, Performer, Script
from mirrorcam.steps.gaze import Direction, Gaze, direction

CAST = ("robin", "amara", "line")
AMOUNTS = (0.15, 0.3, 0.45, 0.6, 0.8)
TURNS_DEG = (5.0, 10.0, 20.0)
REST_S, LOOK_S, SETTLED_S = 4.0, 1.0, 0.3
TOLERANCE = float(Gaze.model_fields["tolerance"].default)


def places() -> list[tuple[str, Expression, HeadPose]]:
    eyes = [(f"{code} {a:.2f}", Expression.of({code: a}), STRAIGHT) for code in LOOKS for a in AMOUNTS]
    yaw = [(f"yaw {way * a:+.0f}°", NEUTRAL, HeadPose(yaw_deg=way * a)) for way in (1, -1) for a in TURNS_DEG]
    pitch = [
        (f"pitch {way * a:+.0f}°", NEUTRAL, HeadPose(pitch_deg=way * a)) for way in (1, -1) for a in TURNS_DEG
    ]
    return [*eyes, *yaw, *pitch]


LOOKS = ("AU61", "AU62", "AU63", "AU64")


def script() -> Script:
    """At rest, then from place to place, within a tenth of a second each."""
    keys, at_s = [Keyframe(0.0, NEUTRAL), Keyframe(REST_S - 0.1, NEUTRAL)], REST_S
    for _, expression, head in places():
        keys += [Keyframe(at_s, expression, head), Keyframe(at_s + LOOK_S - 0.1, expression, head)]
        at_s += LOOK_S
    return Script(keys)


def directions(frames: Iterable[Frame | Sample], own: bool) -> Iterator[tuple[float, Direction | None]]:
    """Relative to the neutral of the first seconds, or to an average one."""
    settling, neutral = Settling(), None if own else AVERAGE
    with Eyes.open(timed=False) as eyes:
        for frame in frames:
            sample = eyes.see(frame)
            measures = measure(sample.face, sample.width, sample.height) if sample.face else None
            if neutral is None:
                neutral = settling.see(sample, measures if sample.scored else None).neutral
            yield sample.time_s, _direction(sample, neutral)


def _direction(sample: Sample, neutral: Neutral | None) -> Direction | None:
    if neutral is None or sample.face is None or not sample.scored:
        return None
    expression = relative(measure(sample.face, sample.width, sample.height), neutral)
    return None if expression["AU43"] > 0.5 else direction(expression, sample.face.pose)


def reference(seen: list[tuple[float, Direction | None]]) -> Direction:
    across = [d.across for t, d in seen if d and REST_S - 1 < t < REST_S - 0.1]
    up = [d.up for t, d in seen if d and REST_S - 1 < t < REST_S - 0.1]
    return Direction(float(np.median(across)), float(np.median(up)))


def print_drawn() -> None:
    found = {name: list(directions(Performer(performing(name), script()), True)) for name in CAST}
    print(f"read away from the reference, across / up; contact at {TOLERANCE:g}: share of the time")
    print(f"{'':12}" + "".join(f"{name:>24}" for name in CAST))
    for number, (title, _, _) in enumerate(places()):
        begin_s = REST_S + number * LOOK_S
        cells = [_cell(seen, begin_s) for seen in found.values()]
        print(f"{title:12}" + "".join(f"{cell:>24}" for cell in cells))


def _cell(seen: list[tuple[float, Direction | None]], begin_s: float) -> str:
    of = reference(seen)
    there = [d for t, d in seen if d and begin_s + SETTLED_S <= t < begin_s + LOOK_S - 0.1]
    if not there:
        return "not seen"
    across, up = (float(np.median(values)) for values in zip(*((d.across, d.up) for d in there), strict=True))
    contact = np.mean([d.within(TOLERANCE, of) for d in there])
    return f"{across - of.across:+.2f} {up - of.up:+.2f}  {contact:4.0%}"


def print_film(name: str) -> None:
    with open_source(name) as source:
        seen = [d for _, d in directions(source, False) if d]
    off = np.array([(d.across, d.up) for d in seen])
    off = np.abs(off - np.median(off, axis=0))
    within = (off <= TOLERANCE).all(axis=1).mean()
    steady = np.abs(np.diff(np.array([(d.across, d.up) for d in seen]), axis=0))
    print(
        f"\n{name}: {len(seen)} pictures; within the tolerance of its own median {within:.0%};"
        f" from picture to picture {np.median(steady[:, 0]):.3f} across, {np.median(steady[:, 1]):.3f} up"
    )


if __name__ == "__main__":
    with plainly():
        print_drawn()
        for film in sys.argv[1:]:
            print_film(film)
