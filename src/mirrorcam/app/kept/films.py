"""`mirrorcam film delete`: the film of a session, or those of which the session is gone."""

from __future__ import annotations

from pathlib import Path

from mirrorcam.app.kept.profiles import own_store
from mirrorcam.film import delete_film, film_path, lone_films, remove


def delete_of(session: Path) -> int:
    """Says what was deleted. Raises BadInput where that could not be done."""
    film = film_path(session)
    if delete_film(session):
        print(f"{film}: deleted. The session is still there.")
    else:
        print(f"{session}: has no film.")
    return 0


def delete_lone() -> int:
    left = lone()
    for film in left:
        remove(film)
        print(f"{film}: deleted.")
    if not left:
        print("There is no film without a session.")
    return 0


def lone() -> list[Path]:
    """In the folder of who is there."""
    folder = own_store().folder
    return [] if folder is None else lone_films(folder / "sessions")
