"""What is told of a drawn visit: its result, its day, and the events that follow from it.

What follows is told by the fields of its event (a breach found, an order, a case, a transfer, a
list); the numbers that tie it to the visit are filled in where nobody gives others.
"""

import unicodedata
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Literal, NamedTuple

from compliance.domain.draw import Draw
from compliance.domain.errors import Answer, Answers, BadInput
from compliance.domain.events import latest
from compliance.domain.results import Result
from compliance.domain.shape import shape
from compliance.intake.dates import not_in_future, parse_date
from compliance.intake.fields import Door, data_from, free_text, pairs, value_from
from compliance.intake.results import result_from

Nature = Literal["enforcement", "patrol", "guidance"]
FOLLOW_UPS = {
    "violations": "violation.found",
    "corrected": "violation.corrected_on_spot",
    "orders": "violation.correction_ordered",
    "cases": "case.opened",
    "transfers": "case.transferred",
    "lists": "list.entered",
}
"""Where a follow-up stands in what is told, and the event that it becomes, in this order."""
_OWN_NUMBER = {"violations": "violation_id", "orders": "order_id", "cases": "case_id"}
_OF_A_VIOLATION = frozenset({"corrected", "orders", "cases", "transfers"})
_DIGITS = 4
"""How many digits a task's number has in lists."""


class FollowedUp(NamedTuple):
    """An event that follows from a visit."""

    stem: str
    data: Any


class VisitTold(NamedTuple):
    """What was found at the visit of a task, and what follows from it."""

    task: str
    result: Result
    occurred_on: date
    nature: Nature
    domains: tuple[Any, ...] | None
    scanned_code: bool | None
    follow_ups: tuple[FollowedUp, ...]
    place: str | None = None
    """The file and the row in it, where several are told at once."""


def visit_told(
    plain: Mapping[str, Any], draw: Draw, door: Door, place: str | None = None
) -> VisitTold:
    """Return what is told of a visit. Raises BadInput, Refused, or Answers with all of them."""
    wrong: list[Answer] = [
        BadInput("E-LINE-FIELD", where=str(name)) for name in plain if name not in _FIELDS
    ]
    found = {name: _tried(wrong, name, plain.get(name), door) for name in _OWN}
    task = found["task"]
    follow_ups = tuple(_follow_ups(plain, draw.inspection_id(task), door, wrong))
    if wrong:
        answer = wrong[0] if len(wrong) == 1 else Answers(wrong)
        raise answer if place is None else answer.at(place)
    return VisitTold(**found, follow_ups=follow_ups, place=place)


def task_number(text: str) -> str:
    """Return a task's number as lists print it, also where it lost its zeros: `7` is `0007`."""
    plain = unicodedata.normalize("NFKC", text).strip()
    return plain.zfill(_DIGITS) if plain.isascii() and plain.isdigit() else plain


def _tried(wrong: list[Answer], name: str, told: Any, door: Door) -> Any:
    """Return what is told of the visit itself, typed; what is wrong with it is noted."""
    try:
        return _OWN[name](told, door)
    except Answer as answer:
        wrong.append(answer if answer.where == name else answer.at(name))
        return None


def _needed(name: str, told: Any) -> Any:
    if told is None or (isinstance(told, str) and not told.strip()):
        raise BadInput("E-FIELD-MISSING", where=name)
    return told


def _task(told: Any, _door: Door) -> str:
    return task_number(free_text("task", str(_needed("task", told))))


def _result(told: Any, _door: Door) -> Result:
    return result_from(_needed("result", told))


def _day(told: Any, door: Door) -> date:
    day = _needed("occurred_on", told)
    return not_in_future(parse_date(day, today=door.today), door.today)


def _nature(told: Any, door: Door) -> Any:
    return "enforcement" if told is None else _of_visit("nature", told, door)


def _of_visit(name: str, told: Any, door: Door) -> Any:
    """Return a field of the inspection itself, typed."""
    if told in (None, (), []):
        return None
    fields = {each.name: each for each in shape(latest("inspection.carried_out").data)}
    return value_from(fields[name], told, door)


_OWN: dict[str, Callable[[Any, Door], Any]] = {
    "task": _task,
    "result": _result,
    "occurred_on": _day,
    "nature": _nature,
    "domains": lambda told, door: _of_visit("domains", told, door),
    "scanned_code": lambda told, door: _of_visit("scanned_code", told, door),
}
_FIELDS = (*_OWN, *FOLLOW_UPS)


def _follow_ups(
    plain: Mapping[str, Any], inspection: str, door: Door, wrong: list[Answer]
) -> Iterator[FollowedUp]:
    """Yield the events that follow; those that cannot be read are noted as wrong."""
    breaches: list[str] = []
    for group, stem in FOLLOW_UPS.items():
        for place, told in enumerate(_listed(plain.get(group))):
            try:
                fields = _numbered(group, place, _object(told), (inspection, breaches))
                data = data_from(latest(stem), fields, door)
            except Answer as answer:
                wrong.append(answer.at(f"{group}[{place + 1}]"))
                continue
            yield FollowedUp(stem, data)


def _listed(told: Any) -> Sequence[Any]:
    if told is None:
        return ()
    return told if isinstance(told, list | tuple) else (told,)


def _object(told: Any) -> dict[str, Any]:
    if isinstance(told, str):
        return {name.replace("-", "_"): text for name, text in pairs(told).items()}
    if not isinstance(told, Mapping):
        raise BadInput("E-FIELD-OBJECT", text=str(told)[:40])
    return dict(told)


def _numbered(
    group: str, place: int, fields: dict[str, Any], of: tuple[str, list[str]]
) -> dict[str, Any]:
    """Fill in what ties an event to the visit: its own number, the visit's, the breach's."""
    inspection, breaches = of
    if group in _OWN_NUMBER:
        own = f"{inspection}-{group[0]}{place + 1}"
        fields = {_OWN_NUMBER[group]: own, **fields}
    if group == "violations":
        breaches.append(str(fields["violation_id"]))
        return {"inspection_id": inspection, **fields}
    if group in _OF_A_VIOLATION and breaches:
        return {"violation_id": breaches[min(place, len(breaches) - 1)], **fields}
    return fields
