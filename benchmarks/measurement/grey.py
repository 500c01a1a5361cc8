"""The drawn poses of warped.py as small grey pictures from film: looked at as they are, and in the tones of skin."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from benchmarks.measurement.photographs import Album
from benchmarks.measurement.small import FACE_PX, GAMMA, GREY_SIZE, cut, scanned
from benchmarks.measurement.warped import (
    PEOPLE,
    Scores,
    Seen,
    Wear,
    by_formula,
    look_at,
    on_own_scale,
    told,
)
from benchmarks.measurement.words import table

from mirrorcam.app.seeing import Eyes
from mirrorcam.app.seeing.upright import Upright
from mirrorcam.arrays import Pixels
from mirrorcam.face import Face
from mirrorcam.score import FORMULA_VERSION
from mirrorcam.trackers import open_tracker
from mirrorcam.trackers.model import ensure_model

GRAIN = 2.0
"""SD, of 255."""
SEED = 77
"""Of the poses. The tones of skin were chosen with others (41, 52), on the same people."""
TOLD = ("others", "neutral", "top")


def from_film(face: Face, number: int) -> Wear:
    """All pictures of a person, with the same gamma."""
    rng = np.random.default_rng(number)
    gamma = rng.uniform(*GAMMA)

    def worn(pixels: Pixels) -> Pixels:
        return scanned(cut(pixels, face.landmarks, GREY_SIZE, False), rng, GRAIN, gamma)

    return worn


def measure_grey(album: Album) -> dict[str, Any]:
    people = album.extent.many(PEOPLE, 1)
    method = by_formula(FORMULA_VERSION)
    with Eyes(Upright(open_tracker(model=ensure_model(), still=True), still=True), still=True) as plain:
        albums = {"plain": Album(plain, album.sitters), "toned": album}
        seen = {
            name: look_at(each, people, seed=SEED, courses=False, worn=from_film)
            for name, each in albums.items()
        }
    rows = {name: (found, method) for name, (found, _) in seen.items()}
    toned, _ = seen["toned"]
    rows["own"] = toned, on_own_scale(toned)
    return {
        "people": min(people, len(album.sitters)),
        "pictures": {name: len(found) for name, (found, _) in rows.items()},
        "told": {name: _told(found, scores) for name, (found, scores) in rows.items()},
    }


def _told(seen: Sequence[Seen], scores: Scores) -> dict[str, float]:
    figures = told(seen, scores)
    return {what: figures[what] for what in TOLD}


WORDS = {
    "plain": "shown to the tracker as they are",
    "toned": "**shown to it in the tones of skin**",
    "own": "**the same, on each person's own scale**",
}


def grey_text(figures: dict[str, Any]) -> str:
    head = ("drawn poses in small grey pictures", "scored", "AUC others", "AUC neutral", "top-1 of six")
    rows = [
        (words, str(figures["pictures"][name]), *(f"{figures['told'][name][what]:.3f}" for what in TOLD))
        for name, words in WORDS.items()
    ]
    size = f"{GREY_SIZE}×{GREY_SIZE} px with faces {FACE_PX} px wide"
    return (
        f"Other poses of {figures['people']} people, by a seed that nothing was chosen by, in pictures of {size}, grey "
        f"and with grain of SD {GRAIN:g}:\n\n{table(head, rows)}"
    )
