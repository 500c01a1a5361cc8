"""The closed loop: every drawn person before the tracker that measures people."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from benchmarks.avatar_closed_loop import MEASURED, SIX, TURNS, Loop, scores
from benchmarks.measurement.comparing import rank_correlation
from benchmarks.measurement.extent import Extent
from benchmarks.measurement.words import signed, table

from mirrorcam.arrays import Floats
from mirrorcam.avatars import people
from mirrorcam.expression import INTENSITIES, NEUTRAL, Expression
from mirrorcam.face import STRAIGHT, HeadPose
from mirrorcam.score import score
from mirrorcam.target import library, shipped
from mirrorcam.trackers.model import find_model

LETTERS = "CDE"
RAMP = np.linspace(0.05, 1, 20)
LOOKS, RAMP_LOOKS, TURNED_LOOKS = 8, 4, 14
"""Until the tracker's smoothing has settled; along the ramp little changes from step to step, and a head that leaps by
20° and more takes longer."""


@dataclass
class Shown:
    """What one person gave. Scores are raw; NaN where the tracker saw no face."""

    own: dict[str, list[float]] = field(default_factory=dict)
    highest: int = 0
    rest: float = 0.0
    ramp: dict[str, float] = field(default_factory=dict)
    library: dict[str, float] = field(default_factory=dict)
    units: list[list[float]] = field(default_factory=list)
    turned: list[list[float]] = field(default_factory=list)
    turned_highest: int = 0


def measure_drawn(extent: Extent) -> dict[str, Any]:
    return _figures({person: _of(person, extent) for person in extent.some(people())})


def _of(person: str, extent: Extent) -> Shown:
    loop = Loop(person, find_model())
    try:
        shown = Shown(rest=max(scores(loop.see(NEUTRAL, looks=LOOKS), library()).values()))
        _expressions(loop, shown)
        shown.units = _units(loop)
        _turned(loop, shown, extent.some(SIX))
        _ramps(loop, shown, extent.some(RAMP))
        _library(loop, shown, extent.some(name for name in shipped() if name not in SIX))
        return shown
    finally:
        loop.close()


def _seen(
    loop: Loop, expression: Expression, head: HeadPose = STRAIGHT, looks: int = LOOKS
) -> Expression | None:
    try:
        return loop.see(expression, head, looks)
    except IndexError:
        return None


def _scores(
    loop: Loop, name: str, intensity: float, head: HeadPose = STRAIGHT, looks: int = LOOKS
) -> dict[str, float]:
    targets = library()
    seen = _seen(loop, targets[name].show.scaled(intensity), head, looks)
    return dict.fromkeys(SIX, float("nan")) if seen is None else scores(seen, targets)


def _best(got: dict[str, float]) -> str:
    return max(got, key=lambda name: got[name])


def _expressions(loop: Loop, shown: Shown) -> None:
    for name in SIX:
        found = [_scores(loop, name, INTENSITIES[letter]) for letter in LETTERS]
        shown.own[name] = [got[name] for got in found]
        shown.highest += sum(_best(got) == name for got in found)


def _units(loop: Loop) -> list[list[float]]:
    seen = [_seen(loop, Expression.of({code: 1.0})) for code in MEASURED]
    return [[float("nan") if one is None else one[code] for code in MEASURED] for one in seen]


def _turned(loop: Loop, shown: Shown, names: Iterable[str]) -> None:
    """How far each own score at D goes away from that of the head that looks straight."""
    for name in names:
        straight = shown.own[name][LETTERS.index("D")]
        found = [_scores(loop, name, INTENSITIES["D"], head, TURNED_LOOKS) for head in TURNS]
        shown.turned.append([got[name] - straight for got in found])
        shown.turned_highest += sum(_best(got) == name for got in found)


def _ramps(loop: Loop, shown: Shown, ramp: Sequence[float]) -> None:
    targets = library()
    for name in SIX:
        seen = [_seen(loop, targets[name].show.scaled(share), looks=RAMP_LOOKS) for share in ramp]
        values = [float("nan") if one is None else score(one, targets[name]).value for one in seen]
        shown.ramp[name] = rank_correlation(values, ramp)


def _library(loop: Loop, shown: Shown, names: Iterable[str]) -> None:
    targets = library()
    for name in names:
        seen = _seen(loop, targets[name].show.scaled(INTENSITIES["D"]))
        shown.library[name] = float("nan") if seen is None else score(seen, targets[name]).shown


def _figures(cast: dict[str, Shown]) -> dict[str, Any]:
    every = list(cast.values())
    turned = np.array([shown.turned for shown in every])
    return {
        "people": list(cast),
        "own": {
            name: [_middle_and_least(s.own[name][i] for s in every) for i in range(len(LETTERS))]
            for name in SIX
        },
        "highest": {person: shown.highest for person, shown in cast.items()},
        "of": len(LETTERS) * len(SIX),
        "rest": max(shown.rest for shown in every),
        "ramp": _each(shown.ramp for shown in every),
        "library": _each(shown.library for shown in every),
        "units": {"codes": MEASURED, "moved": np.nanmedian([s.units for s in every], axis=0).tolist()},
        "turned": _turn_figures(turned, sum(s.turned_highest for s in every)),
    }


def _turn_figures(turned: Floats, highest: int) -> dict[str, Any]:
    """``turned``: (people, six, turns) differences in points."""
    return {
        "sd": np.sqrt(np.nanmean(turned**2, axis=(0, 1))).tolist(),
        "bias": np.nanmean(turned, axis=(0, 1)).tolist(),
        "not_seen": np.isnan(turned).sum(axis=(0, 1)).tolist(),
        "highest": highest,
        "of": turned.size,
    }


def _middle_and_least(values: Iterable[float]) -> list[float]:
    known = np.array(list(values))
    return [float(np.nanmedian(known)), float(np.nanmin(known))]


def _each(found: Iterable[dict[str, float]]) -> dict[str, list[float]]:
    rows = list(found)
    return {name: _middle_and_least(row[name] for row in rows) for name in rows[0]}


def drawn_text(figures: dict[str, Any]) -> str:
    counts = figures["highest"]
    told = ", ".join(f"{person} {count}" for person, count in counts.items())
    own = table(
        ("drawn", *(f"at {letter}: median (lowest)" for letter in LETTERS), "rank correlation along 0 → E"),
        [
            (name, *(f"{middle:.0f} ({least:.0f})" for middle, least in rows), _ramp(figures, name))
            for name, rows in figures["own"].items()
        ],
    )
    return "\n\n".join(
        (
            f"{len(counts)} drawn people, raw scores. Highest as itself among the six, of {figures['of']} for each "
            f"person: {told}. At rest no expression scores more than {figures['rest']:.0f}.",
            own,
            _library_text(figures["library"]),
        )
    )


def _ramp(figures: dict[str, Any], name: str) -> str:
    found = figures["ramp"].get(name)
    return f"{found[0]:.2f} ({found[1]:.2f})" if found else "not run"


def _library_text(found: dict[str, list[float]]) -> str:
    if not found:
        return "The other expressions were not run."
    rows = [(name, f"{middle:.0f}", f"{least:.0f}") for name, (middle, least) in found.items()]
    return table(("other expressions, drawn at D", "as shown, median", "lowest"), rows)


def turned_text(figures: dict[str, Any]) -> str:
    found = figures["turned"]
    rows = [
        (_turn_words(head), signed(bias), f"{sd:.1f}", str(lost))
        for head, bias, sd, lost in zip(TURNS, found["bias"], found["sd"], found["not_seen"], strict=True)
    ]
    said = table(("head turned", "mean change", "root mean square change", "not seen"), rows)
    return (
        f"The six at D on {len(figures['people'])} drawn people, own score against that of the same drawing looking "
        f"straight, in points. Highest as itself {found['highest']} of {found['of']}.\n\n{said}"
    )


def _turn_words(head: HeadPose) -> str:
    named = (("yaw", head.yaw_deg), ("pitch", head.pitch_deg), ("roll", head.roll_deg))
    return ", ".join(f"{name} {signed(angle, 0)}°" for name, angle in named if angle)


def confusions(figures: dict[str, Any]) -> dict[str, str]:
    """Unit → what drawing it alone (at 1) does: its own measure, and the others that move by a quarter or more."""
    codes, moved = figures["units"]["codes"], figures["units"]["moved"]
    return {
        code: _confusion(code, dict(zip(codes, row, strict=True)))
        for code, row in zip(codes, moved, strict=True)
    }


def _confusion(code: str, row: dict[str, float]) -> str:
    others: Sequence[str] = sorted((c for c in row if c != code), key=lambda c: -abs(row[c]))
    strong = [f"{other} {signed(row[other], 2)}" for other in others if abs(row[other]) >= 0.25][:4]
    return f"{row[code]:.2f}" + (f"; also {', '.join(strong)}" if strong else "")
