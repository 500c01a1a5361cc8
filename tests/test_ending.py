"""A run that is ended from outside, at the least convenient moment: what is kept is whole, and the same twice."""

import argparse
import signal
import subprocess
import sys
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path

import pygame
import pytest

from mirrorcam.app import commands, headless
from mirrorcam.app import window as windows
from mirrorcam.app.ending import ENDINGS, PATIENCE_S, Held, end_as_with_ctrl_c, to_its_end, told_to_end
from mirrorcam.app.export.bids import export_bids
from mirrorcam.app.export.csv_files import export_csv
from mirrorcam.app.export.film import export_film
from mirrorcam.app.opening import Wish
from mirrorcam.app.report.story import read_story
from mirrorcam.app.screens import Begin, Go
from mirrorcam.app.seeing import Viewer
from mirrorcam.app.window import Window
from mirrorcam.recorder import Recorder
from mirrorcam.recording import read_recording, replay
from mirrorcam.session import Session
from mirrorcam.timeline import Timeline
from performing import exercise
from test_recording import record
from test_window import MAKING, ScriptedDesk, ScriptedFeed, frame

CTRL_C = signal.SIGINT


@pytest.fixture
def heard() -> Iterator[None]:
    """Ctrl-C is heard as a terminal's is, wherever the tests run."""
    was = signal.signal(CTRL_C, signal.default_int_handler)
    yield
    signal.signal(CTRL_C, was)


@pytest.fixture
def lost() -> Iterator[Callable[[], None]]:
    """Asks for an end where Python drops the exception: in a weak reference's callback."""
    were = {name: signal.signal(name, signal.SIG_DFL) for name in ENDINGS}
    hook, dropped = sys.unraisablehook, list[object]()
    sys.unraisablehook = lambda told: dropped.append(told.exc_type)
    end_as_with_ctrl_c()

    def ask() -> None:
        one = Rare()
        ear = weakref.ref(one, lambda _: signal.raise_signal(ENDINGS[0]))
        del one
        assert ear() is None

    yield ask
    sys.unraisablehook = hook
    for name, was in were.items():
        signal.signal(name, was)
    assert dropped == [KeyboardInterrupt]


class Rare:
    """Something that can be referred to weakly."""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, model: Path) -> Path:
    monkeypatch.setenv("MIRRORCAM_MODEL", str(model))
    monkeypatch.setattr("platformdirs.user_data_path", lambda *_, **__: tmp_path / "mirrorcam")
    return tmp_path


@pytest.mark.parametrize(
    ("place", "what", "call"),
    [
        (Session, "advance", 120),  # a sample that is being scored
        (Recorder, "showed", 150),  # one that is scored, and not yet kept
        (Recorder, "_write", 4),  # a second that is being written
        (Recorder, "finish", 1),  # all of it is being put away
    ],
)
@pytest.mark.usefixtures("heard")
def test_ctrl_c_costs_no_sample(
    place: type, what: str, call: int, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen, kept = home / "seen.mirrorcam", home / "kept.mirrorcam"
    record(seen, until_s=7.0)
    calls, does = 0, getattr(place, what)

    def interrupted(*given: object) -> object:
        nonlocal calls
        calls += 1
        if calls == call:
            signal.raise_signal(CTRL_C)
        return does(*given)

    monkeypatch.setattr(place, what, interrupted)
    assert headless.run(Wish(exercise(), source=str(seen), save=kept), as_json=True) == 130
    monkeypatch.undo()
    recording = read_recording(kept)
    assert recording.about.finished and not kept.with_name("kept.mirrorcam-wal").exists()
    assert list(recording.steps) == replay(recording).results()
    assert len(list(recording.samples())) == recording.about.frames == len(Timeline.read(kept)) > 0


@pytest.mark.usefixtures("heard")
def test_who_asks_for_an_end_is_noted_and_not_let_wait_for_ever() -> None:
    now_s = 10.0
    with Held(lambda: now_s) as held:
        assert not held.asked
        signal.raise_signal(CTRL_C)
        now_s += PATIENCE_S
        signal.raise_signal(CTRL_C)
        assert held.asked
        now_s += 0.1
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(CTRL_C)
    with pytest.raises(KeyboardInterrupt):
        signal.raise_signal(CTRL_C)


def test_what_has_an_ending_ignored_goes_on() -> None:
    was = signal.signal(ENDINGS[-1], signal.SIG_IGN)
    try:
        with Held() as held:
            signal.raise_signal(ENDINGS[-1])
        assert not held.asked
        assert signal.getsignal(ENDINGS[-1]) is signal.SIG_IGN
    finally:
        signal.signal(ENDINGS[-1], was)


@pytest.mark.usefixtures("heard")
def test_ctrl_c_twice_does_not_disturb_a_window_that_closes(monkeypatch: pytest.MonkeyPatch) -> None:
    desk, put_away = ScriptedDesk(), []

    def close(feed: ScriptedFeed, wait_s: float = 5.0) -> None:
        signal.raise_signal(CTRL_C)
        put_away.append(wait_s)

    def events() -> list[pygame.event.Event]:
        signal.raise_signal(CTRL_C)
        return []

    monkeypatch.setattr(ScriptedFeed, "close", close)
    monkeypatch.setattr(pygame.event, "get", events)
    with pytest.raises(KeyboardInterrupt):
        windows.run(desk, Begin("first-steps"), density=1.0)
    assert len(put_away) == 1


def test_an_end_that_was_lost_ends_the_window_all_the_same(
    lost: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, turns = ScriptedDesk(), iter(range(3))

    def events() -> list[pygame.event.Event]:
        if not told_to_end():
            lost()
        return [] if next(turns) < 2 else [pygame.event.Event(pygame.QUIT)]

    monkeypatch.setattr(pygame.event, "get", events)
    with pytest.raises(KeyboardInterrupt):
        windows.run(desk, Begin("first-steps"), density=1.0)
    assert desk.feed.closed == [5.0]


def test_a_run_whose_face_at_rest_cannot_be_kept_is_summed_up_all_the_same(
    home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    seen, kept = home / "seen.mirrorcam", home / "kept.mirrorcam"
    record(seen, until_s=7.0)
    monkeypatch.setattr("mirrorcam.sources.recording.Recorded.live", True)
    (home / "mirrorcam" / "neutral.json").mkdir(parents=True)
    assert headless.run(Wish(exercise(), source=str(seen), save=kept), as_json=False) == 0
    told = capsys.readouterr()
    assert "Joy" in told.out and "Your face at rest could not be kept" in told.err
    assert read_recording(kept).about.finished


def test_an_end_that_was_lost_ends_a_run_without_a_window(lost: Callable[[], None], home: Path) -> None:
    seen = home / "seen.mirrorcam"
    record(seen, until_s=1.0)
    lost()
    assert headless.run(Wish(exercise(), source=str(seen), keep=False), as_json=True) == 130


@pytest.mark.parametrize(
    "work",
    [
        lambda path: list(Viewer().looks(path)),
        lambda path: export_csv(read_recording(path), path.parent / "out"),
        lambda path: export_bids(read_recording(path), path.parent / "out"),
        lambda path: export_film(read_recording(path), path.parent / "out"),
        lambda path: read_story(read_recording(path), anew=True),
    ],
    ids=["measure", "csv", "bids", "film", "report"],
)
def test_an_end_that_was_lost_ends_what_goes_on_for_long_and_leaves_no_half_of_it(
    work: Callable[[Path], object], lost: Callable[[], None], home: Path
) -> None:
    seen = home / "seen.mirrorcam"
    record(seen, until_s=1.0)
    lost()
    with pytest.raises(KeyboardInterrupt):
        work(seen)
    assert not list(home.glob("out/*")) and not list(home.glob("out/.*"))


@pytest.mark.usefixtures("heard")
def test_what_is_loaded_is_loaded_to_its_end() -> None:
    loaded = False
    with pytest.raises(KeyboardInterrupt), to_its_end():
        signal.raise_signal(CTRL_C)
        loaded = True
    assert loaded
    with to_its_end():
        pass


@pytest.mark.usefixtures("heard")
def test_the_window_is_loaded_in_parts_and_no_more_of_it_than_until_an_end_is_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    loaded: list[str] = []

    def load(name: str) -> None:
        signal.raise_signal(CTRL_C)
        loaded.append(name)

    monkeypatch.setattr(commands, "import_module", load)
    with pytest.raises(KeyboardInterrupt):
        commands.run_window(argparse.Namespace())
    assert loaded == ["mirrorcam.exercise"]


def test_who_is_told_to_end_again_while_it_is_put_away_is_not_disturbed(lost: Callable[[], None]) -> None:
    lost()
    now_s = 10.0
    with Held(lambda: now_s) as held:
        assert held.asked
        now_s += 2 * PATIENCE_S
        signal.raise_signal(ENDINGS[0])


def test_nothing_is_searched_for_when_all_is_put_away() -> None:
    """A ring of objects that has an end of its own: Python would look for it."""
    ring = (
        "import mirrorcam.app.ending\n"
        "class Ring:\n"
        "    def __del__(self): print('taken apart', flush=True)\n"
        "ring = Ring(); ring.itself = ring; del ring\n"
    )
    run = subprocess.run([sys.executable, "-c", ring], capture_output=True, text=True, check=True)
    assert run.stdout == ""


def test_a_session_that_was_left_is_put_away_before_the_window_goes() -> None:
    desk = ScriptedDesk()
    window = Window(desk, Begin("first-steps"), density=1.0)
    window.step([])
    desk.feed.now = (MAKING, frame())
    window.step([])
    window.guide.do(Go.HOME)
    assert desk.feed.closed == [0.0]
    window.close()
    assert desk.feed.closed == [0.0, 5.0]
