"""Pieces of Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def range_words(bounds: Sequence[float], places: int = 0) -> str:
    """ "(12 to 34)"."""
    return f"({bounds[0]:.{places}f} to {bounds[1]:.{places}f})"


def counted(reasons: dict[str, int]) -> str:
    """ "too dark 3, blurred 1", or a dash."""
    return ", ".join(f"{reason} {count}" for reason, count in reasons.items()) or "–"


def many(count: int, what: str) -> str:
    """ "1 picture", "3 pictures", "2 people"."""
    plural = "people" if what == "person" else f"{what}s"
    return f"{count} {what if count == 1 else plural}"


def signed(value: float, places: int = 1) -> str:
    """ "+1.2", "−0.3", and "0.0" for what rounds to it."""
    said = f"{value:+.{places}f}".replace("-", "−")
    return said if any(digit in said for digit in "123456789") else said[1:]
