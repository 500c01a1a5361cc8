"""How much a run looks at: everything, or in a quick run a little of everything, so that all of it takes minutes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

Thing = TypeVar("Thing")
FEW = 2
"""People, repeats, ways and the like in a quick run: of one there would be nothing to compare."""


@dataclass(frozen=True)
class Extent:
    quick: bool = False

    def many(self, count: int, few: int = FEW) -> int:
        """``count``, or in a quick run no more than ``few``."""
        return min(count, few) if self.quick else count

    def some(self, things: Iterable[Thing], few: int = FEW) -> list[Thing]:
        """All, or in a quick run ``few``."""
        return some(things, few) if self.quick else list(things)


WHOLE = Extent()


def some(things: Iterable[Thing], count: int) -> list[Thing]:
    """``count`` of them, evenly spread."""
    every = list(things)
    places = np.linspace(0, len(every) - 1, min(count, len(every))).round().astype(int)
    return [every[place] for place in places]
