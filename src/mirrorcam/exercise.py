"""Exercises: what is practised, as a TOML file that a person can write. ``parse_exercise(text, file)``."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, fields
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self, Union

from pydantic import Field, model_validator

from mirrorcam.adapting import Letter
from mirrorcam.folders import exercises_folder, own_exercises_folder
from mirrorcam.ordering import Order, arranged
from mirrorcam.own_practice import practice_text
from mirrorcam.recognition import AT_REST
from mirrorcam.steps import Step, Title, Words, kinds
from mirrorcam.steps.imitate import Imitate
from mirrorcam.tables import (
    Problem,
    Table,
    TableError,
    did_you_mean,
    no_such,
    parse_table,
    parse_toml,
    place,
    read_text,
    schema_of,
    toml_files,
    toml_value,
)
from mirrorcam.target import Library

if TYPE_CHECKING:
    AnyStep = Step
else:
    AnyStep = Annotated[Union[tuple(kinds().values())], Field(discriminator="kind")]  # noqa: UP007

MAX_STEPS = 200
FIRST_SEED = 1
"""Where none is given, and nobody draws one."""
Scale = Literal["common", "own"]


class ExerciseFile(Table):
    """All that an exercise file may say; the JSON Schema for editors comes from this."""

    title: Annotated[Title, Field(min_length=1)]
    """What it is called, for a person: "First steps"."""
    words: Words = ""
    """One or two sentences for the page where it is chosen."""
    minutes: Annotated[float, Field(gt=0, le=120)] | None = None
    """About how long it takes."""
    person: Annotated[str, Field(max_length=60)] | None = None
    """The avatar, if this exercise wants a certain one."""
    low_stimulus: bool = False
    """No motion that is not needed."""
    scale: Scale = "common"
    """"own": of what the person's own face can do, once their range of movement is known."""
    for_whom: Words = ""
    """Whom it may serve."""
    what_for: Words = ""
    source: Words = ""
    """Where it comes from."""
    not_known: Words = ""
    """What nobody has shown about it."""
    order: Order = "fixed"
    """In which order the steps that ask for expressions come; cards, breaths and the like stay in their places."""
    seed: Annotated[int | None, Field(ge=0, le=2**31)] = None
    """What chance is drawn from. Without it every session draws another one, and keeps it."""
    adapt: bool = False
    """Whether it gets easier or harder by itself, from the last trials."""
    easiest: Letter = "A"
    """How far the intensity may go down, by key or by itself."""
    hardest: Letter = "E"
    """How far it may go up."""
    steps: Annotated[list[AnyStep], Field(min_length=1, max_length=MAX_STEPS)]

    @model_validator(mode="after")
    def _some_room(self) -> Self:
        if self.easiest > self.hardest:
            raise ValueError(f'easiest = "{self.easiest}" is harder than hardest = "{self.hardest}"')
        return self

    @model_validator(mode="after")
    def _measured_on_the_common_scale(self) -> Self:
        if self.scale == "own" and any(isinstance(s, Imitate) and s.measures == "range" for s in self.steps):
            raise ValueError('a range of movement is measured on the common scale: leave out scale = "own"')
        return self


@dataclass(frozen=True, slots=True)
class Background:
    """What stands behind an exercise or a programme, each in a sentence or two; "" where nothing is said."""

    for_whom: str = ""
    what_for: str = ""
    source: str = ""
    not_known: str = ""


@dataclass(frozen=True)
class Exercise:
    """``name`` is the file's, without its ending; ``text`` is all of it, for the recording to carry along."""

    name: str
    text: str
    title: str
    words: str
    minutes: float | None
    person: str | None
    low_stimulus: bool
    scale: Scale
    steps: tuple[Step, ...]
    order: Order = "fixed"
    seed: int | None = None
    adapt: bool = False
    easiest: Letter = "A"
    hardest: Letter = "E"
    background: Background = Background()

    @property
    def needs_neutral(self) -> bool:
        return any(step.needs_face for step in self.steps)

    @property
    def for_two(self) -> bool:
        """Two people do it, side by side before one camera."""
        return any(step.for_two for step in self.steps)

    @property
    def worth_keeping(self) -> bool:
        """Something is measured or answered in it."""
        return any(step.needs_face or step.keeps for step in self.steps)

    @property
    def by_chance(self) -> bool:
        """Something in it is drawn by the seed."""
        return self.order != "fixed" or any(step.by_chance for step in self.steps)

    @property
    def targets(self) -> tuple[str, ...]:
        """The names of the expressions that it asks for, each once, in order."""
        return tuple(dict.fromkeys(name for step in self.steps for name in step.names()))


def parse_exercise(
    text: str, file: str, targets: Collection[str], people: Collection[str] | None = None
) -> Exercise:
    """An exercise from the text of ``file``. ``targets`` are the names of the expressions that there are, and
    ``people`` those of the avatars (None: not looked at). Raises ``TableError`` with every mistake."""
    table = parse_toml(text, file)
    unknown = [*_unknown_targets(table, file, targets), *_unknown_people(table, file, people)]
    written = parse_table(ExerciseFile, table, file, also=unknown)
    if unknown := _unknown_names(written.steps, file, targets):
        raise TableError(unknown)
    about = {field.name for field in fields(Background)}
    parts = {name: getattr(written, name) for name in ExerciseFile.model_fields if name not in about}
    background = Background(**{name: getattr(written, name) for name in about})
    parts |= {"steps": _in_order(written), "background": background}
    return Exercise(name=Path(file).stem, text=text, **parts)


def drawn(exercise: Exercise, seed: int, targets: Collection[str]) -> Exercise:
    """The exercise for one session: where it leaves anything to chance and has no seed of its own, with this one. The
    seed stands in its text, which the recording has, so a replay draws the same."""
    if exercise.seed is not None or not exercise.by_chance:
        return exercise
    return amended(exercise, targets, seed=seed)


def amended(exercise: Exercise, targets: Collection[str], **keys: int | str) -> Exercise:
    """The exercise with other values for such keys as ``seed``, ``adapt``, ``easiest`` and ``hardest``. They stand in
    its text, so that a recording has them too. Raises ``TableError`` for what does not fit."""
    file = f"{exercise.name}.toml"
    return parse_exercise(_amended(exercise.text, keys, file), file, targets)


def _amended(text: str, keys: Mapping[str, int | str], file: str) -> str:
    """The lines that said so give way to new ones at the top. Where that is not all that changes (one of them stood in
    a longer text) or leaves the key there twice (it was in quotation marks), the whole table is written anew."""
    wanted = {**parse_toml(text, file), **keys}
    head, table, rest = text.partition("\n[")
    said = [line for line in head.split("\n") if line.partition("=")[0].strip() not in keys]
    now = [f"{key} = {toml_value(value)}" for key, value in keys.items()]
    amended = "\n".join([*now, *said]) + table + rest
    with suppress(TableError):
        if parse_toml(amended, file) == wanted:
            return amended
    return "".join(f"{toml_value(key)} = {toml_value(value)}\n" for key, value in wanted.items())


def read_exercise(
    path: Path | str, targets: Collection[str], people: Collection[str] | None = None
) -> Exercise:
    """As ``parse_exercise``, from a file. Raises ``TableError``."""
    return parse_exercise(read_text(Path(path)), str(path), targets, people)


def exercises() -> dict[str, Path]:
    """Name → file: those that are shipped, and the person's own, which win when the names are the same."""
    folders = (exercises_folder(), own_exercises_folder())
    return {path.stem: path for folder in folders for path in toml_files(folder)}


def find_exercise(name: str, targets: Collection[str], people: Collection[str] | None = None) -> Exercise:
    """By its name, or by the path of its file. Raises ``TableError``."""
    if name.endswith(".toml") or Path(name).is_file():
        return read_exercise(name, targets, people)
    known = exercises()
    if name in known:
        return read_exercise(known[name], targets, people)
    own = own_practices(targets)
    if name in own:
        return own[name]
    near = did_you_mean(name, [*known, *own]) or " `mirrorcam list` names them all."
    raise TableError([Problem("", "", f'there is no exercise called "{name}".{near}')])


def own_practices(targets: Collection[str]) -> dict[str, Exercise]:
    """Name → an exercise made of each expression of the person's own, called as that is; but where a file has the
    name, it is that which is practised."""
    if not isinstance(targets, Library):
        return {}
    written = exercises()
    return {
        name: parse_exercise(practice_text(targets[name]), f"{name}.toml", targets)
        for name in targets.own
        if name not in written
    }


def _in_order(written: ExerciseFile) -> tuple[Step, ...]:
    """Each step with a seed of its own; those that ask for expressions in their order, in the places that they have
    among the others."""
    seed = FIRST_SEED if written.seed is None else written.seed
    steps = [step.sown(f"{seed} {i}") for i, step in enumerate(written.steps)]
    places = [i for i, step in enumerate(steps) if step.names()]
    moved = arranged([steps[i] for i in places], written.order, str(seed), lambda step: step.names())
    for i, step in zip(places, moved, strict=True):
        steps[i] = step
    return tuple(steps)


def exercise_schema() -> dict[str, Any]:
    return schema_of(ExerciseFile, "mirrorcam exercise")


def _unknown_targets(table: Mapping[str, Any], file: str, targets: Collection[str]) -> list[Problem]:
    """Looked for in the plain table, so that they are told together with every other mistake."""
    steps = table.get("steps")
    asked = [
        (place(("steps", i, *where)), name)
        for i, step in enumerate(steps if isinstance(steps, list) else ())
        if isinstance(step, dict)
        for where, name in _asked_plainly(step)
        if isinstance(name, str) and not (name == AT_REST and step.get("kind") == "recognise")
    ]
    return _without(asked, file, targets)


def _asked_plainly(step: Mapping[str, Any]) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    """Where the table of a step names expressions, and what stands there."""
    yield ("target",), step.get("target")
    for key in ("targets", "choices"):
        names = step.get(key)
        yield from (((key,), name) for name in (names if isinstance(names, list) else ()))
    keys = step.get("keys")
    for i, one in enumerate(keys if isinstance(keys, list) else ()):
        if isinstance(one, dict):
            yield ("keys", i, "target"), one.get("target")


def _unknown_names(steps: Sequence[Step], file: str, targets: Collection[str]) -> list[Problem]:
    """Those that a step names anywhere else than as its target."""
    asked = [
        (place(("steps", i)), name) for i, step in enumerate(steps) for name in dict.fromkeys(step.names())
    ]
    return _without(asked, file, targets)


def _without(asked: Iterable[tuple[str, str]], file: str, targets: Collection[str]) -> list[Problem]:
    """``asked``: places and names. An expression whose own file is broken is told once, however often it is used."""
    told: dict[str, Problem] = {}
    for where, name in asked:
        if name not in targets:
            why_not = targets.why_not(name) if isinstance(targets, Library) else ""
            reason = why_not or no_such("expression", name, targets)
            told.setdefault(why_not or where, Problem(file, where, reason))
    return list(told.values())


def _unknown_people(table: Mapping[str, Any], file: str, people: Collection[str] | None) -> list[Problem]:
    if people is None:
        return []
    named = [("person", table.get("person"))]
    steps = table.get("steps")
    for i, step in enumerate(steps if isinstance(steps, list) else ()):
        given = step.get("people") if isinstance(step, dict) else None
        people_named = given if isinstance(given, list) else []
        named.append(
            (place(("steps", i, "partner")), step.get("partner") if isinstance(step, dict) else None)
        )
        named += [(place(("steps", i, "people")), name) for name in people_named]
    return [
        Problem(file, where, no_such("person", name, people))
        for where, name in named
        if isinstance(name, str) and name not in people
    ]
