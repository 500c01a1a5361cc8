"""What is said on screen: every language says everything, with the same parts, and nothing is said past them."""

import ast
import os
import re
import sys
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

import pytest

import mirrorcam
from mirrorcam import own_practice, phrases
from mirrorcam.action_units import ACTION_UNITS
from mirrorcam.acts import Command
from mirrorcam.app.painting.lettering import Style, lines
from mirrorcam.app.painting.theme import THEMES
from mirrorcam.app.painting.widgets import PILL
from mirrorcam.app.screens import SMALLEST_PX
from mirrorcam.app.screens.pair import side_by_side
from mirrorcam.app.screens.practice import pill_room
from mirrorcam.avatars import open_avatar, people
from mirrorcam.exercise import exercises, read_exercise
from mirrorcam.face import Reason, Sample
from mirrorcam.phrases import Catalogue, parts_of, phrase, translated
from mirrorcam.programme import programmes, read_programme
from mirrorcam.review import why
from mirrorcam.session import ENDED_EARLY, SKIPPED, Session
from mirrorcam.steps import NOT_REACHED, TOO_LITTLE, Step
from mirrorcam.steps.recognise import NOBODY_ANSWERED
from mirrorcam.target import library

PACKAGE = Path(mirrorcam.__file__).parent
SOURCE = "\n".join(path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py"))
OTHERS = sorted(path.stem for path in phrases.FOLDER.glob("*.toml") if path.stem != "en")
ENGLISH = phrases.read_catalogue("en").phrases
LONGER, SIGNS = 1.6, 12
"""How much longer than the English a sentence may be: layouts have room for that."""


@pytest.mark.parametrize("language", OTHERS)
def test_every_language_says_everything_with_the_same_parts(language):
    other = phrases.read_catalogue(language).phrases
    assert set(ENGLISH) == set(other)
    assert [key for key in ENGLISH if parts_of(ENGLISH[key]) != parts_of(other[key])] == []


@pytest.mark.parametrize("language", OTHERS)
def test_no_sentence_is_so_long_that_it_leaves_its_place(language):
    catalogue = phrases.read_catalogue(language)
    pairs = [(ENGLISH[key], catalogue.phrases[key]) for key in ENGLISH] + list(catalogue.texts.items())
    assert [said for english, said in pairs if len(said) > LONGER * len(english) + SIGNS] == []


def test_every_phrase_that_the_program_names_is_there():
    named = set(re.findall(r'phrase\(\s*"([\w.-]+)"', SOURCE))
    lacking = [key for key in named if key not in ENGLISH and f"{key}.other" not in ENGLISH]
    assert lacking == [] and len(named) > 5


def test_every_phrase_is_said_somewhere():
    keys = {key.removesuffix(".one").removesuffix(".other") for key in ENGLISH}
    unsaid = [key for key in keys if f'"{key}"' not in SOURCE and not _is_put_together(key)]
    assert unsaid == []


def _is_put_together(key):
    """As f"reason.{…}" is, or from a word that stands by itself."""
    section, _, rest = key.partition(".")
    ends = (f"{section}.", f"{section}.{rest.rpartition('.')[0]}.")
    return any(f'"{end}{{' in SOURCE for end in ends) or f'"{rest.rpartition(".")[2]}"' in SOURCE


def test_every_reason_can_be_said():
    for reason in Reason:
        assert reason.words == ENGLISH[f"reason.{reason.name.lower()}"]
        assert why(reason) == ENGLISH[f"why.{reason.name.lower()}"]
    assert why("what a newer version wrote") == "what a newer version wrote"


# Words of data files.


def texts():
    """All that is shown of what ships as data, in English."""
    targets = library()
    for path in exercises().values():
        exercise = read_exercise(path, targets)
        yield from (exercise.title, exercise.words, *asdict(exercise.background).values())
        for step in exercise.steps:
            yield from _said_by(step)
    yield from (own_practice.WORDS, *own_practice.BACKGROUND.values(), own_practice.LET_GO)
    yield from (title for title, _ in own_practice.RUNGS)
    for path in programmes().values():
        programme = read_programme(path, list(exercises()))
        yield from (programme.title, programme.words, programme.how_long)
        yield from asdict(programme.background).values()
    for target in targets.values():
        yield from (target.title, target.words, *(words for pair in target.hints.values() for words in pair))
    for unit in ACTION_UNITS:
        yield from (unit.name, unit.more, unit.less)
    yield from (open_avatar(name).title for name in people())
    yield from (theme.title for theme in THEMES.values())
    for side in ("left", "right"):
        yield f"a little less on your {side}, so that both sides go together"
        yield f"let your {side} come along a little, so that both sides go together"


def _said_by(step: Step):
    """Its title, its choices, and whatever else of it is words: those have a capital, or a space between."""
    yield from getattr(step, "feelings", ())
    for value in step.model_dump().values():
        yield from _words_in(value)


def _words_in(value):
    if isinstance(value, dict):
        for inner in value.values():
            yield from _words_in(inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from _words_in(inner)
    elif isinstance(value, str) and (" " in value or (value[:1].isupper() and len(value) > 1)):
        yield value


@pytest.mark.parametrize("language", OTHERS)
def test_every_shipped_text_is_translated(language):
    known = phrases.read_catalogue(language).texts
    assert sorted({text for text in texts() if text and text not in known}) == []


@pytest.mark.parametrize("language", OTHERS)
def test_every_hint_has_room_beside_the_camera_picture_of_the_smallest_window(language):
    phrases.use(language)
    hints = {words for target in library().values() for pair in target.hints.values() for words in pair}
    hints |= {words for unit in ACTION_UNITS for words in (unit.more, unit.less)}
    card = side_by_side(SMALLEST_PX)[1]
    room = pill_room(card, True)
    cut = [said for said in map(translated, hints) if len(lines(f"↑ {said}", PILL, room - 36)) > 2]
    assert cut == [] and len(hints) > 40


@pytest.mark.parametrize("language", OTHERS)
def test_why_nothing_is_scored_has_room_for_two_lines(language):
    phrases.use(language)
    small = Style(19, "SemiBold", 1.25, -0.008)
    assert [reason for reason in Reason if len(lines(reason.words, small, SMALLEST_PX[0] - 80)) > 2] == []


# Nothing is said past the catalogues.

SAYING = {
    "text": 1,
    "label": 1,
    "button": 1,
    "link": 1,
    "toggle": 1,
    "chip": 1,
    "option": 1,
    "Hint": 1,
    "key_hint": 2,
    "captioned": 2,
    "pill": 1,
    "sentence": 1,
    "header": 1,
    "NoticeScreen": 1,
    "button_width": 0,
    "chip_width": 0,
}
"""Function → which of its arguments is said to a person."""
NAMES_ITSELF = {"mirrorcam"}


def literals(call: ast.Call):
    """The words that are written into what is said by this call."""
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    if name not in SAYING or len(call.args) <= SAYING[name]:
        return
    waiting = [call.args[SAYING[name]]]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value
        elif not isinstance(node, ast.Call):  # phrase(…), translated(…), str(…) speak for themselves
            waiting += ast.iter_child_nodes(node)


@pytest.mark.parametrize("path", sorted((PACKAGE / "app").rglob("*.py")), ids=lambda path: path.stem)
def test_nothing_is_written_on_screen_past_the_catalogues(path):
    calls = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)]
    said = [words for call in calls for words in literals(call) if re.search("[A-Za-z]{2}", words)]
    assert set(said) - NAMES_ITSELF == set()


def test_that_test_sees_what_is_written():
    call = ast.parse('w.text(box, f"{count} of them" if many else "One", w.BODY)').body[0].value
    assert sorted(literals(call)) == [" of them", "One"]


# Choosing a language.


def test_a_language_is_chosen_and_left_again():
    phrases.use("de")
    assert phrase("mirror.title") == "Spiegel"
    phrases.use("no such language")
    assert phrase("mirror.title") == "Mirror"
    assert translated("what nobody has translated") == "what nobody has translated"


def test_a_name_that_is_not_there_is_a_mistake():
    with pytest.raises(KeyError):
        phrase("no.such.phrase")


def test_one_and_many(monkeypatch):
    said = {"n.one": "{count} smile", "n.other": "{count} smiles"}
    monkeypatch.setattr(phrases, "_in_use", Catalogue("xx", "Test", phrases=said))
    assert [phrase("n", count=count) for count in (0, 1, 2)] == ["0 smiles", "1 smile", "2 smiles"]


@pytest.mark.parametrize(
    ("environment", "chosen", "language"),
    [
        ({"LANG": "de_AT.UTF-8"}, "", "de"),
        ({"LANG": "C.UTF-8"}, "", "en"),
        ({"LANGUAGE": "tlh:de:en", "LANG": "en_GB.UTF-8"}, "", "de"),
        ({"LC_ALL": "de_DE", "LANG": "en_GB"}, "", "de"),
        ({"LANG": "de_DE"}, "en", "en"),
        ({"LANG": "en_GB", "MIRRORCAM_LANGUAGE": "de"}, "en", "de"),
    ],
)
def test_the_first_language_is_asked_for_chosen_or_the_computers(monkeypatch, environment, chosen, language):
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG", phrases.ASKED):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert phrases.first_language(chosen) == language


@pytest.fixture
def own(tmp_path, monkeypatch):
    """A folder for languages of the person's own; they are read anew after it."""
    monkeypatch.setattr(phrases, "languages", lambda: {path.stem: path for path in _both(tmp_path)})
    phrases.read_catalogue.cache_clear()
    yield tmp_path
    phrases.read_catalogue.cache_clear()


def _both(folder):
    return [*phrases.FOLDER.glob("*.toml"), *folder.glob("*.toml")]


def test_a_file_adds_a_language_and_what_it_lacks_is_english(own):
    (own / "nl.toml").write_text('language = "Nederlands"\n[mirror]\ntitle = "Spiegel"\n', encoding="utf-8")
    assert phrases.catalogues()["nl"].title == "Nederlands"
    phrases.use("nl")
    assert (phrase("mirror.title"), phrase("breathe.title")) == ("Spiegel", "Breathe")


def test_a_mistake_in_a_persons_own_language_costs_one_sentence_or_that_language_and_no_more(own):
    (own / "nl.toml").write_text(
        '[breathe]\ncount = "{nummer} van {rounds}"\nin = "Adem {in"', encoding="utf-8"
    )
    (own / "xx.toml").write_text("language = ", encoding="utf-8")
    phrases.use("nl")
    assert phrase("breathe.count", number=1, rounds=4) == "Breath 1 of 4"
    assert phrase("breathe.in") == "Breathe in…"
    assert "xx" not in phrases.catalogues()
    phrases.use("xx")
    assert phrases.catalogue().language == "en"


def test_what_a_persons_own_language_says_otherwise_than_as_words_breaks_nothing(own):
    said = '[date]\nmonths = "jan feb"\n[breathe]\ncount = "{number:q} van {rounds}"\n'
    said += '[texts]\nJoy = 3\nFear = "Angst"\n'
    (own / "nl.toml").write_text(said, encoding="utf-8")
    phrases.use("nl")
    assert phrases.day_and_time(datetime(2026, 3, 4, 18, 2)) == "4 Mar 2026, 18:02"
    assert phrase("breathe.count", number=1, rounds=4) == "Breath 1 of 4"
    assert (translated("Joy"), translated("Fear")) == ("Joy", "Angst")
    (own / "fy.toml").write_text('texts = "none"\n', encoding="utf-8")
    phrases.use("fy")
    assert translated("Joy") == "Joy"


def test_a_language_file_may_begin_with_a_mark_and_one_that_is_too_much_is_not_offered(own):
    (own / "nl.toml").write_bytes(b"\xef\xbb\xbf" + b'[mirror]\ntitle = "Spiegel"\n')
    (own / "fy.toml").write_text(f"x = {'9' * 6000}", encoding="utf-8")
    (own / "xx.toml").write_text("x = " + "[" * 5000 + "]" * 5000, encoding="utf-8")
    assert set(phrases.catalogues()) == {"en", *OTHERS, "nl"}
    phrases.use("nl")
    assert phrase("mirror.title") == "Spiegel"


@pytest.mark.parametrize(
    "content", ["x = [", "", '[breathe]\ncount = "{foo}"\n', '[mirror]\ntitle = "Glass"\n'.encode("utf-16")]
)
def test_a_persons_own_english_that_lacks_or_breaks_something_leaves_the_shipped_one_under_it(own, content):
    (own / "en.toml").write_bytes(content if isinstance(content, bytes) else content.encode())
    for language in ("en", "de"):
        phrases.use(language)
        assert phrase("breathe.count", number=1, rounds=4) in ("Breath 1 of 4", "Atemzug 1 von 4")


def test_a_persons_own_english_wins_sentence_by_sentence(own):
    (own / "en.toml").write_text('[mirror]\ntitle = "Looking glass"\n', encoding="utf-8")
    phrases.use("en")
    assert (phrase("mirror.title"), phrase("breathe.title")) == ("Looking glass", "Breathe")


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such files on Windows")
def test_what_is_no_file_of_a_language_is_not_waited_for(own):
    os.mkfifo(own / "fy.toml")
    (own / "nl.toml").symlink_to("/dev/zero")
    (own / "xx.toml").mkdir()
    (own / "en.toml").symlink_to(own / "nowhere")
    (own / "yy.toml").write_text(f"# {'x' * phrases.MOST_BYTES}\n", encoding="utf-8")
    assert set(phrases.catalogues()) == {"en", *OTHERS}
    phrases.use("en")
    assert phrase("breathe.title") == "Breathe"


def test_a_session_goes_on_in_another_language():
    exercise = read_exercise(exercises()["mirror"], library())
    session = Session(exercise, library())
    before = session.advance(0.0, Sample(0.0, None, None, 640, 480))
    phrases.use("de")
    after = session.advance(0.1, Sample(0.1, None, None, 640, 480))
    assert (before.title, after.title) == ("Mirror", "Spiegel")
    assert after.scene.words == phrase("mirror.invitation") != before.scene.words


def test_what_is_kept_of_a_session_is_the_same_in_every_language():
    results = []
    for language in ("en", "de"):
        phrases.use(language)
        session = Session(read_exercise(exercises()["first-steps"], library()), library())
        session.advance(0.0, Sample(0.0, None, Reason.TOO_DARK, 640, 480))
        session.command(0.1, Command.STOP)
        results.append(session.results())
    assert results[0] == results[1]


# Numbers, days and names.


def test_numbers_and_days_follow_the_language():
    when = datetime(2026, 3, 4, 18, 2)
    assert (phrases.number(2.5, 1), phrases.number(0.5, None)) == ("2.5", "0.5")
    assert (phrases.day_and_time(when), phrases.duration(252)) == ("4 Mar 2026, 18:02", "4 min 12 s")
    assert phrases.within("Joy") == "joy"
    assert phrases.within("My smile for Anna") == "my smile for Anna"
    assert phrases.within("AU12 alone") == "AU12 alone"
    phrases.use("de")
    assert (phrases.number(2.5, 1), phrases.number(3, None)) == ("2,5", "3")
    assert phrases.day_and_time(when) == "4. März 2026, 18:02"
    assert phrases.within("Freude") == "Freude"


@pytest.mark.parametrize("language", ["en", *OTHERS])
def test_a_year_has_twelve_months(language):
    phrases.use(language)
    assert len(phrase("date.months").split()) == 12


def test_a_list_is_said_as_people_say_it():
    said = [phrases.listed(parts) for parts in ([], ["a"], ["a", "b"], ["a", "b", "c"])]
    assert said == ["", "a", "a and b", "a, b and c"]
    assert [phrases.listed(parts, 2) for parts in (["a", "b"], ["a", "b", "c"])] == ["a and b", "a, b and …"]


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("reason", [NOBODY_ANSWERED, TOO_LITTLE, NOT_REACHED, SKIPPED, ENDED_EARLY])
def test_why_a_step_was_not_scored_is_said_in_every_language(language: str, reason: str) -> None:
    phrases.use(language)
    assert why(reason) != reason


def test_all_and_nothing_alone_are_said_as_100_and_0():
    shares = (0.0, 1e-9, 0.001, 0.004, 0.5, 0.996, 0.9999, 1 - 1e-9, 1.0)
    assert [phrases.percent(one) for one in shares] == ["0", "0", "1", "1", "50", "99", "99", "100", "100"]


def test_a_nought_has_no_sign():
    assert [phrases.number(one) for one in (-0.4, -0.0, 0.4, -0.6, 2.5)] == ["0", "0", "0", "-1", "2"]
    assert (phrases.number(-0.04, 1), phrases.number(-0.06, 1)) == ("0.0", "-0.1")
