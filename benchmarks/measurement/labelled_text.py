"""The figures of labelled pictures, in words and tables."""

from __future__ import annotations

from collections.abc import Mapping
from math import isfinite
from typing import Any

from benchmarks.measurement.labelled import KEYS
from benchmarks.measurement.labels import REST
from benchmarks.measurement.morphs import course_words
from benchmarks.measurement.words import counted, table

HEAD = ("label", "pictures", "AUC others", "AUC neutral", "top-1 of six", "P80")


def labelled_text(figures: Mapping[str, Any]) -> str:
    """For the page: Markdown."""
    rows = [_row(figures, name) for name in (*figures["labels"], "mean")]
    return f"{_counts(figures)}\n\n{table(HEAD, rows)}\n\n{_confusion(figures)}"


def labelled_report(figures: Mapping[str, Any]) -> str:
    """For the terminal: the same, and which pictures were not scored."""
    lost = [f"not scored ({reason}): {file}" for file, reason in figures["files_not_scored"].items()]
    morphs = [f"Morphs from neutral: {course_words(figures['morphs'])}", ""] if figures["morphs"] else []
    return "\n".join((labelled_text(figures), "", *morphs, *lost)).rstrip()


def _counts(figures: Mapping[str, Any]) -> str:
    lost = figures["pictures"] - figures["scored"]
    why = f" ({counted(figures['not_scored'])})" if lost else ""
    return (
        f"{figures['people']} people, {figures['pictures']} pictures, {figures['neutral']} of them {REST}; {lost} not "
        f"scored{why}. 95 % intervals over people. With shuffled labels AUC others is {_share(figures['null'], 3)}."
    )


def _row(figures: Mapping[str, Any], name: str) -> tuple[str, ...]:
    values = figures["mean"] if name == "mean" else figures["labels"][name]
    bounds = figures["intervals"].get(name, {})
    n = sum(figures["n"].values()) if name == "mean" else figures["n"][name]
    p80 = f"{values['p80']:.0f}" if "p80" in values else ""
    return (name, str(n), *(_with_interval(values[key], bounds.get(key)) for key in KEYS), p80)


def _with_interval(value: float | None, bounds: list[float] | None) -> str:
    if value is None or not isfinite(value) or bounds is None:
        return "–"
    return f"{_share(value, 3)} ({_share(bounds[0])} to {_share(bounds[1])})"


def _share(value: float | None, places: int = 2) -> str:
    """.64, as shares are written here."""
    return "–" if value is None or not isfinite(value) else f"{value:.{places}f}"


def _confusion(figures: Mapping[str, Any]) -> str:
    found = figures["confusion"]
    if not found:
        return ""
    names = list(next(iter(found.values())))
    rows = [(label, *(str(row[name] or "·") for name in names)) for label, row in found.items()]
    return table(("label ↓, highest of the six →", *names), rows)
