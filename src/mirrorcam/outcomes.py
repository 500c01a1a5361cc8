"""What the steps of a session came to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from mirrorcam.steps import StepResult


@dataclass(frozen=True)
class Outcomes:
    """Of the steps that were begun: what they came to, and what is kept of their trials."""

    results: Mapping[int, StepResult] = field(default_factory=dict)
    trials: Mapping[int, list[dict[str, Any]]] = field(default_factory=dict)

    def and_of(self, step: int, result: StepResult, trials: Sequence[dict[str, Any]]) -> Outcomes:
        """With one more, or one anew: then what was scored is not lost to a result that was not."""
        before = self.results.get(step, result)
        kept = before if before.scored and not result.scored else result
        every = [*self.trials.get(step, ()), *trials]
        return Outcomes({**self.results, step: kept}, {**self.trials, step: every})
