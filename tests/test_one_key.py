"""A whole session with one key and nothing else: the highlight walks, the key takes what it is on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pygame
import pytest

from mirrorcam.app.opening import Wish
from mirrorcam.app.screens import Begin, Go, Settings
from mirrorcam.app.screens.consent import ConsentScreen
from mirrorcam.app.screens.home import HomeScreen
from mirrorcam.app.screens.kinds.reflect import ReflectScreen
from mirrorcam.app.screens.page import Page
from mirrorcam.app.screens.settings import SettingsScreen
from mirrorcam.app.screens.shelf import SessionsScreen
from mirrorcam.app.screens.summary import SummaryScreen
from mirrorcam.app.screens.who import WhoScreen
from mirrorcam.recording import read_recording
from performing import exercise
from scripted_person import AtTheWindow, Hand, instead_of_a_camera, pressed
from test_end_to_end import SHORT
from test_screens import Dots

MOST_TURNS = 400
STEPS = f"""
[[steps]]
kind = "say"
words = "Hello."

[[steps]]
kind = "recognise"
{SHORT["recognise"]}

[[steps]]
kind = "reflect"
"""
WANTED = {"ask": "choice 1", "look": "choice 1", "asking": "done"}
"""What this person is after in a phase; otherwise to go on."""


class ByOneKey(Hand):
    """Waits until the highlight is on it, then presses the one key."""

    def reach(self, at: AtTheWindow, name: str) -> Iterator[pygame.event.Event]:
        for _ in range(MOST_TURNS):
            if at.screen.focus == name and name in at.there:
                yield pressed(pygame.K_SPACE, " ")
                return
            at.turn()
        raise AssertionError(f"the highlight does not come to {name}, among {sorted(at.there)}")


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[AtTheWindow]:
    instead_of_a_camera(monkeypatch)
    wish = Wish(exercise(f"seed = 1\n{STEPS}", "mixed"))
    with AtTheWindow(tmp_path, ByOneKey(), Begin("mixed"), wish) as window:
        window.desk.save(replace(window.desk.settings, one_key=True, pace_s=0.8))
        window.screen.settings = window.desk.settings
        yield window


def test_a_whole_session_with_one_key(at: AtTheWindow, tmp_path: Path) -> None:
    at.turn()
    assert isinstance(at.screen, ConsentScreen)
    at.use("keep" if "keep" in at.there else sorted(at.there)[0])
    done: set[str] = set()
    for _ in range(MOST_TURNS):
        at.turn()
        if isinstance(at.screen, SummaryScreen):
            break
        moment = at.moment
        if moment is None or moment.kind in ("neutral", "done"):
            continue
        wanted = WANTED.get(moment.scene.phase, "next")
        if wanted in at.there:
            done.add(moment.kind)
            at.use(wanted)
    assert done == {"say", "recognise", "reflect"}
    assert isinstance(at.screen, SummaryScreen)
    at.use("finish")
    assert isinstance(at.screen, HomeScreen)
    (kept,) = tmp_path.rglob("*.mirrorcam")
    assert read_recording(kept).steps[1]["kind"] == "recognise"


def test_a_click_anywhere_is_the_one_key_too(at: AtTheWindow) -> None:
    at.turn()
    at.turn()
    name = at.screen.focus
    assert name
    at.window.step([pygame.event.Event(pygame.MOUSEBUTTONDOWN, button=1, pos=(3, 3))])
    at.turn()
    assert not isinstance(at.screen, ConsentScreen)


def test_the_highlight_comes_to_everything_and_into_sight() -> None:
    screen: Page = SettingsScreen(Settings(one_key=True, text=2.0), Dots(), "/a/folder")
    names = {piece.name for piece in screen.picture((640.0, 400.0)) if piece.name}
    reached = set()
    for _ in range(3 * len(names)):
        screen.walk()
        shown = {piece.name: piece for piece in screen.picture((640.0, 400.0)) if piece.name}
        assert shown[screen.focus].box.h > 0, f"{screen.focus} is out of sight"
        reached.add(screen.focus)
    assert reached >= names - {"scroll up", "scroll down"}
    assert any(piece.looks[0] == "highlight" for piece in screen.picture((640.0, 400.0)))  # type: ignore[index]


# writing, by somebody who has more keys

SPACE, ENTER = (pygame.K_SPACE, " "), (pygame.K_RETURN, "\r")
SENTENCE = "trembling eyebrow movements throughout conversation today"


def typed(at: AtTheWindow, text: str, turns: int = 1) -> None:
    """Slowly: the highlight would walk on in between."""
    for sign in text:
        key = pressed(pygame.K_SPACE if sign == " " else ord(sign), sign)
        at.window.step([key, pygame.event.Event(pygame.TEXTINPUT, text=sign)])
        for _ in range(turns):
            at.turn()


def at_a_line(folder: Path, where: str) -> AtTheWindow:
    """A window in which a line is being written on, which was gone to by a key."""
    line = exercise('[[steps]]\nkind = "reflect"', "mixed")
    at = AtTheWindow(folder, ByOneKey(), Begin("mixed", keep=True), Wish(line))
    at.desk.save(replace(at.desk.settings, one_key=True, pace_s=0.8))
    at.turn()
    if where != "reflect":
        at.press(pygame.K_ESCAPE)
        at.turn()
    if where == "review":
        at.window.guide.do(Go.AGAIN)
        at.window.guide._opening.result(60)
    elif where != "reflect":
        at.window.guide.do({"shelf": Go.SESSIONS, "who": Go.WHO}[where])
    at.turn()
    at.press(*{"reflect": (pygame.K_w, "w"), "shelf": (pygame.K_r, "r")}.get(where, (pygame.K_n, "n")))
    at.turn()
    return at


def walked_to(at: AtTheWindow, name: str) -> None:
    for _ in range(MOST_TURNS):
        if at.screen.focus == name:
            return
        at.turn()
    raise AssertionError(f"the highlight does not come to {name}, among {sorted(at.there)}")


def written(at: AtTheWindow) -> str:
    screen: Any = at.screen
    assert screen.writing
    match screen:
        case ReflectScreen():
            return str(screen._line.text)
        case WhoScreen():
            return str(screen.draft.line.text)
        case SessionsScreen():
            return str(screen.line.text)
    return str(screen.jotting.writing.text)


@pytest.mark.parametrize("where", ["review", "who", "shelf", "reflect"])
def test_where_somebody_writes_a_space_is_a_space(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, where: str
) -> None:
    instead_of_a_camera(monkeypatch)
    with at_a_line(tmp_path, where) as at:
        begun = written(at)
        text = SENTENCE[: 100 if where == "review" else 20]
        typed(at, text)
        assert written(at) == begun + text
        for _ in range(100):
            at.turn()
        typed(at, " a t")  # the highlight is elsewhere by now
        assert written(at) == begun + text + " a t"
        field = at.screen.line_field
        assert field and at.screen.focus == field
        at.press(*ENTER)
        assert not at.screen.writing


def test_a_note_that_was_written_slowly_is_kept_whole(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    instead_of_a_camera(monkeypatch)
    with at_a_line(tmp_path, "review") as at:
        typed(at, SENTENCE, 3)
        at.press(*ENTER)
        assert [note.text for note in at.screen.notes.all] == [SENTENCE]  # type: ignore[attr-defined]


def test_enter_takes_what_the_highlight_was_walked_on_to(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    instead_of_a_camera(monkeypatch)
    with at_a_line(tmp_path, "review") as at:
        typed(at, "no")
        walked_to(at, "forget note")
        at.press(*ENTER)
        assert at.screen.notes.all == () and not at.screen.writing  # type: ignore[attr-defined]


@pytest.mark.parametrize("key", [SPACE, ENTER])
def test_who_has_one_key_comes_out_of_a_line_again(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, key: tuple[int, str]
) -> None:
    instead_of_a_camera(monkeypatch)
    with AtTheWindow(tmp_path, ByOneKey()) as at:
        at.desk.save(replace(at.desk.settings, one_key=True, pace_s=0.8))
        at.window.guide.do(Go.WHO)
        for name in ("new", "back"):
            walked_to(at, name)
            text = [pygame.event.Event(pygame.TEXTINPUT, text=" ")] if key is SPACE else []
            at.window.step([pressed(*key), *text])
            if name == "new":
                assert written(at) == ""
        assert not at.screen.writing


def test_who_uses_more_keys_sees_no_highlight() -> None:
    screen = SettingsScreen(Settings(), Dots(), "/a/folder")
    screen.picture((1280.0, 800.0))
    screen.walk()
    assert not any(piece.looks[0] == "highlight" for piece in screen.picture((1280.0, 800.0)))  # type: ignore[index]
