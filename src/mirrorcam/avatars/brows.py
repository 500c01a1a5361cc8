"""Brows: one tapered shape each, full at the nose and fine at the temple."""

from __future__ import annotations

import numpy as np

from mirrorcam.avatars.curves import loop
from mirrorcam.avatars.page import Page
from mirrorcam.avatars.person import Person
from mirrorcam.avatars.plan import Plan
from mirrorcam.avatars.turning import Points

LOWER = [(1.40, 4.57, 5.1), (2.05, 4.63, 5.05), (2.90, 4.76, 4.95), (3.85, 4.82, 4.65), (4.75, 4.62, 4.1),
         (5.7, 4.06, 2.6)]  # fmt: skip
UPPER = [(1.46, 4.85, 5.35), (2.05, 5.09, 5.2), (2.95, 5.26, 5.05), (3.95, 5.28, 4.7), (4.85, 4.97, 4.1),
         (5.7, 4.10, 2.6)]  # fmt: skip


def lay(plan: Plan, person: Person) -> None:
    lower = np.array(LOWER)
    plan.curve("brow.lower", lower)
    plan.curve("brow.upper", lower + (np.array(UPPER) - lower) * person.brows.thickness)


def shape(page: Page) -> Points:
    """(2, n, 2): the outlines of both brows, which narrow to a rounded end at the nose."""
    lower, upper = page.pair("brow.lower"), page.pair("brow.upper")
    end = (upper[:, :1] + lower[:, :1]) / 2 - (upper[:, 1:2] - upper[:, :1]) * 0.2
    return np.concatenate([lower, upper[:, ::-1], end], axis=1)


def draw(page: Page) -> None:
    page.fill(loop(shape(page)), page.person.brows.colour, 0.94)
