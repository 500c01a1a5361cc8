"""Reading aloud, by a process of its own: a speech engine that hangs or crashes takes nothing along.

Where there is no speech engine, nothing is said; everything that is said stands on the screen as well.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence

READER = (sys.executable, "-m", "mirrorcam.app.sound.reader")
LONGEST_START_S = 10.0


def has_engine(command: Sequence[str] = READER, longest_s: float = LONGEST_START_S) -> bool:
    """Whether the process finds a speech engine. It is given nothing to say, so nothing is heard."""
    quiet = subprocess.DEVNULL
    try:
        ended = subprocess.run(
            command, check=False, stdin=quiet, stdout=quiet, stderr=quiet, timeout=longest_s
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return ended.returncode == 0


class Voice:
    """``say`` returns at once. The process is started with the first sentence."""

    def __init__(self, command: Sequence[str] = READER) -> None:
        self._command = command
        self._process: subprocess.Popen[str] | None = None
        self._silent = False

    @property
    def silent(self) -> bool:
        """It was tried, and nothing can be said here."""
        return self._silent or (self._process is not None and self._process.poll() is not None)

    def say(self, words: str, language: str = "en") -> None:
        """In place of what is being said."""
        if self.silent:
            return
        try:
            self._send(json.dumps([language, words]) + "\n")
        except OSError:
            self._silent = True

    def hush(self) -> None:
        """Stops what is being said."""
        if self._process is not None:
            self.say("")

    def close(self) -> None:
        process, self._process, self._silent = self._process, None, True
        if process is None:
            return
        process.kill()
        process.communicate()

    def _send(self, line: str) -> None:
        if self._process is None:
            quiet = subprocess.DEVNULL
            self._process = subprocess.Popen(
                self._command, stdin=subprocess.PIPE, stdout=quiet, stderr=quiet, text=True, encoding="utf-8"
            )
        assert self._process.stdin is not None
        self._process.stdin.write(line)
        self._process.stdin.flush()
