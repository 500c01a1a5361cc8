"""What a banner says over a session: news of the session itself, and what an action could not do."""

from __future__ import annotations

SHOWN_S = 8.0
"""How long a banner stays when nothing new is to be said."""


class Banner:
    """Pure: ``now_s`` is the window's clock."""

    def __init__(self) -> None:
        self._news, self._since_s = "", 0.0
        self._told = ""
        self._told_s: float | None = None

    def tell(self, sentence: str) -> None:
        """Before all else, also where it has been told already. Its time begins when it is first shown."""
        self._told, self._told_s = sentence, None

    def at(self, now_s: float, news: str) -> str:
        """What is to be shown; ``news``: what the session says just now, "" for nothing."""
        if self._told:
            self._told_s = now_s if self._told_s is None else self._told_s
            if now_s - self._told_s < SHOWN_S:
                return self._told
            self._told = ""
        if news != self._news:
            self._news, self._since_s = news, now_s
        return news if now_s - self._since_s < SHOWN_S else ""
