"""What no plan can mean, though each value can be read: twice the same, too few, too many.

Each fault is told with its place in the file. What needs the rules (tiers, statuses, expressions,
what lies in a region) is checked by who has them.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import chain

from compliance.domain.errors import BadInput
from compliance.intake.plan.written import ItemIn, PlanIn

Place = tuple[str | int, ...]
Fault = tuple[Place, BadInput]
_TEAM_MIN = 2
_TWO_OFFICERS = "penalties#42"
_GENERAL = "国发〔2019〕5号（未见原文）"
_DIGITS = {"county": 6, "town": 9}


def faults(plan: PlanIn) -> Iterator[Fault]:
    """Yield all that is wrong with a plan whose values can be read, and where."""
    for check in _CHECKS:
        yield from check(plan)
    for place, item in enumerate(plan.items):
        yield from _of_item(plan, ("items", place), item)


def _twice(plan: PlanIn) -> Iterator[Fault]:
    named: dict[str, Sequence[str]] = {
        "departments": plan.departments,
        "statuses": plan.statuses,
        "nonces": plan.nonces,
    }
    for key, words in named.items():
        yield from _repeated(((key, n), word) for n, word in enumerate(words))
    yield from _repeated((("items", n, "item"), each.item) for n, each in enumerate(plan.items))
    included = ((("included", n, "facility"), e.facility) for n, e in enumerate(plan.included))
    excluded = ((("excluded", n, "facility"), e.facility) for n, e in enumerate(plan.excluded))
    yield from _repeated(chain(included, excluded))


def _repeated(told: Iterator[tuple[Place, str]]) -> Iterator[Fault]:
    seen: set[str] = set()
    for place, word in told:
        if word in seen:
            yield place, BadInput("E-PLAN-TWICE", name=word)
        seen.add(word)


def _team(plan: PlanIn) -> Iterator[Fault]:
    if plan.team.size < _TEAM_MIN:
        answer = BadInput("E-PLAN-TEAM", basis=_TWO_OFFICERS, size=plan.team.size)
        yield ("team", "size"), answer
    if plan.team.own_district and plan.district == "none":
        yield ("team", "own_district"), BadInput("E-PLAN-OWN-DISTRICT")


def _nonces(plan: PlanIn) -> Iterator[Fault]:
    missing = [each for each in plan.departments if each not in plan.nonces]
    if missing:
        yield ("nonces",), BadInput("E-PLAN-NONCES", missing=", ".join(missing))
    elif set(plan.nonces) == set(plan.departments):
        yield ("nonces",), BadInput("E-PLAN-SUPERVISOR")


def _general(plan: PlanIn) -> Iterator[Fault]:
    general = next((n for n, each in enumerate(plan.items) if each.kind == "general"), None)
    if general is not None and plan.general_share_max is None:
        item = plan.items[general].item
        answer = BadInput("E-PLAN-GENERAL-OPEN", basis=_GENERAL, item=item)
        yield ("items", general, "kind"), answer


_CHECKS: tuple[Callable[[PlanIn], Iterator[Fault]], ...] = (_twice, _team, _nonces, _general)


def _of_item(plan: PlanIn, place: Place, item: ItemIn) -> Iterator[Fault]:
    if item.department not in plan.departments:
        listed = ", ".join(plan.departments)
        answer = BadInput("E-PLAN-DEPARTMENT", department=item.department, departments=listed)
        yield (*place, "department"), answer
    yield from _repeated(
        ((*place, "qualifications", n), word) for n, word in enumerate(item.qualifications)
    )
    yield from _of_rates(plan, place, item)


def _of_rates(plan: PlanIn, place: Place, item: ItemIn) -> Iterator[Fault]:
    seen: set[tuple[str | None, str | None]] = set()
    most = plan.general_share_max
    for n, rate in enumerate(item.rates):
        at: Place = (*place, "rates", n)
        cell = rate.tier, rate.district
        if cell in seen:
            tier, district = (each or "*" for each in cell)
            yield at, BadInput("E-PLAN-RATE-TWICE", item=item.item, tier=tier, district=district)
        seen.add(cell)
        if rate.most is not None and rate.least > rate.most:
            yield (*at, "least"), BadInput("E-PLAN-LEAST", least=rate.least, most=rate.most)
        if item.kind == "general" and most is not None and rate.share > most:
            answer = BadInput(
                "E-PLAN-GENERAL", basis=_GENERAL, item=item.item, share=rate.share, most=most
            )
            yield (*at, "share"), answer
        yield from _of_district(plan, (*at, "district"), rate.district)


def _of_district(plan: PlanIn, place: Place, code: str | None) -> Iterator[Fault]:
    if code is None:
        return
    digits = _DIGITS.get(plan.district)
    if digits is None:
        yield place, BadInput("E-PLAN-DISTRICT-NONE", text=code)
    elif len(code) != digits:
        yield place, BadInput("E-PLAN-DISTRICT-LEVEL", text=code, digits=digits)
