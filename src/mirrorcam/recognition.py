"""What came of recognising: the answers counted, and told in a few sentences.

Right answers and confusions are not enough: who sees feelings everywhere is often right, and sees them in faces
at rest as well. So what was seen in a face at rest is counted too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mirrorcam.clues import apart, distinguishing, in_words, named
from mirrorcam.phrases import listed, phrase
from mirrorcam.target import Target

AT_REST = "neutral"
"""Among targets and choices: a face at rest."""
NOT_SURE = "not sure"


@dataclass(frozen=True, slots=True)
class Answered:
    """One trial. ``answer`` None: nobody answered. ``percent`` is what showed at that moment, 0 at rest."""

    target: str
    percent: int
    answer: str | None
    choices: tuple[str, ...]

    @property
    def right(self) -> bool:
        return self.answer == self.target


def counted(given: Sequence[Answered], needed: Mapping[str, int]) -> dict[str, Any]:
    """Plain counts. A false alarm is a feeling seen in a face at rest."""
    at_rest = [one for one in given if one.target == AT_REST]
    taken = Counter(
        (one.target, str(one.answer)) for one in given if not one.right and one.answer != NOT_SURE
    )
    return {
        "answers": len(given),
        "right": sum(one.right for one in given),
        "not_sure": sum(one.answer == NOT_SURE for one in given),
        "faces_at_rest": len(at_rest),
        "false_alarms": sum(one.answer not in (AT_REST, NOT_SURE) for one in at_rest),
        "confusions": [
            {"shown": shown, "taken_for": answer, "times": times}
            for (shown, answer), times in taken.most_common()
        ],
        "needed_percent": dict(needed),
    }


def sentences(measured: Mapping[str, Any], targets: Mapping[str, Target]) -> Iterator[str]:
    if not measured.get("answers"):
        return
    needed = measured["needed_percent"]
    if needed:
        parts = [
            phrase("recognise.about", name=named(targets[name]), percent=percent)
            for name, percent in needed.items()
        ]
        yield phrase("recognise.needed", list=listed(parts))
    else:
        manner = "right" if measured["right"] else "none"
        yield phrase(f"recognise.{manner}", right=measured["right"], count=measured["answers"])
    yield from _mixed_up(measured["confusions"], targets)
    if measured["false_alarms"]:
        rests = measured["faces_at_rest"]
        yield phrase("recognise.false_alarms", times=measured["false_alarms"], count=rests)


def _mixed_up(confusions: Sequence[Mapping[str, Any]], targets: Mapping[str, Target]) -> Iterator[str]:
    """The most frequent one between two feelings, where it came more than once, and what tells them apart."""
    for one in confusions:
        shown, taken_for = targets.get(one["shown"]), targets.get(one["taken_for"])
        if shown is None or taken_for is None or one["times"] < 2:
            continue
        names = {"name": named(shown), "other": named(taken_for)}
        clue = in_words(apart(shown, taken_for) or distinguishing(shown, [taken_for]), most=2)
        yield phrase("recognise.alike", clues=clue, **names)
        return
