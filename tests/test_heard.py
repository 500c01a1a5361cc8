"""What a session lets hear, with a voice and tones that only take down what they are told."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from mirrorcam import phrases
from mirrorcam.app.screens import Settings
from mirrorcam.app.sound.sounds import CAPTION_S, Sounds
from mirrorcam.session import Moment
from mirrorcam.steps import Phase, Scene

ALL = Settings(aloud=True, tones=True)


class Heard:
    """A voice and tones at once."""

    def __init__(self) -> None:
        self.said: list[tuple[str, str]] = []
        self.rung: list[str] = []
        self.hushed = 0
        self.closed = 0

    def say(self, words: str, language: str = "en") -> None:
        self.said.append((language, words))

    def hush(self) -> None:
        self.hushed += 1

    def play(self, name: str) -> None:
        self.rung.append(name)

    def close(self) -> None:
        self.closed += 1


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    phrases.use("en")
    yield
    phrases.use("en")


@pytest.fixture
def heard() -> Heard:
    return Heard()


def asked(phase: Phase, words: str) -> Moment:
    return Moment(1.0, Scene(phase, words), 0, 1, "imitate", "Joy")


def test_each_sentence_is_read_once_with_its_tone_and_its_words_on_the_screen(heard: Heard) -> None:
    sounds = Sounds(heard, heard)
    for number in range(5):
        sounds.hear(asked(Phase.MAKE, "Lift the corners of your mouth."), ALL, number / 10)
    assert heard.said == [("en", "Lift the corners of your mouth.")] and heard.rung == ["begin"]
    assert sounds.caption(ALL, 0.4) == "Begin"
    assert sounds.caption(ALL, CAPTION_S + 0.1) == ""


def test_at_first_nothing_is_heard_and_nothing_shown(heard: Heard) -> None:
    sounds = Sounds(heard, heard)
    sounds.hear(asked(Phase.HOLD, "Hold it."), Settings(), 0.0)
    assert heard.said == heard.rung == [] and sounds.caption(Settings(), 0.0) == ""


def test_the_words_for_tones_can_be_had_without_the_tones(heard: Heard) -> None:
    sounds = Sounds(heard, heard)
    quiet = Settings(captions=True)
    sounds.hear(asked(Phase.HOLD, "Hold it."), quiet, 0.0)
    assert heard.rung == [] and sounds.caption(quiet, 0.5) == "Hold"


def test_a_pause_hushes_and_going_on_reads_the_sentence_again(heard: Heard) -> None:
    sounds = Sounds(heard, heard)
    moment = asked(Phase.HOLD, "Hold it.")
    sounds.hear(moment, ALL, 0.0)
    sounds.hear(replace(moment, paused=True), ALL, 0.1)
    assert heard.hushed == 1 and sounds.caption(ALL, 0.2) == ""
    sounds.hear(moment, ALL, 0.3)
    assert [words for _, words in heard.said] == ["Hold it.", "Hold it."]


def test_the_voice_speaks_the_language_in_use(heard: Heard) -> None:
    phrases.use("de")
    Sounds(heard, heard).hear(asked(Phase.HOLD, "Halte es."), ALL, 0.0)
    assert heard.said == [("de", "Halte es.")]


def test_the_end_hushes_and_closing_closes_both(heard: Heard) -> None:
    sounds = Sounds(heard, heard)
    sounds.hear(asked(Phase.HOLD, "Hold it."), ALL, 0.0)
    sounds.end()
    assert heard.hushed == 1
    sounds.hear(asked(Phase.HOLD, "Hold it."), ALL, 1.0)
    assert len(heard.said) == 2
    sounds.close()
    assert heard.closed == 2


def test_switching_it_off_hushes_at_once(heard: Heard) -> None:
    sounds = Sounds(heard, heard)
    sounds.hear(asked(Phase.HOLD, "Hold it."), ALL, 0.0)
    sounds.hear(asked(Phase.HOLD, "Hold it."), Settings(), 0.1)
    assert heard.hushed == 1


def test_where_nothing_can_be_heard_the_words_are_shown_all_the_same() -> None:
    sounds = Sounds()
    sounds.hear(asked(Phase.DONE, "Thank you."), ALL, 0.0)
    assert sounds.caption(ALL, 0.1) == "Done"
    sounds.end()
    sounds.close()
