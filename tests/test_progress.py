"""All sessions together: the window, the report, the table and JSON say the same numbers."""

import csv
import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from xml.etree import ElementTree

import pytest

from mirrorcam.app import cli
from mirrorcam.app.kept.profiles import own_store
from mirrorcam.app.looking_back import called, changed, letters, so_far, under_another
from mirrorcam.app.progress import COLUMNS, as_json, in_words, table
from mirrorcam.app.report.markup import write
from mirrorcam.app.report.weeks import days, weeks
from mirrorcam.app.screens import Settings
from mirrorcam.app.screens.progress import Progress, ProgressScreen
from mirrorcam.asked import Asked
from mirrorcam.history import UNIT, PastSession, Practised, history, units_practised
from mirrorcam.phrases import day as day_words
from mirrorcam.recorder import Recorder
from mirrorcam.session import Session
from mirrorcam.steps import StepResult
from mirrorcam.target import library
from performing import STEP, exercise, obliging, practise

BEGIN = datetime(2026, 8, 3, 18, 0, tzinfo=UTC)
DAYS = 7


@pytest.fixture
def kept(monkeypatch, tmp_path):
    """A week of joy, each day a little further."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    folder = own_store().folder / "sessions"
    folder.mkdir(parents=True, exist_ok=True)
    for day in range(DAYS):
        session = Session(exercise(), library(), attended=False)
        path = folder / f"day-{day}.mirrorcam"
        with Recorder(path, session, BEGIN + timedelta(days=day)) as recorder:
            for sample, moment in practise(session, obliging(0.3 + 0.1 * day), frame_s=1 / 12):
                recorder.add(sample)
                recorder.showed(moment)
            recorder.finish()
    return sorted(folder.glob("*.mirrorcam"))


def run(capsys, *words):
    assert cli.main(list(words)) == 0
    return capsys.readouterr().out


def test_window_report_table_and_json_agree(kept, tmp_path, capsys):
    found = so_far(own_store())
    assert len(found.lines) == 1 and {line.target for line in found.units} == {"AU6", "AU12"}
    assert {line.target for line in found.sides} == {"AU6", "AU12"}
    assert [len(line.points) for line in (*found.lines, *found.units)] == [DAYS] * 3
    made = [len(line.points) for line in found.sides]
    assert len(set(made)) == 1 and 0 < made[0] < DAYS  # not where too little was made

    told = json.loads(run(capsys, "progress", "--json"))
    assert told == as_json(found) and told["lines"][0]["now"] == found.lines[0].now

    out = tmp_path / "progress.csv"
    assert run(capsys, "progress", "--csv", str(out)).strip() == str(out)
    with out.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert out.stat().st_mode & 0o777 == 0o600 and tuple(rows[0]) == COLUMNS
    followed = {"practice": found.lines, "unit": found.units, "sides": found.sides}
    for what, line in [(what, line) for what, lines in followed.items() for line in lines]:
        own = [row for row in rows if (row["what"], row["target"]) == (what, line.target)]
        assert [float(row["value"]) for row in own] == pytest.approx([p.value for p in line.points], abs=1e-6)
        assert [row["day"] for row in own] == [str(point.day) for point in line.points]
        assert {float(row["now"]) for row in own} == {round(line.now, 6)}
        assert {row["change"] for row in own} == {str(line.trend)}
    weeks = [float(row["value"]) for row in rows if row["what"] == "week"]
    assert weeks == pytest.approx([week.minutes for week in found.weeks], abs=1e-6)

    page = tmp_path / "course.html"
    run(capsys, "report", *map(str, kept), "--out", str(page))
    root = ElementTree.fromstring(page.read_text(encoding="utf-8").removeprefix("<!DOCTYPE html>"))
    titles = [one.text or "" for one in root.iter("title")]
    values = ", ".join(f"{p.day.day} Aug {p.value:.0f}" for p in found.lines[0].points)
    assert f"Joy · C: {values}." in titles
    cells = [["".join(cell.itertext()) for cell in row] for row in root.iter("tr")]
    rows = [row[2:5] for row in cells if row[0].replace("\xa0", " ").endswith(" · C")]
    assert rows == [_figures(line) for line in (*found.units, *found.sides)]

    screen = ProgressScreen(Settings(), Progress(found, {"happiness": "Joy"}))
    drawn = [piece.looks for piece in screen.picture((1280.0, 4000.0)) if piece.looks[0] == "line"]
    assert [looks[1] for looks in drawn] == [*found.lines, *found.units]
    said = " ".join(str(piece.looks) for piece in screen.picture((1280.0, 4000.0)))
    for line in (*found.lines, *found.units):
        assert f"{line.baseline:.0f} → {line.now:.0f} ± {line.error:.0f}" in said


def _figures(line):
    """The beginning and how sure that is are known from some days on."""
    now = f"{line.now:.0f}"
    return ["", now, ""] if line.error is None else [f"{line.baseline:.0f}", now, f"{line.error:.0f}"]


def test_in_words_it_says_how_sure_it_is(kept, capsys):
    said = run(capsys, "progress", "--no-window")
    line = so_far(own_store()).lines[0]
    assert f"{line.baseline:.0f} → {line.now:>3.0f}  ±{line.error:.0f}" in said
    assert "Lip corners up · AU12" in said and "Muscle by muscle" in said


@pytest.mark.parametrize(("seconds", "told"), [(56.0, "1 minute in all"), (29.0, "0 minutes in all")])
def test_one_minute_is_told_as_one(seconds, told):
    found = history([PastSession(BEGIN, seconds, ())])
    assert next(in_words(found, {})) == told


def ten_minutes(*times):
    """Gentler the first time than later."""
    asked = [Asked("B"), *[Asked("C")] * (len(times) - 1)]
    return history(
        PastSession(when, 600.0, (Practised(when, "imitate", "happiness", 50.0, what),))
        for when, what in zip(times, asked, strict=True)
    )


def test_days_of_different_years_are_told_with_their_years():
    found = ten_minutes(BEGIN, BEGIN + timedelta(days=1), BEGIN + timedelta(weeks=59))
    words = "2 days with what is asked now, from 4 Aug{} on. Too early to say."
    assert changed(found.lines[0]) == words.format(" 2026")
    screen = ProgressScreen(Settings(), Progress(found, {"happiness": "Joy"}))
    said = " ".join(str(piece.looks) for piece in screen.picture((1280.0, 4000.0)))
    assert all(one in said for one in ("'Aug 2026'", "'Sep 2027'")) and "'3 Aug'" not in said
    assert "Shown are the last 16 of 60 weeks." in said
    within = ten_minutes(BEGIN, *(BEGIN + timedelta(days=i) for i in (1, 30)))
    assert changed(within.lines[0]) == words.format("")


def test_what_100_is_of_what_is_no_expression_is_said():
    kinds = ("imitate", "steady", "follow")
    each = {kind: history([PastSession(BEGIN, 600.0, (Practised(BEGIN, kind, "", 50.0),))]) for kind in kinds}
    told = {kind: " ".join(in_words(found, {})) for kind, found in each.items()}
    assert "100 says that nothing caught on" in told["steady"]
    assert "100 says that every movement was followed" in told["follow"]
    assert [kind for kind, words in told.items() if "100 says" in words] == ["steady", "follow"]


def test_of_many_weeks_the_highest_bar_has_its_number():
    minutes = [7.0, *[0.0] * 50, 12.4]
    drawn = ElementTree.fromstring(write(weeks([(str(i), one) for i, one in enumerate(minutes)], "")))
    labels = [(one.text, float(one.get("x"))) for one in drawn.iter("text") if one.get("y") < "90"]
    assert [words for words, _ in labels] == ["12"]
    few = ElementTree.fromstring(write(weeks([("3 Aug", 7.0), ("10 Aug", 12.4)], "")))
    assert [one.text for one in few.iter("text")] == ["7", "3 Aug", "12", "10 Aug"]


def test_nothing_kept_is_said(monkeypatch, tmp_path, capsys):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert "Keep a session" in run(capsys, "progress", "--no-window")
    assert json.loads(run(capsys, "progress", "--json"))["lines"] == []


@pytest.mark.parametrize("name", ["way.txt", "nowhere/way.csv"])
def test_where_the_table_cannot_be_written_is_told(name, tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    assert cli.main(["progress", "--csv", str(tmp_path / name)]) == 2
    assert str(tmp_path) in capsys.readouterr().err and not (tmp_path / name).exists()


def test_no_table_is_overwritten(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    out = tmp_path / "way.csv"
    out.write_text("mine", encoding="utf-8")
    assert cli.main(["progress", "--csv", str(out)]) == 2
    assert out.read_text(encoding="utf-8") == "mine" and "already" in capsys.readouterr().err


def test_names_of_strangers_do_not_become_formulas(tmp_path):
    from mirrorcam.app.progress import write_table

    when = BEGIN
    found = history([PastSession(when, 60.0, (Practised(when, "imitate", "=1+1", 50.0),))])
    write_table(found, tmp_path / "x.csv")
    assert "'=1+1" in (tmp_path / "x.csv").read_text(encoding="utf-8")
    assert next(row[2] for row in table(found)) == "=1+1"


@pytest.mark.parametrize(
    "spoil",
    [
        "UPDATE meta SET value = '2026-11-14' WHERE key = 'created'",
        "UPDATE steps SET result = json_set(result, '$.score', 'x')",
        "UPDATE steps SET result = json_set(result, '$.score', 1e99)",
        "UPDATE steps SET trials = '[{}]'",
        "UPDATE steps SET result = json_set(result, '$.intensity', json('[1]'))",
        "UPDATE steps SET result = json_set(result, '$.kind', 'mirror', '$.intensity', json('[1]'))",
        "UPDATE steps SET trials = '3'",
        "UPDATE steps SET trials = json_set(trials, '$[0].intensity', 'Q')",
        "UPDATE steps SET trials = json_set(trials, '$[0].at_best', 3)",
        "UPDATE expressions SET text = 'x'",
    ],
)
def test_a_spoiled_session_hides_no_other(kept, spoil):
    with closing(sqlite3.connect(kept[0])) as file, file:
        file.execute(spoil)
    found = so_far(own_store())
    assert len(found.lines[0].points) >= DAYS - 1


def test_a_unit_is_followed_by_the_share_of_what_was_asked():
    target = library()["happiness"]
    level = target.at("C").expect["AU12"][0]
    result = StepResult("imitate", "happiness", scored=True, score=60.0)
    at_best = dict.fromkeys(("AU6", "AU12"), (0.0, 0.0)) | {"AU12": (level, level / 2)}
    trial = {"intensity": "C", "score": 60.0, "at_best": at_best}
    found = units_practised(BEGIN, [result], [[trial, trial | {"score": None}]], library())
    assert {(one.kind, one.target): one.value for one in found} == {
        (UNIT, "AU6"): 0.0,
        (UNIT, "AU12"): pytest.approx(75.0),
    }


@pytest.mark.parametrize(
    ("right", "symmetry", "alike"),
    [(1.0, 1.0, 100.0), (0.5, 0.6, 100 * (1 - 0.5 / 1.5)), (-0.5, 0.3, 0.0), (1.0, None, None)],
    ids=["even", "half", "the other way", "too little of all"],
)
def test_both_sides_of_a_unit_are_followed_where_it_was_made(right, symmetry, alike):
    target = library()["happiness"]
    level = target.at("C").expect["AU12"][0]
    result = StepResult("imitate", "happiness", scored=True, score=60.0)
    at_best = {"AU6": (0.0, 0.0), "AU12": (level, level * right)}
    trial = {"intensity": "C", "score": 60.0, "at_best": at_best, "symmetry": symmetry}
    found = history([PastSession(BEGIN, 60.0, units_practised(BEGIN, [result], [[trial]], library()))])
    told = {line.target: line.now for line in found.sides}
    assert told == ({} if alike is None else {"AU12": pytest.approx(alike)})
    assert {line.target for line in found.units} == {"AU6", "AU12"} and found.lines == ()


def test_days_that_were_asked_otherwise_are_shown_and_not_compared(tmp_path):
    asked = [Asked("B", "common", "xb")] * 6 + [Asked("E", "own", "xe")] * 3
    days = [BEGIN + timedelta(days=i) for i in range(len(asked))]
    found = history(
        PastSession(
            when, 60.0, (Practised(when, "imitate", "happiness", 60.0 if one.scale == "own" else 92.0, one),)
        )
        for when, one in zip(days, asked, strict=True)
    )
    words = "\n".join(in_words(found, {"happiness": "Joy"}))
    assert (
        "Joy · E, own scale" in words
        and f"3 days with what is asked now, from {day_words(days[6])} on" in words
    )
    assert "less" not in words and "not compared" in words
    rows = [dict(zip(COLUMNS, row, strict=True)) for row in table(found)]
    assert [(row["intensity"], row["scale"], row["asked"], row["compared"]) for row in rows[5:7]] == [
        ("B", "common", "xb", "no"),
        ("E", "own", "xe", "yes"),
    ]
    screen = ProgressScreen(Settings(), Progress(found, {"happiness": "Joy"}))
    said = " ".join(str(piece.looks) for piece in screen.picture((1280.0, 2000.0)))
    assert "Joy · E, own scale" in said and "Open dots" in said and "less" not in said


def test_the_report_does_not_call_it_less_when_more_was_asked(tmp_path, capsys):
    paths = [tmp_path / f"{letter}.mirrorcam" for letter in "BE"]
    for number, path in enumerate(paths):
        asks = exercise(f'{STEP}intensity = "{path.stem}"\nrest_s = 0\n')
        session = Session(asks, library(), attended=False)
        with Recorder(path, session, BEGIN + timedelta(days=number)) as recorder:
            for sample, _ in practise(session, obliging(0.7), frame_s=1 / 12):
                recorder.add(sample)
            recorder.finish()
    page = tmp_path / "course.html"
    run(capsys, "report", *map(str, paths), "--out", str(page))
    said = page.read_text(encoding="utf-8")
    assert f"1 day with what is asked now, from {day_words(BEGIN + timedelta(days=1))} on" in said
    assert "Open dots are days" in said and "up\xa0·\xa0AU12\xa0·\xa0E</th>" in said, (
        "no letter on a line of its own"
    )
    root = ElementTree.fromstring(said.removeprefix("<!DOCTYPE html>"))
    (chart,) = [one for one in root.iter("svg") if (one.findtext("title") or "").startswith("Joy · E: 3 Aug")]
    assert [one.get("class") for one in chart.iter("circle")] == ["dot open", "dot"]
    assert [one.text for one in chart.iter("text")][-4:-2] == ["B", "E"]
    assert "(B), 4 Aug" in (chart.findtext("title") or "")


@pytest.mark.parametrize(
    ("asked", "said"), [("ACE", "A, C, E"), ("DE", "D, E"), ("BCD", "B–D"), ("ABCDE", "A–E")]
)
def test_what_every_step_of_a_ladder_asks_is_named(asked, said):
    times = tuple(Practised(BEGIN, "imitate", "joy", 50.0, Asked(letter)) for letter in asked)
    (line,) = history([PastSession(BEGIN, 60.0, times)]).lines
    assert called(line, {"joy": "Joy"}) == f"Joy · {said}" and line.points[0].times == len(asked)


def test_letters_of_one_day_do_not_lie_over_each_other():
    """A ladder asks for every intensity on every day: what is compared is named once, over the chart."""
    times = [
        Practised(BEGIN + timedelta(days=day), "imitate", "joy", 20.0 + 10 * (letter == "C"), Asked(letter))
        for day in range(3)
        for letter in "ABCDE"
    ]
    times.append(Practised(BEGIN + timedelta(days=4), "imitate", "joy", 90.0, Asked("C")))
    (line,) = history([PastSession(one.when, 60.0, (one,)) for one in times]).lines
    assert called(line, {"joy": "Joy"}) == "Joy · C"
    assert letters(line) == ["ABDE", *[""] * 6] and under_another(line) == [True, False] * 3 + [False]
    drawn = ElementTree.fromstring(write(days(line, ("", ""), ("", ""), "")))
    (said,) = [one for one in drawn.iter("text") if one.text == "ABDE"]
    assert float(said.get("y")) > max(float(dot.get("cy")) for dot in drawn.iter("circle"))


def test_two_formulas_are_told():
    days = [BEGIN + timedelta(days=i) for i in range(2)]
    some = [
        PastSession(when, 60.0, (Practised(when, "imitate", "happiness", 50.0),), str(3 + i))
        for i, when in enumerate(days)
    ]
    assert history(some).formulas == ("3", "4")
    screen = ProgressScreen(Settings(), Progress(history(some), {}))
    said = " ".join(str(piece.looks) for piece in screen.picture((1280.0, 2000.0)))
    assert "another formula" in said
    assert "another formula" not in " ".join(
        str(p.looks)
        for p in ProgressScreen(Settings(), Progress(history(some[:1]), {})).picture((1280.0, 2000.0))
    )
