"""How much room a screen has. With large text or in a small window distances shrink, evenly, down to ``SMALL``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mirrorcam.app.painting.easel import Box, Size

SMALL, USUAL = (640.0, 400.0), (1040.0, 690.0)
"""Layout units: from the first on distances grow, from the second on they are as they usually are."""


def across(size: Size, small: float, usual: float) -> float:
    """A distance by the width that there is."""
    return _between(size[0], SMALL[0], USUAL[0], small, usual)


def down(size: Size, small: float, usual: float) -> float:
    """A distance by the height that there is."""
    return _between(size[1], SMALL[1], USUAL[1], small, usual)


def _between(room: float, least: float, enough: float, small: float, usual: float) -> float:
    share = min(1.0, max(0.0, (room - least) / (enough - least)))
    return small + (usual - small) * share


def margin(size: Size) -> float:
    """Left and right of everything."""
    return across(size, 16, 40)


def top(size: Size) -> float:
    """Where cards begin, below the line with the title."""
    return down(size, 42, 76)


def foot(size: Size) -> float:
    """What the row of keys takes at the bottom."""
    return down(size, 44, 84)


def keys_y(size: Size) -> float:
    """The middle of the row of keys."""
    return size[1] - down(size, 21, 36)


def below(size: Size) -> float:
    """What a sentence, a bar, a line and the row of keys take below the cards."""
    return down(size, 122, 174)


def middle(size: Size) -> Box:
    """Between the title and the row of keys."""
    return Box(margin(size), top(size), size[0] - 2 * margin(size), size[1] - top(size) - foot(size))


def lines_of(widths: Sequence[float], gap: float, room: float) -> list[list[int]]:
    """Which of them stand side by side, by their places, when lines are broken as in a text."""
    lines: list[list[int]] = [[]]
    used = 0.0
    for place, wide in enumerate(widths):
        if lines[-1] and used + wide > room:
            lines.append([])
            used = 0.0
        lines[-1].append(place)
        used += wide + gap
    return lines


def laid(widths: Sequence[float], high: float, gap: float, room: Box, align: float = 0.5) -> Iterator[Box]:
    """A box for each, line by line from the room's top on; ``align`` 0: from its left, .5: about its middle."""
    for number, line in enumerate(lines_of(widths, gap, room.w)):
        x = room.x + (room.w - sum(widths[i] for i in line) - gap * (len(line) - 1)) * align
        for i in line:
            yield Box(x, room.y + number * (high + gap), widths[i], high)
            x += widths[i] + gap


def laid_high(widths: Sequence[float], high: float, gap: float, room: float) -> float:
    """How high all lines are together."""
    return len(lines_of(widths, gap, room)) * (high + gap) - gap
