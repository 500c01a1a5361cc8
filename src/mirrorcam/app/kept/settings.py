"""The settings that somebody has chosen, as they were kept."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import fields, replace
from typing import Any

from mirrorcam.app.screens import Settings
from mirrorcam.avatars import people
from mirrorcam.errors import BadInput
from mirrorcam.stores import Store


def settings_of(store: Store) -> Settings:
    """What was kept, as far as it still fits: a file from another version, or one that cannot be read,
    must not keep the window shut."""
    kept, usual = _kept(store), Settings()
    fitting = {
        field.name: kept[field.name]
        for field in fields(Settings)
        if _fits(kept.get(field.name), getattr(usual, field.name))
    }
    if fitting.get("person") not in people():
        fitting.pop("person", None)
    return replace(usual, **fitting)


def _kept(store: Store) -> dict[str, Any]:
    with suppress(BadInput):
        return store.settings()
    return {}


def unread(store: Store) -> str:
    """Why the settings cannot be read, and what to do; "" where they can."""
    try:
        store.settings()
    except BadInput as error:
        return str(error)
    return ""


def _fits(value: object, usual: object) -> bool:
    """Where nothing is the usual, it is a choice between yes and no; a whole number is a number, too."""
    if isinstance(usual, float):
        return isinstance(value, int | float) and not isinstance(value, bool)
    return isinstance(value, bool if usual is None else type(usual))
