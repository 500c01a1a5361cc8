"""The film of a session that runs: which of its pictures are kept, and how it ends or a yes is taken back."""

from __future__ import annotations

from mirrorcam.errors import BadInput
from mirrorcam.face import Frame, Reason, Sample
from mirrorcam.phrases import phrase
from mirrorcam.recorder import Recorder
from mirrorcam.session import Moment
from mirrorcam.sources.filming import Filming

OTHERS = (Reason.TWO_PEOPLE, Reason.THREE_PEOPLE)
"""Somebody is in the picture who was not asked."""


class Filmed:
    """Made where the person said yes, and only there. Every picture belongs to the sample that is seen in it.

    ``stop`` and ``take_back`` may be called from the window's thread: they act at once, whatever the camera does.
    """

    def __init__(self, filming: Filming) -> None:
        self._filming = filming
        self._known = False
        """The session says that there is a film."""
        self.gone = False
        """The person has taken their yes back."""
        self.trouble: str | None = None
        """One sentence when the film could not go on (a full disk)."""

    @property
    def running(self) -> bool:
        """Pictures are kept."""
        return self._filming.running

    @property
    def there(self) -> bool:
        """There is a film, or one is being made."""
        return not self.gone and (self.running or self._filming.pictures > 0)

    def see(self, recorder: Recorder, frame: Frame, sample: Sample, moment: Moment) -> None:
        """Keeps the picture, unless the session is paused, the camera shows an old one, or somebody else is in it.
        Raises RecordingError as the recorder does."""
        if not self._known and not self.gone:
            self._known = True
            recorder.film_begins()
        if self.gone:
            return self._forget(recorder)
        if not recorder.keeps:
            return self.stop()  # the times of its pictures cannot be kept any more
        if frame.stale or moment.paused or somebody_else(sample):
            return None
        try:
            if self._filming.add(frame):
                recorder.filmed(sample.time_s)
        except BadInput as error:
            self.trouble = phrase("film.stopped", why=str(error))
        return None

    def stop(self) -> None:
        """No more pictures; what is there stays."""
        self._filming.close()

    def take_back(self) -> None:
        """The film is deleted at once. Raises RecordingError when it cannot be."""
        self._filming.discard()
        self.gone = True  # only now: the session knows of its film as long as that is there

    def end(self, recorder: Recorder) -> None:
        """The session is over."""
        self._filming.close()
        if self.gone or self._filming.pictures == 0:
            self._forget(recorder)

    def _forget(self, recorder: Recorder) -> None:
        if self._known:
            self._known = False
            recorder.film_gone()


def somebody_else(sample: Sample) -> bool:
    beside = sample.other.reason if sample.other is not None else None
    return sample.reason in OTHERS or beside in OTHERS
