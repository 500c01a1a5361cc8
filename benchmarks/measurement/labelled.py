"""How well the scores tell labelled pictures apart: on your own set of photographs.

    python -m benchmarks.measurement --labelled FOLDER [--ignore LABEL …] [--morphs] [--json]

FOLDER holds ``PERSON/LABEL/*.jpg`` (or png, tif, bmp, webp; grey ones too); every person has pictures with the label
``neutral``, the other labels are names of expressions, or other common words for them (labels.py). Each picture is
looked at and scored as by `mirrorcam measure --neutral`, against all neutral pictures of the person; a neutral one
against the person's other neutral ones, or, where it is the only one, one half of its looks against the other half.
The latter comes out near 0, whatever the picture, so AUC neutral does without such neutral pictures as soon as two
people have others; until then it is too good, which is said beside it. Whether a face is that of the person at rest is
not asked, as the folder says it.

The figures come twice: on the common scale, which is what every face is asked; and for people of whom all six basic
expressions were scored, each in two pictures and one in ten or more, and a dozen of all with those at rest, on their
own, as by `mirrorcam measure --own-scale`: by how far their face goes in all of their pictures, whatever the labels.

AUC others: how often a picture of this label outscores one of another of the six; a label beside the six has a row of
its own and is in no other's, nor in the mean. AUC neutral: how often it outscores
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
from benchmarks.measurement.labelled_folder import (
    Picture,
    left_out,
    read_pictures,
    same_files,
    same_words,
    smiling_words,
    without_rest,
)
from benchmarks.measurement.labels import REST
from benchmarks.measurement.morphs import course, course_figures
from benchmarks.measurement.photographs import Album
from benchmarks.measurement.words import many

from mirrorcam.app.measuring import SIX, row_of
from mirrorcam.app.measuring.own_scale import LEAST_PICTURES
from mirrorcam.app.measuring.telling import scores_of
from mirrorcam.app.seeing import Eyes, Viewer
from mirrorcam.app.seeing.beside_neutral import neutral_of_looks
from mirrorcam.calibration import Neutral, seems_to_smile
from mirrorcam.errors import BadInput
from mirrorcam.expression import Expression
from mirrorcam.face import Reason, Sample
from mirrorcam.range_of_movement import MARKED, range_in, scaled
from mirrorcam.sources import SourceError
from mirrorcam.target import Target, library

UNREADABLE = "no picture"


@dataclass(frozen=True)
class Lost:
    """A picture that has no score, and why. ``smiles`` as in ``Row``."""

    picture: Picture
    reason: str
    smiles: bool = False


@dataclass(frozen=True)
class Row:
    """A picture with its raw scores, in the order of the targets; ``own``: on the person's own scale, or as ``values``
    if that is not known (``has_own``). ``smiles``: it is a neutral one in which the face seems to smile."""

    picture: Picture
    values: list[float]
    own: list[float]
    has_own: bool
    smiles: bool = False


def score_pictures(pictures: Sequence[Picture], viewer: Viewer) -> tuple[Scored, list[Lost]]:
    rows, names, lost = score_each(pictures, viewer)
    return scored_of(rows, names), lost


def score_each(pictures: Sequence[Picture], viewer: Viewer) -> tuple[list[Row], tuple[str, ...], list[Lost]]:
    """What was scored, for which targets, and what was not. Person by person, so that little is kept in memory."""
    labels = {picture.label for picture in pictures} - {REST}
    targets = {name: target for name, target in library().items() if name in labels or name in SIX}
    rows: list[Row] = []
    lost: list[Lost] = []
    begun = perf_counter()
    for person in sorted({picture.person for picture in pictures}):
        of_person = [picture for picture in pictures if picture.person == person]
        found, missed = _score_person(of_person, targets, viewer)
        rows += found
        lost += missed
        _say_progress(person, len(rows) + len(lost), len(pictures), perf_counter() - begun)
    return rows, tuple(targets), lost


def _say_progress(person: str, done: int, every: int, taken_s: float) -> None:
    left_s = taken_s / done * (every - done)
    print(
        f"{person}: done. {done} of {many(every, 'picture')}, {taken_s / done:.2f} s each, about {left_s:.0f} s left",
        file=sys.stderr,
        flush=True,
    )


def scored_of(rows: Sequence[Row], names: tuple[str, ...]) -> Scored:
    if not rows:
        raise BadInput(
            "none of the pictures could be scored. Look at a few with `mirrorcam measure` to see why."
        )
    people, labels = (np.array([getattr(row.picture, key) for row in rows]) for key in ("person", "label"))
    values, own = (np.array([getattr(row, key) for row in rows]) for key in ("values", "own"))
    with_own = sorted({row.picture.person for row in rows if row.has_own})
    return Scored(people, labels, values, compared_rest(people, labels), names, own, with_own)


def _score_person(
    pictures: Sequence[Picture], targets: Mapping[str, Target], viewer: Viewer
) -> tuple[list[Row], list[Lost]]:
    looks = {picture: _looks(picture.path, viewer) for picture in pictures}
    rests = {
        picture: [one for one in seen if one.scored]
        for picture, seen in looks.items()
        if picture.label == REST and seen and seen[0].scored
    }
    whole = _neutral(rests.values())
    smiling = {picture for picture, seen in rests.items() if seems_to_smile(seen)}
    shown: dict[Picture, Expression] = {}
    lost = []
    for picture, seen in looks.items():
        against = _halves_or_others(picture, rests) if picture in rests else (seen, whole)
        expression, reason = _expression(picture, *against)
        if expression is None:
            lost.append(Lost(picture, reason, picture in smiling))
        else:
            shown[picture] = expression
    own = _on_own_scale(shown, targets)
    return [
        Row(
            picture,
            _scores(face, targets),
            _scores(face, own or targets),
            own is not None,
            picture in smiling,
        )
        for picture, face in shown.items()
    ], lost


def enough_of_each(fewest: int, pictures: int) -> bool:
    """Whether ``MARKED`` of so many pictures is among those of an expression of which there are ``fewest``."""
    return fewest >= 1 + (1 - MARKED / 100) * (pictures - 1)


def _on_own_scale(
    shown: Mapping[Picture, Expression], targets: Mapping[str, Target]
) -> Mapping[str, Target] | None:
    """None where there are few pictures, or few of one of the six: then nobody knows how far the face goes."""
    of_label = Counter(picture.label for picture in shown)
    fewest = min(of_label[name] for name in SIX)
    if len(shown) < LEAST_PICTURES or not enough_of_each(fewest, len(shown)):
        return None
    own = range_in(list(shown.values()), [targets[name] for name in SIX])
    return {name: scaled(target, own) for name, target in targets.items()}


def _scores(face: Expression, targets: Mapping[str, Target]) -> list[float]:
    return list(scores_of(face, targets).values())


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


def _expression(
    picture: Picture, seen: Sequence[Sample], neutral: Neutral | None
) -> tuple[Expression | None, str]:
    """What the face shows, or None and why nothing can be scored."""
    if not seen:
        return None, UNREADABLE
    row = row_of(seen, str(picture.path), 0, neutral, {}, known=True)
    return row.expression, "" if row.expression else str(row.reason or Reason.NO_NEUTRAL)


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
    same = same_files(folder, pictures)
    for words in same_words(same):
        print(words, file=sys.stderr)
    with Viewer() as viewer:
        rows, names, lost = score_each(pictures, viewer)
    smiling = sorted(str(one.picture.path.relative_to(folder)) for one in (*rows, *lost) if one.smiles)
    for words in smiling_words(smiling):
        print(words, file=sys.stderr)
    scored = scored_of(rows, names)
    found = figures_of(scored)
    if not found:
        raise BadInput(
            f'{folder}: no picture with another label than "{REST}" could be scored: {_why(lost)}.'
        )
    return {
        "people": len(np.unique(scored.people)),
        "people_not_scored": sorted({one.person for one in pictures} - set(scored.people)),
        "pictures": len(pictures),
        "scored": len(scored.labels),
        "neutral": int((scored.labels == REST).sum()),
        "left_out": asdict(besides),
        "same_files": same,
        "neutral_smiles": smiling,
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
        "own_scale": own_figures(scored, resamples),
        "morphs": measure_label_morphs(pictures) if morphs else None,
        "each_picture": each_picture(folder, rows, names, lost),
    }


def each_picture(
    folder: Path, rows: Sequence[Row], names: Sequence[str], lost: Sequence[Lost]
) -> list[dict[str, Any]]:
    """By its path in the folder: the label as it is understood, and its scores on the common scale, or why there are
    none. All figures on that scale can be computed anew from these."""
    of_row = [(row.picture, dict(zip(names, row.values, strict=True)), None) for row in rows]
    without = [(one.picture, None, one.reason) for one in lost]
    found = [
        {
            "file": str(picture.path.relative_to(folder)),
            "person": picture.person,
            "label": picture.label,
            "scores": scores,
            "reason": reason,
        }
        for picture, scores, reason in (*of_row, *without)
    ]
    return sorted(found, key=lambda one: str(one["file"]))


def own_figures(scored: Scored, resamples: int) -> dict[str, Any] | None:
    """None when nobody's own scale is known."""
    if not scored.with_own:
        return None
    own = scored.on_own_scale()
    found = figures_of(own)
    return {
        "people": len(scored.with_own),
        "labels": found,
        "mean": means(found),
        "intervals": intervals(own, resamples),
        "confusion": confusion(own),
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
