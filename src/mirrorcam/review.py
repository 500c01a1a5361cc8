"""What a session showed, in words before numbers. Pure: the screen and the terminal show the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from mirrorcam.face import Reason
from mirrorcam.steps import NOT_REACHED, Step, StepResult
from mirrorcam.target import Target

COVERAGE_TO_SPEAK_OF = 0.8
SYMMETRY_TO_SPEAK_OF = 0.8
NO_NEUTRAL_WORDS = (
    "Your face at rest was not found, two steady seconds of it, so there was nothing to compare with."
)


@dataclass(frozen=True, slots=True)
class Row:
    """One practised expression. ``score`` is 0..100 as shown; None, with a ``note``, if it was not scored."""

    title: str
    score: float | None
    note: str


@dataclass(frozen=True, slots=True)
class Summary:
    headline: str
    words: str
    rows: tuple[Row, ...]
    told: tuple[str, ...] = ()
    """What else there is to say, a sentence or two for each step that has something to tell."""


def summarise_exercise(
    results: Sequence[StepResult], steps: Sequence[Step], targets: Mapping[str, Target]
) -> Summary:
    """``results`` of the ``steps`` of an exercise, in their order."""
    titles = {name: target.title for name, target in targets.items()}
    done = zip(steps, results, strict=True)
    told = (step.told(result, targets) for step, result in done if result.reason != NOT_REACHED)
    return replace(summarise(results, titles), told=tuple(filter(None, told)))


def summarise(steps: Sequence[StepResult], titles: Mapping[str, str]) -> Summary:
    """``titles`` says what each target is called for a person: {"happiness": "Joy"}."""
    asked = [step for step in steps if step.kind == "imitate"]
    if asked and all(step.reason == Reason.NO_NEUTRAL for step in asked):
        return Summary("Thank you for taking this time.", NO_NEUTRAL_WORDS, ())
    practised = [step for step in asked if step.reason != NOT_REACHED]
    if asked and not practised:
        return Summary(
            "Thank you for taking this time.", "It ended before anything was asked, which is fine.", ()
        )
    rows = tuple(_row(step, titles) for step in practised)
    scored = [step for step in practised if step.scored]
    return Summary(_headline(practised, scored, titles), _words(practised, scored), rows)


def _row(step: StepResult, titles: Mapping[str, str]) -> Row:
    title = _title(step, titles)
    if not step.scored:
        return Row(title, None, f"not scored: {step.reason or 'there was not enough to see'}")
    notes = [f"held for {step.held_s:.1f} s"] if step.held_s else []
    if step.symmetry is not None and step.symmetry < SYMMETRY_TO_SPEAK_OF:
        notes.append("one side moved more")
    if step.coverage is not None and step.coverage < COVERAGE_TO_SPEAK_OF:
        notes.append(f"seen well {step.coverage:.0%} of the time")
    return Row(title, step.score, ", ".join(notes))


def _headline(
    practised: Sequence[StepResult], scored: Sequence[StepResult], titles: Mapping[str, str]
) -> str:
    if not practised:
        return "Thank you for taking this time."
    if not scored:
        return "Thank you for practising."
    longest = max(scored, key=lambda step: step.held_s or 0.0)
    if (longest.held_s or 0.0) < 0.5:
        return f"You tried {_count(len(scored))}."
    return f"You held {_title(longest, titles).lower()} for {longest.held_s:.1f} seconds."


def _words(practised: Sequence[StepResult], scored: Sequence[StepResult]) -> str:
    if not practised:
        return "Nothing was scored here, on purpose."
    if not scored:
        return "The picture was not good enough to score, so nothing was. More light may help."
    if len(scored) < len(practised):
        return f"{_count(len(scored)).capitalize()} could be scored; the rest is left out, not counted as 0."
    return "Each number compares you with your own face at rest, and with nobody else."


def _count(number: int) -> str:
    return "one expression" if number == 1 else f"{number} expressions"


def _title(step: StepResult, titles: Mapping[str, str]) -> str:
    return titles.get(step.target or "", str(step.target).replace("-", " ").capitalize())
