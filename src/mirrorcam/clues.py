"""What tells an expression: the movements that make it, in words, the most telling first.

They come from what the avatar shows, so they are true of the picture that is looked at. Which tells most is where an
expression differs most from what it might be taken for.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from mirrorcam.expression import CODES, Expression
from mirrorcam.phrases import listed, phrase, translated, within
from mirrorcam.target import Target

MOST = 3
"""As many as one can look for at once."""
TOGETHER = (("AU1", "AU2"), ("AU1", "AU4"), ("AU23", "AU24"), ("AU9", "AU10"))
"""Two that are seen, and said, as one."""
CLEAR = 0.15
"""An intensity that can be seen on the avatar, or a difference that can: the letter A."""
COMMON = 0.5
"""How much of what others show too is taken off: it is still worth naming, after what only this one shows."""

PLACES: dict[str, tuple[str, ...]] = {
    "brows": ("AU1", "AU2", "AU4"),
    "eyes": ("AU5", "AU6", "AU7", "AU43"),
    "nose": ("AU9", "AU38"),
    "mouth": ("AU10", "AU12", "AU14", "AU15", "AU18", "AU20", "AU23", "AU24", "AU25", "AU26", "AU28"),
    "chin": ("AU17",),
    "cheeks": ("AU34",),
}
"""Where to look for each."""


def distinguishing(shown: Target, others: Sequence[Target] = ()) -> tuple[str, ...]:
    """Codes of what tells ``shown`` from the ``others``, the most telling first; never none."""
    own = _levels(shown.show)
    usual = np.max([_levels(other.show) for other in others], axis=0) if others else np.zeros_like(own)
    worth = np.where(own >= CLEAR, own - COMMON * usual, 0.0)
    order = [int(i) for i in np.argsort(-worth, kind="stable") if worth[i] > 0 and _said(CODES[i])]
    return tuple(CODES[i] for i in order) or (CODES[int(np.argmax(own))],)


def apart(shown: Target, taken_for: Target) -> tuple[str, ...]:
    """Codes of what ``shown`` has and ``taken_for`` has not, the clearest first; may be none."""
    more = _levels(shown.show) - _levels(taken_for.show)
    order = [int(i) for i in np.argsort(-more, kind="stable") if more[i] >= CLEAR and _said(CODES[i])]
    return tuple(CODES[i] for i in order)


def in_words(codes: Sequence[str], most: int = MOST) -> str:
    """The first of them as one list without a full stop: "the brows draw together and the lips are pressed"."""
    return listed([phrase(f"clue.{one}") for one in _gathered(codes)[:most]])


def _gathered(codes: Sequence[str]) -> list[str]:
    """With those that are said as one in the place of the first; parted lips go without saying under a dropped jaw."""
    left = [code for code in codes if code != "AU25" or "AU26" not in codes]
    said = []
    while left:
        code = left.pop(0)
        pair = next((two for two in TOGETHER if code in two and set(two) - {code} <= set(left)), (code,))
        left = [other for other in left if other not in pair]
        said.append("_".join(pair))
    return said


def where(code: str) -> str:
    """Where to look for it: "brows"."""
    return next(place for place, codes in PLACES.items() if code in codes)


def named(target: Target) -> str:
    """Its title as it stands inside a sentence."""
    return within(translated(target.title))


def _said(code: str) -> bool:
    return any(code in codes for codes in PLACES.values())


def _levels(show: Expression) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """The stronger side of each action unit."""
    levels: np.ndarray[tuple[int], np.dtype[np.float64]] = show.values.max(axis=1)
    return levels
