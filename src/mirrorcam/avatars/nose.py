"""Nose: soft sides and a ridge of light, wings, nostrils, the shade below the tip."""

from __future__ import annotations

from mirrorcam.avatars.curves import loop, tapered
from mirrorcam.avatars.page import CM, Page
from mirrorcam.avatars.person import Person
from mirrorcam.avatars.plan import SIDES, Plan

WING = [(1.76, -0.42, 5.4), (1.93, -0.66, 5.1), (1.98, -1.0, 4.9), (1.82, -1.36, 4.95), (1.5, -1.5, 5.3)]
NOSTRIL = [(0.46, -1.38, 6.35), (0.78, -1.22, 6.3), (1.2, -1.25, 5.9), (1.38, -1.46, 5.5), (1.05, -1.56, 5.7),
           (0.7, -1.55, 6.0)]  # fmt: skip
BASE = [(0.0, -1.72, 6.0), (0.32, -1.66, 6.15), (0.55, -1.50, 6.3)]
RIDGE = [
    (0.0, 3.4, 5.4),
    (0.0, 2.4, 5.9),
    (0.0, 1.3, 6.8),
    (0.0, 0.3, 7.5),
    (0.15, -0.5, 7.7),
    (0.2, -1.1, 7.3),
]


def lay(plan: Plan, person: Person) -> None:
    plan.curve("nose.wing", WING)
    plan.curve("nose.nostril", NOSTRIL)
    plan.across("nose.base", BASE)
    plan.curve("nose.ridge", RIDGE)
    plan.middle_spot("nose.tip", (0, -0.55, 7.5), (0.95, 0, -0.4), (0, 0.85, 0))
    plan.middle_spot("nose.bridge", (0, 1.6, 6.4), (0.42, 0, 0), (0, 2.3, -1.3))
    plan.middle_spot("nose.under", (0, -1.75, 5.9), (2.1, 0, -0.9), (0, 0.75, 0))
    plan.spot("nose.side", (1.25, 1.0, 5.2), (0.75, 0.0, -0.5), (0.35, -2.3, 0.2))
    plan.spot("nose.ala", (1.75, -0.85, 5.3), (0.62, 0, -0.3), (0, 0.72, 0))


def shade(page: Page) -> None:
    skin = page.person.skin
    page.spot(page["nose.under"], skin.shadow, 0.6)
    for side in SIDES:
        page.spot(page[f"nose.side.{side}"], skin.shadow, 0.35 + 0.6 * away(page, side))
        page.spot(page[f"nose.ala.{side}"], skin.shadow, 0.42)
    page.spot(page["nose.bridge"], skin.light, 0.75)
    page.spot(page["nose.tip"], skin.light, 0.85)


def away(page: Page, side: str) -> float:
    """How far that side of the nose is turned away from the viewer and the light."""
    turned = max(-1.0, min(1.0, page.yaw / 0.38))
    return 0.30 + 0.3 * turned if side == "left" else 0.12 - 0.3 * turned


def draw(page: Page) -> None:
    skin = page.person.skin
    for side in SIDES:
        edge = (away(page, side) - 0.3) * 1.5
        if edge > 0:
            page.fill(tapered(page[f"nose.ridge.{side}"], 0.11 * CM, swell=0.7), skin.line, edge)
    page.fill(loop(page.pair("nose.nostril")), skin.dark, 0.8)
    page.fill(tapered(page.pair("nose.wing"), 0.12 * CM, (0.0, 0.3), swell=0.7), skin.line, 0.7)
    page.fill(tapered(page["nose.base"], 0.1 * CM, (0.3, 0.3)), skin.line, 0.6)
