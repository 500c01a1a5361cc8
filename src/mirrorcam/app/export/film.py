"""``--to film``: the avatars at the pace of the session, with what was said beside them. docs/export-format.md."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from mirrorcam.app.ending import until_told
from mirrorcam.app.export.captions import webvtt
from mirrorcam.app.export.film_picture import POINTS, SIZE, Film
from mirrorcam.app.export.outline import Clock, Outline, outline
from mirrorcam.app.export.staging import FILE_MODE, new_file, whole
from mirrorcam.app.headless import speak
from mirrorcam.app.kept.profiles import own_store
from mirrorcam.app.painting.easel import Easel
from mirrorcam.app.painting.theme import STANDARD
from mirrorcam.app.terminal import Share
from mirrorcam.avatars import DEFAULT, Avatar, open_avatar, people
from mirrorcam.errors import BadInput
from mirrorcam.face import Reason
from mirrorcam.instant import NO_STEP
from mirrorcam.phrases import catalogue, day_and_time, phrase, translated
from mirrorcam.recording import About, Recording, moments, session_moments
from mirrorcam.session import Moment
from mirrorcam.sources import SourceError
from mirrorcam.sources.film_writer import VIDEOS, write_film

Picture = NDArray[np.uint8]
Shown = tuple[Moment, Reason | None]
USUAL_RATE, RATES = 30.0, (1.0, 60.0)
LONGEST_S = 4 * 3600.0
"""Drawing it takes about as long (docs/export-format.md)."""
OTHER_KINDS = (".avi", ".gif", ".m4v", ".mov", ".mpg", ".webm", ".wmv")
"""Endings of films that are not written here; any other name is that of a folder."""


def export_film(
    recording: Recording, out: Path, person: str | None = None, rate: float | None = None
) -> list[Path]:
    """The film, and its captions beside it; all of it or nothing. Raises BadInput."""
    speak(own_store())
    rate = USUAL_RATE if rate is None else rate
    if not RATES[0] <= rate <= RATES[1]:
        raise BadInput(f"--rate: from {RATES[0]:.0f} to {RATES[1]:.0f} pictures a second, not {rate:g}.")
    recording.check_recomputable("there is no film to be drawn")
    path, avatar = _path(recording, out), open_avatar(person) if person else _avatar(recording)
    captions = path.with_suffix(".vtt")
    with whole(path.parent, [captions.name, path.name]) as stage:
        seen = outline((moment for _, moment in until_told(moments(recording))), recording.notes, POINTS)
        _check(recording.about, seen)
        with new_file(stage / captions.name) as file:
            file.write(webvtt(seen))
        film = Film(seen, avatar, STANDARD, _head(recording.about))
        with Share(phrase("export_film.drawing"), frames(seen, rate)) as share:
            _write(stage / path.name, path, share.of(pictures(recording, film, seen, rate)), rate)
        (stage / path.name).chmod(FILE_MODE)
    return [path, captions]


def _write(unfinished: Path, path: Path, drawn: Iterator[Picture], rate: float) -> None:
    """What goes amiss is said of the name that the film would have."""
    try:
        write_film(unfinished, drawn, rate)
    except SourceError as error:
        raise BadInput(str(error).replace(str(unfinished), str(path))) from None


def _path(recording: Recording, out: Path) -> Path:
    ending = out.suffix.lower()
    if out.is_dir() or ending not in (*VIDEOS, *OTHER_KINDS):
        return out / f"{recording.about.path.stem}{VIDEOS[0]}"
    if ending in OTHER_KINDS:
        raise BadInput(f"{out}: the name of a film has to end in {' or '.join(VIDEOS)}.")
    return out


def _avatar(recording: Recording) -> Avatar:
    """Whoever it was. A session is only asked for a name: it may come from somebody else."""
    asked = (recording.about.person, recording.begin().exercise.person)
    return open_avatar(next((name for name in asked if name in people()), DEFAULT))


def _check(about: About, seen: Outline) -> None:
    if not seen.spans:
        raise BadInput(phrase("replay.nothing", file=about.path))
    if seen.length_s > LONGEST_S:
        hours = f"{seen.length_s / 3600:.1f}"
        raise BadInput(
            phrase("export_film.too_long", file=about.path, hours=hours, most=round(LONGEST_S / 3600))
        )


def _head(about: About) -> str:
    """ "Smile ladder · 22 Nov 2026, 18:02"."""
    return f"{translated(about.title)} · {day_and_time(datetime.fromisoformat(about.created))}"


def frames(seen: Outline, rate: float) -> int:
    """How many pictures the film has."""
    return int(seen.length_s * rate + 1e-6) + 1


def pictures(recording: Recording, film: Film, seen: Outline, rate: float) -> Iterator[Picture]:
    """(720, 1280, 4) uint8 RGBA, opaque; it is one array, painted anew for each picture."""
    easel = Easel(round(SIZE[0]), round(SIZE[1]), 1.0)
    turned = catalogue().right_to_left
    for time_s, (moment, reason) in paced(_shown(recording), frames(seen, rate), rate):
        easel.show(film.picture(moment, reason, time_s), turned)
        yield easel.pixels


def paced(shown: Iterator[Shown], count: int, rate: float) -> Iterator[tuple[float, Shown]]:
    """For each picture its time, and the newest moment then (the first one, before there is any)."""
    now = next(shown)
    after = next(shown, None)
    for number in range(count):
        time_s = number / rate
        while after is not None and after[0].time_s <= time_s + 1e-6:
            now, after = after, next(shown, None)
        yield time_s, now


def _shown(recording: Recording) -> Iterator[Shown]:
    """Every moment, with the reason why its step could not score it."""
    clock = Clock()
    for session, _, moment in until_told(session_moments(recording)):
        told = None if moment.kind in NO_STEP else session.seen
        yield clock.told(moment), told.reason if told else None
