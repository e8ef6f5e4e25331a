"""Built-in functions of the language, for everybody at once. What they mean: `rules/functions`."""

from collections.abc import Callable
from typing import Any

from compliance.rules.compile.cells import (
    Cell,
    cell,
    conjunction,
    fixed,
    has,
    shielded,
    stated,
    truth,
)
from compliance.rules.compile.compare import compare
from compliance.rules.compile.cycles import cycle_end, cycle_start, date_in_year, year, year_end
from compliance.rules.compile.frame import Frame
from compliance.rules.compile.given import Given, each
from compliance.rules.compile.keep import read
from compliance.rules.compile.lists import distinct, lacks
from compliance.rules.compile.rows import in_force
from compliance.rules.compile.shares import Shares, meets
from compliance.rules.compile.texts import Texts, has_list, size, stated_list
from compliance.rules.compile.workdays import workdays
from compliance.rules.tree import Call, Name


def call(node: Call, frame: Frame) -> Any:
    """Evaluate a built-in function; definitions are written out before."""
    return _FUNCTIONS[node.name](node, frame)


def _in_force(node: Call, frame: Frame) -> Cell:
    return truth(in_force(frame.rows[node.args[0].text].c, frame.work.on), sure=True)


def _has(node: Call, frame: Frame) -> Cell:
    found = frame.see(node.args[0])
    return has_list(found) if isinstance(found, Texts) else has(found)


def _stated(node: Call, frame: Frame) -> Cell:
    found = frame.see(node.args[0])
    return stated_list(found) if isinstance(found, Texts) else stated(found)


def _within(node: Call, frame: Frame) -> Cell:
    number = read(node.args[0], frame)
    band: Given = frame.see(node.args[1])

    def between(limits: Any) -> Cell:
        low, high = limits
        return conjunction(
            [compare(">=", number, fixed("int", low)), compare("<=", number, fixed("int", high))]
        )

    return each(band, between, "bool")


def _meets(node: Call, frame: Frame) -> Cell:
    share, threshold = (frame.see(arg) for arg in node.args)
    assert isinstance(share, Shares)  # noqa: S101 - the static check has seen to it
    return each(threshold, lambda wanted: meets(share, wanted), "bool")


def _days(node: Call, frame: Frame) -> Cell:
    first, last = (read(arg, frame) for arg in node.args)
    if first.fixed is not None and last.fixed is not None:
        return fixed("int", last.fixed - first.fixed)
    return shielded(cell("int", last.low - first.low, sure=True), first, last)


def _size(node: Call, frame: Frame) -> Cell:
    return size(frame.see(node.args[0]))


def _defined(node: Call, frame: Frame) -> Cell:
    name = node.args[0]
    assert isinstance(name, Name)  # noqa: S101 - the static check has seen to it
    return fixed("bool", frame.work.law.param(name.text) is not None)


def _violated(node: Call, frame: Frame) -> Cell:
    found: Cell = frame.work.violated(node, frame)
    return found


_FUNCTIONS: dict[str, Callable[[Call, Frame], Any]] = {
    "in_force": _in_force,
    "has": _has,
    "stated": _stated,
    "within": _within,
    "meets": _meets,
    "workdays": workdays,
    "days": _days,
    "year": year,
    "year_end": year_end,
    "date_in_year": date_in_year,
    "cycle_start": cycle_start,
    "cycle_end": cycle_end,
    "lacks": lacks,
    "distinct": distinct,
    "size": _size,
    "defined": _defined,
    "violated": _violated,
}
