"""A second of instants as bytes, and back: the rows of the table ``timeline``.

Numbers are rounded to what can be seen. docs/recording-format.md, ``timeline``, says how they are kept.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from mirrorcam.blocks import REASONS, TIME, BlockError, differences, spread, squeeze, sums
from mirrorcam.expression import CODES, Expression
from mirrorcam.face import HeadPose, Reason, microseconds
from mirrorcam.instant import Instant, Side, Told
from mirrorcam.session_file import MAX_ROW_SAMPLES, bounded_json

STEP = 1 / 4096
"""Of the kept intensities, int16: what is drawn differs by less than can be seen."""
NOTHING = -32768
NUMBER = np.dtype("<i2")
FACTS = np.dtype(
    [
        ("step", "<i2"),
        ("waiting", "u1"),
        ("reason", "u1"),
        ("paused", "u1"),
        *((name, "<f4") for name in ("score", "together", "yaw_deg", "pitch_deg", "roll_deg")),
    ]
)


@dataclass(frozen=True, slots=True)
class Row:
    """Some instants in a row; the fields are the columns of the table."""

    count: int
    time_us: bytes
    facts: bytes
    told: str
    target: bytes
    worn: bytes
    seen: bytes
    beside_facts: bytes | None = None
    beside_worn: bytes | None = None
    beside_seen: bytes | None = None


def pack(instants: Sequence[Instant]) -> Row:
    """At least one instant, in order of time."""
    times = np.array([microseconds(one.time_s) for one in instants], TIME)
    besides = [one.beside or Side(one.you.worn) for one in instants]
    two = any(one.beside is not None for one in instants)
    return Row(
        count=len(instants),
        time_us=squeeze(differences(times)),
        facts=squeeze(np.array([_facts(one, one.you) for one in instants], FACTS)),
        told=json.dumps(list(_changes(instants)), ensure_ascii=False, separators=(",", ":")),
        target=_squeezed([one.target for one in instants]),
        worn=_squeezed([one.you.worn for one in instants]),
        seen=_squeezed([one.you.seen for one in instants]),
        beside_facts=squeeze(np.array([_facts(*both) for both in zip(instants, besides, strict=True)], FACTS))
        if two
        else None,
        beside_worn=_squeezed([side.worn for side in besides]) if two else None,
        beside_seen=_squeezed([side.seen for side in besides]) if two else None,
    )


def _facts(one: Instant, side: Side) -> tuple[Any, ...]:
    numbers = (np.nan if number is None else number for number in (one.score, one.together))
    reasons = (0 if why is None else REASONS.index(why) + 1 for why in (side.waiting, side.reason))
    return (one.told.step, *reasons, one.paused, *numbers, *astuple(side.head))


def _changes(instants: Sequence[Instant]) -> Iterator[list[Any]]:
    """Where something else is told, and what; the first instant of a row always."""
    last = None
    for i, one in enumerate(instants):
        if one.told != last:
            last = one.told
            yield [i, *astuple(one.told)]


def _squeezed(shown: Sequence[Expression | None]) -> bytes:
    nothing = np.full((len(CODES), 2), NOTHING * STEP)
    values = np.array([nothing if one is None else one.values for one in shown])
    steps = np.clip(np.rint(values / STEP), NOTHING, -NOTHING - 1).astype(NUMBER)
    return squeeze(differences(steps))


# ------------------------------------------------------------ as it is read


def lines_of(
    count: int, time_us: bytes, facts: bytes, beside: bytes | None
) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
    """(count,) times in microseconds, and (count,) FACTS, twice: of two people, the second are of the one on the right,
    and of one alone, the same. Raises BlockError."""
    if not 0 < count <= MAX_ROW_SAMPLES:
        raise BlockError(f"a row of {count} instants")
    first = spread(facts, FACTS, (count,))
    second = first if beside is None else spread(beside, FACTS, (count,))
    return sums(spread(time_us, TIME, (count,))), first, second


def told_of(changes: str) -> Iterator[tuple[Any, Told]]:
    """From which instant of a row on what is told; its number just as it was read."""
    for i, *words in bounded_json(changes):
        yield i, Told(*words)


SHOWN = ("count", "target", "worn", "seen", "beside_facts", "beside_worn", "beside_seen")
"""The columns that the expressions of a row are read from."""


@dataclass(frozen=True, slots=True)
class Shown:
    """The expressions of a row, each (count, units, 2), NaN for none."""

    target: NDArray[np.float32]
    worn: NDArray[np.float32]
    seen: NDArray[np.float32]
    beside_facts: NDArray[Any] | None
    beside_worn: NDArray[np.float32] | None
    beside_seen: NDArray[np.float32] | None

    def instant(self, i: int, time_s: float, told: Told, fact: Any) -> Instant:
        """The one that is number ``i`` in the row, with what is kept of it besides."""
        beside = None
        if self.beside_worn is not None and self.beside_seen is not None and self.beside_facts is not None:
            beside = _as_side(self.beside_facts[i], self.beside_worn[i], self.beside_seen[i])
        return Instant(
            time_s,
            told,
            _as_side(fact, self.worn[i], self.seen[i]),
            _as_expression(self.target[i]),
            _number(fact["score"]),
            _number(fact["together"]),
            bool(fact["paused"]),
            beside,
        )


def nothing_shown() -> Shown:
    """A row of any length of which nothing is known any more."""
    blank = np.broadcast_to(np.float32(np.nan), (MAX_ROW_SAMPLES, len(CODES), 2))
    return Shown(blank, blank, blank, None, None, None)


def shown_of(row: Sequence[Any]) -> Shown:
    count, target, worn, seen, facts, beside_worn, beside_seen = row
    return Shown(
        expressions_of(target, count),
        expressions_of(worn, count),
        expressions_of(seen, count),
        None if facts is None else spread(facts, FACTS, (count,)),
        None if beside_worn is None else expressions_of(beside_worn, count),
        None if beside_seen is None else expressions_of(beside_seen, count),
    )


def expressions_of(data: bytes, count: int) -> NDArray[np.float32]:
    """(count, units, 2), NaN for none."""
    steps = sums(spread(data, NUMBER, (count, len(CODES), 2)))
    return np.where(steps == NOTHING, np.nan, steps * STEP).astype(np.float32)


def _as_side(fact: Any, worn: NDArray[np.float32], seen: NDArray[np.float32]) -> Side:
    head = HeadPose(*(float(fact[name]) for name in ("yaw_deg", "pitch_deg", "roll_deg")))
    reasons = (_reason(int(fact[name])) for name in ("reason", "waiting"))
    return Side(
        _as_expression(worn) or Expression(np.zeros((len(CODES), 2))), head, _as_expression(seen), *reasons
    )


def _reason(number: int) -> Reason | None:
    if number > len(REASONS):
        raise BlockError(f"there is no reason {number}")
    return REASONS[number - 1] if number else None


def _as_expression(values: NDArray[np.float32]) -> Expression | None:
    return None if np.isnan(values).any() else Expression(values.astype(np.float64))


def _number(value: Any) -> float | None:
    return None if np.isnan(value) else float(value)
