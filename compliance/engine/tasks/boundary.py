"""Which draw is meant, and decisions about it that hold only if nothing in it changed meanwhile.

Two officials at once on one visit: one decision is recorded, the other is made again from what
then stands, and refused if there is nothing left to decide. A call repeated under its key is
decided from what stood before it, and so is the first one again.
"""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, NamedTuple, TypeVar

from compliance.domain.draw import Draw
from compliance.domain.envelope import Actor, Proposal, Source
from compliance.domain.errors import Conflict, NotFound
from compliance.domain.events import latest
from compliance.domain.identifiers import FacilityId
from compliance.domain.time import AsOf
from compliance.engine.desk import Desk
from compliance.engine.draws.state import state_of
from compliance.engine.record import imagined
from compliance.engine.sealing import sealing
from compliance.engine.tasks.standing import Standing, cut
from compliance.intake.envelope import proposed
from compliance.log.entry import Unless, tagged
from compliance.log.eventlog import Appended

_Answered = TypeVar("_Answered")
_TRIES = 20


class Call(NamedTuple):
    """Who decides, on which day, under which key, and from which source."""

    on: date
    actor: Actor
    key: str
    source: Source = Source()
    dry_run: bool = False
    """Whether the decision is only shown."""

    def says(self, stem: str, data: Any, facility: str | None = None) -> Proposal:
        """Return a proposal of this call. Raises BadInput where its day does not fit it."""
        return proposed(
            latest(stem),
            facility=None if facility is None else FacilityId(facility),
            occurred_on=self.on,
            data=data,
            actor=self.actor,
            key=self.key,
            source=self.source,
        )


class Decided(NamedTuple):
    """What a decision is recorded as, and the papers that stand or fall with it."""

    proposals: Sequence[Proposal]
    papers: Sequence[bytes] = ()
    beside: Sequence[str] = ()
    """Tags of what must not change meanwhile, beside the draw itself."""


def standing_of(desk: Desk, draw: Draw, as_of: AsOf) -> Standing:
    """Return what stood of a draw's visits on a day, as known at an instant.

    Raises NotFound (E-DRAW-UNKNOWN; E-DRAW-NOT-DRAWN: the draw took place later).
    """
    state = state_of(desk, draw.region, draw.name, as_of.known)
    then = cut(state, on=as_of.on)
    if state.of("draw.performed") and not then.of("draw.performed"):
        raise NotFound("E-DRAW-NOT-DRAWN", where=as_of.on.isoformat(), draw=draw.name)
    return Standing(desk, then)


def decided(
    desk: Desk,
    draw: Draw,
    key: str,
    decide: Callable[[Standing], Decided],
    append: Callable[[Decided, Unless], _Answered],
) -> _Answered:
    """Decide, and record unless the draw changed meanwhile; then decide again.

    Raises what `decide` does, Conflict and StorageFailed.
    """
    for _ in range(_TRIES):
        size = desk.log.head().size
        decision = decide(_now(desk, draw, key))
        unless = Unless(tagged(*draw.tags, *decision.beside), size)
        try:
            return append(decision, unless)
        except Conflict as conflict:
            if conflict.code != "E-BOUNDARY":
                raise
    raise Conflict("E-BOUNDARY", after=desk.log.head().size)


def appended(
    desk: Desk, draw: Draw, call: Call, decide: Callable[[Standing], Decided]
) -> Appended:
    """Decide, and append with the papers, in one transaction. Raises as `decided` does."""

    def append(decision: Decided, unless: Unless) -> Appended:
        if call.dry_run:
            known = desk.log.already(decision.proposals)
            shown = known or imagined(desk, decision.proposals)
            return Appended(shown, duplicate=known is not None)
        papers = decision.papers
        within = sealing(desk, draw.region, *papers) if papers else None
        return desk.log.append(decision.proposals, unless=unless, within=within)

    return decided(desk, draw, call.key, decide, append)


def _now(desk: Desk, draw: Draw, key: str) -> Standing:
    """Return what stands now; of a repeated call, what stood before it."""
    state = state_of(desk, draw.region, draw.name)
    first = next(iter(desk.log.entries(tagged(f"key:{key}"), limit=1)), None)
    return Standing(desk, state, None if first is None else first.position)
