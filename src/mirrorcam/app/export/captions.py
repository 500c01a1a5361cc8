"""The captions beside a film: what was said, and what was noted, as WebVTT (https://www.w3.org/TR/webvtt1/)."""

from __future__ import annotations

from collections.abc import Iterator

from mirrorcam.app.export.outline import Cue, Outline, note_end_s, note_words


def webvtt(outline: Outline) -> str:
    """The whole file. Sentences as they were said; notes in italics, over them in time."""
    blocks = [_block(cue, plain(cue.words)) for cue in outline.cues]
    blocks += [_block(cue, f"<i>{plain(cue.words)}</i>") for cue in _notes(outline)]
    return "\n\n".join(["WEBVTT", *(text for _, text in sorted(blocks, key=lambda block: block[0]))]) + "\n"


def _notes(outline: Outline) -> Iterator[Cue]:
    for note in outline.notes:
        if note.begin_s < outline.length_s:
            yield Cue(note.begin_s, min(note_end_s(note), outline.length_s), note_words(note))


def _block(cue: Cue, words: str) -> tuple[float, str]:
    return cue.begin_s, f"{stamp(cue.begin_s)} --> {stamp(cue.end_s)}\n{words}"


def plain(words: str) -> str:
    """Nothing in it is read as markup, as a time or as the end of the caption."""
    lines = [" ".join(line.split()) for line in words.splitlines()]
    text = "\n".join(line for line in lines if line)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def stamp(time_s: float) -> str:
    """ "01:02:03.456"."""
    whole = round(time_s * 1000)
    seconds, thousandths = divmod(whole, 1000)
    minutes, second = divmod(seconds, 60)
    return f"{minutes // 60:02}:{minutes % 60:02}:{second:02}.{thousandths:03}"
