"""`together`: two cards side by side, each with the avatar of one; over each, who leads and who mirrors."""

from __future__ import annotations

from mirrorcam.acts import Command
from mirrorcam.app.painting import controls as c
from mirrorcam.app.painting import widgets as w
from mirrorcam.app.painting.easel import Box, Piece, Size
from mirrorcam.app.painting.spacing import down
from mirrorcam.app.screens.kinds.follow import together_piece
from mirrorcam.app.screens.pair import side_by_side
from mirrorcam.app.screens.practice import INSET, PracticeScreen, next_keys
from mirrorcam.app.screens.two import framed, picture_of_both, two_cards
from mirrorcam.phrases import phrase
from mirrorcam.session import Moment


class TogetherScreen(PracticeScreen):
    def layout(self, size: Size, moment: Moment) -> list[Piece]:
        left, right = side_by_side(size, self.beyond_sentence(size, moment))
        scene = moment.scene
        leads = {"left": left, "right": right}.get(scene.leads or "")
        return [
            w.ground(Box(0, 0, *size), self.theme.ground),
            *self.top(size, moment),
            *two_cards(self, size, moment, (left, right)),
            *([] if leads is None else [framed(leads, self.theme.accent)]),
            *([] if leads is None else self._roles(size, left, right, leads)),
            *(picture_of_both(self, size, left) if scene.camera else []),
            *self._sign(size, moment, left),
            *self.below(size, moment, left.bottom),
            *self.key_rows(size, self._key_hints(scene.camera)),
        ]

    def _roles(self, size: Size, left: Box, right: Box, leads: Box) -> list[Piece]:
        """In a word, at the upper edge, towards the middle of the picture."""
        pieces = []
        for box in (left, right):
            words = phrase("together.lead" if box is leads else "together.mirror")
            half = w.pill_width(words) / 2
            pieces.append(
                w.pill((box.right - INSET * 0.7 - half, box.y + down(size, 24, 36)), words, self.theme)
            )
        return pieces

    def _sign(self, size: Size, moment: Moment, card: Box) -> list[Piece]:
        """How both go together, softly, where the cards meet."""
        if moment.scene.together is None:
            return []
        return [together_piece((size[0] / 2, card.middle[1]), moment.scene.together, self.theme)]

    def _key_hints(self, camera: bool) -> list[c.Hint]:
        go_on = c.Hint("Enter", phrase("hint.go_on"), "next", Command.NEXT)
        own = [hint for hint in self.own_hints() if camera or hint.name != "camera"]
        return [*next_keys(), go_on, c.Hint("R", phrase("hint.again"), "repeat", Command.REPEAT), *own]
