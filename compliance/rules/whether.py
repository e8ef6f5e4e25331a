"""Whether one row is meant by an expression: the plain evaluator's answer, and so the law.

What cannot be told is unknown: such a row is neither meant nor left out for sure.
"""

from collections.abc import Mapping
from typing import Any

from compliance.domain.facts import Row
from compliance.rules.interpret import see
from compliance.rules.seen import Scope, Seen
from compliance.rules.values import ABSENT, Truth
from compliance.rules.where import Where, rows_of


def whether(where: Where, scope: Scope, row: Row | None, concluded: Mapping[str, Any]) -> Truth:
    """Say whether a facility, or a row of its, is meant, as far as that is known."""
    names: dict[str, Any] = {name: Seen(value) for name, value in concluded.items()}
    names |= dict.fromkeys(rows_of(where.subject), row)
    truth: Truth = see(where.node, scope.within(names)).value
    return False if truth is ABSENT else truth
