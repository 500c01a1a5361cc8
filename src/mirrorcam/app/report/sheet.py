"""One session on paper: how it went, what was practised, best moments, recognising, coverage, notes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from mirrorcam.app.report import plots
from mirrorcam.app.report.balance import left_and_right
from mirrorcam.app.report.cards import best_moments
from mirrorcam.app.report.markup import Node, node
from mirrorcam.app.report.page import block, figure
from mirrorcam.app.report.recognised import recognising
from mirrorcam.app.report.story import Done, Story
from mirrorcam.app.report.watching import FREE, PAUSED, SEEN, Stretch
from mirrorcam.face import Reason
from mirrorcam.phrases import day_and_time, duration, knows, number, phrase
from mirrorcam.recording import Noted
from mirrorcam.review import why
from mirrorcam.score import FORMULA_VERSION
from mirrorcam.steps import NOT_REACHED, StepResult
from mirrorcam.steps.recognise import COUNTED

MOST_GAPS, FEW_SENTENCES = 4, 2
MOST_PRINTED, FEW_NOTES, MANY_STEPS, FEW_MADE = 10, 3, 14, 4
"""Notes that are printed, and that stand in one column; steps, and expressions with a best moment, from which on the
sheet is full."""
TICKS_S = (10, 30, 60, 120, 300, 600, 1200, 3600, 7200)
MOST_TICKS = 9
UNMEASURED = StepResult("").reason
LETTER_STAYS = "\N{NO-BREAK SPACE}·\N{NO-BREAK SPACE}"
"""Between a name and its letter in a narrow column: "· E" on a line of its own reads as a stray mark."""
AT_REST = "0"
"""In the place of a step's number: the neutral before."""


def sheet(story: Story, name: str, last: bool) -> Node:
    """``name``: whom it is for; "" is nobody. ``last``: what the numbers mean stands at its end."""
    return node(
        "section",
        top(name),
        node("h1", story.title),
        node("p", f"{day_and_time(story.when)} · {duration(story.duration_s)}", class_="when"),
        None if story.finished else node("p", phrase("report.cut_off"), class_="when"),
        node("p", phrase("report.own_scale"), class_="when") if story.own else None,
        _how(story),
        _done(story),
        recognising(story),
        _together(story),
        _seen(story),
        _notes(story),
        best_moments(story, full=is_full(story)),
        left_and_right(story, full=is_full(story)),
        meaning() if last else None,
        _made_with(story),
        class_="sheet full" if is_full(story) else "sheet",
    )


def is_full(story: Story) -> bool:
    """Whether best moments have to stand closer, so that all of it is printed on two pages."""
    told = sum(len(step.answers) > 0 or len(step.trace) > 1 for step in story.steps)
    made = len(
        {step.result.target for step in story.steps if step.result.scored and step.result.kind == "imitate"}
    )
    many = len(story.notes) > FEW_NOTES or made > FEW_MADE or len(story.steps) > MANY_STEPS
    return many or told > 0


def top(name: str) -> Node:
    whom = node("span", phrase("report.made_for", name=name)) if name else None
    return node("p", node("span", phrase("report.name")), whom, class_="over")


def meaning() -> Node:
    said = [phrase(f"report.{key}") for key in MEANING]
    return block(phrase("report.meaning"), [node("p", words) for words in said], class_="meaning")


MEANING = ("meaning_score", "meaning_self", "meaning_not", "meaning_gap", "meaning_sides")


def _made_with(story: Story) -> Node:
    """What it takes to come to the same numbers again."""
    formula, fingerprint = FORMULA_VERSION, story.fingerprint
    said = [phrase("report.made_with", exercise=story.exercise, fingerprint=fingerprint, formula=formula)]
    if story.program:
        said.append(phrase("report.program", program=story.program))
    if story.formula != str(FORMULA_VERSION):
        said.append(phrase("report.formula_then", formula=story.formula))
    said.append(phrase("report.balance.anew" if story.anew else "report.balance.kept"))
    text = node("details", node("summary", phrase("report.text_of")), node("pre", story.exercise_text))
    return node("div", node("p", " ".join(said)), text, class_="made")


def _how(story: Story) -> list[Node]:
    """The summary. Many sentences stand in two columns."""
    summary = story.summary
    said = [node("p", words) for words in summary.told]
    return [
        node("p", summary.headline, class_="lead"),
        node("div", said, class_="told many" if len(said) > FEW_SENTENCES else "told"),
        node("p", summary.words, class_="soft-text"),
    ]


# ------------------------------------------------------------ what was practised


def _done(story: Story) -> Node:
    tried = any(step.attempts for step in story.steps)
    heads = [node("th"), node("th", phrase("report.what"), scope="col")]
    if tried:
        axis = node("th", phrase("report.tries"), plots.tries_axis(), class_="tries", scope="col")
        heads += [axis, node("th", class_="score")]
    rows = [_row(story, step, tried) for step in story.steps]
    table = node("table", node("tr", heads, node("th", phrase("report.words"), scope="col")), rows)
    said = f"{phrase('report.tries_caption')} {phrase('progress.letters')}"
    caption = node("p", said, class_="caption") if tried else None
    return block(phrase("report.done"), table, caption, class_="practised")


def _row(story: Story, step: Done, tried: bool) -> Node:
    cells = [
        node("td", str(step.number), class_="number"),
        node("th", _called(step), class_="what", scope="row"),
    ]
    if tried:
        score = step.result.score if step.attempts else None
        cells.append(node("td", _tries(step) if step.attempts else None, class_="tries"))
        cells.append(node("td", None if score is None else number(score), class_="score"))
    return node("tr", cells, node("td", _in_words(story, step)))


def _called(step: Done) -> str:
    """With how strongly its number was asked for."""
    letter = step.result.intensity if any(one.counted for one in step.attempts) else None
    if letter is None:
        return step.title
    return phrase("progress.asked", what=step.title, letter=letter).replace(" · ", LETTER_STAYS)


def _tries(step: Done) -> Node:
    scores = [(one.score, one.counted) for one in step.attempts if one.score is not None]
    listed = ", ".join(number(score) for score, _ in scores)
    key = "report.tries_of" if scores else "report.no_tries"
    title = phrase(key, title=step.title, list=listed) if scores else phrase(key, title=step.title)
    return plots.tries(scores, step.result.score, title)


def _in_words(story: Story, step: Done) -> str:
    """The summary's own words for it, or what kind of thing it was."""
    result = step.result
    if not step.reached and result.reason not in set(Reason):  # else it waited in vain
        return why(NOT_REACHED)
    if result.kind == "imitate" and (note := _imitated(story, step)):
        return note
    if result.kind == "imitate" and result.scored:
        return phrase("report.tried_out")
    kind = phrase(f"report.kinds.{result.kind}") if knows(f"report.kinds.{result.kind}") else result.kind
    told = not result.scored and result.reason not in (None, UNMEASURED, COUNTED)
    return f"{kind}, {why(str(result.reason))}" if told else kind


def _imitated(story: Story, step: Done) -> str:
    """As in the summary, which has a row for each that was reached."""
    asked = [one for one in story.steps if one.result.kind == "imitate" and one.result.reason != NOT_REACHED]
    rows = dict(zip((one.number for one in asked), story.summary.rows, strict=False))
    return rows[step.number].note if step.number in rows else ""


# ------------------------------------------------------------ moving together, coverage, notes


def _together(story: Story) -> Node | None:
    moved = [step for step in story.steps if len(step.trace) > 1]
    if not moved:
        return None
    ends = phrase("report.together_top"), phrase("report.together_bottom")
    figures: list[Node] = []
    for step in moved:
        length_s = step.trace[-1][0]
        title = phrase("report.together_of", title=step.title, duration=duration(length_s))
        drawn = plots.trace(step.trace, ends, (clock(0), clock(length_s)), title)
        figures += [node("h3", step.title), figure(drawn)]
    return block(phrase("report.together"), figures)


def _seen(story: Story) -> Node | None:
    length_s = story.coverage[-1].end_s if story.coverage else 0.0
    if length_s <= 0:
        return None
    classes = {SEEN: "was-seen", FREE: "was-free"}
    parts = [_part(one, length_s, classes.get(one.what, "was-not"), "") for one in story.coverage]
    steps = [_part(one, length_s, "", "" if one.what == AT_REST else one.what) for one in story.course]
    gaps = list(_gaps(story.coverage))
    begun = any(one.what != AT_REST for one in story.course)
    no_gaps = phrase("report.seen_all" if begun else "summary.no_neutral")
    said = " ".join(f"{one}." for one in gaps) or no_gaps
    title = phrase("report.seen_of", duration=duration(story.duration_s), list=said)
    told = node("ul", [node("li", one) for one in gaps]) if gaps else node("p", no_gaps, class_="plain")
    drawn = plots.strip(parts, steps, _ticks(length_s), title)
    return block(phrase("report.seen"), figure(drawn, phrase("report.seen_legend")), told)


def _part(one: Stretch, length_s: float, class_: str, label: str) -> plots.Part:
    return plots.Part(one.begin_s / length_s, min(1.0, one.end_s / length_s), class_, label)


def _gaps(coverage: Sequence[Stretch]) -> Iterator[str]:
    """The longest, in their order."""
    found = [one for one in coverage if one.what not in (SEEN, FREE)]
    longest = sorted(found, key=lambda one: -one.length_s)[:MOST_GAPS]
    for one in found:
        if one in longest:
            reason = phrase("report.paused") if one.what == PAUSED else why(one.what)
            yield phrase("report.gap", time=clock(one.begin_s), duration=_seconds(one.length_s), why=reason)
    if len(found) > MOST_GAPS:
        yield phrase("report.more_gaps", count=len(found) - MOST_GAPS)


def _seconds(length_s: float) -> str:
    return phrase("time.seconds", rest=number(length_s, 1)) if length_s < 10 else duration(length_s)


def _ticks(length_s: float) -> list[tuple[float, str]]:
    step_s = next((step for step in TICKS_S if length_s / step <= MOST_TICKS), TICKS_S[-1])
    return [(at / length_s, clock(at)) for at in range(0, int(length_s) + 1, step_s)]


def clock(time_s: float) -> str:
    """ "3:07" since the session began."""
    minutes, seconds = divmod(int(time_s), 60)
    return f"{minutes}:{seconds:02d}"


def _notes(story: Story) -> Node | None:
    """All of them on the screen; on paper the first ones, with as many lines as there is room for."""
    if not story.notes:
        return None
    written = [_note(note, i) for i, note in enumerate(story.notes)]
    left = len(written) - MOST_PRINTED
    more = (
        node("p", phrase("report.notes_printed.more", count=left), class_="caption printed")
        if left > 0
        else None
    )
    many = "notes many" if len(written) > FEW_NOTES else "notes"
    return block(phrase("report.notes"), node("ul", written, class_=many), more, class_="rows")


def _note(note: Noted, i: int) -> Node:
    time = clock(note.begin_s)
    if note.end_s > note.begin_s:
        time = f"{time}–{clock(note.end_s)}"
    words = note.text or (None if note.tags else phrase("report.mark"))
    tags = [node("span", f"#{tag}", class_="tag") for tag in note.tags]
    said = node("span", node("time", time), words, " " if words and tags else None, tags, class_="note")
    return node("li", said, class_="unprinted" if i >= MOST_PRINTED else None)
