"""The figures of labelled pictures, in words and tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import isfinite
from typing import Any

from benchmarks.measurement.labelled_figures import KEYS, in_means
from benchmarks.measurement.labelled_folder import LeftOut, same_words, smiling_words
from benchmarks.measurement.labels import REST
from benchmarks.measurement.morphs import course_words
from benchmarks.measurement.words import counted, many, table

HEAD = ("label", "pictures", "AUC others", "AUC neutral", "top-1 of six", "P80")


def labelled_text(figures: Mapping[str, Any]) -> str:
    """For the page: Markdown."""
    rows = [_row(figures, name) for name in (*figures["labels"], "mean")]
    said = _of_rest(figures)
    head = [
        f"{name} (too good)" if name == HEAD[3] and said and _too_good(figures) else name for name in HEAD
    ]
    parts = (
        _counts(figures),
        table(head, rows),
        said,
        _confusion(figures["confusion"]),
        _own_scale(figures, head),
    )
    return "\n\n".join(filter(None, parts))


def labelled_report(figures: Mapping[str, Any]) -> str:
    """For the terminal: the same, and what was not scored, left out, or there more than once."""
    lost = [f"not scored ({reason}): {file}" for file, reason in figures["files_not_scored"].items()]
    lost += [f"{reason}: {advice}" for reason, advice in figures["advice"].items()]
    morphs = [f"Morphs from neutral: {course_words(figures['morphs'])}", ""] if figures["morphs"] else []
    out = [*LeftOut(**figures["left_out"]).words(), *same_words(figures["same_files"])]
    out += smiling_words(figures["neutral_smiles"])
    stopped = [figures["stopped"], ""] if figures["stopped"] else []
    return "\n".join((*stopped, labelled_text(figures), "", *morphs, *lost, *out)).rstrip()


def _own_scale(figures: Mapping[str, Any], head: Sequence[str]) -> str:
    """ "": nobody's is known."""
    own = figures["own_scale"]
    if not own:
        return ""
    others = figures["people"] - own["people"]
    said = (
        f"**On their own scale** (`mirrorcam measure --own-scale`), by how far each face goes in all of the person's "
        f"pictures, whatever their labels: {many(own['people'], 'person')}"
        + (f"; the other {others}, of whom too little is there, on the common scale." if others else ".")
    )
    both = {**figures, **own, "people": figures["people"]}
    rows = [_row(both, name) for name in (*own["labels"], "mean")]
    return "\n\n".join((said, table(head, rows), _confusion(own["confusion"])))


def _too_good(figures: Mapping[str, Any]) -> bool:
    return bool(figures["neutral_compared"] == figures["neutral"])


def _of_rest(figures: Mapping[str, Any]) -> str:
    """What has to be known of AUC neutral; "": nothing."""
    alone = len(figures["people_with_one_neutral"])
    if not alone:
        return ""
    said = (
        f"{many(alone, 'person')} of {figures['people']} {'has' if alone == 1 else 'have'} one neutral picture that "
        "can be a reference. It is scored by half of its looks against the other half, which comes out near 0 whatever "
        "it shows. "
    )
    if _too_good(figures):
        return f"{said}So AUC neutral is too good here. Give each person two neutral pictures or more."
    return f"{said}AUC neutral does without these; it compares with the other {figures['neutral_compared']}."


def _counts(figures: Mapping[str, Any]) -> str:
    lost = figures["pictures"] - figures["scored"]
    why = f" ({counted(figures['not_scored'])})" if lost else ""
    others = len(figures["people_not_scored"])
    nothing = f" (and {others} of whom nothing could be scored)" if others else ""
    return (
        f"{many(figures['people'], 'person')}{nothing}, {many(figures['pictures'], 'picture')}, "
        f"{figures['neutral']} of them {REST}; {lost} not scored{why}. 95 % intervals over people. "
        f"With shuffled labels AUC others is {_share(figures['null'], 3)}."
    )


def _row(figures: Mapping[str, Any], name: str) -> tuple[str, ...]:
    values = figures["mean"] if name == "mean" else figures["labels"][name]
    intervals = figures["intervals"]
    bounds = {} if intervals is None else intervals.get(name, {})
    counted = in_means(figures["labels"]) if name == "mean" else [name]
    n = sum(figures["n"][one] for one in counted)
    p80 = f"{values['p80']:.0f}" if "p80" in values else ""
    what = "mean of the six" if name == "mean" and len(counted) < len(figures["labels"]) else name
    shown = (
        _share(values[key], 3) if intervals is None else _with_interval(values[key], bounds.get(key))
        for key in KEYS
    )
    return (what, str(n), *shown, p80)


def _with_interval(value: float | None, bounds: list[float] | None) -> str:
    if value is None or not isfinite(value):
        return "–"
    if bounds is None:
        return f"{_share(value, 3)} (too few people)"
    return f"{_share(value, 3)} ({_share(bounds[0], 3)} to {_share(bounds[1], 3)})"


def _share(value: float | None, places: int = 2) -> str:
    """.64, as shares are written here."""
    return "–" if value is None or not isfinite(value) else f"{value:.{places}f}"


def _confusion(found: Mapping[str, Mapping[str, int]]) -> str:
    if not found:
        return ""
    names = list(next(iter(found.values())))
    rows = [(label, *(str(row[name] or "·") for name in names)) for label, row in found.items()]
    return table(("label ↓, highest of the six →", *names), rows)
