"""What a session showed, sample by sample, as it was kept while it ran: for looking back without computing it anew.

Nothing is ever scored from it: scores are computed from the samples (recording.py). ``instant.py`` has what one sample
showed, ``timeline_rows.py`` how it is kept.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Protocol, Self

import numpy as np
from numpy.typing import NDArray

from mirrorcam.blocks import REASONS, TIME
from mirrorcam.expression import CODES, POSITION
from mirrorcam.face import Reason
from mirrorcam.instant import NO_STEP, Instant, Told, looks_at_two
from mirrorcam.session_file import RecordingError, opened
from mirrorcam.steps import Phase
from mirrorcam.timeline_rows import (
    FACTS,
    SHOWN,
    Row,
    Shown,
    expressions_of,
    lines_of,
    nothing_shown,
    pack,
    shown_of,
    told_of,
)

TOGETHER = 30
"""Instants in a row where there is no file."""
ROWS_KEPT = 64
"""Seconds whose expressions stay at hand."""
NOBODY, ONE_PERSON = (REASONS.index(reason) + 1 for reason in (Reason.NOBODY, Reason.ONE_PERSON))
SHORTEST_GAP_S = 0.25
"""What could not be scored for less than this is no gap to speak of (a blink of the tracker)."""


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
    beside: NDArray[Any]
    """As ``facts``, of the second of two people; the same where there was none."""
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
            columns = "SELECT first, count, time_us, facts, told, beside_facts FROM timeline ORDER BY first"
            return cls._joined(file.execute(columns), _Kept(path))

    @classmethod
    def of(cls, instants: Sequence[Instant]) -> Self:
        """Without a file: of a session that was computed anew."""
        rows = {
            first: pack(instants[first : first + TOGETHER]) for first in range(0, len(instants), TOGETHER)
        }
        columns = (
            (first, row.count, row.time_us, row.facts, row.told, row.beside_facts)
            for first, row in rows.items()
        )
        return cls._joined(columns, _Fresh(rows))

    @classmethod
    def _joined(
        cls, columns: Iterable[tuple[int, int, bytes, bytes, str, bytes | None]], source: Rows
    ) -> Self:
        times, facts, beside = [np.empty(0, TIME)], [np.empty(0, FACTS)], [np.empty(0, FACTS)]
        told: list[Told] = []
        begins: list[int] = []
        firsts: list[int] = []
        rows: list[int] = []
        at = 0
        for first, count, time_us, fact, changes, second in columns:
            time, known, other = lines_of(count, time_us, fact, second)
            times.append(time)
            facts.append(known)
            beside.append(other)
            for i, what in told_of(changes):
                if not told or what != told[-1]:
                    told.append(what)
                    begins.append(at + int(i))
            firsts.append(at)
            rows.append(first)
            at += count
        lines = np.concatenate(times) / 1e6, np.concatenate(facts), np.concatenate(beside)
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
        shown = self._row(self.rows[row])
        time_s, told = float(self.times_s[index]), self.told_at(index)
        return shown.instant(index - self.firsts[row], time_s, told, self.facts[index])

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
            if told.kind not in NO_STEP
        )

    @cached_property
    def reasons(self) -> NDArray[np.uint8]:
        """(n,) ``Instant.why_not`` of each, as its place in REASONS, from 1; 0: none."""
        yours, others = (
            np.where(f["waiting"] > 0, f["waiting"], f["reason"]) for f in (self.facts, self.beside)
        )
        two = np.repeat([looks_at_two(told.kind) for told in self.told], np.diff([*self.begins, len(self)]))
        two = two.astype(bool) & (yours != others)
        missing = two & ((yours == NOBODY) | (others == NOBODY))
        found: NDArray[np.uint8] = np.where(missing, ONE_PERSON, np.where(two & (yours == 0), others, yours))
        return found

    @cached_property
    def gaps(self) -> tuple[Span, ...]:
        """Where a step that looks at the face could not score, and why; the title is the reason's word."""
        reasons = np.where(self.facts["paused"] > 0, 0, self.reasons)
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
            if told.phase not in trying or told.kind in NO_STEP:
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


class _Kept:
    """The rows of a file."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def row(self, first: int) -> Shown:
        with opened(self._path) as file:
            columns = f"SELECT {', '.join(SHOWN)} FROM timeline WHERE first = ?"
            return shown_of(file.execute(columns, (first,)).fetchone())

    def seen(self) -> Iterator[NDArray[np.float32]]:
        with opened(self._path) as file:
            for count, seen in file.execute("SELECT count, seen FROM timeline ORDER BY first"):
                yield expressions_of(seen, count)


class Spared:
    """The rows of ``source`` for whoever paints them: where its file is gone or damaged by now, there is nothing to be
    seen, and ``gone`` says so, instead of an error. ``count``: of all its instants."""

    def __init__(self, source: Rows, count: int) -> None:
        self._source, self._count = source, count
        self.gone = False

    def row(self, first: int) -> Shown:
        try:
            return self._source.row(first)
        except RecordingError:
            self.gone = True
            return nothing_shown()

    def seen(self) -> Iterator[NDArray[np.float32]]:
        try:
            return iter(list(self._source.seen()))
        except RecordingError:
            self.gone = True
            return iter([np.full((self._count, len(CODES), 2), np.nan, np.float32)])


class _Fresh:
    """Rows that were just made."""

    def __init__(self, rows: dict[int, Row]) -> None:
        self._rows = rows

    def row(self, first: int) -> Shown:
        return shown_of([getattr(self._rows[first], name) for name in SHOWN])

    def seen(self) -> Iterator[NDArray[np.float32]]:
        return (expressions_of(row.seen, row.count) for row in self._rows.values())
