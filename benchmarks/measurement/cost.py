"""What measuring costs a frame, beside the detector."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from time import perf_counter
from typing import Any

import numpy as np
from benchmarks.measurement.words import table

from mirrorcam.app.level import Level
from mirrorcam.app.measure import SIX
from mirrorcam.avatars import open_avatar
from mirrorcam.avatars.picture import picture
from mirrorcam.calibration import BlinkHold, Neutral, relative
from mirrorcam.face import Face, Frame, HeadPose, rotation
from mirrorcam.measures import measure
from mirrorcam.patches import patches
from mirrorcam.picture import Gate
from mirrorcam.score import score
from mirrorcam.sources.opencv import Pixels
from mirrorcam.target import library
from mirrorcam.trackers import Tracked, Tracker, open_tracker
from mirrorcam.trackers.model import find_model

WIDTH, HEIGHT = 640, 480
FRAMES = 300
PITCHED, LEVEL = HeadPose(0, 10), HeadPose(0, 3)
LEVELLING = "drawing a pitched head level"


class Told(Tracker):
    """Says at once that the last face is here: pitched in the picture itself, level in one that was drawn again."""

    def __init__(self, pixels: Pixels) -> None:
        self._pixels = pixels
        self.face: Face

    def track(self, frame: Frame) -> Tracked:
        head = self.face.head.copy()
        head[:3, :3] = rotation(PITCHED if frame.pixels is self._pixels else LEVEL)
        return Tracked((replace(self.face, head=head),), 1)

    def close(self) -> None: ...


def measure_cost(quick: bool = False) -> dict[str, Any]:
    """Median and tenth percentile over frames, in milliseconds. Each frame goes through all stages in turn."""
    targets = library()
    pixels = picture(open_avatar(), targets["happiness"].show.scaled(0.8), width=WIDTH, height=HEIGHT)
    spent: dict[str, list[float]] = {}
    gate, blinks, neutral, told = Gate(), BlinkHold(), None, Told(pixels)
    level = Level(told)
    with open_tracker(model=find_model()) as tracker:
        for index in range(40 if quick else FRAMES):
            frame = Frame(index / 30, index, pixels)
            tracked = _timed(spent, "detector", lambda f=frame: tracker.track(f))  # type: ignore[misc]
            face = told.face = tracked.faces[0]
            _timed(spent, LEVELLING, lambda f=frame: level.track(f))  # type: ignore[misc]
            _timed(spent, "gate", lambda f=frame, t=tracked: gate.see(f, t.faces, t.people))  # type: ignore[misc]
            skin = _timed(spent, "patches", lambda f=face: patches(pixels, f.landmarks))  # type: ignore[misc]
            face = replace(face, patches=skin)
            seen = _timed(spent, "measure", lambda f=face: measure(f, WIDTH, HEIGHT))  # type: ignore[misc]
            neutral = neutral or Neutral(seen.features * 0.9, patches=seen.patches)
            own = _timed(spent, "relative", lambda s=seen, n=neutral: relative(s, n))  # type: ignore[misc]
            held = _timed(spent, "blinks", lambda o=own, f=frame: blinks.see(f.time_s, o))  # type: ignore[misc]
            _timed(spent, "six scores", lambda h=held: [score(h, targets[name]) for name in SIX])  # type: ignore[misc]
    percents = {name: np.percentile(times[10:], (50, 10)) for name, times in spent.items()}
    return {"stages": {name: [float(ms) for ms in both] for name, both in percents.items()}}


def _timed(spent: dict[str, list[float]], name: str, work: Callable[[], Any]) -> Any:
    begun = perf_counter()
    result = work()
    spent.setdefault(name, []).append(1000 * (perf_counter() - begun))
    return result


def cost_text(figures: dict[str, Any]) -> str:
    stages = dict(figures["stages"])
    detector, levelling = stages.pop("detector"), stages.pop(LEVELLING)
    total = [sum(column) for column in zip(*stages.values(), strict=True)]
    every = {**stages, "all of these": total, LEVELLING: levelling, "the detector, for comparison": detector}
    rows = [(name, *(f"{ms:.2f}" for ms in both)) for name, both in every.items()]
    said = table(("stage", "ms a frame, median", "undisturbed: tenth percentile"), rows)
    share = 100 * total[1] / detector[1]
    return (
        f"Frames of {WIDTH}×{HEIGHT} px on a computer of two cores that did other work too, so the tenth percentile "
        f"tells more than the median. By it, measuring takes {share:.0f} % of what the detector takes.\n\n{said}"
    )
