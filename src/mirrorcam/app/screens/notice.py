"""One sentence that fills the window: while something opens, or when it could not."""

from __future__ import annotations

from collections.abc import Mapping

from mirrorcam.app.painting import controls as c
from mirrorcam.app.painting import widgets as w
from mirrorcam.app.painting.easel import Box, Piece, Size
from mirrorcam.app.painting.lettering import Style
from mirrorcam.app.screens import Action, Go, Screen, Settings, Show
from mirrorcam.phrases import phrase

WORDS = Style(19, "Regular", 1.45, -0.006)


class NoticeScreen(Screen):
    """``way_back``: where Enter leads, if there is nothing to wait for."""

    def __init__(self, settings: Settings, title: str, words: str, way_back: Go | Show | None = None) -> None:
        super().__init__(settings)
        self.title = title
        self.words = words
        self.way_back = way_back

    def keys(self) -> Mapping[str, Action]:
        return {"escape": Go.HOME, **({"enter": self.way_back} if self.way_back else {})}

    def pieces(self, size: Size) -> list[Piece]:
        wide = min(720.0, size[0] - (160 if size[0] > 800 else 56))
        inset = 56.0 if wide > 600 else 36.0
        inner = wide - 2 * inset
        head = w.text_height(self.title, w.TITLE, inner, 2)
        room = size[1] - 190 - head - (86 if self.way_back else 0)
        most = max(2, min(10, int(room / (WORDS.size * WORDS.leading))))
        tall = w.text_height(self.words, WORDS, inner, most)
        height = 44 + head + 12 + tall + 44 + (82 if self.way_back else 0)
        box = Box((size[0] - wide) / 2, max(12.0, (size[1] - height) / 2 - 20), wide, height)
        line = Box(box.x + inset, box.y + 44, inner, head)
        on = phrase("notice.home" if self.way_back is Go.HOME else "notice.back")
        button = Box(line.x, box.bottom - 98, c.button_width(on, "Enter"), 58)
        back = [c.Hint("Esc", phrase("hint.home"), "home key", Go.HOME)]
        return [
            w.ground(Box(0, 0, *size), self.theme.ground),
            w.card(box, self.theme.card, self.theme),
            w.text(line, self.title, w.TITLE, self.theme.ink, most=2),
            w.text(Box(line.x, line.bottom + 12, inner, tall), self.words, WORDS, self.theme.soft, most=most),
            *(
                [c.button(button, on, self.theme, self.tap("on", self.way_back), key="Enter")]
                if self.way_back
                else []
            ),
            *c.key_row((size[0] - 40, size[1] - 36), back, self.theme, self.touch, align=1),
        ]
