"""`recognise`: a face shows something; which is it? Then the clue in words, and an invitation to mirror it.

What is counted is what was chosen, never how fast: right answers, confusions, feelings seen in a face at rest (false
alarms), and how much of an expression had to be there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from random import Random
from statistics import median
from typing import Annotated, Any, ClassVar, Literal, Self

from pydantic import Field, model_validator

from mirrorcam.adapting import Adapting, Outcome
from mirrorcam.clues import apart, distinguishing, in_words, named, where
from mirrorcam.expression import NEUTRAL, Expression
from mirrorcam.life import Pace, transition
from mirrorcam.ordering import Order, arranged
from mirrorcam.phrases import phrase, translated
from mirrorcam.recognition import AT_REST, NOT_SURE, Answered, counted, sentences
from mirrorcam.staircase import LEAST, MOST, Staircase
from mirrorcam.steps import Choice, Hint, Name, Run, Scene, Seen, Step, StepResult, Words
from mirrorcam.target import Target

Percent = Annotated[int, Field(ge=LEAST, le=MOST)]
Situation = Annotated[str, Field(min_length=1, max_length=200)]

AGAIN = "show again"
"""An answer that is no expression, as NOT_SURE: their names have no blanks."""

READY, LOOK, CLUE, MIRROR_IT, TOLD = "ready", "look", "clue", "mirror it", "told"
"""The phases."""
READY_S = 0.9
"""Between two faces."""
PASS_S = 4.0
"""Where nobody can answer or press a key, a face and a card stay for this long, whatever the language."""
CLUE_PERCENT, MIRROR_PERCENT = 80, 60
"""At least so much is shown with the clue, and to mirror it: enough to be seen, and to be made without strain."""
MOST_CHOICES = 6
EASIER_PERCENT = 15
"""A step easier shows so much more, a step harder so much less."""
COUNTED = "answers are counted, not scored"
NOBODY_ANSWERED = "nobody answered"


class Recognise(Step):
    """Which expression is it?"""

    example: ClassVar[str] = 'targets = ["happiness", "anger"]'
    keeps: ClassVar[bool] = True
    by_chance: ClassVar[bool] = True

    kind: Literal["recognise"]
    targets: Annotated[list[Name], Field(min_length=1, max_length=20)]
    """Names of the expressions that are shown; "neutral" is a face at rest."""
    choices: Annotated[list[Name], Field(min_length=2, max_length=20)] | None = None
    """What can be chosen from; without it, the targets. "I am not sure" is always there."""
    offered: Annotated[int, Field(ge=2, le=MOST_CHOICES)] = MOST_CHOICES
    """How many of them at a time: the one that is shown, and others by the seed."""
    trials: Annotated[int, Field(ge=1, le=60)] = 6
    order: Order = "shuffled"
    """In which order the targets come."""
    cue: Literal["model", "word", "situation"] = "model"
    """What it is recognised from: a face (choose its word), a word, or a situation (choose the face)."""
    situations: Annotated[dict[Name, Situation], Field(default_factory=dict)]
    """For `cue = "situation"`: a sentence for each target."""
    percent: Percent = 60
    """How much of the expression shows."""
    rising_s: Annotated[float, Field(ge=2, le=120)] | None = None
    """The expression rises this slowly, until the person answers."""
    from_percent: Percent = LEAST
    to_percent: Percent = MOST
    """Where it rises from and to."""
    staircase: bool = False
    """From `percent` on: less after two right answers in a row, more after any other."""
    moving: bool = True
    """The face moves from rest into the expression; otherwise it is simply there."""
    mirror_after: bool = True
    """Afterwards, an invitation to mirror it and feel it."""
    mirror_s: Annotated[float, Field(ge=2, le=60)] = 6
    people: Annotated[list[Name], Field(max_length=20, default_factory=list)]
    """Whose faces show it, one after the other; without it, whoever is drawn anyway."""
    words: Words = ""
    """The question; without it, one that fits."""

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if reason := _misfit(self):
            raise ValueError(reason)
        return self

    def heading(self, targets: Mapping[str, Target]) -> str:
        return translated(self.title) or phrase(f"recognise.title.{self.cue}")

    def names(self) -> tuple[str, ...]:
        return tuple(name for name in dict.fromkeys([*self.targets, *self.eligible]) if name != AT_REST)

    @property
    def eligible(self) -> list[str]:
        """What there is to choose from."""
        return list(dict.fromkeys(self.targets if self.choices is None else self.choices))

    def in_words(self, result: StepResult, targets: Mapping[str, Target]) -> str:
        return " ".join(sentences(result.measured, targets))

    def run(self, targets: Mapping[str, Target], attended: bool) -> RecogniseRun:
        return RecogniseRun(self, targets, attended, self._seed)


@dataclass(frozen=True, slots=True)
class Face:
    """What one trial shows and offers."""

    target: str
    percent: int
    choices: tuple[str, ...]
    person: str


class RecogniseRun(Run):
    kind: ClassVar[str] = "recognise"

    def __init__(self, step: Recognise, targets: Mapping[str, Target], attended: bool, seed: str) -> None:
        self._step, self._targets, self._attended, self._seed = step, targets, attended, seed
        self._adapting = Adapting()
        turns = [step.targets[i % len(step.targets)] for i in range(step.trials)]
        self._turns = arranged(turns, step.order, seed, lambda name: name)
        self._stairs = {name: Staircase(step.percent) for name in step.targets}
        self._answers: list[Answered] = []
        self._phase, self._begin_s, self._time_s = READY, 0.0, 0.0
        self._hurry = False
        self._face = self._next_face()

    def adapt(self, adapting: Adapting) -> None:
        self._adapting = adapting
        self._face = self._next_face()

    def advance(self, time_s: float, seen: Seen) -> Scene:
        self._time_s = time_s
        self._move_on()
        return self._scene()

    def go_on(self) -> None:
        self._hurry = self._phase != LOOK

    def answer(self, text: str) -> None:
        """The first answer counts; what was not offered is none."""
        if self._phase != LOOK:
            return
        if text == AGAIN:
            self._enter(READY)
        elif text in (*self._face.choices, NOT_SURE):
            self._take(text)

    def change(self, letters: int) -> None:
        """For the face that is being looked at as well."""
        self._adapting.change(letters)
        if self._phase in (READY, LOOK):
            self._face = self._next_face()

    def result(self, early: str | None = None) -> StepResult:
        given = [answer for answer in self._answers if answer.answer is not None]
        if not given:
            return StepResult(self._step.kind, reason=early or NOBODY_ANSWERED)
        reason = COUNTED if self.finished else early or COUNTED
        return StepResult(self._step.kind, reason=reason, measured=counted(given, self._needed(given)))

    def trials(self) -> list[dict[str, Any]]:
        return [{**asdict(answer), "choices": list(answer.choices)} for answer in self._answers]

    # ------------------------------------------------------------ from face to face

    def _move_on(self) -> None:
        gone_s = self._time_s - self._begin_s
        if self._phase == READY and (self._hurry or gone_s >= READY_S or self._step.cue != "model"):
            self._enter(LOOK)
        elif self._phase == LOOK and not self._attended and gone_s >= self._pass_s():
            self._take(None)
        elif self._phase == CLUE and self._read():
            self._enter(MIRROR_IT) if self._may_mirror() else self._next()
        elif self._phase == MIRROR_IT and (self._hurry or gone_s >= self._step.mirror_s):
            self._next()
        elif self._phase == TOLD and self._read():
            self.finished = True

    def _enter(self, phase: str) -> None:
        self._phase, self._begin_s, self._hurry = phase, self._time_s, False

    def _read(self) -> bool:
        """The person says when they have read it; where nobody can, it goes on by itself."""
        return self._hurry or (not self._attended and self._time_s - self._begin_s >= PASS_S)

    def _pass_s(self) -> float:
        return max(PASS_S, self._step.rising_s or 0.0)

    def _take(self, answer: str | None) -> None:
        face = self._face
        answered = Answered(face.target, self._percent_now(), answer, face.choices)
        self._answers.append(answered)
        if answer is not None:
            self._stairs[face.target].see(answered.right)
            self._adapting.see(_outcome(answered))
        self._enter(CLUE)

    def _may_mirror(self) -> bool:
        return self._step.mirror_after and self._face.target != AT_REST

    def _next(self) -> None:
        if len(self._answers) >= len(self._turns):
            self._enter(TOLD)
        else:
            self._face = self._next_face()
            self._enter(READY)

    def _next_face(self) -> Face:
        number = len(self._answers)
        target = self._turns[min(number, len(self._turns) - 1)]
        people = self._step.people
        person = people[number % len(people)] if people else ""
        return Face(target, self._percent_for(target), self._offered(number, target), person)

    def _percent_for(self, target: str) -> int:
        if self._step.staircase:
            return self._stairs[target].percent
        return min(max(self._step.percent - EASIER_PERCENT * self._adapting.level, LEAST), MOST)

    def _offered(self, number: int, target: str) -> tuple[str, ...]:
        """Words keep their places, so that the hand learns them; faces change theirs, so that it cannot."""
        step, chance = self._step, Random(f"{self._seed} {number} choices")
        many = max(2, min(step.offered, len(step.eligible)) + min(self._adapting.level, 0))
        others = [name for name in step.eligible if name != target]
        offered = {target, *chance.sample(others, min(many - 1, len(others)))}
        kept = [name for name in step.eligible if name in offered]
        return tuple(kept if step.cue == "model" else chance.sample(kept, len(kept)))

    # ------------------------------------------------------------ what is seen

    def _scene(self) -> Scene:
        parts = {
            READY: self._ready_scene,
            LOOK: self._look_scene,
            CLUE: self._clue_scene,
            MIRROR_IT: self._mirror_scene,
            TOLD: self._told_scene,
        }
        return parts[self._phase]()

    def _ready_scene(self) -> Scene:
        """A face that moves is at rest before; one that does not is not there yet. Nothing can be answered so far."""
        shown = NEUTRAL if self._step.moving else self._shown(self._face.percent)
        model = self._step.cue == "model"
        return self._plain(phrase("recognise.ready"), shown if model else None, choices=self._choices())

    def _look_scene(self) -> Scene:
        model = self._step.cue == "model"
        shown = self._now_shown() if model else None
        return self._plain(self._question(), shown, choices=self._choices(), hint=self._help())

    def _choices(self) -> tuple[Choice, ...]:
        worn = (None if self._step.cue == "model" else self._worn(name) for name in self._face.choices)
        named = [
            Choice(name, self._word(name), face) for name, face in zip(self._face.choices, worn, strict=True)
        ]
        return (*named, Choice(NOT_SURE, phrase("recognise.not_sure")))

    def _clue_scene(self) -> Scene:
        """What was chosen and what was meant, as its choices; the face shows it clearly."""
        last = self._answers[-1]
        names = dict.fromkeys([last.target, *([last.answer] if last.answer in last.choices else [])])
        shown = self._shown(max(CLUE_PERCENT, last.percent))
        return self._plain(
            self._clue_words(),
            shown,
            choices=tuple(Choice(name, self._word(name)) for name in names if name),
            chosen=(last.answer,) if last.answer else (),
        )

    def _mirror_scene(self) -> Scene:
        shown = self._shown(max(MIRROR_PERCENT, min(self._answers[-1].percent, CLUE_PERCENT)))
        gone = min(1.0, (self._time_s - self._begin_s) / self._step.mirror_s)
        return self._plain(phrase("recognise.mirror"), shown, asked=shown, progress=gone)

    def _told_scene(self) -> Scene:
        return self._plain(self._told_words(), NEUTRAL)

    def _plain(self, words: str, target: Expression | None, **more: Any) -> Scene:
        number = min(len(self._answers) + (self._phase in (READY, LOOK)), len(self._turns))
        count = phrase("recognise.count", number=number, of=len(self._turns))
        more = {"progress_words": count, "person": self._face.person, **more}
        return Scene(self._phase, words, target, **more)

    def _question(self) -> str:
        step, target = self._step, self._face.target
        if step.cue == "situation":
            return translated(step.situations[target])
        if step.cue == "word":
            return phrase("recognise.find", name=self._name(target))
        return translated(step.words) or phrase("recognise.ask")

    def _help(self) -> Hint | None:
        """Where to look, as long as it is easier than the file says."""
        if self._adapting.level >= 0 or self._step.cue != "model" or self._face.target == AT_REST:
            return None
        code = distinguishing(self._targets[self._face.target], self._others(self._face))[0]
        return Hint(code, True, phrase(f"recognise.look.{where(code)}"))

    def _shown(self, percent: int) -> Expression:
        target = self._face.target
        return NEUTRAL if target == AT_REST else self._targets[target].show.scaled(percent / 100)

    def _now_shown(self) -> Expression:
        if not self._step.moving or self._step.rising_s or self._face.target == AT_REST:
            return self._shown(self._percent_now())
        gone_s = self._time_s - self._begin_s
        pace = Pace(self._targets[self._face.target].onset_s)
        return transition(NEUTRAL, self._shown(self._face.percent), gone_s, pace)

    def _percent_now(self) -> int:
        """What shows at this moment, 0 at rest."""
        step = self._step
        if self._face.target == AT_REST:
            return 0
        if step.rising_s is None:
            return self._face.percent
        share = min(1.0, (self._time_s - self._begin_s) / step.rising_s)
        return round(step.from_percent + (step.to_percent - step.from_percent) * share)

    def _worn(self, name: str) -> Expression:
        """By a little face to choose."""
        return NEUTRAL if name == AT_REST else self._targets[name].show.scaled(self._face.percent / 100)

    def _word(self, name: str) -> str:
        """On a button."""
        return phrase("recognise.at_rest") if name == AT_REST else translated(self._targets[name].title)

    def _name(self, name: str) -> str:
        """In a sentence."""
        return phrase("recognise.rest") if name == AT_REST else named(self._targets[name])

    def _others(self, face: Face) -> list[Target]:
        return [self._targets[name] for name in face.choices if name not in (face.target, AT_REST)]

    # ------------------------------------------------------------ what is said

    def _clue_words(self) -> str:
        last = self._answers[-1]
        if last.target == AT_REST:
            seen = "yes" if last.right else "unsure" if last.answer in (None, NOT_SURE) else "seen"
            return phrase(f"recognise.clue_rest.{seen}")
        target = self._targets[last.target]
        opening = phrase(f"recognise.clue.{_manner(last)}", name=self._name(last.target))
        return f"{opening} {self._clue(last, target)}"

    def _clue(self, last: Answered, target: Target) -> str:
        taken_for = self._targets.get(last.answer or "")
        codes = apart(target, taken_for) if taken_for and not last.right else ()
        if codes and taken_for:
            return phrase(
                "recognise.apart", name=named(target), other=named(taken_for), clues=in_words(codes)
            )
        return phrase("recognise.clues", clues=in_words(distinguishing(target, self._others(self._face))))

    def _told_words(self) -> str:
        return self._step.in_words(self.result(), self._targets) or phrase("recognise.thanks")

    def _needed(self, given: Sequence[Answered]) -> dict[str, int]:
        """How much of each expression was needed, where that was looked for and found."""
        if self._step.staircase:
            found = {name: stairs.needed() for name, stairs in self._stairs.items() if name != AT_REST}
            return {name: needed for name, needed in found.items() if needed is not None}
        if self._step.rising_s is None:
            return {}
        names = dict.fromkeys(one.target for one in given if one.right and one.target != AT_REST)
        return {
            name: 5 * round(median(one.percent for one in given if one.right and one.target == name) / 5)
            for name in names
        }


def _outcome(answered: Answered) -> Outcome:
    """For what comes next: not to be sure is between both."""
    if answered.answer == NOT_SURE:
        return Outcome.PARTLY
    return Outcome.WELL if answered.right else Outcome.NOT_YET


def _manner(answered: Answered) -> str:
    if answered.right:
        return "yes"
    if answered.answer is None or answered.answer == NOT_SURE:
        return "not_sure"
    return "small" if answered.answer == AT_REST else "instead"


def _misfit(step: Recognise) -> str:
    """What does not go together, in words; empty when all does."""
    if len(step.eligible) < 2:
        return "there must be two things to choose from at the least: add targets, or say choices"
    missing = [name for name in step.targets if name not in step.eligible]
    if missing:
        return f'"{missing[0]}" is shown but cannot be chosen: add it to choices'
    if step.from_percent >= step.to_percent:
        return "from_percent must be less than to_percent"
    if step.rising_s is not None and (step.staircase or step.cue != "model"):
        return 'rising_s goes with cue = "model", without a staircase'
    if (step.cue == "situation") != bool(step.situations):
        return 'cue = "situation" and situations go together'
    lacking = [name for name in step.targets if step.situations and name not in step.situations]
    return f'there is no situation for "{lacking[0]}"' if lacking else ""
