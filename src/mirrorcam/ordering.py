"""In which order things are practised: as written, shuffled by a seed, or in blocks first and mixed after.

Blocks make a beginning easier, mixing makes what was learnt last: both are common in the literature on practice
(contextual interference: Shea & Morgan, 1979). Not measured for faces here.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from itertools import pairwise
from random import Random
from typing import Literal, TypeVar

Order = Literal["fixed", "shuffled", "blocked-then-mixed"]
Thing = TypeVar("Thing")
Alike = Callable[[Thing], Hashable]

DRAWS = 40
"""Of so many shuffles the one is taken in which the fewest that are alike follow each other."""


def arranged(things: Sequence[Thing], order: Order, seed: str, alike: Alike[Thing]) -> list[Thing]:
    """The same things in another order, always the same for the same seed. ``alike`` says what counts as the same
    one again: those make a block, and a shuffle keeps them apart."""
    if order == "fixed":
        return list(things)
    if order == "shuffled":
        return _shuffled(things, seed, alike)
    blocks = _blocks(things, alike)
    first = [thing for block in blocks for thing in block[: (len(block) + 1) // 2]]
    rest = [thing for block in blocks for thing in block[(len(block) + 1) // 2 :]]
    return [*first, *_shuffled(rest, seed, alike)]


def _blocks(things: Sequence[Thing], alike: Alike[Thing]) -> list[list[Thing]]:
    blocks: dict[Hashable, list[Thing]] = {}
    for thing in things:
        blocks.setdefault(alike(thing), []).append(thing)
    return list(blocks.values())


def _shuffled(things: Sequence[Thing], seed: str, alike: Alike[Thing]) -> list[Thing]:
    chance = Random(f"{seed} order")
    draws = [chance.sample(things, len(things)) for _ in range(DRAWS)]
    return min(draws, key=lambda draw: sum(alike(a) == alike(b) for a, b in pairwise(draw)))
