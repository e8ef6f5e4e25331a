"""The numbers of a requirement, for everybody: what was measured, and what was required."""

from typing import Any, NamedTuple

from sqlalchemy import case, func

from compliance.rules.compile.cells import Cell
from compliance.rules.compile.frame import Frame
from compliance.rules.compile.given import Given
from compliance.rules.compile.shares import Shares
from compliance.rules.compile.sql import Expr, const, first_of, is_false, no
from compliance.rules.compile.texts import Encoded, Listed, Texts, encoded
from compliance.rules.pack import Rule
from compliance.rules.tree import Arith, Call, Choice, Compare, Lit, Macro, Node

_ORDERS = frozenset({"<", "<=", ">", ">="})
_PER_CENT = 100


class Measured(NamedTuple):
    """Columns of a requirement's numbers, NULL where there are none.

    `low` and `high` bound the number; of a share they are parts of `low_of` and `high_of`.
    """

    low: Expr
    high: Expr
    low_of: Expr
    high_of: Expr
    listed: Expr
    """A list of what is lacking, as a column holds lists."""
    required: Expr
    """The limit, where it is a number."""
    limit: Expr
    """The limit of a share, as it is written."""
    op: Expr
    unit: str

    @classmethod
    def kinds(cls) -> dict[str, str]:
        """Return the kind of each column."""
        return {name: _kind(name) for name in cls._fields if name != "unit"}

    def staged(self, told: str, frame: Frame) -> "Measured":
        """Return the numbers as columns of the frame's table."""
        columns: dict[str, Any] = {
            name: frame.stage(f"{told} {name}", getattr(self, name))
            for name in self.kinds()
            if name in self.used
        }
        return self._replace(**columns)

    @property
    def used(self) -> frozenset[str]:
        """The numbers that there can be."""
        return frozenset(
            name
            for name, kind in self.kinds().items()
            if str(getattr(self, name)) != str(const(kind, None))
        )

    def unless(self, held: Expr | None) -> "Measured":
        """Return no numbers where an exception holds."""
        if held is None or is_false(held):
            return self
        columns: list[tuple[str, Any]] = list(zip(self._fields, self, strict=True))
        kept: dict[str, Any] = {
            name: first_of([(held, const(_kind(name), None))], expr)
            for name, expr in columns
            if name != "unit"
        }
        return self._replace(**kept)


def measured(rule: Rule, require: Node, frame: Frame) -> Measured | None:
    """Read the numbers off a requirement that is one comparison or one `meets`."""
    match require, rule.require:
        case Compare(op=op, left=left, right=right), Compare() if op in _ORDERS:
            return _compared(rule, (op, left, right), frame)
        case (
            Compare(op="==", left=Call(name="size", args=(listed,)), right=Lit(value=0)),
            Compare(left=Call(name="size")),
        ):
            is_lacks = isinstance(listed, Call) and listed.name == "lacks"
            return _listed(rule, frame.see(listed)) if is_lacks else None
        case Call(name="meets", args=(share, threshold)), Call(name="meets"):
            return _shared(rule, frame.see(share), frame.see(threshold))
        case _:
            return None


def _none(rule: Rule) -> Measured:
    nothing = {name: const(_kind(name), None) for name in Measured._fields if name != "unit"}
    return Measured(**nothing, unit=rule.unit)


def _kind(name: str) -> str:
    return "text" if name in {"listed", "limit", "op"} else "int"


def _compared(rule: Rule, told: tuple[str, Node, Node], frame: Frame) -> Measured | None:
    op, left, right = told
    value, limit = frame.see(left), frame.see(right)
    if value.kind != "int":
        return None
    number = is_number(left, value, frame)
    required = first_of([(number, limit.value)], const("int", None))
    return _none(rule)._replace(
        low=value.low,
        high=value.high,
        required=required,
        op=case((required.is_not(None), op), else_=const("text", None)),
    )


def is_number(node: Node, value: Cell, frame: Frame) -> Expr:
    """Say whether a value is a number, if only bounded; not so what is unknown altogether."""
    match node:
        case Arith():
            return const("bool", True) if value.absent is None else no(value.absent)
        case Macro(kind="sum" | "count"):
            return const("bool", True)
        case Choice(test=test, yes=yes, no=other):
            asked = frame.see(test)
            sides = (is_number(each, frame.see(each), frame) for each in (yes, other))
            one, two = sides
            return case((asked.low, one), (~asked.low, two), else_=const("bool", False))
        case _:
            return value.low.is_not(None)


def _listed(rule: Rule, lacking: Texts) -> Measured:
    """Name each item that is lacking."""
    found = const("text", None)
    for test, one in reversed(lacking.branches):
        told = one.expr if isinstance(one, Encoded) else _written(one)
        found = told if test is None else first_of([(test.low, told)], found)
    nothing = func.length(found) <= 1
    return _none(rule)._replace(listed=first_of([(nothing, const("text", None))], found))


def _written(listed: Listed) -> Expr:
    return encoded(listed)


def _shared(rule: Rule, share: Shares, threshold: Given) -> Measured:
    known = None if share.unknown is None else share.unknown
    limit, op = const("text", None), const("text", None)
    for test, wanted in reversed(threshold.branches):
        when = const("bool", True) if test is None else test.low
        limit = first_of([(when, const("text", _limit(wanted)))], limit)
        op = first_of([(when, const("text", wanted["op"]))], op)
    numbers = [
        expr if known is None else first_of([(known, const("int", None))], expr)
        for expr in share.numbers
    ]
    told = [first_of([(op.is_(None), const("int", None))], expr) for expr in numbers]
    open_ = const("bool", False) if known is None else known
    return _none(rule)._replace(
        low=told[0],
        low_of=told[1],
        high=told[2],
        high_of=told[3],
        limit=first_of([(open_, const("text", None))], limit),
        op=first_of([(open_, const("text", None))], op),
    )


def _limit(wanted: dict[str, int]) -> str:
    value, of = wanted["value"], wanted["of"]
    return f"{value}/{of}" if of != _PER_CENT else f"{value}%"
