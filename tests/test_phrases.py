"""What is said on screen: every language says everything, with the same parts."""

import re
import string
from pathlib import Path

import pytest

import mirrorcam
from mirrorcam import phrases
from mirrorcam.phrases import phrase, translated

PACKAGE = Path(mirrorcam.__file__).parent
OTHERS = sorted(path.stem for path in phrases.FOLDER.glob("*.toml") if path.stem != "en")


@pytest.fixture(autouse=True)
def english_again():
    yield
    phrases.use("en")


def parts(words):
    return {name for _, name, _, _ in string.Formatter().parse(words) if name}


@pytest.mark.parametrize("language", OTHERS)
def test_every_language_says_everything_with_the_same_parts(language):
    english, other = phrases.read_catalogue("en").phrases, phrases.read_catalogue(language).phrases
    assert set(english) == set(other)
    differing = [key for key in english if parts(english[key]) != parts(other[key])]
    assert differing == []


def test_every_phrase_that_the_program_names_is_there():
    text = "\n".join(path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*.py"))
    named = set(re.findall(r'phrase\(\s*"([\w.-]+)"', text))
    known = phrases.read_catalogue("en").phrases
    lacking = [key for key in named if key not in known and f"{key}.other" not in known]
    assert lacking == [] and len(named) > 5


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
    monkeypatch.setattr(phrases, "_in_use", phrases.Catalogue("xx", "Test", phrases=said))
    assert [phrase("n", count=count) for count in (0, 1, 2)] == ["0 smiles", "1 smile", "2 smiles"]
