"""Plans: what somebody practises in a week, as a TOML file that a clinician writes. ``this_week(plan, day, done)``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import ConfigDict, Field, model_validator

from mirrorcam.adapting import Letter
from mirrorcam.folders import exercises_folder, plans_folder
from mirrorcam.steps import Name, Title, Words
from mirrorcam.tables import (
    Problem,
    Table,
    no_such,
    parse_table,
    parse_toml,
    place,
    read_text,
    schema_of,
    toml_files,
)

Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
WEEKDAYS: tuple[Weekday, ...] = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


class Part(Table):
    """One exercise of a plan, and how much of it."""

    exercise: Name
    times_a_week: Annotated[int, Field(ge=1, le=42)] = 3
    """Six exercises three times a day, as after a palsy, are 21 a week each."""
    times_a_day: Annotated[int, Field(ge=1, le=6)] = 1
    """At the most; more on one day is not asked for."""
    days: Annotated[list[Weekday], Field(max_length=7, default_factory=list)]
    """On which days; without them, any day will do."""
    easiest: Letter | None = None
    """How far it may be made easier, by key or by itself."""
    hardest: Letter | None = None
    words: Words = ""
    """What to think of, in the guide's words."""

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.easiest and self.hardest and self.easiest > self.hardest:
            raise ValueError(f'easiest = "{self.easiest}" is harder than hardest = "{self.hardest}"')
        days = len(set(self.days)) or 7
        if self.times_a_week > self.times_a_day * days:
            room = "1 day" if days == 1 else f"{days} days"
            raise ValueError(f"{self.times_a_week} times do not fit into {room}, {self.times_a_day} a day")
        return self


class Shown(Table):
    """What the person sees while they practise; what is left out is as they chose themselves."""

    score: bool | None = None
    picture: bool | None = None


class PlanFile(Table):
    """All that a plan file may say; the JSON Schema for editors comes from this."""

    model_config = ConfigDict(json_schema_extra={"dependentRequired": {"weeks": ["begins"]}})

    title: Annotated[Title, Field(min_length=1)]
    pseudonym: Annotated[str, Field(min_length=1, max_length=60)]
    """For whom: never the real name."""
    words: Words = ""
    """A greeting, for home."""
    goals: Annotated[
        list[Annotated[str, Field(min_length=1, max_length=200)]], Field(max_length=10, default_factory=list)
    ]
    """In the person's own words."""
    begins: date | None = None
    weeks: Annotated[int, Field(ge=1, le=104)] | None = None
    person: Annotated[str, Field(max_length=60)] | None = None
    """The avatar."""
    show: Shown = Shown()
    parts: Annotated[list[Part], Field(min_length=1, max_length=40)]
    """In the order in which they are practised."""

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.weeks is not None and self.begins is None:
            raise ValueError(
                f"weeks = {self.weeks} is counted from a day that is not said; add begins, as in begins = 2026-11-23"
            )
        return self


@dataclass(frozen=True)
class Plan:
    """``name`` is the file's, without its ending; ``file`` says the rest."""

    name: str
    written: PlanFile

    @property
    def parts(self) -> tuple[Part, ...]:
        return tuple(self.written.parts)


@dataclass(frozen=True, slots=True)
class Due:
    """A part, this week. ``today``: it is one of today's, and not done yet."""

    part: Part
    done: int
    done_today: int
    today: bool

    @property
    def left(self) -> int:
        """How many times are left this week."""
        return max(0, self.part.times_a_week - self.done)


def this_week(plan: Plan, day: date, done: Iterable[tuple[date, str]]) -> tuple[Due, ...]:
    """Every part in its order. ``done``: the day and the exercise of every session, of any time."""
    monday = day - timedelta(days=day.weekday())
    within = [(when, name) for when, name in done if monday <= when <= day]
    week = Counter(name for _, name in within)
    today = Counter(name for when, name in within if when == day)
    return tuple(_due(plan, part, day, week[part.exercise], today[part.exercise]) for part in plan.parts)


def running(plan: Plan, day: date) -> bool:
    """Whether the plan has begun, and is not over."""
    begins, weeks = plan.written.begins, plan.written.weeks
    if begins is None:
        return True
    return begins <= day and (weeks is None or day < begins + timedelta(weeks=weeks))


def _due(plan: Plan, part: Part, day: date, done: int, done_today: int) -> Due:
    fits = not part.days or WEEKDAYS[day.weekday()] in part.days
    wanted = running(plan, day) and fits and done < part.times_a_week and done_today < part.times_a_day
    return Due(part, done, done_today, wanted)


def parse_plan(
    text: str, file: str, exercises: Collection[str], people: Collection[str] | None = None
) -> Plan:
    """A plan from the text of ``file``; ``exercises`` and ``people`` are the names that there are (people None: not
    looked at). Raises ``TableError`` with every mistake."""
    table = parse_toml(text, file)
    unknown = [
        *_unknown_exercises(table.get("parts"), file, exercises),
        *_unknown_person(table, file, people),
    ]
    return Plan(Path(file).stem, parse_table(PlanFile, table, file, also=unknown))


def read_plan(path: Path | str, exercises: Collection[str], people: Collection[str] | None = None) -> Plan:
    """As ``parse_plan``, from a file."""
    return parse_plan(read_text(Path(path)), str(path), exercises, people)


def plans() -> dict[str, Path]:
    """Name → file: examples that are shipped, and the person's own, which win when the names are the same."""
    folders = (exercises_folder() / "plans", plans_folder())
    return {path.stem: path for folder in folders for path in toml_files(folder)}


def plan_schema() -> dict[str, Any]:
    return schema_of(PlanFile, "mirrorcam plan")


def _unknown_exercises(parts: Any, file: str, exercises: Collection[str]) -> list[Problem]:
    """Looked for in the plain table, so that they are told together with every other mistake."""
    named = [
        (i, part["exercise"])
        for i, part in enumerate(parts if isinstance(parts, list) else ())
        if isinstance(part, dict) and isinstance(part.get("exercise"), str)
    ]
    return [
        Problem(file, place(("parts", i, "exercise")), no_such("exercise", name, exercises))
        for i, name in named
        if name not in exercises
    ]


def _unknown_person(table: dict[str, Any], file: str, people: Collection[str] | None) -> list[Problem]:
    person = table.get("person")
    if people is None or not isinstance(person, str) or person in people:
        return []
    return [Problem(file, "person", no_such("person", person, people))]
