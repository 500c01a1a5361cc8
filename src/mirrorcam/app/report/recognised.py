"""What came of recognising: what was taken for what, and how much was needed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from mirrorcam.app.report import plots
from mirrorcam.app.report.markup import Node, node
from mirrorcam.app.report.page import block, figure
from mirrorcam.app.report.story import Story
from mirrorcam.phrases import number, phrase, translated
from mirrorcam.recognition import AT_REST, NOT_SURE

NOBODY_ANSWERED = "None"


def recognising(story: Story) -> Node | None:
    answers = [answer for step in story.steps for answer in step.answers]
    if not answers:
        return None
    order = [*story.targets, AT_REST]
    shown = sorted({answer["target"] for answer in answers}, key=order.index)
    others = sorted({str(answer["answer"]) for answer in answers} - {*shown}, key=_last)
    chosen = [*shown, *others]
    times = Counter((answer["target"], str(answer["answer"])) for answer in answers)
    corner = node("th", f"{phrase('report.shown')} ↓ {phrase('report.seen_as')} →")
    head = node("tr", corner, [node("th", _word(story, name), scope="col") for name in chosen])
    rows = [_confusions(story, name, chosen, times) for name in shown]
    table = node("table", head, rows, class_="confusions")
    caption = node("p", phrase("report.table_caption"), class_="caption")
    return block(phrase("report.recognising"), table, caption, _needed(story))


def _last(answer: str) -> tuple[bool, bool, str]:
    """No answer, and not to be sure, come after all others."""
    return answer == NOBODY_ANSWERED, answer == NOT_SURE, answer


def _confusions(story: Story, shown: str, chosen: Sequence[str], times: Counter[tuple[str, str]]) -> Node:
    most = sum(times[shown, name] for name in chosen)
    cells = []
    for name in chosen:
        count = times[shown, name]
        warmth = f"heat-{1 + min(2, int(3 * count / most - 1e-9))}" if count else ""
        meant = "meant" if name == shown else ""
        cells.append(node("td", str(count) if count else "", class_=f"{warmth} {meant}".strip() or None))
    return node("tr", node("th", _word(story, shown), class_="row", scope="row"), cells)


def _word(story: Story, name: str) -> str:
    if name == AT_REST:
        return phrase("recognise.at_rest")
    if name == NOT_SURE:
        return phrase("recognise.not_sure")
    if name == NOBODY_ANSWERED:
        return phrase("report.not_answered")
    return translated(story.targets[name].title) if name in story.targets else name


def _needed(story: Story) -> list[Node]:
    """Of the last step that looked for it."""
    found: dict[str, float] = {}
    for step in story.steps:
        found |= step.result.measured.get("needed_percent", {})
    if not found:
        return []
    rows = sorted(((_word(story, name), percent) for name, percent in found.items()), key=lambda row: row[1])
    listed = ", ".join(
        phrase("report.percent_of", name=name, percent=number(percent)) for name, percent in rows
    )
    drawn = plots.needed(rows, phrase("report.needed_of", list=listed))
    return [node("h2", phrase("report.needed")), figure(drawn)]
