"""Law in time (行政处罚法 37): the law of the day of the act, unless the later law is lighter.

The later law counts only where it is a law, a regulation or a department rule; who knows neither
day is told what would have to be asked.
"""

from datetime import date
from typing import NamedTuple

from compliance.domain.findings import Proof, Says
from compliance.rules.pack import Param, ParamValue
from compliance.rules.strict import lighter

LAW_KINDS = frozenset({"statute", "regulation", "rule"})
NO_LIGHTER = Says("不轻于行为时的规定", "no lighter")
NO_LAW = Says("不是法律、法规、规章", "no law, regulation or department rule")


class Act(NamedTuple):
    """The day of an act (of a continuing one, its last), and the day on which it is decided."""

    on: date
    decided: date


class Applied(NamedTuple):
    """The value that applies to an act, and why; no proof where the law did not change."""

    value: ParamValue | None
    proof: Proof | None = None


def applied(param: Param, then: ParamValue, now: ParamValue, act: Act, *, law: bool) -> Applied:
    """Choose between a parameter's values of the act's and the decision's day.

    `law`: whether the later one stands in a law, a regulation or a department rule.
    """
    if then.value == now.value:
        return Applied(then)
    if law and lighter(param, now.value, then.value):
        says = Says(
            f"{_title(param).zh}：适用后来的规定，它比行为时（{act.on}）的轻",
            f"{_title(param).en}: the later law applies, lighter than on the act's day ({act.on})",
        )
        return Applied(now, _proof(says, now))
    why = (
        Says("不轻于行为时的规定", "no lighter") if law else Says("不是法律、法规、规章", "no law")
    )
    says = Says(
        f"{_title(param).zh}：适用行为时（{act.on}）的规定；后来的规定{why.zh}",
        f"{_title(param).en}: the law of the act's day ({act.on}); what came later is {why.en}",
    )
    return Applied(then, _proof(says, then))


def _title(param: Param) -> Says:
    return param.title or Says(param.name, param.name)


def _proof(says: Says, value: ParamValue) -> Proof:
    return Proof(says=says, value=_written(value), cite=value.cite)


def _written(value: ParamValue) -> str:
    match value.value:
        case dict() as table:
            return ", ".join(f"{key} {each}" for key, each in table.items())
        case (low, high):
            return f"{low}..{high}"
        case other:
            return str(other)
