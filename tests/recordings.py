"""Recordings for tests: samples that are simply kept, and a session that is practised with commands."""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from mirrorcam.acts import Act
from mirrorcam.face import Sample
from mirrorcam.recorder import Recorder
from mirrorcam.session import Session
from performing import FRAME_S, LIBRARY, Look, exercise, practise

NOW = datetime(2026, 11, 14, tzinfo=UTC)


def keep(path: Path, samples: Iterable[Sample]) -> Path:
    """In a new file, in the place of one that was there."""
    path.unlink(missing_ok=True)
    with Recorder(path, Session(exercise(), LIBRARY), NOW) as recorder:
        for sample in samples:
            recorder.add(sample)
    return path


def practised(
    path: Path,
    session: Session,
    look: Look,
    acts: Sequence[tuple[float, Act]] = (),
    *,
    until_s: float = 60.0,
    shown: bool = True,
    frame_s: float = FRAME_S,
    beside: Look | None = None,
) -> Path:
    """``acts``: what the person does after the first sample at that time. ``shown``: what the session showed is kept,
    too, as practice keeps it. ``beside``: the second of two."""
    waiting = list(acts)
    with Recorder(path, session, NOW) as recorder:
        for sample, moment in practise(session, look, until_s=until_s, frame_s=frame_s, beside=beside):
            recorder.add(sample)
            if shown:
                recorder.showed(moment)
            if waiting and waiting[0][0] <= sample.time_s:
                _, act = waiting.pop(0)
                recorder.event(sample.time_s, act)
                session.command(sample.time_s, act)
        recorder.finish()
    return path
