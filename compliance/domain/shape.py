"""The shape of an event's data, read from its dataclass: one source for codec, door and schema.

A field is required or optional (`| None` = may be absent, meaning unknown), single or many
(`tuple[X, ...]`), and of one base: text, int, bool, date, a named identifier, a closed set of
words (`Literal`), a nested record, or free-form `dict` (only `record.corrected.set`).
"""

import dataclasses
import types
from datetime import date
from functools import cache
from typing import Any, Literal, NamedTuple, NewType, Union, get_args, get_origin

from compliance.domain.told import made

Base = Literal["text", "int", "bool", "date", "choice", "named", "record", "object"]


class Field(NamedTuple):
    """One field of an event: its name, what it holds, and whether it may be absent."""

    name: str
    base: Base
    required: bool
    many: bool
    choices: tuple[str | int, ...] = ()
    named: str = ""
    """Name of the identifier type, such as `Person` or `DocumentNo`."""
    record: type[Any] | None = None


def shape(cls: type[Any]) -> tuple[Field, ...]:
    """Return the fields of an event's data (or of a nested record), in order of declaration."""
    untyped: Any = cls
    return _shape(untyped)


@cache
def _shape(cls: Any) -> tuple[Field, ...]:
    return tuple(_field(field.name, field.type) for field in dataclasses.fields(made(cls)))


def _field(name: str, kind: Any) -> Field:
    required = True
    if get_origin(kind) in {Union, types.UnionType}:
        (kind,) = (arg for arg in get_args(kind) if arg is not type(None))
        required = False
    many = get_origin(kind) is tuple
    if many:
        kind = get_args(kind)[0]
    base, extra = _base(kind)
    return Field(name=name, base=base, required=required, many=many, **extra)


def _base(kind: Any) -> tuple[Base, dict[str, Any]]:
    if get_origin(kind) is Literal:
        return "choice", {"choices": get_args(kind)}
    if isinstance(kind, NewType):
        return "named", {"named": kind.__name__}
    if dataclasses.is_dataclass(kind):
        return "record", {"record": kind}
    plain: dict[Any, Base] = {str: "text", int: "int", bool: "bool", date: "date"}
    return plain.get(kind, "object"), {}
