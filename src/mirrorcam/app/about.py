"""What the about page says: of the program, of what is kept, and of the parts that it is made of."""

from __future__ import annotations

from importlib import metadata

from mirrorcam.app.screens.programmes import Told
from mirrorcam.phrases import phrase
from mirrorcam.score import FORMULA_VERSION

LICENCES = {
    "mirrorcam": "MIT",
    "mediapipe": "Apache 2.0",
    "opencv-python": "Apache 2.0",
    "numpy": "BSD 3-Clause",
    "skia-python": "BSD 3-Clause",
    "pygame": "LGPL 2.1",
    "pydantic": "MIT",
    "platformdirs": "MIT",
    "zstandard": "BSD 3-Clause",
    "cv2-enumerate-cameras": "MIT",
    "pyrage": "MIT",
    "pillow": "MIT-CMU",
}
"""Of the packages, as they say themselves. The face model (Apache 2.0) and the font come besides."""
FONT = ("Inter", "SIL Open Font License 1.1")
MODEL = ("Face Landmarker", "Apache 2.0")


def told(folder: str) -> Told:
    """``folder``: where sessions are kept."""
    return (
        (phrase("about.is"), phrase("about.is_words")),
        (phrase("about.is_not"), phrase("about.is_not_words")),
        (phrase("about.privacy"), phrase("about.privacy_words")),
        (phrase("about.kept"), phrase("about.kept_words", folder=folder)),
        (phrase("about.measure"), phrase("about.measure_words", version=FORMULA_VERSION)),
        (phrase("about.limits"), phrase("about.limits_words")),
    )


def parts() -> dict[str, str]:
    """Name and version → licence."""
    packages = {f"{name} {_version(name)}".rstrip(): licence for name, licence in LICENCES.items()}
    return {**packages, **dict((MODEL, FONT))}


def _version(name: str) -> str:
    """Empty where a package is not installed as one."""
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return ""
