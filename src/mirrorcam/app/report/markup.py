"""HTML and SVG that cannot be broken by what is written into them: every text and attribute is escaped.

What comes out is read by a browser as HTML and by an XML parser as well, so that a test can hold it to both.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

VOID = frozenset(("meta", "img", "hr"))
"""Elements of HTML without an end, of those that are used here."""
_NO_TEXT = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 (2.2, "Characters") allows nowhere."""


@dataclass(frozen=True, slots=True)
class Node:
    tag: str
    attributes: tuple[tuple[str, str], ...]
    children: tuple[Node | str, ...]


Content = Node | str | None | Iterable["Content"]


def node(tag: str, *children: Content, **attributes: str | float | None) -> Node:
    """An element. ``class_`` is written ``class``, ``stroke_width`` ``stroke-width``; None leaves out."""
    written = ((_name(key), _value(value)) for key, value in attributes.items() if value is not None)
    return Node(tag, tuple(written), tuple(_flat(children)))


def write(one: Node | str) -> str:
    """As text, ready for a file."""
    if isinstance(one, str):
        return escape(_NO_TEXT.sub("", one), quote=False)
    attributes = "".join(f' {key}="{escape(_NO_TEXT.sub("", value))}"' for key, value in one.attributes)
    if one.tag in VOID:
        return f"<{one.tag}{attributes}/>"
    return f"<{one.tag}{attributes}>{''.join(map(write, one.children))}</{one.tag}>"


def _name(key: str) -> str:
    return key if key == "viewBox" else key.rstrip("_").replace("_", "-")


def _value(value: str | float) -> str:
    return value if isinstance(value, str) else f"{value:.2f}".rstrip("0").rstrip(".")


def _flat(children: Iterable[Content]) -> Iterable[Node | str]:
    for child in children:
        if child is None:
            continue
        if isinstance(child, Node | str):
            yield child
        else:
            yield from _flat(child)
