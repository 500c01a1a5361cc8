"""The best moment of every expression: what was asked and what came, drawn and as left and right."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass

from mirrorcam.app.report import plots
from mirrorcam.app.report.markup import Node, node
from mirrorcam.app.report.story import Attempt, Story, asked, expression
from mirrorcam.app.stills import Order, Shown, as_png
from mirrorcam.avatars import DEFAULT, Avatar, open_avatar, people
from mirrorcam.expression import CODES, Expression
from mirrorcam.phrases import number, phrase, translated
from mirrorcam.target import Target, unsided

MOST_CARDS, MOST_BARS, FULL_BARS = 6, 5, 4
FEW_BARS = 3
"""They leave room for words below them, beside the faces."""
STILL_PX = 264
"""Of a face that is printed 22 mm wide: 300 dots an inch."""


@dataclass(frozen=True, slots=True)
class Best:
    target: Target
    attempt: Attempt


def best_moments(story: Story, *, full: bool = False) -> Node | None:
    """Of each expression one, in the order in which they were practised. ``full``: there is little room."""
    found = list(_best(story))
    if not found:
        return None
    person = _person(story.person)
    legend = plots.legend(phrase("report.left"), phrase("report.right"), phrase("report.asked"))
    cards = [_card(best, person, FULL_BARS if full else MOST_BARS) for best in found[:MOST_CARDS]]
    more = phrase("report.more_moments", shown=MOST_CARDS, count=len(found))
    said = phrase("report.moments_caption")
    caption = node("p", f"{said} {more}" if len(found) > MOST_CARDS else said, class_="caption")
    top = node("header", node("h2", phrase("report.moments")), legend)
    return node("div", top, node("div", cards, class_="cards"), caption, class_="moments")


def _best(story: Story) -> list[Best]:
    found: dict[str, Best] = {}
    for step in story.steps:
        for one in step.attempts:
            name = step.result.target or ""
            if one.score is None or not one.at_best or name not in story.targets:
                continue
            before = found.get(name)
            if before is None or one.score > (before.attempt.score or 0.0):
                found[name] = Best(story.targets[name], one)
    return list(found.values())


def _person(name: str) -> Avatar:
    """Who wore the person's face; whoever is drawn anyway, if there is no such person here."""
    return open_avatar(name if name in people() else DEFAULT)


def _card(best: Best, person: Avatar, most: int) -> Node:
    shown = best.target.at(best.attempt.letter).show
    title = phrase("report.try_at", title=translated(best.target.title), letter=best.attempt.letter)
    faces = node(
        "div",
        _still(person, shown, phrase("report.as_asked")),
        _still(person, expression(best.attempt.at_best), phrase("report.as_came")),
        class_="faces",
    )
    bars = bars_of(best, most)
    told = " ".join(_told(best.attempt))
    said, drawn = node("p", told) if told else None, _sides(bars, title)
    few = len(bars) <= FEW_BARS
    return node(
        "div",
        node("h3", title),
        node("div", faces, node("div", drawn, said if few else None), class_="pair"),
        None if few else said,
        class_="card",
    )


def _still(person: Avatar, worn: Expression, caption: str) -> Node:
    picture = as_png(Order((Shown(caption, worn),), (person,), size=STILL_PX))
    source = f"data:image/png;base64,{base64.b64encode(picture).decode()}"
    return node("figure", node("img", src=source, alt=caption), node("figcaption", caption))


def _sides(bars: Sequence[plots.Bar], title: str) -> Node:
    values = [
        phrase(
            "report.side_values",
            unit=bar.label,
            left=number(100 * max(bar.left, 0.0)),
            right=number(100 * max(bar.right, 0.0)),
            asked=number(100 * max(bar.asked_left, bar.asked_right)),
        )
        for bar in bars
    ]
    words = phrase("report.sides_of", title=title, list=", ".join(values))
    return plots.sides(bars, words)


def bars_of(best: Best, most: int = MOST_BARS) -> list[plots.Bar]:
    """What was asked, of much that which counts most in the score; and what moved along unasked."""
    wanted = asked(best.target, best.attempt.letter)
    counts = {
        code: level * weight for code, (level, weight) in best.target.at(best.attempt.letter).expect.items()
    }
    most_telling = {unsided(code) for code in sorted(counts, key=lambda code: -counts[code])[:most]}
    extra = unsided(best.attempt.unasked) if best.attempt.unasked else None
    codes = [code for code in CODES if code in most_telling or code == extra]
    return [
        plots.Bar(_unit(code), code, *best.attempt.at_best[code], *wanted.get(code, (0.0, 0.0)))
        for code in codes
    ]


def _unit(code: str) -> str:
    return phrase(f"report.units.{code}")


def _told(attempt: Attempt) -> Sequence[str]:
    """Quiet figures: how alike both sides were, and what moved along."""
    said = []
    if attempt.symmetry is not None:
        said.append(phrase("report.alike", percent=number(100 * attempt.symmetry)))
    if attempt.unasked is not None:
        side = "left" if attempt.unasked.endswith("L") else "right"
        said.append(phrase(f"report.unasked.{side}", unit=_unit(unsided(attempt.unasked))))
    return said
