"""Reflecting: feeling words, and a line that is written on the screen."""

from datetime import datetime
from types import SimpleNamespace

import pygame
import pytest

from mirrorcam import phrases
from mirrorcam.acts import Answer, Command
from mirrorcam.app.painting.lettering import width
from mirrorcam.app.screens import Key, Settings, render
from mirrorcam.app.screens.kinds import open_screen
from mirrorcam.app.screens.writing import WRITTEN, Writing, rows
from mirrorcam.app.window import Window
from mirrorcam.recorder import Recorder
from mirrorcam.recording import read_recording, replay
from mirrorcam.session import Moment, Session
from mirrorcam.steps import Seen
from mirrorcam.steps.reflect import DONE, LINE, LONGEST_LINE
from performing import LIBRARY, exercise, practise, resting
from test_screens import Dots

TEXT = '\n[[steps]]\nkind = "reflect"\nfeelings = ["calm", "tense", "nothing much"]\n'
NOBODY = Seen(None, None, 0.1)


@pytest.fixture(autouse=True)
def english():
    phrases.use("en")
    yield
    phrases.use("en")


def run_of(text=TEXT, attended=True):
    return exercise(text).steps[0].run(LIBRARY, attended)


# the step


def test_words_are_chosen_and_chosen_no_longer():
    run = run_of()
    for answer in ("calm", "tense", "calm", "gibberish"):
        run.answer(answer)
    scene = run.advance(1.0, NOBODY)
    assert scene.chosen == ("tense",)
    assert [choice.name for choice in scene.choices] == ["calm", "tense", "nothing much"]
    assert run.result().measured == {"feelings": ["tense"]}


def test_a_line_is_kept_and_the_last_one_counts():
    run = run_of()
    run.answer(LINE + "My jaw was hard.")
    run.answer(LINE + "  My jaw: it went soft. ")
    assert run.result().measured == {"line": "My jaw: it went soft."}
    run.answer(LINE)
    assert run.result().measured == {}


def test_done_keeps_the_line_and_ends():
    run = run_of()
    run.answer(DONE + "Näher dran 👍🏽")
    assert run.finished and run.result().measured == {"line": "Näher dran 👍🏽"}


def test_a_line_is_not_taken_for_a_word_nor_kept_where_none_is_asked():
    run = run_of(TEXT + "line = false\n")
    run.answer(LINE + "calm")
    assert run.result().measured == {} and not run.advance(1, NOBODY).writing


def test_it_waits_for_a_person_and_passes_where_there_is_none():
    attended, alone = run_of(), run_of(attended=False)
    for run in (attended, alone):
        run.advance(300.0, NOBODY)
    assert (attended.finished, alone.finished) == (False, True)
    assert not alone.result().scored


def test_what_was_noticed_is_told_in_the_summary():
    step = exercise(TEXT).steps[0]
    run = step.run(LIBRARY, True)
    assert step.in_words(run.result(), LIBRARY) == ""
    run.answer("calm")
    run.answer("tense")
    run.answer(DONE + "Soft.")
    assert step.in_words(run.result(), LIBRARY) == "You noticed: calm and tense. You wrote: “Soft.”"


def test_skipping_is_no_trouble_and_says_so():
    session = Session(exercise(TEXT), LIBRARY)
    session.command(0.0, Command.SKIP)
    assert session.done and session.results()[0]["reason"] == "skipped"


def test_it_is_kept_with_the_session_and_comes_back_from_it(tmp_path):
    session = Session(exercise(TEXT), LIBRARY)
    recorder = Recorder(tmp_path / "one.mirrorcam", session, datetime(2026, 11, 22))
    with recorder:
        for number, (sample, _) in enumerate(practise(session, resting, until_s=2)):
            recorder.add(sample)
            if number == 20:
                for text in ("calm", f"{DONE}It was “quiet”, ja: ß 漢"):
                    recorder.event(sample.time_s, Answer(text))
                    session.command(sample.time_s, Answer(text))
        recorder.finish()
    recording = read_recording(tmp_path / "one.mirrorcam")
    assert next(event.command for event in recording.events) == Answer("calm")
    assert replay(recording).results() == session.results()
    assert session.results()[0]["measured"] == {"feelings": ["calm"], "line": "It was “quiet”, ja: ß 漢"}


# writing


def typed(text, *keys):
    writing = Writing()
    writing.write(text)
    for key in keys:
        writing.key(key)
    return writing


@pytest.mark.parametrize(
    ("text", "keys", "left", "at"),
    [
        ("soft", (), "soft", 4),
        ("soft", ("backspace",), "sof", 3),
        ("soft", ("home", "delete"), "oft", 0),
        ("soft", ("left", "left", "backspace"), "sft", 1),
        ("soft", ("home", "left", "backspace"), "soft", 0),
        ("soft", ("end", "right", "delete"), "soft", 4),
        ("so\u0308", ("backspace",), "s", 1),
        ("a👍🏽", ("backspace",), "a", 1),
        ("a👩\u200d🦰", ("backspace",), "a", 1),
        ("👩\u200d🦰b", ("home", "right"), "👩\u200d🦰b", 3),
        ("two\nlines\t", (), "two lines ", 10),
        ("漢字", ("left", "delete"), "漢", 1),
    ],
)
def test_editing(text, keys, left, at):
    writing = typed(text, *keys)
    assert (writing.text, writing.at) == (left, at)


def test_it_is_written_where_the_cursor_stands():
    writing = typed("went soft", "home")
    writing.write("it ")
    assert (writing.text, writing.at) == ("it went soft", 3)


def test_a_line_has_an_end():
    writing = typed("x" * 1000)
    assert len(writing.text) == LONGEST_LINE
    writing.write("y")
    assert "y" not in writing.text


def test_other_keys_do_not_edit():
    writing = typed("soft")
    assert not writing.key("page up") and not writing.key("tab") and writing.text == "soft"


@pytest.mark.parametrize(
    "text", ["", "a few words that need more than one row here", "x" * 90, "ends with blank "]
)
def test_rows_hold_all_of_the_text_and_fit(text):
    broken = rows(text, WRITTEN, 160)
    assert "".join(text[begin:end] for begin, end in broken) == text
    assert all(width(text[begin:end].rstrip(), WRITTEN) <= 161 for begin, end in broken)


# the screen


def screen_of(run=None, theme="standard"):
    run = run or run_of()
    screen = open_screen("reflect", Settings(theme=theme), Dots())
    screen.show(Moment(1.0, run.advance(1.0, NOBODY), 0, 1, "reflect", "Title"), None, 1.0)
    screen.tick(1.0)
    assert render(screen, 900, 600)[..., :3].std() > 5
    return screen


def press(screen, name):
    return screen.key(Key(name))


def test_keys_write_only_while_the_line_has_the_focus():
    screen = screen_of()
    assert press(screen, "1") == Answer("calm")
    assert isinstance(press(screen, "t"), Settings)
    assert press(screen, "w") is None and screen.writing
    for key in ("1", "t", "space", "w", "-", "r", "n", "h", "m"):
        assert press(screen, key) is None, key
    screen.write("tight, 1 t")
    assert press(screen, "backspace") is None
    assert press(screen, "enter") == Answer(LINE + "tight, 1 ")
    assert not screen.writing


def test_enter_after_the_line_ends_the_step_with_it():
    screen = screen_of()
    press(screen, "w")
    screen.write("Warm.")
    press(screen, "enter")
    assert press(screen, "enter") == Answer(DONE + "Warm.")


def test_escape_leaves_the_line_and_only_then_the_session():
    screen = screen_of()
    press(screen, "w")
    screen.write("Warm.")
    assert press(screen, "escape") == Answer(LINE + "Warm.")
    assert press(screen, "escape") is Command.STOP


def test_everything_can_be_clicked():
    screen = screen_of()
    pieces = {piece.name: piece for piece in screen.picture((1040.0, 693.0)) if piece.name}
    assert screen.click(pieces["choice 2"].box.middle) == Answer("tense")
    assert screen.click(pieces["line"].box.middle) is None and screen.writing
    screen.write("Here.")
    assert screen.click(pieces["done"].box.middle) == Answer(DONE + "Here.")
    assert screen.click(pieces["skip"].box.middle) is Command.SKIP


def test_skipping_looks_as_easy_as_answering():
    pieces = {piece.name: piece for piece in screen_of().picture((1280.0, 800.0)) if piece.name}
    assert pieces["skip"].box[2:] == pieces["done"].box[2:]


def test_tab_reaches_all_and_leaves_the_line_with_what_was_written():
    screen = screen_of()
    reached = []
    for _ in range(12):
        answer = press(screen, "tab")
        reached.append(screen.focus)
        if screen.focus == "line":
            screen.write("a")
        if isinstance(answer, Answer):
            assert answer == Answer(LINE + "a")
    assert {"choice 1", "choice 3", "line", "skip", "done"} <= set(reached)


def test_a_new_step_begins_with_an_empty_line():
    screen = screen_of()
    press(screen, "w")
    screen.write("first")
    screen.show(Moment(2.0, run_of().advance(1.0, NOBODY), 3, 4, "reflect", "Title"), None, 2.0)
    screen.tick(2.0)
    assert not screen.writing
    assert press(screen, "enter") == Answer(DONE)


def test_without_a_line_there_is_none_to_write():
    screen = screen_of(run_of(TEXT + "line = false\n"))
    assert "line" not in {piece.name for piece in screen.picture((1280.0, 800.0))}
    assert press(screen, "enter") == Answer(DONE)


def test_a_long_line_grows_and_then_keeps_the_cursor_in_sight():
    screen = screen_of()
    press(screen, "w")
    screen.write("soft and warm " * 25)
    size = (1040.0, 693.0)
    field = next(piece for piece in screen.picture(size) if piece.name == "line")
    screen.tick(5.0)
    assert field.box.h < 140
    assert all(p.box.bottom <= size[1] for p in screen.picture(size) if p.name)
    assert render(screen, 900, 600).shape == (600, 900, 4)


@pytest.mark.parametrize("language", sorted(phrases.languages()))
def test_all_twelve_words_fit_in_every_language(language):
    phrases.use(language)
    screen = screen_of(run_of('\n[[steps]]\nkind = "reflect"\n'))
    taps = [piece for piece in screen.picture((1040.0, 693.0)) if piece.name]
    assert len([piece for piece in taps if piece.name.startswith("choice")]) == 12
    assert all(p.box.x >= 0 and p.box.right <= 1040 and p.box.bottom <= 693 for p in taps)


def test_what_is_typed_reaches_the_screen_through_the_window():
    """As pygame tells it: KEYDOWN for the key, and TEXTINPUT for what stands on it. The first W opens the line."""
    screen = screen_of()
    window = Window.__new__(Window)
    window._opening_sign = ""
    done = []
    window.guide = SimpleNamespace(screen=screen, view=screen, settings=Settings(), do=done.append)
    window.easel = SimpleNamespace(turned=False)
    for sign in "wtw":
        window._hear(pygame.event.Event(pygame.KEYDOWN, key=ord(sign), unicode=sign, mod=0))
        window._hear(pygame.event.Event(pygame.TEXTINPUT, text=sign))
    window._hear(pygame.event.Event(pygame.TEXTINPUT, text="ß"))
    window._hear(pygame.event.Event(pygame.KEYDOWN, key=pygame.K_RETURN, unicode="\r", mod=0))
    assert [action for action in done if action] == [Answer(LINE + "twß")]


def test_what_was_begun_with_may_be_longer_than_what_may_be_written():
    writing = Writing("x" * 2010, 2010, longest=2000)
    writing.write("abcdefghijklmno")
    assert (writing.text, writing.at) == ("x" * 2010, 2010)
