"""The static check of plans: an indicator must be computable, a target must name one."""

from collections.abc import Iterator, Mapping

from compliance.domain.figures import fits_unit
from compliance.rules.book import Rulebook
from compliance.rules.kinds import Misfit
from compliance.rules.parser import parse
from compliance.rules.plan import Indicator, OfAnother, Target
from compliance.rules.problem import PackFile, Problem
from compliance.rules.types import Typing

_WANTED = {
    "where": "bool", "sum": "int", "share": "share", "part": "int", "whole": "int",
    "having": "bool", "among": "bool", "distinct": "text", "region": "int",
}  # fmt: skip
NAMES = {"year": "int", "first": "date", "last": "date"}
"""What an indicator's expressions may name: the year, its first day, the day it is measured on."""


def plan_problems(
    book: Rulebook, typing: Typing, files: Mapping[str, PackFile]
) -> Iterator[Problem]:
    """Yield what is wrong with the indicators and targets of the packs that are checked."""
    owners: dict[str, str] = {}
    for pack in book.packs:
        file = files.get(pack.ref.id)
        for name, indicator in pack.indicators.items():
            if file is not None:
                yield from _indicator_problems(book, typing, indicator, file)
                if name in owners:
                    reason = f"{name} also stands in {owners[name]}"
                    yield Problem("E-RULE-OVERLAP", file.at(("indicators", name)), reason)
            owners[name] = pack.ref.id
        if file is not None:
            yield from _target_problems(book, pack.targets, file)


def _indicator_problems(
    book: Rulebook, typing: Typing, indicator: Indicator, file: PackFile
) -> Iterator[Problem]:
    base = ("indicators", indicator.id)
    for name, text in indicator.texts.items():
        try:
            typing.expect(parse(text), _WANTED[name], NAMES)
        except Misfit as fault:
            yield Problem("E-RULE-TYPE", file.at((*base, name)), str(fault))
    for name in indicator.of:
        if name not in book.indicators:
            where = file.at((*base, indicator.way))
            yield Problem("E-RULE-TYPE", where, f"there is no indicator {name}")
    if _goes_round(book, indicator.id):
        yield Problem("E-RULE-TYPE", file.at(base), f"{indicator.id} is made of itself")


def _goes_round(book: Rulebook, name: str) -> bool:
    """Say whether an indicator is made of itself."""
    seen: set[str] = set()
    waiting = [name]
    while waiting:
        found = book.indicators.get(waiting.pop())
        for each in () if found is None else found.of:
            if each == name:
                return True
            if each not in seen:
                seen.add(each)
                waiting.append(each)
    return False


def _target_problems(
    book: Rulebook, targets: tuple[Target, ...], file: PackFile
) -> Iterator[Problem]:
    seen: set[tuple[object, ...]] = set()
    for place, target in enumerate(targets):
        where = file.at(("targets", place))
        named = [target.indicator]
        if isinstance(target.value, OfAnother):
            named.append(target.value.indicator)
        for name in named:
            if name not in book.indicators:
                yield Problem("E-RULE-TYPE", where, f"there is no indicator {name}")
        yield from _unit_problems(book, target, where)
        key = (target.id, target.region, target.indicator, target.year, target.op, target.value)
        if key in seen:
            yield Problem("E-RULE-OVERLAP", where, f"{target.id} stands twice")
        seen.add(key)
        yield from _derived_problems(targets, target, where)


def _unit_problems(book: Rulebook, target: Target, where: str) -> Iterator[Problem]:
    indicator = book.indicators.get(target.indicator)
    if indicator is None or not isinstance(target.value, str):
        return
    if not fits_unit(target.value, indicator.unit):
        reason = f"{target.value} is not in {indicator.unit}, the unit of {indicator.id}"
        yield Problem("E-RULE-TYPE", where, reason)


def _derived_problems(
    targets: tuple[Target, ...], target: Target, where: str
) -> Iterator[Problem]:
    """Yield the years that a derived figure stands between, and of which the plan has none."""
    derived = target.derived
    for year in () if derived is None else (derived.first, derived.last):
        if not any(_states(each, target, year) for each in targets):
            reason = f"{target.region} has no figure of {year} to derive from"
            yield Problem("E-RULE-TYPE", where, reason)


def _states(each: Target, target: Target, year: int) -> bool:
    """Say whether a row states the figure of a year that a derived one is computed from."""
    indicator = target.indicator if target.derived is None else target.derived.of
    here = (each.region, each.indicator, each.year) == (target.region, indicator, year)
    return here and isinstance(each.value, str)
