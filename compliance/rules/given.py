"""The events of a case, checked as if they were to be recorded: names, fields, words, types."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from compliance.domain.events import latest
from compliance.domain.plain import from_plain
from compliance.domain.shape import Field, shape
from compliance.rules.forms import is_event
from compliance.rules.spelling import meant

_OF_THE_CASE = frozenset({"event", "on", "at", "of"})
_TYPES: dict[str, type] = {"text": str, "named": str, "int": int, "bool": bool, "object": dict}
_WORDS = {
    "text": "text", "named": "text (quote it)", "int": "whole number", "bool": "true or false",
    "object": "mapping", "date": "date (YYYY-MM-DD)", "record": "mapping",
}  # fmt: skip


def given_faults(case: Mapping[str, Any]) -> Iterator[tuple[int, str]]:
    """Yield the place of every event of a case that nobody could have recorded, and why."""
    for place, given in enumerate(case["given"]):
        reason = _event_fault(given) or _change_fault(given, case["given"])
        if reason is not None:
            yield place, reason


def _event_fault(given: Mapping[str, Any]) -> str | None:
    name = given.get("event")
    if not isinstance(name, str) or not is_event(name):
        return f"no event {name}"
    fields = {key: value for key, value in given.items() if key not in _OF_THE_CASE}
    data = latest(name).data
    try:
        date.fromisoformat(given.get("on", "2000-01-01"))
        from_plain(data, fields | ({"event": "-"} if "of" in given else {}))
    except KeyError as fault:
        known = (field.name for field in shape(data))
        return f"{name} has no field {fault}{meant(fault.args[0], known)}"
    except (TypeError, ValueError, AttributeError) as fault:
        return f"{name}: {fault}"
    return _values_fault(name, data, fields)


def _change_fault(given: Mapping[str, Any], others: Sequence[Mapping[str, Any]]) -> str | None:
    """Say why a correction's `set` does not fit the event of the case that it names."""
    number, changes = given.get("of"), given.get("set")
    if not isinstance(number, int) or not isinstance(changes, dict):
        return None
    if not 1 <= number <= len(others):
        return f"of: {number} is no event of the case (they count from 1)"
    name = others[number - 1]["event"]
    kept = {key: value for key, value in changes.items() if value is not None}
    kept.pop("occurred_on", None)
    return _values_fault(name, latest(name).data, kept) if is_event(name) else None


def _values_fault(name: str, data: Any, fields: Mapping[str, Any]) -> str | None:
    known = {field.name: field for field in shape(data)}
    for key, value in fields.items():
        if key not in known:
            return f"{name} has no field {key!r}{meant(key, known)}"
        if value is not None and (reason := _misfit(known[key], value)) is not None:
            return f"{name}: {key}: {reason}"
    return None


def _misfit(field: Field, value: Any) -> str | None:
    """Say why a field cannot hold a value; None if it can."""
    if not field.many:
        return _misfit_one(field, value)
    if not isinstance(value, list):
        return f"{value!r} is no list"
    return next(filter(None, (_misfit_one(field, each) for each in value)), None)


def _misfit_one(field: Field, value: Any) -> str | None:
    match field.base:
        case "choice":
            words = [str(choice) for choice in field.choices]
            return None if value in field.choices else f"{value!r} is none of {', '.join(words)}"
        case "record":
            if not isinstance(value, dict):
                return f"{value!r} is no {_WORDS['record']}"
            return _values_fault(field.name, field.record, value)
        case "date":
            fits = isinstance(value, str) and _is_date(value)
        case base:
            fits = type(value) is _TYPES[base]
    return None if fits else f"{value!r} is no {_WORDS[field.base]}"


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
