"""What measuring costs a frame, beside the detector."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from time import perf_counter
from typing import Any, ParamSpec, TypeVar

import numpy as np
from benchmarks.measurement.blinks import unblinking
from benchmarks.measurement.extent import Extent
from benchmarks.measurement.words import table

from mirrorcam.against import against
from mirrorcam.app.measuring import SIX
from mirrorcam.app.seeing import SKIN_EVERY_S
from mirrorcam.app.seeing.level import Level
from mirrorcam.app.seeing.upright import Upright
from mirrorcam.app.seeing.well_lit import WellLit
from mirrorcam.arrays import Floats, Pixels
from mirrorcam.avatars import open_avatar
from mirrorcam.avatars.picture import picture
from mirrorcam.calibration import Neutral, relative
from mirrorcam.expression import Expression
from mirrorcam.face import Face, Frame, HeadPose, Sample, rotation
from mirrorcam.gate import COVER_EVERY_S, Gate
from mirrorcam.imaging.snapshots import Snapshot, found_again, shadow, snapshot_of
from mirrorcam.measures import Measures, measure
from mirrorcam.passing import BlinkHold
from mirrorcam.patches import patches, unread
from mirrorcam.proportions import proportions
from mirrorcam.score import Score, score
from mirrorcam.target import Target, library
from mirrorcam.trackers import Tracked, Tracker, open_tracker
from mirrorcam.trackers.model import find_model
from mirrorcam.validity import Validity

Given = ParamSpec("Given")
Result = TypeVar("Result")

WIDTH, HEIGHT = 640, 480
SHARES = {"at arm's length": 0.65, "near": 1.0}
"""How much of the picture's height the drawn head takes: faces of about 150 and 230 px."""
FRAMES, FEW_FRAMES, RATE = 600, 70, 30
TOGETHER = 12
"""Frames of which the mean is taken: some stages do more in every third or sixth."""
SKIN_FRAMES = round(RATE * SKIN_EVERY_S)
PITCHED, LEVEL = HeadPose(0, 10), HeadPose(0, 3)
ROLLED, UPRIGHT = HeadPose(0, 0, 8), HeadPose(0, 0, 2)
LEVELLING, TURNING = "drawing a pitched head level", "turning a rolled head upright"
SKIN, COVERS, SCORES, SERVES = (
    "patches",
    "what came before it",
    "six scores",
    "whether the neutral still serves",
)


class Told(Tracker):
    """Says at once that the last face is here: held as ``it_is`` in the picture itself, as ``after`` in one that was
    drawn again."""

    def __init__(self, pixels: Pixels, it_is: HeadPose, after: HeadPose) -> None:
        self._pixels, self._poses = pixels, (it_is, after)
        self._as_it_is = self._after = Tracked((), 0)

    def tell(self, face: Face) -> None:
        self._as_it_is, self._after = (_held(face, pose) for pose in self._poses)

    def track(self, frame: Frame) -> Tracked:
        return self._as_it_is if frame.pixels is self._pixels else self._after

    def close(self) -> None: ...


class Timed:
    """Calls what it is given, and notes for how many milliseconds it ran."""

    def __init__(self) -> None:
        self.spent: dict[str, list[float]] = {}

    def __call__(
        self, name: str, work: Callable[Given, Result], *given: Given.args, **named: Given.kwargs
    ) -> Result:
        begun = perf_counter()
        result = work(*given, **named)
        self.spent.setdefault(name, []).append(1000 * (perf_counter() - begun))
        return result


def _looked_for(pixels: Pixels, face: Face, before: Snapshot | None) -> Snapshot:
    """As ``Covers`` does now and then."""
    now = snapshot_of(pixels, face.landmarks)
    found_again(before or now, now)
    shadow(before or now, now)
    return now


def _held(face: Face, pose: HeadPose) -> Tracked:
    head = face.head.copy()
    head[:3, :3] = rotation(pose)
    return Tracked((replace(face, head=head),), 1)


def measure_cost(extent: Extent) -> dict[str, Any]:
    """By size of the face: its width in pixels, and of each stage the median and the tenth percentile over means of
    ``TOGETHER`` frames, in milliseconds. Each frame goes through all stages in turn."""
    return {
        "sizes": {name: _of_size(share, extent.many(FRAMES, FEW_FRAMES)) for name, share in SHARES.items()}
    }


def _of_size(share: float, frames: int) -> dict[str, Any]:
    targets = [library()[name] for name in SIX]
    pixels = _picture(share)
    timed = Timed()
    gate, blinks, validity, neutral, face_px = Gate(), BlinkHold[Expression](), Validity(), None, 0.0
    pitched, rolled = Told(pixels, PITCHED, LEVEL), Told(pixels, ROLLED, UPRIGHT)
    level, upright, lit = Level(pitched), Upright(rolled), WellLit(pitched)
    before: Snapshot | None = None
    skin = unread()
    with open_tracker(model=find_model()) as tracker:
        for index in range(frames):
            frame = Frame(index / RATE, index, pixels)
            tracked = timed("detector", tracker.track, frame)
            face = tracked.faces[0]
            pitched.tell(face)
            rolled.tell(face)
            timed(TURNING, upright.track, frame)
            timed(LEVELLING, level.track, frame)
            timed("whether it is dark or grey", lit.track, frame)
            snapshot = timed(COVERS, _looked_for, pixels, face, before)
            before = before or snapshot
            sample = timed("gate", gate.see, frame, face, tracked.people)
            read = timed(SKIN, patches, pixels, face.landmarks)
            skin = read if index % SKIN_FRAMES == 0 else skin
            face, face_px = face.with_skin(skin), sample.face_px
            seen = timed("measure", measure, face, WIDTH, HEIGHT)
            neutral = neutral or _other(seen, face)
            timed(SERVES, _serves, validity, neutral, sample)
            own = timed("relative", relative, seen, neutral)
            held = timed("blinks", unblinking, blinks, frame.time_s, own)
            timed(SCORES, _six_scores, held, targets)
    percents = {name: np.percentile(_together(times[10:]), (50, 10)) for name, times in timed.spent.items()}
    stages = {name: [float(ms) for ms in both] for name, both in percents.items()}
    return {"face_px": float(face_px), "stages": stages}


def _serves(validity: Validity, neutral: Neutral, sample: Sample) -> None:
    validity.see(1 / RATE, against(neutral, sample))


def _six_scores(expression: Expression, targets: Sequence[Target]) -> list[Score]:
    return [score(expression, target) for target in targets]


def _other(seen: Measures, face: Face) -> Neutral:
    """A neutral that differs from what was seen, from a camera that was further away, of the same person."""
    return Neutral(
        seen.features * 0.9,
        seen.patches,
        0.9 * seen.face_size,
        seen.nearness - 0.5,
        proportions=proportions(face.landmarks, WIDTH, HEIGHT),
    )


def _together(times: list[float]) -> Floats:
    whole = len(times) // TOGETHER * TOGETHER
    return np.asarray(np.array(times[:whole]).reshape(-1, TOGETHER).mean(axis=1))


def _picture(share: float) -> Pixels:
    """An avatar, smaller by ``share``, in the middle at the bottom."""
    shown = library()["happiness"].show.scaled(0.8)
    width, height = round(WIDTH * share), round(HEIGHT * share)
    small = picture(open_avatar(), shown, width=width, height=height)
    left = (WIDTH - width) // 2
    around = ((HEIGHT - height, 0), (left, WIDTH - width - left), (0, 0))
    return np.pad(small, around, mode="edge")


def cost_text(figures: dict[str, Any]) -> str:
    sizes = list(figures["sizes"].values())
    columns = [with_sums(size["stages"]) for size in sizes]
    rows = [(name, *(f"{ms:.2f}" for column in columns for ms in column[name])) for name in columns[0]]
    heads = [f"face of {size['face_px']:.0f} px" for size in sizes]
    head = (
        "ms a frame",
        *(f"{size}: {figure}" for size in heads for figure in ("median", "tenth percentile")),
    )
    shares = " and ".join(f"{100 * column[ALL][1] / column[DETECTOR][1]:.0f} %" for column in columns)
    return (
        f"Frames of {WIDTH}×{HEIGHT} px on a computer of two cores that did other work too, so the tenth percentile, "
        f"which is next to undisturbed, tells more than the median. By it, measuring takes {shares} of what the "
        f"detector takes. Live, the patches are read every {SKIN_EVERY_S:g} s only, covers are looked for "
        f"every {COVER_EVERY_S:g} s, and one score is given a frame. A head that is rolled by more "
        "than 2° takes more: the row before the last.\n\n"
        f"{table(head, rows)}"
    )


ALL, WITH_LEVELLING, DETECTOR = "all of these", "all, of a pitched head", "the detector, for comparison"
LIVE = "the same live, a frame on average"


def with_sums(stages: dict[str, list[float]]) -> dict[str, list[float]]:
    """In the order of the table."""
    apart = ("detector", LEVELLING, TURNING)
    measuring = {name: both for name, both in stages.items() if name not in apart}
    total = [sum(column) for column in zip(*measuring.values(), strict=True)]
    levelling = stages[LEVELLING]
    whole = [one + other for one, other in zip(total, levelling, strict=True)]
    live = np.array(whole)
    for name, share in (
        (SKIN, 1 / SKIN_FRAMES),
        (COVERS, 1 / (RATE * COVER_EVERY_S)),
        (SCORES, 1 / len(SIX)),
    ):
        live -= (1 - share) * np.array(stages[name])
    return {
        **measuring, ALL: total, LEVELLING: levelling, WITH_LEVELLING: whole, LIVE: live.tolist(),
        TURNING: stages[TURNING], DETECTOR: stages["detector"],
    }  # fmt: skip
