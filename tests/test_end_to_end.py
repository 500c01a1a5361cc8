"""The whole program, used as a person would: from the first screen to the summary, by keys alone and by mouse alone.

Everything is real but the camera and the tracker: the store on the disk, the desk, the session, the guide, the window
on SDL's dummy driver. The same things used in the same order give the same results, whichever hand used them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path

import pytest

from mirrorcam.acts import Answer, Command
from mirrorcam.app.opening import Wish, performing
from mirrorcam.app.screens import TEXTS, Begin, Settings, layout_scale
from mirrorcam.app.screens.consent import ConsentScreen
from mirrorcam.app.screens.home import HomeScreen
from mirrorcam.app.screens.review import ReviewScreen
from mirrorcam.app.screens.summary import SummaryScreen
from mirrorcam.expression import NEUTRAL, Expression
from mirrorcam.recording import Recording, read_recording, replay
from mirrorcam.sources.film_writer import write_film
from mirrorcam.sources.synthetic import Keyframe, Performer, Script
from mirrorcam.steps import kinds
from performing import exercise
from scripted_person import TURN_S, AtTheWindow, ByKeys, ByMouse, Hand, instead_of_a_camera
from test_every_body import phases, stage

HANDS: tuple[Hand, ...] = (ByKeys(), ByMouse())
USES: dict[str, Sequence[str]] = {
    "say": ("next",),
    "demonstrate": ("pause", "go on", "easier", "harder"),
    "ask": ("choice 1", "next"),
    "look": ("choice 1",),
    "clue": ("next",),
    "told": ("next",),
    "coming": ("next",),
    "asking": ("choice 2", "choice 1", "done"),
    "attune": ("pause", "go on", "next"),
    "modulate": ("next",),
    "entrain": ("next",),
    "widen": ("next",),
}
"""Phase of a step → what a person uses then, one thing after the other. Elsewhere they only do what they are asked to,
and look on."""
SHORT = {
    "breathe": "in_s = 2\nout_s = 3\nrounds = 2",
    "follow": 'targets = ["soft-smile"]',
    "gaze": "doses = 2",
    "lead": "seconds = 8",
    "recognise": 'targets = ["happiness", "anger"]\ntrials = 2',
    "settle": "attune_s = 5\nmodulate_s = 20",
    "steady": 'targets = ["sadness"]\nshows = 2',
    "together": "seconds = 8",
}
"""What a step says that would take long otherwise."""
WATCHED = {"mirror": 6.0}
"""Steps that end when the person has had enough → after how many seconds."""
LONGEST_S = 240.0


@pytest.fixture(autouse=True)
def _nobody_but_the_script(monkeypatch: pytest.MonkeyPatch) -> None:
    instead_of_a_camera(monkeypatch)


def short(kind: str) -> str:
    return f'seed = 1\n\n[[steps]]\nkind = "{kind}"\n{SHORT.get(kind, kinds()[kind].example)}'


def practise(at: AtTheWindow) -> Iterator[str]:
    """Until the summary; gives what was used."""
    place, waiting = None, []
    for _ in range(round(LONGEST_S / TURN_S)):
        at.turn()
        moment = at.moment
        if isinstance(at.screen, SummaryScreen):
            return
        if moment is None or moment.kind == "done":
            continue
        if WATCHED.get(moment.kind, LONGEST_S) < moment.time_s:
            yield use(at, "next")
        here = (moment.step, str(moment.scene.phase))
        if here != place and not moment.paused:
            place, waiting = here, list(USES.get(moment.scene.phase, ()))
        if waiting:
            yield use(at, waiting.pop(0))
    raise AssertionError(f"it has not ended after {LONGEST_S} s")


def use(at: AtTheWindow, name: str) -> str:
    at.use(name)
    return name


def done(folder: Path, kind: str, hand: Hand) -> tuple[list[str], Recording | None]:
    """What was used from the first card to the way home, and what was kept."""
    wish = Wish(exercise(short(kind), kind))
    with AtTheWindow(folder, hand, Begin(kind, keep=True), wish) as at:
        used = list(practise(at))
        at.use("finish")
        assert not isinstance(at.screen, SummaryScreen)
    kept = sorted(folder.rglob("*.mirrorcam"))
    return used, read_recording(kept[0]) if kept else None


@pytest.mark.parametrize("kind", sorted(kinds()))
def test_by_keys_and_by_mouse_a_session_comes_to_the_same(kind: str, tmp_path: Path) -> None:
    (used, kept), (also_used, also_kept) = (
        done(tmp_path / type(hand).__name__, kind, hand) for hand in HANDS
    )
    assert used == also_used
    if kept is None:
        assert also_kept is None and not kinds()[kind].needs_face
        return
    assert also_kept is not None and kept.steps == also_kept.steps and kept.trials == also_kept.trials
    assert replay(kept).results() == list(kept.steps)


def turn_until(at: AtTheWindow, reached: Callable[[AtTheWindow], bool]) -> None:
    for _ in range(round(LONGEST_S / TURN_S)):
        if reached(at):
            return
        at.turn()
    raise AssertionError(f"not reached after {LONGEST_S} s; on {type(at.screen).__name__}")


@pytest.mark.parametrize("hand", HANDS, ids=lambda hand: type(hand).__name__)
def test_from_the_first_start_to_the_summary_and_what_was_kept(hand: Hand, tmp_path: Path) -> None:
    """Through the pages, as somebody would who has never been here."""
    with AtTheWindow(tmp_path, hand) as at:
        at.turn()
        for name in ("exercises", "making", "smile-ladder", "begin", "keep"):
            at.use(name)
        turn_until(at, lambda at: at.moment is not None and at.moment.kind == "say")
        at.use("next")
        turn_until(at, lambda at: at.moment is not None and at.moment.scene.phase == "let go")
        at.use("stop")
        turn_until(at, lambda at: isinstance(at.screen, SummaryScreen))
        at.use("finish")
        assert isinstance(at.screen, HomeScreen)
        at.use("look_back")
        (kept,) = tmp_path.rglob("*.mirrorcam")
        at.use(kept.stem)
        opening = at.window.guide._opening  # None: it has been opened already
        assert opening is None or opening.exception(timeout=30) is None
        turn_until(at, lambda at: isinstance(at.screen, ReviewScreen))
    results = read_recording(kept).steps
    assert [result["scored"] for result in results if result["kind"] == "imitate"][:2] == [True, False]
    assert replay(read_recording(kept)).results() == list(results)


@pytest.mark.parametrize("hand", HANDS, ids=lambda hand: type(hand).__name__)
def test_who_wants_nothing_kept_leaves_nothing(hand: Hand, tmp_path: Path) -> None:
    with AtTheWindow(tmp_path, hand, Begin("smile-ladder")) as at:
        at.turn()
        at.use("without")
        turn_until(at, lambda at: at.moment is not None and at.moment.kind == "say")
        at.use("stop")
        turn_until(at, lambda at: isinstance(at.screen, SummaryScreen))
    assert list(tmp_path.rglob("*.mirrorcam")) == []


@pytest.mark.parametrize("kind", sorted(kinds()))
def test_what_a_key_does_a_click_does_too(kind: str) -> None:
    """On the screen, or in the pause, which is one click away. The guide's keys are for whoever guides; what a choice
    does is clicked where it stands."""
    commands = {Command.PAUSE, Command.STOP, Command.REPEAT}
    commands |= {Command.NEUTRAL} if kinds()[kind].needs_face else set()
    for moment in phases(kind, "en"):
        shown = stage(moment, Settings()), stage(replace(moment, paused=True), Settings())
        clicked = {piece.action for screen in shown for piece in screen.picture((1280, 800)) if piece.name}
        keys = set(shown[0].keys().values())
        assert commands & keys - clicked == set(), moment.scene.phase
        assert clicked & {Command.SKIP, Command.NEXT}
        if moment.scene.phase in ("look", "ask", "asking"):
            assert {key for key in keys if isinstance(key, Answer)} - clicked == set()


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("for_two", [False, True])
def test_both_answers_to_the_first_question_are_in_sight(text: float, for_two: bool) -> None:
    screen = ConsentScreen(Settings(text=text), "smile-ladder", "/home/robin/mirrorcam", for_two=for_two)
    size = tuple(side / layout_scale(1280, 800, 1.0, text) for side in (1280, 800))
    boxes = {piece.name: piece.box for piece in screen.picture((size[0], size[1])) if piece.name}
    for answer in ("keep", "without"):
        assert boxes[answer].y > 0 and boxes[answer].bottom < size[1] - 50


def film_of_a_smile(file: Path) -> Path:
    """The performer at 15 pictures a second: at rest for 4 s, then a smile for 5."""
    smile = Expression.of({"AU6": 0.6, "AU12": 0.8, "AU25": 0.3})
    script = [(0.0, NEUTRAL), (4.0, NEUTRAL), (4.6, smile), (9.0, smile), (9.6, NEUTRAL), (11.0, NEUTRAL)]
    performer = Performer(performing("robin"), Script([Keyframe(*keyframe) for keyframe in script]))
    write_film(file, (frame.pixels for frame in islice(performer, 0, None, 2)), 15.0)
    return file


def test_a_film_in_place_of_the_camera(model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is made up here but the face: the film, the tracker and what is scored are real."""
    monkeypatch.undo()
    film = film_of_a_smile(tmp_path / "smile.mkv")
    text = '[[steps]]\nkind = "imitate"\ntarget = "happiness"\ndemonstrate_s = 1\nmake_s = 4\nhold_s = 1\n'
    wish = Wish(exercise(text, "joy"), source=str(film))
    with AtTheWindow(tmp_path / "kept", ByKeys(), Begin("joy", keep=True), wish) as at:
        turn_until(at, lambda at: isinstance(at.screen, SummaryScreen))
    (kept,) = (tmp_path / "kept").rglob("*.mirrorcam")
    (result,) = read_recording(kept).steps
    assert result["scored"] and result["score"] > 60 and result["held_s"] > 0.5
    assert replay(read_recording(kept)).results() == [result]
