"""Many sessions read quickly, without their samples: what each came to, for the way so far, a report or a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime
from functools import lru_cache
from pathlib import Path

from mirrorcam.errors import BadInput
from mirrorcam.exercise import Exercise, parse_exercise
from mirrorcam.history import Session, practised
from mirrorcam.recording import Came, read_results
from mirrorcam.steps import Step, StepResult
from mirrorcam.tables import TableError
from mirrorcam.target import library


def look_back(paths: Iterable[Path]) -> Iterator[Session]:
    """In the order of ``paths``. A file that cannot be read is left out: one that is broken hides no other."""
    for path in paths:
        with suppress(BadInput):
            yield session_of(read_results(path))


def session_of(came: Came) -> Session:
    """What a list of sessions knows of one. Raises BadInput for results that are none."""
    try:
        results = [StepResult(**result) for result in came.steps]
        when = datetime.fromisoformat(came.about.created)
    except (TypeError, ValueError) as error:
        raise BadInput(f"{came.about.path}: its results cannot be read ({error})") from None
    exercise = _exercise(came.exercise_text, f"{came.about.exercise}.toml")
    steps = exercise.steps if exercise is not None else ()
    values = [followed(result, steps[i] if i < len(steps) else None) for i, result in enumerate(results)]
    return Session(when, came.about.duration_s, practised(when, results, values))


def followed(result: StepResult, step: Step | None) -> float | None:
    """The number that the kind of step wants followed; the score, where the exercise cannot be read any more."""
    return result.score if step is None or step.kind != result.kind else step.followed(result)


@lru_cache(maxsize=256)
def _exercise(text: str, file: str) -> Exercise | None:
    """People practise the same ones again and again. None: another version could read it, this one cannot."""
    try:
        return parse_exercise(text, file, library())
    except TableError:
        return None
