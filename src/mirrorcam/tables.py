"""Reading TOML files that people write: bounded in size and depth, and every mistake told at once.

A mistake is a line ``file: place: reason``, with a "did you mean" where there is a near name:
``exercises/joy.toml: steps[2].target: no expression called "hapiness". Did you mean "happiness"?``
"""

from __future__ import annotations

import difflib
import json
import os
import re
import tomllib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError

from mirrorcam.errors import BadInput

MAX_BYTES = 64 * 1024
ADDED = 1024
"""Bytes that mirrorcam itself may have put into a text that was read from a file: a seed, limits."""
MAX_DEPTH = 8
MAX_SHOWN = 40
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
"""Signs that a terminal would obey, and that no text needs."""
LARGEST = 2**63
"""Whole numbers of TOML have 64 bits."""


class Table(BaseModel):
    """What a table of a file may say: unknown keys, wrong types, nan and infinity are all mistakes.

    Types are strict, so that ``"3"`` is no number; a TOML list is a ``list``.
    """

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, allow_inf_nan=False)


Model = TypeVar("Model", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Problem:
    """One mistake: the ``file`` as it was named, the ``place`` in it (empty: all of it), the ``reason``."""

    file: str
    place: str
    reason: str

    def __str__(self) -> str:
        return ": ".join(part for part in (self.file, self.place, self.reason) if part)


class TableError(BadInput, ValueError):
    """A file that cannot be used. ``problems`` has every mistake; ``str()`` gives one a line."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """`` Did you mean "happiness"?`` (with the blank before it) for the nearest known name, or nothing."""
    names = {name.casefold(): name for name in known}
    near = difflib.get_close_matches(word.casefold(), names, n=1, cutoff=0.6)
    return f' Did you mean "{names[near[0]]}"?' if near else ""


def no_such(what: str, name: str, known: Iterable[str]) -> str:
    """``no exercise called "jou". Did you mean "joy"?``; without a near name, and a full stop, only the first half."""
    return f'no {what} called "{name[:60]}".{did_you_mean(name, known)}'.removesuffix(".")


def read_table(path: Path | str) -> dict[str, Any]:
    """The table in a TOML file. Raises ``TableError`` for anything that cannot be read as one."""
    return parse_toml(read_text(Path(path)), str(path))


def parse_toml(text: str, file: str) -> dict[str, Any]:
    """As ``read_table``, from text that was already read; ``file`` is the name used in errors."""
    _check_size(len(text.encode()) - ADDED, file)
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _error(file, *_syntax(str(error))) from None
    except ValueError:  # of a number with more than 4300 digits
        raise _error(file, "", TOO_LARGE) from None
    except RecursionError:
        raise _error(file, "", f"is nested more than {MAX_DEPTH} levels deep") from None
    if fault := _too_much(table):
        raise _error(file, *fault)
    return table


def toml_value(value: Any) -> str:
    """As TOML writes it, in one line: text, numbers, true and false, and lists and tables of them."""
    if isinstance(value, dict):
        return f"{{{', '.join(f'{toml_value(key)} = {toml_value(item)}' for key, item in value.items())}}}"
    if isinstance(value, list):
        return f"[{', '.join(map(toml_value, value))}]"
    return json.dumps(value, ensure_ascii=False)


TOO_LARGE = "there is a number that is too large"


def parse_table(
    model: type[Model], table: Mapping[str, Any], path: Path | str, also: Collection[Problem] = ()
) -> Model:
    """``table`` as a ``model``. Raises ``TableError`` with every mistake in it, and ``also`` those that the caller has
    found in it."""
    try:
        parsed = model.model_validate(table)
    except ValidationError as error:
        raise TableError([*explain(error, path, model, table).problems, *also]) from None
    if also:
        raise TableError(also)
    return parsed


def explain(
    error: ValidationError,
    path: Path | str,
    model: type[BaseModel] | None = None,
    table: Mapping[str, Any] | None = None,
) -> TableError:
    """Pydantic's errors as ``Problem`` lines. With ``model`` and ``table`` unknown keys get a suggestion, and
    the names of union members are left out of the places."""
    schema = model.model_json_schema() if model else {}
    problems: dict[Problem, None] = {}
    for item in error.errors(include_url=False):
        keys = _keys(item["loc"], table, item["type"] == "missing")
        if item["type"] == "union_tag_invalid":
            keys = (*keys, item["ctx"]["discriminator"].strip("'"))
        problem = Problem(str(path), place(keys), _reason(item, _known(schema, keys[:-1], table)))
        problems[problem] = None  # a set that keeps its order
    return TableError(problems)


def schema_of(model: type[BaseModel], title: str) -> dict[str, Any]:
    """The JSON Schema that editors check such files with."""
    dialect = "https://json-schema.org/draft/2020-12/schema"
    return {"$schema": dialect, **model.model_json_schema(), "title": title}


def place(keys: Iterable[str | int]) -> str:
    """``("steps", 2, "target")`` as ``steps[2].target``."""
    return "".join(f"[{key}]" if isinstance(key, int) else f".{key}" for key in keys).lstrip(".")


def _check_size(size: int, file: str) -> None:
    if size > MAX_BYTES:
        raise _error(file, "", f"is larger than {MAX_BYTES // 1024} kB, too large for this kind of file")


def _error(file: str, where: str, reason: str) -> TableError:
    return TableError([Problem(file, where, reason)])


def toml_files(folder: Path) -> list[Path]:
    """In the order of their names; none where there is no folder, or one that may not be looked into (``closed``)."""
    try:
        return sorted(folder.glob("*.toml"))
    except OSError:
        return []


def closed(folder: Path) -> str:
    """Why a folder that is there cannot be looked into, and what to do; "" where it can."""
    try:
        with os.scandir(folder):
            return ""
    except (FileNotFoundError, NotADirectoryError):
        return ""
    except OSError as error:
        return f"{folder}: cannot be looked into ({error.strerror}). What lies in it is left out until you may read it."


def read_text(path: Path) -> str:
    """The text of a file of at most ``MAX_BYTES``, without the mark that some editors put before it. Raises
    ``TableError``, for a larger one too."""
    try:
        if not path.is_file():
            raise _error(str(path), "", "is not a file" if path.exists() else "there is no such file")
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
        _check_size(len(content), str(path))
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise _error(str(path), "", "is not UTF-8 text; save it as UTF-8") from None
    except OSError as error:
        raise _error(str(path), "", f"cannot be read ({error.strerror})") from None


_REMEDIES = {
    "Invalid value": 'text needs straight quotation marks, as "a smile", a number a point, as 2.5',
    "Expected newline or end of document after a statement": "one line says one thing; a number has a point, as 2.5",
    "Invalid statement": "a line says key = value, or begins a table, as [[steps]]",
    "Expected '=' after a key in a key/value pair": 'between a key and its value stands "="',
    "Cannot overwrite a value": "this key is there twice; leave one of them out",
    "Illegal character '\\n'": "a quotation mark is missing at the end of the text",
    "Unescaped '\\' in a string": 'write "/" in its place, or two of them',
    "Invalid date or datetime": "there is no such day or time",
}
"""What to do, by what tomllib says."""


def _syntax(message: str) -> tuple[str, str]:
    """Place and reason from tomllib's ``Expected … (at line 3, column 5)``."""
    found = re.fullmatch(r"(.*) \(at (.*)\)", message, re.DOTALL)
    reason, where = found.groups() if found else (message, "")
    remedy = f" ({_REMEDIES[reason]})" if reason in _REMEDIES else ""
    return where, f"is not TOML: {reason[:1].lower()}{reason[1:]}{remedy}"


_NO_TEXT = "has a control character in it (U+{sign:04X}); leave it out"


def _too_much(table: dict[str, Any]) -> tuple[str, str] | None:
    """Where it is nested too deeply, a number too large, or a sign no text's. Not recursive, as the depth is what is in
    question."""
    waiting: list[tuple[tuple[str | int, ...], Any]] = [((), table)]
    while waiting:
        keys, value = waiting.pop()
        if len(keys) > MAX_DEPTH:
            return place(keys[:2]), f"is nested more than {MAX_DEPTH} levels deep"
        if isinstance(value, dict):
            if sign := CONTROL.search("".join(value)):
                return place(keys), f"a key {_NO_TEXT.format(sign=ord(sign[0]))}"
            waiting += [((*keys, key), item) for key, item in value.items()]
        elif isinstance(value, str):
            if sign := CONTROL.search(value):
                return place(keys), _NO_TEXT.format(sign=ord(sign[0]))
        elif isinstance(value, list):
            waiting += [((*keys, i), item) for i, item in enumerate(value)]
        elif isinstance(value, int) and not -LARGEST <= value < LARGEST:
            return place(keys), TOO_LARGE
    return None


def _keys(location: tuple[str | int, ...], table: Any, missing: bool) -> tuple[str | int, ...]:
    """Pydantic's location without the names of union members, which are in no file."""
    if table is None:
        return location
    kept: list[str | int] = []
    node: Any = table
    for depth, key in enumerate(location):
        if found := _has(node, key):
            node = node[key]
        if found or (missing and depth == len(location) - 1):
            kept.append(key)
    return tuple(kept)


def _has(node: Any, key: str | int) -> bool:
    if isinstance(node, dict):
        return key in node
    return isinstance(node, list) and isinstance(key, int) and key < len(node)


def _known(schema: dict[str, Any], keys: Iterable[str | int], table: Any) -> tuple[str, ...]:
    """The keys that the table at ``keys`` may have, from the model's JSON schema."""
    nodes = _branches(schema, schema, table)
    for key in keys:
        table = table[key] if table is not None else None
        nodes = [
            branch
            for node in nodes
            for branch in _branches(schema, _child(node, key), table)
        ]  # fmt: skip
    return tuple(dict.fromkeys(name for node in nodes for name in node.get("properties", ())))


def _child(node: dict[str, Any], key: str | int) -> dict[str, Any]:
    if isinstance(key, int):
        found = node.get("items")
    else:
        found = node.get("properties", {}).get(key, node.get("additionalProperties"))
    return found if isinstance(found, dict) else {}


def _branches(schema: dict[str, Any], node: dict[str, Any], value: Any) -> list[dict[str, Any]]:
    """What a node of the schema stands for: references followed, of a union what ``value`` says."""
    if "$ref" in node:
        return _branches(schema, schema["$defs"][node["$ref"].rsplit("/", 1)[-1]], value)
    mapping = node.get("discriminator", {}).get("mapping", {})
    tag = value.get(node["discriminator"]["propertyName"]) if mapping and isinstance(value, dict) else None
    if isinstance(tag, str) and tag in mapping:
        return _branches(schema, {"$ref": mapping[tag]}, value)
    members = node.get("oneOf", node.get("anyOf", node.get("allOf")))
    return [node] if members is None else [b for member in members for b in _branches(schema, member, value)]


def _shown(value: Any) -> str:
    if isinstance(value, str):
        return f'"{value}"' if len(value) <= MAX_SHOWN else f'"{value[:MAX_SHOWN]}…"'
    if isinstance(value, bool):
        return str(value).lower()
    names: dict[type, str] = {dict: "a table", list: "a list"}
    return names.get(type(value), str(value)[:MAX_SHOWN])


_WANTED = {
    "float_type": "a number",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "string_type": "text",
    "bool_type": "true or false",
    "list_type": "a list",
    "tuple_type": "a list",
    "dict_type": "a table",
    "model_type": "a table",
    "model_attributes_type": "a table",
    "finite_number": "an ordinary number",
    "date_type": "a plain date without quotation marks, as 2026-11-23",
}
_BOUNDS = {
    "greater_than_equal": ("at least", "ge"),
    "greater_than": ("more than", "gt"),
    "less_than_equal": ("at most", "le"),
    "less_than": ("less than", "lt"),
}
_LENGTHS = {
    "too_short": ("needs at least", "min_length", ("entry", "entries")),
    "too_long": ("may have at most", "max_length", ("entry", "entries")),
    "string_too_short": ("needs at least", "min_length", ("character", "characters")),
    "string_too_long": ("may have at most", "max_length", ("character", "characters")),
}


def _reason(item: Any, known: tuple[str, ...]) -> str:
    """What is wrong, in words for the person who wrote the file."""
    kind, context, value = item["type"], item.get("ctx", {}), item["input"]
    if kind in _WANTED:
        return f"must be {_WANTED[kind]}, not {_shown(value)}"
    if kind in _BOUNDS:
        words, key = _BOUNDS[kind]
        return f"must be {words} {context[key]:g}, not {_shown(value)}"
    if kind in _LENGTHS:
        words, key, (one, many) = _LENGTHS[kind]
        return f"{words} {context[key]} {one if context[key] == 1 else many}"
    if kind in ("literal_error", "enum", "union_tag_invalid"):
        return _choice(str(context.get("tag", value)), context.get("expected_tags") or context["expected"])
    if kind in ("extra_forbidden", "missing", "union_tag_not_found"):
        return _key_reason(kind, str(item["loc"][-1]), context, known)
    return _other_reason(item)


_FORMS = {
    "^[^:]*$": 'without ":"',
    "^[a-z][a-z0-9-]{0,39}$": 'up to 40 small letters, digits and "-", a letter first',
}
"""The patterns of strings, in words."""


def _other_reason(item: Any) -> str:
    if item["type"] == "string_pattern_mismatch":
        pattern = item["ctx"]["pattern"]
        return f"must be {_FORMS.get(pattern, f'of the form {pattern}')}, not {_shown(item['input'])}"
    if item["type"] == "value_error":
        return str(item["ctx"]["error"])
    return str(item["msg"][:1].lower() + item["msg"][1:])


def _key_reason(kind: str, key: str, context: Mapping[str, Any], known: tuple[str, ...]) -> str:
    if kind == "extra_forbidden":
        return f'unknown key "{key}".{did_you_mean(key, known)}'.removesuffix(".")
    if kind == "missing":
        return "is missing"
    return f"needs a key {context['discriminator']}".replace("'", '"')


def _choice(value: str, expected: str) -> str:
    """``expected`` is pydantic's ``'a', 'b' or 'c'``."""
    names = re.findall(r"'([^']*)'", expected)
    suggestion = did_you_mean(value, names) or f" Choose one of {', '.join(names)}."
    return f'there is no "{value}" here.{suggestion}'
