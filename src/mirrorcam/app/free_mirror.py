"""`mirrorcam mirror --mode`: the free mirror in the way that was asked for."""

from __future__ import annotations

from dataclasses import replace

from mirrorcam.app.own_expressions import expressions
from mirrorcam.errors import BadInput
from mirrorcam.exercise import Exercise
from mirrorcam.mirroring import parse_mode
from mirrorcam.steps import Step
from mirrorcam.steps.mirror import Mirror
from mirrorcam.tables import did_you_mean


def mirrored(exercise: Exercise, mode: str) -> Exercise:
    """``exercise`` with all its mirrors in a mode such as "warm:0.4". Raises BadInput."""
    asked = parse_mode(mode)
    names = expressions()
    if asked.target and asked.target not in names:
        raise BadInput(f'--mode: no expression called "{asked.target}".{did_you_mean(asked.target, names)}')
    amount = {"delay_s" if asked.name == "delayed" else "amount": asked.amount}
    keys = {"mode": asked.name, **amount, "target": asked.target or None}

    def turned(step: Step) -> Step:
        return step.model_copy(update=keys) if isinstance(step, Mirror) else step

    return replace(exercise, steps=tuple(map(turned, exercise.steps)))
