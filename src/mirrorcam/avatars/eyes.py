"""Eyes: two lids, white, iris, pupil and a catchlight; lashes, crease. The lids close onto one line."""

from __future__ import annotations

import numpy as np

from mirrorcam.avatars.curves import curve, tapered
from mirrorcam.avatars.ink import mixed
from mirrorcam.avatars.page import CM, Page, ellipse, shifted
from mirrorcam.avatars.person import Person
from mirrorcam.avatars.plan import SIDES, Plan
from mirrorcam.avatars.turning import Points

UPPER = [(1.62, 2.60, 3.60), (1.84, 2.86, 3.72), (2.26, 3.17, 3.86), (2.80, 3.40, 3.98), (3.33, 3.46, 3.96),
         (3.84, 3.34, 3.80), (4.20, 3.12, 3.52), (4.52, 2.86, 3.08)]  # fmt: skip
LOWER = [(1.62, 2.60, 3.60), (1.95, 2.56, 3.66), (2.36, 2.50, 3.80), (2.84, 2.42, 3.86), (3.32, 2.41, 3.82),
         (3.78, 2.47, 3.66), (4.18, 2.62, 3.40), (4.52, 2.86, 3.08)]  # fmt: skip
CREASE = [(1.78, 3.00, 3.7), (2.2, 3.42, 3.9), (2.8, 3.70, 4.1), (3.4, 3.77, 4.1), (4.0, 3.64, 3.9),
          (4.45, 3.34, 3.5), (4.72, 3.04, 3.1)]  # fmt: skip
SHUT = 0.93
"""Where the lids meet: this share of the way from the upper to the lower lid."""
SLIT_CM = 0.03
"""Less open than this shows no eyeball."""


def lay(plan: Plan, person: Person) -> None:
    plan.curve("eye.upper", _tilted(UPPER, person.eyes.tilt))
    plan.curve("eye.lower", _tilted(LOWER, person.eyes.tilt))
    plan.curve("eye.crease", _tilted(CREASE, person.eyes.tilt))
    plan.spot("eye.iris", (3.07, 2.98, 3.95), (0.62, 0, 0), (0, 0.62, 0))


def _tilted(points: list[tuple[float, float, float]], tilt: float) -> Points:
    """The outer corner ``tilt`` cm higher, the inner one a little lower."""
    eye = np.array(points)
    eye[:, 1] += tilt * (eye[:, 0] - 2.6) / 1.9
    return eye


def settle(points: Points, places: dict[str, slice], shut: Points) -> None:
    """Closes the lids by ``shut`` (left, right) and never lets them cross, in place."""
    for side, share in zip(SIDES, shut.tolist(), strict=True):
        upper, lower, crease = (points[places[f"eye.{part}.{side}"]] for part in ("upper", "lower", "crease"))
        for end in (0, -1):
            upper[end] = lower[end] = (upper[end] + lower[end]) / 2
        line = upper + (lower - upper) * SHUT
        upper += (line - upper) * share
        lower += (line - lower) * share
        upper[:, 1] = np.maximum(upper[:, 1], lower[:, 1])
        over = np.interp(np.abs(crease[:, 0]), np.abs(upper[:, 0]), upper[:, 1]) + SLIT_CM
        crease[:, 1] = np.maximum(crease[:, 1] - 0.16 * share, over)


def draw(page: Page) -> None:
    upper, lower, crease = (page.pair(f"eye.{part}") for part in ("upper", "lower", "crease"))
    skin, eyes = page.person.skin, page.person.eyes
    page.fill(curve(crease, upper[:, ::-1]), mixed(skin.tone, skin.shadow, 0.55), 0.5 * eyes.crease)
    apart = (lower - upper)[..., 1].max(axis=1) > SLIT_CM * CM
    if apart.any():
        _draw_balls(page, upper[apart], lower[apart], page.pair("eye.iris")[apart])
    page.fill(tapered(crease, 0.09 * CM, swell=0.4), skin.line, 0.75 * eyes.crease)
    page.fill(tapered(lower, 0.07 * CM, (0.3, 0.9), swell=0.75), mixed(skin.line, eyes.lash, 0.5), 0.8)
    wing = upper[:, -1:] + (upper[:, -1:] - upper[:, -2:-1]) * 0.6 * eyes.lashes
    lashes = tapered(
        np.concatenate([upper, wing], axis=1), (0.2 + 0.1 * eyes.lashes) * CM, (0.25, 0.1), swell=0.6
    )
    page.fill(lashes, eyes.lash)


def _draw_balls(page: Page, upper: Points, lower: Points, irises: Points) -> None:
    """Of the eyes that are open, one or both: lids (k, n, 2), irises (k, 3, 2)."""
    eyes = page.person.eyes
    balls = curve(upper, lower[:, ::-1])
    page.fill(balls, eyes.white)
    with page.inside(balls):
        for iris in irises:
            page.disc(iris, mixed(eyes.iris, "#000000", 0.55))
            page.disc(iris, eyes.iris, 0.86)
            page.spot(shifted(iris, 0, 0.3), mixed(eyes.iris, "#FFFFFF", 0.45), 0.55)
            page.disc(iris, "#14100F", 0.42)
        page.fill(curve(upper, shifted(upper[:, ::-1], 0, 0.24)), "#2A1B1A", 0.30)
        for lid, iris in zip(upper, irises, strict=True):
            page.spot(ellipse(lid[0], 0.45, 0.4), "#C98478", 0.75)
            page.spot(ellipse(lid[-1], 0.5, 0.4), "#B08A80", 0.55)
            page.disc(ellipse(shifted(iris[0], -0.2, -0.21), 0.13, 0.13), "#FFFFFF")
