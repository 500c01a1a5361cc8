"""Who can be drawn: each of the cast is made once, when asked for first."""

from __future__ import annotations

from contextlib import suppress

from mirrorcam.avatars import DEFAULT, Avatar, open_avatar, people
from mirrorcam.avatars.mask import Mask
from mirrorcam.avatars.portrait import Portrait
from mirrorcam.errors import BadInput

MASK = "mask"
"""Who of the cast draws landmarks as they came."""


class Cast:
    def __init__(self) -> None:
        self._drawn: dict[str, Avatar] = {}

    def named(self, name: str) -> Avatar:
        """Raises BadInput for somebody who is not there, or whose file has a mistake."""
        if name not in self._drawn:
            self._drawn[name] = open_avatar(name)
        return self._drawn[name]

    def named_or_usual(self, name: str) -> Avatar:
        """A file that was broken since must not keep the window shut."""
        try:
            return self.named(name)
        except BadInput:
            return self.named(DEFAULT)

    def mask(self) -> Mask | None:
        with suppress(BadInput):
            found = self.named(MASK)
            return found if isinstance(found, Mask) else None
        return None

    def all(self) -> list[Avatar]:
        """People first, then lines and the mask; without those whose file has a mistake, which
        ``mirrorcam check`` tells."""
        found = []
        for name in people():
            with suppress(BadInput):
                found.append(self.named(name))
        return sorted(found, key=lambda avatar: not isinstance(avatar, Portrait))
