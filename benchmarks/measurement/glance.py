"""What was aimed at and what came out, in one table: the figures that the sections of the page tell at length."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from benchmarks.measurement.cost import DETECTOR, LEVELLING, LIVE, with_sums
from benchmarks.measurement.words import table

YES, NO, UNKNOWN = "yes", "no", "not known"
SECTION = {
    "closed": "the-closed-loop", "drawn": "photographs-at-rest-drawn-again-with-posed-faces",
    "morphs": "morphs-of-living-faces", "worn": "the-same-photograph-in-worse-pictures",
    "turned": "photographs-with-turned-heads", "held": "held-before-a-camera", "cost": "what-it-costs",
}  # fmt: skip
MOST_OFF, MOST_TREMBLE, MOST_MS = 5.0, 2.0, 2.0
"""Points, points and milliseconds a frame that are aimed at."""
SHIFTED = ("shifted 12 % across", "shifted 8 % up and across", "three quarters of the size", "half the size",
           "one and a half times the size")  # fmt: skip
ROLLED = ("rolled +10°", "rolled −10°", "rolled +20°", "rolled −20°")
DARKENED = ("half the light", "a tenth of the light", "a fiftieth of the light", "a hundredth of the light",
            "light from one side")  # fmt: skip


@dataclass(frozen=True)
class Row:
    what: str
    aim: str
    found: str
    reached: str
    section: str


def glance_text(kept: Mapping[str, Any]) -> str:
    """Of whatever was measured; the rest is left out."""
    rows = [row for name, rows_of in ROWS.items() if name in kept for row in rows_of(kept[name], kept)]
    lines = [(row.what, row.aim, row.found, row.reached, f"[below](#{SECTION[row.section]})") for row in rows]
    return table(("what", "aim", "measured", "reached", "at length"), lines)


def _told(figures: Mapping[str, Any], kept: Mapping[str, Any]) -> list[Row]:
    """Of drawn poses only: what living people's would be is not known."""
    ways = [("drawn poses", figures["methods"]["present"])]
    if "grey" in kept:
        ways.append(("the same small and grey", kept["grey"]["told"]["toned"]))
    aims = (
        ("AUC against the other five", "others", ".90 and .95"),
        ("AUC against rest", "neutral", ".985"),
        ("top-1 of six", "top", ".72 and .80"),
    )
    return [
        Row(
            f"{what}, of two sets of posed photographs",
            f"at least {aim}",
            f"not measured; instead {', '.join(f'{name} {way[key]:.3f}' for name, way in ways)}",
            UNKNOWN,
            "drawn",
        )
        for what, key, aim in aims
    ]


def _closed(figures: Mapping[str, Any], kept: Mapping[str, Any]) -> list[Row]:
    least, of = min(figures["highest"].values()), figures["of"]
    return [
        Row(
            "an avatar's expression scores highest on its own target",
            f"{of} of {of} for every avatar",
            f"{least} at least",
            _yes(least == of),
            "closed",
        )
    ]


def _morphs(figures: Mapping[str, Any], kept: Mapping[str, Any]) -> list[Row]:
    mean = figures["mean"]
    return [
        Row(
            "rank correlation along rest → smile", "at least .93", f"{mean:.3f}", _yes(mean >= 0.93), "morphs"
        )
    ]


def _held(figures: Mapping[str, Any], kept: Mapping[str, Any]) -> list[Row]:
    found = [row["shown"][0] for row in figures["rows"].values()]
    return [
        Row(
            "SD of a held smile's live score: noise alone, a head that sways, one that sways thrice as far",
            f"below {MOST_TREMBLE:g} points",
            ", ".join(f"{value:.2f}" for value in found),
            _yes(max(found) < MOST_TREMBLE),
            "held",
        )
    ]


def _worn(figures: Mapping[str, Any], kept: Mapping[str, Any]) -> list[Row]:
    rows = figures["rows"]
    kinds = [
        ("shifted, rescaled from half to one and a half", SHIFTED),
        ("rolled up to ±20°", ROLLED),
        ("with less light, down to a hundredth", DARKENED),
        *((name, (name,)) for name in rows if name.startswith(("noise", "JPEG"))),
    ]
    found = [(what, max(rows[name]["sd"] or 0.0 for name in names)) for what, names in kinds]
    small = max(row["sd"] for row in figures["small"].values())
    found.append(("small pictures in colour and in grey, the worst of them", small))
    return [_off(what, [worst], "worn") for what, worst in found]


def _turned(figures: Mapping[str, Any], kept: Mapping[str, Any]) -> list[Row]:
    """With what is taken out learned on other people."""
    by_turn = {tuple(row["turn"]): row for row in figures["rows"]}
    angles = (("yaw", 0, (10, 15, 20)), ("pitch", 1, (8, 12, 15)))
    return [
        _off(
            f"{kind}, {name} ±{angle}°",
            [by_turn[_turn(place, sign * angle)][way]["sd"] for sign in (1, -1)],
            "turned",
        )
        for kind, way in (("photographs", "front_held_out"), ("films", "held_out"))
        for name, place, each in angles
        for angle in each
    ]


def _turn(place: int, angle: float) -> tuple[float, ...]:
    return tuple(float(angle) if at == place else 0.0 for at in range(3))


def _off(what: str, found: list[float], section: str) -> Row:
    said = " and ".join(f"{value:.2f}" for value in found)
    return Row(
        f"how far a smile's score is off: {what}",
        f"below {MOST_OFF:g} points",
        said,
        _yes(max(found) < MOST_OFF),
        section,
    )


def _cost(figures: Mapping[str, Any], kept: Mapping[str, Any]) -> list[Row]:
    """By the tenth percentile, as in its section."""
    sizes = [with_sums(size["stages"]) for size in figures["sizes"].values()]
    pitched = [size[LIVE][1] for size in sizes]
    level = [size[LIVE][1] - size[LEVELLING][1] for size in sizes]
    detector = " and ".join(f"{size[DETECTOR][1]:.1f}" for size in sizes)
    return [
        Row(
            f"measuring a frame of a {how} head, faces of two sizes, beside a detector of {detector} ms",
            f"at most {MOST_MS:g} ms",
            f"{' and '.join(f'{ms:.1f}' for ms in found)} ms",
            _yes(max(found) <= MOST_MS),
            "cost",
        )
        for how, found in (("level", level), ("pitched", pitched))
    ]


def _yes(reached: bool) -> str:
    return YES if reached else NO


ROWS: dict[str, Callable[[Mapping[str, Any], Mapping[str, Any]], list[Row]]] = {
    "warped": _told,
    "morphs": _morphs,
    "drawn": _closed,
    "held": _held,
    "worn": _worn,
    "turned-photographs": _turned,
    "cost": _cost,
}
