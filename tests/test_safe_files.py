"""The whole chain, scripted: source, tracker, gate, session, recording; and the same again from the file."""

from collections.abc import Iterator
from datetime import UTC, datetime

import numpy as np
import pytest

from mirrorcam.acts import Command
from mirrorcam.app.practice import Practice
from mirrorcam.app.seeing import Eyes
from mirrorcam.exercise import find_exercise
from mirrorcam.face import Face, Frame, Reason
from mirrorcam.recorder import Recorder
from mirrorcam.recording import moments, read_recording, replay
from mirrorcam.session import Session
from mirrorcam.sources import Opened, open_source
from mirrorcam.trackers.scripted import ScriptedTracker
from performing import LIBRARY, obliging, smiling
from plain_face import HEIGHT, WIDTH

NOW = datetime(2026, 11, 22, 18, 2, tzinfo=UTC)
TILES = np.random.default_rng(1).integers(60, 200, (HEIGHT // 6, WIDTH // 6 + 1, 1), np.uint8)
GREY = np.kron(TILES, np.ones((6, 6, 3), np.uint8))[:, :WIDTH]
"""Bright, and with enough detail to pass for a sharp picture."""
PICTURE_S = 0.08
"""Of a slow camera: what a session does is the same, and minutes of it are fewer pictures."""


class Stage(Opened):
    """A source of grey pictures, and the faces that a scripted tracker finds in them: a person who smiles when
    the exercise asks for it, and is away from second 9 to 11."""

    name = "a person of the script"

    def __init__(self, seconds: float = 300.0) -> None:
        super().__init__()
        self.frames = round(seconds / PICTURE_S)
        self.asked = None

    def prompt(self, asked, leads=None):
        self.asked = asked

    def __iter__(self) -> Iterator[Frame]:
        for number in range(self.frames):
            yield Frame(number * PICTURE_S + 1e-7, number, GREY)

    def faces(self) -> Iterator[Face | None]:
        share = 0.0
        for number in range(self.frames):
            wanted = 0.0 if self.asked is None else self.asked["AU12"]
            share += 0.35 * (wanted - share)
            yield None if 9 <= number * PICTURE_S < 11 else smiling(round(share, 2))


def perform(path, name="first-steps", commands=(), seconds=300.0):
    """Live results, moments and session. ``commands``: after which second, what."""
    stage = Stage(seconds)
    session = Session(find_exercise(name, LIBRARY), LIBRARY, attended=False)
    recorder = Recorder(path, session, NOW, source=stage.name)
    seen, waiting = [], list(commands)
    with Practice(stage, Eyes(ScriptedTracker(stage.faces())), session, recorder) as practice:
        for glimpse in practice:
            seen.append(glimpse.moment)
            while waiting and glimpse.sample.time_s >= waiting[0][0]:
                practice.command(waiting.pop(0)[1])
    assert practice.trouble is None
    return session, seen


def told(moment):
    """Everything in a moment that can be compared."""
    scene = moment.scene
    drawn = [x if x is None else x.values.tobytes() for x in (moment.expression, scene.target, scene.asked)]
    plain = [
        moment.time_s,
        moment.step,
        moment.kind,
        moment.title,
        moment.head,
        moment.waiting,
        moment.paused,
    ]
    shown = [scene.phase, scene.words, scene.progress, scene.progress_words, scene.score, scene.hint]
    return [*drawn, *plain, *shown, scene.breath, moment.offer_neutral, moment.done]


BUSY = (
    (3, Command.PAUSE), (4, Command.RESUME), (14, Command.EASIER), (15, Command.HARDER), (19, Command.NEUTRAL),
    (30, Command.SKIP), (33, Command.REPEAT), (40, Command.NEUTRAL), (40.5, Command.SKIP), (50, Command.NEXT),
)  # fmt: skip


@pytest.mark.parametrize(
    ("name", "commands", "seconds"),
    [
        ("first-steps", (), 300),
        ("first-steps", BUSY, 300),
        ("first-steps", ((26, Command.STOP),), 300),
        ("smile-ladder", (), 35),
        ("warm-up", (), 300),
        ("move-together", ((30, Command.EASIER),), 40),
        ("you-lead", (), 40),
        ("settle-together", ((22, Command.NEXT), (38, Command.NEXT)), 55),
        ("eye-contact", (), 40),
    ],
)
def test_a_replay_equals_the_live_session(tmp_path, name, commands, seconds):
    session, live = perform(tmp_path / "a.mirrorcam", name, commands, seconds)
    kept = read_recording(tmp_path / "a.mirrorcam")
    replayed = replay(kept)
    assert replayed.results() == session.results() == list(kept.steps)
    assert replayed.trials() == session.trials() == list(kept.trials)
    again = [moment for _, moment in moments(kept)]
    assert [told(moment) for moment in again] == [told(moment) for moment in live]
    assert any(result["scored"] for result in session.results())


def test_first_steps_done_by_a_smiler(tmp_path):
    session, seen = perform(tmp_path / "a.mirrorcam")
    results = {result["target"]: result for result in session.results() if result["target"]}
    assert seen[-1].done and len(results) == 6 and all(result["scored"] for result in results.values())
    assert results["happiness"]["score"] > 60
    assert max(results, key=lambda name: results[name]["score"]) == "happiness"
    assert any(moment.waiting is Reason.NOBODY for moment in seen)
    assert 45 < seen[-1].time_s < 100, "short enough to be tried at once"


def test_samples_from_a_recording_give_what_the_live_ones_gave(tmp_path):
    session, _ = perform(tmp_path / "a.mirrorcam", "smile-ladder", seconds=40)
    again = Session(find_exercise("smile-ladder", LIBRARY), LIBRARY, attended=False)
    source = open_source(str(tmp_path / "a.mirrorcam"))
    with Practice(source, Eyes(None), again, Recorder(tmp_path / "b.mirrorcam", again, NOW)) as practice:
        for _ in practice:
            pass
    assert again.results() == session.results()
    assert list(read_recording(tmp_path / "b.mirrorcam").steps) == session.results()


def test_someone_else_in_the_recordings_place_gives_another_result(tmp_path):
    """The comparison above can fail: a slower person's results differ."""
    session, _ = perform(tmp_path / "a.mirrorcam", "smile-ladder", seconds=40)
    other = Session(find_exercise("smile-ladder", LIBRARY), LIBRARY, attended=False)
    look, moment = obliging(0.9), None
    for number, (kept, _) in enumerate(moments(read_recording(tmp_path / "a.mirrorcam"))):
        seen = kept.face and look(number * PICTURE_S, moment)
        moment = other.advance(kept.time_s, type(kept)(kept.time_s, seen, kept.reason, WIDTH, HEIGHT, 300.0))
    assert other.results() != session.results()
