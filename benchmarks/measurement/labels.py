"""What the labels of other people's sets of photographs mean: "happy", "HA", "smile" and "Freude" are happiness."""

from __future__ import annotations

import unicodedata

REST = "neutral"
OTHER_WORDS: dict[str, str] = {
    REST: "ne neu calm rest resting baseline ruhe",
    "happiness": "ha hap happy joy joyful smile smiling freude froh fröhlich froehlich glücklich gluecklich lächeln "
    "laecheln",
    "sadness": "sa sad trauer traurig traurigkeit",
    "anger": "an ang angry ärger aerger ärgerlich aergerlich wut wütend wuetend zorn zornig",
    "disgust": "di dis disgusted ekel angeekelt",
    "fear": "fe fea af afr afraid fearful frightened scared angst ängstlich aengstlich furcht",
    "surprise": "su sur surprised astonished überraschung ueberraschung überrascht ueberrascht erstaunt",
    "contempt": "contemptuous verachtung verächtlich veraechtlich",
}
"""Label → other words for it, English and German, as common sets have them, and people. Left out is what could mean
two: short forms of one letter, "mad", "böse", "anxious", "erschrocken"."""
_MEANT = {word: label for label, words in OTHER_WORDS.items() for word in words.split()}
WORDS = tuple(_MEANT)


def label_of(folder: str) -> str:
    """The label that the name of a folder stands for; one that is not known stays, in lower case. Some systems write
    "ä" as two characters."""
    plain = unicodedata.normalize("NFC", folder).strip().lower()
    return _MEANT.get(plain, plain)


def words_for(label: str) -> str:
    """ "happiness (or happy, joy, ...)", for a message."""
    return f"{label} (or {', '.join(OTHER_WORDS[label].split())})"
