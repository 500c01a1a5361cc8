"""A photograph of a face that looks straight, drawn again with its head turned by a known angle.

The mesh is the program's own (src/mirrorcam/facing.py). The skin keeps the light of the photograph, the depth is the
tracker's guess, and what the photograph did not show is stretched: so it is a stand-in for turned heads, and a mild one
for the far side.
"""

from __future__ import annotations

from dataclasses import dataclass

from mirrorcam import facing
from mirrorcam.arrays import Pixels
from mirrorcam.face import STRAIGHT, Face, HeadPose
from mirrorcam.imaging.redrawing import redrawn, triangles


@dataclass(frozen=True)
class Solid:
    """How deep the head is, of what the tracker takes it for, and how far the camera, in face widths."""

    depth: float = 1.0
    away: float = facing.DISTANCE


AS_TRACKED = Solid()


def turned(pixels: Pixels, face: Face, head: HeadPose, solid: Solid = AS_TRACKED) -> Pixels:
    """The picture with its head turned by ``head`` from where it looks."""
    height, width = pixels.shape[:2]
    at = facing.mesh(face, width, height)
    at[: -facing.STAYING, 2] *= solid.depth
    return redrawn(pixels, at, facing.seen(at, facing.turn_from(STRAIGHT, head), solid.away), triangles(at))
