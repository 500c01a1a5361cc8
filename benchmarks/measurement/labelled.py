"""How well the scores tell labelled pictures apart: on your own set of photographs.

    python -m benchmarks.measurement --labelled FOLDER [--ignore LABEL …] [--morphs] [--json]

FOLDER holds ``PERSON/LABEL/*.jpg`` (or png, tif, bmp, webp; grey ones too); every person has pictures with the label
``neutral``, the other labels are names of expressions, or other common words for them (labels.py). Each picture is
looked at and scored as by `mirrorcam measure --neutral`, against all neutral pictures of the person; a neutral one
against the person's other neutral ones, or, where it is the only one, one half of its looks against the other half.
The latter comes out near 0, whatever the picture, so AUC neutral does without such neutral pictures as soon as two
people have others; until then it is too good, which is said beside it. Whether a face is that of the person at rest is
not asked, as the folder says it.

AUC others: how often a picture of this label outscores one of another expression. AUC neutral: how often it outscores
a neutral one. Top-1: how often, of the six basic expressions, its own scores higher than every other; a tie, also of
six noughts, is a miss. P80: 80th percentile of its own score. 95 % intervals come from resampling the people; there is
none where one person alone makes a figure. Null: AUC others with the labels shuffled.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
from benchmarks.measurement.labelled_figures import (
    RESAMPLES,
    Scored,
    alone_at_rest,
    compared_rest,
    confusion,
    figures_of,
    intervals,
    means,
    null_of_labels,
)
from benchmarks.measurement.labelled_folder import Picture, left_out, read_pictures, without_rest
from benchmarks.measurement.labels import REST
from benchmarks.measurement.morphs import course, course_figures
from benchmarks.measurement.photographs import Album
from benchmarks.measurement.words import many

from mirrorcam.app.beside_neutral import neutral_of_looks
from mirrorcam.app.measure import SIX, row_of
from mirrorcam.app.seeing import Eyes, Viewer
from mirrorcam.calibration import Neutral
from mirrorcam.errors import BadInput
from mirrorcam.face import Reason, Sample
from mirrorcam.sources import SourceError
from mirrorcam.target import Target, library

UNREADABLE = "no picture"


@dataclass(frozen=True)
class Lost:
    """A picture that has no score, and why."""

    picture: Picture
    reason: str


def score_pictures(pictures: Sequence[Picture], viewer: Viewer) -> tuple[Scored, list[Lost]]:
    """Person by person, so that little is kept in memory."""
    labels = {picture.label for picture in pictures} - {REST}
    targets = {name: target for name, target in library().items() if name in labels or name in SIX}
    rows: list[tuple[Picture, list[float]]] = []
    lost: list[Lost] = []
    begun = perf_counter()
    for person in sorted({picture.person for picture in pictures}):
        of_person = [picture for picture in pictures if picture.person == person]
        found, missed = _score_person(of_person, targets, viewer)
        rows += found
        lost += missed
        _say_progress(person, len(rows) + len(lost), len(pictures), perf_counter() - begun)
    return _scored(rows, tuple(targets)), lost


def _say_progress(person: str, done: int, every: int, taken_s: float) -> None:
    left_s = taken_s / done * (every - done)
    print(
        f"{person}: done. {done} of {many(every, 'picture')}, {taken_s / done:.2f} s each, about {left_s:.0f} s left",
        file=sys.stderr,
        flush=True,
    )


def _scored(rows: Sequence[tuple[Picture, list[float]]], names: tuple[str, ...]) -> Scored:
    if not rows:
        raise BadInput(
            "none of the pictures could be scored. Look at a few with `mirrorcam measure` to see why."
        )
    people, labels = (np.array([getattr(picture, key) for picture, _ in rows]) for key in ("person", "label"))
    values = np.array([values for _, values in rows])
    return Scored(people, labels, values, compared_rest(people, labels), names)


def _score_person(
    pictures: Sequence[Picture], targets: Mapping[str, Target], viewer: Viewer
) -> tuple[list[tuple[Picture, list[float]]], list[Lost]]:
    looks = {picture: _looks(picture.path, viewer) for picture in pictures}
    rests = {
        picture: [one for one in seen if one.scored]
        for picture, seen in looks.items()
        if picture.label == REST and seen and seen[0].scored
    }
    whole = _neutral(rests.values())
    rows, lost = [], []
    for picture, seen in looks.items():
        against = _halves_or_others(picture, rests) if picture in rests else (seen, whole)
        values, reason = _score(picture, *against, targets)
        if values is None:
            lost.append(Lost(picture, reason))
        else:
            rows.append((picture, values))
    return rows, lost


def _looks(path: Path, viewer: Viewer) -> list[Sample]:
    """Empty when the file is no picture that can be read."""
    try:
        return next(iter(viewer.looks(path)))
    except SourceError:
        return []


def _halves_or_others(
    picture: Picture, rests: Mapping[Picture, Sequence[Sample]]
) -> tuple[Sequence[Sample], Neutral | None]:
    """Of one at rest what to score, and against what: a picture is never its own neutral."""
    others = [looks for rest, looks in rests.items() if rest != picture]
    if not others:
        return rests[picture][::2], _neutral([rests[picture][1::2]])
    return rests[picture], _neutral(others)


def _neutral(rests: Iterable[Sequence[Sample]]) -> Neutral | None:
    looks = [look for each in rests for look in each]
    return neutral_of_looks(looks) if looks else None


def _score(
    picture: Picture, seen: Sequence[Sample], neutral: Neutral | None, targets: Mapping[str, Target]
) -> tuple[list[float] | None, str]:
    """The scores, or None and why not."""
    if not seen:
        return None, UNREADABLE
    row = row_of(seen, str(picture.path), 0, neutral, targets, known=True)
    if row.expression is None:
        return None, str(row.reason or Reason.NO_NEUTRAL)
    return [float(row.scores[name] or 0.0) for name in targets], ""


def measure_labelled(
    folder: Path, ignored: Iterable[str] = (), resamples: int = RESAMPLES, morphs: bool = False
) -> dict[str, Any]:
    """Raises BadInput when the folder cannot be measured."""
    pictures = read_pictures(folder, ignored)
    besides = left_out(folder, ignored)
    for words in besides.words():
        print(words, file=sys.stderr)
    if lacking := without_rest(pictures):
        print(
            f'{", ".join(lacking)}: no picture with the label "{REST}", so nothing of them is scored.',
            file=sys.stderr,
        )
    with Viewer() as viewer:
        scored, lost = score_pictures(pictures, viewer)
    found = figures_of(scored)
    if not found:
        raise BadInput(
            f'{folder}: no picture with another label than "{REST}" could be scored: {_why(lost)}.'
        )
    return {
        "people": len(np.unique(scored.people)),
        "pictures": len(pictures),
        "scored": len(scored.labels),
        "neutral": int((scored.labels == REST).sum()),
        "left_out": asdict(besides),
        "people_without_neutral": without_rest(pictures),
        "people_with_one_neutral": alone_at_rest(scored.people, scored.labels),
        "neutral_compared": int(scored.rest.sum()),
        "not_scored": dict(Counter(one.reason for one in lost)),
        "files_not_scored": {str(one.picture.path.relative_to(folder)): one.reason for one in lost},
        "n": {name: int((scored.labels == name).sum()) for name in found},
        "labels": found,
        "mean": means(found),
        "intervals": intervals(scored, resamples),
        "null": null_of_labels(scored),
        "confusion": confusion(scored),
        "morphs": measure_label_morphs(pictures) if morphs else None,
    }


def measure_label_morphs(pictures: Sequence[Picture]) -> dict[str, Any] | None:
    """Along neutral → the first picture of each of the six of each person. None when nothing could be scored."""
    first: dict[tuple[str, str], Path] = {}
    for picture in pictures:
        first.setdefault((picture.person, picture.label), picture.path)
    apexes = [(key, path) for key, path in first.items() if key[1] in SIX and (key[0], REST) in first]
    with Eyes.open(still=True) as eyes:
        found = [course(Album(eyes), first[who, REST], path, label) for (who, label), path in apexes]
    courses = [one for one in found if one is not None]
    return {"pairs": len(found), **course_figures(courses)} if courses else None


def _why(lost: Sequence[Lost]) -> str:
    return ", ".join(f"{reason} {count}" for reason, count in Counter(one.reason for one in lost).items())
