"""How well each number of ``mirrorcam.patches`` holds: what it sees against what merely disturbs it.

    python -m benchmarks.measurement.patches FOLDER [--model FILE] [--noise]

FOLDER holds ``PERSON_neutral.jpg`` and, where there is one, ``PERSON_smile.jpg``. On every neutral, wrinkles are
drawn (soft dark valleys with lighter edges, 3 % of an eye distance wide at half depth, 5 and 10 % of the local
brightness deep, in the anatomical place, a little off and bent at random), lips are pressed to 0.7 and 0.45 of their
height, and a tongue is put out. The same neutral is also shifted, rescaled, rolled, turned, darkened, made noisy and
so on, with and without glasses, and the face is tracked anew in every picture. d′ is the mean change that the
drawing makes over the SD (root mean square change) under the mild disturbances. Drawn skin is no proof for living
skin: only the smiles are real.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from mirrorcam.arrays import Floats, Pixels, Singles
from mirrorcam.face import Frame
from mirrorcam.landmarks import LEFT_EYE, RIGHT_EYE, mirrored
from mirrorcam.measures import GRAIN_SHARE
from mirrorcam.patches import PATCHES, UNUSABLE, patches, usable
from mirrorcam.sources.images import read_picture
from mirrorcam.trackers import Tracker, open_tracker
from mirrorcam.trackers.model import ensure_model

Mix = tuple[int, ...]
Landmarks = NDArray[np.floating]
"""As in ``Face``, or the same in double precision."""

WIDTH = 0.03
"""Of a drawn wrinkle at half its depth, in eye distances."""
DEPTHS = (0.05, 0.10)

# Where the wrinkles are drawn on the person's right: means of landmarks where each begins and ends. They are
# set down apart from the patches. The left mirrors them.
STROKES: dict[str, tuple[tuple[Mix, Mix], ...]] = {
    "glabella": (((55, 107, 107, 8, 8, 9, 9, 9), (107, 108, 9, 151, 151)),),
    "forehead": (((107, 108), (336, 337)), ((108,), (337,))),
    "nose_root": (((193,), (417,)), ((122, 196), (351, 419))),
    "forehead_side": (((105, 104), (107, 108)), ((104,), (108,))),
    "nose_side": (((122,), (188, 128)), ((196,), (114, 217))),
    "crows_feet": (((226,), (34,)), ((113,), (139,)), ((31,), (143, 116))),
    "under_eye": (((110, 228, 118), (22, 232, 120)),),
    "fold_upper": (((36, 98), (206,)),),
    "fold_lower": (((206,), (212,)),),
    "lip_corner": (((212, 216), (202, 210, 212)),),
    "below_corner": (((43, 57), (204, 210)),),
}


def shapes(landmarks: Landmarks, size: tuple[int, int]) -> tuple[Landmarks, float]:
    """Landmarks in px, and the distance of the eyes."""
    points = landmarks[:, :2] * size
    return points, float(np.linalg.norm(points[list(LEFT_EYE)].mean(0) - points[list(RIGHT_EYE)].mean(0)))


def wrinkled(
    picture: Pixels, landmarks: Landmarks, place: str, depth: float, random: np.random.Generator
) -> Pixels:
    height, width = picture.shape[:2]
    points, eyes = shapes(landmarks, (width, height))
    finer = 4
    left, top = (points.min(0) - 20).clip(0).astype(int)
    right, bottom = (points.max(0) + 20).astype(int)
    right, bottom = min(right, width), min(bottom, height)
    field = np.zeros(((bottom - top) * finer, (right - left) * finer), np.float32)
    for begin, end in both_sides(STROKES[place]):
        path = bent(points[list(begin)].mean(0), points[list(end)].mean(0), eyes, random)
        line = np.zeros_like(field)
        drawn = np.rint((path - (left, top)) * finer).astype(np.int32)
        for a, b, strength in zip(
            drawn[:-1], drawn[1:], np.sin(np.linspace(0.3, np.pi - 0.3, 19)), strict=True
        ):
            cv2.line(line, a.tolist(), b.tolist(), float(strength), 2)
        spread = WIDTH * eyes * finer / 2.355
        valley, edges = (cv2.GaussianBlur(line, (0, 0), spread * k) for k in (1.0, 2.5))
        profile = valley / valley.max() - 0.45 * edges / edges.max()
        field += profile / profile.max()
    result = picture.astype(np.float32)
    small = cv2.resize(field, (right - left, bottom - top), interpolation=cv2.INTER_AREA)
    result[top:bottom, left:right] *= (1 - depth * small)[..., None]
    return rounded(result)


def both_sides(strokes: tuple[tuple[Mix, Mix], ...]) -> list[tuple[Mix, Mix]]:
    lefts = [(tuple(map(mirrored, a)), tuple(map(mirrored, b))) for a, b in strokes]
    return list(strokes) + [left for left, right in zip(lefts, strokes, strict=True) if left != right[::-1]]


def bent(begin: Floats, end: Floats, eyes: float, random: np.random.Generator) -> Floats:
    """(20, 2): from begin to end, shifted by 1 % of an eye distance, tilted by about 6° and bent, at random."""
    t = np.linspace(0, 1, 20)[:, None]
    along = end - begin
    across = np.array([-along[1], along[0]])
    sway = random.normal(0, 0.1) * (t - 0.5) + random.normal(0, 0.2) * (t - 0.5) ** 2
    return begin + t * along + across * sway + random.normal(0, 0.01 * eyes, 2)


def rounded(picture: NDArray[np.floating]) -> Pixels:
    return np.asarray(np.clip(picture + 0.5, 0, 255), np.uint8)


def pressed(picture: Pixels, landmarks: Landmarks, share: float) -> Pixels:
    """Lips of which only ``share`` of the height shows; the skin around follows."""
    height, width = picture.shape[:2]
    points, _ = shapes(landmarks, (width, height))
    seam = points[[13, 14]].mean(0)
    row, column = np.mgrid[0:height, 0:width].astype(np.float32)
    half = abs(points[291, 0] - points[61, 0]) / 2
    middle = np.sqrt(np.clip(1 - ((column - seam[0]) / (1.25 * half)) ** 2, 0, 1))
    source = row.copy()
    for side, lip in ((-1, seam[1] - points[0, 1]), (1, points[17, 1] - seam[1])):
        away, shown, reach = (row - seam[1]) * side, lip * (1 - (1 - share) * middle), 2.2 * lip
        inner, outer = away * lip / shown, lip + (away - shown) * (reach - lip) / (reach - shown)
        moved = np.where(away < shown, inner, outer)
        source = np.where((away > 0) & (away < reach), seam[1] + side * moved, source)
    return _remapped(picture, column, source.astype(np.float32))


def _remapped(picture: Pixels, x: NDArray[np.floating], y: NDArray[np.floating]) -> Pixels:
    return np.asarray(cv2.remap(picture, x, y, cv2.INTER_LINEAR), np.uint8)


def tongue(picture: Pixels, landmarks: Landmarks, length: float) -> Pixels:
    """A tongue in the colour of the lower lip, a little redder, ``length`` eye distances down from the seam."""
    height, width = picture.shape[:2]
    points, eyes = shapes(landmarks, (width, height))
    seam = points[[13, 14]].mean(0)
    shape = np.zeros((height, width), np.float32)
    cv2.ellipse(shape, seam.astype(int).tolist(), (int(0.17 * eyes), int(length * eyes)), 0, 0, 180, 1.0, -1)
    soft = cv2.GaussianBlur(shape, (0, 0), 0.015 * eyes)[..., None]
    (left, top), (right, bottom) = points[[84, 15]].min(0).astype(int), points[[314, 17]].max(0).astype(int)
    lip = np.median(picture[top : bottom + 1, left : right + 1].reshape(-1, 3), axis=0)
    return rounded(picture * (1 - soft) + lip * (1.0, 0.82, 0.87) * soft)


def with_glasses(picture: Pixels, landmarks: Landmarks) -> Pixels:
    """Dark, round, thin-rimmed ones."""
    height, width = picture.shape[:2]
    points, eyes = shapes(landmarks, (width, height))
    finer, rim = 4, int(0.12 * eyes)
    right, left = points[[33, 133]].mean(0), points[[263, 362]].mean(0)
    beside = 0.38 * (left - right)
    frame = np.zeros((height * finer, width * finer), np.float32)
    for eye in (right, left):
        centre = np.rint(finer * (eye + np.array((0, 0.06 * eyes)))).astype(int).tolist()
        cv2.ellipse(frame, centre, (int(0.38 * eyes * finer), int(0.29 * eyes * finer)), 0, 0, 360, 1.0, rim)
    for begin, end in (
        (right + beside, left - beside),
        (right - beside, points[127]),
        (left + beside, points[356]),
    ):
        a, b = (np.rint(finer * place).astype(int).tolist() for place in (begin, end))
        cv2.line(frame, a, b, 1.0, rim)
    shown = 0.9 * cv2.resize(frame, (width, height), interpolation=cv2.INTER_AREA)[..., None]
    return rounded(picture * (1 - shown) + np.array((25, 22, 20)) * shown)


def moved(
    picture: Pixels, scale: float = 1.0, roll_deg: float = 0.0, shift: tuple[float, float] = (0, 0)
) -> Pixels:
    height, width = picture.shape[:2]
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), roll_deg, scale)
    matrix[:, 2] += np.array(shift)
    return np.asarray(
        cv2.warpAffine(picture, matrix, (width, height), borderMode=cv2.BORDER_REPLICATE), np.uint8
    )


def smaller(picture: Pixels, scale: float) -> Pixels:
    return np.asarray(cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)


def noisy(picture: Pixels, sd: float, light: float = 1.0) -> Pixels:
    random = np.random.default_rng(5)
    return rounded(picture * light + random.normal(0, sd, picture.shape))


def blurred(picture: Pixels, spread_px: float) -> Pixels:
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), spread_px), np.uint8)


def jpeg(picture: Pixels, quality: int) -> Pixels:
    coded = cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, quality])[1]
    return np.asarray(cv2.imdecode(coded, cv2.IMREAD_COLOR), np.uint8)


def lit_from_side(picture: Pixels, more: float) -> Pixels:
    ramp = np.clip(2.5 * np.linspace(-1, 1, picture.shape[1]), -1, 1).astype(np.float32)
    soft = cv2.GaussianBlur(ramp[None], (0, 0), picture.shape[1] / 20)
    return rounded(picture * 0.8 * (1 + more * soft)[..., None])


def turned(picture: Pixels, landmarks: Landmarks, yaw_deg: float, pitch_deg: float = 0.0) -> Pixels:
    """As if the head had turned: landmarks turn in three dimensions, the skin between them follows."""
    height, width = picture.shape[:2]
    points = landmarks[:468] * (width, height, width)
    centre = np.array([*points[[6, 4]].mean(0)[:2], points[234, 2]])
    yaw, pitch = np.radians((yaw_deg, pitch_deg))
    about_y = np.array([[np.cos(yaw), 0, -np.sin(yaw)], [0, 1, 0], [np.sin(yaw), 0, np.cos(yaw)]])
    about_x = np.array([[1, 0, 0], [0, np.cos(pitch), np.sin(pitch)], [0, -np.sin(pitch), np.cos(pitch)]])
    after = (points - centre) @ (about_y @ about_x).T + centre
    step, near = 6, 0.06 * np.ptp(points[:, 0])
    row, column = np.mgrid[0:height:step, 0:width:step]
    places = np.stack((column, row), -1).reshape(-1, 1, 2)
    weights = np.exp(-((places - after[None, :, :2]) ** 2).sum(-1) / (2 * near**2))
    back = weights @ (points - after)[:, :2] / (weights.sum(1, keepdims=True) + 0.05)
    grid = back.reshape(*row.shape, 2).astype(np.float32)
    full = cv2.resize(grid, (row.shape[1] * step, row.shape[0] * step), interpolation=cv2.INTER_CUBIC)
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    return _remapped(picture, x + full[:height, :width, 0], y + full[:height, :width, 1])


def of_noise(picture: Pixels, sd: float, spread_px: float, seed: int) -> Pixels:
    """Nothing but noise around a middle grey, of one pixel or, with a ``spread_px``, soft as a film's grain."""
    noise = np.random.default_rng(seed).normal(size=picture.shape)
    if spread_px:
        noise = np.asarray(cv2.GaussianBlur(noise, (0, 0), spread_px), np.float64)
    return rounded(128 + sd * noise / noise.std())


Change = Callable[[Pixels, Landmarks], Pixels]
MILD: dict[str, Change] = {
    "shift": lambda p, _: moved(p, shift=(3.3, 1.7)),
    "shift back": lambda p, _: moved(p, shift=(-5.5, 4.6)),
    "nearer": lambda p, _: moved(p, 1.2),
    "further": lambda p, _: smaller(p, 0.8),
    "roll −12°": lambda p, _: moved(p, roll_deg=-12),
    "roll 12°": lambda p, _: moved(p, roll_deg=12),
    "yaw −10°": lambda p, at: turned(p, at, -10),
    "yaw 10°": lambda p, at: turned(p, at, 10),
    "pitch −8°": lambda p, at: turned(p, at, 0, -8),
    "pitch 8°": lambda p, at: turned(p, at, 0, 8),
    "light × 0.4": lambda p, _: noisy(p, 2, 0.4),
    "noise 5": lambda p, _: noisy(p, 5),
    "JPEG 40": lambda p, _: jpeg(p, 40),
    "blur 1 px": lambda p, _: blurred(p, 1),
    "lit from a side": lambda p, _: lit_from_side(p, 0.3),
    "lit from the other": lambda p, _: lit_from_side(p, -0.3),
    "warmer light": lambda p, _: rounded(p * (1.15, 1.0, 0.85)),
}
HARD: dict[str, Change] = {
    "half size": lambda p, _: smaller(p, 0.5),
    "85 px face": lambda p, at: smaller(p, 85 / (np.ptp(at[[234, 454], 0]) * p.shape[1])),
    "yaw 20°": lambda p, at: turned(p, at, 20),
    "noise 10": lambda p, _: noisy(p, 10),
    "JPEG 20": lambda p, _: jpeg(p, 20),
    "blur 2 px": lambda p, _: blurred(p, 2),
}


WITH_GLASSES = ("shift", "nearer", "further", "roll 12°", "yaw 10°", "pitch 8°", "noise 5", "JPEG 40")


def drawn(picture: Pixels, landmarks: Landmarks, seed: int) -> Iterator[tuple[str, int, Pixels]]:
    """What is drawn: the name that PATCHES' names begin with, how strong (0 moderate, 1 marked), the picture."""
    for strength, depth in enumerate(DEPTHS):
        for place in STROKES:
            yield place, strength, wrinkled(picture, landmarks, place, depth, np.random.default_rng(seed))
    for strength in (0, 1):
        press = pressed(picture, landmarks, (0.7, 0.45)[strength])
        yield "upper_lip_red", strength, press
        yield "lower_lip_red", strength, press
        yield "tongue_red", strength, tongue(picture, landmarks, (0.3, 0.42)[strength])


class Study:
    """Changes of every number from the same person's neutral, by what was done to the picture."""

    def __init__(self, tracker: Tracker) -> None:
        self.tracker = tracker
        self.shown = 0
        self.changes: dict[tuple[str, str], list[Floats]] = {}

    def track(self, picture: Pixels) -> Singles | None:
        self.shown += 1
        faces = self.tracker.track(Frame(float(self.shown), self.shown, np.ascontiguousarray(picture))).faces
        return faces[0].landmarks if faces else None

    def numbers(self, picture: Pixels) -> Floats:
        landmarks = self.track(picture)
        found = np.full(len(PATCHES), UNUSABLE) if landmarks is None else patches(picture, landmarks)
        return np.where(usable(found), found, np.nan)

    def person(self, picture: Pixels, smile: Pixels | None) -> None:
        landmarks = self.track(picture)
        if landmarks is None:
            return
        neutral = self.numbers(picture)
        for kind, changes in (("mild", MILD), ("hard", HARD)):
            for name, change in changes.items():
                self.keep(kind, name, self.numbers(change(picture, landmarks)) - neutral)
        for name, strength, changed in drawn(picture, landmarks, seed=self.shown):
            self.keep(f"drawn {strength}", name, self.numbers(changed) - neutral)
            if strength == 1:
                half = self.numbers(smaller(changed, 0.5)) - self.numbers(smaller(picture, 0.5))
                self.keep("drawn half", name, half)
        glasses = with_glasses(picture, landmarks)
        before = self.numbers(glasses)
        for name in WITH_GLASSES:
            self.keep("glasses", name, self.numbers(MILD[name](glasses, landmarks)) - before)
        if smile is not None:
            self.keep("smile", "smile", self.numbers(smile) - neutral)

    def keep(self, kind: str, name: str, change: Floats) -> None:
        self.changes.setdefault((kind, name), []).append(change)

    def of(self, kind: str, name: str, row: int) -> Floats:
        found = np.array(self.changes[kind, name])[:, row]
        return found[~np.isnan(found)]

    def sd(self, kind: str, row: int) -> float:
        found = np.concatenate([self.of(*key, row) for key in self.changes if key[0] == kind])
        return float(np.sqrt(np.mean(found**2))) if found.size else float("nan")

    def seen(self, kind: str, row: int) -> float:
        """Share of the pictures in which the number was usable."""
        found = np.concatenate([np.array(c)[:, row] for key, c in self.changes.items() if key[0] == kind])
        return float(1 - np.isnan(found).mean())


def table(study: Study) -> Iterator[str]:
    heads = (
        "number",
        "unit",
        "SD mild",
        "SD hard (usable)",
        "SD with glasses (usable)",
        "moderate: change, d′",
        "marked: change, d′",
    )
    yield "| " + " | ".join((*heads, "marked at half size: d′", "smile d′ (same sign)")) + " |"
    yield "|---|---|---|---|---|---|---|---|---|"
    for row, number in enumerate(PATCHES):
        mild = study.sd("mild", row)
        stem = number.name.removesuffix(f"_{number.side}")
        cells = [f"{1e3 * mild:.1f}"]
        cells += [
            f"{1e3 * study.sd(kind, row):.1f} ({study.seen(kind, row):.2f})" for kind in ("hard", "glasses")
        ]
        for kind in ("drawn 0", "drawn 1"):
            made = study.of(kind, stem, row).mean() if (kind, stem) in study.changes else np.nan
            cells.append("—" if np.isnan(made) else f"{1e3 * made:+.1f}, {made / mild:+.1f}")
        half = study.of("drawn half", stem, row).mean() if ("drawn half", stem) in study.changes else np.nan
        cells.append("—" if np.isnan(half) else f"{half / mild:+.1f}")
        smile = study.of("smile", "smile", row) if ("smile", "smile") in study.changes else np.array([np.nan])
        same = np.mean(np.sign(smile) == np.sign(smile.mean()))
        cells.append(f"{smile.mean() / mild:+.1f} ({same:.2f})")
        yield f"| {number.name} | {number.unit} | " + " | ".join(cells) + " |"


def by_disturbance(study: Study) -> Iterator[str]:
    """Root mean square change, in thousandths, by disturbance; left and right pooled."""
    stems = list(dict.fromkeys(number.name.removesuffix(f"_{number.side}") for number in PATCHES))
    yield "| disturbance | " + " | ".join(stems) + " |"
    yield "|---|" + "---|" * len(stems)
    for key in [key for key in study.changes if key[0] in ("mild", "hard")]:
        cells = []
        for stem in stems:
            rows = [i for i, n in enumerate(PATCHES) if n.name in (stem, f"{stem}_left", f"{stem}_right")]
            found = np.concatenate([study.of(*key, row) for row in rows])
            cells.append(f"{1e3 * np.sqrt(np.mean(found**2)):.0f}" if found.size else "—")
        yield f"| {key[1]} | " + " | ".join(cells) + " |"


NOISES = ((8.0, 0.0), (16.0, 0.0), (16.0, 0.7), (30.0, 0.0))
LINES = [row for row, number in enumerate(PATCHES) if number.lines]
GRAIN = [row for row, number in enumerate(PATCHES) if number.name.startswith("grain")]


def noise_text(pictures: Sequence[tuple[Pixels, Singles]]) -> Iterator[str]:
    """How often mere noise, where the faces of the pictures are, is taken for a line, and for one that counts."""
    yield "| noise, SD of 255 and softness in px | scale | median grain | lines seen | lines that count |"
    yield "|---|---|---|---|---|"
    for sd, spread_px in NOISES:
        for scale in (1.0, 0.5):
            found = np.array(
                [
                    patches(of_noise(smaller(picture, scale), sd, spread_px, seed), landmarks)
                    for seed, (picture, landmarks) in enumerate(pictures)
                ]
            )
            grain = found[:, GRAIN].min(axis=1, keepdims=True)
            seen, count = (np.mean(found[:, LINES] > least) for least in (0.001, GRAIN_SHARE * grain))
            yield f"| {sd:.0f}, {spread_px} | {scale} | {1e3 * np.median(grain):.0f} | {seen:.3f} | {count:.3f} |"


def main() -> None:
    parser = argparse.ArgumentParser(description="How well each patch number holds.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--model", type=Path)
    parser.add_argument("--noise", action="store_true", help="only what mere noise is taken for")
    arguments = parser.parse_args()
    files = sorted(arguments.folder.glob("*_neutral.jpg"))
    if not files:
        parser.error(f"{arguments.folder}: there is no NAME_neutral.jpg in it.")
    with open_tracker(model=ensure_model(arguments.model), still=True) as tracker:
        study = Study(tracker)
        tracked = [(picture, study.track(picture)) for picture in map(read_picture, files)]
        print("Numbers in thousandths.\n")
        print(*noise_text([(picture, at) for picture, at in tracked if at is not None]), "", sep="\n")
        if arguments.noise:
            return
        for file in files:
            smile = file.with_name(file.name.replace("_neutral", "_smile"))
            study.person(read_picture(file), read_picture(smile) if smile.is_file() else None)
    print(*table(study), "", *by_disturbance(study), sep="\n")


if __name__ == "__main__":
    main()
