"""An event's fields from outside: texts of a command line, cells, or JSON values, made typed.

Everything is checked here once: form, choice, check digit, ID numbers in free text. A person's
number goes through `Naming`, which knows the key; the number itself goes no further.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, NamedTuple

from compliance.domain.errors import Answer, Answers, BadInput
from compliance.domain.events import Kind
from compliance.domain.identifiers import (
    credit_code_fits,
    figure_fits,
    normal_document_no,
    region_fits,
)
from compliance.domain.shape import Field, shape
from compliance.intake.dates import parse_date
from compliance.intake.scan import refuse_id_numbers
from compliance.intake.sense import refuse_nonsense

Naming = Callable[[str], str]
"""From a person's number, or a ref, to the ref."""
_TRUE = frozenset({"true", "yes", "1", "是", "有"})
_FALSE = frozenset({"false", "no", "0", "否", "无"})
_INT = r"-?[0-9]{1,15}"
_INT_MAX = 10**15
_NO_TEXT = frozenset({"Cc", "Cs"})
"""Controls, and halves of a character, which no file can hold."""


class Door(NamedTuple):
    """What reading a field needs from outside: how persons are named, and today's date."""

    name_person: Naming
    today: date
    restored: bool = False
    """Whether a log took once what is read: what is refused since then is no news to it."""


def data_from(kind: Kind, given: Mapping[str, Any], door: Door) -> Any:
    """Return an event's typed data. Raises BadInput, Refused, or Answers with all of them."""
    found = _fields(kind.data, given, door, kind.stem)
    data = kind.data(**found)
    refuse_nonsense(kind, data)
    return data


def missing_fields(kind: Kind, given: Mapping[str, Any]) -> tuple[Field, ...]:
    """Return the required fields that are not given."""
    return tuple(f for f in shape(kind.data) if f.required and given.get(f.name) in (None, (), []))


def change_from(kind: Kind, name: str, value: Any, door: Door) -> Any:
    """Return one corrected field's typed value; None takes an optional field away."""
    if name == "occurred_on" and value is not None:
        return parse_date(_text(value), today=door.today)
    if name in {"facility", "id", "type", "key", "recorded_at", "position"}:
        raise BadInput("E-CORRECT-ENVELOPE", where=name)
    known = {field.name: field for field in shape(kind.data)}
    if name not in known and name != "occurred_on":
        raise _unknown_field(kind.stem, name, known)
    if value is None:
        if name == "occurred_on" or known[name].required:
            raise BadInput("E-FIELD-REQUIRED", where=name)
        return None
    return value_from(known[name], value, door)


def _fields(cls: type[Any], given: Mapping[str, Any], door: Door, told: str) -> dict[str, Any]:
    known = {field.name: field for field in shape(cls)}
    wrong: list[Answer] = [
        _unknown_field(told, name, known) for name in given if name not in known
    ]
    found: dict[str, Any] = {}
    for name, field in known.items():
        value = given.get(name)
        if value is None or value == ():
            if field.required:
                wrong.append(BadInput("E-FIELD-MISSING", where=name))
            continue
        try:
            found[name] = value_from(field, value, door)
        except Answer as answer:
            wrong.append(answer)
    if wrong:
        raise wrong[0] if len(wrong) == 1 else Answers(wrong)
    return found


def value_from(field: Field, value: Any, door: Door) -> Any:
    """Return one field's typed value. Raises BadInput or Refused, placed at the field."""
    try:
        if not field.many:
            if isinstance(value, list | tuple) and len(value) == 1:
                return _one(field, value[0], door)
            return _one(field, value, door)
        listed = value if isinstance(value, list | tuple) else [value]
        if not listed:
            raise BadInput("E-FIELD-MISSING")
        return tuple(_one(field, each, door) for each in listed)
    except Answer as answer:
        raise answer.at(field.name) from None


def _one(field: Field, value: Any, door: Door) -> Any:
    match field.base:
        case "int":
            return _int(value)
        case "bool":
            return _bool(value)
        case "date":
            return parse_date(_text(value))
        case "choice":
            return _choice(field, value)
        case "named":
            return _named(field.named, _text(value), door)
        case "record":
            return _record(field, value, door)
        case "object":
            return _object(value)
        case _:
            return _free(_text(value))


def free_text(name: str, value: Any) -> str:
    """Return a text that may stand in the log. Raises BadInput and Refused, placed at `name`."""
    try:
        return _free(_text(value))
    except Answer as answer:
        raise answer.at(name) from None


def _record(field: Field, value: Any, door: Door) -> Any:
    assert field.record is not None  # noqa: S101 - the shape says so
    if isinstance(value, str):
        value = {name.replace("-", "_"): text for name, text in pairs(value).items()}
    if not isinstance(value, Mapping):
        raise BadInput("E-FIELD-OBJECT", text=_brief(str(value)))
    return field.record(**_fields(field.record, value, door, field.name))


def pairs(text: str) -> dict[str, str]:
    """Read `name=text,…`, as the command line has an object. Raises BadInput."""
    pairs = [part.partition("=") for part in text.split(",")]
    if not all(equals for _, equals, _ in pairs):
        raise BadInput("E-FIELD-OBJECT", text=_brief(text))
    return {name.strip(): told.strip() for name, _, told in pairs}


def _object(value: Any) -> dict[str, Any]:
    if isinstance(value, str):
        value = pairs(value)
    if not isinstance(value, dict):
        raise BadInput("E-FIELD-OBJECT", text=_brief(str(value)))
    _scan(value)
    return value


def _scan(value: Any) -> None:
    """Refuse what may not stand in the log, however deep in an object."""
    match value:
        case dict():
            _scan([*value, *value.values()])
        case list():
            for each in value:
                _scan(each)
        case str():
            _free(value)
        case float():
            raise BadInput("E-FIELD-INT", text=str(value))


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise BadInput("E-FIELD-TEXT", text=_brief(str(value)))
    if not value.strip():
        raise BadInput("E-FIELD-EMPTY")
    return value.strip()


def _free(text: str) -> str:
    refuse_id_numbers(text)
    if any(unicodedata.category(char) in _NO_TEXT and char not in "\n\t" for char in text):
        raise BadInput("E-FIELD-TEXT", text=_brief(text))
    return text


def _int(value: Any) -> int:
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) < _INT_MAX:
        return value
    text = str(value).strip()
    if isinstance(value, str) and re.fullmatch(_INT, text):
        return int(text)
    raise BadInput("E-FIELD-INT", text=_brief(text))


def _bool(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    text = str(value).strip().lower()
    if text in _TRUE or text in _FALSE:
        return text in _TRUE
    raise BadInput("E-FIELD-BOOL", text=_brief(text))


def _choice(field: Field, value: Any) -> str | int:
    for choice in field.choices:
        if str(value).strip().replace("-", "_") == str(choice) and not isinstance(value, bool):
            return choice
    listed = ", ".join(str(choice) for choice in field.choices)
    raise BadInput("E-FIELD-CHOICE", text=_brief(str(value)), choices=listed)


def _named(named: str, text: str, door: Door) -> str:
    match named:
        case "Person":
            return door.name_person(text)
        case "CreditCode":
            return _fits(text.upper(), "E-USCC", fits=credit_code_fits(text.upper()))
        case "Region":
            return _fits(text, "E-REGION", fits=region_fits(text))
        case "Sha256":
            return _fits(text, "E-SHA256", fits=re.fullmatch("[0-9a-f]{64}", text) is not None)
        case "Figure":
            return _fits(text, "E-FIGURE", fits=figure_fits(text))
        case "DocumentNo":
            return normal_document_no(_free(text))
        case _:
            return _free(text)


def _fits(text: str, code: str, *, fits: bool) -> str:
    if not fits:
        raise BadInput(code, text=_brief(text))
    return text


def _brief(text: str) -> str:
    """Quote a text in an answer, unless it might be a person's number."""
    digits = sum(char.isdigit() for char in text)
    return "…" if digits >= 15 else text[:80]  # noqa: PLR2004 - an old ID number has 15


def _unknown_field(what: str, name: str, known: Mapping[str, Field]) -> BadInput:
    return BadInput("E-FIELD-UNKNOWN", where=name, event=what, fields=", ".join(known) or "–")
