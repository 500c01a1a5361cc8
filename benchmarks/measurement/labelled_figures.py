"""How well scores tell labels apart: AUC, top-1, what the six are taken for, and intervals over people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from benchmarks.measurement.comparing import SEED, auc
from benchmarks.measurement.labels import REST
from numpy.typing import NDArray

from mirrorcam.app.measuring import SIX
from mirrorcam.arrays import Flags, Floats

RESAMPLES = 1000
KEYS = ("auc_others", "auc_neutral", "top_1")
NONE = "none"
"""What scores highest where nothing does alone."""
LEAST_WHOLE = 0.1
"""Of the resamples: so many have to have every figure that is in a mean, for an interval of it."""


@dataclass(frozen=True)
class Scored:
    """One row a picture: people, labels, and the raw scores of each target in ``names``. ``rest``: the neutral
    pictures that AUC neutral compares with. ``own``: as ``values``, on the own scale of the people ``with_own``."""

    people: NDArray[np.str_]
    labels: NDArray[np.str_]
    values: Floats
    rest: Flags
    names: tuple[str, ...]
    own: Floats
    with_own: Sequence[str] = ()

    def of_rows(self, rows: NDArray[np.intp]) -> Scored:
        return Scored(
            self.people[rows],
            self.labels[rows],
            self.values[rows],
            self.rest[rows],
            self.names,
            self.own[rows],
        )

    def labelled(self, labels: NDArray[np.str_]) -> Scored:
        return replace(self, labels=labels)

    def on_own_scale(self) -> Scored:
        return replace(self, values=self.own)

    def people_in(self, rows: Flags) -> int:
        return len(np.unique(self.people[rows]))


def compared_rest(people: NDArray[np.str_], labels: NDArray[np.str_]) -> Flags:
    """Which neutral pictures AUC neutral compares with: those that were scored against another one, if two people have
    such; otherwise all of them, and then it is too good."""
    rest: Flags = labels == REST
    alone = alone_at_rest(people, labels)
    fair = rest & ~np.isin(people, alone)
    return fair if len(np.unique(people[fair])) > 1 else rest


def alone_at_rest(people: NDArray[np.str_], labels: NDArray[np.str_]) -> list[str]:
    """People whose only neutral picture was scored by half of its looks against the other half."""
    counts = Counter(people[labels == REST].tolist())
    return sorted(person for person, count in counts.items() if count == 1)


def figures_of(scored: Scored) -> dict[str, dict[str, float]]:
    """Label → AUC others, AUC neutral, top-1 (of the six only), P80; NaN: there is nothing to compare."""
    labels = [name for name in scored.names if (scored.labels == name).any()]
    best = highest(scored)
    return {name: _label_figures(scored, name, best) for name in labels}


def _label_figures(scored: Scored, name: str, best: NDArray[np.str_]) -> dict[str, float]:
    own, others = _rows(scored, name)
    values = scored.values[:, scored.names.index(name)]
    return {
        "auc_others": auc(values[own], values[others]),
        "auc_neutral": auc(values[own], values[scored.rest]),
        "top_1": float((best[own] == name).mean()) if name in SIX else float("nan"),
        "p80": float(np.percentile(values[own], 80)),
    }


def _rows(scored: Scored, name: str) -> tuple[Flags, Flags]:
    """The label's own pictures, and those of the others of the six; of all other expressions where there is none."""
    own = scored.labels == name
    six = np.isin(scored.labels, SIX) & ~own
    return own, six if six.any() else ~own & (scored.labels != REST)


def highest(scored: Scored) -> NDArray[np.str_]:
    """Which of the six scores higher than every other, of each picture; ``NONE`` where none does."""
    six = scored.values[:, [scored.names.index(one) for one in SIX]]
    alone = (six == six.max(axis=1, keepdims=True)).sum(axis=1) == 1
    return np.where(alone, np.array(SIX)[six.argmax(axis=1)], NONE)


def in_means(labels: Iterable[str]) -> list[str]:
    """Those of the six; all where there is none of them."""
    labels = list(labels)
    return [name for name in labels if name in SIX] or labels


def means(found: Mapping[str, Mapping[str, float]]) -> dict[str, float]:
    """Over the labels that count; NaN where nothing can be known."""
    rows = [found[name] for name in in_means(found)]
    known = {key: [row[key] for row in rows if np.isfinite(row[key])] for key in KEYS}
    return {key: float(np.mean(values)) if values else float("nan") for key, values in known.items()}


def intervals(scored: Scored, resamples: int = RESAMPLES) -> dict[str, dict[str, list[float]]]:
    """Label (and "mean") → figure → 95 % interval over resampled people. None of a figure that one person alone makes,
    nor of a mean with such a figure in it, nor of one that few resamples have whole."""
    rng = np.random.default_rng(SEED)
    rows_of = [np.flatnonzero(scored.people == person) for person in np.unique(scored.people)]
    measured = figures_of(scored)
    drawn = [figures_of(scored.of_rows(_of_drawn(rows_of, rng))) for _ in range(resamples)]
    result: dict[str, dict[str, list[float]]] = {}
    for key in KEYS:
        known = [name for name, row in measured.items() if np.isfinite(row[key])]
        several = [name for name in known if _by_several(scored, name, key)]
        for name in several:
            values = [found[name][key] for found in drawn if name in found and np.isfinite(found[name][key])]
            _keep(result, name, key, values)
        counted = [name for name in in_means(measured) if name in known]
        whole = [
            found
            for found in drawn
            if all(np.isfinite(found.get(name, {}).get(key, np.nan)) for name in counted)
        ]
        if counted and set(counted) <= set(several) and len(whole) >= LEAST_WHOLE * resamples:
            _keep(result, "mean", key, [means(found)[key] for found in whole])
    return result


def _of_drawn(rows_of: Sequence[NDArray[np.intp]], rng: np.random.Generator) -> NDArray[np.intp]:
    """The rows of as many people as there are, drawn with repetition."""
    return np.concatenate([rows_of[one] for one in rng.choice(len(rows_of), len(rows_of))])


def _by_several(scored: Scored, name: str, key: str) -> bool:
    """Whether two people or more are on either side of what is compared."""
    own, others = _rows(scored, name)
    sides = {"auc_others": (own, others), "auc_neutral": (own, scored.rest), "top_1": (own,)}
    return all(scored.people_in(side) > 1 for side in sides[key])


def _keep(result: dict[str, dict[str, list[float]]], name: str, key: str, values: Sequence[float]) -> None:
    if values:
        result.setdefault(name, {})[key] = np.percentile(values, (2.5, 97.5)).tolist()


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
    """Label → how often each of the six scored highest, and how often none did."""
    best = highest(scored)
    labels = [name for name in SIX if (scored.labels == name).any()]
    return {
        name: {other: int((best[scored.labels == name] == other).sum()) for other in (*SIX, NONE)}
        for name in labels
    }
