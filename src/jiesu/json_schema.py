"""
JSON Schema of the documents that `jiesu.plain` writes, for platforms that are not written in Python.

The schema is made from the shapes that write and read, so that it says what they do: which fields
there are and which are needed, that there are no others, and of each label the names with their terms.
What no schema can say (that a period does not end before it begins, that a source is in the
document's ``sources``) is checked when the document is read.
"""

import re
from collections.abc import Iterator
from itertools import chain, count
from textwrap import dedent
from typing import Any

from .labels import Label
from .plain import document
from .shapes import (
    Box,
    Choice,
    Cited,
    Few,
    Fixed,
    Keyed,
    Many,
    Named,
    Record,
    Scalar,
    Shape,
    Via,
)

_FIELD = re.compile(r"^    (\w+): (.*(?:\n(?: {8,}.*)?)*)", re.MULTILINE)


def json_schema(kind: str) -> dict[str, Any]:
    """
    The schema of a kind of document (JSON Schema, draft 2020-12).

    Args:
        kind: One of `jiesu.plain.KINDS`.

    Raises:
        CodecError: There is no such kind.

    Example:
        >>> schema = json_schema("ticket")
        >>> schema["required"], schema["$defs"]["Ticket"]["required"]
        (['schema', 'schema_version', 'engine', 'value'], ['id', 'facts'])
        >>> schema["$defs"]["PlaceRole"]
        {'enum': ['EVENT', 'RESIDENCE', 'REGISTERED'],
         'description': 'EVENT 发生地, RESIDENCE 居住地, REGISTERED 登记地'}
    """
    envelope = document(kind)
    drawing = _Drawing()
    body = drawing.fields_of(envelope)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": envelope.fields["schema"].shape.name,
        **body,
        "$defs": dict(sorted(drawing.made.items())),
    }


class _Drawing:
    """One schema while it is drawn: what was defined so far, by name."""

    def __init__(self) -> None:
        self.made: dict[str, Any] = {}
        self._names: dict[tuple[int, str], str] = {}

    def of(self, shape: Shape) -> dict[str, Any]:
        """The schema of a shape, as far as possible by reference to a definition."""
        match shape:
            case Scalar():
                return _scalar(shape)
            case Fixed(only=only):
                return {"const": only}
            case Named(names=names):
                return self._defined(shape) if _is_label(shape) else {"enum": list(names)}
            case Many(item=item, ordered=ordered):
                unique = {} if ordered else {"uniqueItems": True}
                return {"type": "array", "items": self.of(item)} | unique
            case Few(items=items):
                each = [self.of(item) for item in items]
                length = len(each)
                return {"type": "array", "prefixItems": each, "minItems": length, "items": False}
            case Keyed(key=key, item=item):
                names = self.of(key)
                told = {} if names == {"type": "string"} else {"propertyNames": names}
                return {"type": "object"} | told | {"additionalProperties": self.of(item)}
            case Via(form=form):
                return self.of(form)
            case Cited(whole=whole):
                return {"anyOf": [{"type": "string"}, self.of(whole)]}
            case Choice(name=""):
                return self._choice(shape)
            case _:
                return self._defined(shape)

    def _defined(self, shape: Shape, name: str = "", tag: str = "") -> dict[str, Any]:
        """A reference to the definition of a shape, which is drawn when it is first referred to."""
        key = id(shape), tag
        if key not in self._names:
            name = name or shape.name
            # Of a generic class there are several.
            numbered = (f"{name}_{number}" for number in count(2))
            name = next(each for each in chain([name], numbered) if each not in self.made)
            self._names[key] = name
            self.made[name] = {}  # before it is drawn: classes nest
            if isinstance(shape, Choice):
                self.made[name] = self._choice(shape)
            elif isinstance(shape, Record):
                self.made[name] = self.fields_of(shape, tag)
            elif isinstance(shape, Named):
                said = ", ".join(f"{each} {thing.zh}" for each, thing in shape.names.items())
                self.made[name] = {"enum": list(shape.names), "description": said}
        return {"$ref": f"#/$defs/{self._names[key]}"}

    def _choice(self, choice: Choice) -> dict[str, Any]:
        found = []
        family = not choice.plain and choice.name
        for shape in choice.given:
            tagged = choice.tagged.get(shape.name)
            record = tagged.form if isinstance(tagged, Via) else tagged
            if isinstance(record, Box):
                found.append(self.fields_of(record, shape.name))
            elif isinstance(record, Record):
                name = shape.name if family else f"{shape.name}_tagged"
                found.append(self._defined(record, name, shape.name))
            else:
                found.append(self.of(shape))
        return {"anyOf": found}

    def fields_of(self, record: Record, tag: str = "") -> dict[str, Any]:
        """The schema of an object of the fields of a record, with its tag if it has one."""
        said = dict(_said(record.doc))
        properties: dict[str, Any] = {"is": {"const": tag}} if tag else {}
        for name, field in record.fields.items():
            properties[name] = self.of(field.shape)
            if name in said:
                properties[name] = {**properties[name], "description": said[name]}
        needed = [name for name, field in record.fields.items() if field.needed]
        return {
            "type": "object",
            **({"description": title} if (title := _title(record.doc)) else {}),
            "properties": properties,
            "required": [*(["is"] if tag else []), *needed],
            "additionalProperties": False,
        }


def _is_label(shape: Named) -> bool:
    return all(isinstance(thing, Label) for thing in shape.names.values())


def _scalar(shape: Scalar) -> dict[str, Any]:
    found: dict[str, Any] = {"type": shape.json}
    if shape.pattern:
        found["pattern"] = f"^{shape.pattern}$"
    if shape.format:
        found["format"] = shape.format
    return found


def _title(doc: str) -> str:
    """The first line of a docstring; none where Python left docstrings out."""
    return doc.strip().partition("\n")[0]


def _said(doc: str) -> Iterator[tuple[str, str]]:
    """What a docstring says of each attribute."""
    _, _, listed = dedent(doc).partition("Attributes:\n")
    listed, _, _ = re.sub(r"\n(?=\S)", "\0", listed).partition("\0")
    for name, text in _FIELD.findall(listed):
        yield name, " ".join(text.split())
