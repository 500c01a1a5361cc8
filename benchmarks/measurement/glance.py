"""What was aimed at and what came out, in one table: the figures that the sections of the page tell at length."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from benchmarks.measurement.cost import DETECTOR, LEVELLING, LIVE, with_sums
from benchmarks.measurement.held_six import MOST_TREMBLE
from benchmarks.measurement.six import WORN
from benchmarks.measurement.words import table

from mirrorcam.app.measuring import SIX

YES, HALF, NO, UNKNOWN = "yes", "by half of them", "no", "not known"
SECTION = {
    "closed": "the-closed-loop", "drawn": "photographs-at-rest-drawn-again-with-posed-faces",
    "morphs": "morphs-of-living-faces", "worn": "the-same-photograph-in-worse-pictures",
    "cast": "turned-heads", "turned": "photographs-with-turned-heads",
    "nearer": "photographs-from-nearer-and-further",
    "streams": "streams-of-which-the-truth-is-known", "held": "held-before-a-camera", "cost": "what-it-costs",
    "days": "from-day-to-day", "six": "the-other-expressions-turned-and-in-worse-pictures",
}  # fmt: skip
MOST_OFF, MOST_MS, TIMES_MS = 5.0, 2.0, 25.0
"""Points, milliseconds a frame, and milliseconds that are aimed at."""
SHIFTED = ("shifted 12 % across", "shifted 8 % up and across", "three quarters of the size", "half the size",
           "one and a half times the size")  # fmt: skip
NEAR_CM = (60, 45)
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
    least, of, turned = min(figures["highest"].values()), figures["of"], figures["turned"]
    what = "a drawn person's expression scores highest on its own target"
    return [
        Row(what, f"{of} of {of} for each of the cast", f"{least} at least", _yes(least == of), "closed"),
        Row(
            f"{what}, the head turned",
            f"{turned['of']} of {turned['of']}",
            str(turned["highest"]),
            _yes(turned["highest"] == turned["of"]),
            "cast",
        ),
        _off(
            "yaw ±20°, pitch ±15° or roll ±20°, the worst",
            [max(turned["sd"])],
            "cast",
            "a drawn person's score",
        ),
    ]


def _morphs(figures: Mapping[str, Any], kept: Mapping[str, Any]) -> list[Row]:
    rows = [("living smiles", figures["mean"], "morphs")]
    if "warped" in kept:
        drawn = kept["warped"]["methods"]["present"]
        rows += [
            ("drawn poses of the six, the head held straight", drawn["straight_course"], "drawn"),
            ("the same, the head a little otherwise in each picture", drawn["course"], "drawn"),
        ]
    return [
        Row(
            f"rank correlation from rest to an expression: {what}",
            "at least .93",
            f"{found:.3f}",
            _yes(found >= 0.93),
            section,
        )
        for what, found, section in rows
    ]


def _held(figures: Mapping[str, Any], kept: Mapping[str, Any]) -> list[Row]:
    """Of all people, or of half of them."""
    return [
        Row(
            f"SD of a held smile's live score ({name}), median (most) of {figures['people']} people",
            f"below {MOST_TREMBLE:g} points",
            f"{row['shown'][0]:.2f} ({row['shown'][1]:.2f})",
            YES if max(row["shown"]) < MOST_TREMBLE else HALF if row["shown"][0] < MOST_TREMBLE else NO,
            "held",
        )
        for name, row in figures["rows"].items()
    ]


def _held_six(figures: Mapping[str, Any], kept: Mapping[str, Any]) -> list[Row]:
    """Of each of the six of each person."""
    of = figures["people"] * len(SIX)
    return [
        Row(
            f"SD of the live score of the six, held weakly ({name}), median (most) of {of}",
            f"below {MOST_TREMBLE:g} points",
            f"{row['shown'][0]:.2f} ({row['shown'][1]:.2f})",
            YES if row["below"] == 1 else f"by {100 * row['below']:.0f} % of them",
            "held",
        )
        for name, row in figures["rows"].items()
    ]


def _days(figures: Mapping[str, Any], kept: Mapping[str, Any]) -> list[Row]:
    """No figure was aimed at; it is what a course of weeks is read against."""
    sd = figures["all_sd"]
    return [
        Row(
            "SD from day to day, of a face that does the very same: as people sit (with the head held alike)",
            "–",
            f"{sd['own']:.1f} ({sd['head']:.1f})",
            "–",
            "days",
        )
    ]


def _streams(figures: Mapping[str, Any], kept: Mapping[str, Any]) -> list[Row]:
    rows = [row for row in figures["rows"] if row["what"] == "frame rate"]
    worst_ms = max(row[what][1] for row in rows for what in ("onset_ms", "offset_ms"))
    return [
        Row(
            "onset and offset at 8 to 60 uneven pictures a second, made up: 95 % of the errors",
            f"within {TIMES_MS:g} ms",
            f"{worst_ms:.0f} ms",
            _yes(worst_ms <= TIMES_MS),
            "streams",
        )
    ]


def _worn(figures: Mapping[str, Any], kept: Mapping[str, Any]) -> list[Row]:
    rows, every = figures["rows"], 2 * figures["people"]
    kinds = [
        ("shifted, rescaled from half to one and a half", SHIFTED),
        ("rolled up to ±20°", ROLLED),
        ("with less light, down to a hundredth", DARKENED),
        *((name, (name,)) for name in rows if name.startswith(("noise", "JPEG"))),
    ]
    found = [(_with_lost(what, [rows[name] for name in names], every), names) for what, names in kinds]
    worst = [(what, max(rows[name]["sd"] or 0.0 for name in names)) for what, names in found]
    small = max(row["sd"] for row in figures["small"].values())
    worst.append(("small pictures in colour and in grey, the worst of them", small))
    return [_off(what, [off], "worn") for what, off in worst]


def _with_lost(what: str, rows: list[Mapping[str, Any]], every: int) -> str:
    """And how many of the smiles and faces at rest could not be scored, where it is a tenth or more."""
    lost = sum(sum(row["reasons"].values()) for row in rows)
    return f"{what} ({lost} of {every * len(rows)} not scored)" if 10 * lost >= every * len(rows) else what


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


def _six(figures: Mapping[str, Any], kept: Mapping[str, Any]) -> list[Row]:
    """Of all six together, without their own smiles."""
    films, photographs = (figures[kind]["off"] for kind in ("films", "photographs"))
    kinds = (
        ("films, yaw ±10°", films, ("yaw +10°", "yaw −10°")),
        ("films, pitch ±8°", films, ("pitch +8°", "pitch −8°")),
        ("photographs, yaw ±10°", photographs, ("yaw +10°", "yaw −10°")),
        ("photographs, yaw ±20°", photographs, ("yaw +20°", "yaw −20°")),
        ("photographs, pitch ±15°", photographs, ("pitch +15°", "pitch −15°")),
        *((f"photographs, {name}", photographs, (name,)) for name in WORN),
    )
    return [
        _off(what, [rows[how]["all"] for how in names], "six", "a weak expression's score as shown")
        for what, rows, names in kinds
    ]


def _nearer(figures: Mapping[str, Any], kept: Mapping[str, Any]) -> list[Row]:
    """With what is taken out learned on other people."""
    return [
        _off(
            f"photographs, from {row['cm']} cm beside a neutral from {row['neutral_cm']} cm",
            [row["others"]["smile"]],
            "nearer",
        )
        for row in figures["rows"]
        if row["cm"] in NEAR_CM
    ]


def _turn(place: int, angle: float) -> tuple[float, ...]:
    return tuple(float(angle) if at == place else 0.0 for at in range(3))


def _off(what: str, found: list[float], section: str, score: str = "a smile's score") -> Row:
    said = " and ".join(f"{value:.2f}" for value in found)
    return Row(
        f"how far {score} is off: {what}",
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
    detector = [size[DETECTOR][1] for size in sizes]
    return [
        Row(
            f"measuring a frame on average, {how}, faces of two sizes, beside a detector of "
            f"{_both(detector, '.1f')} ms",
            f"at most {MOST_MS:g} ms",
            f"{_both(found, '.1f')} ms, {_both(_percents(found, detector), '.0f')} % of what the detector takes",
            _yes(max(found) <= MOST_MS),
            "cost",
        )
        for how, found in (("a level head", level), ("a pitched one, drawn level", pitched))
    ]


def _percents(parts: Iterable[float], wholes: Iterable[float]) -> list[float]:
    return [100 * part / whole for part, whole in zip(parts, wholes, strict=True)]


def _both(values: Iterable[float], form: str) -> str:
    return " and ".join(f"{value:{form}}" for value in values)


def _yes(reached: bool) -> str:
    return YES if reached else NO


ROWS: dict[str, Callable[[Mapping[str, Any], Mapping[str, Any]], list[Row]]] = {
    "warped": _told,
    "morphs": _morphs,
    "drawn": _closed,
    "held": _held,
    "held-six": _held_six,
    "days": _days,
    "streams": _streams,
    "worn": _worn,
    "turned-photographs": _turned,
    "six": _six,
    "nearer": _nearer,
    "cost": _cost,
}
