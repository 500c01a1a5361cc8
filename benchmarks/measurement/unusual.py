"""Photographs and films that are not what they should be: upside down, a face far away, a neutral that smiles."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cache
from typing import Any

import cv2
import numpy as np
from benchmarks.covers import CLEAR
from benchmarks.measurement.covering import FACED, SEED, UNTOUCHED, Faces
from benchmarks.measurement.extent import some
from benchmarks.measurement.photographs import Album, Sitter
from benchmarks.measurement.words import table
from benchmarks.measurement.worn import moved

from mirrorcam.app.seeing import Eyes
from mirrorcam.arrays import Pixels
from mirrorcam.calibration import seems_to_smile
from mirrorcam.face import Face, Frame, Reason
from mirrorcam.landmarks import EDGES
from mirrorcam.sources.images import read_picture

WAYS = tuple(name for name in CLEAR if name not in (UNTOUCHED, *FACED))
FILM_PICTURES, RATE = 12, 10
SHIFT = 0.004
"""By which share of the picture a filmed face moves from one picture to the next."""
PLACED = 8
"""People whose faces are put into large pictures."""
LARGE = (2400, 3200)
WIDTHS_PX = (85, 110, 160, 220)
BITS = ((33, 133, 105, 117), (61, 291, 2, 200), (10, 54, 284), (127, 234, 132))
"""An eye, the mouth, a strip of the forehead, an ear."""
BACKGROUNDS = 4
EMPTY = 8
"""Large pictures of nobody."""


def measure_unusual(album: Album) -> dict[str, Any]:
    faces = Faces(album)
    return {
        "people": len(album.sitters),
        "upside_down": upside_down(faces),
        "filmed": filmed(album),
        "smiling": smiling(album),
        "far": {str(px): far(faces, px) for px in WIDTHS_PX},
        "nobody": dict(Counter(look(faces, nobody(faces, number)) for number in range(EMPTY))),
    }


NOBODY = {str(Reason.NOBODY)}


def look(faces: Faces, pixels: Pixels) -> str:
    return str(faces.still(pixels).reason or "scored")


def upside_down(faces: Faces) -> dict[str, dict[str, int]]:
    """Each photograph as it is and in two more ways, both ways up: what is said of it."""
    told: dict[str, Counter[str]] = {"upright": Counter(), "upside down": Counter()}
    for number, sitter in enumerate(faces.album.sitters):
        for turn, path in enumerate((sitter.neutral, sitter.smile)):
            ways = [WAYS[(4 * number + 2 * turn + more) % len(WAYS)] for more in (0, 1)]
            for name in (UNTOUCHED, *ways):
                pixels = faces.painted(path, CLEAR[name], (SEED, number, turn))
                told["upright"][look(faces, pixels)] += 1
                told["upside down"][look(faces, pixels[::-1, ::-1])] += 1
    return {name: dict(counts.most_common()) for name, counts in told.items()}


def filmed(album: Album) -> dict[str, list[int]]:
    """Photographs at rest as films of a face that sways a little, both ways up: in how many of the pictures there is a
    face, and how many there are."""
    counts = {"upright": [0, 0], "upside down": [0, 0]}
    for sitter in album.sitters:
        pixels = read_picture(sitter.neutral)
        for name, picture in (("upright", pixels), ("upside down", pixels[::-1, ::-1])):
            seen = seen_in_film(np.ascontiguousarray(picture))
            counts[name] = [counts[name][0] + seen, counts[name][1] + FILM_PICTURES]
    return counts


def seen_in_film(pixels: Pixels) -> int:
    shown = [moved(pixels, across=SHIFT * i, up=SHIFT * (i % 3)) for i in range(FILM_PICTURES)]
    with Eyes.open(timed=False) as eyes:
        return sum(eyes.see(Frame(i / RATE, i, one)).face is not None for i, one in enumerate(shown))


def smiling(album: Album) -> dict[str, int]:
    """How many photographs would be said to smile, if they were given as neutrals."""
    return {
        "smiles": sum(_seems_to_smile(album, sitter.smile) for sitter in album.sitters),
        "neutrals": sum(_seems_to_smile(album, sitter.neutral) for sitter in album.sitters),
    }


def _seems_to_smile(album: Album, path: Any) -> bool:
    return seems_to_smile(look for look in album.looks(read_picture(path)) if look.scored)


def far(faces: Faces, width_px: float) -> dict[str, int]:
    """What is said of large pictures in which somebody is so small."""
    placed = enumerate(some(faces.album.sitters, PLACED))
    return dict(
        Counter(look(faces, small_in_large(faces, sitter, number, width_px)) for number, sitter in placed)
    )


def small_in_large(faces: Faces, sitter: Sitter, number: int, width_px: float) -> Pixels:
    pixels, face = faces.photograph(sitter.neutral)
    scale = width_px / _width_px(pixels, face)
    small = np.asarray(cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)
    large = background(number % BACKGROUNDS).copy()
    put(large, small, np.random.default_rng([SEED, number, int(width_px)]))
    return large


def _width_px(pixels: Pixels, face: Face) -> float:
    right, left = face.landmarks[EDGES, :2] * pixels.shape[1::-1]
    return float(np.linalg.norm(left - right))


@cache
def background(number: int) -> Pixels:
    """Blots of any colour and size, with noise."""
    chance = np.random.default_rng([SEED, number])
    picture = np.zeros((*LARGE, 3), np.float32)
    for cells in (4, 16, 64, 256):
        blots = chance.normal(0, 1, (cells * 3 // 4, cells, 3)).astype(np.float32)
        large = np.asarray(cv2.resize(blots, LARGE[::-1], interpolation=cv2.INTER_CUBIC), np.float32)
        picture += large * 40 / cells**0.25
    picture += 4 * chance.standard_normal(picture.shape, np.float32)
    return np.clip(picture + 120, 0, 255).astype(np.uint8)


def put(large: Pixels, small: Pixels, chance: np.random.Generator) -> None:
    """Anywhere in it."""
    top, left = (
        int(chance.integers(0, big - little))
        for big, little in zip(large.shape[:2], small.shape, strict=False)
    )
    large[top : top + small.shape[0], left : left + small.shape[1]] = small


def nobody(faces: Faces, number: int) -> Pixels:
    """A large picture with bits of faces in it, none of which is one."""
    chance = np.random.default_rng([SEED, number])
    large = background(number % BACKGROUNDS).copy()
    for sitter in some(faces.album.sitters, 4):
        pixels, face = faces.photograph(sitter.neutral)
        points = face.landmarks[:, :2] * pixels.shape[1::-1]
        for where in BITS:
            put(large, bit(pixels, points[list(where)], chance), chance)
    return large


def bit(pixels: Pixels, points: Any, chance: np.random.Generator) -> Pixels:
    (left, top), (right, bottom) = points.min(axis=0).astype(int), points.max(axis=0).astype(int)
    cut = pixels[max(0, top) : bottom + 1, max(0, left) : right + 1]
    scale = chance.uniform(1, 4)
    return np.asarray(cv2.resize(cut, None, fx=scale, fy=scale), np.uint8)


def unusual_text(figures: dict[str, Any]) -> str:
    upright, turned = (figures["upside_down"][way] for way in ("upright", "upside down"))
    people, smiling = figures["people"], figures["smiling"]
    size = f"{LARGE[1]} × {LARGE[0]}"
    rows = [
        ("photographs upside down", "nobody", _right(turned, NOBODY)),
        ("the same upright", "somebody", _right(upright, {*upright} - NOBODY)),
        ("films upside down, each picture", "no face", _seen(figures["filmed"]["upside down"], without=True)),
        ("the same upright", "a face", _seen(figures["filmed"]["upright"])),
        ("smiles, as a neutral", "that they seem to smile", f"{smiling['smiles']} of {people}"),
        ("neutrals", "no such thing", f"{people - smiling['neutrals']} of {people}"),
        *(
            (f"a face {px} px wide, in {size}", "too far, or scored", _right(told, {*told} - NOBODY))
            for px, told in figures["far"].items()
        ),
        (f"bits of faces in {size}", "nobody", _right(figures["nobody"], NOBODY)),
    ]
    return table(("what is given", "what is to be said", "it is"), rows)


def _right(told: dict[str, int], right: set[str]) -> str:
    return f"{sum(told.get(one, 0) for one in right)} of {sum(told.values())}"


def _seen(counts: Sequence[int], without: bool = False) -> str:
    seen, many = counts
    return f"{many - seen if without else seen} of {many}"
