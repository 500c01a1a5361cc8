"""Paints, made once a person and reused every frame; and the two ways to lay them down softly."""

from __future__ import annotations

from functools import cache, lru_cache

import numpy as np
import skia

from mirrorcam.avatars.turning import Points

LEAST = 0.025
"""Fainter than this is not drawn."""


def rgb(colour: str) -> tuple[float, float, float]:
    """``#RRGGBB`` → 0..1 each."""
    return tuple(int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))  # type: ignore[return-value]


@lru_cache(maxsize=512)
def mixed(a: str, b: str, share: float) -> str:
    """The colour ``share`` of the way from ``a`` to ``b``."""
    return "#" + "".join(
        f"{round(255 * (x + (y - x) * share)):02X}" for x, y in zip(rgb(a), rgb(b), strict=True)
    )


class Ink:
    """The paints of one avatar. Alpha and width are set on the cached paint, so one instance belongs to one thread."""

    def __init__(self) -> None:
        self.flat = cache(self._flat)
        self.soft = cache(self._soft)
        self._round = cache(self._pen)

    def fill(self, canvas: skia.Canvas, path: skia.Path, colour: str, alpha: float = 1.0) -> None:
        if alpha > LEAST:
            paint = self.flat(colour)
            paint.setAlphaf(min(alpha, 1.0))
            canvas.drawPath(path, paint)

    def spot(self, canvas: skia.Canvas, spot: Points, colour: str, alpha: float, hard: float = 0.0) -> None:
        """A soft ellipse; ``spot`` is (3, 2): its centre and the ends of two radii. ``hard`` 0..1: how much of it
        is even before it fades."""
        if alpha > LEAST:
            self._lay(canvas, _onto(spot), self.soft(colour, hard), alpha)

    def spots(self, canvas: skia.Canvas, spots: Points, colours: list[str], alphas: list[float]) -> None:
        """Many soft ellipses at once: ``spots`` (k, 3, 2)."""
        radii = spots[:, 1:] - spots[:, :1]
        across = np.concatenate([radii, spots[:, :1]], axis=1).transpose(0, 2, 1).reshape(-1, 6)
        for row, colour, alpha in zip(across.tolist(), colours, alphas, strict=True):
            if alpha > LEAST:
                self._lay(canvas, skia.Matrix.MakeAll(*row, 0, 0, 1), self.soft(colour, 0.0), alpha)

    @staticmethod
    def _lay(canvas: skia.Canvas, place: skia.Matrix, paint: skia.Paint, alpha: float) -> None:
        paint.setAlphaf(min(alpha, 1.0))
        canvas.save()
        canvas.concat(place)
        canvas.drawRect(_UNIT, paint)
        canvas.restore()

    def disc(self, canvas: skia.Canvas, spot: Points, colour: str, size: float = 1.0) -> None:
        """A crisp ellipse."""
        paint = self.flat(colour)
        paint.setAlphaf(1.0)
        canvas.save()
        canvas.concat(_onto(spot))
        canvas.drawCircle(0, 0, size, paint)
        canvas.restore()

    def pen(self, colour: str, width: float) -> skia.Paint:
        """For lines; the next one of that colour is the same paint with its own width."""
        paint = self._round(colour)
        paint.setStrokeWidth(width)
        return paint

    def _flat(self, colour: str) -> skia.Paint:
        return skia.Paint(Color4f=skia.Color4f(*rgb(colour), 1.0), AntiAlias=True)

    def _soft(self, colour: str, hard: float) -> skia.Paint:
        """Full in the middle, nothing at radius 1, along a smooth bell."""
        stops = [0.0, *(hard + (1 - hard) * s for s in (0.25, 0.5, 0.75, 1.0))]
        shares = (1.0, 0.86, 0.5, 0.14, 0.0)
        colours = [skia.Color4f(*rgb(colour), share).toColor() for share in shares]
        shader = skia.GradientShader.MakeRadial((0, 0), 1.0, colours, stops)
        return skia.Paint(Shader=shader, AntiAlias=False)

    def _pen(self, colour: str) -> skia.Paint:
        return skia.Paint(
            Color4f=skia.Color4f(*rgb(colour), 1.0),
            AntiAlias=True,
            Style=skia.Paint.kStroke_Style,
            StrokeCap=skia.Paint.kRound_Cap,
            StrokeJoin=skia.Paint.kRound_Join,
        )


_UNIT = skia.Rect.MakeLTRB(-1, -1, 1, 1)


def _onto(spot: Points) -> skia.Matrix:
    (cx, cy), (ux, uy), (vx, vy) = spot.tolist()
    return skia.Matrix.MakeAll(ux - cx, vx - cx, cx, uy - cy, vy - cy, cy, 0, 0, 1)
