"""How well the scores tell labelled pictures apart: on your own set of photographs.

    python benchmarks/measurement/labelled.py FOLDER [--morphs] [--json]

FOLDER holds ``PERSON/LABEL/*.jpg`` (or png); every person has pictures with the label ``neutral``, the other labels
are names of expressions. Printed for each: AUC others (how often a picture of this label outscores one of another),
AUC neutral (… outscores a neutral one, which is scored against the person's other neutral looks), top-1 (the score
of its own label is the highest of the six), the 80th percentile of its own score; and the mean over labels with 95 %
intervals from resampling the people. ``null``: the same with the labels shuffled, which must come out at .5.
``--morphs``: rank correlation of the score with the step along neutral → picture, warped in 10 steps.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from morphs import morph_correlation
from numpy.typing import NDArray

from mirrorcam.action_units import Measures
from mirrorcam.app.measure import measured
from mirrorcam.app.seeing import Viewer
from mirrorcam.calibration import Neutral, relative
from mirrorcam.score import score
from mirrorcam.target import Target, library

RESAMPLES = 500
MEANS = ("auc_others", "auc_neutral", "top_1")
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Picture:
    """``looks`` (n, features, 2): the same photograph seen several times."""

    person: str
    label: str
    path: Path
    looks: Floats

    @property
    def features(self) -> Floats:
        return self.looks.mean(axis=0)


def read(folder: Path, labels: Iterable[str], viewer: Viewer) -> list[Picture]:
    """Every picture of a known label that can be scored; the others are counted aloud."""
    known, pictures, lost = {"neutral", *labels}, [], 0
    for path in sorted(p for p in folder.glob("*/*/*") if p.suffix.lower() in (".jpg", ".jpeg", ".png")):
        if path.parent.name not in known:
            continue
        samples = [s for s in next(viewer.looks(path)) if s.scored]
        if samples:
            looks = np.array([measured(s).features for s in samples])
            pictures.append(Picture(path.parent.parent.name, path.parent.name, path, looks))
        lost += not samples
    print(
        f"{len(pictures)} pictures of {len({p.person for p in pictures})} people; {lost} could not be scored"
    )
    return pictures


def neutrals(pictures: Sequence[Picture]) -> dict[str, Neutral]:
    found: dict[str, list[Floats]] = {}
    for picture in pictures:
        if picture.label == "neutral":
            found.setdefault(picture.person, []).append(picture.features)
    return {person: Neutral(np.median(features, axis=0)) for person, features in found.items()}


def rest(picture: Picture, pictures: Sequence[Picture]) -> tuple[Floats, Neutral] | None:
    """A neutral picture, and the person's neutral without it; with one picture only, half of its looks each."""
    others = [
        p.features
        for p in pictures
        if p.person == picture.person and p.label == "neutral" and p is not picture
    ]
    if others:
        return picture.features, Neutral(np.median(others, axis=0))
    if len(picture.looks) < 2:
        return None
    return picture.looks[::2].mean(axis=0), Neutral(picture.looks[1::2].mean(axis=0))


@dataclass(frozen=True)
class Scores:
    """One row a picture: the people, the labels ("neutral" too), and the scores of each target."""

    people: NDArray[np.str_]
    labels: NDArray[np.str_]
    values: Floats

    def of_people(self, people: Sequence[str]) -> Scores:
        rows = np.concatenate([np.flatnonzero(self.people == person) for person in people])
        return Scores(self.people[rows], self.labels[rows], self.values[rows])


def score_all(pictures: Sequence[Picture], targets: Mapping[str, Target]) -> Scores:
    own = neutrals(pictures)
    rows = []
    for picture in pictures:
        pair = (
            rest(picture, pictures)
            if picture.label == "neutral"
            else (picture.features, own.get(picture.person))
        )
        if pair is None or pair[1] is None:
            continue
        expression = relative(Measures(pair[0]), pair[1])
        values = [score(expression, target).value for target in targets.values()]
        rows.append((picture.person, picture.label, values))
    return Scores(
        np.array([r[0] for r in rows]), np.array([r[1] for r in rows]), np.array([r[2] for r in rows])
    )


def auc(positive: Floats, negative: Floats) -> float:
    """How often a positive outscores a negative; ties count half."""
    if not len(positive) or not len(negative):
        return float("nan")
    ordered = np.sort(negative)
    below = np.searchsorted(ordered, positive, "left") + np.searchsorted(ordered, positive, "right")
    return float(below.mean() / 2 / len(negative))


def figures(scores: Scores, names: Sequence[str]) -> dict[str, dict[str, float]]:
    emotional = scores.labels != "neutral"
    best = np.array(names)[scores.values.argmax(axis=1)]
    found = {}
    for column, name in enumerate(names):
        own, values = scores.labels == name, scores.values[:, column]
        if own.any():
            found[name] = {
                "auc_others": auc(values[own], values[emotional & ~own]),
                "auc_neutral": auc(values[own], values[~emotional]),
                "top_1": float((best[own] == name).mean()),
                "p80": float(np.percentile(values[own], 80)),
            }
    return found


def means(found: Mapping[str, Mapping[str, float]]) -> dict[str, float]:
    """Over the labels; without what cannot be known (AUC others of a set with one label only)."""
    known = {key: [row[key] for row in found.values() if np.isfinite(row[key])] for key in MEANS}
    return {key: float(np.mean(values)) for key, values in known.items() if values}


def intervals(scores: Scores, names: Sequence[str], rng: np.random.Generator) -> dict[str, list[float]]:
    people = np.unique(scores.people)
    draws = [rng.choice(people, len(people)).tolist() for _ in range(RESAMPLES)]
    drawn = [means(figures(scores.of_people(draw), names)) for draw in draws]
    return {key: np.percentile([d[key] for d in drawn if key in d], (2.5, 97.5)).tolist() for key in drawn[0]}


def null(scores: Scores, names: Sequence[str], rng: np.random.Generator) -> float | None:
    """AUC others with the labels shuffled among the pictures that are not neutral."""
    labels = scores.labels.copy()
    emotional = np.flatnonzero(labels != "neutral")
    labels[emotional] = rng.permutation(labels[emotional])
    return means(figures(Scores(scores.people, labels, scores.values), names)).get("auc_others")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--morphs", action="store_true")
    parser.add_argument("--json", action="store_true")
    arguments = parser.parse_args()
    present = {path.name for path in arguments.folder.glob("*/*") if path.is_dir()}
    targets = {name: target for name, target in library().items() if name in present}
    rng = np.random.default_rng(0)
    with Viewer() as viewer:
        pictures = read(arguments.folder, targets, viewer)
        morphs = morph_correlation(pictures, targets, viewer) if arguments.morphs else None
    scores, names = score_all(pictures, targets), list(targets)
    found = figures(scores, names)
    result = {
        "labels": found,
        "mean": means(found),
        "interval": intervals(scores, names, rng),
        "null": null(scores, names, rng),
        "morphs": morphs,
    }
    print(json.dumps(result) if arguments.json else as_text(result))


def as_text(result: Mapping[str, object]) -> str:
    lines = [f"{'':14} AUC others  AUC neutral  top-1   P80"]
    for name, row in result["labels"].items():  # type: ignore[attr-defined]
        lines.append(
            f"{name:14} {row['auc_others']:10.3f} {row['auc_neutral']:12.3f} {row['top_1']:6.2f} {row['p80']:5.0f}"
        )
    mean, interval = result["mean"], result["interval"]
    lines += [f"{key}: {mean[key]:.3f} ({interval[key][0]:.3f} to {interval[key][1]:.3f})" for key in mean]  # type: ignore[attr-defined,index]
    if result["null"] is not None:
        lines.append(f"null (labels shuffled): {result['null']:.3f}")
    if result["morphs"] is not None:
        lines.append(f"rank correlation along morphs: {result['morphs']:.3f}")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
