"""Several sessions together: weeks of practice, and each thing through time by the person's own measure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from mirrorcam.app.report import weeks
from mirrorcam.app.report.markup import Node, node
from mirrorcam.app.report.page import block, figure
from mirrorcam.app.report.sheet import top
from mirrorcam.app.report.story import Story
from mirrorcam.history import Change, History, Line, Session, history
from mirrorcam.phrases import day_and_time, duration, knows, number, phrase, translated, within

MOST_LINES, MOST_WEEKS = 8, 52
SAID = {
    Change.MORE: "report.line_more",
    Change.LESS: "report.line_less",
    Change.ALIKE: "report.line_alike",
}


def course(stories: Sequence[Story], name: str) -> Node:
    """``stories`` in the order of their time, two or more."""
    found = history(Session(story.when, story.duration_s, story.practised) for story in stories)
    return node(
        "section",
        top(name),
        node("h1", phrase("report.sessions", count=len(stories))),
        node("p", _span(stories), class_="when"),
        _weeks(found),
        _lines(found, stories),
        _sessions(stories),
        class_="sheet",
    )


def _span(stories: Sequence[Story]) -> str:
    first, last = day(stories[0].when.date()), day(stories[-1].when.date())
    minutes = number(sum(story.duration_s for story in stories) / 60)
    days = first if first == last else phrase("report.span", first=first, last=last)
    return f"{days} · {phrase('report.together_minutes', minutes=minutes)}"


def _sessions(stories: Sequence[Story]) -> Node:
    rows = [
        node(
            "tr",
            node("td", day_and_time(story.when), class_="date"),
            node("td", story.title, class_="what"),
            node("td", duration(story.duration_s), class_="date"),
            node("td", story.summary.headline),
        )
        for story in stories
    ]
    return block(phrase("report.list"), node("table", rows), class_="sessions")


def day(when: date) -> str:
    """ "14 Nov", in the order and with the months of the language."""
    return phrase("report.day", day=when.day, month=phrase("date.months").split()[when.month - 1])


def _weeks(found: History) -> Node:
    last = found.weeks[-MOST_WEEKS:]
    rows = [(day(week.begins), week.minutes) for week in last]
    values = [phrase("report.week_value", day=label, minutes=number(minutes)) for label, minutes in rows]
    drawn = weeks.weeks(rows, phrase("report.weeks_of", list=", ".join(values)))
    more = phrase("report.more_weeks", shown=len(last), count=len(found.weeks))
    said = phrase("report.weeks_caption")
    caption = f"{said} {more}" if len(last) < len(found.weeks) else said
    return block(phrase("report.weeks"), figure(drawn, caption))


def _lines(found: History, stories: Sequence[Story]) -> Node | None:
    if not found.lines:
        return None
    titles = {name: translated(one.title) for story in stories for name, one in story.targets.items()}
    drawn = [_one(line, _title(line, titles)) for line in found.lines[:MOST_LINES]]
    more = phrase("report.more_lines", shown=MOST_LINES, count=len(found.lines))
    said = phrase("report.days_caption")
    caption = node("p", f"{said} {more}" if len(found.lines) > MOST_LINES else said, class_="caption")
    return block(phrase("report.over_time"), node("div", drawn, class_="two"), caption, class_="lines")


def _title(line: Line, titles: dict[str, str]) -> str:
    kind = phrase(f"report.kinds.{line.kind}") if knows(f"report.kinds.{line.kind}") else line.kind
    if not line.target:
        return kind[:1].upper() + kind[1:]
    return f"{titles.get(line.target, line.target)}, {within(kind)}"


def _one(line: Line, title: str) -> Node:
    words = (
        phrase("report.baseline", value=number(line.baseline)),
        phrase("report.now", value=number(line.now)),
    )
    ends = day(line.points[0].day), day(line.points[-1].day)
    values = ", ".join(f"{day(point.day)} {number(point.value)}" for point in line.points)
    drawn = weeks.days(line, words, ends, phrase("report.line_of", title=title, list=values))
    return node("figure", node("h3", title), drawn, node("p", _change(line)))


def _change(line: Line) -> str:
    if line.change is Change.TOO_EARLY:
        return phrase("report.line_early", count=len(line.points))
    return phrase(SAID[line.change])
