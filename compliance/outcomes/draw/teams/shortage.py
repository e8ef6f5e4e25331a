"""What is said of teams: where officers are missing and what would help; what is wrong with them.

Plain values, and how a shortage is refused. Who finds them out is `lacking` and `checking`.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple, assert_never

from compliance.domain.errors import Answer, Answers, Refused

Limit = Literal["load", "size", "barred", "districts", "qualifications", "kept"]
Fault = Literal[
    "no_team",
    "no_task",
    "unknown",
    "twice",
    "barred",
    "district",
    "seats",
    "load",
    "kept",
    "dearer",
]
"""`unknown` = not in the roster; `seats` = too few, too many or not certified as the seats ask;
`kept` = somebody who was told of the visit is not in it; `dearer` = there is a cheaper way."""
_NAMED = 5
"""How many names a refusal says before it goes on with dots."""


class Relief(NamedTuple):
    """A limit that would suffice alone; `needed` is for load how many more, for size which."""

    limit: Limit
    needed: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Shortage:
    """Visits that have not enough officers of a department, and what alone would help."""

    department: str
    domains: tuple[str | None, ...]
    """What the seats in want ask for; None = anybody of the department."""
    districts: tuple[str, ...]
    tasks: tuple[str, ...]
    places: int
    """Free places of those seats."""
    missing: int
    officers: tuple[str, ...]
    """Who may sit there: all that there are."""
    visits: int
    """Visits that those officers can still make, wherever."""
    reliefs: tuple[Relief, ...]


class Wrong(NamedTuple):
    """What is wrong with teams: at which visit, and with which officer, if one can be named."""

    fault: Fault
    task: str | None = None
    officer: str | None = None


def refusal(found: Sequence[Shortage]) -> Answers:
    """Return shortages as refusals: E-DRAW-NO-TEAM, each followed by what would help."""
    return Answers(answer for each in found for answer in _answers(each))


def _answers(shortage: Shortage) -> Iterator[Answer]:
    """Yield what is missing, then each limit that would help alone."""
    yield Refused(
        "E-DRAW-NO-TEAM",
        where=_named(shortage.tasks),
        department=shortage.department,
        domains=_named([each or "–" for each in shortage.domains]),
        districts=_named(shortage.districts),
        tasks=len(shortage.tasks),
        places=shortage.places,
        missing=shortage.missing,
        officers=len(shortage.officers),
        visits=shortage.visits,
    )
    for relief in shortage.reliefs:
        yield _relief(relief, _named(shortage.tasks), shortage.department)


def _relief(relief: Relief, where: str, department: str) -> Refused:
    match relief.limit, relief.needed:
        case "load", needed:
            return Refused("E-DRAW-RELIEF-LOAD", where=where, department=department, needed=needed)
        case "size", needed:
            return Refused("E-DRAW-RELIEF-SIZE", where=where, department=department, needed=needed)
        case "barred", _:
            return Refused("E-DRAW-RELIEF-BARRED", where=where, department=department)
        case "districts", _:
            return Refused("E-DRAW-RELIEF-DISTRICTS", where=where, department=department)
        case "qualifications", _:
            return Refused("E-DRAW-RELIEF-QUALIFICATIONS", where=where, department=department)
        case "kept", _:
            return Refused("E-DRAW-RELIEF-KEPT", where=where, department=department)
        case limit, _:
            assert_never(limit)


def _named(names: Sequence[str]) -> str:
    dots = " …" if len(names) > _NAMED else ""
    return ", ".join(names[:_NAMED]) + dots
