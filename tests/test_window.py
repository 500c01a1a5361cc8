"""The guide and the window, with a feed that says what it is told to, and events that nobody typed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np
import pytest

os.environ["SDL_VIDEODRIVER"] = "dummy"

import pygame
import skia

from mirrorcam import phrases
from mirrorcam.acts import Command
from mirrorcam.app import window as windows
from mirrorcam.app.banner import SHOWN_S
from mirrorcam.app.desk import ProgramDesk
from mirrorcam.app.free_mirror import mirrored
from mirrorcam.app.guide import Guide
from mirrorcam.app.kept.expressions import KeptExpression
from mirrorcam.app.opening import Wish
from mirrorcam.app.protocols import Finished
from mirrorcam.app.reviewing import Review
from mirrorcam.app.running import LEAVE_WITHIN_S, LET_GO_S
from mirrorcam.app.screens import Begin, Choose, Forget, Go, Key, Open, Screen, Settings, Show, changed
from mirrorcam.app.screens.badge import Person
from mirrorcam.app.screens.check import Cameras, CheckScreen
from mirrorcam.app.screens.consent import ConsentScreen, FilmScreen
from mirrorcam.app.screens.exercise import ExercisePage, ExerciseScreen
from mirrorcam.app.screens.home import Entry, Home, HomeScreen, Offer
from mirrorcam.app.screens.neutral import NeutralScreen
from mirrorcam.app.screens.notice import NoticeScreen
from mirrorcam.app.screens.people import PeopleScreen
from mirrorcam.app.screens.practice import PracticeScreen
from mirrorcam.app.screens.programmes import Card, ProgrammePage, ProgrammeScreen, ProgrammesScreen
from mirrorcam.app.screens.review import ReviewScreen
from mirrorcam.app.screens.settings import SettingsScreen
from mirrorcam.app.screens.shelf import ExercisesScreen, SessionsScreen
from mirrorcam.app.screens.stage import Stage
from mirrorcam.app.screens.summary import SummaryScreen
from mirrorcam.app.screens.wearing import Wear
from mirrorcam.app.screens.who import WhoScreen
from mirrorcam.app.window import Window, key_of, screen_density
from mirrorcam.avatars import people
from mirrorcam.errors import BadInput
from mirrorcam.exercise import find_exercise
from mirrorcam.expression import NEUTRAL, Expression
from mirrorcam.face import STRAIGHT, Frame, HeadPose, Sample
from mirrorcam.instant import instant
from mirrorcam.recording import Noted
from mirrorcam.review import Summary
from mirrorcam.session import Moment
from mirrorcam.steps import Phase, Scene
from mirrorcam.stores import open_store
from mirrorcam.target import library
from mirrorcam.timeline import Timeline

RESTING = Moment(0.0, Scene(Phase.NEUTRAL, "Let your face rest."), -1, 2, "neutral", "")
MAKING = Moment(1.0, Scene(Phase.MAKE, "Smile", NEUTRAL, score=40.0), 0, 2, "imitate", "Joy")


class Blank:
    def __init__(self, name: str = "robin") -> None:
        self.name = self.title = name

    def draw(self, canvas: skia.Canvas, expression: Expression, head: HeadPose = STRAIGHT) -> None:
        canvas.drawCircle(0.5, 0.5, 0.3, skia.Paint(Color=0xFF884422))


@dataclass
class ScriptedFeed:
    """A session that is wherever the test puts it."""

    now: tuple[Moment, Frame | None] | None = None
    ended: bool = False
    error: BaseException | None = None
    notice: str = ""
    sample: Sample | None = None
    outline: tuple[str, ...] = ()
    film: str = ""
    commands: list[Command] = field(default_factory=list)
    closed: list[float] = field(default_factory=list)

    def newest(self) -> tuple[Moment, Frame | None] | None:
        return self.now

    def command(self, command: Command) -> None:
        self.commands.append(command)

    def end_film(self) -> None:
        self.film = "ended" if self.film in ("on", "paused") else ""

    def close(self, wait_s: float = 5.0) -> None:
        self.closed.append(wait_s)


class ScriptedDesk:
    folder = "/a/folder"

    def __init__(self, keep: bool | None = True) -> None:
        self.settings = Settings(keep=keep)
        self.feed = ScriptedFeed()
        self.began: list[tuple[str, bool]] = []
        self.saved: list[Settings] = []
        self.full = False
        self.people, self.here = ["ada", "bo"], "ada"
        self.kept = [Entry("one", "One", ""), Entry("two", "Two", "")]
        self.notes: list[Noted] = []
        self.films_dropped: list[str] = []
        self.dropped: list[str] = []

    def avatar(self, asked: str = "") -> Blank:
        return Blank(asked or self.settings.face)

    def person(self, exercise: str) -> str:
        return "asked" if exercise == "with a person" else ""

    def cast(self) -> list[Blank]:
        return [Blank("robin"), Blank("line"), Blank("wei")]

    def free(self, exercise: str) -> bool:
        return exercise == "mirror"

    def home(self) -> Home:
        return Home(Offer("first-steps", "First steps", "", ""), 1, len(self.kept), "Camera: ready")

    def exercises(self) -> tuple[Entry, ...]:
        return (Entry("first-steps", "First steps", ""),)

    def sessions(self) -> tuple[Entry, ...]:
        return tuple(self.kept)

    def programmes(self) -> tuple[tuple[Card, ...], int]:
        return (Card("begin", "Begin", "", "", Blank(), Wear()),), 1

    def programme(self, name: str) -> ProgrammePage:
        return ProgrammePage("Begin", "", self.exercises(), "first-steps", ())

    def exercise(self, name: str) -> ExercisePage:
        return ExercisePage(name, name, "", (), "", "", "", NEUTRAL, True, ())

    def plans(self) -> tuple[dict[str, str], None, str]:
        return {"gentle": "Four gentle weeks"}, None, "/a/folder"

    def shown(self, exercise: str) -> dict[str, bool]:
        return {"live_score": False} if exercise == "planned" else {}

    def everybody(self) -> tuple[list[Person], str]:
        return [Person(name, name.title(), "teal", Blank()) for name in self.people], self.here

    def choose(self, person: str) -> None:
        self.here = person

    def introduce(self, title: str, colour: str, person: str | None) -> None:
        self.people.append(title.lower())
        self.here = title.lower()

    def forget(self, person: str) -> None:
        self.people.remove(person)

    def cameras(self) -> Cameras:
        return Cameras({"camera:A": "A", "camera:B": "B"}, "Camera: A")

    def look(self) -> ScriptedFeed:
        self.began.append(("look", False))
        return self.feed

    def about(self) -> tuple[tuple[tuple[str, str], ...], dict[str, str]]:
        return (("What it is", "A mirror."),), {"mirrorcam": "MIT"}

    def save(self, settings: Settings) -> None:
        self.settings = settings
        if self.full:
            raise BadInput("The disk is full.")
        self.saved.append(settings)

    def for_two(self, exercise: str) -> bool:
        return exercise == "mirror-for-two"

    def scores(self, exercise: str) -> bool:
        return exercise != "mirror"

    def begin(self, exercise: str, keep: bool, film: bool = False) -> ScriptedFeed:
        if exercise == "broken":
            raise ValueError("exercises/broken.toml: steps: there are none")
        self.began.append((exercise, keep))
        self.feed.film = "on" if film else ""
        return self.feed

    def finished(self, feed: ScriptedFeed) -> Finished:
        return Finished(Summary("You held joy.", "", ()), "1 min", "one")

    def review(self, session: str) -> Review:
        if session == "gone":
            raise FileNotFoundError("there is no session called gone")
        return Review(
            session, f"Session {session}", "", Timeline.of([instant(MAKING, None)]), tuple(self.notes)
        )

    def comparable(self, review: Review) -> tuple[Entry, ...]:
        return (Entry("two", "Joy", "yesterday"),)

    def note(self, session: str, note: Noted, instead: Noted | None) -> tuple[Noted, ...]:
        if note.text == "full":
            raise BadInput("the disk is full")
        self.notes = [one for one in self.notes if one != instead] + [note]
        return tuple(self.notes)

    def drop_note(self, session: str, note: Noted) -> tuple[Noted, ...]:
        self.notes.remove(note)
        return tuple(self.notes)

    def keep_expression(self, session: str, face: Expression, title: str) -> KeptExpression:
        if title == "full":
            raise BadInput("the disk is full")
        return KeptExpression("first-steps", title, Path("/a/folder/first-steps.toml"))

    def drop_expression(self, name: str) -> None:
        self.dropped.append(name)

    def drop_film(self, session: str) -> None:
        self.films_dropped.append(session)

    def mask(self) -> None:
        return None

    def delete(self, session: str) -> None:
        self.kept = [entry for entry in self.kept if entry.name != session]


def frame() -> Frame:
    return Frame(0.0, 0, np.full((90, 160, 3), 120, np.uint8))


def practising(desk: ScriptedDesk) -> Guide:
    guide = Guide(desk, Begin("first-steps"))
    desk.feed.now = (MAKING, frame())
    guide.tick(1.0)
    return guide


def test_an_answer_for_once_is_not_remembered() -> None:
    desk = ScriptedDesk(keep=None)
    guide = Guide(desk, Begin("first-steps", keep=True))
    assert desk.began == [("first-steps", True)]
    assert guide.settings.keep is None


def test_the_mirror_is_never_kept_and_asks_nothing() -> None:
    for keep in (None, True):
        desk = ScriptedDesk(keep=keep)
        Guide(desk, Begin("mirror"))
        assert desk.began == [("mirror", False)]


def opened(guide: Guide) -> Screen:
    """Waits for what is opened in a thread."""
    assert guide._opening is not None
    guide._opening.exception(timeout=10)
    guide.tick(1.0)
    return guide.screen


# ---------------------------------------------------------------- the guide


def test_it_begins_at_home_and_reaches_every_place() -> None:
    guide = Guide(ScriptedDesk())
    assert isinstance(guide.screen, HomeScreen)
    places = {Go.EXERCISES: ExercisesScreen, Go.SESSIONS: SessionsScreen, Go.SETTINGS: SettingsScreen}
    for place, screen in places.items():
        guide.do(place)
        assert isinstance(guide.screen, screen)
        guide.do(guide.screen.key(Key("escape")))
        assert isinstance(guide.screen, HomeScreen)


def test_every_page_leads_back_the_way_it_was_reached() -> None:
    guide = Guide(ScriptedDesk())
    ways = [(Go.PROGRAMMES, ProgrammesScreen), (Show(Go.PROGRAMME, "begin"), ProgrammeScreen)]
    ways += [(Show(Go.EXERCISE, "first-steps"), ExerciseScreen), (Go.PEOPLE, PeopleScreen)]
    for action, screen in ways:
        guide.do(action)
        assert isinstance(guide.screen, screen)
    for _, screen in ways[-2::-1]:
        guide.do(guide.screen.key(Key("escape")))
        assert isinstance(guide.screen, screen)
    guide.do(guide.screen.key(Key("escape")))
    assert isinstance(guide.screen, HomeScreen)


def test_who_comes_back_to_a_page_is_where_they_were() -> None:
    desk = ScriptedDesk()
    guide = Guide(desk, Go.SESSIONS)
    guide.screen.picture((1280, 800))
    guide.screen.key(Key("down"))
    guide.do(Go.SETTINGS)
    guide.do(Go.BACK)
    assert isinstance(guide.screen, SessionsScreen) and guide.screen.focus == "two"


def test_a_session_that_is_left_for_the_settings_goes_on_afterwards() -> None:
    desk = ScriptedDesk()
    guide = practising(desk)
    stage = guide.screen
    guide.do(Go.SETTINGS)
    guide.tick(2.0)
    assert isinstance(guide.screen, SettingsScreen) and desk.feed.closed == []
    guide.do(changed(desk.settings, language="de", theme="dark"))
    guide.do(Go.PEOPLE)
    guide.do(Go.BACK)
    guide.do(Go.BACK)
    guide.tick(3.0)
    assert guide.screen is stage and stage.settings.theme == "dark" and desk.feed.closed == []
    guide.do(changed(desk.settings, language=""))


def test_who_leaves_a_session_for_somebody_else_has_it_put_away_before() -> None:
    desk = ScriptedDesk()
    guide = practising(desk)
    guide.do(Choose("bo"))
    assert desk.feed.closed == [0.0, 5.0] and desk.here == "bo"
    assert isinstance(guide.screen, HomeScreen)


def test_people_come_and_go() -> None:
    desk = ScriptedDesk()
    guide = Guide(desk, Go.WHO)
    assert isinstance(guide.screen, WhoScreen)
    guide.do(guide.screen.key(Key("n")))
    for sign in "Cy":
        guide.screen.write(sign)
    guide.do(guide.screen.key(Key("enter")))
    assert desk.here == "cy" and isinstance(guide.screen, HomeScreen)
    guide.do(Forget("bo"))
    assert desk.people == ["ada", "cy"] and isinstance(guide.screen, WhoScreen)


def test_the_camera_check_looks_and_lets_go_before_the_exercise_begins() -> None:
    desk = ScriptedDesk()
    guide = Guide(desk, Show(Go.CAMERA, "first-steps"))
    desk.feed.now, desk.feed.sample = (MAKING, frame()), Sample(0.0, None, None, 160, 90)
    guide.tick(1.0)
    assert isinstance(guide.screen, CheckScreen) and guide.screen.frame is not None
    assert [one.good for one in guide.screen.advice] == [False, False]
    guide.do(guide.screen.key(Key("2")))
    assert desk.settings.camera == "camera:B" and isinstance(guide.screen, CheckScreen)
    guide.do(guide.screen.key(Key("enter")))
    assert [name for name, _ in desk.began] == ["look", "look", "first-steps"]
    assert desk.feed.closed == [LET_GO_S, LET_GO_S]


def test_what_the_plan_shows_holds_while_its_exercise_runs_and_no_longer() -> None:
    desk = ScriptedDesk()
    guide = Guide(desk, Begin("planned"))
    desk.feed.now = (MAKING, frame())
    guide.tick(1.0)
    assert guide.screen.settings.live_score is False
    guide.do(guide.screen.key(Key("h")))
    assert desk.settings == Settings(keep=True, camera_shown=False)
    desk.feed.ended = True
    guide.tick(2.0)
    assert guide.screen.settings.live_score is None


def test_the_first_recording_is_asked_about_and_the_answer_is_remembered() -> None:
    desk = ScriptedDesk(keep=None)
    guide = Guide(desk)
    guide.do(Begin("first-steps"))
    assert isinstance(guide.screen, ConsentScreen) and desk.began == []
    guide.do(guide.screen.key(Key("p")))
    assert desk.began == [("first-steps", False)]
    assert desk.saved == [Settings(keep=False)]
    guide.do(Go.HOME)
    guide.do(Begin("mirror"))
    assert desk.began[-1] == ("mirror", False)


def test_a_film_is_made_only_of_the_session_that_somebody_said_yes_to() -> None:
    desk = ScriptedDesk(keep=True)
    guide = Guide(desk, Begin("first-steps"))
    assert desk.began == [("first-steps", True)] and desk.feed.film == ""
    guide.do(Go.HOME)
    guide.do(Begin("first-steps", film=None))
    assert isinstance(guide.screen, FilmScreen) and len(desk.began) == 1
    guide.do(guide.screen.key(Key("v")))
    assert len(desk.began) == 2 and desk.feed.film == "on"
    guide.do(Go.HOME)
    guide.do(Begin("first-steps"))
    assert len(desk.began) == 3 and desk.feed.film == "" and desk.saved == []
    guide.close()


@pytest.mark.parametrize("keep", [None, False])
def test_who_keeps_nothing_yet_is_asked_for_both_at_once(keep: bool | None) -> None:
    desk = ScriptedDesk(keep=keep)
    guide = Guide(desk)
    guide.do(Begin("first-steps", film=None))
    assert isinstance(guide.screen, ConsentScreen)
    guide.do(guide.screen.key(Key("v")))
    guide.do(guide.screen.key(Key("enter")))
    assert desk.began == [("first-steps", True)] and desk.feed.film == "on"
    assert desk.settings.keep is (keep is None)
    guide.close()


def test_no_film_is_made_of_what_is_not_kept() -> None:
    desk = ScriptedDesk(keep=True)
    for begin in (
        Begin("mirror", film=True),
        Begin("first-steps", False, film=True),
        Begin("mirror", film=None),
    ):
        guide = Guide(desk, begin)
        assert desk.began[-1][1] is False and desk.feed.film == ""
        guide.close()


def test_a_film_is_told_of_everywhere_ended_with_v_and_deleted_with_v_again() -> None:
    desk = ScriptedDesk()
    guide = Guide(desk, Begin("first-steps", True, film=True))
    desk.feed.now = (MAKING, None)
    guide.tick(1.0)
    assert isinstance(guide.screen, Stage) and guide.screen.film == guide.guiding.overview.film == "on"
    desk.feed.film, desk.feed.now = "paused", (replace(MAKING, paused=True), None)
    guide.tick(2.0)
    guide.do(Go.SETTINGS)
    guide.tick(3.0)
    assert isinstance(guide.screen, SettingsScreen) and guide.screen.film == "paused"
    guide.do(Go.BACK)
    guide.tick(4.0)
    for after in ("ended", ""):
        guide.do(guide.screen.key(Key("v")))
        assert guide.screen.film == guide.guiding.overview.film == after
    assert guide.screen.key(Key("v")) is None
    guide.do(Go.HOME)
    guide.tick(5.0)
    assert guide.screen.film == ""
    guide.close()


def test_a_session_from_waking_the_camera_to_the_summary_and_its_review() -> None:
    desk = ScriptedDesk()
    guide = Guide(desk, Begin("first-steps"))
    guide.tick(0.0)
    assert isinstance(guide.screen, NoticeScreen)
    desk.feed.now = (RESTING, frame())
    guide.tick(0.1)
    assert isinstance(guide.screen, NeutralScreen)
    desk.feed.now, desk.feed.notice = (MAKING, frame()), "The disk is full."
    desk.feed.sample = Sample(0.0, None, None, 160, 90)
    guide.tick(0.2)
    assert isinstance(guide.screen, PracticeScreen)
    assert (
        guide.screen.sample is desk.feed.sample
        and guide.screen.moment is MAKING
        and guide.screen.notice == "The disk is full."
    )
    guide.do(guide.screen.key(Key("right")))
    assert desk.feed.commands == [Command.SKIP]
    desk.feed.ended = True
    guide.tick(0.3)
    summary = guide.screen
    assert isinstance(summary, SummaryScreen)
    guide.do(guide.screen.key(Key("r")))
    assert isinstance(opened(guide), ReviewScreen)
    guide.do(guide.screen.key(Key("escape")))
    assert guide.screen is summary
    guide.do(guide.screen.key(Key("escape")))
    assert isinstance(guide.screen, HomeScreen)


def test_a_banner_goes_after_a_while_and_comes_back_with_news() -> None:
    desk = ScriptedDesk()
    guide = practising(desk)
    shown = []
    for now_s, notice in (
        (2.0, "No camera."),
        (9.0, "No camera."),
        (11.0, "No camera."),
        (12.0, "Disk full."),
    ):
        desk.feed.notice = notice
        guide.tick(now_s)
        shown.append(guide.screen.notice)
    assert shown == ["No camera.", "No camera.", "", "Disk full."]


def test_stopping_keeps_what_was_done() -> None:
    desk = ScriptedDesk()
    guide = practising(desk)
    guide.do(guide.screen.key(Key("escape")))
    assert desk.feed.commands == [Command.STOP]
    guide.tick(1.5)
    assert isinstance(guide.screen, PracticeScreen)
    desk.feed.ended = True
    guide.tick(1.6)
    assert isinstance(guide.screen, SummaryScreen) and desk.feed.closed == []


def test_a_session_that_does_not_stop_is_left_behind() -> None:
    desk = ScriptedDesk()
    guide = practising(desk)
    guide.do(Command.STOP)
    guide.tick(1.0 + LEAVE_WITHIN_S + 0.1)
    assert isinstance(guide.screen, SummaryScreen)
    assert desk.feed.closed == [0.0]


def test_a_feed_that_broke_says_why_and_leads_home() -> None:
    desk = ScriptedDesk()
    guide = Guide(desk, Begin("first-steps"))
    desk.feed.ended, desk.feed.error = True, OSError("The model could not be fetched.")
    guide.tick(0.0)
    assert isinstance(guide.screen, NoticeScreen)
    assert guide.screen.words == "The model could not be fetched."
    guide.do(guide.screen.key(Key("enter")))
    assert isinstance(guide.screen, HomeScreen)


@pytest.mark.parametrize("action", [Begin("broken"), Open("gone")])
def test_what_goes_wrong_is_told_in_words(action: Begin | Open) -> None:
    guide = Guide(ScriptedDesk())
    guide.do(action)
    if isinstance(action, Open):
        opened(guide)
    assert isinstance(guide.screen, NoticeScreen)
    assert "there " in guide.screen.words and guide.screen.way_back


def test_what_the_system_refuses_is_told_without_its_number(monkeypatch: pytest.MonkeyPatch) -> None:
    guide = Guide(ScriptedDesk())

    def refused(*_: object) -> None:
        raise PermissionError(13, "Permission denied", "/mine")

    monkeypatch.setattr(guide.desk, "sessions", refused)
    guide.do(Go.SESSIONS)
    assert isinstance(guide.screen, NoticeScreen) and guide.screen.words == "/mine: Permission denied"


def test_settings_reach_the_screen_and_are_kept() -> None:
    desk = ScriptedDesk()
    guide = practising(desk)
    guide.do(guide.screen.key(Key("h")))
    assert guide.screen.settings.camera_shown is False
    assert desk.saved == [guide.screen.settings] == [desk.settings]


@pytest.mark.parametrize("key", ["h", "t", "m"])
def test_a_setting_that_cannot_be_kept_holds_for_now_and_the_session_goes_on(key: str) -> None:
    desk = ScriptedDesk()
    guide = practising(desk)
    stage, before, desk.full = guide.screen, desk.settings, True
    guide.do(stage.key(Key(key)))
    guide.tick(2.0)
    assert guide.screen is stage and stage.notice == "The disk is full." and desk.feed.closed == []
    assert stage.settings == desk.settings != before and desk.saved == []
    desk.feed.notice = "The camera is back."
    guide.tick(2.0 + SHOWN_S)
    assert stage.notice == "The camera is back."


def test_a_setting_that_cannot_be_kept_is_told_where_the_session_was_left_for_the_settings() -> None:
    desk = ScriptedDesk()
    guide = practising(desk)
    guide.do(Go.SETTINGS)
    desk.full = True
    guide.do(changed(desk.settings, theme="dark"))
    guide.tick(2.0)
    assert isinstance(guide.screen, SettingsScreen) and guide.screen.settings.theme == "dark"
    guide.do(Go.BACK)
    guide.tick(60.0)
    assert isinstance(guide.screen, Stage) and guide.screen.notice == "The disk is full."


def test_an_answer_that_cannot_be_remembered_keeps_nobody_from_beginning() -> None:
    desk = ScriptedDesk(keep=None)
    desk.full = True
    guide = Guide(desk, Begin("first-steps"))
    guide.do(guide.screen.key(Key("enter")))
    desk.feed.now = (MAKING, frame())
    guide.tick(1.0)
    assert desk.began == [("first-steps", True)] and guide.screen.notice == "The disk is full."


def test_the_camera_check_goes_on_with_the_other_camera_where_that_cannot_be_kept() -> None:
    desk = ScriptedDesk()
    guide = Guide(desk, Show(Go.CAMERA, "first-steps"))
    desk.full, desk.feed.now = True, (MAKING, frame())
    guide.do(guide.screen.key(Key("2")))
    guide.tick(1.0)
    assert isinstance(guide.screen, CheckScreen) and guide.screen.notice == "The disk is full."
    assert desk.settings.camera == "camera:B" and [name for name, _ in desk.began] == ["look", "look"]


@pytest.mark.parametrize(
    ("desktop", "size"), [((1280, 800), (1280, 736)), ((1920, 1080), (1280, 800)), ((1024, 600), (1024, 536))]
)
def test_its_lowest_line_is_on_the_screen(
    desktop: tuple[int, int], size: tuple[int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a title above it, and a bar of the desktop's own."""
    monkeypatch.setattr(pygame.display, "get_desktop_sizes", lambda: [desktop])
    with Window(ScriptedDesk(), density=1.0):
        assert pygame.display.get_surface().get_size() == size


def test_a_place_that_cannot_be_opened_is_not_left_for(monkeypatch: pytest.MonkeyPatch) -> None:
    desk = ScriptedDesk()
    guide = practising(desk)
    stage = guide.screen
    monkeypatch.setattr(desk, "avatar", lambda *_: 1 / 0)
    guide.do(Go.SETTINGS)
    monkeypatch.undo()
    guide.tick(2.0)
    assert guide.screen is stage and stage.notice == "division by zero"
    guide.do(Go.SETTINGS)
    guide.do(Go.BACK)
    guide.tick(3.0)
    assert guide.screen is stage and desk.feed.closed == []


@pytest.mark.parametrize("broken", ["a folder in its place", "a file for the folder"])
def test_settings_that_cannot_be_kept_hold_and_it_is_told_where_and_why(tmp_path: Path, broken: str) -> None:
    desk = ProgramDesk(open_store("disk", tmp_path / "here"))
    if broken == "a folder in its place":
        (tmp_path / "here" / "settings.json").mkdir(parents=True)
    else:
        (tmp_path / "here").write_text("", "utf-8")
    with pytest.raises(BadInput, match=r"^This holds for now\..*here.*: ") as told:
        desk.save(replace(desk.settings, theme="dark"))
    assert desk.settings.theme == "dark" and "Errno" not in str(told.value)


def test_a_notice_leads_back_to_where_one_was(monkeypatch: pytest.MonkeyPatch) -> None:
    desk = ScriptedDesk()
    guide = Guide(desk, Go.SETTINGS)
    monkeypatch.setattr(desk, "save", impossible)
    guide.do(changed(desk.settings, theme="dark"))
    assert isinstance(guide.screen, NoticeScreen) and guide.screen.words == "no room"
    assert "Back" in str([piece.looks for piece in guide.screen.picture((1280, 800))])
    guide.do(guide.screen.key(Key("enter")))
    assert isinstance(guide.screen, SettingsScreen)
    guide.do(guide.screen.key(Key("escape")))
    assert isinstance(guide.screen, HomeScreen)


def impossible(settings: Settings) -> None:
    raise BadInput("no room")


def test_another_language_is_spoken_at_once_and_asks_for_nothing_again() -> None:
    desk = ScriptedDesk()
    guide = Guide(desk, Go.SETTINGS)
    guide.do(guide.screen.act(changed(desk.settings, language="de")))
    assert desk.settings.language == "de" and phrases.catalogue().language == "de"
    assert "Einstellungen" in str([piece.looks for piece in guide.screen.picture((1280, 800))])
    guide.do(changed(desk.settings, language=""))
    assert phrases.catalogue().language == "en"


def test_a_chosen_face_is_marked_kept_and_worn_at_home() -> None:
    desk = ScriptedDesk()
    guide = Guide(desk)
    for way, back in (([], HomeScreen), ([Go.SETTINGS], SettingsScreen)):
        guide.do(Go.HOME)
        for place in [*way, Go.PEOPLE]:
            guide.do(place)
        assert isinstance(guide.screen, PeopleScreen)
        guide.screen.picture((1280, 800))
        guide.screen.focus = "wei"
        guide.do(guide.screen.key(Key("enter")))
        assert isinstance(guide.screen, PeopleScreen) and guide.screen.settings.face == "wei"
        guide.do(guide.screen.key(Key("escape")))
        assert isinstance(guide.screen, back) and guide.screen.avatar.name == "wei"
    assert desk.saved[0].person == "wei"


def test_another_face_reaches_a_session_that_runs() -> None:
    guide = practising(ScriptedDesk())
    names = [guide.screen.avatar.name]
    while guide.screen.settings.theme != "low-stimulus":
        guide.do(guide.screen.key(Key("t")))
    names.append(guide.screen.avatar.name)
    guide.desk.feed.now = (RESTING, frame())
    guide.tick(2.0)
    names.append(guide.screen.avatar.name)
    assert names == ["robin", "line", "line"]


def test_the_face_that_an_exercise_asks_for_is_worn_as_long_as_it_runs() -> None:
    desk = ScriptedDesk()
    guide = Guide(desk, Begin("with a person"))
    desk.feed.now = (MAKING, frame())
    guide.tick(1.0)
    guide.do(guide.screen.key(Key("t")))
    assert guide.screen.avatar.name == "asked"
    desk.feed.ended = True
    guide.tick(2.0)
    assert isinstance(guide.screen, SummaryScreen) and guide.screen.avatar.name == "robin"


@pytest.mark.parametrize(("exercise", "free"), [("mirror", True), ("first-steps", False)])
def test_only_in_the_free_mirror_a_way_to_mirror_is_chosen(exercise: str, free: bool) -> None:
    desk = ScriptedDesk()
    guide = Guide(desk, Begin(exercise))
    desk.feed.now = (replace(MAKING, kind="mirror", scene=Scene(Phase.MIRROR, "This is you.")), frame())
    guide.tick(1.0)
    assert any(piece.name == "mode 1" for piece in guide.screen.picture((1280, 800))) is free


# ---------------------------------------------------------------- the real desk


def test_who_is_drawn(tmp_path: Path) -> None:
    theirs = tmp_path / "theirs.toml"
    theirs.write_text('title = "Theirs"\nperson = "wei"\n[[steps]]\nkind = "mirror"\n', "utf-8")
    exercise = find_exercise(str(theirs), library())
    mine = ProgramDesk(open_store("memory"))
    assert mine.avatar().name == "robin" and mine.person("mirror") == ""
    mine.save(replace(mine.settings, person="amara"))
    assert mine.avatar().name == "amara"
    asked = ProgramDesk(open_store("memory"), Wish(exercise))
    assert asked.avatar().name == "robin" and asked.avatar(asked.person(exercise.name)).name == "wei"
    told = ProgramDesk(open_store("memory"), Wish(exercise, person="yasmin"))
    assert told.avatar().name == told.avatar(told.person(exercise.name)).name == "yasmin"
    told.save(replace(told.settings, person="mateo"))
    assert told.avatar().name == "mateo"


def test_choices_are_there_again_the_next_time_as_far_as_they_still_fit() -> None:
    store = open_store("memory")
    desk = ProgramDesk(store)
    desk.save(replace(desk.settings, person="wei", live_score=False, keep=True))
    assert ProgramDesk(store).settings == desk.settings
    store.keep_settings({"person": "somebody who left", "live_score": "perhaps", "theme": "low-stimulus"})
    assert ProgramDesk(store).settings == Settings(theme="low-stimulus")
    assert ProgramDesk(store).avatar().name == "line"


def test_the_cast_has_everyone_people_first_and_each_once() -> None:
    desk = ProgramDesk(open_store("memory"))
    cast = desk.cast()
    assert sorted(avatar.name for avatar in cast) == sorted(people())
    assert cast[0].name == "robin" and {avatar.name for avatar in cast[-2:]} == {"line", "mask"}
    assert desk.avatar() is cast[0]


def test_the_mirror_is_free_unless_a_mode_was_asked_for() -> None:
    mirror = find_exercise("mirror", library())
    assert ProgramDesk(open_store("memory")).free("mirror")
    assert not ProgramDesk(open_store("memory")).free("first-steps")
    assert not ProgramDesk(open_store("memory"), Wish(mirrored(mirror, "warm"))).free("mirror")


def test_a_deleted_session_is_gone_from_the_list() -> None:
    desk = ScriptedDesk()
    guide = Guide(desk)
    guide.do(Go.SESSIONS)
    guide.screen.picture((1280, 800))
    guide.do(guide.screen.key(Key("delete")))
    guide.screen.picture((1280, 800))
    guide.do(guide.screen.key(Key("delete")))
    assert isinstance(guide.screen, SessionsScreen)
    assert [entry.name for entry in guide.screen.entries] == ["two"]


def test_closing_ends_the_session_and_waits_for_it() -> None:
    desk = ScriptedDesk()
    practising(desk).close()
    assert desk.feed.commands == [Command.STOP] and desk.feed.closed == [5.0]


# ---------------------------------------------------------------- the window


@pytest.fixture
def window() -> Iterator[Window]:
    with Window(ScriptedDesk(), density=1.0, clock=lambda: 1.0) as opened_window:
        yield opened_window


def press(key: int, sign: str = "", mod: int = 0) -> pygame.event.Event:
    return pygame.event.Event(pygame.KEYDOWN, key=key, unicode=sign, mod=mod)


def click(window: Window, name: str) -> pygame.event.Event:
    piece = next(p for p in window.guide.screen._shown if p.name == name)
    pos = tuple(round(along * window.easel.scale) for along in piece.box.middle)
    return pygame.event.Event(pygame.MOUSEBUTTONDOWN, button=1, pos=pos)


def shown(window: Window) -> np.ndarray:
    return pygame.surfarray.array3d(pygame.display.get_surface()).swapaxes(0, 1)


def test_the_window_shows_what_the_easel_painted(window: Window) -> None:
    assert window.step([])
    assert (shown(window) == window.easel.pixels[..., :3]).all()


def test_keys_and_clicks_do_the_same(window: Window) -> None:
    window.step([])
    window.step([press(pygame.K_s, "s")])
    assert isinstance(window.guide.screen, SettingsScreen)
    window.step([press(pygame.K_ESCAPE)])
    assert isinstance(window.guide.screen, HomeScreen)
    window.step([])
    window.step([click(window, "settings")])
    assert isinstance(window.guide.screen, SettingsScreen)


def test_a_whole_session_by_keys(window: Window) -> None:
    desk = window.guide.desk
    window.step([press(pygame.K_RETURN, "\r")])
    desk.feed.now = (MAKING, frame())
    window.step([])
    window.step([press(pygame.K_SPACE, " "), press(pygame.K_MINUS, "-"), press(pygame.K_RIGHT)])
    assert desk.feed.commands == [Command.PAUSE, Command.EASIER, Command.SKIP]
    before = shown(window).copy()
    desk.feed.now = (replace(MAKING, title="Anger", step=1), frame())
    window.step([])
    assert (shown(window) != before).any()
    assert (shown(window) == window.easel.pixels[..., :3]).all()


def test_a_window_of_another_size_is_laid_out_anew(window: Window) -> None:
    window.step([])
    pygame.display.set_mode((900, 600), pygame.RESIZABLE)
    window.step([])
    assert window.easel.pixels.shape == (600, 900, 4)
    assert (shown(window) == window.easel.pixels[..., :3]).all()


def test_hovering_shows_and_leaving_takes_it_back(window: Window) -> None:
    window.step([])
    over = click(window, "begin").pos
    window.step([pygame.event.Event(pygame.MOUSEMOTION, pos=over, rel=(1, 1), buttons=(0, 0, 0))])
    assert window.guide.screen.hovered == "begin"
    window.step([pygame.event.Event(pygame.WINDOWLEAVE)])
    assert window.guide.screen.hovered == ""


def test_closing_the_window_keeps_the_session(window: Window) -> None:
    desk = window.guide.desk
    window.step([press(pygame.K_RETURN, "\r")])
    assert window.step([pygame.event.Event(pygame.QUIT)]) is False
    window.close()
    assert desk.feed.commands == [Command.STOP] and desk.feed.closed


def test_ctrl_c_keeps_the_session(monkeypatch: pytest.MonkeyPatch) -> None:
    desk = ScriptedDesk()

    def interrupted() -> list[pygame.event.Event]:
        raise KeyboardInterrupt

    monkeypatch.setattr(pygame.event, "get", interrupted)
    with pytest.raises(KeyboardInterrupt):
        windows.run(desk, Begin("first-steps"), density=1.0)
    assert desk.feed.commands == [Command.STOP] and desk.feed.closed


def test_a_screen_that_cannot_be_drawn_does_not_end_the_session(
    window: Window, capsys: pytest.CaptureFixture[str]
) -> None:
    desk = window.guide.desk
    window.step([press(pygame.K_RETURN, "\r")])
    desk.feed.now = (MAKING, frame())
    window.step([])
    window.guide.screen.avatar = None
    desk.feed.now = (replace(MAKING, expression=Expression.of({"AU12": 0.9})), frame())
    assert window.step([]) and window.step([])
    assert capsys.readouterr().err.count("Traceback") == 1
    assert desk.feed.closed == []
    window.guide.screen.avatar = desk.avatar()
    window.step([])
    assert (shown(window) == window.easel.pixels[..., :3]).all()


def test_a_key_that_a_screen_cannot_take_does_not_end_the_session(
    window: Window, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    window.step([press(pygame.K_RETURN, "\r")])
    monkeypatch.setattr(window.guide.screen, "keys", lambda: {}["nothing"])
    assert window.step([press(pygame.K_x, "x")]) and window.step([press(pygame.K_x, "x")])
    assert capsys.readouterr().err.count("KeyError") == 1
    assert window.guide.desk.feed.closed == []


def test_held_keys_repeat_only_where_a_screen_wants_it(window: Window) -> None:
    window.step([])
    assert pygame.key.get_repeat() == (0, 0)
    window.step([press(pygame.K_e, "e")])
    assert pygame.key.get_repeat() == windows.REPEAT_MS
    window.step([press(pygame.K_ESCAPE)])
    assert pygame.key.get_repeat() == (0, 0)


KEYS = [
    (press(pygame.K_RETURN, "\r"), Key("enter")),
    (press(pygame.K_SPACE, " "), Key("space")),
    (press(pygame.K_PAGEDOWN), Key("page down")),
    (press(pygame.K_LEFT, mod=pygame.KMOD_SHIFT), Key("left", shift=True)),
    (press(pygame.K_PLUS, "+", pygame.KMOD_SHIFT), Key("+", shift=True)),
    (press(pygame.K_h, "H", pygame.KMOD_SHIFT), Key("h", shift=True)),
    (press(pygame.K_TAB, "\t", pygame.KMOD_SHIFT), Key("tab", shift=True)),
    (press(pygame.K_DELETE, "\x7f"), Key("delete")),
    (press(pygame.K_c, "\x03", pygame.KMOD_CTRL), None),
]


@pytest.mark.parametrize(("event", "key"), KEYS, ids=lambda value: getattr(value, "name", ""))
def test_keys_have_the_same_names_on_every_keyboard(
    window: Window, event: pygame.event.Event, key: Key | None
) -> None:
    assert key_of(event) == key


def test_the_density_can_be_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MIRRORCAM_SCALE", "2")
    assert screen_density() == 2
    monkeypatch.setenv("MIRRORCAM_SCALE", "large")
    monkeypatch.setenv("GDK_SCALE", "1.5")
    assert screen_density() == 1.5


def test_at_twice_the_density_the_window_has_twice_the_pixels() -> None:
    with Window(ScriptedDesk(), density=0.5) as opened_window:
        assert opened_window.easel.pixels.shape == (400, 640, 4)
        assert opened_window.easel.size == pytest.approx((1280, 800))


def test_without_a_screen_it_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SDL_VIDEODRIVER", "nothing-of-the-kind")
    with pytest.raises(windows.NoScreenError, match="no window can be opened here"):
        Window(ScriptedDesk())
