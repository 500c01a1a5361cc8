"""Keeps a native library's start-up chatter off the terminal without hiding anything else."""

from __future__ import annotations

import os
import re
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager

CHATTER = re.compile(r"^([IW]\d{4} \d\d:\d\d:\d\d|INFO: |WARNING: All log messages before absl)")
"""Lines that absl and TensorFlow Lite write when all is well. Errors begin with E or F, or with ERROR."""
STDERR = 2
_TURN = threading.Lock()


@contextmanager
def without_chatter() -> Iterator[None]:
    """Holds back what the process writes to its standard error meanwhile; at the end everything that is not
    chatter is passed on."""
    with _TURN, tempfile.TemporaryFile() as held:
        try:
            kept = os.dup(STDERR)
        except OSError:  # no standard error at all, as under pythonw
            yield
            return
        if sys.stderr is not None:
            sys.stderr.flush()
        os.dup2(held.fileno(), STDERR)
        try:
            yield
        finally:
            os.dup2(kept, STDERR)
            os.close(kept)
            held.seek(0)
            os.write(STDERR, _worth_saying(held.read()))


def _worth_saying(written: bytes) -> bytes:
    lines = written.decode(errors="replace").splitlines(keepends=True)
    return "".join(line for line in lines if not CHATTER.match(line)).encode()
