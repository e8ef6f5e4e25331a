"""The door of plans: plain values of a file become a `Plan`, or every fault is named at once.

A fault bears a code, the place (`file:line:items[2].rates[1].share`, counted from 1), the reason
and the cure. First what each value is, then what they mean together.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from compliance.domain.draw import Plan
from compliance.domain.errors import Answer, Answers, BadInput
from compliance.intake.plan.sense import Place, faults
from compliance.intake.plan.values import UnfitError
from compliance.intake.plan.written import (
    BeaconIn,
    ExcludedIn,
    IncludedIn,
    ItemIn,
    PlanIn,
    RateIn,
    TeamIn,
    VisitCapIn,
)

Lines = Mapping[Place, str]
"""The path of a value → `file:line`."""
DEFAULTS = ("rates", "basis")
"""Keys of the plan that stand in for those that an item does not state."""
_WITHIN: Mapping[str, type[BaseModel]] = {
    "items": ItemIn, "rates": RateIn, "included": IncludedIn, "excluded": ExcludedIn,
    "visit_cap": VisitCapIn, "team": TeamIn, "beacon": BeaconIn,
}  # fmt: skip
_SHOWN = 40


def plan_from_plain(plain: Any, lines: Lines) -> Plan:
    """Return a plan. Raises BadInput, or Answers with all that is wrong in the file."""
    if not isinstance(plain, dict):
        raise BadInput("E-PLAN-MAPPING", where=place_of((), lines), text=_brief(plain))
    try:
        written = PlanIn.model_validate(_filled(plain))
    except ValidationError as fault:
        raise _all(_told(fault, lines)) from None
    found = [answer.at(place_of(place, lines)) for place, answer in faults(written)]
    if found:
        raise _all(found)
    return written.read()


def place_of(place: Place, lines: Lines) -> str:
    """Return where a value stands: the line of the nearest thing in the file, and its path."""
    near = place
    while near not in lines and near:
        near = near[:-1]
    dotted = "".join(f"[{each + 1}]" if isinstance(each, int) else f".{each}" for each in place)
    return ":".join(part for part in (lines.get(near, ""), dotted.lstrip(".")) if part)


def _filled(plain: Mapping[str, Any]) -> dict[str, Any]:
    """Give every item the defaults of the plan that it does not state itself."""
    kept = {name: value for name, value in plain.items() if name not in DEFAULTS}
    defaults = {name: plain[name] for name in DEFAULTS if name in plain}
    items = plain.get("items")
    if isinstance(items, list) and defaults:
        kept["items"] = [{**defaults, **each} if isinstance(each, dict) else each
                         for each in items]  # fmt: skip
    return kept


def _told(fault: ValidationError, lines: Lines) -> Iterator[Answer]:
    for error in fault.errors(include_url=False):
        place = tuple(error["loc"])
        yield _answer(error).at(place_of(place, lines))


def _answer(error: ErrorDetails) -> Answer:
    unfit = error.get("ctx", {}).get("error")
    if isinstance(unfit, UnfitError):
        return unfit.answer
    kind, text = error["type"], _brief(error["input"])
    match kind:
        case "missing":
            return BadInput("E-PLAN-MISSING", name=str(error["loc"][-1]))
        case "extra_forbidden":
            return BadInput("E-PLAN-KEY", name=str(error["loc"][-1])[:_SHOWN], keys=_keys(error))
        case "literal_error":
            choices = error["ctx"]["expected"].replace("'", "").replace(" or ", ", ")
            return BadInput("E-FIELD-CHOICE", text=text, choices=choices)
        case "greater_than_equal" | "less_than_equal":
            return BadInput("E-PLAN-YEAR", text=text)
        case "bool_type":
            return BadInput("E-FIELD-BOOL", text=text)
        case "list_type":
            return BadInput("E-PLAN-LIST", text=text)
        case "too_short":
            return BadInput("E-PLAN-EMPTY")
        case _:
            return BadInput("E-PLAN-MAPPING", text=text)


def _keys(error: ErrorDetails) -> str:
    """Name the keys that may stand where an unknown one does."""
    around = [each for each in error["loc"][:-1] if isinstance(each, str)]
    model = _WITHIN[around[-1]] if around else PlanIn
    return ", ".join((*model.model_fields, *(() if around else DEFAULTS)))


def _all(found: Iterator[Answer] | list[Answer]) -> Answer:
    answers = list(found)
    return answers[0] if len(answers) == 1 else Answers(answers)


def _brief(value: Any) -> str:
    text = str(value)
    digits = sum(char.isdigit() for char in text)
    return "…" if digits >= 15 else text[:_SHOWN]  # noqa: PLR2004 - an old ID number has 15
