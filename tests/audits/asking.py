"""A log in memory that is told things on days, and asked the auditors' questions.

Given: `tell` proposals, recorded at an instant. When: `ask` a list, as of a day, as known on a
day, of a region. Then: its rows.
"""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from compliance.domain.envelope import Actor, Event, Proposal
from compliance.domain.identifiers import FacilityId
from compliance.domain.time import AsOf, end_of_day
from compliance.engine.audits.asked import Asked
from compliance.engine.desk import Desk
from compliance.wiring import memory_desk
from tests.log.telling import Clock
from tests.saying import corrected, instant, retracted, ruled, said

A, B = FacilityId("local:a"), FacilityId("local:b")
DAZU, NANSHAN = "500111", "440305"
WANG, LI = Actor("W1", "大足区卫健委"), Actor("L2", "大足区卫健委")
ON = "2024-12-31"
NO = "足卫罚〔2024〕{}号"


class Audited:
    """A log with two facilities, A in Dazu and B in Nanshan."""

    def __init__(self) -> None:
        self.clock = Clock(instant("2023-01-03"))
        self.desk: Desk = memory_desk(at=self.clock)
        for who, region in ((A, DAZU), (B, NANSHAN)):
            self.tell(
                said("facility.registered", on="2023-01-02", facility=who, name=str(who),
                     kind="facility", region=region), at="2023-01-03",
            )  # fmt: skip

    def tell(self, *proposals: Proposal, at: str | None = None, by: Actor = WANG) -> Event:
        """Record each on the day it happened, or at an instant; return the last."""
        for each in proposals:
            told = instant(at or each.occurred_on.isoformat())
            self.clock.at = max(self.clock.at, told)
            (event,) = self.desk.log.append([each._replace(actor=by)]).events
        return event

    def mend(self, event: Event, at: str, by: Actor = WANG, **changes: Any) -> Event:
        """Correct an event on a day."""
        return self.tell(corrected(event, changes, on=at), at=at, by=by)

    def withdraw(self, event: Event, at: str, by: Actor = WANG) -> Event:
        """Retract an event on a day."""
        return self.tell(retracted(event, on=at), at=at, by=by)

    def quash(self, number: str, at: str, mode: str = "ex_tunc") -> Event:
        """Rule on a decision on a day."""
        outcome = "revoked" if mode == "ex_tunc" else "confirmed_illegal"
        return self.tell(ruled(number, outcome, mode, on=at), at=at)

    def ask(self, made: Callable[..., Iterator[Any]], *, on: str = ON, known: str | None = None,
            region: str | None = None, **given: Any) -> list[Any]:  # fmt: skip
        """Ask a list."""
        until = None if known is None else end_of_day(date.fromisoformat(known))
        asked = Asked(self.desk, AsOf(date.fromisoformat(on), until), region)
        return list(made(asked, **given))


def penalty(number: int, *, on: str, facility: FacilityId = A, **more: Any) -> Proposal:
    """Say that a penalty was decided: a warning, unless more is said."""
    told = {"kinds": ["warning"], "decided_by": "大足区卫健委", "articles": ["pfpl#41.1"],
            "procedure": "ordinary"} | more  # fmt: skip
    return said("penalty.decided", on=on, facility=facility, decision_no=NO.format(number), **told)


def fine(
    number: int, fen: int | None, *, on: str, facility: FacilityId = A, **more: Any
) -> Proposal:
    """Say that a fine was decided."""
    told = {"kinds": ["fine"]} | ({} if fen is None else {"fine_fen": fen}) | more
    return penalty(number, on=on, facility=facility, **told)


def breach(number: str, *, on: str, facility: FacilityId = A, **more: Any) -> Proposal:
    """Say that a breach was found."""
    told = {"violation_id": number, "clause": "setting#19"} | more
    return said("violation.found", on=on, facility=facility, **told)


def order(number: str, *, on: str, facility: FacilityId = A, **more: Any) -> Proposal:
    """Say that a correction was ordered."""
    told = {"violation_id": "v1", "order_id": number} | more
    return said("violation.correction_ordered", on=on, facility=facility, **told)


def case(number: str, *, on: str, facility: FacilityId = A, **more: Any) -> Proposal:
    """Say that a case was opened."""
    return said("case.opened", on=on, facility=facility, case_id=number, **more)


def seen(rows: list[Any], *columns: str) -> list[Any]:
    """Return some columns of rows; of one column, its values."""
    picked = [tuple(getattr(row, name) for name in columns) for row in rows]
    return [one for (one,) in picked] if len(columns) == 1 else picked
