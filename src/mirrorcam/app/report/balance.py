"""Left against right, unit by unit, try by try: which side went further, and how alike both were."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from statistics import quantiles

from mirrorcam.app.report import plots
from mirrorcam.app.report.markup import Node
from mirrorcam.app.report.page import block, figure
from mirrorcam.app.report.story import Story, expression
from mirrorcam.phrases import number, phrase
from mirrorcam.sides import least, symmetry_of
from mirrorcam.target import unsided

MOST_UNITS, FULL_UNITS, MOST_TRIES = 6, 4, 40
ENOUGH = 4
"""Tries from which on it is told between what half of them lie."""


@dataclass(frozen=True, slots=True)
class Balance:
    """A unit through the tries that asked both sides for it. ``tries``: −1..1, above 0 where the left side went
    further; None where it moved too little, or too little was made of all that was asked."""

    code: str
    tries: tuple[float | None, ...]

    @property
    def known(self) -> list[float]:
        return [one for one in self.tries if one is not None]

    @property
    def alike(self) -> float:
        """0..1: how alike both sides were, the mean over the tries."""
        return 1 - sum(map(abs, self.known)) / len(self.known)


def balances(story: Story) -> list[Balance]:
    """Those that were asked for most often first; of equally many tries those that were least alike."""
    found: dict[str, list[float | None]] = {}
    for step in story.steps:
        target = story.targets.get(step.result.target or "")
        for one in step.attempts:
            if target is None or not one.at_best:
                continue
            shown = expression(one.at_best)
            for code, (level, _) in target.at(one.letter).expect.items():
                if code == unsided(code):
                    made = one.symmetry is not None
                    alike = symmetry_of(shown, code, least(level)) if made else None
                    more = shown.left(code) >= shown.right(code)
                    signed = None if alike is None else max(0.0, 1 - alike) * (1 if more else -1)
                    found.setdefault(code, []).append(signed)
    kept = [Balance(code, tuple(tries[-MOST_TRIES:])) for code, tries in found.items()]
    return sorted((one for one in kept if one.known), key=lambda one: (-len(one.known), one.alike))


def left_and_right(story: Story, *, full: bool = False) -> Node | None:
    """None where nothing was asked of both sides, or nothing moved enough. ``full``: there is little room."""
    every = balances(story)
    if not every:
        return None
    found = every[: FULL_UNITS if full else MOST_UNITS]
    rows = [plots.Balanced(_name(one), one.tries, _told(one)) for one in found]
    title = phrase("report.balance.of", list=", ".join(_said(found)))
    heads = (
        phrase("report.balance.sides"),
        phrase("report.balance.alike"),
        phrase("report.balance.half"),
        phrase("report.balance.tries"),
    )
    caption = f"{phrase('report.balance.caption')} {phrase('report.balance.caption_more')}"
    if len(found) < len(every):
        caption += f" {phrase('report.more_moments', shown=len(found), count=len(every))}"
    return block(phrase("report.balance.title"), figure(plots.balances(rows, heads, title), caption))


def _name(one: Balance) -> str:
    return f"{phrase(f'report.units.{one.code}')} · {one.code}"


def _said(found: list[Balance]) -> Iterator[str]:
    for one in found:
        yield phrase("report.balance.one", unit=_name(one), percent=number(100 * one.alike))


def _told(one: Balance) -> tuple[str, str, str]:
    """How alike, between what the middle half of the tries lies, and how many there were."""
    half = ""
    if len(one.known) >= ENOUGH:
        low, _, high = quantiles((100 * (1 - abs(value)) for value in one.known), n=4, method="inclusive")
        half = f"{number(low)}–{number(high)}"
    return number(100 * one.alike), half, str(len(one.known))
