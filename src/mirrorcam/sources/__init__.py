"""Sources of pictures, or of samples recorded earlier, behind one small protocol.

A source is a context manager and an iterator. ``open_source`` imports only what it opens.
"""

from __future__ import annotations

from collections.abc import Iterator
from types import TracebackType
from typing import Protocol, Self

from mirrorcam.expression import Expression
from mirrorcam.face import Frame, Sample


class Source(Protocol):
    """Yields frames to be tracked, or samples that were tracked before. ``time_s`` grows strictly from 0 on."""

    name: str
    """For a person to read: "camera 0 (Integrated Camera)", "smile.mp4", "the built-in performer"."""
    live: bool
    """True when frames arrive by themselves (a camera); otherwise they come as fast as they are asked for."""

    def __iter__(self) -> Iterator[Frame | Sample]: ...

    def prompt(self, asked: Expression | None) -> None:
        """What the exercise asks for from now on (None: nothing). Only a performer listens."""

    def close(self) -> None: ...

    def __enter__(self) -> Self: ...

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None: ...
