"""Beards: stubble is a shade of the skin, a beard a shape that follows jaw and lips."""

from __future__ import annotations

import numpy as np

from mirrorcam.avatars.curves import curve, loop, profile, strokes
from mirrorcam.avatars.form import face_points, on_ring
from mirrorcam.avatars.hair import arc
from mirrorcam.avatars.ink import mixed
from mirrorcam.avatars.mouth import lip_lines
from mirrorcam.avatars.page import CM, Page, shifted
from mirrorcam.avatars.person import Person
from mirrorcam.avatars.plan import Plan
from mirrorcam.avatars.turning import Points, outline

TOP = [(0.0, -2.35, 6.1), (1.0, -2.2, 5.8), (2.0, -2.4, 5.2), (2.85, -3.1, 4.7), (3.5, -3.9, 4.3), (4.5, -4.2, 3.6),
       (5.6, -3.3, 2.2), (6.3, -1.6, 0.6), (6.6, 0.2, -0.8), (6.8, 1.4, -1.7)]  # fmt: skip
GROWN = {"stubble": 1.0, "short": 1.04, "full": 1.07}
"""How much larger than the jaw it is at the chin."""
MIDDLE = np.array([0.0, -2.0, 0.0])
ROUND_DEG = (-76, -58, -42, -27, -13, 0, 13, 27, 42, 58, 76)
"""Where strands hang, about the head's axis."""
HANG_CM = ((-5.0, -5.9, -6.8, -7.6), (-6.6, -7.4, -8.1, -8.55))
"""Heights of the points of an upper and of a lower strand."""
SOFT_CM = (-0.1, 0.25)
"""The shade of a stubble is laid on twice, from these distances below its edge."""
STUBBLE, SOFT_EDGE = 0.2, 0.14
"""How dark each shade is, and the one under a beard."""
THIN = 0.07
"""How much of the skin shows through a beard."""
BARE = ((0.4, 0.6), (0.2, 0.6))
"""The strip around the lips that is shaved: how wide, centimetres, and how bare; softer outside."""
BARE_ABOVE = 2.2
"""So many times higher is it above the lips: a moustache is trimmed shorter, and would hide the upper lip's movements,
from the tracker, too."""
BARE_LIGHT = 0.3
"""The skin's tone there, with so much of its light: a darker one is read as the edge of the lips."""
STRETCHED_CM = {"AU23": 0.2, "AU24": 0.4, "AU28": 0.4}
"""How much wider it is when lips are tightened, pressed or drawn in: the hair does not come as far as they do."""
WANDER_DEG = np.array([0.0, 1.5, 1.0, -2.0])


def lay(plan: Plan, person: Person) -> None:
    if person.beard:
        jaw = face_points()
        grown = GROWN[person.beard.kind]
        plan.middle("beard.mass", _grown(jaw[jaw[:, 1] < 2.5], grown))
        plan.across("beard.top", TOP)
        if person.beard.kind != "stubble":
            plan.middle("beard.strands", _grown(_strands(), grown + 0.015))


def _grown(points: Points, grown: float) -> Points:
    low = np.clip(-points[:, 1:2] / 6, 0, 1)
    return np.asarray(MIDDLE + (points - MIDDLE) * (1 + (grown - 1) * low))


def _strands() -> Points:
    """(strands × 4, 3): brush strokes that hang down the jaw; those at the sides begin higher."""
    rows = []
    for i, degrees in enumerate(ROUND_DEG):
        for heights in HANG_CM:
            angles = np.radians(degrees + WANDER_DEG * (-1) ** i + 3 * (heights is HANG_CM[1]))
            ys = np.array(heights) + 3.2 * abs(degrees / 78) ** 2.2
            rows.append(np.stack([on_ring(y, angle) for y, angle in zip(ys, angles, strict=True)]))
    return np.concatenate(rows)


def _edges(page: Page) -> tuple[Points, Points]:
    """Its upper edge from one ear to the other, and the way back round the jaw."""
    top = page["beard.top"]
    return top, arc(outline(page["beard.mass"]), top[-1], top[0])


def shade(page: Page) -> None:
    """Into the skin: all of a stubble, denser further from its edge; the soft edge of a beard."""
    beard = page.person.beard
    if beard:
        top, jaw = _edges(page)
        below, dark = (SOFT_CM, STUBBLE) if beard.kind == "stubble" else (SOFT_CM[:1], SOFT_EDGE)
        for lower_cm in below:
            page.fill(curve(shifted(top, 0, lower_cm), jaw), beard.colour, dark)


def draw(page: Page) -> None:
    beard = page.person.beard
    if beard and beard.kind != "stubble":
        page.fill(curve(*_edges(page)), mixed(beard.colour, page.person.skin.tone, THIN))
        _draw_strands(page, beard.colour)
        _draw_bare(page)


def _draw_strands(page: Page, colour: str) -> None:
    lines = page["beard.strands"].reshape(-1, 4, 2)
    halves = np.broadcast_to(profile(4, swell=0.35)[:, 0] * 0.4 * CM, lines.shape[:2])
    light, dark = mixed(colour, "#FFFFFF", 0.3), mixed(colour, "#000000", 0.35)
    kinds = [dark if (i + i // 2) % 2 else light for i in range(len(lines))]
    for shade, path in strokes(lines, halves, kinds).items():
        page.fill(path, shade, 0.42)


def _draw_bare(page: Page) -> None:
    """The strip of skin that a trimmed beard leaves round the lips: their edge can be seen, by the tracker, too."""
    skin = mixed(page.person.skin.tone, page.person.skin.light, BARE_LIGHT)
    top, *_, bottom = lip_lines(page)
    lips = np.concatenate([top[::2], bottom[::-1][2:-1:2]])
    out = lips - lips.mean(axis=0)
    out /= np.hypot(out[:, :1], out[:, 1:])
    out[out[:, 1] < 0, 1] *= BARE_ABOVE
    stretched_cm = page.shown(STRETCHED_CM)
    for wide_cm, bare in BARE:
        page.fill(loop(lips + out * (wide_cm + stretched_cm) * CM), skin, bare)
