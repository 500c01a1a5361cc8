"""The other expressions with turned heads and in worse pictures, where smiles alone are measured elsewhere.

Each of the six is drawn weakly on photographs at rest, so that its score is somewhere in the middle of the scale, and
told beside the same picture as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from benchmarks.measurement.comparing import root_mean_square
from benchmarks.measurement.days import Day, held_beside, seen_on
from benchmarks.measurement.extent import Extent, some
from benchmarks.measurement.live import CAMERA_NOISE
from benchmarks.measurement.photographs import Album
from benchmarks.measurement.poses import Poser
from benchmarks.measurement.shown import REST, SMILE, Shown, targets_of
from benchmarks.measurement.turned import turn_words
from benchmarks.measurement.words import table
from benchmarks.measurement.worn import WEARS

from mirrorcam.app.measuring import SIX
from mirrorcam.app.measuring.photographs import row_of
from mirrorcam.app.seeing.beside_neutral import neutral_of_looks
from mirrorcam.arrays import Pixels
from mirrorcam.face import STRAIGHT, HeadPose
from mirrorcam.target import Target

PEOPLE, SEED = 12, 12
FILMED = tuple(HeadPose(*turn) for turn in ((10,), (-10,), (0, 8), (0, -8), (0, 12), (0, -12)))
"""A session scores hardly further."""
TURNED = tuple(HeadPose(*turn) for turn in ((10,), (-10,), (20,), (-20,), (0, 8), (0, -8), (0, 15), (0, -15)))
WORN = (
    "shifted 12 % across", "three quarters of the size", "rolled +20°", "a tenth of the light", "light from one side",
    "noise of SD 8", "noise of SD 16", "JPEG of quality 40", "blur of SD 1 px",
)  # fmt: skip
QUIET = Day(STRAIGHT, 0, 0, size=1, light=1, side=1, warmth=0, noise=CAMERA_NOISE, quality=90)
WHOLE = "as it is"

Scores = Mapping[str, float]
"""Of each that is shown, as what it is, on the scale that is shown; NaN: not scored."""


def measure_six(album: Album) -> dict[str, Any]:
    people = [
        _of_one(album, number) for number in range(album.extent.many(min(PEOPLE, len(album.sitters)), 1))
    ]
    return {
        "people": len(people),
        "films": _rows([films for films, _ in people]),
        "photographs": _rows([photographs for _, photographs in people]),
    }


def _of_one(album: Album, number: int) -> tuple[dict[str, Scores], dict[str, Scores]]:
    """In films and as photographs: each way of being seen → scores."""
    sitter = some(album.sitters, PEOPLE)[number]
    shown = Shown(album.eyes, sitter, Poser(np.random.default_rng([SEED, number])))
    return _filmed(album.extent, shown), _photographed(album, shown)


def _filmed(extent: Extent, shown: Shown) -> dict[str, Scores]:
    straight = seen_on(QUIET, shown)
    turned = {_words(head): seen_on(replace(QUIET, head=head), shown) for head in extent.some(FILMED, 1)}
    return {
        how: {what: held.score for what, held in held_beside(seen, straight.neutral).items()}
        for how, seen in {WHOLE: straight, **turned}.items()
    }


def _photographed(album: Album, shown: Shown) -> dict[str, Scores]:
    pictures = dict(shown.held(STRAIGHT))
    neutral = neutral_of_looks(album.looks(pictures[REST]))

    def scores(faces: Iterable[tuple[str, Pixels]]) -> Scores:
        rows = {what: row_of(album.looks(pixels), "", 0, neutral, album.targets) for what, pixels in faces}
        return {what: _shown(album.targets, row.scores, what) for what, row in rows.items()}

    found = {WHOLE: scores(pictures.items())}
    found |= {_words(head): scores(shown.held(head)) for head in album.extent.some(TURNED, 1)}
    return found | {
        name: scores((what, WEARS[name](pixels)) for what, pixels in pictures.items())
        for name in album.extent.some(WORN, 1)
    }


def _shown(targets: Mapping[str, Target], scores: Mapping[str, float | None], what: str) -> float:
    """As days.py has it."""
    raw = [(scores[name], targets[name].typical) for name in targets_of(what)]
    return max(np.nan if score is None else min(100.0, 100 * score / typical) for score, typical in raw)


def _words(head: HeadPose) -> str:
    return turn_words((head.yaw_deg, head.pitch_deg, head.roll_deg))


def _rows(people: Sequence[Mapping[str, Scores]]) -> dict[str, Any]:
    """Of the pictures as they are the mean scores; of each other way of being seen by how much scores are off."""
    off = {how: _off(people, how) for how in people[0] if how != WHOLE}
    return {
        "mean": {what: _mean([person[WHOLE][what] for person in people]) for what in (REST, SMILE, *SIX)},
        "off": off,
    }


def _off(people: Sequence[Mapping[str, Scores]], how: str) -> dict[str, Any]:
    """Root mean square, of all six and of each, and how many of all were not scored; of rest its scores' median and
    most."""
    changes = {what: [person[how][what] - person[WHOLE][what] for person in people] for what in (SMILE, *SIX)}
    known = {what: [change for change in each if np.isfinite(change)] for what, each in changes.items()}
    rests = [person[how][REST] for person in people if np.isfinite(person[how][REST])]
    return {
        "all": root_mean_square([change for name in SIX for change in known[name]]),
        "each": {what: root_mean_square(each) for what, each in known.items()},
        "lost": sum(len(changes[name]) - len(known[name]) for name in SIX),
        "rest": [float(np.median(rests)), max(rests)] if rests else None,
    }


def _mean(scores: Sequence[float]) -> float:
    return float(np.nanmean(scores))


def six_text(figures: Mapping[str, Any]) -> str:
    of = figures["people"] * len(SIX)
    head = ("seen", f"all six, of {of} not scored", *SIX, SMILE, "rest, median (most)")
    parts = (
        f"{name}:\n\n{table(head, [_means(found['mean']), *(_line(how, row) for how, row in found['off'].items())])}"
        for name, found in (("In films", figures["films"]), ("Photographs", figures["photographs"]))
    )
    return "\n\n".join(
        (
            f"{figures['people']} people, points as shown. In the first line the mean scores; below, how far scores "
            "are off (root mean square), and what rest scores as the highest of the six.",
            *parts,
        )
    )


def _means(mean: Mapping[str, float]) -> tuple[str, ...]:
    return (WHOLE, "", *(f"{mean[what]:.0f}" for what in (*SIX, SMILE)), f"{mean[REST]:.0f}")


def _line(how: str, row: Mapping[str, Any]) -> tuple[str, ...]:
    lost = f" ({row['lost']})" if row["lost"] else ""
    rest = "–" if row["rest"] is None else f"{row['rest'][0]:.0f} ({row['rest'][1]:.0f})"
    return (how, _points(row["all"]) + lost, *(_points(row["each"][what]) for what in (*SIX, SMILE)), rest)


def _points(value: float | None) -> str:
    return "–" if value is None else f"{value:.1f}"
