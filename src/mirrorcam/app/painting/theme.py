"""How the window looks, as data: four sets of colours and what each leaves out."""

from __future__ import annotations

from dataclasses import dataclass, fields

Colour = int
"""0xRRGGBB"""


@dataclass(frozen=True, slots=True)
class Theme:
    """Colours by their place. Text is ink, soft, label, accent_ink and on_accent: ``READ_ON`` in test_screens.py."""

    name: str
    title: str
    ground: Colour = 0xF4F1EA  # sand
    calm_ground: Colour = 0xE6EEEC  # behind the breath pacer
    ink: Colour = 0x24343A
    soft: Colour = 0x55666B  # second-rank text
    label: Colour = 0x58696C  # small capitals over a card
    card: Colour = 0xFFFFFF
    invite: Colour = 0xDCEBE8  # mist: the card that is offered first
    target: Colour = 0xEAF0F0
    you: Colour = 0xF4EDE0
    line: Colour = 0xD9DCD7  # thin lines around keys and cards
    accent: Colour = 0x1F6F78  # teal
    accent_ink: Colour = 0x1B5F67  # teal as text
    on_accent: Colour = 0xFFFFFF
    film: Colour = 0xC8322B  # the dot while a film is made, and nothing else: all other screens have no red
    warm: Colour = 0xE0A458  # amber: what is happening now
    track: Colour = 0xE1DDD1
    pacer: Colour = 0xCDE0DD
    halo: Colour = 0xDBE8E5
    focus: Colour = 0x1F6F78
    line_px: float = 1.0
    shadow: float = 0.085  # opacity; 0: flat
    live_score: bool = True
    """Whether a number runs along while an expression is made, unless the person chose."""
    lively: bool = True
    """Whether faces blink, look about and breathe by themselves."""
    person: str = "robin"
    """Who is drawn, unless the person chose."""


STANDARD = Theme("standard", "Standard")
HIGH_CONTRAST = Theme(
    "high-contrast",
    "High contrast",
    ground=0xFFFFFF,
    calm_ground=0xFFFFFF,
    ink=0x000000,
    soft=0x1F2A2E,
    label=0x1F2A2E,
    invite=0xFFFFFF,
    target=0xFFFFFF,
    you=0xFFFFFF,
    line=0x000000,
    accent=0x00454D,
    accent_ink=0x00363C,
    film=0xC00000,
    warm=0xA85B00,
    track=0xC9C9C4,
    pacer=0x8FB9B5,
    halo=0xC6DDDA,
    focus=0x0A3CFF,
    line_px=2.0,
    shadow=0.0,
)
DARK = Theme(
    "dark",
    "Dark",
    ground=0x172024,
    calm_ground=0x16252A,
    ink=0xEEF1EC,
    soft=0xB4C0BF,
    label=0xB4C0BF,
    card=0x222D32,
    invite=0x1E3A40,
    target=0x28363B,
    you=0x38352C,
    line=0x45545A,
    accent=0x8FCFD2,
    accent_ink=0x9FD9DB,
    on_accent=0x0F2226,
    film=0xFF6A5E,
    warm=0xE8B46E,
    track=0x3A474C,
    pacer=0x2C5058,
    halo=0x223A40,
    focus=0x8FCFD2,
    shadow=0.0,
)
LOW_STIMULUS = Theme(
    "low-stimulus",
    "Low stimulus",
    ground=0xE9E8E4,
    calm_ground=0xE4E7E5,
    ink=0x35423F,
    soft=0x505C59,
    label=0x55605D,
    card=0xF1F0EC,
    invite=0xE1E6E3,
    target=0xE6E8E6,
    you=0xECE9E2,
    line=0xD3D3CD,
    accent=0x4A6B6A,
    accent_ink=0x3F5F5E,
    on_accent=0xFFFFFF,
    film=0xB0423B,
    warm=0x8C9C92,
    track=0xD8D8D1,
    pacer=0xC4D0CC,
    halo=0xD9DFDC,
    focus=0x4A6B6A,
    shadow=0.0,
    live_score=False,
    lively=False,
    person="line",
)

THEMES: dict[str, Theme] = {theme.name: theme for theme in (STANDARD, DARK, HIGH_CONTRAST, LOW_STIMULUS)}


def after(theme: str) -> str:
    """The name of the next theme round the circle; an unknown name starts again."""
    names = list(THEMES)
    return names[(names.index(theme) + 1) % len(names)] if theme in THEMES else names[0]


def luminance(colour: Colour) -> float:
    """Relative luminance, 0..1 (WCAG 2.2, https://www.w3.org/TR/WCAG22/#dfn-relative-luminance)."""
    parts = [((colour >> shift) & 255) / 255 for shift in (16, 8, 0)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: Colour, other: Colour) -> float:
    """1..21 (WCAG 2.2, contrast ratio)."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def colours(theme: Theme) -> dict[str, Colour]:
    """Its colours by name."""
    return {field.name: getattr(theme, field.name) for field in fields(Theme) if field.type == "Colour"}
