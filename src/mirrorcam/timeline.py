"""What a session showed, sample by sample, as it was kept while it ran: for looking back without computing it anew.

Nothing is ever scored from it: scores are computed from the samples (recording.py). Its numbers are rounded to what
can be seen. docs/recording-format.md, ``timeline``, says how it is kept.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Protocol, Self

import numpy as np
from numpy.typing import NDArray

from mirrorcam.blocks import REASONS, TIME, BlockError, differences, spread, squeeze, sums
from mirrorcam.expression import CODES, POSITION, Expression
from mirrorcam.face import STRAIGHT, HeadPose, Reason, microseconds
from mirrorcam.recording import MAX_ROW_SAMPLES, bounded_json, opened
from mirrorcam.session import Moment
from mirrorcam.steps import Phase, Seen

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
BESIDE = ("neutral", "done")
"""Kinds of moment that belong to no step."""
TOGETHER = 30
"""Instants in a row where there is no file."""
ROWS_KEPT = 64
"""Seconds whose expressions stay at hand."""
SHORTEST_GAP_S = 0.25
"""What could not be scored for less than this is no gap to speak of (a blink of the tracker)."""


@dataclass(frozen=True, slots=True)
class Side:
    """One person at one instant. ``worn``: what their avatar wore, with ``head``. ``seen``: what was scored; None, with
    ``reason``, where nothing could be. ``waiting``: why timers stood still."""

    worn: Expression
    head: HeadPose = STRAIGHT
    seen: Expression | None = None
    reason: Reason | None = None
    waiting: Reason | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """What was going on, until something else was."""

    step: int
    """Position of the step, from 0; −1: the neutral before the first one."""
    kind: str
    title: str
    phase: str
    words: str
    """The sentence below the avatars, in the language of that day."""
    person: str = ""
    """Whom of the cast the target avatar was; "": whoever is drawn anyway."""


@dataclass(frozen=True, slots=True)
class Instant:
    """All that there is to show of one sample."""

    time_s: float
    told: Told
    you: Side
    """Of two people, the one on the left."""
    target: Expression | None = None
    score: float | None = None
    together: float | None = None
    paused: bool = False
    beside: Side | None = None
    """Of two people, the one on the right."""


def instant(moment: Moment, seen: Seen | None) -> Instant:
    """What is kept of a moment. ``seen``: what the step was told with it, if it was told something."""
    scene = moment.scene
    told = Told(moment.step, moment.kind, moment.title, str(scene.phase), scene.words, scene.person)
    fresh = None if moment.paused or moment.kind in BESIDE else seen
    you = _side(moment.expression, moment.head, moment.waiting, fresh)
    beside = None
    if moment.two is not None:
        left, right = moment.two
        you = _side(left.expression, left.head, left.waiting, fresh)
        beside = _side(right.expression, right.head, right.waiting, fresh.other if fresh else None)
    return Instant(moment.time_s, told, you, scene.target, scene.score, scene.together, moment.paused, beside)


def _side(worn: Expression, head: HeadPose, waiting: Reason | None, seen: Seen | None) -> Side:
    if seen is None:
        return Side(worn, head, waiting=waiting)
    return Side(worn, head, seen.expression, seen.reason, waiting)


# ------------------------------------------------------------ as it is kept


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


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time, and what it is: a step's title, a reason why nothing was scored."""

    title: str
    begin_s: float
    end_s: float
    step: int = -1
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Attempt:
    """One trial of a step: when it was asked for (go), held from, let go, and over. Seconds of the session; None: it
    did not come to that. ``number`` counts within the step, from 0, as the trials that are kept of it do."""

    step: int
    number: int
    title: str
    go_s: float
    hold_s: float | None
    let_go_s: float | None
    end_s: float


class Rows(Protocol):
    """Where the expressions of a timeline come from."""

    def row(self, first: int) -> Shown:
        """The one that begins there."""

    def seen(self) -> Iterator[NDArray[np.float32]]:
        """``Shown.seen`` of all rows, in their order."""


@dataclass(frozen=True)
class Timeline:
    """``times_s`` (n,), ``scores`` and ``together`` (n,) with NaN for none, ``facts`` (n,) as kept. Expressions are
    read a second at a time when they are asked for (``at``), or all at once for a curve (``unit``)."""

    times_s: NDArray[np.float64]
    facts: NDArray[Any]
    told: tuple[Told, ...]
    """What was told, in order; ``begins`` has the instant that each begins with."""
    begins: tuple[int, ...]
    firsts: tuple[int, ...]
    """The number of each row's first instant."""
    rows: tuple[int, ...]
    """What each row is called."""
    source: Rows

    @classmethod
    def read(cls, path: Path) -> Self:
        """Raises RecordingError for what is damaged. Empty (no instants) where none was kept."""
        with opened(path) as file:
            columns = "SELECT first, count, time_us, facts, told FROM timeline ORDER BY first"
            return cls._joined(file.execute(columns), _Kept(path))

    @classmethod
    def of(cls, instants: Sequence[Instant]) -> Self:
        """Without a file: of a session that was computed anew."""
        rows = {
            first: pack(instants[first : first + TOGETHER]) for first in range(0, len(instants), TOGETHER)
        }
        columns = ((first, row.count, row.time_us, row.facts, row.told) for first, row in rows.items())
        return cls._joined(columns, _Fresh(rows))

    @classmethod
    def _joined(cls, columns: Iterable[tuple[int, int, bytes, bytes, str]], source: Rows) -> Self:
        times, facts = [np.empty(0, TIME)], [np.empty(0, FACTS)]
        told: list[Told] = []
        begins: list[int] = []
        firsts: list[int] = []
        rows: list[int] = []
        at = 0
        for first, count, time_us, fact, changes in columns:
            if not 0 < count <= MAX_ROW_SAMPLES:
                raise BlockError(f"a row of {count} instants")
            times.append(sums(spread(time_us, TIME, (count,))))
            facts.append(spread(fact, FACTS, (count,)))
            for i, *words in bounded_json(changes):
                what = Told(*words)
                if not told or what != told[-1]:
                    told.append(what)
                    begins.append(at + int(i))
            firsts.append(at)
            rows.append(first)
            at += count
        lines = np.concatenate(times) / 1e6, np.concatenate(facts)
        return cls(*lines, tuple(told), tuple(begins), tuple(firsts), tuple(rows), source)

    def __len__(self) -> int:
        return len(self.times_s)

    @cached_property
    def length_s(self) -> float:
        return float(self.times_s[-1]) if len(self) else 0.0

    @cached_property
    def scores(self) -> NDArray[np.float64]:
        """(n,) 0..100, NaN where nothing was scored."""
        return self.facts["score"].astype(np.float64)

    @cached_property
    def together(self) -> NDArray[np.float64]:
        """(n,) 0..1, NaN where it was not known."""
        return self.facts["together"].astype(np.float64)

    def index(self, time_s: float) -> int:
        """Of the newest instant at that time; the first one before there is any."""
        return max(0, int(np.searchsorted(self.times_s, time_s + 1e-9, side="right")) - 1)

    def told_at(self, index: int) -> Told:
        return self.told[max(0, bisect_right(self.begins, index) - 1)]

    def at(self, index: int) -> Instant:
        """One instant, as it was kept. Raises RecordingError."""
        row = bisect_right(self.firsts, index) - 1
        shown, i, fact = self._row(self.rows[row]), index - self.firsts[row], self.facts[index]
        beside = None
        if shown.beside_worn is not None and shown.beside_seen is not None and shown.beside_facts is not None:
            beside = _as_side(shown.beside_facts[i], shown.beside_worn[i], shown.beside_seen[i])
        return Instant(
            float(self.times_s[index]),
            self.told_at(index),
            _as_side(fact, shown.worn[i], shown.seen[i]),
            _as_expression(shown.target[i]),
            _number(fact["score"]),
            _number(fact["together"]),
            bool(fact["paused"]),
            beside,
        )

    @cached_property
    def _row(self) -> Callable[[int], Shown]:
        return lru_cache(ROWS_KEPT)(self.source.row)

    def unit(self, code: str) -> NDArray[np.float64]:
        """(n, 2): one action unit along the session as it was scored, left and right; NaN where nothing was."""
        return self._seen[:, POSITION[code], :].astype(np.float64)

    @cached_property
    def _seen(self) -> NDArray[np.float32]:
        """(n, units, 2) of everything that was scored."""
        parts = [np.empty((0, len(CODES), 2), np.float32)]
        return np.concatenate([*parts, *self.source.seen()])

    @cached_property
    def best(self) -> int | None:
        """The instant of the highest score while something was held; None where nothing was scored."""
        held = self._held
        return None if held is None else int(np.nanargmax(held))

    @cached_property
    def hardest(self) -> int | None:
        """As ``best``, of the lowest score."""
        held = self._held
        return None if held is None else int(np.nanargmin(held))

    @cached_property
    def _held(self) -> NDArray[np.float64] | None:
        """(n,) the score while something was held, otherwise NaN; where nothing ever was, all that is known of
        it, or of moving together."""
        told = np.diff([*self.begins, len(self)])
        held = np.repeat([one.phase == Phase.HOLD for one in self.told], told).astype(bool)
        for known in (np.where(held, self.scores, np.nan), self.scores, self.together):
            if len(known) and not np.isnan(known).all():
                return known
        return None

    # ------------------------------------------------------------ stretches of it

    @cached_property
    def spans(self) -> tuple[Span, ...]:
        """The steps, with the time from their first instant to their last; one done again comes again."""
        return tuple(
            Span(told.title, begin_s, end_s, told.step, told.kind)
            for told, begin_s, end_s in self._runs(lambda told: (told.step, told.kind))
            if told.kind not in BESIDE
        )

    @cached_property
    def gaps(self) -> tuple[Span, ...]:
        """Where a step that looks at the face could not score, and why; the title is the reason's word."""
        reasons = np.where(self.facts["waiting"] > 0, self.facts["waiting"], self.facts["reason"])
        reasons = np.where(self.facts["paused"] > 0, 0, reasons)
        if not len(self):
            return ()
        begins = [0, *map(int, np.flatnonzero(np.diff(reasons)) + 1)]
        found = []
        for begin, end in zip(begins, [*begins[1:], len(self)], strict=True):
            until_s = float(self.times_s[min(end, len(self) - 1)])
            number, begin_s = int(reasons[begin]), float(self.times_s[begin])
            if number and until_s - begin_s >= SHORTEST_GAP_S:
                found.append(Span(str(REASONS[number - 1]), begin_s, until_s, int(self.facts["step"][begin])))
        return tuple(found)

    @cached_property
    def attempts(self) -> tuple[Attempt, ...]:
        """Every trial, found by what was told: make, hold, let go."""
        found: list[Attempt] = []
        trying = (Phase.MAKE, Phase.HOLD, Phase.LET_GO)
        for told, begin_s, end_s in self._runs(lambda told: (told.step, told.kind, told.phase)):
            if told.phase not in trying or told.kind in BESIDE:
                continue
            last = found[-1] if found else None
            if told.phase == Phase.MAKE:
                if (
                    last is not None
                    and last.step == told.step
                    and last.end_s == begin_s
                    and last.let_go_s is None
                ):
                    found[-1] = replace(last, end_s=end_s)  # lost on the way, and made again: one trial
                    continue
                number = sum(one.step == told.step for one in found)
                found.append(Attempt(told.step, number, told.title, begin_s, None, None, end_s))
            elif last is not None and last.step == told.step:
                held = begin_s if told.phase == Phase.HOLD and last.hold_s is None else last.hold_s
                let_go = begin_s if told.phase == Phase.LET_GO else last.let_go_s
                found[-1] = replace(last, hold_s=held, let_go_s=let_go, end_s=end_s)
        return tuple(found)

    def _runs(self, of: Callable[[Told], object]) -> Iterator[tuple[Told, float, float]]:
        """Unbroken runs of what was told that are the same in ``of``, with their begin and that of the next."""
        first = 0
        for i in range(1, len(self.told) + 1):
            if i == len(self.told) or of(self.told[i]) != of(self.told[first]):
                end = self.begins[i] if i < len(self.told) else len(self) - 1
                yield self.told[first], float(self.times_s[self.begins[first]]), float(self.times_s[end])
                first = i


@dataclass(frozen=True, slots=True)
class Shown:
    """The expressions of a row, each (count, units, 2), NaN for none."""

    target: NDArray[np.float32]
    worn: NDArray[np.float32]
    seen: NDArray[np.float32]
    beside_facts: NDArray[Any] | None
    beside_worn: NDArray[np.float32] | None
    beside_seen: NDArray[np.float32] | None


class _Kept:
    """The rows of a file."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def row(self, first: int) -> Shown:
        with opened(self._path) as file:
            columns = f"SELECT {', '.join(SHOWN)} FROM timeline WHERE first = ?"
            return _shown(file.execute(columns, (first,)).fetchone())

    def seen(self) -> Iterator[NDArray[np.float32]]:
        with opened(self._path) as file:
            for count, seen in file.execute("SELECT count, seen FROM timeline ORDER BY first"):
                yield _spread(seen, count)


class _Fresh:
    """Rows that were just made."""

    def __init__(self, rows: dict[int, Row]) -> None:
        self._rows = rows

    def row(self, first: int) -> Shown:
        return _shown([getattr(self._rows[first], name) for name in SHOWN])

    def seen(self) -> Iterator[NDArray[np.float32]]:
        return (_spread(row.seen, row.count) for row in self._rows.values())


SHOWN = ("count", "target", "worn", "seen", "beside_facts", "beside_worn", "beside_seen")


def _shown(row: Sequence[Any]) -> Shown:
    count, target, worn, seen, facts, beside_worn, beside_seen = row
    return Shown(
        _spread(target, count),
        _spread(worn, count),
        _spread(seen, count),
        None if facts is None else spread(facts, FACTS, (count,)),
        None if beside_worn is None else _spread(beside_worn, count),
        None if beside_seen is None else _spread(beside_seen, count),
    )


def _spread(data: bytes, count: int) -> NDArray[np.float32]:
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
