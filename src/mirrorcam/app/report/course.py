"""Several sessions together: weeks of practice, and each thing through time by the person's own measure."""

from __future__ import annotations

from collections.abc import Sequence

from mirrorcam.app.looking_back import asked_notes, called, letters
from mirrorcam.app.report import weeks
from mirrorcam.app.report.markup import Node, node
from mirrorcam.app.report.page import block, figure
from mirrorcam.app.report.sheet import LETTER_STAYS, top
from mirrorcam.app.report.story import Story
from mirrorcam.history import History, Line, PastSession, Trend, history
from mirrorcam.phrases import day, day_and_time, duration, first_and_last, number, phrase

MOST_LINES, MOST_UNITS, MOST_WEEKS = 8, 12, 52
SAID = {
    Trend.TOO_EARLY: "report.line_early",
    Trend.MORE: "report.line_more",
    Trend.LESS: "report.line_less",
    Trend.ALIKE: "report.line_alike",
}
AS_NOW = {trend: f"report.as_now.{trend.name.lower()}" for trend in Trend}
"""Where something else was asked on other days."""


def course(stories: Sequence[Story], name: str) -> Node:
    """``stories`` in the order of their time, two or more."""
    found = history(
        PastSession(story.when, story.duration_s, story.practised, story.formula) for story in stories
    )
    return node(
        "section",
        top(name),
        node("h1", phrase("report.sessions", count=len(stories))),
        node("p", _span(stories), class_="when"),
        _weeks(found),
        _lines(found, stories),
        _units(found.units, "units"),
        _units(found.sides, "sides"),
        _asked(found),
        _formulas(found),
        _sessions(stories),
        class_="sheet",
    )


def _span(stories: Sequence[Story]) -> str:
    begin, end = stories[0].when.date(), stories[-1].when.date()
    first, last = day(begin, beside=end), day(end, beside=begin)
    minutes = sum(story.duration_s for story in stories) / 60
    days = first if first == last else phrase("report.span", first=first, last=last)
    in_all = phrase("report.together_minutes", count=round(minutes), minutes=number(minutes))
    return f"{days} · {in_all}"


def _sessions(stories: Sequence[Story]) -> Node:
    rows = [
        node(
            "tr",
            node("td", day_and_time(story.when), class_="date"),
            node("th", story.title, class_="what", scope="row"),
            node("td", duration(story.duration_s), class_="date"),
            node("td", story.summary.headline),
        )
        for story in stories
    ]
    return block(phrase("report.list"), node("table", rows), class_="sessions")


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
    titles = {name: one.title for story in stories for name, one in story.targets.items()}
    drawn = [_one(line, called(line, titles)) for line in found.lines[:MOST_LINES]]
    more = phrase("report.more_lines", shown=MOST_LINES, count=len(found.lines))
    said = phrase("report.days_caption")
    caption = node("p", f"{said} {more}" if len(found.lines) > MOST_LINES else said, class_="caption")
    return block(phrase("report.over_time"), node("div", drawn, class_="two"), caption, class_="lines")


def _units(lines: Sequence[Line], what: str) -> Node | None:
    """A row for each action unit: its days, and what it came to. ``what``: how far they went, or both their sides."""
    if not lines:
        return None
    words = ("report.what", "report.course.units_head", "report.course.begun", "report.course.now_head")
    heads = [node("th", phrase(key), scope="col") for key in (*words, "report.course.sure", "report.words")]
    rows = [_unit(line) for line in lines[:MOST_UNITS]]
    said = phrase(f"report.course.{what}_caption")
    if len(lines) > MOST_UNITS:
        said += f" {phrase('report.course.more_units', shown=MOST_UNITS, count=len(lines))}"
    table = node("table", node("thead", node("tr", heads)), rows, class_="units")
    return block(
        phrase(f"report.course.{what}_over_time"), table, node("p", said, class_="caption"), class_="rows"
    )


def _unit(line: Line) -> Node:
    title = called(line, {})
    drawn = weeks.row(line, phrase("report.course.unit_of", title=title, list=_days(line)))
    known = line.error is not None
    cells = (
        number(line.baseline) if known else "",
        number(line.now),
        number(line.error or 0.0) if known else "",
    )
    return node(
        "tr",
        node("th", title.replace(" · ", LETTER_STAYS), class_="what", scope="row"),
        node("td", drawn, class_="tries"),
        [node("td", cell, class_="figure") for cell in cells],
        node("td", _change(line)),
    )


def _asked(found: History) -> Node | None:
    """How the letters go, and what is not compared."""
    said = asked_notes(found, "report.course.otherwise")
    return node("p", " ".join(said), class_="caption") if said else None


def _formulas(found: History) -> Node | None:
    if len(found.formulas) < 2:
        return None
    said = phrase("report.course.formulas", list=", ".join(found.formulas))
    return node("p", said, class_="caption")


def _one(line: Line, title: str) -> Node:
    words = (
        phrase("report.baseline", value=number(line.baseline)),
        phrase("report.now", value=number(line.now)),
    )
    ends = first_and_last(line.points[0].day, line.points[-1].day)
    drawn = weeks.days(line, words, ends, phrase("report.line_of", title=title, list=_days(line)))
    return node("figure", node("h3", title), drawn, node("p", _change(line)))


def _change(line: Line) -> str:
    key = (AS_NOW if line.asked_otherwise else SAID)[line.trend]
    if line.trend is not Trend.TOO_EARLY:
        return phrase(key)
    since = day(line.compared[0].day, beside=line.points[-1].day)
    return phrase(key, count=len(line.compared), since=since)


def _days(line: Line) -> str:
    """ "3 Aug 62, 5 Aug 71"; with the letters where not the same was asked every day. Those of years before the last
    have theirs."""
    return ", ".join(
        f"{day(point.day, beside=line.points[-1].day)} {number(point.value)}{f' ({letter})' if letter else ''}"
        for point, letter in zip(line.points, letters(line), strict=True)
    )
