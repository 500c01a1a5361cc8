"""When in a session which neutral held, and what was practised: its samples in stretches in which nothing of this
changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from mirrorcam.acts import Answer, Command, Note
from mirrorcam.calibration import Neutral
from mirrorcam.measures import measured
from mirrorcam.recording import Recording
from mirrorcam.resting import Settling
from mirrorcam.session import Session


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


@dataclass
class Course:
    """What session.py does with the person's commands, as far as it matters here."""

    recording: Recording
    samples: int
    given: Neutral | None
    """Instead of every other."""
    repeated: list[int] = field(default_factory=list)
    interrupted: list[int] = field(default_factory=list)

    def stretches(self) -> Iterator[Stretch]:
        session = self.recording.begin()
        self._settling = session.exercise.needs_neutral and session.given is None
        self._now = Stretch(0, 0, self.given or session.given, not self._settling, False, False, False)
        self._paused, self._over, self._settles = False, False, [0]
        for mark, what in self._marks():
            at = min(mark, self.samples)
            if at > self._now.first:
                yield replace(self._now, end=at)
                self._now = replace(self._now, first=at, resumed=False, anew=False, fresh=False)
            if isinstance(what, Neutral):
                self._take(at, what)
            else:
                self._obey(at, what, session)
            self._now = replace(self._now, practised=not (self._settling or self._paused or self._over))
        if self.samples > self._now.first:
            yield replace(self._now, end=self.samples)

    def _marks(self) -> list[tuple[int, Neutral | Command | Answer]]:
        """In order; a neutral was taken before what was asked for at the next sample."""
        taken: list[tuple[int, Neutral | Command | Answer]] = list(self.recording.taken)
        asked: list[tuple[int, Neutral | Command | Answer]] = [
            (event.at, event.command)
            for event in self.recording.events
            if not isinstance(event.command, Note)
        ]
        return sorted([*taken, *asked], key=lambda mark: mark[0])

    def _take(self, at: int, kept: Neutral) -> None:
        neutral = self.given or self._found(at) or kept
        self._now = replace(self._now, neutral=neutral, fresh=self.given is None, anew=True)
        self._settling = False
        self.interrupted.append(at)

    def _found(self, until: int) -> Neutral | None:
        """As the session found it, by today's measure."""
        settling = Settling()
        for first, end in zip(self._settles[::2], [*self._settles[1::2], until], strict=False):
            for sample in self.recording.samples(first, min(end, until)):
                good = sample.scored and sample.face is not None
                if (found := settling.see(sample, measured(sample) if good else None).neutral) is not None:
                    return found
        return None

    def _obey(self, at: int, command: Command | Answer, session: Session) -> None:
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
            neutral = self._now.neutral or session.kept
            self._now = replace(self._now, neutral=neutral, anew=True)
            self._settling = False
            self.interrupted.append(at)
        elif command is Command.REPEAT:
            self.repeated.append(at)
        elif command in (Command.EASIER, Command.HARDER):
            self.interrupted.append(at)
