"""Looking back on a session: opening it, moving along, notes, loops, comparing two."""

import shutil
import sqlite3
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from mirrorcam.action_units import BY_CODE
from mirrorcam.app.desk import ProgramDesk
from mirrorcam.app.guide import Guide
from mirrorcam.app.reviewing import Comparing, alike, compared, drop_note, keep_note, open_review
from mirrorcam.app.screens import Go, Key, Open, Settings, Unfilm, layout_scale, render
from mirrorcam.app.screens.home import HomeScreen
from mirrorcam.app.screens.review import ReviewScreen
from mirrorcam.app.screens.review.comparing import CompareScreen, CompareWith, Half
from mirrorcam.app.screens.review.player import Player
from mirrorcam.app.screens.shelf import SessionsScreen
from mirrorcam.avatars import open_avatar
from mirrorcam.errors import BadInput
from mirrorcam.phrases import phrase
from mirrorcam.recording import Noted, read_notes
from mirrorcam.stores import open_store
from mirrorcam.timeline import Timeline
from test_recording import record
from test_window import Blank, ScriptedDesk, opened

TWO = '\n[[steps]]\nkind = "imitate"\ntarget = "happiness"\nmake_s = 2\nhold_s = 0.5\nrepetitions = 2\n' * 2
SETTINGS = Settings()
DROP_TIMELINE = "DELETE FROM timeline"


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("review") / "two.mirrorcam"
    record(path, until_s=60.0, text=TWO)
    return path


@pytest.fixture
def screen(kept: Path) -> ReviewScreen:
    shown = ReviewScreen(SETTINGS, Blank(), open_review(kept, "two"))
    shown.player.playing = False
    return shown


def press(screen: ReviewScreen, *names: str) -> list[object]:
    return [screen.key(Key(name.removeprefix("shift+"), name.startswith("shift+"))) for name in names]


# ------------------------------------------------------------ opening


def test_it_opens_with_what_was_kept(kept: Path) -> None:
    review = open_review(kept, "two")
    assert len(review.attempts) == 4 and review.asked == {"happiness"}
    scores = [review.score(attempt) for attempt in review.attempts]
    assert all(score is not None and score > 50 for score in scores)
    assert all(attempt.go_s < review.onset_s(attempt) < attempt.end_s for attempt in review.attempts)
    sample = review.face(10.0)
    assert sample is not None and sample.face is not None and abs(sample.time_s - 10.0) < 0.05
    assert review.face(-1.0) is None and review.picture(1.0) is None


def test_without_a_timeline_it_is_computed_anew(kept: Path, tmp_path: Path) -> None:

    path = tmp_path / "old.mirrorcam"
    shutil.copy(kept, path)
    with sqlite3.connect(path) as file:
        file.execute(DROP_TIMELINE)
    whole, anew = Timeline.read(kept), open_review(path).timeline
    assert len(anew) == len(whole) and anew.attempts == whole.attempts
    assert np.array_equal(anew.scores, whole.scores, equal_nan=True)


def test_a_session_with_nothing_in_it_says_so(tmp_path: Path) -> None:
    path = tmp_path / "none.mirrorcam"
    record(path, until_s=0.0)
    with pytest.raises(BadInput, match="nothing was seen in this session"):
        open_review(path)


def test_when_its_file_is_gone_nothing_is_drawn_of_it_and_that_is_said(kept: Path, tmp_path: Path) -> None:
    path = tmp_path / "moved.mirrorcam"
    shutil.copy(kept, path)
    screen = ReviewScreen(SETTINGS, Blank(), open_review(path, "moved"))
    screen.player.playing = False
    render(screen, 900, 600)
    assert not screen.review.gone
    path.rename(tmp_path / "elsewhere.mirrorcam")
    for curve in ("AU12", "score"):  # the score is at hand
        screen._do_curve(curve)
        render(screen, 900, 600)
        said = [str(piece.looks) for piece in screen.picture((900.0, 600.0))]
        assert any(phrase("gone.words") in looks for looks in said)
        assert any("No curve, " in looks for looks in said) == (curve == "AU12")
    press(screen, "b", "v")
    render(screen, 900, 600)
    half = Half(screen.review, screen.review.attempts[0])
    comparing = CompareScreen(
        SETTINGS, Blank(), Comparing(screen.review, screen.review, ((half.attempt,) * 2,))
    )
    comparing.curve = "AU12"
    render(comparing, 900, 600)
    assert any(phrase("gone.words") in str(piece.looks) for piece in comparing.picture((900.0, 600.0)))


# ------------------------------------------------------------ moving along


def test_best_and_hardest_are_where_something_was_held(screen: ReviewScreen) -> None:
    timeline = screen.review.timeline
    press(screen, "b")
    best = screen.now
    assert best.told.phase == "hold" and best.score == pytest.approx(
        np.nanmax(timeline.scores[timeline.scores > 0])
    )
    press(screen, "h")
    assert screen.now.told.phase == "hold" and screen.now.score <= best.score


def test_single_tries_are_jumped_to(screen: ReviewScreen) -> None:
    press(screen, "page down", "page down")
    assert screen.time_s == screen.review.attempts[1].go_s
    press(screen, "page up")
    assert screen.time_s == screen.review.attempts[0].go_s


def test_a_loop_plays_its_part_again() -> None:
    player = Player(0.0, 10.0, 2.0, playing=False)
    player.mark_loop()
    assert player.loops == [(2.0, 2.0)]
    player.seek(5.0)
    player.mark_loop()
    assert player.loop == (2.0, 5.0) and player.playing and player.time_s == 2.0
    player.tick(100.0)
    player.tick(102.5)
    assert player.time_s == 4.5
    player.tick(103.5)
    assert player.time_s == 2.0 and player.playing
    player.mark_loop()
    assert player.loops == []


def test_a_loop_ends_where_one_jumps_out_of_it(screen: ReviewScreen) -> None:
    first = screen.review.attempts[0]
    screen._seek(first.go_s + 0.1)
    press(screen, "shift+l")
    assert screen.player.loop == (first.go_s, first.end_s)
    press(screen, "end")
    assert screen.player.loop is None


def test_closer_and_wider(screen: ReviewScreen) -> None:
    screen._seek(10.0)
    whole = screen.view
    press(screen, "+", "+")
    near = screen.view
    assert near.end_s - near.begin_s == pytest.approx((whole.end_s - whole.begin_s) / 4)
    assert near.begin_s <= 10.0 <= near.end_s
    press(screen, "end")
    assert screen.view.end_s == pytest.approx(whole.end_s)
    press(screen, "-", "-", "-")
    assert screen.view == whole


def test_lines_go_round(screen: ReviewScreen) -> None:
    assert screen.curve == "score"
    seen = []
    for _ in range(len(BY_CODE) + 1):
        press(screen, "u")
        seen.append(screen.curve)
    assert set(seen) == {"score", *BY_CODE} and seen[-1] == "score", "any action unit can be shown"
    press(screen, "shift+u")
    assert screen.curve == seen[-2]


@pytest.mark.parametrize("size", [(1280, 800), (900, 600), (640, 480)])
def test_everything_that_can_be_shown_can_be_drawn(kept: Path, size: tuple[int, int]) -> None:
    path_notes = (Noted(1.0, 3.0, "a span", ("tag",)), Noted(5.0, 5.0, ""))

    review = replace(open_review(kept), notes=path_notes)
    shown = ReviewScreen(SETTINGS, Blank(), review, open_avatar("mask"))
    before = render(shown, *size).copy()
    for key in ("g", "p", "u", "k", "k", "n", "escape", "l", ".", "delete", "escape"):
        press(shown, key)
        picture = render(shown, *size)
        assert picture.shape == before.shape
    assert (picture != before).any()
    scale = layout_scale(*size)
    for piece in shown.picture((size[0] / scale, size[1] / scale)):
        if piece.name:
            assert piece.box.grown(-8).right <= size[0] / scale and piece.box.x >= -8


# ------------------------------------------------------------ notes


@pytest.mark.parametrize("size", [(900, 600), (1280, 800)])
def test_every_note_comes_into_sight_when_one_goes_there_and_as_it_plays(
    kept: Path, size: tuple[int, int]
) -> None:
    long = "a long note that has to be broken into two lines beside the faces"
    review = open_review(kept)
    apart_s = review.timeline.length_s / 7
    notes = tuple(Noted(at * apart_s, at * apart_s, f"{at} {long}") for at in range(1, 7))
    screen = ReviewScreen(SETTINGS, Blank(), replace(review, notes=notes))
    screen.player.playing = False

    def seen() -> set[str]:
        scale = layout_scale(*size)
        return {piece.name for piece in screen.pieces((size[0] / scale, size[1] / scale))}

    for number in range(len(notes)):
        press(screen, ".")
        assert {f"note {number}", "note before", "note after"} <= seen()
    for number, note in enumerate(notes):
        screen.notes.chosen = None
        screen.moving.seek(note.begin_s + 0.99 * apart_s)
        assert f"note {number}" in seen()
    press(screen, "home")
    assert "note 0" in seen(), "before any was passed"


def test_a_note_on_a_session_that_was_deleted_is_told_of_in_plain_words_and_stays(
    kept: Path, tmp_path: Path
) -> None:
    """It is written into no other session whose name begins alike, either."""
    sessions = tmp_path / "sessions"
    sessions.mkdir()
    for name in ("two", "two from Blue heron"):
        shutil.copy(kept, sessions / f"{name}.mirrorcam")
    guide = Guide(ProgramDesk(open_store("disk", tmp_path)), Open("two"))
    opened(guide)
    (sessions / "two.mirrorcam").unlink()
    guide.do(guide.screen.key(Key("n")))
    guide.screen.write("so it was")
    guide.do(guide.screen.key(Key("enter")))
    assert guide.screen.jotting.trouble == phrase("review.not_kept", why=phrase("gone.words"))
    assert guide.screen.jotting.writing.text == "so it was"
    assert read_notes(sessions / "two from Blue heron.mirrorcam") == ()


def test_a_note_is_kept_with_its_tags_and_stays_in_sight(kept: Path, tmp_path: Path) -> None:
    path = tmp_path / "a.mirrorcam"
    shutil.copy(kept, path)
    shown = ReviewScreen(SETTINGS, Blank(), open_review(path, str(path)))
    shown.player.playing = False
    shown._seek(7.0)
    press(shown, "n")
    assert shown.writing
    shown.write("left brow lags #tired")
    (jot,) = press(shown, "enter")
    assert jot.note == Noted(7.0, 7.0, "left brow lags", ("tired",)) and shown.writing
    shown.noted(keep_note(path, jot.note, jot.instead))
    assert not shown.writing and shown.chosen.text == "left brow lags"
    press(shown, "e")
    shown.write("!")
    (jot,) = press(shown, "enter")
    shown.noted(keep_note(path, jot.note, jot.instead))
    assert [note.text for note in read_notes(path)] == ["left brow lags"]
    assert read_notes(path)[0].tags == ("tired!",)
    press(shown, "delete")
    assert shown.asking == "note"
    (unjot,) = press(shown, "delete")
    shown.noted(drop_note(path, unjot.note))
    assert read_notes(path) == () and shown.chosen is None


def test_with_a_loop_a_note_is_about_its_span(screen: ReviewScreen) -> None:
    screen.player.repeat(2.0, 4.0)
    press(screen, "n")
    screen.write("both sides together")
    (jot,) = press(screen, "enter")
    assert (jot.note.begin_s, jot.note.end_s) == (2.0, 4.0)


def test_keys_write_while_a_note_is_written(screen: ReviewScreen) -> None:
    press(screen, "n", "b", "c", "left", "space")
    assert screen.writing and not screen.player.playing and screen.time_s == 0.0
    press(screen, "escape")
    assert not screen.writing


@pytest.mark.parametrize("keys", [(), ("n",), ("k",), ("shift+delete",), ("delete",)])
def test_whatever_can_be_clicked_on_can_be_clicked(kept: Path, keys: tuple[str, ...]) -> None:
    review = replace(open_review(kept, "two"), filmed=True, picture=lambda _: np.zeros((9, 16, 3), np.uint8))

    def shown() -> ReviewScreen:
        screen = ReviewScreen(SETTINGS, Blank(), replace(review, notes=(Noted(0.0, 0.0, "so"),)))
        press(screen, *keys)
        render(screen, 900, 600)
        return screen

    places = [piece.box for piece in shown().pieces((900, 600)) if piece.name]
    assert places
    for box in places:
        shown().click((box.x + box.w / 2, box.y + box.h / 2))


def test_what_cannot_be_kept_stays_on_the_screen() -> None:
    desk = ScriptedDesk()
    guide = Guide(desk, Open("one"))
    opened(guide)
    guide.do(guide.screen.key(Key("n")))
    guide.screen.write("full")
    guide.do(guide.screen.key(Key("enter")))
    assert guide.screen.writing and guide.screen.jotting.trouble == "Not kept: the disk is full"
    assert guide.screen.jotting.writing.text == "full"
    guide.screen.write("er")
    guide.do(guide.screen.key(Key("enter")))
    assert [note.text for note in desk.notes] == ["fuller"] and not guide.screen.writing


def test_the_film_is_deleted_only_when_asked_twice(kept: Path) -> None:

    review = replace(open_review(kept, "two"), filmed=True, picture=lambda _: np.zeros((9, 16, 3), np.uint8))
    shown = ReviewScreen(SETTINGS, Blank(), review)
    assert shown.film_shown and render(shown, 900, 600).any()
    press(shown, "shift+delete")
    assert shown.asking == "film"
    press(shown, "escape")
    press(shown, "shift+delete")
    assert press(shown, "delete") == [Unfilm("two")]
    shown.without_film()
    assert not shown.film_shown and press(shown, "shift+delete") == [None] and shown.asking != "film"


@pytest.mark.parametrize(
    ("written", "notes"), [("a long thought #lip", ["a long thought"]), (" ", []), ("full", [])]
)
def test_what_is_being_written_when_the_window_is_closed_is_kept_or_told(
    written: str, notes: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    desk = ScriptedDesk()
    guide = Guide(desk, Open("one"))
    screen = opened(guide)
    guide.do(screen.key(Key("n")))
    screen.write(written)
    guide.close()
    assert [note.text for note in desk.notes] == notes
    assert ("It said: full" in capsys.readouterr().err) is (written == "full")


def test_a_note_that_is_being_changed_is_kept_changed_and_only_then() -> None:
    desk = ScriptedDesk()
    desk.notes = [Noted(0.0, 0.0, "before")]
    for more, notes in (("", ["before"]), (" and after", ["before and after"])):
        guide = Guide(desk, Open("one"))
        screen = opened(guide)
        guide.do(screen.key(Key(".")))
        guide.do(screen.key(Key("e")))
        assert screen.writing
        screen.write(more)
        before = list(desk.notes)
        guide.close()
        assert [note.text for note in desk.notes] == notes and (desk.notes == before) is (more == "")


# ------------------------------------------------------------ comparing


def test_two_tries_are_aligned_where_each_began_to_show(kept: Path) -> None:
    review = open_review(kept)
    first, second = review.attempts[:2]
    shown = CompareScreen(SETTINGS, Blank(), Comparing(review, review, ((first, second),)))
    shown.player.playing = False
    shown.key(Key("o"))
    assert shown.time_s == 0.0
    for half, attempt in zip(shown.halves, (first, second), strict=True):
        assert half.session_s(0.0) == pytest.approx(review.onset_s(attempt))
        assert half.at(0.0).told.step == attempt.step
        curve = half.curves("score", False)
        assert curve.times_s[0] < 0 < curve.times_s[-1]
    picture = render(shown, 1280, 800).copy()
    shown.key(Key("u"))
    assert (render(shown, 1280, 800) != picture).any()


def test_two_sessions_go_pair_by_pair(kept: Path, tmp_path: Path) -> None:
    path = tmp_path / "short.mirrorcam"
    record(path, until_s=30.0, text=TWO.split("\n\n", maxsplit=1)[0] + "\n")
    one, other = open_review(kept), open_review(path)
    comparing = compared(one, other, one.attempts[1])
    assert comparing.first == 1
    assert [(a.number, b.number) for a, b in comparing.pairs] == [(0, 0), (1, 1)]
    shown = CompareScreen(SETTINGS, Blank(), comparing)
    shown.key(Key("page up"))
    assert shown.pair == 0
    shown.key(Key("page down"))
    assert shown.pair == 1 and isinstance(shown.halves[1], Half)


def test_nothing_alike_is_said(kept: Path, tmp_path: Path) -> None:
    path = tmp_path / "other.mirrorcam"
    record(
        path,
        until_s=12.0,
        text='\n[[steps]]\nkind = "imitate"\ntarget = "surprise"\nmake_s = 2\nhold_s = 0.5\n',
    )
    with pytest.raises(BadInput, match="Nothing in that session"):
        compared(open_review(kept), open_review(path), None)


def test_other_tries_at_the_same_come_first(kept: Path) -> None:
    review = open_review(kept)
    assert alike(review, review.attempts[0]) == list(review.attempts[1:])


def test_from_the_list_to_the_comparison_and_back() -> None:
    desk = ScriptedDesk()
    guide = Guide(desk, Go.SESSIONS)
    assert isinstance(guide.screen, SessionsScreen)
    guide.do(Open("one"))
    assert isinstance(opened(guide), ReviewScreen)
    guide.do(guide.screen.key(Key("c")))
    assert isinstance(guide.screen, CompareWith)
    guide.screen.picture((1280, 800))
    guide.do(guide.screen.key(Key("enter")))
    assert isinstance(opened(guide), CompareScreen)
    guide.do(guide.screen.key(Key("escape")))
    assert isinstance(guide.screen, CompareWith)
    guide.do(guide.screen.key(Key("escape")))
    assert isinstance(guide.screen, ReviewScreen)
    guide.do(guide.screen.key(Key("escape")))
    assert isinstance(guide.screen, SessionsScreen)
    guide.do(guide.screen.key(Key("escape")))
    assert isinstance(guide.screen, HomeScreen)
