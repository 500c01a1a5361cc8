"""The whole page: one file that needs nothing else, may load nothing, and runs nothing."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path

from mirrorcam.app.painting.theme import STANDARD, colours
from mirrorcam.app.report.markup import Node, node, write
from mirrorcam.phrases import catalogue

STYLE = Path(__file__).with_name("style.css")


def page(title: str, sheets: Sequence[Node]) -> str:
    """A document in the language in use."""
    style = stylesheet()
    head = node(
        "head",
        node("meta", charset="utf-8"),
        node("meta", http_equiv="Content-Security-Policy", content=policy(style)),
        node("meta", name="viewport", content="width=device-width, initial-scale=1"),
        node("meta", name="referrer", content="no-referrer"),
        node("title", title),
        node("style", style),
    )
    way = "rtl" if catalogue().right_to_left else None
    body = node("body", node("main", sheets))
    return f"<!DOCTYPE html>\n{write(node('html', head, body, lang=catalogue().language, dir=way))}\n"


def policy(style: str) -> str:
    """Nothing but this one style and pictures that are in the page (https://www.w3.org/TR/CSP3/)."""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; base-uri 'none'; form-action 'none'"
    )


def stylesheet() -> str:
    """With the colours of the window."""
    found = "".join(
        f"--{name.replace('_', '-')}:#{colour:06x};" for name, colour in colours(STANDARD).items()
    )
    return f":root{{{found}}}\n{STYLE.read_text(encoding='utf-8')}"


def figure(drawn: Node, caption: str = "") -> Node:
    return node("figure", drawn, node("figcaption", caption, class_="caption") if caption else None)


def block(heading: str, *content: Node | Iterable[Node] | None, class_: str = "block") -> Node:
    return node("div", node("h2", heading), *content, class_=class_)
