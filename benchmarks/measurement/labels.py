"""What the labels of other people's sets of photographs mean: "happy", "HA" and "Joy" are happiness."""

from __future__ import annotations

REST = "neutral"
OTHER_WORDS: dict[str, str] = {
    REST: "ne neu calm rest",
    "happiness": "ha hap happy joy joyful",
    "sadness": "sa sad",
    "anger": "an ang angry",
    "disgust": "di dis disgusted",
    "fear": "fe fea af afr afraid fearful scared",
    "surprise": "su sur surprised",
    "contempt": "contemptuous",
}
"""Label → other words for it, as common sets have them. Short forms of one letter could be two of them."""
_MEANT = {word: label for label, words in OTHER_WORDS.items() for word in words.split()}
WORDS = tuple(_MEANT)


def label_of(folder: str) -> str:
    """The label that the name of a folder stands for; one that is not known stays, in lower case."""
    plain = folder.strip().lower()
    return _MEANT.get(plain, plain)


def words_for(label: str) -> str:
    """ "happiness (or happy, joy, ...)", for a message."""
    return f"{label} (or {', '.join(OTHER_WORDS[label].split())})"
