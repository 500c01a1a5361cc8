"""A picture of which action unit is measured when one alone is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

CELL, MARGIN = 44, 64
INK, MORE, LESS = (74, 58, 52), (120, 111, 31), (88, 164, 224)
"""Of the text, of what is measured, and of what goes the other way; blue, green, red."""
FONT = cv2.FONT_HERSHEY_SIMPLEX
WORTH_SAYING = 0.1


def plot_units(units: dict[str, Any], to: Path) -> None:
    """``units``: "codes" and "moved", rows drawn, columns measured; None where no face was seen."""
    codes, moved = units["codes"], units["moved"]
    side = MARGIN + CELL * len(codes) + CELL // 2
    picture = np.full((side, side, 3), 255, np.uint8)
    for row, (code, values) in enumerate(zip(codes, moved, strict=True)):
        _write(picture, code[2:], (MARGIN - CELL // 2, _middle(row)), 0.5)
        _write(picture, code[2:], (_middle(row), MARGIN - CELL // 2), 0.5)
        _cells(picture, row, values)
    _write(picture, "drawn", (MARGIN // 2, 12), 0.4)
    _write(picture, "measured", (side - 44, 12), 0.4)
    to.parent.mkdir(parents=True, exist_ok=True)
    cv2.imwrite(str(to), picture)


def _cells(picture: NDArray[np.uint8], row: int, values: Sequence[float | None]) -> None:
    for column, value in enumerate(values):
        x, y = _middle(column), _middle(row)
        corner, half = (x - CELL // 2, y - CELL // 2), CELL // 2 - 1
        colour = _colour(value or 0.0)
        cv2.rectangle(picture, (corner[0] + 1, corner[1] + 1), (x + half, y + half), colour, -1)
        if value is not None and abs(value) >= WORTH_SAYING:
            _write(picture, f"{value:.1f}", (x, y), 0.42, dark=abs(value) < 0.6)


def _middle(place: int) -> int:
    return MARGIN + CELL * place + CELL // 2


def _colour(value: float) -> tuple[int, ...]:
    share, full = min(1.0, abs(value)), MORE if value > 0 else LESS
    return tuple(round(246 + (one - 246) * share) for one in full)


def _write(
    picture: NDArray[np.uint8], text: str, at: tuple[int, int], size: float, dark: bool = True
) -> None:
    (width, height), _ = cv2.getTextSize(text, FONT, size, 1)
    colour = INK if dark else (255, 255, 255)
    cv2.putText(picture, text, (at[0] - width // 2, at[1] + height // 2), FONT, size, colour, 1, cv2.LINE_AA)
