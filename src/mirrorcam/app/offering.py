"""What there is to do, for the pages where it is chosen: programmes, exercises, and what fits today. Pure but for
``read_course``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from mirrorcam.app.screens.exercise import ExercisePage
from mirrorcam.app.screens.home import Entry, Offer
from mirrorcam.app.screens.plans import PlanPage, PlanRow
from mirrorcam.app.screens.programmes import Card, ProgrammePage, Told
from mirrorcam.app.screens.wearing import Wear
from mirrorcam.avatars import Avatar
from mirrorcam.errors import BadInput
from mirrorcam.exercise import Background, Exercise, exercises, own_practices, read_exercise
from mirrorcam.expression import NEUTRAL, Expression
from mirrorcam.phrases import listed, number, phrase, translated
from mirrorcam.plan import Due, Plan, running, this_week
from mirrorcam.programme import Programme, programmes, read_programme
from mirrorcam.steps import Step
from mirrorcam.steps.steady import SMALL
from mirrorcam.target import Target, shipped

FIRST = "first-steps"
"""The exercise that the home page offers where nothing else fits."""
STRONG = ("anger", "fear", "disgust", "contempt", "snarl", "sadness")
"""Faces that are announced before they come."""
STERN = (*STRONG, "brow-lower", "frown", "narrow-eyes", "lips-pressed", "nose-wrinkle")
"""Faces that no card wears: they look cross where nobody knows what for."""
WORN = 0.6
"""How strongly a face on a card wears what is practised, of all of it."""
Done = tuple[date, str]
"""The day and the exercise of a session."""
Targets = Mapping[str, Target]


@dataclass(frozen=True)
class Course:
    """Everything that can be practised. ``trouble``: what is wrong with a file that was left out, or ""."""

    exercises: Mapping[str, Exercise]
    programmes: Mapping[str, Programme]
    """In their order."""
    trouble: str = ""
    own: tuple[str, ...] = ()
    """Those that are made of the person's own expressions."""


def read_course(targets: Targets) -> Course:
    """A file with a mistake in it is told of, not stumbled over."""
    own = own_practices(targets)
    trouble, found, courses = "", dict(own), {}
    for name, path in exercises().items():
        try:
            found[name] = read_exercise(path, targets)
        except BadInput as error:
            trouble = str(error).splitlines()[0]
    for name, path in programmes().items():
        try:
            courses[name] = read_programme(path, found)
        except BadInput as error:
            trouble = str(error).splitlines()[0]
    ordered = dict(sorted(courses.items(), key=lambda item: (item[1].position, item[0])))
    return Course(found, ordered, trouble, tuple(own))


# What fits now.


def under_way(course: Course, done: Sequence[Done]) -> Programme | None:
    """The programme of what was done last; of several, the one of which most was done. ``done``: newest first."""
    counted = {name for _, name in done}
    for _, exercise in done:
        holding = [one for one in course.programmes.values() if exercise in one.exercises]
        if holding:
            return max(holding, key=lambda one: len(counted & set(one.exercises)))
    return None


def following(programme: Programme, done: Sequence[Done]) -> str:
    """The next after the newest that was not done yet, or one before it; where all were, that of longest ago."""
    counted = [name for _, name in done]
    order = list(programme.exercises)
    newest = next((order.index(name) for name in counted if name in order), -1)
    fresh = [name for name in (*order[newest + 1 :], *order[: newest + 1]) if name not in counted]
    return fresh[0] if fresh else max(order, key=counted.index)


def offer(course: Course, plan: Plan | None, day: date, done: Sequence[Done]) -> Offer | None:
    """Today's part of the plan; else what comes next in the programme that is under way; else the first steps."""
    due = this_week(plan, day, done) if plan else ()
    todays = next((one for one in due if one.today and one.part.exercise in course.exercises), None)
    if todays is not None:
        return _planned_offer(course, todays)
    programme = under_way(course, done)
    if programme is not None:
        label = phrase("home.next", programme=translated(programme.title))
        name = following(programme, done)
    else:
        name = FIRST if FIRST in course.exercises else next(iter(course.exercises), "")
        label = phrase("home.first")
    if plan is not None and running(plan, day):
        label = phrase("home.plan_done" if any(one.done_today for one in due) else "home.plan_free")
    exercise = course.exercises.get(name)
    if exercise is None:
        return None
    return Offer(name, translated(exercise.title), translated(exercise.words), label)


def _planned_offer(course: Course, due: Due) -> Offer:
    exercise = course.exercises[due.part.exercise]
    label = phrase("home.today")
    if exercise.minutes:
        label = f"{label} · {_minutes(exercise)}"
    words = due.part.words or translated(exercise.words)
    return Offer(exercise.name, translated(exercise.title), words, label, this_week_words(due))


def this_week_words(due: Due) -> str:
    """ "2 of 3 this week"."""
    return phrase("plans.week", done=min(due.done, due.part.times_a_week), times=due.part.times_a_week)


# Pages.


def entries(course: Course, done: Sequence[Done]) -> tuple[Entry, ...]:
    """All exercises: the person's own expressions, which they look for, then those of programmes in their order, then
    the others."""
    counts = Counter(name for _, name in done)
    placed = dict.fromkeys(name for one in course.programmes.values() for name in one.exercises)
    order = dict.fromkeys((*course.own, *placed, *course.exercises))
    return tuple(_entry(course.exercises[name], counts[name]) for name in order)


def _entry(exercise: Exercise, times: int) -> Entry:
    note = done_words(times) if times else _minutes(exercise)
    return Entry(exercise.name, translated(exercise.title), translated(exercise.words), note)


def done_words(times: int) -> str:
    return phrase("programmes.done", count=times) if times else ""


def _minutes(exercise: Exercise) -> str:
    return phrase("exercise.minutes", minutes=number(exercise.minutes, None)) if exercise.minutes else ""


def cards(course: Course, done: Sequence[Done], cast: Sequence[Avatar], targets: Targets) -> tuple[Card, ...]:
    """A card for each programme, each with another face."""
    counted, worn = {name for _, name in done}, set[str]()
    made = []
    for i, one in enumerate(course.programmes.values()):
        target = _gentle(course, one.exercises, worn)
        worn.add(target)
        show = targets[target].show.scaled(WORN) if target in targets else NEUTRAL
        words = translated(one.words)
        note = _count_words(len(one.exercises), len(counted & set(one.exercises)))
        made.append(Card(one.name, translated(one.title), words, note, cast[i % len(cast)], Wear(show)))
    return tuple(made)


def _count_words(count: int, done: int) -> str:
    words = phrase("programmes.count", count=count)
    some = phrase("programmes.some_done", done=done)
    return f"{words} · {some}" if done else words


def _gentle(course: Course, names: Iterable[str], worn: set[str]) -> str:
    """An expression of these exercises that is not stern, and no other card's."""
    asked = [target for name in names for target in course.exercises[name].targets if target not in STERN]
    return next((target for target in asked if target not in worn), asked[0] if asked else "soft-smile")


def programme_page(course: Course, name: str, done: Sequence[Done]) -> ProgrammePage:
    """Raises BadInput for one that is not there."""
    if name not in course.programmes:
        raise BadInput(phrase("programmes.gone", name=name))
    one = course.programmes[name]
    counts = Counter(exercise for _, exercise in done)
    listed_entries = tuple(_entry(course.exercises[exercise], counts[exercise]) for exercise in one.exercises)
    told = (*background(one.background), (phrase("about.how_long"), translated(one.how_long)))
    first, second, *rest = told
    return ProgrammePage(
        translated(one.title),
        translated(one.words),
        listed_entries,
        following(one, done),
        (first, second, rest[-1], *rest[:-1]),
    )


def background(given: Background) -> Told:
    """For whom, what for, where from, and what is not known."""
    return (
        (phrase("about.for_whom"), translated(given.for_whom)),
        (phrase("about.what_for"), translated(given.what_for)),
        (phrase("about.source"), translated(given.source)),
        (phrase("about.not_known"), translated(given.not_known)),
    )


def exercise_page(
    course: Course, name: str, targets: Targets, done: Sequence[Done], due: Due | None, *, own: bool
) -> ExercisePage:
    """``due``: what the plan says of it; ``own``: the plan leaves the avatar to the person. Raises BadInput for one
    that is not there."""
    if name not in course.exercises:
        raise BadInput(phrase("programmes.gone", name=name))
    exercise = course.exercises[name]
    times = sum(1 for _, one in done if one == name)
    return ExercisePage(
        name,
        translated(exercise.title),
        translated(exercise.words),
        facts(exercise),
        beforehand(exercise.steps),
        _planned(due),
        done_words(times),
        _shown_first(exercise, targets),
        own and not exercise.person,
        background(exercise.background),
        exercise.worth_keeping,
        name in course.own,
    )


def needed(course: Course, plans: Iterable[Plan], name: str) -> str:
    """That something asks for an expression of the person's own and goes no more without it: exercises, programmes and
    plans; "" where nothing does. One of them is named."""
    others = [one for one in course.exercises.values() if one.name != name and name not in shipped()]
    asking = [translated(one.title) for one in others if name in one.targets]
    asking += [translated(one.title) for one in course.programmes.values() if name in one.exercises]
    asking += [plan.written.title for plan in plans if any(part.exercise == name for part in plan.parts)]
    return phrase("own_face.needed", count=len(asking), title=asking[0]) if asking else ""


def facts(exercise: Exercise) -> tuple[str, ...]:
    """How long, and which kinds of step."""
    kinds = dict.fromkeys(step.kind for step in exercise.steps if step.kind != "say")
    return tuple(filter(None, (_minutes(exercise), *(phrase(f"kind.{kind}") for kind in kinds))))


def beforehand(steps: Sequence[Step]) -> str:
    """Which strong faces come, so that none is a surprise."""
    first: dict[str, Step] = {}
    for step in steps:
        for target in step.names():
            if target in STRONG:
                first.setdefault(target, step)
    if not first:
        return ""
    faces = listed([phrase(f"exercise.strong.{target}") for target in first])
    small = all(_begins_small(step) for step in first.values())
    words = phrase("exercise.small" if small else "exercise.plain", count=len(first), faces=faces)
    ease = phrase("exercise.ease")
    return f"{words[:1].upper()}{words[1:]} {ease}"


def _begins_small(step: Step) -> bool:
    return getattr(step, "weakest", getattr(step, "intensity", "E")) in SMALL


def _planned(due: Due | None) -> str:
    if due is None:
        return ""
    words = phrase("exercise.planned", week=this_week_words(due))
    return f"{words} {due.part.words}".rstrip()


def _shown_first(exercise: Exercise, targets: Targets) -> Expression:
    """Something of it that is not stern; a soft smile where there is nothing."""
    asked = (target for target in exercise.targets if target not in STERN)
    name = next(asked, "soft-smile")
    return targets[name].show.scaled(WORN) if name in targets else NEUTRAL


def plan_page(course: Course, plan: Plan, day: date, done: Sequence[Done]) -> PlanPage:
    """What is to be done this week, and what was."""
    rows = []
    for due in this_week(plan, day, done):
        exercise = course.exercises.get(due.part.exercise)
        if exercise is not None:
            words = due.part.words or translated(exercise.words)
            entry = Entry(exercise.name, translated(exercise.title), words, this_week_words(due))
            rows.append(PlanRow(entry, due.today))
    written = plan.written
    return PlanPage(written.title, written.words, tuple(written.goals), tuple(rows))
