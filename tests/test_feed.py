"""The worker thread and the run in it: nothing is lost between the camera and the file, and nothing ends it rudely."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import numpy as np
import pytest

from mirrorcam.acts import Command
from mirrorcam.app.feed import Feed, Pace
from mirrorcam.app.practice import Practice
from mirrorcam.app.seeing import Eyes
from mirrorcam.errors import BadInput
from mirrorcam.face import Frame, Reason, Sample
from mirrorcam.recorder import Recorder
from mirrorcam.recording import read_recording, replay
from mirrorcam.session import Session
from mirrorcam.session_file import RecordingError
from mirrorcam.sources import Opened
from mirrorcam.trackers.scripted import ScriptedTracker
from performing import LIBRARY, exercise, resting

GREY = np.full((480, 640, 3), 128, np.uint8)


class Stage(Opened):
    """Frames at 30 a second, all grey: who is in them the scripted tracker says."""

    name = "a scripted person"

    def __init__(self, seconds: float) -> None:
        super().__init__()
        self.seconds = seconds

    def __iter__(self) -> Iterator[Frame | Sample]:
        for index in range(round(self.seconds * 30)):
            if self.closed:
                return
            yield Frame(round(index / 30, 6), index, GREY)


def practice(recorder_path: Path | None = None, seconds: float = 3.0) -> Practice:
    session = Session(exercise(), LIBRARY)
    faces = [resting(0.0, None) for _ in range(round(seconds * 30))]
    recorder = Recorder(recorder_path, session, datetime(2026, 11, 22, 18, 2)) if recorder_path else None
    return Practice(Stage(seconds), Eyes(ScriptedTracker(faces)), session, recorder)


def ended(feed: Feed) -> Feed:
    feed.start()
    feed._thread.join(20)
    assert feed.ended
    return feed


def test_every_frame_is_seen_and_kept(tmp_path: Path) -> None:
    path = tmp_path / "kept.mirrorcam"
    feed = ended(Feed(lambda _: practice(path), wait=lambda _: None))
    assert feed.error is None
    newest = feed.newest()
    assert newest is not None
    moment, frame = newest
    assert frame is not None and moment.time_s == frame.time_s == round(89 / 30, 6)
    recording = read_recording(path)
    assert recording.about.frames == 90
    assert recording.about.finished
    assert list(replay(recording).results()) == list(recording.steps)


def test_commands_given_before_it_began_are_not_lost(tmp_path: Path) -> None:
    path = tmp_path / "kept.mirrorcam"
    feed = Feed(lambda _: practice(path), wait=lambda _: None)
    feed.command(Command.STOP)
    ended(feed)
    assert [event.command for event in read_recording(path).events] == [Command.STOP]
    assert feed.newest()[0].done  # type: ignore[index]


def test_what_cannot_be_opened_is_handed_over() -> None:
    def fails(_: object) -> Practice:
        raise BadInput("camera: it has shown nothing for 5 seconds.")

    feed = ended(Feed(fails, wait=lambda _: None))
    assert str(feed.error) == "camera: it has shown nothing for 5 seconds."
    assert feed.newest() is None


def test_a_full_disk_is_said_and_practice_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_: Recorder, __: Sample) -> None:
        raise RecordingError("kept.mirrorcam: the disk is full; what was kept until 0 s is readable")

    monkeypatch.setattr(Recorder, "add", full)
    feed = ended(Feed(lambda _: practice(tmp_path / "kept.mirrorcam"), wait=lambda _: None))
    assert feed.error is None
    assert "the disk is full" in feed.notice
    assert feed.practice is not None and feed.practice.frames == 90


def test_what_is_said_while_opening_is_shown() -> None:
    def says(say: object) -> Practice:
        say("No camera was found.")  # type: ignore[operator]
        return practice()

    assert ended(Feed(says, wait=lambda _: None)).notice == "No camera was found."


def test_grey_pictures_give_no_scores_but_a_reason() -> None:
    reasons = {glimpse.sample.reason for glimpse in practice()}
    assert reasons == {Reason.BLURRED}


@pytest.mark.parametrize(("live", "waits"), [(False, [0.5, 0.5]), (True, [])])
def test_only_what_is_not_live_is_paced(live: bool, waits: list[float]) -> None:
    now, waited = [100.0], []

    def wait(seconds: float) -> None:
        waited.append(seconds)
        now[0] += seconds

    pace = Pace(live, wait, lambda: now[0])
    for time_s in (0.0, 0.5, 1.0):
        pace.keep(time_s)
    assert waited == waits


def test_a_hiccup_is_not_caught_up_in_a_rush() -> None:
    now, waited = [0.0], []
    pace = Pace(False, waited.append, lambda: now[0])
    pace.keep(0.0)
    now[0] = 5.0
    pace.keep(0.5)
    pace.keep(1.0)
    assert waited == [0.5]
