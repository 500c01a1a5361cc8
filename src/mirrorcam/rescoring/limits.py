"""Other limits for what may be scored, applied to a recording from the figures that it keeps of each sample.

Kept are the face's width, light, sharpness and the head's turn. What only the picture could tell (noise, burnt-out
skin, a hand before the face, a face that is cut off) is known where it was the first objection of its time; where
another came first, it is not known, and a limit that lets more through then lets it through.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mirrorcam import gate, validity
from mirrorcam.arrays import Flags, Floats
from mirrorcam.blocks import REASONS
from mirrorcam.errors import BadInput
from mirrorcam.face import Reason
from mirrorcam.hysteresis import Limits
from mirrorcam.rescoring.columns import Columns
from mirrorcam.tables import did_you_mean


@dataclass(frozen=True, slots=True)
class GateLimits:
    """``limits``: what practice goes by. ``reason``: what it says then; None: it is the session's own, beside the
    neutral."""

    limits: Limits
    reason: Reason | None
    unit: str

    def at(self, enter: float) -> Limits:
        """A limit of the person's own; good again as much further on as in practice."""
        usual = self.limits
        leave = enter * usual.leave / usual.enter
        least = math.copysign(1e-9, usual.leave - usual.enter)  # the side on which it is bad stays the same
        return Limits(enter, leave if enter else least)


GATES: dict[str, GateLimits] = {
    "too_far": GateLimits(gate.FAR_PX, Reason.TOO_FAR, "px"),
    "yaw": GateLimits(gate.YAW_DEG, Reason.TURNED_AWAY, "°"),
    "pitch": GateLimits(gate.PITCH_DEG, Reason.TURNED_AWAY, "°"),
    "roll": GateLimits(gate.ROLL_DEG, Reason.TURNED_AWAY, "°"),
    "too_dark": GateLimits(gate.DARK, Reason.TOO_DARK, ""),
    "blurred": GateLimits(gate.BLUR, Reason.BLURRED, ""),
    "neutral_yaw": GateLimits(validity.YAW_DEG, None, "°"),
    "neutral_pitch": GateLimits(validity.PITCH_DEG, None, "°"),
}
"""By name, in the order in which practice asks. The last two: how far the head is from where it was for the neutral."""

NOT_LOOKED_AT = (Reason.NOBODY, Reason.TWO_PEOPLE, Reason.THREE_PEOPLE, Reason.FROZEN)
"""What comes before any of these."""


def read_gates(given: Sequence[str]) -> dict[str, float]:
    """From "too_dark=0.1". Raises BadInput."""
    gates = {}
    for text in given:
        name, _, number = text.partition("=")
        if name not in GATES:
            raise BadInput(
                f'--gate {text}: there is no gate "{name}".{did_you_mean(name, GATES) or _every()}'
            )
        try:
            gates[name] = float(number)
        except ValueError:
            gates[name] = np.nan
        if not 0 <= gates[name] < 1e6:
            raise BadInput(
                f"--gate {text}: needs a number from 0 on, as in {name}={GATES[name].limits.enter:g}."
            )
    return gates


def _every() -> str:
    return f" There are {', '.join(GATES)}."


def limits_of(name: str, gates: Mapping[str, float]) -> Limits:
    """Those that are given, or practice's own."""
    return GATES[name].at(gates[name]) if name in gates else GATES[name].limits


def reasons(columns: Columns, gates: Mapping[str, float]) -> NDArray[np.uint8]:
    """Why each sample cannot be scored, numbered as in ``facts``, by these limits in the place of practice's own."""
    kept: NDArray[np.uint8] = columns.facts["reason"].copy()
    if not any(GATES[name].reason for name in gates):
        return kept
    looked = (columns.face >= 0) & ~np.isin(kept, [number(reason) for reason in NOT_LOOKED_AT])
    explained = np.zeros(len(columns), bool)
    every, given = np.zeros(
        (2, len(columns)), np.uint8
    )  # the first objection of all limits, and of those given
    for name, one in GATES.items():
        if one.reason is None:
            continue
        said, values = _said(columns, one.reason), _values(columns, name)
        own = number(one.reason)  # what programs said before a dim blur was told as darkness
        explained |= _bad(values, one.limits, looked) & ((kept == said) | (kept == own))
        bad = np.where(_bad(values, limits_of(name, gates), looked), said, 0).astype(np.uint8)
        every = _first(every, bad)
        if name in gates:
            given = _first(given, bad)
    sooner = (given > 0) & (_PLACES[given] < _PLACES[kept])
    anew = np.where((kept > 0) & explained, every, np.where(sooner, given, kept))
    return np.where(looked, anew, kept).astype(np.uint8)


def _said(columns: Columns, reason: Reason) -> NDArray[np.uint8]:
    """(samples,): how an objection is told, numbered. What is blurred in dim light is told as too dark."""
    dark = (columns.facts["light"] < gate.DIM) & (reason is Reason.BLURRED)
    return np.where(dark, number(Reason.TOO_DARK), number(reason)).astype(np.uint8)


def _first(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """Which of two objections practice would name; 0: there is none."""
    first = (other > 0) & ((one == 0) | (_PLACES[other] < _PLACES[one]))
    return np.where(first, other, one).astype(np.uint8)


def number(reason: Reason) -> int:
    """As a recording keeps it."""
    return REASONS.index(reason) + 1


_PLACES = np.full(len(REASONS) + 1, len(gate.ORDER))
"""Which objection comes first; none comes last."""
for _at, _reason in enumerate(gate.ORDER):
    _PLACES[number(_reason)] = _at


def _values(columns: Columns, name: str) -> Floats:
    """(samples,); NaN where there is no face."""
    fields = {"too_far": "face_px", "too_dark": "light", "blurred": "sharpness"}
    if name in fields:
        return columns.facts[fields[name]].astype(np.float64)
    turns = np.array([abs(getattr(pose, f"{name}_deg")) for pose in columns.poses] + [np.nan])
    return turns[columns.face]


def _bad(values: Floats, limits: Limits, looked: Flags) -> Flags:
    """In order, as what was so has a say in what is."""
    found, was = np.zeros(len(values), bool), False
    for i, value in zip(np.flatnonzero(looked).tolist(), values[looked].tolist(), strict=True):
        found[i] = was = limits.bad(value, was)
    return found
