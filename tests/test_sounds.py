"""What is heard: read once, never only heard, and never in the way."""

import json
import sys
from dataclasses import replace
from types import SimpleNamespace

import numpy as np
import pytest

from mirrorcam import phrases
from mirrorcam.app.sound import tones
from mirrorcam.app.sound.cues import TONES, Cue, Cues
from mirrorcam.app.sound.reader import NO_ENGINE, read_from
from mirrorcam.app.sound.voice import Voice, has_engine
from mirrorcam.face import Reason
from mirrorcam.session import Moment
from mirrorcam.steps import Choice, Phase, Scene

MAKING = Moment(0.0, Scene(Phase.MAKE, "Lift your cheeks."), 0, 1, "imitate", "Joy")


def test_a_sentence_is_read_once_and_a_phase_sounds_once():
    cues = Cues()
    assert cues.see(MAKING) == Cue("Lift your cheeks.", "begin")
    assert cues.see(replace(MAKING, time_s=0.1)) == Cue()
    holding = replace(MAKING, scene=Scene(Phase.HOLD, "Lift your cheeks."))
    assert cues.see(holding) == Cue("", "hold")


def test_waiting_is_said_and_a_pause_is_quiet():
    cues = Cues()
    cues.see(MAKING)
    assert cues.see(replace(MAKING, waiting=Reason.TOO_DARK)).words == Reason.TOO_DARK.words
    assert cues.see(replace(MAKING, paused=True)) == Cue()
    assert cues.see(MAKING).words == "Lift your cheeks."


def test_what_can_be_answered_is_read_with_the_question():
    scene = Scene("choose", "Which is it?", choices=(Choice("joy", "Joy"), Choice("", "I am not sure")))
    assert Cues().see(replace(MAKING, scene=scene)).words == "Which is it? Joy, I am not sure"


@pytest.mark.parametrize("name", sorted(tones.NOTES))
def test_tones_are_soft_and_begin_and_end_in_silence(name):
    wave = tones.wave(name).astype(float) / 32768
    assert 0.02 < np.abs(wave).max() <= tones.LOUDEST
    assert np.abs(wave[:20]).max() < 0.002 and np.abs(wave[-20:]).max() < 0.002
    assert np.abs(np.diff(wave[:, 0])).max() < 0.03  # no click


def test_every_tone_has_its_caption_in_every_language():
    assert set(TONES.values()) <= set(tones.NOTES)
    for language in phrases.languages():
        said = phrases.read_catalogue(language).phrases
        assert [name for name in tones.NOTES if f"tone.{name}" not in said] == []


class Engine:
    """Says things into a list."""

    def __init__(self, voices=()):
        self.said, self.set, self.voices = [], {}, list(voices)

    def setProperty(self, name, value):  # noqa: N802
        self.set[name] = value

    def getProperty(self, name):  # noqa: N802
        return self.voices

    def connect(self, topic, heard):
        self.heard = heard

    def say(self, words):
        self.said.append((words, self.set.get("voice")))

    def stop(self):
        self.stopped = True

    def runAndWait(self):  # noqa: N802
        self.heard(name="x")


def test_the_reader_says_the_newest_in_its_language():
    voices = [SimpleNamespace(id="e", languages=[b"\x05en"]), SimpleNamespace(id="d", languages=["de_DE"])]
    engine = Engine(voices)
    read_from([json.dumps(["de", "Hallo."])], engine)
    assert engine.said == [("Hallo.", "d")]


def test_the_voice_hands_its_sentences_over(tmp_path):
    heard = tmp_path / "heard"
    writer = f"import sys; open({str(heard)!r}, 'w').write(sys.stdin.readline())"
    voice = Voice((sys.executable, "-c", writer))
    voice.say("Hello.", "en")
    voice._process.wait(10)
    assert json.loads(heard.read_text()) == ["en", "Hello."]
    voice.say("After its end.", "en")
    assert voice.silent
    voice.close()


@pytest.mark.parametrize(
    ("command", "found"),
    [
        ((sys.executable, "-c", ""), True),
        ((sys.executable, "-c", f"raise SystemExit({NO_ENGINE})"), False),
        (("/no/such/program",), False),
    ],
)
def test_an_engine_is_one_that_answers(command, found):
    assert has_engine(command) is found


def test_an_engine_that_hangs_is_none():
    hangs = (sys.executable, "-c", "import sys; sys.stdin.read(); import threading; threading.Event().wait()")
    assert not has_engine(hangs, longest_s=0.05)


def test_without_an_engine_it_is_silent():
    voice = Voice(("/no/such/program",))
    voice.say("Hello.")
    assert voice.silent
    voice.close()
