"""Many sessions read quickly, without their samples: what each came to, for the way so far, a report or a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from functools import lru_cache
from itertools import groupby
from pathlib import Path

from mirrorcam.adapting import LETTERS
from mirrorcam.asked import asked_in
from mirrorcam.errors import BadInput
from mirrorcam.exercise import Exercise, parse_exercise
from mirrorcam.history import (
    OF_UNITS,
    History,
    Line,
    PastSession,
    Practised,
    Trend,
    history,
    practised,
    units_practised,
)
from mirrorcam.phrases import day, knows, listed, phrase, translated, within
from mirrorcam.range_of_movement import Range, Reach, scaled
from mirrorcam.recording import Came, read_results
from mirrorcam.steps import Step, StepResult
from mirrorcam.stores import Kept, Store
from mirrorcam.tables import TableError
from mirrorcam.target import Target, parse_target

PLAIN = "imitate"
"""The kind that needs no word of its own beside what is made."""
NAMED = 2
"""So many files that cannot be read are named; of more, that there are more."""


def so_far(store: Store) -> History:
    """What the window, the terminal and the table tell of all that somebody kept; not of what others handed over."""
    own = (kept for kept in store.sessions() if kept.about is not None and not kept.about.received)
    return history(look_back(kept.path for kept in own))


def titles_of(store: Store, targets: Mapping[str, Target]) -> dict[str, str]:
    """Name → title of every expression; of one of the person's own that has been deleted, as it was practised last."""
    abouts = [kept.about for kept in store.sessions() if kept.about is not None and not kept.about.received]
    practised_then = {about.exercise: about.title for about in sorted(abouts, key=lambda one: one.created)}
    return practised_then | {name: target.title for name, target in targets.items()}


def unread(kept: Iterable[Kept]) -> str:
    """A sentence that names the sessions which cannot be read, and what to do; "" where there is none."""
    names = [one.name for one in kept if one.about is None]
    return phrase("unread.sessions", count=len(names), names=listed(names, NAMED)) if names else ""


def called(line: Line, titles: Mapping[str, str]) -> str:
    """ "Joy · C", "Joy, stay soft", "Move along · B", "Lip corners up · AU12 · C, own scale": what it is, and how
    strongly it was asked for last. ``titles``: name → title, in English as files have them."""
    name, last = _named(line, titles), line.compared[-1]
    if not last.intensity:
        return name
    key = "progress.asked_own" if last.scale == "own" else "progress.asked"
    return phrase(key, what=name, letter=_in_words(last.intensity))


def _in_words(letters: str) -> str:
    """ "C", "B, C", and "A–E" for three and more in a row."""
    if len(letters) > 2 and letters in LETTERS:
        return f"{letters[0]}–{letters[-1]}"
    return ", ".join(letters)


def _named(line: Line, titles: Mapping[str, str]) -> str:
    if line.kind in OF_UNITS:
        name = f"report.units.{line.target}"
        return f"{phrase(name)} · {line.target}" if knows(name) else line.target
    kind = phrase(f"report.kinds.{line.kind}") if knows(f"report.kinds.{line.kind}") else line.kind
    if not line.target:
        return kind[:1].upper() + kind[1:]
    target = translated(titles.get(line.target, line.target.replace("-", " ").capitalize()))
    return target if line.kind == PLAIN else phrase("progress.of", target=target, kind=within(kind))


def changed(line: Line) -> str:
    """What may be said of it, to the person: of the days on which the same was asked as last."""
    if line.trend is Trend.TOO_EARLY:
        early = "progress.as_now.early" if line.asked_otherwise else "progress.early"
        since = day(line.compared[0].day, beside=line.points[-1].day)
        return phrase(early, count=len(line.compared), since=since)
    return phrase(f"progress.as_now.{line.trend}" if line.asked_otherwise else f"progress.{line.trend}")


def letters(line: Line) -> list[str]:
    """For each point the letter to write at it: where the intensity is another than before, of what is compared and of
    what is not; on a day that has both only of what is not, as the line's name (``called``) has the other's. All empty
    where the same was asked on every day."""
    if not line.asked_otherwise:
        return [""] * len(line.points)
    said, before = list[str](), {True: "", False: ""}
    otherwise = {point.day for point in line.points if not point.compared}
    for point in line.points:
        named = point.compared and point.day in otherwise
        said.append("" if named or point.intensity == before[point.compared] else point.intensity)
        before[point.compared] = point.intensity
    return said


def under_another(line: Line) -> list[bool]:
    """For each point whether the same day has one above it, so that a letter above it would lie on that."""
    highest = {
        day: max(point.value for point in of_day) for day, of_day in groupby(line.points, lambda one: one.day)
    }
    return [point.value < highest[point.day] for point in line.points]


def notes(found: History, otherwise: str = "progress.otherwise") -> list[str]:
    """What has to be known to read the lines: as ``asked_notes``, and that scores of two formulas stand together, where
    they do."""
    said = asked_notes(found, otherwise)
    return [*said, phrase("progress.formulas")] if len(found.formulas) > 1 else said


def asked_notes(found: History, otherwise: str) -> list[str]:
    """What 100 is of what is no expression, how the letters go, and what is not compared (the phrase ``otherwise``),
    where there are any and something is."""
    lines = (*found.lines, *found.units)
    kinds = dict.fromkeys(f"progress.hundred.{line.kind}" for line in found.lines)
    hundred = [phrase(key) for key in kinds if knows(key)]
    lettered = any(point.intensity for line in lines for point in line.points)
    said = [*hundred, *([phrase("progress.letters")] if lettered else [])]
    return [*said, phrase(otherwise)] if any(line.asked_otherwise for line in lines) else said


def look_back(paths: Iterable[Path]) -> Iterator[PastSession]:
    """In the order of ``paths``. A file that cannot be read is left out: one that is broken hides no other."""
    for path in paths:
        with suppress(BadInput, OSError):
            as_it_is = path.stat()
            yield _session_in(path, as_it_is.st_mtime_ns, as_it_is.st_size)


@lru_cache(maxsize=4096)
def _session_in(path: Path, changed_ns: int, size: int) -> PastSession:
    """Read once, as long as the file stays as it is."""
    return session_of(read_results(path))


def session_of(came: Came) -> PastSession:
    """What a list of sessions knows of one, as it was scored then. Raises BadInput for results that are none."""
    about = came.about
    exercise = _exercise(came.exercise_text, f"{about.exercise}.toml", frozenset(came.expressions))
    steps = exercise.steps if exercise is not None else ()
    scale = "common" if came.own is None else "own"
    try:
        results = [StepResult(**result) for result in came.steps]
        when = datetime.fromisoformat(about.created)
        when = when if when.tzinfo else when.replace(tzinfo=UTC)
        targets = _targets(came.expressions, came.own)
        fitting = [_fitting(steps, i, result) for i, result in enumerate(results)]
        values = [followed(result, step) for result, step in zip(results, fitting, strict=True)]
        asked = [
            asked_in(step, result.intensity, targets, scale)
            for result, step in zip(results, fitting, strict=True)
        ]
        units = units_practised(when, results, came.trials, targets, steps=fitting, scale=scale)
        found = tuple(sound(one) for one in (*practised(when, results, values, asked), *units))
    except (TypeError, ValueError, KeyError, AttributeError, ZeroDivisionError) as error:
        raise BadInput(f"{about.path}: its results cannot be read ({error})") from None
    return PastSession(when, about.duration_s, found, about.formula)


def _fitting(steps: Sequence[Step], number: int, result: StepResult) -> Step | None:
    """The step that a result is of; None where the exercise cannot be read any more, or has another one there."""
    step = steps[number] if number < len(steps) else None
    return step if step is not None and step.kind == result.kind else None


def sound(one: Practised) -> Practised:
    """Raises ValueError for a value that no step gives: the file may be a stranger's."""
    if isinstance(one.value, bool) or not -1e-6 <= one.value <= 100 + 1e-6:
        raise ValueError(f"{one.value!r} for {one.kind}")
    return one


def _targets(expressions: Mapping[str, str], own: Range | None) -> dict[str, Target]:
    """As they were asked for then, on the scale of then; without those that this version cannot read."""
    reaches = () if own is None else tuple(own.reaches.items())
    found = ((name, _target(text, name, reaches)) for name, text in expressions.items())
    return {name: target for name, target in found if target is not None}


@lru_cache(maxsize=512)
def _target(text: str, name: str, reaches: tuple[tuple[str, Reach], ...]) -> Target | None:
    """``reaches``: those of the own range; none on the common scale."""
    try:
        target = parse_target(text, name)
    except TableError:
        return None
    return scaled(target, Range(dict(reaches))) if reaches else target


def followed(result: StepResult, step: Step | None) -> float | None:
    """The number that the kind of step wants followed; the score, where the exercise cannot be read any more."""
    return result.score if step is None or step.kind != result.kind else step.followed(result)


@lru_cache(maxsize=256)
def _exercise(text: str, file: str, expressions: frozenset[str]) -> Exercise | None:
    """People practise the same ones again and again. None: another version could read it, this one cannot."""
    try:
        return parse_exercise(text, file, expressions)
    except TableError:
        return None
