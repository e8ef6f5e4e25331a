"""What no event can mean, whatever its form: negative counts, reversed spans, both or neither.

What a log took once it takes again: a restored line is held to its own fields, not to the day.
"""

import re
from datetime import date
from typing import Any

from compliance.domain.errors import BadInput, Refused
from compliance.domain.events import Kind
from compliance.domain.identifiers import FacilityId
from compliance.domain.shape import shape

_BELOW_ZERO = frozenset(
    {"longitude_microdegrees", "latitude_microdegrees", "floor_lowest", "floor_highest"}
)
"""West, south, and basements: no childcare may be in one, so that it must be possible to say."""
_PAIRS = (
    ("age_from_months", "age_until_months"),
    ("youngest_months", "oldest_months"),
    ("floor_lowest", "floor_highest"),
    ("lease_from", "lease_until"),
    ("started_at", "ended_at"),
    ("with_file", "enrolled"),
    ("signed", "enrolled"),
    ("answered", "requested"),
    ("registered_on", "occurred_on"),
    ("notified_on", "occurred_on"),
    ("snapshot", "occurred_on"),
    ("as_of", "occurred_on"),
    ("occurred_on", "until"),
    ("occurred_on", "due_on"),
    ("occurred_on", "redo_by"),
    ("occurred_on", "restricted_until"),
)
"""What cannot be more, or later, than what stands after it."""
_RECORDED_LATE = frozenset({"facility.document_recorded"})
"""A paper is recorded when it is seen, and may have run out long before."""
_RANGES = {
    "longitude_microdegrees": (-180_000_000, 180_000_000),
    "latitude_microdegrees": (-90_000_000, 90_000_000),
    "year": (2000, 2099),
}
_YEARS_AHEAD = {
    "facility.annual_report_filed": 0,
    "indicator.observed": 0,
    "evaluation.done": 0,
    "calendar.published": 1,
}
"""How many years after its own an event may speak of; a target may be set for any."""
_TWICE = (("drawn", "by"), ("from_role", "role"), ("facility", "into"), ("facility", "identified"),
          ("facility", "to_facility"))  # fmt: skip
"""What would name the same thing twice, and so say nothing."""
_TIMES = ("started_at", "ended_at")
_TIME = r"([01][0-9]|2[0-3]):[0-5][0-9]"
_HUNDREDTHS = 100


def refuse_nonsense(kind: Kind, data: Any) -> None:
    """Refuse data whose fields contradict each other. Raises BadInput and Refused."""
    told = _told(kind, data)
    for field in shape(kind.data):
        value = told.get(field.name)
        if field.base == "int" and value is not None and field.name not in _BELOW_ZERO:
            _refuse_negative(field.name, value)
    first, last = told.get("act_from"), told.get("act_until")
    if first is not None and last is not None and last < first:
        raise BadInput("E-SPAN-REVERSED", where="act_until", first=first, last=last)
    _refuse_out_of_range(told)
    _refuse_reversed(told)
    _refuse_twice(told)
    _refuse_of_kind(kind, data)


def refuse_ill_timed(
    kind: Kind, data: Any, *, occurred_on: date, facility: FacilityId | None
) -> None:
    """Refuse data that contradict the day or the place they are told of. Raises BadInput."""
    told = _told(kind, data)
    ahead = _YEARS_AHEAD.get(kind.stem)
    if ahead is not None and told.get("year", 0) > occurred_on.year + ahead:
        last = occurred_on.year + ahead
        first = _RANGES["year"][0]
        raise BadInput("E-RANGE", where="year", text=str(told["year"]), first=first, last=last)
    if kind.stem not in _RECORDED_LATE:
        _refuse_reversed({**told, "occurred_on": occurred_on})
    _refuse_twice({**told, "facility": facility})


def _told(kind: Kind, data: Any) -> dict[str, Any]:
    """Return the fields that are told, by name."""
    values = {field.name: getattr(data, field.name) for field in shape(kind.data)}
    return {name: value for name, value in values.items() if value is not None}


def _refuse_negative(name: str, value: int) -> None:
    if value < 0:
        raise BadInput("E-FIELD-NEGATIVE", where=name, text=str(value))


def _refuse_out_of_range(told: dict[str, Any]) -> None:
    for name, (first, last) in _RANGES.items():
        if name in told and not first <= told[name] <= last:
            raise BadInput("E-RANGE", where=name, text=str(told[name]), first=first, last=last)
    for name in _TIMES:
        if name in told and re.fullmatch(_TIME, told[name]) is None:
            raise BadInput("E-TIME", where=name, text=told[name][:40])
    if "mean_hundredths" in told:
        top = told["scale_max"] * _HUNDREDTHS
        if told["mean_hundredths"] > top:
            text = str(told["mean_hundredths"])
            raise BadInput("E-RANGE", where="mean_hundredths", text=text, first=0, last=top)


def _refuse_reversed(told: dict[str, Any]) -> None:
    for less, more in _PAIRS:
        if less in told and more in told and told[less] > told[more]:
            first, last = str(told[less]), str(told[more])
            raise BadInput("E-PAIR-REVERSED", where=more, less=less, first=first, last=last)


def _refuse_twice(told: dict[str, Any]) -> None:
    for one, other in _TWICE:
        if told.get(one) is not None and told.get(one) == told.get(other):
            raise BadInput("E-SAME", where=other, other=one, text=str(told[other]))


def _refuse_of_kind(kind: Kind, data: Any) -> None:
    match kind.stem:
        case "violation.correction_ordered":
            if (data.due_on is None) == (data.workdays is None):
                raise BadInput("E-ORDER-TERM", where="due_on")
        case "review.decided":
            if data.outcome == "maintained" and data.effect_mode != "flag_only":
                raise Refused("E-RULING-MAINTAINED", where="effect_mode")
