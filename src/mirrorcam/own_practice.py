"""The exercise that an expression of one's own is practised with, where nobody has written one: from half of it to
all of it, as ladders have it. Its words are translated as those of every exercise."""

from __future__ import annotations

from mirrorcam.recorded_target import quoted
from mirrorcam.target import Target

WORDS = "An expression of your own: about half of it, most of it, then as it was when it was kept."
BACKGROUND = {
    "for_whom": "For whoever kept it, or was given it by somebody who guides them.",
    "what_for": "To come back to a face that you know, and to choose how strong it gets.",
    "not_known": "The same face on another day reaches less, as no two moments are alike. That is no sign of anything.",
}
RUNGS = (("About half of it", "C"), ("Most of it", "D"), ("As it was", "E"))
"""Titles and intensities; E is the face as it was."""
LET_GO = "Let it go"
REPETITIONS = 2
MINUTES = 2


def practice_text(target: Target) -> str:
    """The exercise as a file would say it."""
    lines = [f"title = {quoted(target.title)}", f"words = {quoted(WORDS)}", f"minutes = {MINUTES}"]
    lines += [f"{key} = {quoted(said)}" for key, said in {**BACKGROUND, "source": target.source}.items()]
    for title, intensity in RUNGS:
        lines += ["", "[[steps]]", 'kind = "imitate"', f"title = {quoted(title)}"]
        lines += [f"target = {quoted(target.name)}", f'intensity = "{intensity}"']
        lines += [f"repetitions = {REPETITIONS}"]
    lines += ["", "[[steps]]", 'kind = "breathe"', f"title = {quoted(LET_GO)}", "rounds = 2"]
    return "\n".join(lines) + "\n"
