"""When in a session which neutral held, and what was practised: its samples in stretches in which nothing of this
changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from mirrorcam.acts import Answer, Command, Note
from mirrorcam.calibration import Neutral
from mirrorcam.measures import measured
from mirrorcam.recording import Recording
from mirrorcam.resting import Settling


@dataclass(frozen=True, slots=True)
class Stretch:
    """Samples from ``first`` until ``end`` in which nothing of this changed."""

    first: int
    end: int
    neutral: Neutral | None
    practised: bool
    resumed: bool
    """It begins after a pause."""
    anew: bool
    """It begins after a neutral was asked for."""
    fresh: bool
    """It begins with a neutral that was taken just before."""


@dataclass(frozen=True, slots=True)
class Course:
    """Of a whole session."""

    stretches: tuple[Stretch, ...]
    repeated: tuple[int, ...]
    """Samples before which the person had the step begin anew."""
    interrupted: tuple[int, ...]
    """Samples before which something else may have begun a trial anew: a new neutral, another intensity."""


def course_of(recording: Recording, samples: int, given: Neutral | None) -> Course:
    """``given``: instead of every neutral that the session had."""
    commanded = _Commanded(recording, samples, given)
    stretches = tuple(commanded.stretches())
    return Course(stretches, tuple(commanded.repeated), tuple(commanded.interrupted))


class _Commanded:
    """What session.py does with the person's commands, as far as it matters here."""

    def __init__(self, recording: Recording, samples: int, given: Neutral | None) -> None:
        session = recording.begin()
        self._recording, self._samples, self._given, self._kept = recording, samples, given, session.kept
        exercise = session.exercise
        self._settling = exercise.needs_neutral and (session.given is None or exercise.for_two)
        self._now = Stretch(0, 0, given or session.given, not self._settling, False, False, False)
        self._paused, self._over = False, False
        self._settles = [0]
        """At which samples taking a neutral was begun, paused, resumed and so on."""
        self.repeated: list[int] = []
        self.interrupted: list[int] = []

    def stretches(self) -> Iterator[Stretch]:
        for mark, what in self._marks():
            at = min(mark, self._samples)
            if at > self._now.first:
                yield replace(self._now, end=at)
                self._now = replace(self._now, first=at, resumed=False, anew=False, fresh=False)
            if isinstance(what, Neutral):
                self._take(at, what)
            else:
                self._obey(at, what)
            self._now = replace(self._now, practised=not (self._settling or self._paused or self._over))
        if self._samples > self._now.first:
            yield replace(self._now, end=self._samples)

    def _marks(self) -> list[tuple[int, Neutral | Command | Answer]]:
        """In order; a neutral was taken before what was asked for at the next sample."""
        taken: list[tuple[int, Neutral | Command | Answer]] = list(self._recording.taken)
        asked: list[tuple[int, Neutral | Command | Answer]] = [
            (event.at, event.command)
            for event in self._recording.events
            if not isinstance(event.command, Note)
        ]
        return sorted([*taken, *asked], key=lambda mark: mark[0])

    def _take(self, at: int, kept: Neutral) -> None:
        neutral = self._given or self._found(at) or kept
        self._now = replace(self._now, neutral=neutral, fresh=self._given is None, anew=True)
        self._settling = False
        self.interrupted.append(at)

    def _found(self, until: int) -> Neutral | None:
        """As the session found it, by today's measure."""
        settling = Settling()
        for first, end in zip(self._settles[::2], [*self._settles[1::2], until], strict=False):
            for sample in self._recording.samples(first, min(end, until)):
                good = sample.scored and sample.face is not None
                if (found := settling.see(sample, measured(sample) if good else None).neutral) is not None:
                    return found
        return None

    def _obey(self, at: int, command: Command | Answer) -> None:
        if self._over:
            return
        if command is Command.PAUSE:
            self._settles += [at] if not self._paused else []
            self._paused = True
            return
        if self._paused:
            self._paused, self._settles = False, [*self._settles, at]
            self._now = replace(self._now, resumed=True)
        if command is Command.STOP:
            self._over = True
        elif command is Command.NEUTRAL or (command is Command.REPEAT and self._settling):
            self._settling, self._settles = True, [at]
        elif command is Command.SKIP and self._settling:
            self._now = replace(self._now, neutral=self._now.neutral or self._kept, anew=True)
            self._settling = False
            self.interrupted.append(at)
        elif command is Command.REPEAT:
            self.repeated.append(at)
        elif command in (Command.EASIER, Command.HARDER):
            self.interrupted.append(at)
