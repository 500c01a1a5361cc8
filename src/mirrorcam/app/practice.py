"""One run, live or not: source → eyes → session → recording, one glimpse for each sample."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from mirrorcam.acts import Act, Note
from mirrorcam.app.filmed import Filmed
from mirrorcam.app.seeing import Eyes
from mirrorcam.face import Frame, Sample
from mirrorcam.phrases import phrase
from mirrorcam.recorder import Recorder
from mirrorcam.session import Moment, Session
from mirrorcam.session_file import RecordingError
from mirrorcam.sources import Source
from mirrorcam.waiting import awake


@dataclass(frozen=True, slots=True)
class Glimpse:
    """What there is after one sample: all that a window or a terminal may show."""

    moment: Moment
    sample: Sample
    frame: Frame | None


class Practice:
    """Iterate it for the glimpses; it ends with the session or with the source. Closing it keeps what was done."""

    def __init__(
        self,
        source: Source,
        eyes: Eyes,
        session: Session,
        recorder: Recorder | None = None,
        film: Filmed | None = None,
    ) -> None:
        """``film``: only where the person said yes to one of this session."""
        self.source = source
        self.session = session
        self.recorder = recorder
        self.film = film
        self.frames = 0
        self.ran_out = False
        """The source had nothing more, and the session was not over: a film that ended."""
        self.trouble: str | None = None
        """One sentence when the session could no longer be kept (a full disk); practice goes on."""
        self.lost: RecordingError | None = None
        """Why the session could not be kept to its end."""
        self.unkept_notes: dict[float, RecordingError] = {}
        """When their writing began: notes that came when the session was closed, and could not be kept."""
        self._eyes = eyes
        self._commands: deque[Act] = deque()
        self.time_s = 0.0
        """Of the newest sample."""
        self.duration_s = 0.0
        """How long it has taken, without what the computer slept through."""

    def __iter__(self) -> Iterator[Glimpse]:
        for item in self.source:
            self._obey()
            sample = self._eyes.see(item)
            moment = self._advance(sample)
            if self.film is not None and isinstance(item, Frame):
                self._film(self.film, item, sample, moment)
            self.source.prompt(moment.scene.asked, moment.scene.leads)
            yield Glimpse(moment, sample, item if isinstance(item, Frame) else None)
            if moment.done:
                return
        self.ran_out = True

    @property
    def kept_in(self) -> Path | None:
        """The file of the recording."""
        return self.recorder.path if self.recorder else None

    def cut_short(self, kept: bool) -> str:
        """That the film it was done before ended in the middle; "" where it did not."""
        if not self.ran_out:
            return ""
        whole = kept and self.lost is None
        return phrase("going_on.ran_out_kept" if whole else "going_on.ran_out", name=self.source.name)

    def command(self, command: Act) -> None:
        """Obeyed before the next sample. May be called from another thread."""
        self._commands.append(command)

    def note_late(self) -> None:
        """Keeps notes that came when the session was already closed; nothing else has any effect then."""
        late = [self._commands.popleft() for _ in range(len(self._commands))]
        for note in late:
            if isinstance(note, Note) and self.recorder is not None:
                self._note_late(self.recorder, note)

    def _note_late(self, recorder: Recorder, note: Note) -> None:
        time_s = self._time_of(note)
        self.unkept_notes.pop(time_s, None)
        try:
            recorder.note_late(time_s, note)
        except RecordingError as error:
            self.unkept_notes[time_s] = error

    def close(self) -> None:
        """Keeps what was done and closes everything."""
        self._obey()
        if self.film is not None:
            self._keep(self.film.end)
        self._keep(lambda recorder: recorder.finish())
        self._eyes.close()
        self.source.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _obey(self) -> None:
        while self._commands:
            self._command(self._commands.popleft())

    def _command(self, command: Act) -> None:
        time_s = self._time_of(command)
        self._keep(lambda recorder: recorder.event(time_s, command))
        self.session.command(self.time_s, command)
        if isinstance(command, Note):
            self._keep(Recorder.flush)  # what somebody wrote is not to wait for the second to be over

    def _time_of(self, command: Act) -> float:
        """A note belongs to where its writing began."""
        began_s = command.began_s if isinstance(command, Note) else None
        return self.time_s if began_s is None else began_s

    def _advance(self, sample: Sample) -> Moment:
        self.duration_s += awake(sample.time_s - self.time_s)
        self.time_s = sample.time_s
        self.frames += 1
        self._keep(lambda recorder: recorder.add(sample))
        moment = self.session.advance(sample.time_s, sample)
        self._keep(lambda recorder: recorder.showed(moment))
        return moment

    def _film(self, film: Filmed, frame: Frame, sample: Sample, moment: Moment) -> None:
        """What cannot be filmed any longer ends the film, not the session."""
        self._keep(lambda recorder: film.see(recorder, frame, sample, moment))
        self.trouble = self.trouble or film.trouble

    def _keep(self, write: Callable[[Recorder], None]) -> None:
        """A session that cannot be kept any longer goes on all the same; what was kept stays readable."""
        if self.recorder is None:
            return
        try:
            write(self.recorder)
        except RecordingError as error:
            self.trouble = str(error)
            if not self.recorder.keeps:
                self.lost = self.lost or error
