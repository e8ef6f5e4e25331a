"""The numbers of a requirement: what was measured, what was required, and what is lacking."""

from typing import Any, NamedTuple

from compliance.domain.findings import Required, Says
from compliance.rules.interpret import see
from compliance.rules.pack import Rule
from compliance.rules.seen import Scope
from compliance.rules.tree import Call, Compare, Lit, Node
from compliance.rules.values import Between, Share, meets

_LACKING = Says("缺少：{lacking}", "lacking: {lacking}")


class Measured(NamedTuple):
    """A value, the requirement, and the gap between them in words."""

    value: int | str | None = None
    required: Required | None = None
    gap: Says | None = None


def measured(rule: Rule, scope: Scope) -> Measured | None:
    """Read the numbers off a requirement that is one comparison or one `meets`."""
    match rule.require:
        case Compare(op=op, left=left, right=right) if op in {"<", "<=", ">", ">="}:
            return _compared(rule, op, see(left, scope).value, see(right, scope).value)
        case Compare(op="==", left=Call(name="size", args=(listed,)), right=Lit(value=0)):
            return _listed(rule, see(listed, scope).value) if _is_lacks(listed, scope) else None
        case Call(name="meets", args=(share, threshold)):
            return _shared(rule, see(share, scope).value, see(threshold, scope).value)
        case _:
            return None


def _compared(rule: Rule, op: str, value: Any, limit: Any) -> Measured | None:
    if not isinstance(value, int | Between):
        return None
    required = Required(op, limit, rule.unit) if isinstance(limit, int) else None
    written = value if isinstance(value, int) else _written(value)
    if not (isinstance(value, int) and isinstance(limit, int)):
        return Measured(written, required)
    short = abs(value - limit) + (op in {"<", ">"})
    return Measured(written, required, _gap(rule, short))


def _written(value: Between) -> str | None:
    return None if value.low is None and value.high is None else str(value)


def _is_lacks(node: Node, scope: Scope) -> bool:
    """Say whether a list is of what is lacking, by itself or by a definition's name."""
    if isinstance(node, Call) and node.name in scope.book.defs:
        return _is_lacks(scope.book.defs[node.name].body, scope)
    return isinstance(node, Call) and node.name == "lacks"


def _listed(rule: Rule, lacking: Any) -> Measured | None:
    """Name each item that is lacking."""
    if not isinstance(lacking, tuple) or not lacking:
        return None
    return Measured(", ".join(lacking), None, _gap(rule, len(lacking), lacking))


def _shared(rule: Rule, share: Any, threshold: Any) -> Measured | None:
    if not isinstance(share, Share) or not isinstance(threshold, dict):
        return None
    op, of, wanted = threshold["op"], threshold["of"], threshold["value"]
    limit = f"{wanted}/{of}" if of != 100 else f"{wanted}%"  # noqa: PLR2004 - per cent
    required = Required(op, limit, rule.unit)
    return Measured(str(share), required, _gap(rule, _lacking(share, op, of, wanted)))


def _lacking(share: Share, op: str, of: int, wanted: int) -> int:
    """Count how many more of the same whole must have the property."""
    having, among = share.low
    for more in range(among - having + 1):
        if meets(Share((having + more, among), (having + more, among)), op, of, wanted) is True:
            return more
    return among - having + 1


def _gap(rule: Rule, short: int, lacking: tuple[str, ...] = ()) -> Says | None:
    told = rule.gap or (_LACKING if lacking else None)
    if told is None:
        return None
    return Says(
        told.zh.format(short=short, lacking="、".join(lacking)),
        told.en.format(short=short, lacking=", ".join(lacking)),
    )
