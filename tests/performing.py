"""A scripted person for tests: a made-up face that smiles as far as it is asked to, a little later."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import lru_cache

import numpy as np

from mirrorcam.exercise import Exercise, parse_exercise
from mirrorcam.expression import NEUTRAL
from mirrorcam.face import Face, Reason, Sample, round_face
from mirrorcam.session import Moment, Session
from mirrorcam.target import library
from plain_face import face, sample

LIBRARY = library()
FRAME_S = 1 / 30

STEP = '\n[[steps]]\nkind = "imitate"\ntarget = "happiness"\nmake_s = 3\nhold_s = 1\n'


def exercise(text: str = STEP, name: str = "joy") -> Exercise:
    return parse_exercise(f'title = "Joy"\n{text}', f"{name}.toml", LIBRARY)


@lru_cache
def smiling(share: float, left: float = 1.0, at: tuple[float, float] = (0.5, 0.5)) -> Face:
    """0 rest, 1 a wide smile; ``left`` is how much of it the person's left side makes, ``at`` where in the picture."""
    sides = {61: (-0.9, 1.0, 0), 291: (0.9 * left, 1.0 * left, 0)}
    sides |= dict.fromkeys((50, 101, 118, 117, 119), (0, 0.3, 0))
    sides |= dict.fromkeys((280, 330, 347, 346, 348), (0, 0.3 * left, 0))
    moves = {point: (share * x, share * y, share * z) for point, (x, y, z) in sides.items()}
    shapes = {"mouthSmileRight": 0.9 * share, "mouthSmileLeft": 0.9 * share * left}
    return face(moves, shapes, at=at)


Look = Callable[[float, Moment | None], Face | Reason]


def obliging(reach: float = 1.0) -> Look:
    """Smiles when asked to, and moves there within about half a second."""
    share = 0.0

    def look(_: float, moment: Moment | None) -> Face:
        nonlocal share
        asked = NEUTRAL if moment is None or moment.scene.asked is None else moment.scene.asked
        share += 0.15 * (min(1.0, reach * asked["AU12"]) - share)
        return smiling(round(share, 2))

    return look


def resting(_: float, __: Moment | None) -> Face:
    return smiling(0.0)


def sitting_at(x: float, look: Look) -> Look:
    """The same person, sitting at ``x`` of the picture's width and not in its middle."""

    def moved(time_s: float, moment: Moment | None) -> Face | Reason:
        seen = look(time_s, moment)
        if isinstance(seen, Reason):
            return seen
        return round_face(seen.landmarks + np.float32((x - 0.5, 0, 0)), seen.blendshapes, seen.head)

    return moved


def practise(
    session: Session,
    look: Look,
    until_s: float = 120.0,
    from_s: float = 0.0,
    frame_s: float = FRAME_S,
    *,
    beside: Look | None = None,
) -> Iterator[tuple[Sample, Moment]]:
    """What happens, sample by sample, until the session is done. ``beside``: the second of two, on the right."""
    moment = None
    for number in range(round((until_s - from_s) / frame_s)):
        time_s = from_s + number * frame_s
        new = _seen(time_s, look(time_s, moment))
        if beside is not None:
            new = replace(new, other=_seen(time_s, beside(time_s, moment)))
        moment = session.advance(new.time_s, new)
        yield new, moment
        if moment.done:
            return


def _seen(time_s: float, seen: Face | Reason) -> Sample:
    return sample(time_s, None, seen) if isinstance(seen, Reason) else sample(time_s, seen)


def last(moments: Iterator[tuple[Sample, Moment]]) -> Moment:
    return list(moments)[-1][1]
