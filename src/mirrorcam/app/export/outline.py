"""A session from afar: its steps, its score along time, what was said and what was noted. One go through it, of which
little is kept, so that an hour takes no more room than a minute."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from mirrorcam.instant import NO_STEP
from mirrorcam.phrases import duration, phrase
from mirrorcam.recording import Noted
from mirrorcam.session import Moment
from mirrorcam.waiting import awake

NOTE_SHOWN_S = 6.0
"""A note can be read for so long at the least."""
Stretch = list[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Span:
    """One step as it was done, or what came before and after them all. ``target``: somebody was shown to look at."""

    title: str
    kind: str
    begin_s: float
    end_s: float
    target: bool

    @property
    def is_step(self) -> bool:
        return self.kind not in NO_STEP


@dataclass(frozen=True, slots=True)
class Cue:
    """What could be read, from when to when."""

    begin_s: float
    end_s: float
    words: str


@dataclass(frozen=True, slots=True)
class Outline:
    """All times are those of ``Clock``."""

    length_s: float
    """Up to the last sample."""
    spans: tuple[Span, ...]
    curve: tuple[Stretch, ...]
    """Unbroken stretches of (time in seconds, ``height``)."""
    cues: tuple[Cue, ...]
    notes: tuple[Noted, ...]

    def note_at(self, time_s: float) -> Noted | None:
        """The newest that is to be read at that time."""
        told = [note for note in self.notes if note.begin_s <= time_s < note_end_s(note)]
        return told[-1] if told else None


@dataclass(frozen=True, slots=True)
class Nap:
    """What is left out of a session: the computer slept until ``woke_s`` of it; ``out_s`` were left out by then."""

    woke_s: float
    out_s: float
    slept_s: float


class Clock:
    """The time of a film: that of the session, without what the computer slept through."""

    def __init__(self) -> None:
        self._naps: list[Nap] = []
        self._time_s = self._out_s = 0.0

    def told(self, moment: Moment) -> Moment:
        """The next one, at the film's time."""
        since_s, self._time_s = moment.time_s - self._time_s, moment.time_s
        slept_s = since_s - awake(since_s)
        self._out_s += slept_s
        if slept_s > 0:
            self._naps.append(Nap(moment.time_s, self._out_s, slept_s))
        return replace(moment, time_s=moment.time_s - self._out_s) if self._out_s else moment

    def noted(self, notes: Iterable[Noted]) -> list[Noted]:
        """The session's notes, and one wherever something was left out; once all moments were told."""
        found = [replace(note, begin_s=self._at(note.begin_s), end_s=self._at(note.end_s)) for note in notes]
        for nap in self._naps:
            at_s = self._at(nap.woke_s)
            found.append(Noted(at_s, at_s, phrase("export_film.left_out", time=duration(nap.slept_s))))
        return sorted(found, key=lambda note: note.begin_s)

    def _at(self, time_s: float) -> float:
        """Of a time of the session."""
        before = bisect_right(self._naps, time_s, key=lambda nap: nap.woke_s)
        out_s = self._naps[before - 1].out_s if before else 0.0
        after = self._naps[before : before + 1]
        return min([time_s - out_s, *(nap.woke_s - nap.out_s for nap in after)])


def note_end_s(note: Noted) -> float:
    """When it has been read, or is over."""
    return max(note.end_s, note.begin_s + NOTE_SHOWN_S)


def note_words(note: Noted) -> str:
    """ "left brow lags #tired"; a mark without words is called one."""
    return " ".join([note.text, *(f"#{tag}" for tag in note.tags)]).strip() or phrase("guided.a_mark")


def said(moment: Moment) -> str:
    """The one sentence of a moment."""
    if moment.paused:
        return phrase("practice.paused")
    return moment.waiting.words if moment.waiting else moment.scene.words


def height(moment: Moment) -> float | None:
    """0..1: the score or, where there is none, how two faces go together; None: nothing to draw."""
    scene = moment.scene
    return scene.together if scene.score_now is None else scene.score_now / 100


@dataclass(frozen=True, slots=True)
class _Glimpse:
    """What is kept of a moment."""

    time_s: float
    step: int
    kind: str
    title: str
    target: bool
    height: float | None
    words: str


def outline(moments: Iterable[Moment], notes: Sequence[Noted], points: int) -> Outline:
    """``points``: how many the curve has at the most. Of a session without a sample: an empty one."""
    words: dict[str, str] = {}
    clock = Clock()
    seen = [_glimpse(moment, words) for moment in map(clock.told, moments)]
    length_s = seen[-1].time_s if seen else 0.0
    return Outline(
        length_s,
        tuple(_spans(seen)),
        tuple(_curve(seen, length_s, points)),
        tuple(_cues(seen)),
        tuple(clock.noted(notes)),
    )


def _glimpse(moment: Moment, words: dict[str, str]) -> _Glimpse:
    """Each sentence is kept once."""
    title, now = (words.setdefault(text, text) for text in (moment.title, said(moment)))
    target = moment.scene.target is not None
    return _Glimpse(moment.time_s, moment.step, moment.kind, title, target, height(moment), now)


def _spans(seen: Sequence[_Glimpse]) -> Iterator[Span]:
    """Each ends where the next begins."""
    found = []
    for _, run in groupby(seen, key=lambda one: (one.step, one.kind)):
        first, *others = run
        last = others[-1] if others else first
        target = any(one.target for one in (first, *others))
        found.append(Span(first.title, first.kind, first.time_s, last.time_s, target))
    for span, after in pairwise(found):
        yield replace(span, end_s=after.begin_s)
    yield from found[-1:]


def _curve(seen: Sequence[_Glimpse], length_s: float, points: int) -> Iterator[Stretch]:
    """The mean of each of so many parts of the time; where there is none, the curve is broken."""
    stretch: Stretch = []
    part_s = max(length_s, 1e-6) / points
    last = -1
    for part, run in groupby(seen, key=lambda one: min(points - 1, int(one.time_s / part_s))):
        known = [one.height for one in run if one.height is not None]
        if stretch and (not known or part > last + MOST_EMPTY):
            yield stretch
            stretch = []
        if known:
            stretch.append(((part + 0.5) * part_s, sum(known) / len(known)))
            last = part
    if stretch:
        yield stretch


MOST_EMPTY = 6
"""Parts without a sample in a stretch: a short session has fewer samples than the curve has parts."""


def _cues(seen: Sequence[_Glimpse]) -> Iterator[Cue]:
    runs = [(words, list(run)) for words, run in groupby(seen, key=lambda one: one.words)]
    for i, (words, run) in enumerate(runs):
        end_s = runs[i + 1][1][0].time_s if i + 1 < len(runs) else run[-1].time_s
        if words.strip() and end_s > run[0].time_s:
            yield Cue(run[0].time_s, end_s, words)
