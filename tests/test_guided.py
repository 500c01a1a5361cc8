"""Whoever guides: their keys, marks and notes that are never lost, the second window, and sessions that go on through
what happens in a room."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest

os.environ["SDL_VIDEODRIVER"] = "dummy"

import pygame

from mirrorcam import phrases
from mirrorcam.acts import Command, Note
from mirrorcam.app import beside as besides
from mirrorcam.app.feed import Stepped
from mirrorcam.app.guide import Guide
from mirrorcam.app.headless import recompute
from mirrorcam.app.painting.easel import Box, Easel
from mirrorcam.app.practice import Practice
from mirrorcam.app.reviewing import Review
from mirrorcam.app.screens import Aside, Begin, Key, changed, layout_scale
from mirrorcam.app.screens.guiding import DRAFT_S, KEYS, NEEDED, STRIP_HIGH, Attended, folded
from mirrorcam.app.screens.overview import Overview
from mirrorcam.app.screens.review import ReviewScreen
from mirrorcam.app.screens.review.below import said as said_below
from mirrorcam.app.screens.review.notes import NOTE_SHOWN_S
from mirrorcam.app.second_window import BARS, BUSY_S, FRAME, SMALLEST, TALL, lost, screens, side_by_side
from mirrorcam.app.seeing import Eyes
from mirrorcam.app.window import Window
from mirrorcam.avatars import open_avatar
from mirrorcam.face import Frame, Reason, Sample
from mirrorcam.instant import instant
from mirrorcam.recorder import Recorder
from mirrorcam.recording import Noted, Recording, read_recording, replay
from mirrorcam.session import Person, Session
from mirrorcam.sources import Opened
from mirrorcam.timeline import Timeline
from mirrorcam.trackers.scripted import ScriptedTracker
from performing import FRAME_S, LIBRARY, exercise, practise, resting
from test_window import MAKING, RESTING, ScriptedDesk, frame, press

BREATH = '\n[[steps]]\nkind = "breathe"\nrounds = 2\n'
GREY = np.full((480, 640, 3), 128, np.uint8)


def guided(strip: bool = True) -> tuple[Guide, ScriptedDesk]:
    desk = ScriptedDesk()
    guide = Guide(desk, Begin("first-steps"), strip)
    desk.feed.now = (replace(MAKING, time_s=60.0), frame())
    guide.tick(1.0)
    guide.view.picture((1040, 690))
    return guide, desk


def keyed(guide: Guide, *names: str) -> None:
    for name in names:
        guide.do(guide.view.key(Key(name)))


# ---------------------------------------------------------------- the strip


def _told(kept: Recording) -> list[tuple[float, str]]:
    return [(note.begin_s, note.text) for note in kept.notes]


def test_it_is_off_at_first_and_a_key_brings_it() -> None:
    guide, desk = guided(strip=False)
    keyed(guide, "f6")
    assert desk.feed.commands == [] and not isinstance(guide.view, Attended)
    keyed(guide, "g")
    assert isinstance(guide.view, Attended)
    keyed(guide, "f6", "g")
    assert desk.feed.commands == [Note("", 60.0)] and not isinstance(guide.view, Attended)


def test_function_keys_do_what_stands_beside_them_and_the_persons_keys_go_on() -> None:
    guide, desk = guided()
    keyed(guide, "f1", "f2", "f3", "f4", "f5", "space", "f6")
    assert desk.feed.commands == [
        Command.SKIP,
        Command.REPEAT,
        Command.EASIER,
        Command.HARDER,
        Command.PAUSE,
        Command.PAUSE,
        Note("", 60.0),
    ]
    desk.feed.now = (replace(MAKING, kind="say", paused=True), frame())
    guide.tick(1.1)
    keyed(guide, "f1", "f5")
    assert desk.feed.commands[-2:] == [Command.NEXT, Command.RESUME], "on a card, next turns it over"


def test_each_key_is_a_button_below_the_persons_screen() -> None:
    guide, desk = guided()
    pieces = {piece.name: piece for piece in guide.view.picture((1280, 800)) if piece.name}
    assert set(KEYS) <= set(pieces)
    assert all(pieces[name].box.y > 800 - STRIP_HIGH for name in (*KEYS, "strip"))
    others = [p for p in guide.screen._shown if p.name]
    assert all(p.box.bottom <= 800 - STRIP_HIGH + 8 for p in others), "nothing of the person's lies under it"
    guide.do(guide.view.click(pieces["harder"].box.middle))
    assert desk.feed.commands == [Command.HARDER]


@pytest.mark.parametrize("language", ["en", "de"])
def test_where_there_is_little_room_the_most_needed_stay(language: str) -> None:
    phrases.use(language)
    guide, _ = guided()
    guide.view.picture((640, 440))
    named = [p.name for p in guide.guiding.strip._shown if p.name in KEYS]
    assert set(NEEDED[:4]) <= set(named) and len(named) < len(KEYS)
    assert named == [name for name in KEYS if name in named], "in the order of the keys"
    inside = [p.box for p in guide.guiding.strip._shown if p.name]
    assert all(box.x >= 0 and box.right <= 640 for box in inside)
    assert not any(a.grown(-7).meets(b.grown(-7)) for i, a in enumerate(inside) for b in inside[:i])


def test_folding_keeps_at_least_one() -> None:
    assert folded(dict.fromkeys(KEYS, 100.0), 10.0)[1] == [NEEDED[0]]


def test_score_and_picture_are_hidden_at_once_and_for_this_session_only() -> None:
    guide, desk = guided()
    keyed(guide, "f8", "f9")
    guide.tick(1.1)
    assert not guide.screen.settings.number_shown and not guide.screen.settings.camera_shown
    assert desk.saved == [] and desk.settings.camera_shown
    keyed(guide, "m")
    assert not desk.settings.as_mirror and desk.settings.camera_shown and desk.settings.live_score is None
    guide.tick(1.2)
    keyed(guide, "h")
    guide.tick(1.3)
    assert guide.screen.settings.camera_shown, "the person's own choice counts again"
    assert not guide.screen.settings.number_shown
    guide.do(Begin("first-steps"))
    guide.tick(1.4)
    assert guide.screen.settings.number_shown


# ---------------------------------------------------------------- notes


def test_a_note_is_kept_with_the_time_at_which_it_began() -> None:
    guide, desk = guided()
    keyed(guide, "f7")
    desk.feed.now = (replace(MAKING, time_s=65.0), frame())
    guide.tick(1.2)
    guide.view.write("looks away ")
    keyed(guide, "space", "h", "backspace", "enter")
    assert desk.feed.commands == [Note("looks away", 60.0)]
    assert not guide.view.writing
    assert [(one.time_s, one.text) for one in guide.guiding.guided.notes] == [(60.0, "looks away")]


def test_while_it_is_written_the_session_can_be_paused_and_nothing_else_leaks() -> None:
    guide, desk = guided()
    keyed(guide, "f7", "f5", "g", "m", "escape")
    assert desk.feed.commands == [Command.PAUSE], "an empty line leaves nothing behind"
    assert desk.saved == []


def test_the_strip_says_which_keys_end_a_note_and_that_both_keep_it() -> None:
    guide, _ = guided()
    keyed(guide, "f7")
    (keeps,) = [piece for piece in guide.view.pieces((1280.0, 800.0)) if piece.name == "keep"]
    assert keeps.looks[1:3] == ("Enter Esc", phrases.phrase("guided.keep"))


def test_what_is_written_is_kept_every_second_and_takes_the_place_of_itself() -> None:
    guide, desk = guided()
    keyed(guide, "f7")
    guide.view.write("cal")
    guide.tick(1.0 + DRAFT_S * 0.9)
    assert desk.feed.commands == []
    guide.tick(1.0 + DRAFT_S * 1.1)
    guide.tick(1.0 + DRAFT_S * 3)
    guide.view.write("mer")
    keyed(guide, "f7")
    assert desk.feed.commands == [Note("cal", 60.0), Note("calmer", 60.0)]
    assert [one.text for one in guide.guiding.guided.notes] == ["calmer"]


@pytest.mark.parametrize("way", ["closed", "stopped", "ended", "left"])
def test_what_was_written_so_far_is_kept_however_it_ends(way: str) -> None:
    guide, desk = guided()
    keyed(guide, "f7")
    guide.view.write("half a sen")
    if way == "closed":
        guide.close()
    elif way == "stopped":
        guide.do(Command.STOP)
    elif way == "ended":
        desk.feed.ended = True
        guide.tick(1.1)
    else:
        guide.do(Begin("mirror"))
    assert desk.feed.commands[0] == Note("half a sen", 60.0)


def test_a_note_stands_in_the_recording_and_changes_nothing_else(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "kept.mirrorcam"
    practice = scripted(path, still(3.0))
    for glimpse in practice:
        if glimpse.moment.time_s == 1.0:
            practice.command(Note("", 0.9))
            practice.command(Note("Erst die linke Sei", 0.5))
        if glimpse.moment.time_s == 2.0:
            practice.command(Note("Erst die linke Seite", 0.5))
    practice.close()
    practice.command(Note("afterwards", 2.9))
    practice.note_late()
    kept = read_recording(path)
    assert _told(kept) == [(0.5, "Erst die linke Seite"), (0.9, ""), (2.9, "afterwards")]
    assert list(replay(kept).results()) == list(kept.steps) and kept.about.finished
    recompute(path, as_json=True)
    notes = json.loads(capsys.readouterr().out)["notes"]
    assert (
        notes[0] == {"time_s": 0.5, "end_s": 0.5, "text": "Erst die linke Seite", "tags": []}
        and len(notes) == 3
    )


WRITER = """
import sys
from pathlib import Path
from test_guided import *
practice = scripted(Path(sys.argv[1]), still(60.0))
for glimpse in practice:
    if practice.frames == 40:
        practice.command(Note("one more wor", 1.25))
    if practice.frames == 42:
        print("written", flush=True)
        sys.stdin.read()
"""


def test_kill_9_does_not_cost_a_note(tmp_path: Path) -> None:
    path = tmp_path / "a.mirrorcam"
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(Path(__file__).parent), *sys.path])}
    command = [sys.executable, "-c", WRITER, str(path)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
    ) as writer:
        assert writer.stdout is not None
        while next(writer.stdout).strip() != "written":
            pass
        writer.kill()
    kept = read_recording(path)
    assert _told(kept) == [(1.25, "one more wor")] and not kept.about.finished


def test_a_session_that_is_not_kept_says_so() -> None:
    desk = ScriptedDesk(keep=False)
    guide = Guide(desk, Begin("first-steps"), True)
    desk.feed.now = (MAKING, frame())
    guide.tick(1.0)
    keyed(guide, "f6")
    assert guide.guiding.strip.confirmed and guide.guiding.strip.confirmation() == "Not recorded"


def test_a_review_shows_ticks_and_what_was_written_just_then() -> None:
    seen = [instant(replace(MAKING, time_s=time_s / 10), None) for time_s in range(300)]
    notes = (Noted(3.0, 3.0, "left corner first"), Noted(9.0, 9.0, ""))
    told = Review("one", "Session", "", Timeline.of(seen), notes)
    screen = ReviewScreen(ScriptedDesk().settings, ScriptedDesk().avatar(), told)
    said = []
    for at in (2.9, 3.0, 8.9, 9.5, 9.5 + NOTE_SHOWN_S):
        screen._seek(at)
        said.append(said_below(screen.moving, screen.notes, screen.curve, screen.theme)[0])
    line = "Line: the match"
    assert said == [line, "00:03 left corner first", "00:03 left corner first", "00:09 Mark", line]
    without = ReviewScreen(ScriptedDesk().settings, ScriptedDesk().avatar(), replace(told, notes=()))
    pictures = []
    for one in (screen, without):
        easel = Easel(900, 600, layout_scale(900, 600))
        easel.show(one.picture(easel.size))
        pictures.append(easel.pixels)
    assert (pictures[0] != pictures[1]).any()


def test_with_one_key_for_the_person_whoever_guides_can_click_and_write() -> None:
    with Window(ScriptedDesk(), Begin("first-steps"), 1.0, lambda: 1.0, guided=True) as window:
        desk = window.guide.desk
        window.guide.do(changed(desk.settings, one_key=True))
        desk.feed.now = (MAKING, frame())
        window.step([])
        button = next(p for p in window.guide.guiding.strip._shown if p.name == "mark")
        at = tuple(round(along * window.easel.scale) for along in button.box.middle)
        window.step([pygame.event.Event(pygame.MOUSEBUTTONDOWN, button=1, pos=at)])
        assert desk.feed.commands == [Note("", 1.0)]
        typed = [pygame.event.Event(pygame.TEXTINPUT, text=sign) for sign in ("a", " ", "b")]
        window.step([press(pygame.K_F7), typed[0], press(pygame.K_SPACE, " "), *typed[1:]])
        window.step([press(pygame.K_RETURN, "\r")])
        assert [one.text for one in window.guide.guiding.guided.notes] == ["", "a b"]


# ---------------------------------------------------------------- the second window


@pytest.fixture
def window() -> Iterator[Window]:
    """Painting takes no time, and every turn is a tenth of a second and a little after the last."""
    ticking = iter(np.repeat(np.arange(1.0, 10000.0, 0.11), 2))
    with Window(ScriptedDesk(), Begin("first-steps"), 1.0, lambda: next(ticking), guided=True) as opened:
        opened.guide.desk.feed.now = (MAKING, frame())
        opened.step([])
        yield opened


def there(window: Window, kind: int, **facts: object) -> pygame.event.Event:
    """An event of the second window."""
    assert window.beside._second is not None
    return pygame.event.Event(kind, window=window.beside._second._window, **facts)


def test_a_key_opens_it_and_the_persons_screen_is_theirs_again(window: Window) -> None:
    assert isinstance(window.guide.view, Attended) and not window.beside.open
    window.step([press(pygame.K_F10)])
    assert window.beside.open and not isinstance(window.guide.view, Attended)
    window.step([there(window, pygame.KEYDOWN, key=pygame.K_F10, unicode="", mod=0)])
    assert not window.beside.open and isinstance(window.guide.view, Attended)


class Forward:
    """A window that tells when it is brought forward."""

    def __init__(self, window: Any) -> None:
        self._window, self.asked = window, list[str]()

    def __getattr__(self, name: str) -> Any:
        if name not in ("focus", "restore"):
            return getattr(self._window, name)
        return lambda: self.asked.append(name)


def test_the_key_that_opens_it_brings_it_forward_from_behind_the_first(window: Window) -> None:
    window.step([press(pygame.K_F10)])
    forward = window.beside._second._window = Forward(window.beside._second._window)
    window.step([press(pygame.K_F10)])
    assert window.beside.open and forward.asked == ["focus"]
    window.step([there(window, pygame.WINDOWMINIMIZED)])
    window.step([press(pygame.K_F10)])
    assert window.beside.open and forward.asked == ["focus", "restore", "focus"]


def test_its_keys_and_buttons_guide_the_session_and_its_notes_are_private(window: Window) -> None:
    feed = window.guide.desk.feed
    window.step([press(pygame.K_F10)])
    window.step([there(window, pygame.KEYDOWN, key=pygame.K_F7, unicode="", mod=0)])
    window.step([there(window, pygame.TEXTINPUT, text="shy today")])
    window.step([press(pygame.K_SPACE, " ")])
    assert feed.commands == [Command.PAUSE], "the person's keys are theirs all the while"
    window.step([there(window, pygame.KEYDOWN, key=pygame.K_RETURN, unicode="\r", mod=0)])
    window.step([])
    assert feed.commands[-1] == Note("shy today", 1.0)
    window.step([press(pygame.K_F3)])
    assert feed.commands[-1] == Command.EASIER, "in the first window, too"
    window.step([press(pygame.K_F7), pygame.event.Event(pygame.TEXTINPUT, text="not theirs")])
    assert window.guide.guiding.overview.writing and not window.guide.guiding.strip.writing
    window.step([there(window, pygame.KEYDOWN, key=pygame.K_SPACE, unicode=" ", mod=0)])
    assert feed.commands[-1] == Command.EASIER, "a space of what is written"
    window.step([there(window, pygame.KEYDOWN, key=pygame.K_ESCAPE, unicode="", mod=0)])
    window.step([there(window, pygame.KEYDOWN, key=pygame.K_SPACE, unicode=" ", mod=0)])
    assert feed.commands[-1] == Command.PAUSE, "the person can pause whichever window has the keyboard"
    button = next(p for p in window.guide.guiding.overview._shown if p.name == "easier")
    at = tuple(round(along) for along in button.box.middle)
    window.step([there(window, pygame.MOUSEBUTTONDOWN, button=1, pos=at)])
    assert feed.commands[-1] == Command.EASIER


def test_closing_it_goes_on_and_closing_the_first_ends(window: Window) -> None:
    window.step([press(pygame.K_F10)])
    window.step([there(window, pygame.KEYDOWN, key=pygame.K_F7, unicode="", mod=0)])
    window.step([there(window, pygame.TEXTINPUT, text="un")])
    assert window.step([there(window, pygame.WINDOWCLOSE)])
    assert not window.beside.open and isinstance(window.guide.view, Attended)
    assert window.guide.desk.feed.commands == [Note("un", 1.0)] and not window.guide.desk.feed.closed
    window.step([press(pygame.K_F10)])
    first = pygame.event.Event(pygame.WINDOWCLOSE, window=window.beside._first)
    assert window.step([first]) is False, "there is no QUIT while another window is open"


def test_the_first_window_closed_while_something_is_written_in_the_second(window: Window) -> None:
    window.step([press(pygame.K_F10)])
    window.step([there(window, pygame.KEYDOWN, key=pygame.K_F7, unicode="", mod=0)])
    window.step([there(window, pygame.TEXTINPUT, text="tired no")])
    window.close()
    assert window.guide.desk.feed.commands == [Note("tired no", 1.0), Command.STOP]


def test_it_can_be_resized_down_to_nothing(window: Window) -> None:
    window.step([press(pygame.K_F10)])
    for size in ((1400, 900), (300, 200), (1, 1), (520, 700)):
        window.beside._second._window.size = size
        window.step([])
        assert window.beside._second._picture.get_size() == tuple(window.beside._second._window.size)


def test_it_is_painted_when_the_first_window_has_time_and_not_too_late(window: Window) -> None:
    window.step([press(pygame.K_F10)])
    second, overview = window.beside._second, window.guide.guiding.overview
    second._drawn_s, painted = 10.0, []
    for now_s, busy_s in ((10.05, 0.0), (10.12, BUSY_S * 2), (10.14, 0.0), (10.3, 0.02), (10.4, 0.02)):
        before = second._drawn_s
        second.show(overview, now_s, busy_s)
        painted.append(second._drawn_s != before)
    assert painted == [False, False, True, False, True]


def test_where_there_is_a_second_screen_it_opens_there_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pygame.display, "get_desktop_sizes", lambda: [(1024, 768), (1280, 800)])
    with Window(ScriptedDesk(), Begin("first-steps"), 1.0, lambda: 1.0, guided=True) as window:
        window.guide.desk.feed.now = (MAKING, frame())
        window.step([])
        assert window.beside.open and window.beside._another() == 1
        window.step([there(window, pygame.WINDOWCLOSE)])
        window.step([])
        assert not window.beside.open, "once closed it stays so"


def test_where_one_screen_is_left_it_is_the_persons_until_there_is_another(
    window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    def there_are(*sizes: tuple[int, int]) -> None:
        monkeypatch.setattr(pygame.display, "get_desktop_sizes", lambda: list(sizes))
        for _ in range(12):
            assert window.step([])

    there_are((1024, 768), (1280, 800))
    assert window.beside.open
    window.step([there(window, pygame.KEYDOWN, key=pygame.K_F7, unicode="", mod=0)])
    window.step([there(window, pygame.TEXTINPUT, text="un")])
    there_are((1024, 768))
    assert not window.beside.open and isinstance(window.guide.view, Attended)
    assert window.guide.desk.feed.commands[-1] == Note("un", 1.0)
    there_are((1024, 768), (1280, 800))
    assert window.beside.open and not isinstance(window.guide.view, Attended)


def test_a_screen_that_comes_takes_the_keyboard_from_nobody(
    window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    window.step([press(pygame.K_F10)])
    second, forward = window.beside._second, Forward(window.beside._first)
    window.beside._first = forward
    monkeypatch.setattr(pygame.display, "get_desktop_sizes", lambda: [(1024, 768), (1280, 800)])
    for _ in range(12):
        assert window.step([])
    assert window.beside._second is second and forward.asked == []


def test_on_one_screen_the_first_makes_room_and_has_it_back(
    window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, screen = window.beside._first, Box(0, 0, 1280, 800)
    monkeypatch.setattr(besides, "screens", lambda: [screen])
    first.size, first.position = (1280, 736), (0, 20)
    for _ in range(2):
        window.step([press(pygame.K_F10)])
        assert window.beside._second.place == Box(880, 20, 400, 716)
        assert (first.size, first.position) == ((864, 736), (0, 20))
        window.step([there(window, pygame.WINDOWCLOSE)])
        assert (first.size, first.position) == ((1280, 736), (0, 20))
    window.step([press(pygame.K_F10)])
    first.size = (900, 700)
    window.step([there(window, pygame.WINDOWCLOSE)])
    assert first.size == (900, 700), "somebody wanted it so"


@pytest.mark.parametrize(
    ("first", "screen", "moved", "wide"),
    [
        (Box(100, 20, 1280, 800), Box(0, 0, 1920, 1080), Box(100, 20, 1280, 800), 1920 - 1380 - FRAME),
        (Box(320, 20, 1280, 800), Box(0, 0, 1920, 1080), Box(0, 20, 1280, 800), 1920 - 1280 - FRAME),
        (Box(1200, 20, 1280, 800), Box(0, 0, 2560, 1440), Box(1200, 20, 1280, 800), 760),
        (Box(0, 20, 900, 500), Box(0, 0, 1920, 1080), Box(0, 20, 900, 500), 760),
        (Box(0, 20, 1366, 740), Box(0, 0, 1366, 768), Box(0, 20, 950, 740), 400),
        (Box(2000, 20, 1280, 740), Box(1920, 0, 1366, 768), Box(1920, 20, 950, 740), 400),
    ],
)
def test_two_windows_have_room_on_one_screen(first: Box, screen: Box, moved: Box, wide: float) -> None:
    places = side_by_side(first, screen, 1.0)
    assert places is not None and places[0] == moved
    second = places[1]
    assert second.w == wide
    assert second.x >= moved.right + FRAME or second.right <= moved.x - FRAME
    assert second.h == min(max(first.h, TALL), screen.h - 20 - BARS)
    assert screen.x <= second.x and second.right <= screen.right and second.bottom <= screen.bottom


def test_a_screen_that_is_too_small_for_two_has_them_over_one_another() -> None:
    assert side_by_side(Box(0, 0, 1024, 700), Box(0, 0, 1024, 768), 1.0) is None
    assert side_by_side(Box(0, 0, 1920, 1000), Box(0, 0, 1920, 1080), 2.0) is None


def test_windows_whose_screen_is_gone_come_back(window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    window.step([press(pygame.K_F10)])
    centred = []
    monkeypatch.setattr(window.beside._second, "centre", centred.append)
    monkeypatch.setattr(besides, "screens", lambda: [Box(-5000, -5000, 800, 600)])
    monkeypatch.setattr(pygame.display, "get_desktop_sizes", lambda: [(800, 600)])
    for _ in range(12):
        assert window.step([])
    assert centred == [0]
    assert window.guide.feed is not None, "the session goes on"


def test_a_window_is_lost_when_it_cannot_be_taken_hold_of() -> None:
    laptop, beside = Box(0, 0, 1280, 800), Box(1280, 0, 1920, 1080)
    assert not lost(Box(1400, 100, 760, 560), [laptop, beside])
    assert lost(Box(1400, 100, 760, 560), [laptop])
    assert lost(Box(1250, 100, 760, 560), [laptop]) and not lost(Box(1000, 100, 760, 560), [laptop])
    assert lost(Box(100, -300, 760, 560), [laptop]) and lost(Box(100, 900, 760, 560), [laptop])


def test_the_places_of_screens_are_found(window: Window) -> None:
    (width, height), *_ = pygame.display.get_desktop_sizes()
    assert screens()[0] == Box(0, 0, width, height)


def test_a_second_window_that_cannot_be_opened_leaves_the_strip(
    window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object) -> None:
        raise pygame.error("no more windows")

    first = window.beside._first
    first.size = (1280, 736)
    monkeypatch.setattr(besides, "screens", lambda: [Box(0, 0, 1280, 800)])
    monkeypatch.setattr(besides, "SecondWindow", refused)
    assert window.step([press(pygame.K_F10)])
    assert not window.beside.open and isinstance(window.guide.view, Attended)
    assert first.size == (1280, 736)


@pytest.mark.parametrize("size", [(760, 560), (420, 620), SMALLEST, (1600, 1000)])
@pytest.mark.parametrize("language", ["en", "de"])
def test_every_key_has_its_place_in_a_window_of_any_size(size: tuple[int, int], language: str) -> None:
    phrases.use(language)
    guide, _ = guided()
    overview: Overview = guide.guiding.overview
    for moment in (RESTING, MAKING, replace(MAKING, waiting=Reason.NOBODY, paused=True)):
        guide.guiding.guided.moment = moment
        boxes = {p.name: p.box for p in overview.picture(size) if p.name}
        assert set(KEYS) <= set(boxes)
        assert all(box.x >= 0 and box.right <= size[0] and box.bottom <= size[1] for box in boxes.values())
        top = min(boxes[name].y for name in KEYS)
        above = [p for p in overview._shown if p.box.y < top and not p.solid and p.name not in KEYS]
        assert all(p.box.bottom <= top + 30 for p in above), "nothing of the session lies under the keys"


def test_beside_the_practice_window_a_mark_does_not_push_the_last_note_away() -> None:
    guide, _ = guided()
    shared = guide.guiding.guided
    shared.moment = MAKING
    shared.noted(Note("left corner first", 9.0))
    shared.noted(Note("", 11.0))
    said = [word for piece in guide.guiding.overview.pieces((400, 690)) for word in map(str, piece.looks)]
    assert "left corner first" in said and "Mark" in said


def test_of_two_people_it_shows_the_two_that_they_see() -> None:
    guide, _ = guided()
    overview = guide.guiding.overview
    for two, faces in ((None, ["robin", "robin"]), ((Person(), Person()), ["robin", "mateo"])):
        guide.guiding.guided.stage.avatar = overview.avatar = open_avatar("robin")
        guide.guiding.guided.moment = replace(MAKING, two=two)
        looks = [piece.looks for piece in overview.pieces((760, 560))]
        assert [str(one[1]) for one in looks if one[:1] == ("avatar",)] == faces


def test_without_a_session_it_says_so(window: Window) -> None:
    window.step([press(pygame.K_F10)])
    window.guide.desk.feed.ended = True
    window.step([])
    assert window.beside.open
    assert [p.name for p in window.guide.guiding.overview._shown if p.name] == ["window"]


# ---------------------------------------------------------------- what happens in a room


class Room(Opened):
    """Frames at the times of a script; ``stale`` where the camera is away."""

    name, live = "a scripted camera", True

    def __init__(self, times: list[tuple[float, bool]]) -> None:
        super().__init__()
        self.times = times

    def __iter__(self) -> Iterator[Frame | Sample]:
        for index, (time_s, stale) in enumerate(self.times):
            if self.closed:
                return
            yield Frame(round(time_s, 6), index, GREY, stale=stale)


class Looking(Eyes):
    """A resting face in every fresh picture, whatever is in it."""

    def _sample(self, picture: Frame, tracked: object) -> Sample:
        return next(
            practise(
                Session(exercise(), LIBRARY),
                lambda *_: here(picture),
                from_s=picture.time_s,
                until_s=picture.time_s + 1,
            )
        )[0]


def here(picture: Frame) -> object:
    return Reason.FROZEN if picture.stale else resting(0.0, None)


def still(seconds: float) -> list[tuple[float, bool]]:
    return [(i * FRAME_S, False) for i in range(round(seconds / FRAME_S))]


def scripted(path: Path | None, times: list[tuple[float, bool]], text: str | None = None) -> Practice:
    session = Session(exercise(text) if text else exercise(), LIBRARY)
    recorder = Recorder(path, session, datetime(2026, 11, 22, 18, 2)) if path else None
    return Practice(Room(times), Looking(ScriptedTracker([])), session, recorder)


class SteppedDesk(ScriptedDesk):
    """Runs a scripted room, a sample for each turn of the window."""

    def __init__(self, practice: Practice) -> None:
        super().__init__()
        self.feed = Stepped(lambda _: practice)

    def begin(self, exercise: str, keep: bool, film: bool = False) -> Stepped:
        self.feed.start()
        return self.feed


def seen(practice: Practice, act: dict[int, object] | None = None) -> Iterator[tuple[Window, object]]:
    """The window after each sample; ``act``: what is done before the sample with this number."""
    desk, clock = SteppedDesk(practice), iter(np.arange(0.0, 1e6, FRAME_S))
    with Window(desk, Begin("first-steps"), 1.0, lambda: next(clock)) as window:
        number = 0
        while window.guide.feed is not None:
            window.guide.do((act or {}).get(number))
            desk.feed.advance()
            assert window.step([])
            number += 1
            newest = desk.feed.newest()
            assert newest is not None
            yield window, newest[0]


def test_a_camera_that_was_away_for_a_while_is_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "kept.mirrorcam"
    away = [(i * FRAME_S, 4.0 <= i * FRAME_S < 14.0) for i in range(720)]
    waits = [moment.waiting for _, moment in seen(scripted(path, away))]
    assert Reason.FROZEN in waits and waits[-1] is None
    kept = read_recording(path)
    assert kept.about.finished and kept.steps[0]["reason"] != "not reached"
    assert list(replay(kept).results()) == list(kept.steps)


@pytest.mark.parametrize("text", [BREATH, None], ids=["breath", "a face"])
def test_a_lid_that_was_shut_for_minutes_costs_no_time_of_the_step(tmp_path: Path, text: str | None) -> None:
    path = tmp_path / "kept.mirrorcam"
    asleep = [(i * FRAME_S + (300.0 if i > 120 else 0.0), 120 < i < 130) for i in range(900)]
    moments = [moment for _, moment in seen(scripted(path, asleep, text))]
    before, after = moments[120], moments[135]
    assert (before.step, before.kind) == (after.step, after.kind) and not after.done
    assert after.time_s > 300 and after.scene.phase == before.scene.phase
    if after.scene.progress is not None and before.scene.progress is not None:
        assert abs(after.scene.progress - before.scene.progress) < 0.3
    assert moments[-1].done
    assert list(replay(read_recording(path)).results()) == list(read_recording(path).steps)


def test_what_the_computer_slept_through_was_no_waiting() -> None:
    guide, _ = guided()
    told = guide.guiding.guided
    stage = told.stage
    assert stage is not None
    told.begin(True)
    for time_s in (60.0, 61.0, 61.0, 3661.0, 3661.5):
        told.see(replace(MAKING, time_s=time_s, waiting=Reason.TOO_DARK), stage, ())
    assert told.waiting_s == told.in_step_s == 2.0
    told.see(replace(MAKING, time_s=3662.0), stage, ())
    assert (told.waiting_s, told.in_step_s) == (0.0, 2.5)
    told.see(replace(MAKING, time_s=3663.0, step=MAKING.step + 1), stage, ())
    assert told.in_step_s == 0.0


def test_a_window_closed_in_the_middle_keeps_the_session_and_the_note(tmp_path: Path) -> None:
    path = tmp_path / "kept.mirrorcam"
    running = seen(scripted(path, still(20.0)))
    window = next(window for window, moment in running if moment.time_s > 3.0)
    window.guide.do(Aside.STRIP)
    window.step([press(pygame.K_F7), pygame.event.Event(pygame.TEXTINPUT, text="good mo")])
    window.close()
    kept = read_recording(path)
    assert kept.about.finished and kept.about.duration_s >= 3.0
    assert [text for _, text in _told(kept)] == ["good mo"]


def test_a_change_of_language_in_the_middle_changes_the_words_and_nothing_else(tmp_path: Path) -> None:
    one, other = tmp_path / "one.mirrorcam", tmp_path / "other.mirrorcam"
    said = [moment.scene.words for _, moment in seen(scripted(one, still(16.0)))]
    german = changed(ScriptedDesk().settings, language="de")
    told = [moment.scene.words for _, moment in seen(scripted(other, still(16.0)), {150: german})]
    assert told[:150] == said[:150] and told[200] != said[200]
    assert [r["score"] for r in read_recording(one).steps] == [
        r["score"] for r in read_recording(other).steps
    ]


def test_another_size_and_a_second_window_in_the_middle_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "kept.mirrorcam"
    for number, (window, _) in enumerate(
        seen(scripted(path, still(16.0)), {60: Aside.WINDOW, 200: Aside.WINDOW})
    ):
        if number == 100:
            pygame.display.set_mode((900, 600), pygame.RESIZABLE)
        assert window.beside.open == (60 <= number < 200)
    kept = read_recording(path)
    assert kept.about.finished and list(replay(kept).results()) == list(kept.steps)
