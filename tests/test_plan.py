"""Plans: what is due today, what is done this week, and mistakes told at once."""

import json
from datetime import date, timedelta

import pytest

from mirrorcam.avatars import people
from mirrorcam.exercise import exercises
from mirrorcam.folders import exercises_folder
from mirrorcam.plan import parse_plan, plan_schema, plans, read_plan, running, this_week
from mirrorcam.tables import TableError

MONDAY = date(2026, 11, 16)
TEXT = """
title = "Two weeks"
pseudonym = "Heron"
begins = 2026-11-16
weeks = 2

[[parts]]
exercise = "warm-up"
times_a_week = 6
times_a_day = 2

[[parts]]
exercise = "mirror"
times_a_week = 2
days = ["monday", "thursday"]
"""


def plan(text=TEXT):
    return parse_plan(text, "heron.toml", exercises(), people())


def due(day, done=()):
    return {one.part.exercise: one for one in this_week(plan(), day, done)}


def test_todays_parts_in_their_order():
    assert [one.part.exercise for one in this_week(plan(), MONDAY, ()) if one.today] == ["warm-up", "mirror"]
    assert not due(MONDAY + timedelta(days=1))["mirror"].today
    assert due(MONDAY + timedelta(days=3))["mirror"].today


def test_what_is_done_today_waits_for_tomorrow():
    done = [(MONDAY, "warm-up"), (MONDAY, "warm-up"), (MONDAY, "mirror")]
    assert not due(MONDAY, done)["warm-up"].today and due(MONDAY, done)["warm-up"].left == 4
    assert due(MONDAY + timedelta(days=1), done)["warm-up"].today


def test_last_weeks_practice_counts_for_last_week():
    done = [(MONDAY - timedelta(days=1), "warm-up")]
    assert due(MONDAY, done)["warm-up"].done == 0


def test_enough_is_enough():
    done = [(MONDAY + timedelta(days=i), "warm-up") for i in range(3) for _ in range(2)]
    assert not due(MONDAY + timedelta(days=4), done)["warm-up"].today


def test_a_plan_begins_and_ends():
    days = [MONDAY - timedelta(days=1), MONDAY, MONDAY + timedelta(days=13), MONDAY + timedelta(days=14)]
    assert [running(plan(), day) for day in days] == [False, True, True, False]
    assert not any(one.today for one in this_week(plan(), days[0], ()))


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ('exercise = "mirrorr"', 'parts[1].exercise: no exercise called "mirrorr". Did you mean "mirror"?'),
        ('exercise = "mirror"\neasiest = "D"\nhardest = "B"', 'easiest = "D" is harder than hardest = "B"'),
        ('exercise = "mirror"\ntimes_a_day = 7', "parts[1].times_a_day"),
        ('exercise = "mirror"\nhow_often = 7', "how_often"),
    ],
)
def test_mistakes_are_told_with_their_place(wrong, told):
    with pytest.raises(TableError, match=r"heron\.toml: ") as error:
        plan(TEXT.replace('exercise = "mirror"', wrong))
    assert told in str(error.value)


@pytest.mark.parametrize("written", ['"23.11.2026"', "2026-11-23T10:00:00", "2026"])
def test_what_is_no_date_is_told_how_one_is_written(written):
    with pytest.raises(TableError, match="must be a plain date without quotation marks, as 2026-11-23, not "):
        plan(TEXT.replace("begins = 2026-11-16", f"begins = {written}"))


def test_what_does_not_fit_into_a_week_is_a_mistake():
    with pytest.raises(TableError, match="5 times do not fit into 2 days, 1 a day"):
        plan(TEXT.replace("times_a_week = 2", "times_a_week = 5"))


def test_weeks_are_counted_from_a_day():
    with pytest.raises(TableError, match="weeks = 2 is counted from a day that is not said; add begins"):
        plan(TEXT.replace("begins = 2026-11-16\n", ""))
    assert plan_schema()["dependentRequired"] == {"weeks": ["begins"]}


@pytest.mark.parametrize("name", sorted(plans()))
def test_every_shipped_plan_is_in_order(name):
    assert read_plan(plans()[name], exercises(), people()).parts


def test_the_shipped_schema_is_the_models():
    shipped = exercises_folder() / "schema" / "plan.schema.json"
    assert json.loads(shipped.read_text(encoding="utf-8")) == plan_schema()
