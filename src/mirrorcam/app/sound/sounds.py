"""What a running session lets hear, and the words that stand on the screen meanwhile. Knows no device."""

from __future__ import annotations

from typing import Protocol

from mirrorcam.app.screens import Settings
from mirrorcam.app.sound.cues import Cues
from mirrorcam.phrases import catalogue, phrase
from mirrorcam.session import Moment

CAPTION_S = 1.8
"""How long the words of a tone stay."""


class Speaks(Protocol):
    """As ``voice.Voice``. Nothing here may block."""

    def say(self, words: str, language: str = "en") -> None: ...

    def hush(self) -> None: ...

    def close(self) -> None: ...


class Rings(Protocol):
    """As ``tones.Tones``."""

    def play(self, name: str) -> None: ...

    def close(self) -> None: ...


class Sounds:
    """``voice`` and ``tones``: what can be heard here; None: nothing. Captions are shown all the same."""

    def __init__(self, voice: Speaks | None = None, tones: Rings | None = None) -> None:
        self._voice, self._tones = voice, tones
        self._cues = Cues()
        self._tone, self._began_s = "", 0.0
        self._paused = False
        self._speaking = False

    def hear(self, moment: Moment, settings: Settings, now_s: float) -> None:
        """The newest moment, at ``now_s`` of the window's clock."""
        cue = self._cues.see(moment)
        if moment.paused and not self._paused:
            self.hush()
        self._paused = moment.paused
        if cue.tone:
            self._tone, self._began_s = cue.tone, now_s
            if settings.tones and self._tones:
                self._tones.play(cue.tone)
        if cue.words:
            self.say(cue.words, settings)
        elif self._speaking and not settings.aloud:
            self.hush()

    def say(self, words: str, settings: Settings) -> None:
        """Reads it aloud, in the language that is in use, for who wants that."""
        if settings.aloud and self._voice:
            self._speaking = True
            self._voice.say(words, catalogue().language)

    def caption(self, settings: Settings, now_s: float) -> str:
        """What the tone says that was heard last, for a while."""
        fresh = self._tone and not self._paused and now_s - self._began_s < CAPTION_S
        return phrase(f"tone.{self._tone}") if fresh and settings.captioned else ""

    def hush(self) -> None:
        """What is being said is of a moment that is over."""
        self._tone = ""
        if self._speaking and self._voice:
            self._voice.hush()
        self._speaking = False

    def end(self) -> None:
        """The session is over; the next one begins anew."""
        self.hush()
        self._cues = Cues()
        self._paused = False

    def close(self) -> None:
        for one in (self._voice, self._tones):
            if one:
                one.close()
