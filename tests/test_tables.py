from typing import Annotated, Literal

import pytest
from pydantic import Field, field_validator

from mirrorcam.tables import (
    MAX_BYTES,
    Problem,
    Table,
    TableError,
    did_you_mean,
    no_such,
    parse_table,
    parse_toml,
    read_table,
)


class Card(Table):
    kind: Literal["say"]
    words: Annotated[str, Field(min_length=1, max_length=12)]


class Trial(Table):
    kind: Literal["imitate"]
    target: str
    hold_s: Annotated[float, Field(ge=0.5, le=60)] = 3.0
    times: int = 1
    intensity: Literal["A", "B"] = "A"

    @field_validator("target")
    @classmethod
    def known(cls, name):
        if name != "happiness":
            raise ValueError(no_such("expression", name, ["happiness", "anger"]))
        return name


class Plan(Table):
    title: str
    steps: Annotated[list[Annotated[Card | Trial, Field(discriminator="kind")]], Field(min_length=1)]
    colours: Annotated[dict[str, float], Field(default_factory=dict)]


def mistakes(text):
    with pytest.raises(TableError) as caught:
        parse_table(Plan, parse_toml(text, "joy.toml"), "joy.toml")
    return str(caught.value).splitlines()


def test_a_sound_file_becomes_its_model():
    table = parse_toml(
        'title = "Joy"\n[[steps]]\nkind = "imitate"\ntarget = "happiness"\nhold_s = 2', "joy.toml"
    )
    assert parse_table(Plan, table, "joy.toml").steps[0].hold_s == 2


def step(line):
    return f'title = "Joy"\n[[steps]]\nkind = "imitate"\ntarget = "happiness"\n{line}\n'


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (step("hold_s = 0.1"), "steps[0].hold_s: must be at least 0.5, not 0.1"),
        (step("hold_s = 1e9"), "steps[0].hold_s: must be at most 60, not 1000000000.0"),
        (step('hold_s = "3"'), 'steps[0].hold_s: must be a number, not "3"'),
        (step("hold_s = true"), "steps[0].hold_s: must be a number, not true"),
        (step("hold_s = inf"), "steps[0].hold_s: must be an ordinary number, not inf"),
        (step("times = 1.5"), "steps[0].times: must be a whole number, not 1.5"),
        (step('intensity = "F"'), 'steps[0].intensity: there is no "F" here. Choose one of A, B.'),
        (step("hold = 3"), 'steps[0].hold: unknown key "hold". Did you mean "hold_s"?'),
        (step("zebra = 3"), 'steps[0].zebra: unknown key "zebra"'),
        (
            'title = "Joy"\n[[steps]]\nkind = "imitate"\ntarget = "hapiness"',
            'steps[0].target: no expression called "hapiness". Did you mean "happiness"?',
        ),
        (
            'title = "Joy"\n[[steps]]\nkind = "imitat"',
            'steps[0].kind: there is no "imitat" here. Did you mean "imitate"?',
        ),
        ('title = "Joy"\n[[steps]]\nwords = "x"', 'steps[0]: needs a key "kind"'),
        ('title = "Joy"\nsteps = []', "steps: needs at least 1 entry"),
        ('title = "Joy"\nsteps = 3', "steps: must be a list, not 3"),
        (
            'title = "Joy"\n[[steps]]\nkind = "say"\nwords = "much too long"',
            "steps[0].words: may have at most 12 characters",
        ),
        (step('[colours]\nred = "x"'), 'colours.red: must be a number, not "x"'),
        (
            'titel = "Joy"\n[[steps]]\nkind = "say"\nwords = "x"',
            'titel: unknown key "titel". Did you mean "title"?',
        ),
        (
            "title = = 3",
            "line 1, column 9: is not TOML: invalid value (text needs straight quotation marks, "
            'as "a smile", a number a point, as 2.5)',
        ),
    ],
)
def test_a_mistake_is_told_with_file_place_and_reason(text, line):
    assert f"joy.toml: {line}" in mistakes(text)


def test_every_mistake_is_told_at_once():
    found = mistakes('[[steps]]\nkind = "imitate"\nhold_s = "x"\ntimes = "y"\nspeed = 3\n')
    assert found == [
        "joy.toml: title: is missing",
        "joy.toml: steps[0].target: is missing",
        'joy.toml: steps[0].hold_s: must be a number, not "x"',
        'joy.toml: steps[0].times: must be a whole number, not "y"',
        'joy.toml: steps[0].speed: unknown key "speed"',
    ]


@pytest.mark.parametrize(
    "deep", ["a = " + "[" * 20 + "]" * 20, "a" + ".a" * 3000 + " = 1", "a = " + "[" * 9000]
)
def test_a_file_that_is_too_deep_is_refused(deep):
    with pytest.raises(TableError, match=r"nested more than 8 levels deep|is not TOML"):
        parse_toml(deep, "deep.toml")


def test_a_file_that_is_too_large_is_refused(tmp_path):
    path = tmp_path / "large.toml"
    path.write_text("# " + "é" * MAX_BYTES, "utf-8")
    with pytest.raises(TableError, match="is larger than 64 kB"):
        read_table(path)


def test_what_is_no_file_or_no_text_is_refused(tmp_path):
    with pytest.raises(TableError, match=r"none\.toml: there is no such file"):
        read_table(tmp_path / "none.toml")
    with pytest.raises(TableError, match="is not a file"):
        read_table(tmp_path)
    (tmp_path / "latin.toml").write_bytes(b'title = "caf\xe9"')
    with pytest.raises(TableError, match=r"latin\.toml: is not UTF-8 text"):
        read_table(tmp_path / "latin.toml")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('title = "a\\u001b[2J"', "title: has a control character in it (U+001B); leave it out"),
        (
            '[[steps]]\nwords = "\\u009b"',
            "steps[0].words: has a control character in it (U+009B); leave it out",
        ),
        ('[[steps]]\n"\\u0007" = 1', "steps[0]: a key has a control character in it (U+0007); leave it out"),
    ],
)
def test_signs_that_a_terminal_obeys_are_no_text(text, told):
    assert mistakes(text) == [f"joy.toml: {told}"]
    assert parse_toml('title = "a\\tb\\nc"', "joy.toml") == {"title": "a\tb\nc"}


def test_a_near_name_is_offered_whatever_its_case():
    assert did_you_mean("Hapiness", ["happiness", "sadness"]) == ' Did you mean "happiness"?'
    assert did_you_mean("zebra", ["happiness"]) == ""


def test_what_there_is_not_is_told_in_one_way():
    assert (
        no_such("exercise", "mirrorr", ["mirror"]) == 'no exercise called "mirrorr". Did you mean "mirror"?'
    )
    assert no_such("person", "z" * 90, ["maya"]) == f'no person called "{"z" * 60}"'


@pytest.mark.parametrize(("title", "told"), [('"Joy"', 1), ("3", 2)], ids=["fits", "has a mistake"])
def test_what_the_caller_has_found_is_told_with_every_other_mistake(title, told):
    table = parse_toml(f'title = {title}\n[[steps]]\nkind = "say"\nwords = "Hello"\n', "joy.toml")
    found = Problem("joy.toml", "person", no_such("person", "mayaa", ["maya"]))
    with pytest.raises(TableError) as caught:
        parse_table(Plan, table, "joy.toml", also=[found])
    assert len(caught.value.problems) == told and caught.value.problems[-1] == found


@pytest.mark.parametrize("number", ["9" * 6000, "9" * 4000, "0x" + "f" * 4000, "-" + "9" * 25])
def test_a_number_that_is_too_large_is_told(number):
    (told,) = mistakes(step(f"times = {number}"))
    assert told.endswith("there is a number that is too large")


def test_the_mark_that_some_editors_put_first_is_no_mistake(tmp_path):
    file = tmp_path / "joy.toml"
    file.write_bytes(b"\xef\xbb\xbf" + b'title = "Joy"\r\n')
    assert read_table(file) == {"title": "Joy"}


@pytest.mark.parametrize(
    ("line", "remedy"),
    [
        ("hold_s = 2,5", "a number has a point, as 2.5"),
        ("intensity = A", "text needs straight quotation marks"),
        ("title = \u201cJoy\u201d", "text needs straight quotation marks"),
        ('title = "Joy', "a quotation mark is missing at the end of the text"),
        ('title: "Joy"', 'between a key and its value stands "="'),
        ('target = "anger"', "this key is there twice"),
        ('title = "a\\d"', 'write "/" in its place'),
        ("begins = 2026-02-30", "there is no such day"),
        ("! hm", "a line says key = value"),
    ],
)
def test_what_is_no_toml_is_told_with_its_line_and_what_to_do(line, remedy):
    (told,) = mistakes(step(line))
    assert "line 5, column" in told
    assert remedy in told
