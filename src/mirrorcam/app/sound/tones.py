"""Soft tones, made from sine waves: no sound file, and nothing that startles."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pygame
from numpy.typing import NDArray

RATE = 44_100
LOUDEST = 0.16
"""Of full scale."""
RISE_S = 0.06
"""A tone that begins more slowly than this does not click and does not startle."""
PARTIALS = ((1.0, 1.0), (2.0, 0.22), (3.0, 0.06))
"""Multiples of the pitch, and how strongly each sounds: a soft flute."""
NOTES: dict[str, tuple[tuple[float, float], ...]] = {
    "begin": ((392.0, 0.5),),
    "hold": ((523.25, 0.7),),
    "let_go": ((392.0, 0.4), (329.63, 0.7)),
    "done": ((329.63, 0.4), (392.0, 0.4), (523.25, 1.0)),
}
"""Tone → its notes: pitch in Hz (G4, C5, E4), and how long each rings, in seconds."""


def wave(name: str) -> NDArray[np.int16]:
    """(samples, 2) int16 at ``RATE``. Raises KeyError for a tone that there is not."""
    notes = [_note(pitch, seconds) for pitch, seconds in NOTES[name]]
    mono = np.concatenate(notes) * LOUDEST * np.iinfo(np.int16).max
    return np.repeat(np.rint(mono).astype(np.int16)[:, None], 2, axis=1)


def _note(pitch: float, seconds: float) -> NDArray[np.float64]:
    time_s = np.arange(int(seconds * RATE)) / RATE
    swing = sum(share * np.sin(2 * np.pi * pitch * of * time_s) for of, share in PARTIALS)
    rise = np.clip(time_s / RISE_S, 0, 1)
    fall = np.cos(np.pi / 2 * time_s / seconds) ** 2
    result: NDArray[np.float64] = swing * rise * rise * fall / sum(share for _, share in PARTIALS)
    return result


class Tones:
    """``play`` returns at once. Without a sound device it plays nothing."""

    def __init__(self) -> None:
        self._open: bool | None = None

    def play(self, name: str) -> None:
        if self._ready():
            _sound(name).play()

    def close(self) -> None:
        if self._open:
            _sound.cache_clear()
            pygame.mixer.quit()
        self._open = None

    def _ready(self) -> bool:
        """Opened with the first tone, so that nobody who wants none waits for it."""
        if self._open is None:
            try:
                pygame.mixer.init(RATE, -16, 2)
                self._open = True
            except pygame.error:
                self._open = False
        return self._open


@cache
def _sound(name: str) -> Any:
    return pygame.mixer.Sound(buffer=wave(name).tobytes())
