"""A session does not end in the middle: not for a file that breaks or goes, a disk that fills, a film that stays."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from mirrorcam.acts import Command
from mirrorcam.app.desk import ProgramDesk
from mirrorcam.app.feed import Stepped
from mirrorcam.app.guide import Guide
from mirrorcam.app.kept_expressions import keep_expression
from mirrorcam.app.screens import Begin, Key
from mirrorcam.app.screens.stage import Stage
from mirrorcam.app.screens.summary import SummaryScreen
from mirrorcam.film import film_path
from mirrorcam.phrases import phrase
from mirrorcam.stores import open_store
from mirrorcam.target import library
from scripted_person import instead_of_a_camera
from test_own_face import PRACTISED, SMILE, TODAY

MINE = """title = "Mine"
person = "wei"
[[steps]]
kind = "say"
words = "Hello."
[[steps]]
kind = "mirror"
seconds = 2
"""


class Room:
    """The program without its window: a picture of the camera for each turn of the guide."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.desk = ProgramDesk(open_store("disk", folder), None, Stepped)
        self.desk.save(replace(self.desk.settings, person="line", keep=True))
        self.guide = Guide(self.desk)
        self.now_s = 0.0

    def begin(self, exercise: str, *, keep: bool = True, film: bool = False) -> Stage:
        self.guide.do(Begin(exercise, keep, film=film))
        return self.turn()

    def turn(self, times: int = 1) -> Stage:
        """A tenth of a second of the camera for each."""
        for _ in range(times):
            if self.guide.feed is not None:
                self.guide.feed.advance()
            self.now_s += 0.1
            self.guide.tick(self.now_s)
        return self.guide.screen

    def press(self, key: str) -> Stage:
        self.guide.do(self.guide.screen.key(Key(key)))
        return self.turn()

    def until(self, done: Callable[[Stage], bool], most: int = 600) -> Stage:
        for _ in range(most):
            if done(self.turn()):
                return self.guide.screen
        raise AssertionError(f"it stays at {self.guide.screen}")

    @property
    def kept(self) -> Path:
        (path,) = (self.folder / "sessions").glob("*.mirrorcam")
        return path


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Room:
    instead_of_a_camera(monkeypatch)
    monkeypatch.setattr("platformdirs.user_data_path", lambda *_, **__: tmp_path)
    return Room(tmp_path)


# ------------------------------------------------------------ files that break or go


def is_at(kind: str) -> Callable[[Stage], bool]:
    return lambda screen: (
        isinstance(screen, Stage) and screen.moment is not None and screen.moment.kind == kind
    )


@pytest.mark.parametrize("broken", ["typo", "gone"])
def test_an_exercise_that_is_broken_or_gone_meanwhile_goes_on_to_its_end(room: Room, broken: str) -> None:
    file = room.folder / "exercises" / "mine.toml"
    file.parent.mkdir()
    file.write_text(MINE, "utf-8")
    stage = room.begin("mine", keep=False)
    assert is_at("say")(stage)
    file.write_text('title = "Mi', "utf-8") if broken == "typo" else file.unlink()
    stage = room.press("h")
    assert is_at("say")(stage) and not stage.notice and stage.avatar.name == "wei"
    room.guide.do(Command.NEXT)
    stage = room.until(is_at("mirror"))
    assert stage.avatar.name == "wei"
    assert isinstance(room.until(lambda screen: not isinstance(screen, Stage)), SummaryScreen)


def test_an_expression_that_is_deleted_elsewhere_can_be_practised_to_its_end(room: Room) -> None:
    kept = keep_expression(SMILE, "Mine", PRACTISED, TODAY, library())
    room = Room(room.folder)
    kept.path.unlink()
    room.begin(kept.name)
    stage = room.until(is_at("imitate"))
    assert is_at("imitate")(room.press("h")) and stage.moment is not None


def test_a_plan_that_breaks_meanwhile_changes_nothing_of_the_session(room: Room) -> None:
    file = room.folder / "plans" / "mine.toml"
    file.parent.mkdir()
    begins = 'title = "Mine"\npseudonym = "Heron"\nperson = "wei"\n'
    file.write_text(f'{begins}[[parts]]\nexercise = "smile-ladder"\ntimes_a_week = 3\n', "utf-8")
    room.desk.save(replace(room.desk.settings, plan="mine"))
    assert room.begin("smile-ladder").avatar.name == "wei"
    file.write_text("title", "utf-8")
    assert room.press("h").avatar.name == "wei"
    room.until(is_at("say"))
    room.guide.do(Command.NEXT)
    assert room.until(is_at("imitate")).avatar.name == "wei"


# ------------------------------------------------------------ a film that stays


def test_a_film_that_cannot_be_deleted_is_told_of_and_the_session_goes_on(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.begin("warm-up", film=True)
    stage = room.turn(20)
    room.press("v")

    def refused(*_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "unlink", refused)
        for _ in range(2):  # and again, however often
            assert room.press("v") is stage and stage.film == "ended"
            assert str(film_path(room.kept)) in stage.notice and "Permission denied" in stage.notice
            assert room.turn(90) is stage and stage.notice == ""
    assert room.press("v") is stage and stage.film == "" and not film_path(room.kept).exists()
    assert stage.notice == phrase("film.deleted")
