"""The plan that somebody follows: reading it, and what it asks of an exercise while that runs."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from mirrorcam.avatars import people
from mirrorcam.exercise import Exercise, amended
from mirrorcam.plan import Part, Plan, plans, read_plan


def find_plan(name: str, exercises: Collection[str]) -> Plan | None:
    """None for "", and for one that is not there any more. Raises ``TableError`` for one with a mistake in it."""
    path = plans().get(name)
    return read_plan(path, exercises, people()) if path else None


def part_of(plan: Plan | None, exercise: str) -> Part | None:
    """What the plan says of an exercise; the first where it is there twice."""
    parts = plan.parts if plan else ()
    return next((part for part in parts if part.exercise == exercise), None)


def as_planned(exercise: Exercise, plan: Plan | None, targets: Collection[str]) -> Exercise:
    """The exercise with the plan's limits for easier and harder, and its avatar. The limits stand in its text, so that
    what is kept of a session has them, and a replay keeps to them."""
    part = part_of(plan, exercise.name)
    if plan is None or part is None:
        return exercise
    limited = _limited(exercise, part, targets)
    return replace(limited, person=plan.written.person or exercise.person)


def _limited(exercise: Exercise, part: Part, targets: Collection[str]) -> Exercise:
    """Where a limit of the file lies beyond the plan's, the plan's counts."""
    if part.easiest is None and part.hardest is None:
        return exercise
    easiest, hardest = part.easiest or exercise.easiest, part.hardest or exercise.hardest
    if easiest > hardest:
        easiest, hardest = (easiest, easiest) if part.hardest is None else (hardest, hardest)
    return amended(exercise, targets, easiest=easiest, hardest=hardest)


def shown(plan: Plan | None, exercise: str) -> dict[str, bool]:
    """Settings that the plan wants while this exercise runs, by their names."""
    if plan is None or part_of(plan, exercise) is None:
        return {}
    wanted = {"live_score": plan.written.show.score, "camera_shown": plan.written.show.picture}
    return {name: value for name, value in wanted.items() if value is not None}
