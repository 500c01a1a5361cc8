"""A picture of an avatar as an array: for stills, and for a performer that a tracker looks at."""

from __future__ import annotations

import numpy as np
import skia
from numpy.typing import NDArray

from mirrorcam.avatars import Avatar
from mirrorcam.avatars.skin import FORMAT
from mirrorcam.expression import Expression
from mirrorcam.face import STRAIGHT, HeadPose

GROUND = "#EAF0F0"


def picture(
    avatar: Avatar,
    expression: Expression,
    head: HeadPose = STRAIGHT,
    width: int = 640,
    height: int = 480,
    *,
    ground: str = GROUND,
) -> NDArray[np.uint8]:
    """(height, width, 3) uint8 RGB, as others see the person, the head in the middle."""
    pixels = np.empty((height, width, 4), np.uint8)
    surface = skia.Surface.MakeRasterDirect(
        skia.ImageInfo.Make(width, height, FORMAT, skia.kPremul_AlphaType),
        pixels,
        width * 4,
    )
    canvas = surface.getCanvas()
    canvas.clear(skia.Color4f(*(int(ground[i : i + 2], 16) / 255 for i in (1, 3, 5)), 1.0).toColor())
    side = min(width, height)
    canvas.translate((width - side) / 2, height - side)
    canvas.scale(side, side)
    avatar.draw(canvas, expression, head)
    return np.ascontiguousarray(pixels[:, :, 2::-1])
