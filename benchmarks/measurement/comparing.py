"""Figures that compare: AUC, rank correlation, intervals from resampling people."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from mirrorcam.arrays import Floats

RESAMPLES = 1000
SEED = 0


def auc(positive: Floats, negative: Floats) -> float:
    """How often a positive outscores a negative; ties count half. NaN when there is nothing to compare."""
    if not len(positive) or not len(negative):
        return float("nan")
    ordered = np.sort(negative)
    below = np.searchsorted(ordered, positive, "left") + np.searchsorted(ordered, positive, "right")
    return float(below.mean() / 2 / len(negative))


def ranks(values: Floats) -> Floats:
    """From 0; ties get their mean rank."""
    below = (values[None, :] < values[:, None]).sum(axis=1)
    same = (values[None, :] == values[:, None]).sum(axis=1)
    result: Floats = below + (same - 1) / 2
    return result


def rank_correlation(one: Sequence[float] | Floats, two: Sequence[float] | Floats) -> float:
    """Spearman's; 0 when one does not vary, NaN when a value is missing."""
    both = [np.asarray(values, float) for values in (one, two)]
    if not all(np.isfinite(values).all() for values in both):
        return float("nan")
    first, second = (ranks(values) for values in both)
    if first.std() == 0 or second.std() == 0:
        return 0.0
    return float(np.corrcoef(first, second)[0, 1])


def interval(values: Sequence[float] | Floats, statistic: Callable[[Floats], float]) -> list[float]:
    """2.5th and 97.5th percentile of ``statistic`` over resamples of ``values``, one value a person."""
    known = np.asarray(values, float)
    rng = np.random.default_rng(SEED)
    drawn = [statistic(known[rng.integers(0, len(known), len(known))]) for _ in range(RESAMPLES)]
    return [float(bound) for bound in np.percentile(drawn, (2.5, 97.5))]


def root_mean_square(values: Sequence[float]) -> float | None:
    """None of nothing."""
    return float(np.sqrt(np.mean(np.square(values)))) if len(values) else None
