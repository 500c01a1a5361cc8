"""A session does not end in the middle: not for a file that breaks or goes, a disk that fills, a film that stays."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from mirrorcam.acts import Command
from mirrorcam.app.desk import ProgramDesk
from mirrorcam.app.feed import Stepped
from mirrorcam.app.guide import Guide
from mirrorcam.app.kept.expressions import keep_expression
from mirrorcam.app.kept.unkept import why
from mirrorcam.app.screens import Aside, Begin, Go, Key
from mirrorcam.app.screens.home import HomeScreen
from mirrorcam.app.screens.notice import NoticeScreen
from mirrorcam.app.screens.review import ReviewScreen
from mirrorcam.app.screens.stage import Stage
from mirrorcam.app.screens.summary import SummaryScreen
from mirrorcam.errors import BadInput
from mirrorcam.film import film_path
from mirrorcam.phrases import duration, phrase
from mirrorcam.recording import read_about
from mirrorcam.stores import open_store
from mirrorcam.target import library
from scripted_person import Somebody, instead_of_a_camera
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

    def stop(self) -> SummaryScreen:
        self.press("escape")
        summary = self.turn(2)
        assert isinstance(summary, SummaryScreen), summary
        return summary

    @property
    def kept(self) -> Path:
        (path,) = (self.folder / "sessions").glob("*.mirrorcam")
        return path


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Room:
    instead_of_a_camera(monkeypatch)
    monkeypatch.setattr("platformdirs.user_data_path", lambda *_, **__: tmp_path)
    return Room(tmp_path)


# ------------------------------------------------------------ what cannot even begin


def test_where_a_session_cannot_be_kept_it_is_said_how_to_practise_all_the_same(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that is full from the beginning; nothing is left lying there."""
    monkeypatch.setattr("mirrorcam.recorder.SCHEMA", ("as on a full disk",))
    notice = room.begin("smile-ladder")
    assert isinstance(notice, NoticeScreen) and "keep nothing (settings" in notice.words
    assert list((room.folder / "sessions").iterdir()) == []
    room.press("enter")
    assert isinstance(room.begin("smile-ladder", keep=False), Stage)


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


# ------------------------------------------------------------ notes that come late

SHORT = 'title = "Short"\n[[steps]]\nkind = "imitate"\ntarget = "happiness"\nmake_s = 1\nhold_s = 0.5\n'


def over_while_somebody_writes(room: Room, gone: Callable[[Path], None]) -> None:
    """The session has ended by itself; the guide has not seen that yet."""
    file = room.folder / "exercises" / "short.toml"
    file.parent.mkdir()
    file.write_text(SHORT, "utf-8")
    room.begin("short")
    room.guide.do(Aside.STRIP)
    room.turn(5)
    room.guide.do(room.guide.view.key(Key("f7")))
    room.guide.view.write("impor")
    room.turn(15)  # kept as far as it is written
    gone(room.kept)
    feed = room.guide.feed
    assert isinstance(feed, Stepped)
    for _ in range(600):
        feed.advance()
    assert feed.ended and room.guide.view.writing
    room.guide.view.write("tant")


@pytest.mark.parametrize("later_s", [0.1, 5.0], ids=["before a draft", "when a draft is due"])
@pytest.mark.parametrize(
    "gone", [Path.unlink, lambda path: shutil.rmtree(path.parent)], ids=["file", "folder"]
)
def test_a_note_of_a_session_whose_file_is_gone_is_told_of_in_the_summary(
    room: Room, gone: Callable[[Path], None], later_s: float
) -> None:
    over_while_somebody_writes(room, gone)
    room.now_s += later_s
    summary = room.turn()
    assert isinstance(summary, SummaryScreen) and not summary.kept
    missing, note = summary.unkept
    assert "no longer there" in missing and str(room.folder / "sessions") in missing
    assert note == "What you wrote last could not be kept: the file of the session is gone."
    assert [path for path in room.folder.rglob("*.mirrorcam*") if path.is_file()] == []
    assert room.press("r") is summary and isinstance(room.press("enter"), HomeScreen)


def test_the_window_can_be_closed_while_somebody_writes_and_the_file_is_gone(room: Room) -> None:
    over_while_somebody_writes(room, Path.unlink)
    room.guide.close()
    assert list((room.folder / "sessions").iterdir()) == []


# ------------------------------------------------------------ what ends before the exercise does


@pytest.mark.parametrize("keep", [True, False])
def test_a_film_that_ends_in_the_middle_is_told_of_above_what_was_done(
    room: Room, monkeypatch: pytest.MonkeyPatch, keep: bool
) -> None:
    instead_of_a_camera(monkeypatch, seconds=12.0)
    room.begin("smile-ladder", keep=keep)
    summary = room.until(lambda screen: isinstance(screen, SummaryScreen))
    told = phrase("going_on.ran_out_kept" if keep else "going_on.ran_out", name=Somebody.name)
    assert summary.words.startswith(told) and summary.words.endswith(summary.summary.words)
    assert summary.kept is keep


def test_of_what_somebody_ended_themselves_nothing_like_that_is_said(room: Room) -> None:
    room.begin("smile-ladder")
    summary = room.stop()
    assert summary.words == summary.summary.words


# ------------------------------------------------------------ what is known of a face from then on


@pytest.mark.parametrize("how", ["its window is closed", "its camera breaks", "it is stopped"])
def test_how_far_a_face_went_is_kept_however_a_session_ends(
    how: str, room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Somebody, "live", True)
    (room.folder / "exercises").mkdir()
    asked = 'kind = "imitate"\ntarget = "happiness"\nintensity = "E"\nmeasures = "range"\nmake_s = 2\n'
    text = f'title = "How far"\n[[steps]]\n{asked}repetitions = 20\n'
    (room.folder / "exercises" / "how-far.toml").write_text(text)
    room.begin("how-far")
    room.until(lambda screen: len(trials_of(room)) > 3)
    assert room.desk._store.range() is None
    if how == "it is stopped":
        room.stop()
    elif how == "its camera breaks":
        feed = room.guide.feed
        feed.error, feed._over = OSError("it is gone"), True
        assert isinstance(room.turn(), NoticeScreen)
    else:
        room.guide.close()
    found = room.desk._store.range()
    assert found is not None and "AU12" in found.reaches and room.desk._store.neutral() is not None


def trials_of(room: Room) -> list[dict[str, object]]:
    return room.guide.feed.practice.session.trials()[0]


# ------------------------------------------------------------ what the summary says of a disk that was full


def at_its_file(room: Room, statement: str) -> None:
    feed = room.guide.feed
    assert isinstance(feed, Stepped) and feed.practice is not None and feed.practice.recorder is not None
    file = feed.practice.recorder._file
    assert file is not None
    file.execute(statement)


def test_what_was_kept_before_the_disk_was_full_can_be_watched(room: Room) -> None:
    room.begin("warm-up")
    room.turn(50)
    at_its_file(room, "PRAGMA max_page_count=1")  # it can grow no further, as on a full disk
    stage = room.until(lambda screen: bool(screen.notice))
    assert stage.notice == phrase("going_on.no_more", why="the disk is full"), (
        "no path, and in their language"
    )
    room.turn(50)
    summary = room.stop()
    assert summary.kept
    about = read_about(room.kept)
    assert not about.finished and 4.0 < about.duration_s < 10.0
    assert summary.unkept == (
        phrase("going_on.cut", kept=duration(about.duration_s), why="the disk is full"),
    )
    room.guide.do(Go.AGAIN)
    assert room.guide._opening is not None
    room.guide._opening.exception(timeout=10)
    assert isinstance(room.turn(), ReviewScreen)


@pytest.mark.parametrize("way", ["r", "p"], ids=["watched again", "my way so far"])
def test_esc_leads_back_to_the_summary_that_one_came_from(room: Room, way: str) -> None:
    room.begin("smile-ladder")
    room.until(is_at("say"))
    room.turn(10)
    summary = room.stop()
    room.press(way)
    if room.guide._opening is not None:
        room.guide._opening.exception(timeout=10)
    assert not isinstance(room.turn(), NoticeScreen | SummaryScreen)
    assert room.press("escape") is summary, "as it was"
    assert isinstance(room.press("enter"), HomeScreen)
    room.guide.do(Go.SESSIONS)
    assert isinstance(room.press("escape"), HomeScreen), "it is done with then"


def test_where_nothing_was_kept_nothing_is_offered_to_be_watched(room: Room) -> None:
    room.begin("warm-up")
    at_its_file(room, "DROP TABLE samples")
    room.turn(30)
    summary = room.stop()
    assert not summary.kept and summary.key(Key("r")) is None
    (told,) = summary.unkept
    assert told.startswith(f"This session could not be kept: {room.kept}: cannot be written")


def test_what_cannot_be_noted_does_not_cost_the_summary(room: Room) -> None:
    room.begin("mirror")
    room.turn(310)
    instead_of(room.folder / "settings.json")
    summary = room.stop()
    assert not summary.kept and list(room.folder.rglob("*.mirrorcam")) == []
    (told,) = summary.unkept
    assert told.startswith("That you practised today") and str(room.folder / "settings.json") in told


def test_a_face_that_cannot_be_remembered_does_not_cost_the_summary(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Somebody, "live", True)
    room.begin("first-steps")
    instead_of(room.folder / "neutral.json")
    room.until(is_at("say"))
    summary = room.stop()
    (told,) = summary.unkept
    assert (
        told.startswith("What is known of your face")
        and str(room.folder / "neutral.json") in told
        and summary.kept
    )


def test_a_folder_that_cannot_be_looked_into_any_more_does_not_cost_the_summary(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A drive that was taken away, or whose rights were changed."""
    room.begin("warm-up")
    room.turn(30)
    kept, look = room.kept, Path.stat

    def refused(path: Path, **options: bool) -> os.stat_result:
        if path == kept:
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return look(path, **options)

    monkeypatch.setattr(Path, "stat", refused)
    summary = room.stop()
    assert not summary.kept
    assert summary.unkept == (phrase("going_on.unreached", why=f"{kept}: Permission denied"),)


def instead_of(file: Path) -> None:
    """A folder that nothing can be written over."""
    file.unlink(missing_ok=True)
    file.mkdir()


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_is_called_that_whatever_was_raised_for_it(tmp_path: Path, number: int) -> None:
    try:
        try:
            raise OSError(number, "No space left on device", str(tmp_path))
        except OSError:
            raise BadInput("settings.json: cannot be written") from None
    except BadInput as error:
        assert why(error) == "the disk is full"
    assert why(BadInput("settings.json: no")) == "settings.json: no"


def test_a_session_that_was_kept_says_nothing_of_keeping(room: Room) -> None:
    room.begin("warm-up")
    room.turn(30)
    summary = room.stop()
    assert summary.kept and summary.unkept == ()
