"""What a session showed, in words before numbers. Pure: the screen and the terminal show the same."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from mirrorcam.face import Reason
from mirrorcam.phrases import knows, listed, number, percent, phrase, translated, within
from mirrorcam.range_of_movement import hardly_moved
from mirrorcam.steps import NOT_MEASURED, NOT_REACHED, TOO_LITTLE, Step, StepResult
from mirrorcam.target import Target

COVERAGE_TO_SPEAK_OF = 0.8
SYMMETRY_TO_SPEAK_OF = 0.8
HELD_TO_SPEAK_OF_S = 0.5
MOVED_TO_SPEAK_OF = 0.1
"""Of an action unit's whole way: less is not spoken of, nor by how much less one side moved than the other."""
SAME_MEAN = 1e-6
"""Points: so near are means of the same numbers, in whichever order they were added up."""
SKIPPED = "skipped"

Trials = Sequence[Mapping[str, Any]]
"""What a step keeps of its trials (``Run.trials``)."""


@dataclass(frozen=True, slots=True)
class Row:
    """One practised expression. ``score`` is 0..100 as shown; None, with a ``note``, if it was not scored."""

    title: str
    score: float | None
    note: str
    beside: str = ""
    """The note without how long it was held, where sentences (``Summary.told``) say that."""
    seen: str = ""
    """How much of the time could be scored, where the notes do not say it."""

    @property
    def noted(self) -> str:
        """All that there is to note beside the number."""
        return ", ".join(filter(None, (self.note, self.seen)))


@dataclass(frozen=True, slots=True)
class Summary:
    headline: str
    words: str
    rows: tuple[Row, ...]
    told: tuple[str, ...] = ()
    """What else there is to say, a sentence or two for each step that has something to tell."""


def summarise_exercise(
    results: Sequence[StepResult],
    steps: Sequence[Step],
    targets: Mapping[str, Target],
    trials: Sequence[Trials] = (),
) -> Summary:
    """``results`` of the ``steps`` of an exercise, in their order; ``trials``: what was kept of each step's, for more
    to tell."""
    titles = {name: translated(target.title) for name, target in targets.items()}
    each = trials or [()] * len(results)
    results = [_spoken_of(result, kept, targets) for result, kept in zip(results, each, strict=True)]
    names = _names(results, steps, titles)
    done = zip(steps, results, each, names, strict=True)
    told = (
        step.in_words(result, targets) or imitated(result, kept, targets, name)
        for step, result, kept, name in done
        if result.reason != NOT_REACHED
    )
    small = _hardly_moved(zip(results, each, names, strict=True), targets)
    return replace(summarise(results, titles, each, names), told=tuple(filter(None, (*told, small))))


def _hardly_moved(done: Iterable[tuple[StepResult, Trials, str]], targets: Mapping[str, Target]) -> str:
    """By name, what was to be measured for the person's own scale and was too small for that; "": nothing."""
    small = []
    for result, kept, name in done:
        target = targets.get(result.target or "")
        tries = [trial["range"] for trial in kept if "range" in trial]
        if target is not None and hardly_moved(target, tries):
            small.append(name)
    return phrase("summary.hardly_moved", list=listed(small)) if small else ""


class Hold(NamedTuple):
    """The longest of a step's trials, in seconds, and how many could be scored."""

    seconds: float
    trials: int

    @classmethod
    def of(cls, result: StepResult, trials: Trials) -> Hold:
        """Without ``trials`` it is the mean that the result tells."""
        held = [
            trial["held_s"] for trial in trials if trial.get("scored") and trial.get("held_s") is not None
        ]
        return cls(max(held), len(held)) if held else cls(result.held_s or 0.0, 1)

    def told(self, one: str, several: str, **words: str) -> str:
        """In the words of the one or the other phrase: in ``several`` trials it was held *up to* so long."""
        return phrase(one if self.trials == 1 else several, seconds=number(self.seconds, 1), **words)


def imitated(result: StepResult, trials: Trials, targets: Mapping[str, Target], name: str = "") -> str:
    """What was held, what of it moved most, and whether one side went further; "" for other kinds of step. ``name``:
    of the step, if its target's title does not tell it from others."""
    if result.kind != "imitate" or result.target is None or result.reason == Reason.NO_NEUTRAL:
        return ""  # without a face at rest the headline says so, once
    title = name or _title(result, {key: translated(target.title) for key, target in targets.items()})
    if result.reason == SKIPPED and not result.scored:
        return phrase("imitate.told.skipped", title=title)
    if not result.scored:
        return phrase("imitate.told.not_scored", title=title, why=why(result.reason or TOO_LITTLE))
    held = Hold.of(result, trials)
    long = held.seconds >= HELD_TO_SPEAK_OF_S
    said = [
        held.told("imitate.told.held", "imitate.told.held_up_to", title=title)
        if long
        else phrase("imitate.told.tried", title=title)
    ]
    sides = _at_best(trials, targets.get(result.target))
    if sides:
        code = max(sides, key=lambda code: sum(sides[code]))
        said += (
            [phrase("imitate.told.most", movement=phrase(f"clue.{code}"))] if knows(f"clue.{code}") else []
        )
    both = _both_sides(result, trials, targets.get(result.target))
    if both and result.symmetry is not None and result.symmetry < SYMMETRY_TO_SPEAK_OF:
        further = sum(left - right for left, right in both)
        said.append(phrase("imitate.told.left" if further > 0 else "imitate.told.right"))
    return " ".join(said)


def _spoken_of(result: StepResult, trials: Trials, targets: Mapping[str, Target]) -> StepResult:
    """Without a symmetry where that is of a trace, in which the sides differ by next to nothing."""
    both = _both_sides(result, trials, targets.get(result.target or ""))
    alike = all(abs(left - right) < MOVED_TO_SPEAK_OF for left, right in both)
    return replace(result, symmetry=None) if both and alike else result


def _both_sides(result: StepResult, trials: Trials, target: Target | None) -> list[Sequence[float]]:
    """Left and right of what was asked for, in the best half-seconds of those trials that the result's symmetry is the
    mean of."""
    known = [trial for trial in counted(result, trials) if trial.get("at_best")]
    told = [trial for trial in known if trial.get("symmetry") is not None]
    return [both for trial in told for both in _asked(trial["at_best"], target).values()]


def counted(result: StepResult, trials: Trials) -> list[Mapping[str, Any]]:
    """The trials of `imitate` that ``result`` is the mean of: those at its intensity, complete ones only if there are
    any. Of a step that was begun again ``trials`` has all, and the mean is that of one go, which it tells itself."""
    asked = [trial for trial in trials if trial.get("intensity") == result.intensity]
    whole = [trial for trial in asked if trial.get("complete")]
    for those in (whole, asked[-1:]):
        if last := _latest(those, result.score):
            return last
    return whole or asked


def _latest(trials: Trials, score: float | None) -> list[Mapping[str, Any]]:
    """As many of the latest as have this mean; none where no number of them has."""
    total, scored, found = 0.0, 0, 0
    for many, trial in enumerate(reversed(trials), 1):
        if trial.get("score") is not None:
            total, scored = total + trial["score"], scored + 1
        if scored and score is not None and abs(total / scored - score) < SAME_MEAN:
            found = many
    return [*trials[len(trials) - found :]]


def _at_best(trials: Trials, target: Target | None) -> dict[str, Sequence[float]]:
    """What was asked for, as it was in the best half-second of all: code → left and right, where it moved at all."""
    best = max(
        (trial for trial in trials if trial.get("at_best") and trial.get("scored")),
        key=lambda trial: trial.get("score") or 0.0,
        default=None,
    )
    return {} if best is None else _asked(best["at_best"], target)


def _asked(sides: Mapping[str, Sequence[float]], target: Target | None) -> dict[str, Sequence[float]]:
    """What ``target`` asks for of it, where it moved at all."""
    if target is None:
        return {}
    asked = {code: both for code, both in sides.items() if target.show[code] > 0}
    return {code: both for code, both in asked.items() if max(both) > MOVED_TO_SPEAK_OF}


def summarise(
    steps: Sequence[StepResult],
    titles: Mapping[str, str],
    trials: Sequence[Trials] = (),
    names: Sequence[str] = (),
) -> Summary:
    """``titles`` says what each target is called for a person: {"happiness": "Joy"}; ``trials`` as in
    ``summarise_exercise``; ``names``: of the steps, if not their targets' titles."""
    each = zip(
        steps,
        trials or [()] * len(steps),
        names or [_title(step, titles) for step in steps],
        strict=True,
    )
    asked = [(step, Hold.of(step, kept), name) for step, kept, name in each if step.kind == "imitate"]
    practised = [(step, hold) for step, hold, _ in asked if step.reason != NOT_REACHED]
    if {step.reason for step in steps} - {NOT_MEASURED} == {NOT_REACHED}:
        return Summary(phrase("summary.thanks"), phrase("summary.ended_early"), ())
    if practised and all(step.reason == Reason.NO_NEUTRAL for step, _ in practised):
        return Summary(phrase("summary.thanks"), phrase("summary.no_neutral"), ())
    rows = tuple(_row(*one) for one in asked if one[0].reason != NOT_REACHED)
    words = _words([step for step, _ in practised]) if practised else _words_without_scores(steps)
    return Summary(_headline(practised, titles), words, rows)


def _names(results: Sequence[StepResult], steps: Sequence[Step], titles: Mapping[str, str]) -> list[str]:
    """The targets' titles; with their own those of steps that ask for one expression several times."""
    often = Counter(result.target for result in results if result.kind == "imitate")
    own = [
        translated(step.title) if often[one.target] > 1 else ""
        for one, step in zip(results, steps, strict=True)
    ]
    return [
        f"{_title(one, titles)} ({within(name)})" if name else _title(one, titles)
        for one, name in zip(results, own, strict=True)
    ]


def _row(step: StepResult, hold: Hold, title: str) -> Row:
    measured = step.coverage is not None and step.reason != Reason.NO_NEUTRAL
    seen = phrase("summary.seen_well", share=percent(step.coverage or 0.0)) if measured else ""
    if not step.scored:
        return Row(title, None, phrase("summary.not_scored", why=why(step.reason or TOO_LITTLE)), seen=seen)
    held = [hold.told("summary.held_for", "summary.held_for_up_to")] if round(hold.seconds, 1) else []
    notes = []
    if step.symmetry is not None and step.symmetry < SYMMETRY_TO_SPEAK_OF:
        notes.append(phrase("summary.one_side"))
    if step.coverage is not None and step.coverage < COVERAGE_TO_SPEAK_OF:
        notes.append(seen)
        seen = ""
    return Row(title, step.score, ", ".join([*held, *notes]), ", ".join(notes), seen)


def _headline(practised: Sequence[tuple[StepResult, Hold]], titles: Mapping[str, str]) -> str:
    scored = [(step, hold) for step, hold in practised if step.scored]
    if not practised:
        return phrase("summary.thanks")
    if not scored:
        return phrase("summary.practised")
    longest, hold = max(scored, key=lambda one: one[1].seconds)
    if hold.seconds < HELD_TO_SPEAK_OF_S:
        return phrase("summary.tried", count=len({step.target for step, _ in scored}))
    return hold.told("summary.held", "summary.held_up_to", title=within(_title(longest, titles)))


def _words(practised: Sequence[StepResult]) -> str:
    scored = [step for step in practised if step.scored]
    if not scored:
        return _because(practised)
    not_seen = [step for step in practised if not step.scored and step.reason in {*Reason, TOO_LITTLE}]
    if not_seen:  # what somebody skipped or left could have been scored
        return phrase("summary.some_scored", count=len(scored), all=len(scored) + len(not_seen))
    return phrase("summary.compared")


def _words_without_scores(steps: Sequence[StepResult]) -> str:
    """Of kinds of step that tell of a face in words and give it no grade, also where none of them could see it."""
    unseen = any(step.reason in set(Reason) for step in steps)
    seen = any(step.scored for step in steps)
    if unseen and not seen:
        return _because(steps)
    return phrase("summary.no_grade" if seen else "summary.on_purpose")


def _because(steps: Sequence[StepResult]) -> str:
    """Why none of them could be scored: what stood in the way of most, in its own gate's words, and what would help."""
    keys = [f"because.{str(step.reason).replace(' ', '_')}" for step in steps]
    known = Counter(key for key in keys if knows(key))
    return phrase(known.most_common(1)[0][0]) if known else phrase("summary.none_scored")


def why(reason: str) -> str:
    """A step's reason, which files keep in English, as it is said to a person."""
    key = f"why.{reason.replace(' ', '_')}"
    return phrase(key) if knows(key) else translated(reason)


def _title(step: StepResult, titles: Mapping[str, str]) -> str:
    return titles.get(step.target or "", str(step.target).replace("-", " ").capitalize())
