"""A person's pictures at rest: the reference that all of them make, and that of the others for each; and which of them
cannot be one, as they cannot be scored beside the others themselves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from mirrorcam.app.measuring.photographs import row_of
from mirrorcam.app.seeing.beside_neutral import closeups_of_first, neutral_of_put_right, put_right
from mirrorcam.calibration import Neutral
from mirrorcam.closeup import Closeup
from mirrorcam.face import Sample

Looks = Sequence[Sample]


class References:
    """Makes neutrals of any of the pictures, as ``neutral_of_looks`` does, to the bit. What was seen beside the first
    picture once is not seen so again, as that is nearly all the work: with each of fifty left out in turn it would be
    done fifty times."""

    def __init__(self) -> None:
        self._made: dict[tuple[int, ...], tuple[Sequence[Looks], Neutral | None]] = {}
        self._seen: dict[tuple[int, int, int], tuple[Looks, Sequence[Closeup], list[Sample]]] = {}

    def of(self, rests: Sequence[Looks]) -> Neutral | None:
        """None of nothing. ``rests``: the looks at each picture that can be scored."""
        key = tuple(map(id, rests))
        if key not in self._made:
            self._made[key] = rests, self._make(rests)  # kept with them, so that no id is another's later
        return self._made[key][1]

    def _make(self, rests: Sequence[Looks]) -> Neutral | None:
        every = [look for looks in rests for look in looks]
        if not every:
            return None
        closeups = closeups_of_first(every)
        seen: list[Sample] = []
        for looks in rests:
            seen += self._beside(looks, closeups, len(seen))
        return neutral_of_put_right(seen, closeups)

    def _beside(self, looks: Looks, closeups: tuple[Closeup, ...], before: int) -> list[Sample]:
        """``before``: how many looks come before these; each is seen beside the one that has its turn."""
        turn = before % len(closeups) if closeups else 0
        key = id(looks), id(closeups[0]) if closeups else 0, turn
        if key not in self._seen:
            found = put_right(looks, (*closeups[turn:], *closeups[:turn])).looks
            self._seen[key] = looks, closeups, found
        return self._seen[key][2]


def refusal(looks: Looks, neutral: Neutral | None) -> str:
    """Why a picture cannot be scored beside that; "" if it can. Whether it looks like the same face is asked, too, even
    where it is known to be: glasses in one picture at rest read as lifted cheeks, or spoil what is measured against
    it."""
    return str(row_of(looks, "", 0, neutral, {}).reason or "")


def refused_rests(
    rests: Mapping[Path, Looks], others: Sequence[Looks], references: References
) -> dict[Path, str]:
    """Which of the pictures at rest cannot serve, and why; at least one can. ``others``: looks at the person's pictures
    that are not at rest.

    Out goes what is refused beside those that nothing is said against: a blurred picture beside a sharp one, never
    the sharp one. Where each is refused beside the rest, the one beside which most of all pictures can be scored stays,
    and what is not refused beside it."""
    kept = dict(rests)
    out: dict[Path, str] = {}
    while doubted := _doubted(kept, references):
        sure = [path for path in kept if path not in doubted] or [_best(kept, others, references)]
        beside = references.of([kept[path] for path in sure])
        unsure = [path for path in kept if path not in sure]
        found = {path: why for path in unsure if (why := refusal(kept[path], beside))}
        out |= found or {path: doubted[path] for path in unsure}
        kept = {path: looks for path, looks in kept.items() if path not in out}
    return out


def _doubted(rests: Mapping[Path, Looks], references: References) -> dict[Path, str]:
    """Those that are refused beside all others, and why."""
    if len(rests) < 2:
        return {}
    beside = {path: others_make(rests, path, references) for path in rests}
    return {path: why for path, looks in rests.items() if (why := refusal(looks, beside[path]))}


def others_make(rests: Mapping[Path, Looks], path: Path, references: References) -> Neutral | None:
    return references.of([looks for other, looks in rests.items() if other != path])


def _best(rests: Mapping[Path, Looks], others: Sequence[Looks], references: References) -> Path:
    """By one look at each, which is enough to tell; of equals the sharper, then the first."""

    def serves(path: Path) -> tuple[int, float]:
        alone = references.of([rests[path]])
        each = (*(looks for other, looks in rests.items() if other != path), *others)
        return sum(not refusal(looks[:1], alone) for looks in each), rests[path][0].sharpness

    return max(rests, key=serves)
