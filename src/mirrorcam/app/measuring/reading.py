"""What is seen in a file, or in each picture of a folder; and what is known of files beside that."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from mirrorcam.app.measuring.lines import in_one_line
from mirrorcam.app.seeing import Viewer
from mirrorcam.app.terminal import say
from mirrorcam.face import Sample
from mirrorcam.sources import PICTURE_STEP_S, SourceError, pictures_in


class FileFacts:
    """What is known of files beside their rows: which could not be read, each named once, as soon as that is known, and
    of each path how many, and when the face in a film was at rest, and whether it seems to smile there, or what kept it
    from being so most of the time."""

    def __init__(self) -> None:
        self.messages: list[str] = []
        self.unread: Counter[Path] = Counter()
        self.rest_s: dict[Path, tuple[float, float]] = {}
        self.rest_smiles: set[Path] = set()
        self.restless: dict[Path, str] = {}

    def tell(self, path: Path, error: SourceError) -> None:
        if str(error) not in self.messages:
            self.messages.append(str(error))
            self.unread[path] += 1
            say(str(error))


def looks_of(
    path: Path, viewer: Viewer, facts: FileFacts | None, *, unseen: bool = False
) -> Generator[tuple[int, list[Sample]], None, None]:
    """With the number of the frame. What cannot be read, or from some frame on, is told to ``facts``; without one it
    raises SourceError. ``unseen``: no rows on the terminal tell how far it came in a film."""
    try:
        yield from _looks_of(path, viewer, facts, unseen)
    except SourceError as error:
        if facts is None:
            raise
        facts.tell(path, error)


def _looks_of(
    path: Path, viewer: Viewer, facts: FileFacts | None, unseen: bool
) -> Iterator[tuple[int, list[Sample]]]:
    """The pictures of a folder are opened one by one, so that one that cannot be read does not hide those after it."""
    if not path.is_dir():
        with _left(viewer.looks(path)) as looks:
            yield from enumerate(_with_progress(path, looks) if unseen and sys.stderr.isatty() else looks)
        return
    for number, picture in enumerate(pictures_in(path)):
        try:
            for samples in viewer.looks(picture):
                time_s = number * PICTURE_STEP_S
                yield number, [replace(one, time_s=time_s, file=str(picture)) for one in samples]
        except SourceError as error:
            if facts is None:
                raise
            facts.tell(path, error)


def name_of(path: Path, samples: Sequence[Sample]) -> str:
    """Of the file that they were seen in, which in a folder is a picture of it."""
    return samples[0].file if path.is_dir() else str(path)


def _with_progress(path: Path, looks: Iterator[list[Sample]]) -> Iterator[list[Sample]]:
    """One line, which each second of the film writes anew."""
    told_s = -1
    try:
        for samples in looks:
            if samples[0].time_s >= told_s + 1:
                told_s = int(samples[0].time_s)
                _rewrite(f"{in_one_line(path.name)}: {told_s} s of it looked at")
            yield samples
    finally:
        _rewrite("")


def _rewrite(words: str) -> None:
    print(f"\r\x1b[K{words}", end="", file=sys.stderr, flush=True)


@contextmanager
def _left(looks: Iterator[list[Sample]]) -> Iterator[Iterator[list[Sample]]]:
    """Closed where it is left, not when it is forgotten: a Ctrl-C while a forgotten film closes would be lost."""
    try:
        yield looks
    finally:
        if isinstance(looks, Generator):
            looks.close()
