"""The process that reads aloud: ``python -m mirrorcam.app.sound.reader``. One JSON list a line, [language, words].

Newer words cut older ones short; an empty sentence only does that. It ends with its input, or at once, with code 3,
where there is no speech engine (``pip install "mirrorcam[voice]"``).
"""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Iterable
from queue import Queue
from typing import Any

from mirrorcam.app.guard import stay_private

NO_ENGINE = 3
WORDS_A_MINUTE = 165
"""A calm reading voice."""


def main() -> int:
    stay_private()
    try:
        import pyttsx3

        engine = pyttsx3.init()
    except Exception:  # each engine fails in its own way: no library, no voice, no sound
        return NO_ENGINE
    read_from(sys.stdin, engine)
    return 0


def read_from(lines: Iterable[str], engine: Any) -> None:
    """Says what comes in, always the newest, until nothing comes any more."""
    waiting: Queue[tuple[str, str] | None] = Queue()
    engine.setProperty("rate", WORDS_A_MINUTE)
    engine.connect("started-word", lambda *_, **__: None if waiting.empty() else engine.stop())
    threading.Thread(target=_listen, args=(lines, waiting), daemon=True).start()
    language = ""
    while (said := _newest(waiting)) is not None:
        if said[0] != language:
            language = said[0]
            _speak_like(engine, language)
        if said[1]:
            engine.say(said[1])
            engine.runAndWait()


def _listen(lines: Iterable[str], waiting: Queue[tuple[str, str] | None]) -> None:
    for line in lines:
        language, words = json.loads(line)
        waiting.put((str(language), str(words)))
    waiting.put(None)


def _newest(waiting: Queue[tuple[str, str] | None]) -> tuple[str, str] | None:
    """Waits for one; of several, the last. None: there will be no more."""
    said = waiting.get()
    while said is not None and not waiting.empty():
        newer = waiting.get()
        if newer is None:
            waiting.put(None)
            return said
        said = newer
    return said


def _speak_like(engine: Any, language: str) -> None:
    """The first voice of the language, if there is one; engines write it as "de", "de_DE" or b"\\x05de"."""
    for voice in engine.getProperty("voices") or ():
        tags = [
            tag.decode(errors="ignore") if isinstance(tag, bytes) else str(tag) for tag in voice.languages
        ]
        if any(tag.strip("\x02\x05").lower().startswith(language) for tag in tags):
            engine.setProperty("voice", voice.id)
            return


if __name__ == "__main__":
    raise SystemExit(main())
