"""How well the scores tell labelled pictures apart: on your own set of photographs.

    python -m benchmarks.measurement --labelled FOLDER [--ignore LABEL …] [--morphs] [--json]

FOLDER holds ``PERSON/LABEL/*.jpg`` (or png, tif, bmp, webp; grey ones too); every person has pictures with the label
``neutral``, the other labels are names of expressions, or other common words for them (labels.py). Each picture is
looked at and scored as by `mirrorcam measure --neutral`, against all neutral pictures of the person; a neutral one
against the person's other neutral ones, or, where it is the only one, one half of its looks against the other half. A
neutral picture that cannot be scored itself beside the others, as it is blurred, say, is no reference either
(app/measuring/rests.py). Halves come out near 0, whatever the picture, so AUC neutral does without such neutral
pictures as soon as two people have others; until then it is too good, which is said beside it. Whether a face is that
of the person at rest is not asked, as the folder says it, but of neutral pictures: glasses in one are nothing to
measure against.

The figures come twice: on the common scale, which is what every face is asked; and for people of whom all six basic
expressions were scored, each in two pictures and one in ten or more, and a dozen of all with those at rest, on their
own, as by `mirrorcam measure --own-scale`: by how far their face goes in all of their pictures, whatever the labels.

AUC others: how often a picture of this label outscores one of another of the six; a label beside the six has a row of
its own and is in no other's, nor in the mean. AUC neutral: how often it outscores
a neutral one. Top-1: how often, of the six basic expressions, its own scores higher than every other; a tie, also of
six noughts, is a miss. P80: 80th percentile of its own score. 95 % intervals come from resampling the people; there is
none where one person alone makes a figure. Null: AUC others with the labels shuffled.

Ctrl-C ends it with the figures of the people that were done.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from benchmarks.measurement.labelled_figures import (
    RESAMPLES,
    Scored,
    alone_at_rest,
    confusion,
    figures_of,
    intervals,
    means,
    null_of_labels,
)
from benchmarks.measurement.labelled_folder import (
    NAMED,
    LeftOut,
    Picture,
    left_out,
    read_pictures,
    same_files,
    same_words,
    smiling_words,
    without_rest,
)
from benchmarks.measurement.labelled_scoring import (
    UNREADABLE,
    Found,
    Lost,
    Progress,
    Row,
    score_people,
    scored_of,
    targets_for,
)
from benchmarks.measurement.labels import REST
from benchmarks.measurement.morphs import course, course_figures
from benchmarks.measurement.photographs import Album
from benchmarks.measurement.words import many

from mirrorcam.app.measuring import SIX
from mirrorcam.app.seeing import Eyes, Viewer
from mirrorcam.errors import BadInput
from mirrorcam.face import Reason
from mirrorcam.sources import SourceError


class Stopped(Exception):
    """By Ctrl-C, before there were any figures: how far it came."""


def measure_labelled(
    folder: Path, ignored: Iterable[str] = (), resamples: int = RESAMPLES, morphs: bool = False
) -> dict[str, Any]:
    """``stopped``: how far it came, if Ctrl-C ended it; all figures are then of the people that were done. Raises
    BadInput when the folder cannot be measured, and Stopped."""
    pictures = read_pictures(folder, ignored)
    besides, same = left_out(folder, ignored), same_files(folder, pictures)
    _tell(_of_folder(pictures, besides, same))
    done, stopped = _score(pictures)
    _tell([stopped] if stopped else [])
    if stopped and not any(one.rows for one in done):
        raise Stopped(stopped)
    pictures = [one for one in pictures if one.person in {each.person for each in done}]
    rows, lost = [row for one in done for row in one.rows], [one for each in done for one in each.lost]
    if not rows:
        raise BadInput(_nothing_scored(folder, lost))
    every: list[Row | Lost] = [*rows, *lost]
    smiling = sorted(str(one.picture.path.relative_to(folder)) for one in every if one.smiles)
    _tell(smiling_words(smiling))
    names = tuple(targets_for(pictures))
    along, stopped_there = _along(rows) if morphs and not stopped else (None, "")
    _tell([stopped_there] if stopped_there else [])
    scored = scored_of(rows, names)
    try:
        figures = _of_scored(folder, pictures, scored, lost, resamples)
    except KeyboardInterrupt:
        stopped = stopped or "Stopped: all pictures are scored, but there are no intervals."
        _tell([stopped])
        figures = _of_scored(folder, pictures, scored, lost, 0)
    return {
        "stopped": stopped or stopped_there or None,
        "left_out": asdict(besides),
        "same_files": same,
        "neutral_smiles": smiling,
        "people_without_neutral": without_rest(pictures),
        **figures,
        "morphs": along,
        "each_picture": each_picture(folder, rows, names, lost),
    }


def _tell(lines: Iterable[str]) -> None:
    for line in lines:
        print(line, file=sys.stderr)


def _of_folder(pictures: Sequence[Picture], besides: LeftOut, same: Sequence[Sequence[str]]) -> list[str]:
    lacking = without_rest(pictures)
    without = f'{", ".join(lacking)}: no picture with the label "{REST}", so nothing of them is scored.'
    return [*besides.words(), *([without] if lacking else []), *same_words(same)]


def _score(pictures: Sequence[Picture]) -> tuple[list[Found], str]:
    """And how far it came, if Ctrl-C ended it."""
    done: list[Found] = []
    progress = Progress(len(pictures))
    try:
        with Viewer() as viewer:
            for found in score_people(pictures, viewer, progress):
                done.append(found)
    except KeyboardInterrupt:
        progress.clear()
        return done, _how_far(done, progress.looked, pictures)
    return done, ""


def _how_far(done: Sequence[Found], looked: int, pictures: Sequence[Picture]) -> str:
    people = sorted({picture.person for picture in pictures})
    far = f"{looked} of {many(len(pictures), 'picture')} looked at, {len(done)} of {many(len(people), 'person')} done"
    if not any(one.rows for one in done):
        return f"Stopped: {far}, so there are no figures."
    begun = looked > sum(len(one.rows) + len(one.lost) for one in done)
    left_out = f"; {people[len(done)]} was begun and is left out" if begun else ""
    return f"Stopped: {far}, whose figures follow{left_out}."


def _of_scored(
    folder: Path, pictures: Sequence[Picture], scored: Scored, lost: Sequence[Lost], resamples: int
) -> dict[str, Any]:
    """``resamples``: 0 for no intervals."""
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
        "people_with_one_neutral": alone_at_rest(scored.people, scored.labels),
        "neutral_compared": int(scored.rest.sum()),
        "not_scored": dict(Counter(one.reason for one in lost)),
        "advice": advice_for(lost),
        "files_not_scored": {str(one.picture.path.relative_to(folder)): _in_full(one) for one in lost},
        "n": {name: int((scored.labels == name).sum()) for name in found},
        "labels": found,
        "mean": means(found),
        "intervals": intervals(scored, resamples) if resamples else None,
        "null": null_of_labels(scored),
        "confusion": confusion(scored),
        "own_scale": own_figures(scored, resamples),
    }


def advice_for(lost: Sequence[Lost]) -> dict[str, str]:
    """Reason → what is the matter, and what to do about it. Of files that cannot be read, and of people without a
    picture at rest, it is said elsewhere."""
    reasons = {one.reason for one in lost} - {UNREADABLE, Reason.NO_NEUTRAL}
    return {reason: Reason(reason).advice for reason in sorted(reasons)}


def _in_full(one: Lost) -> str:
    return f"{one.reason}: {one.detail}" if one.detail else one.reason


def each_picture(
    folder: Path, rows: Sequence[Row], names: Sequence[str], lost: Sequence[Lost]
) -> list[dict[str, Any]]:
    """By its path in the folder: the label as it is understood, and its scores on the common scale and on the person's
    own, or why there are none. All figures can be computed anew from these."""
    of_row = [(row.picture, row.values, row.own if row.has_own else None, None) for row in rows]
    without = [(one.picture, None, None, one.reason) for one in lost]
    found = [
        {
            "file": str(picture.path.relative_to(folder)),
            "person": picture.person,
            "label": picture.label,
            "scores": _named(names, values),
            "own_scale": _named(names, own),
            "reason": reason,
        }
        for picture, values, own, reason in (*of_row, *without)
    ]
    return sorted(found, key=lambda one: str(one["file"]))


def _named(names: Sequence[str], values: Sequence[float] | None) -> dict[str, float] | None:
    return None if values is None else dict(zip(names, values, strict=True))


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
        "intervals": intervals(own, resamples) if resamples else None,
        "confusion": confusion(own),
    }


def _along(rows: Sequence[Row]) -> tuple[dict[str, Any] | None, str]:
    """Figures of morphs, and how far they came, if Ctrl-C ended them."""
    try:
        return measure_label_morphs(rows), ""
    except KeyboardInterrupt:
        return None, "Stopped: all pictures are scored, but not all morphs, so there are no figures of these."


def measure_label_morphs(rows: Sequence[Row]) -> dict[str, Any] | None:
    """Along neutral → the first picture of each of the six of each person, of those that were scored. None when nothing
    could be."""
    first: dict[tuple[str, str], Path] = {}
    for row in sorted(rows, key=lambda row: row.picture.path):
        first.setdefault((row.picture.person, row.picture.label), row.picture.path)
    pairs = [key for key in first if key[1] in SIX and (key[0], REST) in first]
    of_person = Counter(who for who, _ in pairs)
    progress, done = Progress(len(pairs), "morph"), Counter[str]()
    found: list[tuple[str, list[float]]] = []
    with Eyes.open(still=True) as eyes:
        for who, label in pairs:
            one = _course(eyes, first[who, REST], first[who, label], label)
            found += [(who, one)] if one is not None else []
            done[who] += 1
            progress.look(who, done[who], of_person[who])
            if done[who] == of_person[who]:
                progress.done(who)
    people, courses = [who for who, _ in found], [one for _, one in found]
    return {"pairs": len(pairs), **course_figures(courses, people)} if courses else None


def _course(eyes: Eyes, rest: Path, apex: Path, label: str) -> list[float] | None:
    try:
        return course(Album(eyes), rest, apex, label)
    except SourceError:  # it is gone, or was changed, since it was scored
        return None


def _nothing_scored(folder: Path, lost: Sequence[Lost]) -> str:
    more = f" and {len(lost) - NAMED} more" if len(lost) > NAMED else ""
    named = "; ".join(f"{one.picture.path.relative_to(folder)}: {_in_full(one)}" for one in lost[:NAMED])
    advice = "".join(f"\n{reason}: {words}" for reason, words in advice_for(lost).items())
    return f"{folder}: no picture could be scored ({_why(lost)}).\n{named}{more}{advice}"


def _why(lost: Sequence[Lost]) -> str:
    return ", ".join(f"{reason} {count}" for reason, count in Counter(one.reason for one in lost).items())
