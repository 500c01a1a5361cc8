"""How well the scores tell labelled pictures apart: on your own set of photographs.

    python -m benchmarks.measurement --labelled FOLDER [--ignore LABEL …] [--morphs] [--json]

FOLDER holds ``PERSON/LABEL/*.jpg`` (or png, tif, bmp, webp; grey ones too); every person has pictures with the label
``neutral``, the other labels are names of expressions, or other common words for them (labels.py). Each picture is
looked at and scored as by `mirrorcam measure --neutral`, against all neutral pictures of the person; a neutral one
against the person's other neutral ones, or, where it is the only one, one half of its looks against the other half.

AUC others: how often a picture of this label outscores one of another expression. AUC neutral: how often it outscores
a neutral one. Top-1: how often, of the six basic expressions, its own scores highest. P80: 80th percentile of its
own score. 95 % intervals come from resampling the people. Null: AUC others with the labels shuffled.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
from benchmarks.measurement.comparing import SEED, auc
from benchmarks.measurement.labels import REST, WORDS, label_of, words_for
from benchmarks.measurement.morphs import course, course_figures
from benchmarks.measurement.photographs import Album
from numpy.typing import NDArray

from mirrorcam.app.measure import SIX, row_of
from mirrorcam.app.seeing import Eyes, Viewer
from mirrorcam.calibration import Neutral, neutral_from
from mirrorcam.errors import BadInput
from mirrorcam.face import Reason, Sample
from mirrorcam.sources import PICTURES, SourceError
from mirrorcam.tables import did_you_mean
from mirrorcam.target import Target, library

RESAMPLES = 1000
KEYS = ("auc_others", "auc_neutral", "top_1")
UNREADABLE = "no picture"
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Picture:
    person: str
    label: str
    path: Path


@dataclass(frozen=True)
class Scored:
    """One row a picture: people, labels, and the raw scores of each target in ``names``."""

    people: NDArray[np.str_]
    labels: NDArray[np.str_]
    values: Floats
    names: tuple[str, ...]

    def of_people(self, people: Sequence[str]) -> Scored:
        rows = np.concatenate([np.flatnonzero(self.people == person) for person in people])
        return Scored(self.people[rows], self.labels[rows], self.values[rows], self.names)

    def labelled(self, labels: NDArray[np.str_]) -> Scored:
        return Scored(self.people, labels, self.values, self.names)


def read_pictures(folder: Path, ignored: Iterable[str] = ()) -> list[Picture]:
    """Raises BadInput that tells everything that is wrong with the folder, before any picture is looked at."""
    if not folder.is_dir():
        raise BadInput(f"{folder}: there is no such folder. Give one with PERSON/LABEL/*.jpg in it.")
    files = (p for p in folder.rglob("*") if not p.name.startswith("."))
    every = sorted(p for p in files if p.suffix.lower() in PICTURES and p.is_file())
    placed = [p for p in every if len(p.relative_to(folder).parts) == 3]
    if not placed:
        elsewhere = f" {len(every)} pictures lie in other places of it." if every else ""
        raise BadInput(f"{folder}: there is no picture PERSON/LABEL/*.jpg in this folder.{elsewhere}")
    out = set(ignored)
    pictures = [
        Picture(p.parent.parent.name, label_of(p.parent.name), p)
        for p in placed
        if not out & {p.parent.name, label_of(p.parent.name)}
    ]
    if problems := [*_unknown(folder, pictures), *_without(folder, pictures)]:
        raise BadInput("\n".join(problems))
    return pictures


def _unknown(folder: Path, pictures: Sequence[Picture]) -> list[str]:
    known = (REST, *library())
    counts = Counter(picture.label for picture in pictures if picture.label not in known)
    problems = [
        f'{folder}: the label "{label}" ({count} pictures) is no expression.{did_you_mean(label, (*known, *WORDS))}'
        f" Rename it, or leave it out with --ignore {label}."
        for label, count in sorted(counts.items())
    ]
    named = f"Known are {'; '.join(map(words_for, (REST, *SIX)))}. `mirrorcam list` names the others."
    return [*problems, named] if problems else []


def _without(folder: Path, pictures: Sequence[Picture]) -> list[str]:
    if not any(picture.label == REST for picture in pictures):
        return [
            f'{folder}: nobody has a picture with the label "{REST}". Each person needs PERSON/{REST}/*.jpg.'
        ]
    if all(picture.label == REST for picture in pictures):
        return [
            f'{folder}: there are only pictures with the label "{REST}". Add PERSON/happiness/*.jpg, for example.'
        ]
    return []


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
        f"{person}: done. {done} of {every} pictures, {taken_s / done:.2f} s each, about {left_s:.0f} s left",
        file=sys.stderr,
        flush=True,
    )


def without_rest(pictures: Sequence[Picture]) -> list[str]:
    """People of whom there is no picture at rest, so that nothing of them can be scored."""
    rested = {picture.person for picture in pictures if picture.label == REST}
    return sorted({picture.person for picture in pictures} - rested)


def _scored(rows: Sequence[tuple[Picture, list[float]]], names: tuple[str, ...]) -> Scored:
    if not rows:
        raise BadInput(
            "none of the pictures could be scored. Look at a few with `mirrorcam measure` to see why."
        )
    people, labels = ([getattr(picture, key) for picture, _ in rows] for key in ("person", "label"))
    return Scored(np.array(people), np.array(labels), np.array([values for _, values in rows]), names)


def _score_person(
    pictures: Sequence[Picture], targets: Mapping[str, Target], viewer: Viewer
) -> tuple[list[tuple[Picture, list[float]]], list[Lost]]:
    looks = {picture: _looks(picture.path, viewer) for picture in pictures}
    rests = {
        picture: seen for picture, seen in looks.items() if picture.label == REST and seen and seen[0].scored
    }
    rows, lost = [], []
    for picture, seen in looks.items():
        values, reason = _score(picture, seen, rests, targets)
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


def _score(
    picture: Picture,
    seen: Sequence[Sample],
    rests: Mapping[Picture, Sequence[Sample]],
    targets: Mapping[str, Target],
) -> tuple[list[float] | None, str]:
    """The scores, or None and why not."""
    if not seen:
        return None, UNREADABLE
    seen, neutral = _neutral_for(picture, seen, rests)
    row = row_of(seen, str(picture.path), 0, neutral, targets)
    if row.expression is None:
        return None, str(row.reason or Reason.NO_NEUTRAL)
    return [float(row.scores[name] or 0.0) for name in targets], ""


def _neutral_for(
    picture: Picture, seen: Sequence[Sample], rests: Mapping[Picture, Sequence[Sample]]
) -> tuple[Sequence[Sample], Neutral | None]:
    """What to score, and against what: a picture is never its own neutral."""
    others = [s for rest, looks in rests.items() if rest != picture for s in looks if s.scored]
    if picture in rests and not others:
        return seen[::2], _neutral([s for s in seen[1::2] if s.scored])
    return seen, _neutral(others)


def _neutral(samples: Sequence[Sample]) -> Neutral | None:
    return neutral_from(samples) if samples else None


def figures_of(scored: Scored) -> dict[str, dict[str, float]]:
    """Label → AUC others, AUC neutral, top-1 (of the six only), P80; NaN: there is nothing to compare."""
    labels = [name for name in scored.names if (scored.labels == name).any()]
    return {name: _label_figures(scored, name) for name in labels}


def _label_figures(scored: Scored, name: str) -> dict[str, float]:
    own, rest = scored.labels == name, scored.labels == REST
    values = scored.values[:, scored.names.index(name)]
    six = [scored.names.index(one) for one in SIX]
    best = np.array(SIX)[scored.values[own][:, six].argmax(axis=1)]
    return {
        "auc_others": auc(values[own], values[~own & ~rest]),
        "auc_neutral": auc(values[own], values[rest]),
        "top_1": float((best == name).mean()) if name in SIX else float("nan"),
        "p80": float(np.percentile(values[own], 80)),
    }


def means(found: Mapping[str, Mapping[str, float]]) -> dict[str, float]:
    """Over the labels; NaN where nothing can be known."""
    known = {key: [row[key] for row in found.values() if np.isfinite(row[key])] for key in KEYS}
    return {key: float(np.mean(values)) if values else float("nan") for key, values in known.items()}


def intervals(scored: Scored, resamples: int = RESAMPLES) -> dict[str, dict[str, list[float]]]:
    """Label (and "mean") → figure → 95 % interval over resampled people."""
    rng = np.random.default_rng(SEED)
    people = np.unique(scored.people)
    drawn: dict[tuple[str, str], list[float]] = {}
    for _ in range(resamples):
        found = figures_of(scored.of_people(rng.choice(people, len(people)).tolist()))
        for name, row in {**found, "mean": means(found)}.items():
            for key in KEYS:
                drawn.setdefault((name, key), []).append(row[key])
    result: dict[str, dict[str, list[float]]] = {}
    for (name, key), values in drawn.items():
        known = np.array(values)[np.isfinite(values)]
        if len(known):
            result.setdefault(name, {})[key] = np.percentile(known, (2.5, 97.5)).tolist()
    return result


def null_of_labels(scored: Scored) -> float:
    """Mean AUC others with the labels shuffled among the pictures that are not neutral: .5 if there is no trick."""
    rng = np.random.default_rng(SEED)
    labels = scored.labels.copy()
    places = np.flatnonzero(labels != REST)
    found = []
    for _ in range(20):
        labels[places] = rng.permutation(labels[places])
        found.append(means(figures_of(scored.labelled(labels)))["auc_others"])
    return float(np.mean(found))


def confusion(scored: Scored) -> dict[str, dict[str, int]]:
    """Label → how often each of the six scored highest."""
    six = [scored.names.index(one) for one in SIX]
    best = np.array(SIX)[scored.values[:, six].argmax(axis=1)]
    labels = [name for name in SIX if (scored.labels == name).any()]
    return {
        name: {other: int((best[scored.labels == name] == other).sum()) for other in SIX} for name in labels
    }


def measure_labelled(
    folder: Path, ignored: Iterable[str] = (), resamples: int = RESAMPLES, morphs: bool = False
) -> dict[str, Any]:
    """Raises BadInput when the folder cannot be measured."""
    pictures = read_pictures(folder, ignored)
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
        "people_without_neutral": without_rest(pictures),
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
