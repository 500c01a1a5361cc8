"""`mirrorcam report`: sessions as one page to read, to print and to hand over. docs/report.md tells what is on it.

``story`` is what there is to tell of a session, as data, with ``watching`` and ``fitting``; ``plots`` draws figures;
``sheet``, ``cards``, ``balance`` and ``course`` put words and figures together; ``page`` is the document around them,
``markup`` what keeps it whole.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TextIO

from mirrorcam.app.headless import speak
from mirrorcam.app.kept.profiles import own_store
from mirrorcam.app.report.course import course
from mirrorcam.app.report.page import page
from mirrorcam.app.report.sheet import sheet
from mirrorcam.app.report.story import Story, read_story
from mirrorcam.app.stills import whole
from mirrorcam.app.terminal import say
from mirrorcam.errors import BadInput
from mirrorcam.phrases import phrase
from mirrorcam.recording import About, Content, read_about, read_recording

ENDINGS = (".html", ".htm")
MOST_NAME = 60
PATIENCE_S = 1.0


def make(arguments: argparse.Namespace, paths: Sequence[Path]) -> int:
    """The command. Raises BadInput, and then nothing is written."""
    speak(own_store())
    check_out(arguments.out)
    if len(arguments.name) > MOST_NAME:
        raise BadInput(f"--name: {MOST_NAME} characters at most. A name that only you know is enough.")
    sessions = [read_about(path) for path in dict.fromkeys(path.resolve() for path in paths)]
    _of_one_person(sessions)
    stories = [_read(one.path) for one in _each_once(sessions)]
    text = report(stories, arguments.name)
    with whole(arguments.out) as unfinished:
        unfinished.touch(0o600)
        unfinished.write_text(text, encoding="utf-8")
    print(arguments.out)
    return 0


def _of_one_person(sessions: Sequence[About]) -> None:
    """Raises BadInput where they are several people's, as far as their pseudonyms tell: the page shows sessions
    together as one person's way. One's own from before one had a name are one's own all the same."""
    own = {one.pseudonym for one in sessions if not one.received}
    if len(own) > 1:
        own.discard("")
    others = {one.pseudonym or "somebody else's without a name" for one in sessions if one.received}
    whose = sorted({name or "your own" for name in own} | others)
    if len(whose) > 1:
        raise BadInput(
            f"These sessions are of several people: {', '.join(whose)}. A report is about one person; give the "
            "sessions of one. If they are one person's all the same, give them one name: "
            "mirrorcam sessions pseudonym SESSION NAME."
        )


def _each_once(sessions: Sequence[About]) -> list[About]:
    """Of files that are of one session, such as all of it and its scores alone, the one with the most in it; of the
    others it is said."""
    most: dict[tuple[str, str], About] = {}
    for one in sorted(sessions, key=lambda one: list(Content).index(Content(one.content))):
        kept = most.setdefault((one.created, one.exercise), one)
        if kept is not one:
            say(f"{one.path}: is of the same session as {kept.path}, which is on the page.")
    return list(most.values())


def _read(path: Path) -> Story:
    """What takes long (a session that has to be computed anew) is told of, on a terminal."""
    recording, waiting = read_recording(path), Waiting(path.stem)
    try:
        return read_story(recording, tell=waiting.tell)
    finally:
        waiting.end()


class Waiting:
    """A line on a terminal that says how far it has come, from a second on."""

    def __init__(
        self, name: str, stream: TextIO | None = None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._name, self._stream, self._clock = name, stream or sys.stderr, clock
        self._began_s, self._shown = clock(), ""

    def tell(self, share: float) -> None:
        """``share``: 0..1 of it."""
        if not self._stream.isatty() or self._clock() - self._began_s < PATIENCE_S:
            return
        said = phrase("terminal.computing", name=self._name, percent=int(100 * min(1.0, share)))
        if said != self._shown:
            self._stream.write(f"\r{said.ljust(len(self._shown))}")
            self._stream.flush()
            self._shown = said

    def end(self) -> None:
        """Takes the line away."""
        if self._shown:
            self._stream.write(f"\r{' ' * len(self._shown)}\r")
            self._stream.flush()


def report(stories: Sequence[Story], name: str = "") -> str:
    """The page. With several sessions, they come in the order of their time, after what they show together."""
    ordered = sorted(stories, key=lambda story: story.when)
    together = [course(ordered, name)] if len(ordered) > 1 else []
    sheets = [sheet(story, name, last=story is ordered[-1]) for story in ordered]
    title = ordered[0].title if len(ordered) == 1 else phrase("report.sessions", count=len(ordered))
    return page(f"{phrase('report.name')} · {title}", [*together, *sheets])


def check_out(path: Path) -> None:
    """Raises BadInput for what cannot be written; no file is ever overwritten."""
    if path.suffix.lower() not in ENDINGS:
        raise BadInput(f"{path}: the name has to end in .html.")
    if path.exists():
        raise BadInput(f"{path}: there is a file of this name already; choose another")
    if not path.parent.is_dir():
        raise BadInput(f"{path}: there is no folder {path.parent}. Make it first.")
