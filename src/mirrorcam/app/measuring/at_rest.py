"""The face at rest that others are measured against: in files that are given for it, or in a film itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator, Iterable, Sequence
from contextlib import closing
from pathlib import Path
from typing import NamedTuple

from mirrorcam.app.measuring.reading import FileFacts, looks_of, name_of
from mirrorcam.app.measuring.rests import References, refused_rests
from mirrorcam.app.seeing import Viewer
from mirrorcam.app.seeing.beside_neutral import neutral_of_looks
from mirrorcam.app.terminal import say
from mirrorcam.calibration import Neutral, seems_to_smile
from mirrorcam.errors import BadInput
from mirrorcam.face import Reason, Sample
from mirrorcam.measures import measured
from mirrorcam.resting import Settling
from mirrorcam.sources import is_picture


def neutral_of(paths: Sequence[Path], viewer: Viewer, smiling: list[str] | None = None) -> Neutral:
    """From pictures or films of a face at rest. Raises BadInput when no frame in them can be used, or when its pictures
    are not of one person, as far as that can be told. To ``smiling`` the names are added of those whose face seems to
    smile."""
    named = [(path, samples) for path in paths for samples in viewer.looks(path)]
    seen = [samples for _, samples in named]
    good = [looks for samples in seen if (looks := [sample for sample in samples if sample.scored])]
    if not good:
        files = ", ".join(str(path) for path in paths)
        raise BadInput(f"{files}: no face at rest could be measured here{_why_none(seen)}")
    out = _left_out(seen)
    for file, why in out.items():
        say(f"{file}: nothing is measured against it ({why}). {why.advice}")
    kept = [(path, samples) for path, samples in named if samples[0].file not in out]
    if smiling is not None:
        smiling += _smiling(kept)
    return neutral_of_looks([sample for _, looks in kept for sample in looks if sample.scored])


def _why_none(seen: Iterable[Sequence[Sample]]) -> str:
    """With what to do about what is the matter most often."""
    reasons = Counter(samples[0].reason for samples in seen if samples[0].reason)
    if not reasons:
        return " (no picture in it). Give a clear picture."
    return f" ({', '.join(sorted(map(str, reasons)))}). {reasons.most_common(1)[0][0].advice}"


def _smiling(seen: Iterable[tuple[Path, Sequence[Sample]]]) -> list[str]:
    """Names of files, each once; of a folder those of its pictures."""
    looks: dict[str, list[Sample]] = {}
    for path, samples in seen:
        looks.setdefault(name_of(path, samples), []).extend(sample for sample in samples if sample.scored)
    return [name for name, samples in looks.items() if seems_to_smile(samples)]


def _left_out(seen: Sequence[Sequence[Sample]]) -> dict[str, Reason]:
    """Photographs that cannot be scored, by themselves or beside the others, and why. Raises BadInput where one is not
    of the others' face, as far as that can be told."""
    stills = [one for one in seen if is_picture(Path(one[0].file))]
    alone = {one[0].file: one[0].reason for one in stills if one[0].reason}
    rests = {Path(one[0].file): one for one in stills if one[0].scored}
    beside = {str(path): Reason(why) for path, why in refused_rests(rests, (), References()).items()}
    for file, reason in beside.items():
        kept = next(str(path) for path in rests if str(path) not in beside)
        if reason is Reason.TOO_DARK:
            raise BadInput(
                f"{file}: is too dark to tell whether it shows the same face as {kept}. Give pictures in good light."
            )
        if reason is Reason.LOOKS_DIFFERENT:
            raise BadInput(
                f"{file}: looks like somebody else than {kept}, or glasses came or went. Give pictures of one face "
                "at rest."
            )
    return alone | beside


class Rest(NamedTuple):
    """A film's own neutral, and from when to when the face was so; ``smiles``: as it seems."""

    neutral: Neutral
    from_s: float
    until_s: float
    smiles: bool = False


def first_steady(path: Path, viewer: Viewer, facts: FileFacts | None = None) -> Rest | None:
    """From the first two steady seconds in which the face does not seem to smile: a held smile is as steady as rest.
    Where it seems to in all of them, from the first, as some people's face at rest looks so. None when there are none
    (a single picture, say)."""
    smiling: Rest | None = None
    refused: Counter[str] = Counter()
    with closing(_steady(path, viewer, facts, refused)) as steady:
        for found in steady:
            if not found.smiles:
                return found
            smiling = smiling or found
    if smiling is None and facts and refused:
        facts.restless[path] = refused.most_common(1)[0][0]
    return smiling


def _steady(
    path: Path, viewer: Viewer, facts: FileFacts | None, refused: Counter[str]
) -> Generator[Rest, None, None]:
    """Each two steady seconds, one after the other; to ``refused`` is added what kept others from being so."""
    settling, seen = Settling(), list[Sample]()
    with closing(looks_of(path, viewer, facts, unseen=True)) as looks:
        for _, (sample, *_) in looks:
            settled = settling.see(sample, measured(sample) if sample.scored else None)
            seen = [
                one for one in (*seen, sample) if settled.from_s is not None and one.time_s >= settled.from_s
            ]
            if settled.neutral is not None and settled.from_s is not None:
                smiles = seems_to_smile(one for one in seen if one.scored)
                yield Rest(settled.neutral, settled.from_s, sample.time_s, smiles)
                settling, seen = Settling(), []
            refused.update([str(settled.refusal)] if settled.refusal else [])
