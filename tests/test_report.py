"""A session as a page: the right numbers, every text escaped, nothing loaded, whole when printed."""

import base64
import hashlib
import io
import json
import re
import shutil
import sqlite3
import subprocess
from contextlib import closing
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import fmean
from xml.etree import ElementTree

import pytest

from mirrorcam import phrases
from mirrorcam.acts import Answer, Command, Note
from mirrorcam.app import cli
from mirrorcam.app.report import Waiting, report
from mirrorcam.app.report.balance import FULL_UNITS, balances, left_and_right
from mirrorcam.app.report.cards import Best, bars_of
from mirrorcam.app.report.markup import node, write
from mirrorcam.app.report.page import stylesheet
from mirrorcam.app.report.plots import trace
from mirrorcam.app.report.story import Attempt, read_story
from mirrorcam.app.report.watching import FREE, PAUSED, SEEN, Stretches
from mirrorcam.avatars import DEFAULT
from mirrorcam.expression import CODES
from mirrorcam.face import Reason
from mirrorcam.noting import keep_pseudonym
from mirrorcam.range_of_movement import Range, Reach
from mirrorcam.recorder import Recorder
from mirrorcam.recording import Content, Noted, read_recording
from mirrorcam.review import why
from mirrorcam.session import Session
from mirrorcam.sharing import What, hand_over
from mirrorcam.steps import kinds
from mirrorcam.steps.recognise import LOOK
from performing import LIBRARY, STEP, exercise, obliging, practise, smiling
from recordings import practised

HOSTILE = '</style><script src="http://request.example/x.js">alert(1)</script>&"\'\x00\x1b]]>'
STEPS = """
[[steps]]
kind = "imitate"
target = "happiness"
repetitions = 2
make_s = 3
hold_s = 1

[[steps]]
kind = "recognise"
targets = ["happiness", "anger"]
trials = 3
mirror_after = false

[[steps]]
kind = "reflect"
"""
AWAY_S, PAUSED_S = (6.0, 7.5), (11.0, 12.0)
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")


def keep(
    path, text=STEPS, *, when=datetime(2026, 11, 14, 18, 2, tzinfo=UTC), reach=1.0, notes=(), until_s=120
):
    """A session of somebody who smiles, looks away once, pauses, takes joy for anger and notes something."""
    session, look, done = Session(exercise(text), LIBRARY), obliging(reach), list(notes)
    done += [(PAUSED_S[0], Command.PAUSE), (PAUSED_S[1], Command.RESUME)]
    done.sort(key=lambda one: one[0])

    def seen(time_s, moment):
        return Reason.TURNED_AWAY if AWAY_S[0] <= time_s < AWAY_S[1] else look(time_s, moment)

    with Recorder(path, session, when, person="robin", source="secret-film.mp4") as recorder:
        for sample, moment in practise(session, seen, until_s=until_s):
            recorder.add(sample)
            recorder.showed(moment)
            acts = [done.pop(0)[1]] if done and done[0][0] <= sample.time_s else []
            acts += answers(moment)
            for act in acts:
                recorder.event(sample.time_s, act)
                session.command(sample.time_s, act)
        recorder.finish()
    return path


def answers(moment):
    if moment.kind == "recognise":
        return [Answer("anger")] if moment.scene.phase == LOOK else [Command.NEXT]
    if moment.kind == "reflect":
        return [Answer(HOSTILE), Command.NEXT]
    return []


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    return keep(
        tmp_path_factory.mktemp("kept") / "joy.mirrorcam", notes=[(8.0, Note(HOSTILE)), (9.0, Note())]
    )


@pytest.fixture(scope="module")
def story(kept):
    return read_story(read_recording(kept))


@pytest.fixture(autouse=True)
def english():
    phrases.use("en")
    yield
    phrases.use("en")


def parsed(text):
    """As XML: what is not whole is an error."""
    return ElementTree.fromstring(text.removeprefix("<!DOCTYPE html>"))


def words(text):
    return " ".join(" ".join(parsed(text).find("body").itertext()).split())


# what is on it


def test_its_numbers_are_those_of_a_replay(kept, story, capsys):
    assert cli.main(["replay", str(kept), "--json"]) == 0
    steps = json.loads(capsys.readouterr().out)["steps"]
    said = [json.loads(json.dumps(step.result.measured)) for step in story.steps]
    assert [step.result.score for step in story.steps] == [step["score"] for step in steps]
    assert said == [step["measured"] for step in steps]
    text = words(report([story]))
    assert f" {steps[0]['score']:.0f} held for up to {steps[0]['held_s']:.1f} s" in text
    assert "Of 3 faces, you saw" in text


def test_what_was_kept_and_what_is_computed_anew_tell_the_same(kept, story):
    anew = read_story(read_recording(kept), anew=True)
    assert not story.anew and anew.anew
    assert plain(anew) == plain(story)


def plain(story):
    """Without which way it came, and with expressions (compared by identity) by their names."""
    traces = [[(time_s, round(value, 5)) for time_s, value in step.trace] for step in story.steps]
    steps = [json.loads(json.dumps(asdict(replace(step, trace=())))) for step in story.steps]
    return replace(story, anew=True, targets={}, steps=()), sorted(story.targets), steps, traces


@pytest.mark.parametrize("kind", sorted(kinds()))
def test_every_kind_of_step_tells_the_same_both_ways(kind, tmp_path):
    text = f'[[steps]]\nkind = "{kind}"\n{kinds()[kind].example}\n'
    recording = read_recording(keep(tmp_path / "some.mirrorcam", text, until_s=14))
    story = read_story(recording)
    assert not story.anew and plain(story) == plain(read_story(recording, anew=True))


@pytest.mark.parametrize(
    "spoiled",
    [
        "UPDATE steps SET result = json_set(result, '$.score', 1e9) WHERE position = 0",
        "UPDATE steps SET result = json_set(result, '$.score', 'much') WHERE position = 0",
        "UPDATE steps SET result = json_set(result, '$.kind', 'reflect') WHERE position = 0",
        "UPDATE steps SET trials = '[{}]' WHERE position = 0",
        "UPDATE steps SET trials = json_set(trials, '$[0].at_best.AU12[0]', '<b>') WHERE position = 0",
        "UPDATE steps SET trials = json_set(trials, '$[0].target', 'nobody') WHERE position = 1",
        "UPDATE meta SET value = '2' WHERE key = 'formula'",
        "UPDATE meta SET value = '0' WHERE key = 'finished'",
        "DELETE FROM timeline WHERE first > 100",
    ],
)
def test_what_was_kept_and_does_not_fit_is_computed_anew(kept, story, tmp_path, spoiled):
    path = tmp_path / "spoiled.mirrorcam"
    shutil.copy(kept, path)
    with closing(sqlite3.connect(path)) as file, file:
        file.execute(spoiled)
    other = read_story(read_recording(path))
    assert other.anew and plain(other)[2:] == plain(story)[2:]
    assert parsed(report([other])) is not None


def test_the_best_moment_is_that_of_the_trial(story):
    first, second = story.steps[0].attempts
    assert first.complete and second.complete
    for attempt in (first, second):
        left, right = attempt.at_best["AU12"]
        assert left > 0.3 and right > 0.3
        assert max(map(abs, attempt.at_best["AU4"])) < 0.05
    best = max((first, second), key=lambda one: one.score)
    left, right = best.at_best["AU12"]
    assert f">{100 * left:.0f} | {100 * right:.0f}</text>" in report([story])


def test_a_weaker_left_side_shows_on_the_left(story):
    attempt = replace(
        story.steps[0].attempts[0], score=100.0, at_best={"AU6": (0.1, 0.2), "AU12": (0.2, 0.5)}
    )
    uneven = replace(story, steps=(replace(story.steps[0], attempts=(attempt,)),))
    svg = next(one for one in parsed(report([uneven])).iter("svg") if "Lip corners" in one.findtext("title"))
    bars = [float(one.get("width")) for one in svg.iter("rect") if one.get("class").startswith("bar ")]
    assert "Lip corners up 20 and 50, asked" in svg.findtext("title")
    assert bars[1] == pytest.approx(2 * bars[0], abs=0.1) and bars[3] == pytest.approx(2.5 * bars[2], abs=0.1)


def test_the_other_way_is_told_as_it_is_drawn_as_nothing(story):
    attempt = replace(
        story.steps[0].attempts[0], score=100.0, at_best={"AU6": (-0.002, 0.2), "AU12": (-0.3, 0.5)}
    )
    page = report([replace(story, steps=(replace(story.steps[0], attempts=(attempt,)),))])
    assert "Cheeks up 0 and 20, asked" in page and "Lip corners up 0 and 50, asked" in page


def test_left_and_right_of_every_try_stand_in_their_order(story):
    sides = [(0.5, 0.25), (0.3, 0.3), (0.2, 0.4), (0.05, 0.05)]
    tried = tuple(
        replace(story.steps[0].attempts[0], score=90.0, at_best={"AU6": (0.0, 0.0), "AU12": one})
        for one in sides
    )
    (one,) = balances(replace(story, steps=(replace(story.steps[0], attempts=tried),)))
    assert one.code == "AU12" and one.tries == (pytest.approx(1 / 3), 0.0, pytest.approx(-1 / 3), None)
    assert one.alike == pytest.approx(7 / 9)
    said = words(report([replace(story, steps=(replace(story.steps[0], attempts=tried),))]))
    assert "Lip corners up · AU12 78" in said


def test_a_try_in_which_nothing_was_made_has_its_place_among_the_others(story):
    first = story.steps[0].attempts[0]
    none = replace(first, symmetry=None, at_best={"AU6": (0.3, 0.1), "AU12": (0.05, 0.02)})
    even = replace(first, symmetry=1.0, at_best={"AU6": (0.5, 0.5), "AU12": (0.5, 0.5)})
    tried = (even, none, even, replace(none, at_best={}))
    found = balances(replace(story, steps=(replace(story.steps[0], attempts=tried),)))
    assert {one.code: one.tries for one in found} == dict.fromkeys(("AU6", "AU12"), (0.0, None, 0.0))


THRICE = """[[steps]]
kind = "imitate"
target = "happiness"
repetitions = 3
demonstrate_s = 1
make_s = 1
hold_s = 1
let_go_s = 0.5
rest_s = 0.5
"""


def further_and_further(time_s, moment):
    """Smiles as soon as that is asked for, each time a little further."""
    asked = 0.0 if moment is None or moment.scene.asked is None else moment.scene.asked["AU12"]
    return smiling(round((0.4 + time_s / 50) * min(1.0, 2 * asked), 2))


@pytest.mark.parametrize(
    ("acts", "full"),
    [
        ([], (True, True, True)),
        ([(9.5, Command.EASIER)], (False, False, True)),
        ([(9.5, Command.HARDER), (11.5, Command.SKIP)], (True, True, False)),
        ([(8.3, Command.REPEAT)], (False, False, True, True, True)),
        ([(10.2, Command.SKIP)], (True, True, False)),
        ([(4.0, Command.SKIP)], (True,)),
    ],
    ids=["all", "easier", "harder, broken off", "begun again", "broken off", "broken off at once"],
)
def test_the_number_of_a_step_is_the_mean_of_its_full_dots(acts, full, tmp_path):
    session = Session(exercise(THRICE), LIBRARY)
    path = practised(tmp_path / "joy.mirrorcam", session, further_and_further, acts, until_s=30.0)
    story = read_story(read_recording(path))
    (step,) = story.steps
    assert tuple(one.counted for one in step.attempts) == full
    assert fmean(one.score for one in step.attempts if one.counted) == pytest.approx(step.result.score)
    page = parsed(report([story]))
    drawn = next(one for one in page.iter("svg") if "how close each try came" in one.findtext("title"))
    dots = [one.get("class") for one in drawn.iter("circle")]
    assert dots == ["dot" if whole else "dot open" for whole in full]
    assert f"Joy\xa0·\xa0{step.result.intensity}" in [one.text for one in page.iter("th")]


def test_sessions_of_different_years_are_told_with_their_years(story):
    later = replace(story, when=story.when.replace(year=2027, day=16))
    assert "14 Nov 2026 to 16 Nov 2027" in words(report([story, later]))
    assert "14 Nov to 16 Nov · 1 minute" in words(
        report([story, replace(later, when=story.when.replace(day=16))])
    )


def test_a_session_on_the_own_scale_says_so(tmp_path):
    told = []
    for scale, own in (("common", None), ("own", Range({"AU12": Reach(0.5, 0.5, 1.0)}))):
        session, path = Session(exercise(f'scale = "{scale}"\n{STEP}'), LIBRARY, own=own), tmp_path / scale
        with Recorder(path, session, datetime(2026, 11, 14, 18, 2, tzinfo=UTC)) as recorder:
            for sample, moment in practise(session, obliging(1.0)):
                recorder.add(sample)
                recorder.showed(moment)
        told.append("own scale" in words(report([read_story(read_recording(path))])))
    assert told == [False, True]


def test_what_was_tried_and_not_reached_is_told_as_tried(story):
    step = story.steps[0]
    tried = replace(step, result=replace(step.result, score=0.0, held_s=0.0))
    none = replace(story, steps=(tried,), summary=replace(story.summary, rows=()))
    cells = [cell.text for cell in parsed(report([none])).iter("td")]
    assert "tried out" in cells and "make it" not in cells


def test_of_many_units_those_that_are_least_alike_are_shown_and_how_many_are_not(story):
    """A range of movement asks for all equally often; its smile on one side comes after brows and lids."""
    first, step = story.steps[0].attempts[0], story.steps[0]
    asked = ("brow-raise", "brow-lower", "wide-eyes", "open-smile", "pucker", "lip-stretch", "frown")
    sides = {code: (0.6, 0.6) for target in asked for code in LIBRARY[target].expect} | {"AU12": (0.8, 0.4)}
    steps = tuple(
        replace(
            step,
            result=replace(step.result, target=name),
            attempts=(replace(first, score=90.0, symmetry=0.9, at_best=sides),),
        )
        for name in asked
    )
    many = replace(story, steps=steps, targets={name: LIBRARY[name] for name in asked})
    assert balances(many)[0].code == "AU12" and len(balances(many)) == 9
    assert f"Shown are {FULL_UNITS} of 9." in write(left_and_right(many, full=True))


def test_who_was_never_seen_at_rest_is_not_told_that_all_could_be_seen(tmp_path):
    story = read_story(read_recording(keep(tmp_path / "short.mirrorcam", STEP, until_s=1.5)))
    said = words(report([story]))
    assert said.count("not seen at rest for two steady seconds") == 3  # the summary, the strip and below it
    assert "Everything that was needed" not in said


def test_what_could_not_be_seen_is_told_with_its_time_and_reason(story):
    gaps = [one for one in story.coverage if one.what not in (SEEN, FREE)]
    assert [one.what for one in gaps] == [Reason.TURNED_AWAY.value, PAUSED]
    assert (gaps[0].begin_s, gaps[0].length_s) == (pytest.approx(6.0, abs=0.05), pytest.approx(1.5, abs=0.05))
    assert "0:06, for 1.5 s: head turned away" in words(report([story]))


def test_stretches_leave_no_gap_and_forget_blinks():
    stretches = Stretches()
    for frame in range(300):
        stretches.see(frame / 30, "turned away" if 60 <= frame < 63 or 150 <= frame < 210 else SEEN)
    told = list(stretches.told())
    assert [one.what for one in told] == [SEEN, "turned away", SEEN]
    assert [one.end_s for one in told[:-1]] == [one.begin_s for one in told[1:]]


def test_confusions_are_counted(story):
    table = next(one for one in parsed(report([story])).iter("table") if one.get("class") == "confusions")
    rows = [["".join(cell.itertext()) for cell in row] for row in table.iter("tr")]
    shown = {row[0]: row[1:] for row in rows[1:]}
    taken = rows[0].index("Anger") - 1
    answered = [answer["target"] for answer in story.steps[1].answers]
    for name, title in (("happiness", "Joy"), ("anger", "Anger")):
        assert shown[title][taken] == str(answered.count(name))


def test_notes_and_marks_have_their_times(story):
    text = words(report([story]))
    assert "0:08 </style>" in text and "0:09 a mark" in text


def test_spans_and_tags_of_notes_are_told_and_escaped(story):
    notes = (Noted(61.0, 75.5, HOSTILE, ("tired", "<i>"), 1), Noted(80.0, 80.0, "", ("glad",), 2))
    text = report([replace(story, notes=notes)])
    assert "1:01–1:15" in words(text) and "#tired" in words(text) and "#<i>" in words(text)
    assert "1:20 #glad" in words(text) and "<i>" not in text and "<script" not in text


def test_many_notes_are_all_on_the_page_and_some_of_them_on_paper(story):
    text = report([replace(story, notes=tuple(Noted(i, i, f"note {i} ") for i in range(200)))])
    assert "note 199 " in " ".join(parsed(text).find("body").itertext())
    assert "190 more notes are on the page itself." in words(text)
    assert text.count('<li class="unprinted">') == 190


def test_nothing_tells_whose_files_they_were(story, kept):
    text = report([story])
    assert "secret-film" not in text and str(kept.parent) not in text and kept.name not in text
    assert "Blue heron" in words(report([story], "Blue heron"))


def test_an_older_formula_is_told(story):
    assert "the formula was 2" in words(report([replace(story, formula="2")]))


def test_it_is_in_the_language_in_use(story):
    phrases.use("de")
    text = report([story])
    assert 'lang="de"' in text and "Was geübt wurde" in text and "Freude" in text


def test_right_to_left_is_told_to_the_browser(story, monkeypatch):
    monkeypatch.setattr(phrases, "_in_use", replace(phrases.read_catalogue("en"), right_to_left=True))
    assert '<html lang="en" dir="rtl">' in report([story])


def test_of_much_that_was_asked_it_shows_what_counts_most():
    """Fear is mostly lips that stretch and brows that come together, of which little is asked."""
    attempt = Attempt("C", True, 60.0, None, "AU43L", dict.fromkeys(CODES, (0.2, 0.2)))
    codes = [bar.code for bar in bars_of(Best(LIBRARY["fear"], attempt), 2)]
    assert codes == [code for code in CODES if code in {"AU4", "AU20", "AU43"}]


# several


def test_a_course_is_told_by_days_and_draws_no_line_through_a_few(story):
    some = [replace(story, when=story.when + timedelta(days=i), practised=moved(story, i)) for i in range(7)]
    few, many = report(some[:5]), report(some)
    assert "5 days so far: too early" in words(few)
    assert drawings(few, "thin") == drawings(few, "band") == 0
    assert (
        drawings(many, "thin") == drawings(many, "band") == 1 + 2 * 2
    )  # joy, and two action units and their sides
    assert "as at the beginning" in words(many)


def moved(story, days):
    return tuple(replace(one, when=one.when + timedelta(days=days)) for one in story.practised)


def drawings(text, kind):
    return len([one for one in parsed(text).iter() if one.get("class") == kind])


def test_sessions_come_in_the_order_of_their_time(story):
    later = replace(story, title="Later", when=story.when + timedelta(days=2))
    titles = [one.text for one in parsed(report([later, story])).iter("h1")]
    assert titles == ["2 sessions", "Joy", "Later"]


def test_a_clock_that_was_wrong_once_makes_no_endless_page(story):
    text = report([replace(story, when=datetime(1970, 1, 1, tzinfo=UTC)), story])
    assert "the last 52 of" in words(text) and len(text) < 2_000_000


@pytest.mark.parametrize(
    ("whose", "told"),
    [
        ("Blue heron, Red fox", "several people: Blue heron, Red fox."),
        ("Blue heron,", ""),
        ("Blue heron, Blue heron", ""),
        ("Blue heron, Blue heron received", ""),
        ("Blue heron, received", "several people: Blue heron, somebody else's without a name."),
        (", Blue heron received", "several people: Blue heron, your own."),
    ],
)
def test_several_people_are_not_told_as_one_persons_way(kept, tmp_path, capsys, whose, told):
    paths = [Path(shutil.copy(kept, tmp_path / f"{number}.mirrorcam")) for number in range(2)]
    for path, name in zip(paths, whose.split(","), strict=True):
        keep_pseudonym(path, name.removesuffix("received"))
        if name.endswith("received"):
            with closing(sqlite3.connect(path)) as file, file:
                file.execute("INSERT INTO meta VALUES ('received', '2026-11-20T10:00:00+00:00')")
    page = tmp_path / "course.html"
    assert cli.main(["report", *map(str, paths), "--out", str(page)]) == (2 if told else 0)
    assert told in capsys.readouterr().err and page.exists() == (not told)


def test_a_session_that_is_given_whole_and_as_its_scores_is_told_once(kept, tmp_path, capsys):
    some = tmp_path / "some.mirrorcam"
    some.write_bytes(hand_over(kept, What(Content.SCORES)).database)
    for number, given in enumerate(([some, kept], [kept, some])):
        page = tmp_path / f"{number}.html"
        assert cli.main(["report", *map(str, given), "--out", str(page)]) == 0
        assert f"{some}: is of the same session as {kept}" in capsys.readouterr().err
        assert [one.text for one in parsed(page.read_text(encoding="utf-8")).iter("h1")] == ["Joy"]


@pytest.mark.parametrize("created", ["2026-11-14T18:02:00", "2026-11-14", "yesterday", "=1+1"])
def test_any_time_can_be_put_in_order(kept, story, created):
    recording = read_recording(kept)
    other = read_story(replace(recording, about=replace(recording.about, created=created)))
    assert "2 sessions" in report([other, story])


def test_each_row_of_what_was_practised_is_headed_by_what_it_was(story):
    headed = [one.text for one in parsed(report([story])).iter("th") if one.get("class") == "what"]
    letters = [f"\xa0·\xa0{step.result.intensity}" if step.attempts else "" for step in story.steps]
    assert headed == [f"{step.title}{letter}" for step, letter in zip(story.steps, letters, strict=True)]


@pytest.mark.parametrize("kind", sorted(kinds()))
def test_every_kind_of_step_has_its_place(kind, tmp_path):
    text = f'[[steps]]\nkind = "{kind}"\n{kinds()[kind].example}\n'
    path = keep(tmp_path / "some.mirrorcam", text, until_s=8)
    root = parsed(report([read_story(read_recording(path))]))
    table = next(one for one in root.iter("table"))
    assert [row[0].text for row in table.iter("tr")][1:] == ["1"] and root.find(".//h1").text == "Joy"


def test_what_waited_in_vain_all_the_time_says_what_for(tmp_path):
    """Not that it was not reached, as the card after it."""
    text = "".join(f'[[steps]]\nkind = "{kind}"\n{kinds()[kind].example}\n' for kind in ("lead", "say"))
    session, stop = Session(exercise(text), LIBRARY), [(5.0, Command.STOP)]
    path = practised(tmp_path / "slow.mirrorcam", session, lambda *_: Reason.TOO_SLOW, stop)
    table = next(parsed(report([read_story(read_recording(path))])).iter("table"))
    said = [row[-1].text for row in table.iter("tr")][1:]
    assert why(Reason.TOO_SLOW) in said[0] and said[1] == why("not reached")


@pytest.mark.parametrize("person", ["", "nobody", "../../../etc/passwd", "own.toml"])
def test_whoever_is_not_of_the_cast_is_drawn_as_usual(story, person, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "own.toml").write_text("title = 3", encoding="utf-8")
    assert report([replace(story, person=person)]) == report([replace(story, person=DEFAULT)])


def test_nothing_is_drawn_where_nothing_was_known():
    points = [(0.0, 0.1), (0.25, 0.2), (6.0, 0.0), (6.25, 0.9)]
    drawn = write(trace(points, ("together", "apart"), ("0:00", "0:06"), "two turns"))
    assert drawn.count("<polyline") == drawn.count("<polygon") == 2


# nothing gets in, nothing goes out


def test_every_text_is_escaped(story):
    hostile = replace(
        story,
        title=HOSTILE,
        exercise=HOSTILE,
        exercise_text=HOSTILE,
        program=HOSTILE,
        steps=tuple(replace(step, title=HOSTILE) for step in story.steps),
        targets={name: replace(target, title=HOSTILE) for name, target in story.targets.items()},
        formula=HOSTILE,
        person=HOSTILE,
    )
    for text in (report([hostile], HOSTILE), report([hostile, hostile], HOSTILE)):
        assert {one.tag for one in parsed(text).iter()} <= TAGS
        assert "<script" not in text and "\x00" not in text and "\x1b" not in text
        assert words(text).count("alert(1)") > 10


TAGS = set(
    "html head meta title style body main section header div p span h1 h2 h3 table thead tr th td figure figcaption "
    "img ul li time details summary pre svg text line rect circle polygon polyline".split()
)


def test_nothing_is_loaded_and_nothing_runs(story):
    root = parsed(report([story]))
    for one in root.iter():
        assert not [
            key for key, _ in one.items() if key.startswith("on") or key in ("style", "href", "srcset")
        ]
        assert one.get("src", "data:image/png;base64,").startswith("data:image/png;base64,")
    assert "url(" not in stylesheet() and "@import" not in stylesheet()


def test_the_policy_allows_this_one_style_only(story):
    root = parsed(report([story]))
    (style,) = root.iter("style")
    policy = next(one.get("content") for one in root.iter("meta") if one.get("http-equiv"))
    digest = base64.b64encode(hashlib.sha256(style.text.encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in policy and policy.startswith("default-src 'none'")
    assert "unsafe" not in policy and "http" not in policy


def test_the_style_reads_the_same_for_a_browser_and_an_xml_parser():
    assert not re.search("[<>&]", stylesheet())


def test_markup_is_whole_whatever_is_in_it():
    text = write(node("p", "a<b", [node("img", alt='"x"')], None, class_="c", stroke_width=1.5, data=None))
    assert text == '<p class="c" stroke-width="1.5">a&lt;b<img alt="&quot;x&quot;"/></p>'


def test_every_figure_says_what_it_shows(story):
    figures = list(parsed(report([story])).iter("svg"))
    assert len(figures) >= 4
    assert all(one.get("role") == "img" and one.findtext("title") for one in figures)


# the command


def test_the_command_writes_one_private_file_and_overwrites_none(kept, tmp_path, capsys):
    out = tmp_path / "joy.html"
    assert cli.main(["report", str(kept), "--out", str(out)]) == 0
    assert out.stat().st_mode & 0o777 == 0o600 and list(tmp_path.iterdir()) == [out]
    before = out.read_bytes()
    assert cli.main(["report", str(kept), "--out", str(out)]) == 2
    assert "there is a file of this name already" in capsys.readouterr().err
    assert out.read_bytes() == before


class Terminal(io.StringIO):
    def isatty(self):
        return True


def test_what_takes_long_tells_how_far_it_has_come():
    stream, now = Terminal(), [0.0]
    waiting = Waiting("monday", stream, lambda: now[0])
    for now[0], share in ((0.5, 0.1), (1.5, 0.3), (1.6, 0.3001), (2.0, 0.4)):
        waiting.tell(share)
    waiting.end()
    assert [part.strip() for part in stream.getvalue().split("\r") if part.strip()] == [
        "Computing monday anew: 30 %",
        "Computing monday anew: 40 %",
    ]
    assert stream.getvalue().endswith("\r")


def test_nothing_is_told_where_nobody_looks():
    stream = io.StringIO()
    Waiting("monday", stream, iter(range(9)).__next__).tell(0.9)
    assert not stream.getvalue()


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_a_broken_session_is_one_sentence_and_no_file(kept, tmp_path, share, capsys):
    broken, out = tmp_path / "broken.mirrorcam", tmp_path / "report.html"
    whole = kept.read_bytes()
    broken.write_bytes(whole[: int(share * len(whole))])
    assert cli.main(["report", str(kept), str(broken), "--out", str(out)]) == 2
    said = capsys.readouterr().err
    assert said.startswith("mirrorcam: ") and said.count("\n") == 1 and str(broken) in said
    assert list(tmp_path.iterdir()) == [broken]


def test_a_newer_session_is_told(kept, tmp_path, capsys):
    newer = tmp_path / "newer.mirrorcam"
    newer.write_bytes(kept.read_bytes()[:60] + (99).to_bytes(4) + kept.read_bytes()[64:])
    assert cli.main(["report", str(newer), "--out", str(tmp_path / "x.html")]) == 2
    assert "update mirrorcam" in capsys.readouterr().err


@pytest.mark.parametrize("out", ["report.pdf", "nowhere/report.html"])
def test_where_it_cannot_be_written_is_told_first(kept, tmp_path, out):
    assert cli.main(["report", str(kept), "--out", str(tmp_path / out)]) == 2


def test_a_session_without_a_picture_has_a_page_too(tmp_path):
    path = tmp_path / "empty.mirrorcam"
    with Recorder(path, Session(exercise(), LIBRARY), datetime(2026, 11, 22, tzinfo=UTC)):
        pass
    text = words(report([read_story(read_recording(path))]))
    assert "This session was cut off." in text


def test_every_unit_and_kind_has_a_name():
    assert all(phrases.knows(f"report.units.{code}") for code in CODES)
    assert all(phrases.knows(f"report.kinds.{kind}") for kind in kinds())


# a real browser


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here")
def test_chromium_draws_and_prints_it_and_asks_for_nothing(story, tmp_path):
    file, log = tmp_path / "report.html", tmp_path / "net.json"
    hostile = replace(story, title=HOSTILE)
    file.write_text(
        report([hostile, replace(hostile, when=story.when + timedelta(days=1))]), encoding="utf-8"
    )
    pdf = tmp_path / "report.pdf"
    said = chromium(tmp_path, f"--log-net-log={log}", f"--print-to-pdf={pdf}", file.as_uri())
    assert "Content Security Policy" not in said and "Refused" not in said
    assert "request.example" not in log.read_text(encoding="utf-8")
    pages = pdf.read_bytes().count(b"/Type /Page\n")
    assert 3 <= pages <= 5  # the course, and at most two a session


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here")
def test_very_many_long_notes_leave_it_two_pages(story, tmp_path):
    file, pdf = tmp_path / "report.html", tmp_path / "report.pdf"
    notes = tuple(Noted(i, i + 5, "what was tried then " * 90, ("tired",)) for i in range(300))
    file.write_text(report([replace(story, notes=notes)]), encoding="utf-8")
    chromium(tmp_path, f"--print-to-pdf={pdf}", file.as_uri())
    assert pdf.read_bytes().count(b"/Type /Page\n") == 2


def chromium(folder, *arguments):
    command = [
        CHROMIUM,
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--no-first-run",
        "--no-pdf-header-footer",
    ]
    command += ["--disable-background-networking", f"--user-data-dir={folder / 'profile'}"]
    command += ["--enable-logging=stderr", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False).stderr
