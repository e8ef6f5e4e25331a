"""The numbers of a requirement: what was measured, what was required, and what is lacking."""

from typing import Any, NamedTuple

from compliance.domain.findings import Required, Says
from compliance.rules.interpret import see
from compliance.rules.pack import Rule
from compliance.rules.seen import Scope
from compliance.rules.tree import Call, Compare
from compliance.rules.values import Between, Share, meets


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


def _gap(rule: Rule, short: int) -> Says | None:
    if rule.gap is None:
        return None
    return Says(rule.gap.zh.format(short=short), rule.gap.en.format(short=short))
