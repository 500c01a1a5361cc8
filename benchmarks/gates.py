"""What chooses the limits of the gates: what each lets through and stops, and how strong its signs are.

    python -m benchmarks.gates [FOLDER…] [--films FILM…] [--people N]

FOLDER holds photographs of clear, uncovered faces (JPEG or PNG; PERSON_neutral.jpg at rest). Each is worn in steps
(light, noise, blur, size, cut): of every gate its limit is printed, how far landmarks then are off (median, in eye
distances) and how often it stops what is worn; and how strong the signs of a cover are, and how much skin is found
again, under what is painted over a face (benchmarks/covers.py). The drawn cast is looked at too. FILM shows one person,
uncovered: what of it is refused after each neutral that a session could take of it, and upside down. Nothing is kept.
How many covers are noticed, and who is taken for whom, is measured by benchmarks/measurement (covering.py,
strangers.py).
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import astuple, replace
from itertools import islice
from pathlib import Path
from statistics import median

import numpy as np
from benchmarks.alone import plainly
from benchmarks.covers import CLEAR, COVERS, Painter, spectacles
from benchmarks.measurement.strangers import after_absence, cuts

from mirrorcam import gate as gates
from mirrorcam.against import GLASSES, NO_GLASSES, against, wears_glasses
from mirrorcam.app.seeing import Eyes, OneFace, eyes_for
from mirrorcam.app.seeing.beside_neutral import beside_neutral, neutral_of_looks, with_closeup
from mirrorcam.app.seeing.well_lit import WellLit
from mirrorcam.arrays import Floats, Pixels
from mirrorcam.avatars import open_avatar, people
from mirrorcam.avatars.picture import picture
from mirrorcam.calibration import Neutral, neutral_from
from mirrorcam.expression import NEUTRAL
from mirrorcam.face import Face, Frame, HeadPose, Reason, Sample
from mirrorcam.gate import Gate
from mirrorcam.hysteresis import Limits
from mirrorcam.imaging.opencv import cv2, rgb
from mirrorcam.participant import Glance
from mirrorcam.patches import patches
from mirrorcam.resting import Settling
from mirrorcam.sources import open_source
from mirrorcam.target import library
from mirrorcam.trackers import Tracked, Tracker, open_tracker
from mirrorcam.trackers.model import ensure_model
from mirrorcam.validity import Validity
from mirrorcam.why_not import why_not

SIX = ("happiness", "sadness", "anger", "disgust", "fear", "surprise")
TURNS = (HeadPose(), HeadPose(20), HeadPose(-20), HeadPose(0, 15), HeadPose(0, -15), HeadPose(0, 0, 20))
MOVING = (105, 334, 159, 386, 145, 374, 61, 291, 13, 14, 17, 152)
"""Brows, lids, lips and chin: what must not be off."""
AT_REST = "neutral.jpg"
STILLS = 36
"""Pictures of a film that are taken as photographs."""
BEGINNING = 100
"""Pictures of a film that are also shown upside down."""
LOOKS_S = (0.0, 0.25, 0.5, 0.75)


class Looker:
    """Tracks and judges single pictures, as photographs or as a live camera's with the face long there."""

    def __init__(self, tracker: Tracker) -> None:
        self._tracker = tracker
        self._clear: dict[int, tuple[Pixels, Tracked]] = {}

    def track(self, pixels: Pixels) -> Tracked:
        return self._tracker.track(Frame(0.0, 0, np.ascontiguousarray(pixels)))

    def clear(self, pixels: Pixels) -> Tracked:
        """As ``track``, of a photograph that is asked for again and again: each is looked at once."""
        if id(pixels) not in self._clear:
            self._clear[id(pixels)] = pixels, self.track(pixels)
        return self._clear[id(pixels)][1]

    def face(self, pixels: Pixels) -> Face | None:
        """Of a photograph as it is."""
        return self.clear(pixels).face

    def sample(self, pixels: Pixels) -> Sample:
        """Of a photograph, with its skin."""
        tracked = self.track(pixels)
        face = tracked.face and replace(tracked.face, patches=patches(pixels, tracked.face.landmarks))
        frame = Frame(0.0, 0, pixels)
        return with_closeup(frame, Gate(still=True).see(frame, face, tracked.people))

    def reasons(self, pixels: Pixels) -> tuple[str, str]:
        """Live and still."""
        tracked = self.track(pixels)
        still = judged(OneFace(still=True), pixels, tracked, 0.0)
        return live(pixels, tracked), still


def live(pixels: Pixels, tracked: Tracked) -> str:
    """The last of some looks, when whatever has to last has lasted."""
    one = OneFace()
    return [judged(one, pixels, tracked, time_s) for time_s in LOOKS_S][-1]


def judged(one: OneFace, pixels: Pixels, tracked: Tracked, time_s: float) -> str:
    face = tracked.face
    return str(one.see(Frame(time_s, 0, pixels), face, tracked.people).reason or "")


def photographs(folders: Iterable[Path], most: int) -> list[tuple[str, Pixels]]:
    paths = sorted(p for folder in folders for p in folder.iterdir() if p.suffix.lower() in {".jpg", ".png"})
    read = ((path.name, cv2.imread(str(path))) for path in paths[:most])
    return [(name, rgb(pixels)) for name, pixels in read if pixels is not None]


def points_of(face: Face, pixels: Pixels) -> Floats:
    return np.asarray(face.landmarks[:, :2] * pixels.shape[1::-1], np.float64)


def eyes_px(points: Floats) -> float:
    return float(np.linalg.norm(points[[263, 362]].mean(axis=0) - points[[33, 133]].mean(axis=0)))


def off(before: Floats, after: Floats) -> float:
    """How far the moving points went, beyond where the whole face went, in eye distances."""
    moved = (after - before)[list(MOVING)] / eyes_px(before)
    return float(np.median(np.linalg.norm(moved - np.median(moved, axis=0), axis=1)))


# Each takes pixels, points and how much, and gives pixels and what undoes the change of size and place.


def darker(pixels: Pixels, points: Floats, light: float) -> tuple[Pixels, float]:
    chance = np.random.default_rng(1)
    gain = light * 255 / max(1.0, float(np.median(pixels[_box(points)][..., 1])))
    return np.clip(np.rint(pixels * gain + chance.normal(0, 1, pixels.shape)), 0, 255).astype(np.uint8), 1.0


def brighter(pixels: Pixels, points: Floats, gain: float) -> tuple[Pixels, float]:
    return np.clip(np.rint(pixels * gain), 0, 255).astype(np.uint8), 1.0


def noisier(pixels: Pixels, points: Floats, noise: float) -> tuple[Pixels, float]:
    """``noise`` relative to the spread of brightness in the face."""
    spread = float(pixels[_box(points)][..., 1].std())
    grain = np.random.default_rng(1).normal(0, noise * spread, pixels.shape)
    return np.clip(pixels + grain, 0, 255).astype(np.uint8), 1.0


def softer(pixels: Pixels, points: Floats, share: float) -> tuple[Pixels, float]:
    """Blurred by ``share`` of the eye distance (SD)."""
    return np.asarray(cv2.GaussianBlur(pixels, (0, 0), share * eyes_px(points)), np.uint8), 1.0


def smaller(pixels: Pixels, points: Floats, width_px: float) -> tuple[Pixels, float]:
    scale = width_px / float(np.linalg.norm(points[454] - points[234]))
    return np.asarray(cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)), scale


def cut(pixels: Pixels, points: Floats, share: float) -> tuple[Pixels, float]:
    """The chin outside by ``share`` of the face's width."""
    bottom = points[152, 1] - share * float(np.linalg.norm(points[454] - points[234]))
    return np.ascontiguousarray(pixels[: int(bottom)]), 1.0


def cut_beside(pixels: Pixels, points: Floats, share: float) -> tuple[Pixels, float]:
    """The same of the person's right face edge."""
    left = points[234, 0] + share * float(np.linalg.norm(points[454] - points[234]))
    return np.ascontiguousarray(pixels[:, max(0, int(left)) :]), 1.0


def cut_above(pixels: Pixels, points: Floats, share: float) -> tuple[Pixels, float]:
    """The same of the top of the forehead."""
    top = points[10, 1] + share * float(np.linalg.norm(points[454] - points[234]))
    return np.ascontiguousarray(pixels[max(0, int(top)) :]), 1.0


def _box(points: Floats) -> tuple[slice, slice]:
    (left, top), (right, bottom) = points[[33, 263, 105, 334, 17]][:, :2].min(0), points[[33, 263, 17]].max(0)
    return slice(int(top), int(bottom)), slice(int(left), int(right))


Wear = Callable[[Pixels, Floats, float], tuple[Pixels, float]]
WORN: tuple[tuple[str, str, Wear, tuple[float, ...], Reason], ...] = (
    ("light", "DARK", darker, (0.10, 0.06, 0.045, 0.035, 0.02), Reason.TOO_DARK),
    ("too much light", "BRIGHT", brighter, (1.0, 1.2, 1.4, 1.6, 1.9, 2.2, 3.0), Reason.TOO_BRIGHT),
    ("noise", "NOISY", noisier, (0.1, 0.3, 0.6, 0.9), Reason.TOO_DARK),
    ("blur, of the eye distance", "BLUR", softer, (0.02, 0.04, 0.06, 0.08, 0.12), Reason.BLURRED),
    ("face width, px", "FAR_PX", smaller, (150, 100, 84, 76, 60), Reason.TOO_FAR),
    ("chin outside, of the width", "OUTSIDE", cut, (-0.1, -0.05, 0.05, 0.1, 0.2), Reason.TOO_NEAR),
    ("edge outside, of the width", "EDGE_OUTSIDE", cut_beside, (-0.1, 0.0, 0.05, 0.1, 0.15), Reason.TOO_NEAR),
    (
        "forehead outside, of the width",
        "TOP_OUTSIDE",
        cut_above,
        (-0.1, 0.0, 0.1, 0.15, 0.2),
        Reason.TOO_NEAR,
    ),
)


def worn(looker: Looker, pictures: list[tuple[str, Pixels]]) -> None:
    for title, limit, wear, steps, reason in WORN:
        limits: Limits = getattr(gates, limit)
        print(f"\n{limit}: {limits.enter:g} (back at {limits.leave:g}); {title}")
        for step in steps:
            seen = [look_worn(looker, pixels, wear, step) for _, pixels in pictures]
            offs = [by for by, _ in seen if by is not None]
            stopped = Counter(why for _, why in seen)
            print(
                f"  {step:7g}: off {median(offs) if offs else float('nan'):.3f}, "
                f"{stopped[reason]} of {len(seen)} stopped by it, {stopped['']} scored"
            )


def clear(looker: Looker, pictures: list[tuple[str, Pixels]]) -> None:
    """What the pictures are like as they are: what no limit may come near to."""
    seen = [looker.sample(pixels) for _, pixels in pictures]
    seen = [look for look in seen if look.face]
    for name in ("face_px", "light", "sharpness"):
        values = [getattr(look, name) for look in seen]
        print(f"  {name} {min(values):.2f} to {max(values):.2f}")


def look_worn(looker: Looker, pixels: Pixels, wear: Wear, step: float) -> tuple[float | None, str]:
    before = looker.face(pixels)
    assert before is not None, "a picture without a face among the clear ones"
    points = points_of(before, pixels)
    changed, scale = wear(pixels, points, step)
    tracked = looker.track(changed)
    by = off(points, points_of(tracked.face, changed) / scale) if tracked.face else None
    return by, live(changed, tracked)


def glasses(looker: Looker, pictures: list[tuple[str, Pixels]]) -> None:
    """A difference to the neutral is said where one of both is told to have glasses and the other to have none."""
    print(f"\nGLASSES: two of three bars at least {GLASSES:g}; none: at most {NO_GLASSES:g}")
    print("    as it is, or painted        with  without  not told")
    for name, paint in {**CLEAR, "spectacles": spectacles}.items():
        chance = np.random.default_rng(7)
        told = Counter(wears(looker, pixels, paint, chance) for _, pixels in pictures)
        print(f"    {name:26} {told[True]:5} {told[False]:8} {told[None]:9}")


def wears(looker: Looker, pixels: Pixels, paint: Painter, chance: np.random.Generator) -> bool | None:
    face = looker.face(pixels)
    assert face is not None, "a picture without a face among the clear ones"
    changed = paint(pixels, points_of(face, pixels), chance)
    seen = looker.track(changed).face
    return None if seen is None else wears_glasses(patches(np.ascontiguousarray(changed), seen.landmarks))


def cast() -> Iterator[tuple[str, Pixels]]:
    targets = library()
    for name in people():
        avatar = open_avatar(name)
        for expression in ("", *SIX):
            for head in TURNS:
                shown = targets[expression].show if expression else NEUTRAL
                yield f"{name} {expression or 'at rest'}", picture(avatar, shown, head)


Own = dict[str, tuple[Neutral, Sample]]
"""By person: the neutral of their photograph at rest (PERSON_neutral.jpg), and that photograph."""


def own_neutrals(looker: Looker, pictures: list[tuple[str, Pixels]]) -> Own:
    seen = {
        name.removesuffix(f"_{AT_REST}"): looker.sample(p) for name, p in pictures if name.endswith(AT_REST)
    }
    return {person: (neutral_of_looks([sample]), sample) for person, sample in seen.items() if sample.face}


def found_again(looker: Looker, pictures: list[tuple[str, Pixels]], own: Own) -> None:
    """Of photographs, the furthest of each sign of a cover (covering.py), and of each figure of the skin that is found
    again of the own neutral's (closeup.py)."""
    mine = [(own[who][0], pixels) for name, pixels in pictures if (who := person_of(name)) in own]
    signs = "least mouth    eye, most mask glasses  hair"
    print(f"\nFurthest of each: {signs}; skin least share, most uneven, least brows eye chin, most shine")
    for name, paint in {**CLEAR, "spectacles": spectacles, **COVERS}.items():
        chance = np.random.default_rng(7)
        looks = [(at, looker.sample(painted_over(looker, pixels, paint, chance))) for at, pixels in mine]
        faces = [look for _, look in looks if look.signs]
        seen = [skin for at, look in looks if (skin := beside_neutral([look], at).skin)]
        values = [*furthest([look.signs for look in faces], "<<>>>"), *furthest(map(astuple, seen), "<><<<>")]
        print(f"    {name:30} {' '.join(f'{value:7.2f}' for value in values)}", flush=True)


def furthest(rows: Iterable[tuple[float, ...]], ways: str) -> list[float]:
    """Of each column the least (<) or the most (>)."""
    columns = list(zip(*rows, strict=True)) or [(float("nan"),)] * len(ways)
    return [min(column) if way == "<" else max(column) for column, way in zip(columns, ways, strict=True)]


def reason_beside(neutral: Neutral, sample: Sample) -> str:
    return str(sample.reason or why_not(neutral, sample, beside_neutral([sample], neutral).skin) or "")


def person_of(name: str) -> str:
    return name.split("_", maxsplit=1)[0]


def painted_over(looker: Looker, pixels: Pixels, paint: Painter, chance: np.random.Generator) -> Pixels:
    face = looker.face(pixels)
    assert face is not None, "a picture without a face among the clear ones"
    return np.ascontiguousarray(paint(pixels, points_of(face, pixels), chance))


def drawn(looker: Looker) -> None:
    seen = [(name, looker.reasons(pixels)) for name, pixels in cast()]
    print(f"\nThe drawn cast, six expressions, turned by 15° and 20°: {len(seen)} pictures")
    for i, how in enumerate(("live", "still")):
        print(f"  {how}: {dict(Counter(reasons[i] or 'scored' for _, reasons in seen))}")
    print("  covered:", sorted({name for name, reasons in seen if Reason.COVERED in reasons}) or "none")


def film(path: Path) -> None:
    with open_source(str(path)) as source, eyes_for(str(path)) as eyes:
        samples = [eyes.see(item) for item in source]
    print(f"  {path.name}: {dict(Counter(str(sample.reason or 'scored') for sample in samples))}")
    covers = [f"{one.time_s:.2f}" for one in samples if one.reason is Reason.COVERED]
    print("    covered at (s):", " ".join(covers[::3]) or "never")
    print(f"    taken for cuts: {sum(cuts(samples))}")
    by_neutrals(samples)
    returns(samples)
    way_up(path)


def way_up(path: Path) -> None:
    """The beginning of a film and the same turned by half: in how many of its pictures there is a face."""
    seen = []
    for turned in (False, True):
        with open_source(str(path)) as source, Eyes.open(timed=False) as eyes:
            frames = islice((item for item in source if isinstance(item, Frame)), BEGINNING)
            shown = (replace(one, pixels=_turned(one.pixels)) if turned else one for one in frames)
            seen.append([eyes.see(frame).face is not None for frame in shown])
    print(
        f"    a face in {sum(seen[0])} of {len(seen[0])} pictures, turned by half in {sum(seen[1])}",
        flush=True,
    )


def _turned(pixels: Pixels) -> Pixels:
    return np.ascontiguousarray(pixels[::-1, ::-1])


def stills(path: Path, eyes: Eyes) -> None:
    """Pictures of a film of one person as photographs, each beside every third of them."""
    with open_source(str(path)) as source:
        frames = [item for item in source if isinstance(item, Frame)]
    picked = [frames[i] for i in np.linspace(0, len(frames) - 1, STILLS).astype(int)]
    seen = [sample for frame in picked if (sample := eyes.see(frame)).scored]
    told: Counter[str] = Counter()
    for rest in seen[::3]:
        neutral = neutral_of_looks([rest])
        told.update(reason_beside(neutral, one) or "scored" for one in seen if one is not rest)
    print(f"  {path.name}, {len(seen)} of {STILLS} as photographs: {dict(told)}")


def by_neutrals(samples: list[Sample]) -> None:
    """What a session would say after each neutral that it could take, of the rest of the film, and of all of it."""
    told: Counter[str] = Counter()
    settled = neutrals(samples)
    found = settled or of_the_first_second(samples)
    for neutral, taken in found:
        validity, before_s = Validity(), samples[0].time_s
        validity.begin((taken.width, taken.height))
        for sample in samples:
            if sample.scored:
                validity.see(max(sample.time_s - before_s, 0.0), against(neutral, sample))
                told[str(validity.reason or ("only offered" if validity.offer else "scored"))] += 1
            before_s = sample.time_s
    which = (
        f"{len(settled)} neutrals"
        if settled
        else "no session would take a neutral of it; the first second as one"
    )
    print(f"    {which}, each before all of it: {dict(told)}")


def returns(samples: list[Sample]) -> None:
    """The same person leaves a film at twelve places, for a moment or long enough for somebody else to have come."""
    found = (neutrals(samples) or of_the_first_second(samples))[:8]
    shares = []
    for away_s in (0.15, 2.0):
        told: Counter[str] = Counter()
        for neutral, taken in found:
            for place in samples[:: max(1, len(samples) // 12)]:
                after = [one for one in samples if 0 <= one.time_s - place.time_s < 5]
                told.update(after_absence(neutral, taken, after, away_s))
        shares.append(1 - told["scored"] / max(told.total(), 1))
    print(
        f"    not scored in the five seconds after an absence of .15 s {shares[0]:.3f}, of 2 s {shares[1]:.3f}"
    )


def neutrals(samples: list[Sample]) -> list[tuple[Neutral, Sample]]:
    """All that settle, one after the other."""
    found: list[tuple[Neutral, Sample]] = []
    settling = Settling()
    for sample in samples:
        measures = Glance.at(sample).scored
        if (neutral := settling.see(sample, measures).neutral) is not None:
            found, settling = [*found, (neutral, sample)], Settling()
    return found


def of_the_first_second(samples: list[Sample]) -> list[tuple[Neutral, Sample]]:
    """However the head is held in it."""
    first = [sample for sample in samples if sample.scored and sample.time_s < samples[0].time_s + 1]
    return [(neutral_from(first), first[-1])] if first else []


def pace() -> None:
    limits = gates.PICTURES_A_SECOND
    print(
        f"\nPICTURES_A_SECOND: {limits.enter:g} (back at {limits.leave:g}); uneven by a fifth (SD), one in ten lost"
    )
    for rate in (5, 6, 7, 8, 9, 10, 12, 15, 30):
        print(f"  {rate:3} a second: {100 * too_slow(rate):5.1f} % too slow")


def too_slow(rate: float) -> float:
    """Share of a minute's pictures, at an uneven pace."""
    chance, pixels = np.random.default_rng(3), np.full((8, 8, 3), 90, np.uint8)
    between_s = (
        chance.normal(1, 0.2, int(60 * rate)).clip(0.3)
        / rate
        * chance.choice([1, 2], int(60 * rate), p=[0.9, 0.1])
    )
    gate, slow = Gate(), 0
    for time_s in np.cumsum(between_s):
        slow += gate.slow(Frame(float(time_s), 0, pixels))
    return slow / len(between_s)


def main() -> int:
    parser = argparse.ArgumentParser(
        "python -m benchmarks.gates",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER")
    parser.add_argument("--films", nargs="*", type=Path, default=[], metavar="FILM")
    parser.add_argument(
        "--people", type=int, default=10_000, metavar="N", help="only the first N photographs"
    )
    arguments = parser.parse_args()
    if arguments.folders:
        of_photographs(photographs(arguments.folders, arguments.people))
    pace()
    if arguments.films:
        of_films(arguments.films)
    return 0


def of_photographs(pictures: list[tuple[str, Pixels]]) -> None:
    with open_tracker("mediapipe", ensure_model(), still=True) as tracker:
        looker = Looker(WellLit(tracker, still=True))
        pictures = [(name, pixels) for name, pixels in pictures if looker.face(pixels) is not None]
        print(f"{len(pictures)} photographs with a face")
        clear(looker, pictures)
        worn(looker, pictures)
        glasses(looker, pictures)
        if own := own_neutrals(looker, pictures):
            found_again(looker, pictures, own)
        drawn(looker)


def of_films(paths: list[Path]) -> None:
    print("\nFilms, as a live camera:")
    for path in paths:
        film(path)
    print("\nPictures of films, each beside a third of the others:")
    with Eyes.open(still=True) as eyes:
        for path in paths:
            stills(path, eyes)


if __name__ == "__main__":
    with plainly():
        sys.exit(main())
