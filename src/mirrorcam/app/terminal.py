"""What a run without a window says: progress on stderr, the summary on stdout."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Self, TextIO, TypeVar

from mirrorcam.face import Reason
from mirrorcam.phrases import phrase
from mirrorcam.review import Summary
from mirrorcam.session import Moment

BAR = 28
LASTING_S = 2.0
T = TypeVar("T")


def say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


class Progress:
    """One line a step; on a terminal a second line that is rewritten tells what happens just now. Elsewhere what makes
    a step wait is told once, when it has lasted for ``LASTING_S``. Where nobody can read it any more (a pipe that was
    closed, a terminal that is gone, a full disk) the session goes on without."""

    def __init__(self, stream: TextIO | None = None) -> None:
        self.stream = stream or sys.stderr
        self.lively = self.stream.isatty()
        self.step: int | None = None
        self.shown = ""
        self._waiting: Reason | None = None
        self._since_s = 0.0
        self._told: set[Reason] = set()

    def show(self, moment: Moment) -> None:
        if moment.step != self.step:
            self.step = moment.step
            self._told.clear()
            self._line(_heading(moment))
        if self.lively:
            self._rewrite(f"     {_now(moment)}")
        else:
            self._tell_waiting(moment)

    def _tell_waiting(self, moment: Moment) -> None:
        waiting = moment.waiting
        if waiting is not self._waiting:
            self._waiting, self._since_s = waiting, moment.time_s
        if waiting and waiting not in self._told and moment.time_s - self._since_s >= LASTING_S:
            self._told.add(waiting)
            self._line(f"     {waiting.words}")

    def end(self) -> None:
        if self.lively:
            self._rewrite("")

    def _line(self, text: str) -> None:
        self.end()
        self._print(f"{text}\n")

    def _rewrite(self, text: str) -> None:
        text = text[: shutil.get_terminal_size().columns - 1]
        if text != self.shown:
            self._print("\r" + text.ljust(len(self.shown)) + "\r" * (not text))
            self.shown = text

    def _print(self, text: str) -> None:
        with suppress(OSError):
            print(text, end="", file=self.stream, flush=True)


class Share:
    """How far something has come that takes a while: one line on a terminal, which goes away at its end; nothing
    elsewhere. ``words`` say what is done, ``whole`` how many things it is."""

    def __init__(self, words: str, whole: int, stream: TextIO | None = None) -> None:
        self.words, self.whole = words, whole
        self.stream = stream or sys.stderr
        self.lively = self.stream.isatty()
        self._shown = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._show("")

    def of(self, things: Iterable[T]) -> Iterator[T]:
        """The same things, counted."""
        for done, thing in enumerate(things):
            self._show(self._line(done / max(1, self.whole)))
            yield thing

    def _line(self, share: float) -> str:
        bar = "█" * round(min(1.0, share) * BAR)
        return f"{self.words}  {bar:·<{BAR}} {int(min(1.0, share) * 100):3} %"

    def _show(self, text: str) -> None:
        text = text[: shutil.get_terminal_size().columns - 1]
        if self.lively and text != self._shown:
            print(
                "\r" + text.ljust(len(self._shown)) + "\r" * (not text), end="", file=self.stream, flush=True
            )
            self._shown = text


def _heading(moment: Moment) -> str:
    if moment.step < 0:
        return phrase("neutral.title")
    if moment.done:
        return phrase("terminal.done")
    count = phrase("terminal.step", number=f"{moment.step + 1:>2}", steps=moment.steps)
    return f"{count}  {moment.title}"


def _now(moment: Moment) -> str:
    if moment.waiting:
        return moment.waiting.words
    score = "" if moment.scene.score is None else f" · {moment.scene.score:.0f}"
    return f"{moment.scene.progress_words or moment.scene.words}{score}"


def print_summary(summary: Summary) -> None:
    """On stdout: the headline, a bar for each expression with how much of it could be seen, what else there is to say,
    and what the numbers mean. How long each was held is said once: in the sentences, where there are any."""
    print(f"\n{summary.headline}")
    width = max((len(row.title) for row in summary.rows), default=0)
    for row in summary.rows:
        note = row.beside if summary.told and row.score is not None else row.note
        note = ", ".join(filter(None, (note, row.seen)))
        if row.score is None:
            print(f"  {row.title:<{width}}  {note}")
        else:
            bar = "█" * round(row.score / 100 * BAR)
            print(f"  {row.title:<{width}}  {bar:·<{BAR}} {row.score:3.0f}  {note}".rstrip())
    for sentence in (*summary.told, summary.words):
        print(sentence)
