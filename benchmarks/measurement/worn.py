"""The same photographs shifted, rescaled, rolled, darkened, noisy, worn and blurred: what that does to a score."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import cv2
import numpy as np
from benchmarks.measurement.comparing import root_mean_square
from benchmarks.measurement.extent import some
from benchmarks.measurement.photographs import Album, Sitter
from benchmarks.measurement.small import jpeg, measure_small, small_text
from benchmarks.measurement.words import counted, signed, table

from mirrorcam.app.measuring.row import Row
from mirrorcam.arrays import Pixels
from mirrorcam.sources.images import read_picture

PEOPLE = 35
Wear = Callable[[Pixels], Pixels]


def moved(
    pixels: Pixels, across: float = 0.0, up: float = 0.0, scale: float = 1.0, roll_deg: float = 0.0
) -> Pixels:
    """``across`` and ``up`` as shares of the picture; what comes in from outside repeats the edge."""
    height, width = pixels.shape[:2]
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), roll_deg, scale)
    turn[:, 2] += (across * width, -up * height)
    shrinking = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    return np.asarray(
        cv2.warpAffine(pixels, turn, (width, height), flags=shrinking, borderMode=cv2.BORDER_REPLICATE),
        np.uint8,
    )


def smaller(pixels: Pixels, scale: float) -> Pixels:
    return np.asarray(cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8)


def darker(pixels: Pixels, light: float) -> Pixels:
    """As with less light: before the display's gamma of 2.2."""
    return np.asarray(pixels * light ** (1 / 2.2), np.uint8)


def veiled(pixels: Pixels, share: float) -> Pixels:
    """By haze, or a lens that light falls into."""
    return np.asarray(pixels * (1 - share) + 160 * share, np.uint8)


def paler(pixels: Pixels, colour: float) -> Pixels:
    """With a share of its colour."""
    grey = pixels @ np.array((0.299, 0.587, 0.114))
    return np.asarray(np.clip(grey[..., None] + (pixels - grey[..., None]) * colour, 0, 255), np.uint8)


def tinted(pixels: Pixels, *gains: float) -> Pixels:
    """``gains`` of red, green and blue."""
    return np.asarray(np.clip(pixels * np.array(gains), 0, 255), np.uint8)


def from_one_side(pixels: Pixels) -> Pixels:
    """One edge of the picture gets a tenth of the light of the other."""
    fall = np.linspace(1.0, 0.1, pixels.shape[1])[None, :, None] ** (1 / 2.2)
    return np.asarray(pixels * fall, np.uint8)


def noisy(pixels: Pixels, sd: float) -> Pixels:
    noise = np.random.default_rng(0).normal(0.0, sd, pixels.shape)
    return np.asarray(np.clip(pixels + noise, 0, 255), np.uint8)


def blurred(pixels: Pixels, sd: float) -> Pixels:
    return np.asarray(cv2.GaussianBlur(pixels, (0, 0), sd), np.uint8)


WEARS: dict[str, Wear] = {
    "shifted 12 % across": lambda p: moved(p, across=0.12),
    "shifted 8 % up and across": lambda p: moved(p, across=-0.08, up=0.08),
    "three quarters of the size": lambda p: smaller(p, 0.75),
    "half the size": lambda p: smaller(p, 0.5),
    "a third of the size": lambda p: smaller(p, 0.33),
    "one and a half times the size": lambda p: moved(p, scale=1.5),
    "rolled +10°": lambda p: moved(p, roll_deg=10),
    "rolled −10°": lambda p: moved(p, roll_deg=-10),
    "rolled +20°": lambda p: moved(p, roll_deg=20),
    "rolled −20°": lambda p: moved(p, roll_deg=-20),
    "half the light": lambda p: darker(p, 0.5),
    "a tenth of the light": lambda p: darker(p, 0.1),
    "a fiftieth of the light": lambda p: darker(p, 0.02),
    "a hundredth of the light": lambda p: darker(p, 0.01),
    "light from one side": from_one_side,
    "veiled by a third": lambda p: veiled(p, 0.33),
    "half the colour": lambda p: paler(p, 0.5),
    "in grey": lambda p: paler(p, 0.0),
    "in a cold light": lambda p: tinted(p, 0.85, 1.0, 1.1),
    "in a warm light": lambda p: tinted(p, 1.1, 1.0, 0.8),
    "noise of SD 8": lambda p: noisy(p, 8),
    "noise of SD 16": lambda p: noisy(p, 16),
    "noise of SD 30": lambda p: noisy(p, 30),
    "JPEG of quality 40": lambda p: jpeg(p, 40),
    "JPEG of quality 15": lambda p: jpeg(p, 15),
    "blur of SD 1 px": lambda p: blurred(p, 1),
    "blur of SD 2 px": lambda p: blurred(p, 2),
    "blur of SD 4 px": lambda p: blurred(p, 4),
}


def measure_worn(album: Album) -> dict[str, Any]:
    sitters = [sitter for sitter in some(album.sitters, PEOPLE) if album.neutral(sitter.neutral)]
    clean = {sitter.person: album.row(read_picture(sitter.smile), sitter.neutral) for sitter in sitters}
    sitters = [sitter for sitter in sitters if clean[sitter.person].expression is not None]
    found = {name: _worn(album, sitters, clean, wear) for name, wear in album.extent.some(WEARS.items())}
    changes = [change for row in found.values() for change in row.pop("changes")]
    return {
        "people": len(sitters),
        "face_px": [round(clean[s.person].sample.face_px) for s in sitters],
        "rows": found,
        "all_sd": root_mean_square(changes),
        "scored": len(changes),
        "pictures": len(sitters) * len(found),
        "small": measure_small(album, sitters, clean),
    }


def _worn(album: Album, sitters: list[Sitter], clean: dict[str, Row], wear: Wear) -> dict[str, Any]:
    looks = [album.looks(wear(read_picture(s.smile))) for s in sitters]
    smiles = [album.row_of_looks(seen, s.neutral) for seen, s in zip(looks, sitters, strict=True)]
    single = [album.row_of_looks(seen[:1], s.neutral) for seen, s in zip(looks, sitters, strict=True)]
    rests = [album.row(wear(read_picture(s.neutral)), s.neutral) for s in sitters]
    rows = [clean[s.person] for s in sitters]
    alarms = [
        max(v for v in row.scores.values() if v is not None) for row in rests if row.expression is not None
    ]
    changes = _changes(smiles, rows)
    return {
        "changes": changes,
        "mean": float(np.mean(changes)) if changes else None,
        "sd": root_mean_square(changes),
        "single_sd": root_mean_square(_changes(single, rows)),
        "alarm": [float(np.median(alarms)), float(np.max(alarms))] if alarms else None,
        "reasons": dict(Counter(str(row.reason) for row in (*smiles, *rests) if row.reason)),
    }


def _changes(worn: list[Row], clean: list[Row]) -> list[float]:
    """Of the happiness score, where it is scored."""
    pairs = [(a.scores["happiness"], b.scores["happiness"]) for a, b in zip(worn, clean, strict=True)]
    return [a - b for a, b in pairs if a is not None and b is not None]


def worn_text(figures: dict[str, Any]) -> str:
    both = 2 * figures["people"]
    rows = [
        (
            name,
            _signed(row["mean"]),
            _points(row["sd"]),
            _points(row["single_sd"]),
            _alarm(row["alarm"]),
            counted(row["reasons"]),
        )
        for name, row in figures["rows"].items()
    ]
    head = (
        "the photograph", "mean change of the smile's score", "root mean square change", "the same with one look",
        "highest of the six at rest: median (most)", f"not scored, of {both}",
    )  # fmt: skip
    return (
        f"{figures['people']} people, neutral and smile, faces {min(figures['face_px'])} to {max(figures['face_px'])} "
        f"px wide; each worn picture against the clean neutral of the same person; happiness, raw points. Over all "
        f"worn smiles that are scored ({figures['scored']} of {figures['pictures']}): root mean square change "
        f"{figures['all_sd']:.1f}.\n\n{table(head, rows)}{_small(figures)}"
    )


def _small(figures: dict[str, Any]) -> str:
    return f"\n\n{small_text(figures['small'], figures['people'])}" if "small" in figures else ""


def _points(value: float | None) -> str:
    return "–" if value is None else f"{value:.1f}"


def _signed(value: float | None) -> str:
    return "–" if value is None else signed(value)


def _alarm(bounds: list[float] | None) -> str:
    return "–" if bounds is None else f"{bounds[0]:.0f} ({bounds[1]:.0f})"
