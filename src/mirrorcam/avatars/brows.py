"""Brows: one tapered shape each, full at the nose and fine at the temple."""

from __future__ import annotations

import numpy as np

from mirrorcam.avatars.curves import loop
from mirrorcam.avatars.page import Page
from mirrorcam.avatars.person import Person
from mirrorcam.avatars.plan import SIDES, Plan
from mirrorcam.avatars.turning import Points

LOWER = [(1.32, 4.40, 5.1), (2.05, 4.52, 5.05), (2.90, 4.72, 4.95), (3.85, 4.86, 4.65), (4.75, 4.66, 4.1),
         (5.75, 4.06, 3.0)]  # fmt: skip
UPPER = [(1.38, 4.88, 5.35), (2.05, 5.06, 5.2), (2.95, 5.27, 5.05), (3.95, 5.36, 4.7), (4.85, 5.03, 4.1),
         (5.75, 4.10, 3.0)]  # fmt: skip


def lay(plan: Plan, person: Person) -> None:
    lower = np.array(LOWER)
    plan.curve("brow.lower", lower)
    plan.curve("brow.upper", lower + (np.array(UPPER) - lower) * person.brows.thickness)


def shape(page: Page, side: str) -> Points:
    """The brow's outline, with a rounded end at the nose."""
    lower, upper = page[f"brow.lower.{side}"], page[f"brow.upper.{side}"]
    end = (upper[:1] + lower[:1]) / 2 - (upper[1:2] - upper[:1]) * 0.14
    return np.concatenate([lower, upper[::-1], end])


def draw(page: Page) -> None:
    for side in SIDES:
        page.fill(loop(shape(page, side)), page.person.brows.colour, 0.94)
