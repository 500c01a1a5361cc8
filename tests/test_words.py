"""What is said on screen, in every language: short, easy to read, and kind."""

from __future__ import annotations

import re
from collections.abc import Iterator
from statistics import median

import pytest

from mirrorcam.phrases import ENGLISH, languages, read_catalogue
from test_phrases import texts

LANGUAGES = sorted(languages())
LONGEST = {"en": 120, "de": 140}
"""Signs that a phrase may have. German needs about a sixth more."""
CARDS = ("about.", "consent.", "report.", "steady.coming")
"""How the names of phrases begin that are read at leisure, on a card of their own."""
ON_A_CARD = 240
"""Signs that a phrase of a card, or a text of an exercise, may have."""

UNKIND = {
    "en": r"wrong\w*|fail\w*|errors?|bad|badly|must|mistakes?|incorrect|poor\w*|weak\w*|abnormal\w*|disorder\w*"
    r"|patients?|cures?|lazy|ugly|invalid|illegal|lost|lose|punish\w*|missed",
    "de": r"falsch\w*|fehler\w*|schlecht\w*|muss|musst|müssen|müsst|versag\w*|misslung\w*|schwach\w*|schwäch\w*"
    r"|abnorm\w*|störung\w*|patient\w*|heil\w*|faul|hässlich\w*|ungültig\w*|verpasst|verloren|verlier\w*",
}
"""Whole words that do not appear on screen: they judge, threaten or promise."""
KIND_ALL_THE_SAME = {
    "en": ("bad smell", "not lost", "nothing is lost"),
    "de": (
        "schlechter Geruch", "schlecht riecht", "nicht verloren", "nichts geht verloren", "nichts falsch",
        "kein Fehler", "musst nicht", "Es muss nichts", "Nichts hier muss", "Niemand muss",
        "ohne dass etwas stimmen muss",
        "aufwärmen muss", "sehen musst",
    ),
}  # fmt: skip
"""Where such a word judges nobody."""

HARDEST_GRADE, HARDEST_TENTH = 6.0, 9.0
"""Of Flesch and Kincaid, in school years: of the median sentence, and of all but the hardest tenth. A child of ten is
in the fifth."""


def said(language: str) -> dict[str, str]:
    """Every phrase by its name, but for those of the terminal."""
    phrases = read_catalogue(language).phrases
    return {key: words for key, words in phrases.items() if not key.startswith("terminal.")}


def shown(language: str) -> Iterator[str]:
    """Every sentence that can be on the screen, phrases and texts of exercises alike."""
    catalogue = read_catalogue(language)
    yield from said(language).values()
    yield from (
        text if language == ENGLISH else catalogue.texts.get(text, text) for text in set(texts()) if text
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_phrase_is_short(language: str) -> None:
    most = LONGEST.get(language, LONGEST["de"])
    long = {key: words for key, words in said(language).items() if len(words) > most}
    assert [key for key in long if not key.startswith(CARDS)] == []
    assert all(len(words) <= ON_A_CARD for words in long.values())


MEASURED = (
    "imitate.told",
    "follow.told",
    "lead.told",
    "steady.",
    "settle.told",
    "gaze.told",
    "together.told",
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_measured_is_not_held_against_other_people(language: str) -> None:
    """No measure was compared with other people's."""
    others = re.compile(r"most people|die meisten|den meisten|wie Menschen")
    told = {key: words for key, words in said(language).items() if key.startswith(MEASURED)}
    assert told and not {key for key, words in told.items() if others.search(words)}


@pytest.mark.parametrize("language", sorted(UNKIND))
def test_nothing_on_the_screen_judges_anybody(language: str) -> None:
    unkind = re.compile(rf"\b({UNKIND[language]})\b", re.IGNORECASE)
    found = sorted({words for words in shown(language) if unkind.search(words)})
    assert [words for words in found if not any(part in words for part in KIND_ALL_THE_SAME[language])] == []


def test_english_is_easy_to_read() -> None:
    """Of sentences of four words or more: the formula says nothing of a word or two."""
    grades = sorted(grade(words) for words in shown(ENGLISH) if len(words.split()) >= 4)
    assert len(grades) > 300
    assert median(grades) <= HARDEST_GRADE and grades[len(grades) * 9 // 10] <= HARDEST_TENTH


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("smile", 1),
        ("little", 2),
        ("compared", 2),
        ("wanted", 2),
        ("exercises", 4),
        ("eyes", 1),
        ("camera", 3),
    ],
)
def test_syllables_are_counted(word: str, count: int) -> None:
    assert syllables(word) == count


def test_hard_words_are_found_hard_and_easy_ones_easy() -> None:
    hard = "Facial neuromuscular retraining facilitates symmetrical orofacial rehabilitation."
    assert grade(hard) > 20
    assert grade("Let your face rest. Take your time.") < 3


def grade(words: str) -> float:
    """School years after Kincaid and others (1975): 0.39 · words a sentence + 11.8 · syllables a word − 15.59."""
    found = re.findall(r"[A-Za-z’']+", words)
    sentences = max(1, len(re.findall(r"[.!?…:]+(?:\s|$)", words)))
    return 0.39 * len(found) / sentences + 11.8 * sum(map(syllables, found)) / len(found) - 15.59


def syllables(word: str) -> int:
    """Groups of vowels, without those that are silent at the end."""
    letters = re.sub(r"[^a-z]", "", word.lower())
    count = len(re.findall(r"[aeiouy]+", letters))
    silent_e = letters.endswith("e") and not re.search(r"([^aeiou]l|[ey])e$", letters)
    silent_ed = letters.endswith("ed") and not re.search(r"(t|d|e)ed$", letters)
    silent_es = letters.endswith("es") and not re.search(r"(s|x|z|ch|sh|c|g)es$", letters)
    return max(1, count - (silent_e or silent_ed or silent_es))
