"""The static check of parameters: told twice for one day, combined without an order, loosened."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from compliance.rules.book import Rulebook
from compliance.rules.force import DRAFT
from compliance.rules.pack import Param, ParamValue
from compliance.rules.problem import PackFile, Problem
from compliance.rules.strict import ORDERED, stricter


class _Told(NamedTuple):
    """A value and the place where it is told."""

    value: ParamValue
    where: str
    pack: str


def parameter_problems(book: Rulebook, files: Mapping[str, PackFile]) -> Iterator[Problem]:
    """Yield what is wrong with the values of each parameter, over all packs."""
    yield from _disordered(book, files)
    for name in book.params:
        told = list(_told(book, files, name))
        yield from _twice(name, told)
        param = next((each for each in book.params[name] if each.combine is not None), None)
        if param is not None:
            yield from _loosened(book, param, told)


def _told(book: Rulebook, files: Mapping[str, PackFile], name: str) -> Iterator[_Told]:
    """Yield the values of a parameter, those of unwritten files first."""
    packs = sorted(book.packs, key=lambda pack: bool(files[pack.ref.id].lines))
    for pack in packs:
        param = pack.params.get(name)
        for place, value in enumerate(() if param is None else param.values):
            where = files[pack.ref.id].at(("params", name, "values", place))
            yield _Told(value, where, pack.ref.id)


def _disordered(book: Rulebook, files: Mapping[str, PackFile]) -> Iterator[Problem]:
    for pack in book.packs:
        for name, param in pack.params.items():
            reason = _no_order(param)
            if reason is not None:
                where = files[pack.ref.id].at(("params", name))
                yield Problem("E-RULE-FORM", where, f"{name}: {reason}")


def _no_order(param: Param) -> str | None:
    """Say why the values of a parameter cannot be combined; None if they can, or are not."""
    if param.combine is None:
        return None
    if param.type not in ORDERED:
        return f"of a {param.type} none is the strictest"
    if param.type != "share" and param.strict is None:
        return "combine: strictest needs strict: higher or lower"
    if len({each.value["op"][0] for each in param.values if param.type == "share"}) > 1:
        return "of shares at most and at least none is the strictest"
    return None


def _twice(name: str, told: list[_Told]) -> Iterator[Problem]:
    """Yield a value that stands for the region and the days of another one."""
    seen: dict[tuple[str, date, bool], list[_Told]] = {}
    for each in told:
        key = (each.value.region, each.value.since, each.value.binding == DRAFT)
        others = seen.setdefault(key, [])
        if others:
            since = "" if each.value.since == date.min else f" from {each.value.since}"
            reason = f"{name} has a value for {each.value.region}{since} in {others[0].pack} too"
            yield Problem("E-RULE-OVERLAP", each.where, reason)
        others.append(each)


def _loosened(book: Rulebook, param: Param, told: list[_Told]) -> Iterator[Problem]:
    """Yield each inner value that is looser than what holds around it, and does not say so."""
    days = sorted({each.value.since for each in told})
    for each in told:
        if each.value.override or book.force.value(each.value) is None:
            continue
        for day in (day for day in days if _stands(each.value, told, day)):
            around = book.param(param.name, book.chain(each.value.region, day)[1:], day)
            if around is not None and stricter(param, around.value, each.value.value):
                yield Problem("E-RULE-LOOSER", each.where, _reason(param, each.value, around))
                break


def _stands(value: ParamValue, told: list[_Told], day: date) -> bool:
    """Say whether a value is the one of its region on a day."""
    if not value.since <= day < value.until:
        return False
    others = (each.value for each in told if each.value.region == value.region)
    return not any(value.since < each.since <= day < each.until for each in others)


def _reason(param: Param, inner: ParamValue, outer: ParamValue) -> str:
    cite = f", {outer.cite[0]}" if outer.cite else ""
    return (
        f"{param.name}: {inner.region} {_written(inner)}, {outer.region} {_written(outer)}{cite}"
    )


def _written(value: ParamValue) -> str:
    if isinstance(value.value, dict):
        return f"{value.value['op']} {value.value['value']}/{value.value['of']}"
    return str(value.value)
