"""How a run is ended from outside: Ctrl-C, a closed terminal, a logout, a shutdown. What was done is kept.

Python hears of them between any two steps of the main thread, also in the middle of a sample that is being scored or of
a second that is being written. Where that would cost something, ``Held`` has them wait.
"""

from __future__ import annotations

import atexit
import gc
import signal
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType, TracebackType
from typing import Any, Self, TypeVar

ENDINGS = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
"""Besides Ctrl-C. Windows has no SIGHUP."""
PATIENCE_S = 5.0
"""Who asks once more after so long is not made to wait: as long as a window waits for a camera that hangs (feed.py)."""


T = TypeVar("T")


def end_as_with_ctrl_c() -> None:
    """When the terminal is closed, the person logs out or the computer is shut down, all is kept as after Ctrl-C. Once:
    what ends a program often says so twice, and what is just being put away is not to be disturbed. Who has it ignored
    (nohup) goes on."""
    with suppress(ValueError):  # only the main thread is told of signals
        for name in ENDINGS:
            if signal.getsignal(name) is signal.SIG_DFL:
                signal.signal(name, _end)


def _end(number: int, frame: FrameType | None) -> None:
    for name in ENDINGS:
        if signal.getsignal(name) is _end:
            signal.signal(name, _known)
    signal.default_int_handler(number, frame)


def _known(number: int, frame: FrameType | None) -> None:
    """An end has been asked for already."""


def told_to_end() -> bool:
    """Whether an end was asked for, even if nothing has come of it: where it meets a callback of a weak reference, of
    the garbage collector or of a library in C, Python drops the exception. That happens while modules are loaded, too,
    and the window would open, stay, and be deaf. So whatever goes on until somebody ends it asks from time to time."""
    return any(signal.getsignal(name) is _known for name in ENDINGS)


def until_told(things: Iterable[T]) -> Iterator[T]:
    """The same things, for what goes through many of them: raises KeyboardInterrupt where an end was asked for and
    lost."""
    for thing in things:
        if told_to_end():
            raise KeyboardInterrupt
        yield thing


atexit.register(gc.freeze)
"""When all is put away, Python searches all that was ever loaded for rings of objects to take apart: a fifth of a
second of work after a session, and many seconds on a busy computer, where a program that has said goodbye seems to
hang. What is frozen is left to the system."""


class Held:
    """While it lasts, whoever asks for an end is only noted (``asked``), and what is done is done to its end. In a
    thread other than the main one, which is told of nothing, it does nothing."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._asked_s: float | None = None
        self._were: dict[signal.Signals, Any] = {}

    @property
    def asked(self) -> bool:
        return self._asked_s is not None

    def __enter__(self) -> Self:
        with suppress(ValueError):
            self._asked_s = self._clock() if told_to_end() else None
            for name in (signal.SIGINT, *ENDINGS):
                was = signal.getsignal(name)
                if callable(was) and was is not _known:  # who has it ignored goes on
                    self._were[name] = signal.signal(name, self._note)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for name, was in self._were.items():
            signal.signal(name, was)

    def _note(self, number: int, frame: FrameType | None) -> None:
        if self._asked_s is not None and self._clock() - self._asked_s > PATIENCE_S:
            signal.default_int_handler(number, frame)
        self._asked_s = self._clock() if self._asked_s is None else self._asked_s


@contextmanager
def to_its_end() -> Iterator[None]:
    """For what is loaded: whoever asks for an end has it afterwards. In the middle of it the exception may be dropped,
    or come back as a fault of the library that it met."""
    with Held() as held:
        yield
    if held.asked:
        raise KeyboardInterrupt
