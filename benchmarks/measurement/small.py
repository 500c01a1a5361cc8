"""Small pictures such as sets of labelled photographs are made of: the neutral and the smile worn in the same way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import cv2
import numpy as np
from benchmarks.measurement.comparing import root_mean_square
from benchmarks.measurement.photographs import Album, Sitter
from benchmarks.measurement.words import counted, signed, table

from mirrorcam.app.measuring.photographs import row_of
from mirrorcam.app.measuring.row import Row
from mirrorcam.app.seeing.beside_neutral import neutral_of_looks
from mirrorcam.arrays import Pixels, Singles
from mirrorcam.calibration import Neutral
from mirrorcam.landmarks import EDGES
from mirrorcam.sources.images import read_picture

MIDDLE = (234, 454, 10, 152)
FACE_PX = 125
GRAIN_PX = 0.6
"""SD of the blur of a film's grain: it is larger than one pixel of the scan."""
GAMMA = (0.75, 1.3)
GREY_SIZE = 256
AGAIN_QUALITY = 70
"""JPEG of the second picture at rest, which is also shifted by 8 % and a fortieth larger."""

Make = Callable[[Pixels, Singles, np.random.Generator, bool], Pixels]


def jpeg(pixels: Pixels, quality: int) -> Pixels:
    _, coded = cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return np.asarray(cv2.imdecode(coded, cv2.IMREAD_COLOR), np.uint8)


def cut(pixels: Pixels, landmarks: Singles, size: int, again: bool) -> Pixels:
    """``size`` × ``size`` px with a face ``FACE_PX`` wide in the middle."""
    height, width = pixels.shape[:2]
    points = landmarks[:, :2] * (width, height)
    scale = FACE_PX * (1.025 if again else 1) / float(np.linalg.norm(points[EDGES[0]] - points[EDGES[1]]))
    middle = points[list(MIDDLE)].mean(axis=0)
    place = size * (np.array((0.58, 0.42)) if again else 0.5) - scale * middle
    soft = cv2.GaussianBlur(pixels, (0, 0), max(0.5 / scale - 0.3, 0.01))
    move = np.array([[scale, 0, place[0]], [0, scale, place[1]]])
    return np.asarray(cv2.warpAffine(soft, move, (size, size), borderMode=cv2.BORDER_REPLICATE), np.uint8)


def coloured(pixels: Pixels, landmarks: Singles, rng: np.random.Generator, again: bool) -> Pixels:
    return jpeg(cut(pixels, landmarks, 250, again), AGAIN_QUALITY if again else 75)


def grey(sd: float) -> Make:
    """As scanned from film: an unknown gamma, and grain of that SD."""

    def made(pixels: Pixels, landmarks: Singles, rng: np.random.Generator, again: bool) -> Pixels:
        picture = scanned(cut(pixels, landmarks, GREY_SIZE, again), rng, sd, rng.uniform(*GAMMA))
        return jpeg(picture, AGAIN_QUALITY) if again else picture

    return made


def scanned(pixels: Pixels, rng: np.random.Generator, sd: float, gamma: float) -> Pixels:
    """In grey, from film with grain of that SD."""
    light = cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY) / 255
    grain = cv2.GaussianBlur(rng.normal(size=light.shape), (0, 0), GRAIN_PX)
    seen = 255 * light**gamma + sd * grain / grain.std()
    return np.repeat(np.clip(seen, 0, 255).astype(np.uint8)[..., None], 3, axis=2)


KINDS: dict[str, Make] = {
    "250 px, colour, JPEG of quality 75": coloured,
    "256 px, grey, no grain": grey(0),
    "256 px, grey, grain of SD 2": grey(2),
    "256 px, grey, grain of SD 4": grey(4),
    "256 px, grey, grain of SD 6": grey(6),
}


def measure_small(album: Album, sitters: list[Sitter], clean: dict[str, Row]) -> dict[str, Any]:
    return {
        name: _figures([_person(album, s, make) for s in sitters], sitters, clean)
        for name, make in album.extent.some(KINDS.items())
    }


def _person(album: Album, sitter: Sitter, make: Make) -> tuple[Row, Row]:
    """The smile and a second picture at rest, against a neutral of the same kind."""
    rng = np.random.default_rng(sum(sitter.person.encode()))

    def looks(path: Any, again: bool = False) -> Any:
        pixels = read_picture(path)
        face = album.looks(pixels)[0].face
        assert face is not None
        return album.looks(make(pixels, face.landmarks, rng, again))

    good = [look for look in looks(sitter.neutral) if look.scored]
    neutral: Neutral | None = neutral_of_looks(good) if good else None
    both = (looks(sitter.smile), looks(sitter.neutral, again=True))
    smile, rest = (row_of(seen, "", 0, neutral, album.targets) for seen in both)
    return smile, rest


def _figures(rows: list[tuple[Row, Row]], sitters: list[Sitter], clean: dict[str, Row]) -> dict[str, Any]:
    pairs = [
        (smile.scores["happiness"], clean[s.person].scores["happiness"])
        for (smile, _), s in zip(rows, sitters, strict=True)
    ]
    changes = [now - full for now, full in pairs if now is not None and full is not None]
    alarms = [
        max(v for v in rest.scores.values() if v is not None)
        for _, rest in rows
        if rest.expression is not None
    ]
    return {
        "mean": float(np.mean(changes)) if changes else None,
        "sd": root_mean_square(changes),
        "alarm": [float(np.median(alarms)), float(np.max(alarms))] if alarms else None,
        "reasons": dict(Counter(str(row.reason) for pair in rows for row in pair if row.reason)),
    }


def small_text(rows: dict[str, Any], people: int) -> str:
    body = [
        (
            name,
            "–" if row["mean"] is None else signed(row["mean"]),
            "–" if row["sd"] is None else f"{row['sd']:.1f}",
            "–" if row["alarm"] is None else f"{row['alarm'][0]:.0f} ({row['alarm'][1]:.0f})",
            counted(row["reasons"]),
        )
        for name, row in rows.items()
    ]
    head = (
        "both pictures",
        "mean change of the smile's score",
        "root mean square change",
        "highest of the six in another picture at rest: median (most)",
        f"not scored, of {2 * people}",
    )
    return (
        f"Sets of labelled photographs are often smaller. The same {people} people with faces {FACE_PX} px wide, the "
        f"smile against a neutral of the same kind, compared with the large pictures:\n\n{table(head, body)}"
    )
