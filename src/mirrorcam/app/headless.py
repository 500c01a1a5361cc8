"""A run without a window: progress on stderr, the summary or JSON on stdout."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from mirrorcam.acts import Command
from mirrorcam.app.ending import Held
from mirrorcam.app.kept.profiles import own_store
from mirrorcam.app.kept.unkept import why
from mirrorcam.app.opening import Wish, open_practice, remember_face
from mirrorcam.app.practice import Practice
from mirrorcam.app.terminal import Progress, print_summary, say
from mirrorcam.errors import BadInput
from mirrorcam.phrases import first_language, phrase, translated, use
from mirrorcam.recording import Noted, read_recording, replay
from mirrorcam.review import summarise_exercise
from mirrorcam.session import Session
from mirrorcam.steps import StepResult
from mirrorcam.stores import Store


def run(wish: Wish, *, as_json: bool) -> int:
    """Returns 0, or 130 when it was interrupted; what was done until then is kept and summed up."""
    store = own_store()
    speak(store)
    practice = open_practice(wish, store, say)
    with Held() as held, practice:
        _begin(practice, wish)
        _go_through(practice, held)
    forgotten = _remember(practice, store)
    for told in (practice.trouble, practice.cut_short(practice.kept_in is not None), forgotten):
        if told:
            say(told)
    _print((practice.session, practice.session.results()), practice.frames, practice.kept_in, as_json)
    return 130 if held.asked else 0


def _remember(practice: Practice, store: Store) -> str:
    """A sentence where it cannot be kept; what was done is summed up all the same."""
    try:
        remember_face(practice, store)
    except BadInput as error:
        return phrase("going_on.face", why=why(error))
    return ""


def _begin(practice: Practice, wish: Wish) -> None:
    say(
        phrase(
            "terminal.begins", title=translated(wish.exercise.title), source=translated(practice.source.name)
        )
    )
    if practice.kept_in is not None:
        filming = practice.film is not None
        say(phrase("film.keeping" if filming else "terminal.keeping", path=practice.kept_in))


def speak(store: Store) -> None:
    """What a person reads is in their language; JSON keeps to English words."""
    use(first_language(str(store.settings().get("language", ""))))


def _go_through(practice: Practice, held: Held) -> None:
    """Whoever asks for an end has it between two samples: what is scored is what is kept, to the last of them."""
    progress = Progress()
    try:
        for glimpse in practice:
            progress.show(glimpse.moment)
            if held.asked:
                practice.command(Command.STOP)
                return
    finally:
        progress.end()


def recompute(path: Path, *, as_json: bool) -> int:
    """The results of a kept session, computed anew from what was seen."""
    speak(own_store())
    recording = read_recording(path)
    if recording.about.recomputable:
        session = replay(recording)
        results = session.results()
    else:
        say(phrase("handing.as_kept"))
        session, results = recording.begin(), list(recording.steps)
    _print((session, results), recording.about.frames, path, as_json, recording.notes)
    return 0


def _print(
    ended: tuple[Session, Sequence[Any]],
    frames: int,
    path: Path | None,
    as_json: bool,
    notes: Sequence[Noted] = (),
) -> None:
    session, results = ended
    if as_json:
        noted = [
            {"time_s": one.begin_s, "end_s": one.end_s, "text": one.text, "tags": one.tags} for one in notes
        ]
        print(json.dumps({**_as_json(session.exercise.name, results, frames, path), "notes": noted}))
        return
    found = [StepResult(**result) for result in results]
    print_summary(summarise_exercise(found, session.exercise.steps, session.targets, session.trials()))
    if path is not None:
        with suppress(ValueError):
            path = path.relative_to(Path.cwd())
        print(phrase("terminal.again", command=f"mirrorcam replay '{path}'"))


def _as_json(exercise: str, results: Sequence[Any], frames: int, path: Path | None) -> dict[str, Any]:
    return {"exercise": exercise, "steps": results, "frames": frames, "session": str(path) if path else None}
