"""Expressions that can be asked for: what each shows, what it expects of a face, and the library of them.

They are data: one TOML file each, in ``exercises/expressions`` and in a folder of the person's own.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any

import numpy as np
from pydantic import AfterValidator, BeforeValidator, Field

from mirrorcam.action_units import BY_CODE
from mirrorcam.calibration import DEAD_ZONE
from mirrorcam.expression import CODES, INTENSITIES, LEFT, POSITION, RIGHT, Expression
from mirrorcam.folders import expressions_folder, own_expressions_folder
from mirrorcam.tables import (
    Problem,
    Table,
    TableError,
    did_you_mean,
    no_such,
    parse_table,
    parse_toml,
    read_text,
    toml_files,
)

LOWEST_EXPECTED = 0.12
"""On the common scale an expected intensity is never less, however gentle the target."""
STILL = 0.06
"""What a still face moves, beyond the dead zone: of 8 photographs before a noisy camera all looks at a unit stay
below it, 99.8 % while the head sways a little and 98.8 % while it sways three times as far
(docs/measurement.md, "Held before a camera"). Nobody is asked for less, and less is no movement."""
TITLE_CHARACTERS = 40


@dataclass(frozen=True, eq=False)
class Target:
    """An expression to make. Compared by identity, so that what is derived from it can be kept.

    ``show`` is what the avatar wears at intensity E; ``expect`` what a face is scored by: code → (intensity,
    weight); ``contradict``: code → (how much it speaks against it, above which intensity). Codes may carry a
    side: "AU12L". ``rivals`` are the expressions that it is easily taken for.
    ``typical`` is the raw score that one in five of those who make it well exceed; it is shown as 100.
    """

    name: str
    title: str
    words: str
    """One sentence that asks for it."""
    source: str
    show: Expression
    expect: Mapping[str, tuple[float, float]]
    contradict: Mapping[str, tuple[float, float]]
    typical: float
    tells: Mapping[str, float] = field(default_factory=dict)
    """Code → how much it tells the expression from its rivals, per intensity; below 0 it speaks for them."""
    hints: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    """Code → words for more of it, and for less."""
    rivals: tuple[Target, ...] = ()
    too_much: float | None = None
    """How many times what is expected is too much; None: as the formula has it."""
    symmetry: float = 0.0
    """How much of the score goes by both sides moving alike, 0..1."""
    onset_s: float = 0.6
    """How long the avatar takes into it, and ``offset_s`` out of it again."""
    offset_s: float = 0.9
    own: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    """On the own scale, for a face that goes less far than usual: code → (share of the usual reach, what is expected of
    a usual face)."""
    text: str = ""
    """The file that it was read from, for the recording."""

    def at(self, intensity: str | float) -> Target:
        """The same expression weaker or stronger: a FACS letter, or 0..1 with 1 for E. Raises ValueError."""
        wanted = _number(intensity)
        expect = {code: (self._asked(code, wanted), weight) for code, (_, weight) in self.expect.items()}
        rivals = tuple(rival.at(wanted) for rival in self.rivals)
        return replace(self, show=self._shown(wanted), expect=expect, rivals=rivals)

    def _asked(self, code: str, wanted: float) -> float:
        if code not in self.own:
            return _usual(self.expect[code][0], wanted)
        share, level = self.own[code]
        return asked_of(share, level, wanted)

    def _shown(self, wanted: float) -> Expression:
        """Of what is expected as much of what is shown at E as is asked of what is usual at E, beside what the dead
        zone takes off every movement: so that whoever copies it does what is asked. Of all else its share."""
        values = self.show.values * wanted
        for code, (level, _) in self.expect.items():
            share, usual = self.own.get(code, (1.0, level))
            sides = {"L": [LEFT], "R": [RIGHT]}.get(code.removeprefix(unsided(code)), [LEFT, RIGHT])
            place = POSITION[unsided(code)], sides
            part = (self._asked(code, wanted) + DEAD_ZONE) / (_full(usual, 1.0) + DEAD_ZONE)
            values[place] = self.show.values[place] * (part / share)
        return Expression(np.minimum(values, 1.0))

    def ask(self, code: str, more: bool) -> str:
        """Words for a hint about an action unit: "raise your inner brows a little"."""
        unit = BY_CODE[unsided(code)]
        asked = self.hints.get(code) or self.hints.get(unit.code) or (unit.more, unit.less)
        return asked[0] if more else asked[1]


def asked_of(share: float, level: float, wanted: float) -> float:
    """What is asked at 0..1 of a face whose reach is ``share`` (below 1) of the usual one, where ``level`` is usual at
    intensity D: the same share of what is asked of everyone, but no less than a still face moves. So that each letter
    asks for more than the one before, what is lifted from below that rises towards the own maximum."""
    most = share * _full(level, 1.0)
    lightest = INTENSITIES["A"]
    rise = max(most - STILL, 0.0) * (max(wanted - lightest, 0.0) / (1 - lightest)) ** 2
    return max(share * _usual(level, wanted), STILL + rise)


def lifted(share: float, level: float, wanted: float) -> bool:
    """Whether that is more than the share."""
    return asked_of(share, level, wanted) > share * _usual(level, wanted)


def _full(level: float, wanted: float) -> float:
    return level * (wanted / INTENSITIES["D"])


def _usual(level: float, wanted: float) -> float:
    """What is asked of everyone, where ``level`` is at intensity D."""
    return max(LOWEST_EXPECTED, _full(level, wanted))


def unsided(code: str) -> str:
    """ "AU12" of "AU12L"."""
    return code.rstrip("LR")


def parse_target(text: str, file: str) -> Target:
    """An expression from the text of ``file``. Raises ``TableError`` with every mistake in it."""
    written = parse_table(Written, parse_toml(text, file), file)
    return replace(_target(written), rivals=tuple(map(_rival, written.rivals)), text=text)


def _target(written: Written) -> Target:
    return Target(
        name=written.name,
        title=written.title,
        words=written.words,
        source=written.source,
        show=Expression.of({code: _number(value) for code, value in written.show.items()}),
        expect={code: (e.level, _weight(code, e)) for code, e in written.expect.items()},
        contradict={code: (c.rate, c.above) for code, c in written.contradict.items()},
        typical=written.typical,
        tells=dict(written.tells),
        onset_s=written.onset_s,
        offset_s=written.offset_s,
        hints={code: (phrases.more, phrases.less) for code, phrases in written.hints.items()},
        too_much=written.too_much,
        symmetry=written.symmetry,
    )


@lru_cache
def _rival(name: str) -> Target:
    """One that is shipped, so that a score depends on nothing but the target's own file and mirrorcam's version."""
    path = expressions_folder() / f"{name}.toml"
    return _target(parse_table(Written, parse_toml(read_text(path), str(path)), path))


def read_target(path: Path | str) -> Target:
    """As ``parse_target``, from a file."""
    return parse_target(read_text(Path(path)), str(path))


def read_named(path: Path) -> Target:
    """As ``read_target``, of one that is asked for by its name, which is the file's. ``name`` in it has to be the same,
    so that nobody is in doubt what a copy is called."""
    target = read_target(path)
    if target.name != path.stem:
        reason = f'is "{target.name}", but the file is called {path.name}. Write name = "{path.stem}", or rename it'
        raise TableError([Problem(str(path), "name", reason)])
    return target


def shipped() -> list[str]:
    """The names of the expressions that come with mirrorcam."""
    return sorted(path.stem for path in expressions_folder().glob("*.toml"))


class Library(dict[str, Target]):
    """Expressions by their names. ``broken``: the person's own that cannot be used, each with its mistakes; nothing
    else stands in for one, so that nobody is scored by another expression than they meant. ``own``: the names of the
    person's own that can be used."""

    def __init__(
        self, targets: Mapping[str, Target], broken: Mapping[str, TableError], own: Collection[str] = ()
    ) -> None:
        super().__init__(targets)
        self.broken = broken
        self.own = tuple(own)

    def __missing__(self, name: str) -> Target:
        """Raises ``TableError`` that says why there is none."""
        near = did_you_mean(name, self) or " `mirrorcam list` names them all."
        why_not = self.why_not(name) or f'no expression called "{name}".{near}'
        raise TableError([Problem("", "", why_not)])

    def why_not(self, name: str) -> str:
        """Why there is no such expression, where that is a broken file: in one line that names it, else ""."""
        error = self.broken.get(name)
        return f'the expression "{name[:60]}" cannot be used: {error.problems[0]}' if error else ""


def library() -> Library:
    """Every expression: those that are shipped, and the person's own, which win when the names are the same. A broken
    one of their own is left out, and named. Raises ``TableError`` for a broken one that is shipped."""
    folder = expressions_folder()
    targets = {name: read_target(folder / f"{name}.toml") for name in shipped()}
    broken: dict[str, TableError] = {}
    own = []
    for path in toml_files(own_expressions_folder()):
        try:
            targets[path.stem] = read_named(path)
            own.append(path.stem)
        except TableError as error:
            targets.pop(path.stem, None)
            broken[path.stem] = error
    return Library(targets, broken, own)


def find_target(name: str) -> Target:
    """By its name, or by the path of its file. Raises ``TableError``."""
    if name.endswith(".toml"):
        return read_target(name)
    return library()[name]


def _number(intensity: str | float) -> float:
    if isinstance(intensity, str):
        if intensity not in INTENSITIES:
            raise ValueError(f'no intensity called "{intensity}". Give A, B, C, D or E, or a number up to 1')
        return INTENSITIES[intensity]
    if not 0 < intensity <= 1:
        raise ValueError(f"an intensity is more than 0 and at most 1, not {intensity}")
    return float(intensity)


def _weight(code: str, expected: Expected) -> float:
    return BY_CODE[unsided(code)].weight if expected.weight is None else expected.weight


# What an expression file may say.


def _code(code: str) -> str:
    known = re.fullmatch(r"(AU\d+)[LR]?", code)
    if known is None or known[1] not in BY_CODE:
        raise ValueError(no_such("action unit", code, CODES))
    return code


def _measured_code(code: str) -> str:
    if not BY_CODE[unsided(_code(code))].measured:
        name = BY_CODE[unsided(code)].name
        raise ValueError(f"{code} ({name}) cannot be measured yet. It may be shown, not expected")
    return code


def _intensity(value: Any) -> Any:
    return _number(value) if isinstance(value, str) else value


def _contradicting(value: Any) -> Any:
    return value if isinstance(value, dict) else {"rate": value}


def _shipped(name: str) -> str:
    known = shipped()
    if name not in known:
        near = did_you_mean(name, known)
        raise ValueError(f'no expression called "{name}" comes with mirrorcam.{near}'.removesuffix("."))
    return name


def _expected(value: Any) -> Any:
    return value if isinstance(value, dict) else {"level": value}


Code = Annotated[str, BeforeValidator(_code)]
MeasuredCode = Annotated[str, BeforeValidator(_measured_code)]
FewWords = Annotated[str, Field(min_length=1, max_length=120)]
TooMuch = Annotated[float, Field(ge=1.2, le=2.5)]
"""Times what is expected: from there on, more takes away. Nearer to 1 it would be noise."""
Share = Annotated[float, Field(ge=0, le=1)]


class Expected(Table):
    """How strongly an action unit is expected, as measured, and how much it counts."""

    level: Annotated[float, Field(ge=LOWEST_EXPECTED, le=1.5)]
    weight: Annotated[float | None, Field(gt=0, le=5)] = None


class Contradicting(Table):
    """How much an action unit speaks against the expression, as far as it goes beyond an intensity."""

    rate: Annotated[float, Field(gt=0, le=5)]
    above: Annotated[float, Field(ge=0, le=1)] = 0.0


class Phrases(Table):
    """Words that ask for more of an action unit, and for less."""

    more: FewWords
    less: FewWords


class Written(Table):
    """An expression file. Intensities are FACS letters or numbers up to 1."""

    name: Annotated[str, Field(pattern="^[a-z][a-z0-9-]{0,39}$")]
    title: Annotated[str, Field(min_length=1, max_length=TITLE_CHARACTERS)]
    words: FewWords
    source: Annotated[str, Field(min_length=1, max_length=400)]
    typical: Annotated[float, Field(ge=10, le=100)] = 100.0
    too_much: TooMuch | None = None
    symmetry: Share = 0.0
    onset_s: Annotated[float, Field(ge=0.1, le=3)] = 0.6
    offset_s: Annotated[float, Field(ge=0.1, le=3)] = 0.9
    show: Annotated[
        dict[Code, Annotated[float, Field(gt=0, le=1), BeforeValidator(_intensity)]], Field(min_length=1)
    ]
    expect: Annotated[
        dict[MeasuredCode, Annotated[Expected, BeforeValidator(_expected)]],
        Field(min_length=1, max_length=30),
    ]
    contradict: Annotated[
        dict[MeasuredCode, Annotated[Contradicting, BeforeValidator(_contradicting)]],
        Field(max_length=30, default_factory=dict),
    ]
    tells: Annotated[
        dict[MeasuredCode, Annotated[float, Field(ge=-20, le=20)]], Field(max_length=30, default_factory=dict)
    ]
    rivals: Annotated[
        list[Annotated[str, AfterValidator(_shipped)]], Field(max_length=10, default_factory=list)
    ]
    hints: Annotated[dict[Code, Phrases], Field(default_factory=dict)]
