"""Scores labelled pictures, person by person, so that little is kept in memory."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

import numpy as np
from benchmarks.measurement.labelled_figures import Scored, compared_rest
from benchmarks.measurement.labelled_folder import Picture
from benchmarks.measurement.labels import REST
from benchmarks.measurement.words import many

from mirrorcam.app.measuring import SIX
from mirrorcam.app.measuring.own_scale import LEAST_PICTURES
from mirrorcam.app.measuring.photographs import row_of
from mirrorcam.app.measuring.rests import References, others_make, refused_rests
from mirrorcam.app.measuring.row import raw_scores
from mirrorcam.app.seeing import Viewer
from mirrorcam.calibration import Neutral, seems_to_smile
from mirrorcam.errors import BadInput
from mirrorcam.expression import Expression
from mirrorcam.face import Reason, Sample
from mirrorcam.range_of_movement import MARKED, range_in, scaled
from mirrorcam.sources import SourceError
from mirrorcam.target import Target, library

UNREADABLE = "no picture"
TOLD_EVERY = 50
"""Pictures of one person, of which a log is told: about a minute."""
CLEAR = "\r\x1b[K"
"""Of a terminal: back to the beginning of the line, and all of it away."""


@dataclass(frozen=True)
class Lost:
    """A picture that has no score, and why; ``detail``: what is wrong with a file that cannot be read. ``smiles`` as in
    ``Row``."""

    picture: Picture
    reason: str
    smiles: bool = False
    detail: str = ""


@dataclass(frozen=True)
class Row:
    """A picture with its raw scores, in the order of the targets; ``own``: on the person's own scale, or as ``values``
    if that is not known (``has_own``). ``smiles``: it is a neutral one in which the face seems to smile."""

    picture: Picture
    values: list[float]
    own: list[float]
    has_own: bool
    smiles: bool = False


class Progress:
    """Tells on stderr how far it came: a line a person, and of many pictures one in between; on a terminal one that
    each picture writes anew."""

    def __init__(self, every: int, what: str = "picture") -> None:
        self.every, self.looked, self._what, self._begun = every, 0, what, perf_counter()

    def look(self, person: str, number: int, of_person: int) -> None:
        """A picture was looked at, of a person's the ``number``th."""
        self.looked += 1
        said = f"{person}: {number} of {of_person}. {self._far()}"
        if sys.stderr.isatty():
            print(f"{CLEAR}{said}", end="", file=sys.stderr, flush=True)
        elif number % TOLD_EVERY == 0 and number < of_person:
            print(said, file=sys.stderr, flush=True)

    def done(self, person: str) -> None:
        self.clear()
        print(f"{person}: done. {self._far()}", file=sys.stderr, flush=True)

    def clear(self) -> None:
        """The line that is written anew."""
        if sys.stderr.isatty():
            print(CLEAR, end="", file=sys.stderr, flush=True)

    def _far(self) -> str:
        each_s = (perf_counter() - self._begun) / self.looked
        return (
            f"{self.looked} of {many(self.every, self._what)}, {each_s:.2f} s each, about "
            f"{each_s * (self.every - self.looked):.0f} s left"
        )


@dataclass(frozen=True)
class Found:
    """Of one person."""

    person: str
    rows: list[Row]
    lost: list[Lost]


def score_each(pictures: Sequence[Picture], viewer: Viewer) -> tuple[list[Row], tuple[str, ...], list[Lost]]:
    """What was scored, for which targets, and what was not."""
    every = list(score_people(pictures, viewer, Progress(len(pictures))))
    rows, lost = ([one for each in every for one in getattr(each, what)] for what in ("rows", "lost"))
    return rows, tuple(targets_for(pictures)), lost


def targets_for(pictures: Sequence[Picture]) -> dict[str, Target]:
    """The six, and what else there are labels for."""
    labels = {picture.label for picture in pictures} - {REST}
    return {name: target for name, target in library().items() if name in labels or name in SIX}


def score_people(pictures: Sequence[Picture], viewer: Viewer, progress: Progress) -> Iterator[Found]:
    targets = targets_for(pictures)
    for person in sorted({picture.person for picture in pictures}):
        of_person = [picture for picture in pictures if picture.person == person]
        found = Found(person, *_score_person(of_person, targets, viewer, progress))
        progress.done(person)
        yield found


def scored_of(rows: Sequence[Row], names: tuple[str, ...]) -> Scored:
    if not rows:
        raise BadInput(
            "none of the pictures could be scored. Look at a few with `mirrorcam measure` to see why."
        )
    people, labels = (np.array([getattr(row.picture, key) for row in rows]) for key in ("person", "label"))
    values, own = (np.array([getattr(row, key) for row in rows]) for key in ("values", "own"))
    with_own = sorted({row.picture.person for row in rows if row.has_own})
    return Scored(people, labels, values, compared_rest(people, labels), names, own, with_own)


def _score_person(
    pictures: Sequence[Picture], targets: Mapping[str, Target], viewer: Viewer, progress: Progress
) -> tuple[list[Row], list[Lost]]:
    looks: dict[Picture, list[Sample]] = {}
    unread: dict[Picture, str] = {}
    for number, picture in enumerate(pictures, 1):
        looks[picture], unread[picture] = _looks(picture.path, viewer)
        progress.look(picture.person, number, len(pictures))
    shown, lost, smiling = _expressions(looks)
    own = _on_own_scale(shown, targets)
    rows = [
        Row(
            picture,
            _scores(face, targets),
            _scores(face, own or targets),
            own is not None,
            picture in smiling,
        )
        for picture, face in shown.items()
    ]
    return rows, [Lost(one, why, one in smiling, unread[one]) for one, why in lost.items()]


def _expressions(
    looks: Mapping[Picture, Sequence[Sample]],
) -> tuple[dict[Picture, Expression], dict[Picture, str], set[Picture]]:
    """What each picture shows, or why that is not known; and in which that serve as neutral the face seems to smile."""
    seen = {picture: [one for one in each if one.scored] for picture, each in looks.items() if _usable(each)}
    rests = {picture.path: each for picture, each in seen.items() if picture.label == REST}
    references = References()
    refused = refused_rests(rests, [each for one, each in seen.items() if one.path not in rests], references)
    serving = {path: each for path, each in rests.items() if path not in refused}
    whole = references.of(list(serving.values()))
    shown: dict[Picture, Expression] = {}
    lost: dict[Picture, str] = {}
    for picture, each in looks.items():
        at_rest = picture.path in serving
        against = _halves_or_others(picture.path, serving, references) if at_rest else (each, whole)
        expression, reason = (
            (None, why) if (why := refused.get(picture.path)) else _expression(picture, *against)
        )
        if expression is None:
            lost[picture] = reason
        else:
            shown[picture] = expression
    return shown, lost, {one for one in looks if one.path in serving and seems_to_smile(serving[one.path])}


def _usable(looks: Sequence[Sample]) -> bool:
    return bool(looks) and looks[0].scored


def enough_of_each(fewest: int, pictures: int) -> bool:
    """Whether ``MARKED`` of so many pictures is among those of an expression of which there are ``fewest``."""
    return fewest >= 1 + (1 - MARKED / 100) * (pictures - 1)


def _on_own_scale(
    shown: Mapping[Picture, Expression], targets: Mapping[str, Target]
) -> Mapping[str, Target] | None:
    """None where there are few pictures, or few of one of the six: then nobody knows how far the face goes."""
    of_label = Counter(picture.label for picture in shown)
    fewest = min(of_label[name] for name in SIX)
    if len(shown) < LEAST_PICTURES or not enough_of_each(fewest, len(shown)):
        return None
    own = range_in(list(shown.values()), [targets[name] for name in SIX])
    return {name: scaled(target, own) for name, target in targets.items()}


def _scores(face: Expression, targets: Mapping[str, Target]) -> list[float]:
    return list(raw_scores(face, targets).values())


def _looks(path: Path, viewer: Viewer) -> tuple[list[Sample], str]:
    """None, and what is wrong with it, when the file is no picture that can be read."""
    try:
        return next(iter(viewer.looks(path))), ""
    except SourceError as error:
        return [], str(error).removeprefix(f"{path}: ")


def _halves_or_others(
    path: Path, rests: Mapping[Path, Sequence[Sample]], references: References
) -> tuple[Sequence[Sample], Neutral | None]:
    """Of one at rest what to score, and against what: a picture is never its own neutral."""
    if len(rests) == 1:
        return rests[path][::2], references.of([rests[path][1::2]])
    return rests[path], others_make(rests, path, references)


def _expression(
    picture: Picture, seen: Sequence[Sample], neutral: Neutral | None
) -> tuple[Expression | None, str]:
    """What the face shows, or None and why nothing can be scored."""
    if not seen:
        return None, UNREADABLE
    row = row_of(seen, str(picture.path), 0, neutral, {}, known=True)
    return row.expression, "" if row.expression else str(row.reason or Reason.NO_NEUTRAL)
