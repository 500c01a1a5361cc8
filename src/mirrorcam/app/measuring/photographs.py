"""The row of a photograph, scored beside the neutral; films.py has those of a film."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mirrorcam.app.measuring.row import Row, raw_scores
from mirrorcam.app.seeing.beside_neutral import beside_neutral
from mirrorcam.calibration import Neutral, relative
from mirrorcam.face import Reason, Sample
from mirrorcam.measures import Measures, mean_of, measured
from mirrorcam.target import Target
from mirrorcam.why_not import why_not


def row_of(
    samples: Sequence[Sample],
    file: str,
    frame: int,
    neutral: Neutral | None,
    targets: Mapping[str, Target],
    *,
    known: bool = False,
) -> Row:
    """``samples``: looks at one photograph, the plain one first; ``known``: it is of the neutral's person."""
    first = samples[0]
    reason = first.reason or (Reason.NO_NEUTRAL if neutral is None else None)
    if reason or neutral is None:
        return Row(first, file, frame, reason, None, dict.fromkeys(targets))
    beside = beside_neutral(samples, neutral)
    if reason := why_not(neutral, first, beside.skin, known=known):
        return Row(first, file, frame, reason, None, dict.fromkeys(targets))
    expression, tracked = (relative(mean_measures(looks), neutral) for looks in (beside.looks, samples))
    return Row(first, file, frame, None, expression, raw_scores(expression, targets), tracked)


def mean_measures(samples: Sequence[Sample]) -> Measures:
    """Over those that can be scored."""
    return mean_of([measured(sample) for sample in samples if sample.scored])
