"""What the program prints on, and reads from: there always, and standard error takes everything."""

from __future__ import annotations

import io
import os
import sys
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing_extensions import Buffer

STDIN, STDOUT, STDERR = range(3)


class _Unfailing(io.FileIO):
    """What can no longer be written (a full disk, a terminal that is gone) is left out: a sentence that nobody reads
    must not end what it tells of."""

    def write(self, content: Buffer, /) -> int:
        with suppress(OSError):
            return super().write(content) or 0
        return memoryview(content).nbytes


def hold() -> None:
    """A stream that whoever started the program has closed leads nowhere. Otherwise the next file that is opened would
    be in its place, and what a library prints would go into that."""
    while (number := os.open(os.devnull, os.O_RDWR)) <= STDERR:
        pass
    os.close(number)
    sys.stdin = sys.stdin or os.fdopen(STDIN, encoding="utf-8", closefd=False)
    sys.stdout = sys.stdout or os.fdopen(STDOUT, "w", encoding="utf-8", closefd=False)
    if sys.stderr is sys.__stderr__:  # else somebody else listens
        encoding = sys.stderr.encoding if sys.stderr else "utf-8"
        buffer = io.BufferedWriter(_Unfailing(STDERR, "w", closefd=False))
        sys.stderr = io.TextIOWrapper(buffer, encoding, "backslashreplace", line_buffering=True)
