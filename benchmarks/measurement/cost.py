"""What measuring costs a frame, beside the detector."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from time import perf_counter
from typing import Any

import numpy as np
from benchmarks.measurement.words import table

from mirrorcam.action_units import measure
from mirrorcam.app.measure import SIX
from mirrorcam.avatars import open_avatar
from mirrorcam.avatars.picture import picture
from mirrorcam.calibration import BlinkHold, Neutral, relative
from mirrorcam.face import Frame
from mirrorcam.patches import patches
from mirrorcam.picture import Gate
from mirrorcam.score import score
from mirrorcam.target import library
from mirrorcam.trackers import open_tracker
from mirrorcam.trackers.model import find_model

WIDTH, HEIGHT = 640, 480
FRAMES = 300


def measure_cost(quick: bool = False) -> dict[str, Any]:
    """Medians over frames, in milliseconds. One frame is worn through all stages before the next begins."""
    targets = library()
    pixels = picture(open_avatar(), targets["happiness"].show.scaled(0.8), width=WIDTH, height=HEIGHT)
    spent: dict[str, list[float]] = {}
    gate, blinks, neutral = Gate(), BlinkHold(), None
    with open_tracker(model=find_model()) as tracker:
        for index in range(40 if quick else FRAMES):
            frame = Frame(index / 30, index, pixels)
            tracked = _timed(spent, "detector", lambda f=frame: tracker.track(f))  # type: ignore[misc]
            face = tracked.faces[0]
            _timed(spent, "gate", lambda f=frame, t=tracked: gate.see(f, t.faces, t.people))  # type: ignore[misc]
            skin = _timed(spent, "patches", lambda f=face: patches(pixels, f.landmarks))  # type: ignore[misc]
            face = replace(face, patches=skin)
            seen = _timed(spent, "measure", lambda f=face: measure(f, WIDTH, HEIGHT))  # type: ignore[misc]
            neutral = neutral or Neutral(seen.features * 0.9, patches=seen.patches)
            own = _timed(spent, "relative", lambda s=seen, n=neutral: relative(s, n))  # type: ignore[misc]
            held = _timed(spent, "blinks", lambda o=own, f=frame: blinks.see(f.time_s, o))  # type: ignore[misc]
            _timed(spent, "six scores", lambda h=held: [score(h, targets[name]) for name in SIX])  # type: ignore[misc]
    return {"stages": {name: float(np.median(times[10:])) for name, times in spent.items()}}


def _timed(spent: dict[str, list[float]], name: str, work: Callable[[], Any]) -> Any:
    begun = perf_counter()
    result = work()
    spent.setdefault(name, []).append(1000 * (perf_counter() - begun))
    return result


def cost_text(figures: dict[str, Any]) -> str:
    stages = dict(figures["stages"])
    detector = stages.pop("detector")
    rows = [(name, f"{ms:.2f}") for name, ms in stages.items()]
    total = sum(stages.values())
    rows += [("all of these", f"{total:.2f}"), ("the detector, for comparison", f"{detector:.2f}")]
    return (
        f"Medians over frames of {WIDTH}×{HEIGHT} px on one computer that did other work as well: measuring costs "
        f"{100 * total / detector:.0f} % of the detector.\n\n{table(('stage', 'ms a frame'), rows)}"
    )
