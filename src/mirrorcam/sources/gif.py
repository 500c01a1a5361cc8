"""GIF files: one that holds a single picture is a photograph like any other, one that moves is a film."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from PIL import Image, UnidentifiedImageError

from mirrorcam.imaging.opencv import Pixels
from mirrorcam.sources import SourceError


def holds_one_picture(path: Path) -> bool:
    """False for a film, and for what cannot be read."""
    try:
        with Image.open(path, formats=("GIF",)) as picture:
            return not getattr(picture, "is_animated", True)
    except (OSError, UnidentifiedImageError, ValueError, EOFError, Image.DecompressionBombError):
        return False


def read_gif(path: Path, through: int) -> Pixels:
    """(h, w, 3) uint8 RGB of its first picture; ``through``: the grey, 0 to 255, that is seen through transparent
    parts. Raises SourceError when it is not whole."""
    try:
        with Image.open(path, formats=("GIF",)) as picture:
            shown = picture.convert("RGBA")
            return np.array(
                Image.alpha_composite(Image.new("RGBA", shown.size, (through,) * 3), shown).convert("RGB"),
                np.uint8,
            )
    except (OSError, UnidentifiedImageError, ValueError, EOFError, Image.DecompressionBombError) as error:
        raise SourceError(
            f"{path}: this GIF cannot be read. Save the picture as PNG, and give that."
        ) from error
