"""What the sealed papers say of a draw, each read by the digest that the log has of it."""

from typing import NamedTuple

from compliance.domain.canonical import paper_lines
from compliance.domain.draw import Beacon, Entry, Named, Plan
from compliance.domain.envelope import Event
from compliance.domain.errors import Answer, NotFound, NotPermitted, Refused, Tampered
from compliance.domain.events.draw import DrawPerformed, DrawPlanned
from compliance.domain.team import Inspector
from compliance.domain.time import instant_from
from compliance.engine.desk import Desk
from compliance.engine.draws.state import DrawState, the_only
from compliance.outcomes.draw import (
    Committed,
    FrameHead,
    LogPlace,
    Lot,
    Replaced,
    SealedNonce,
    TeamLine,
    drawn_from,
    exclusions_from,
    frame_from,
    nonce_digest,
    plan_from,
    replaced_from,
    roster_from,
    teams_from,
)
from compliance.projections.effective import Effective


class Lists(NamedTuple):
    """What the lot falls on and who may go: the frame, who is left out of it, the roster."""

    head: FrameHead
    frame: tuple[Entry, ...]
    excluded: tuple[Named, ...]
    roster: tuple[Inspector, ...]


NAMING = {
    "plan.drafted": ("plan_sha256",),
    "draw.planned": ("plan_sha256", "frame_sha256", "roster_sha256", "exclusions_sha256"),
    "draw.performed": ("drawn_sha256", "teams_sha256"),
    "target.replaced": ("paper_sha256",),
    "team.changed": ("teams_sha256",),
}
"""Which digests of an event stand for papers."""


def unanswered(desk: Desk, event: Event) -> list[str]:
    """Return the digests of an event that no paper here answers to, or none that opens.

    Raises NotFound (E-PERSON-KEY-MISSING), NotPermitted where this login may open none.
    """
    papers, found = desk.papers(), []
    for sha256 in filter(None, (getattr(event.data, name) for name in NAMING[event.stem])):
        try:
            papers.read(sha256)
        except NotPermitted:
            raise
        except Answer:
            found.append(sha256)
    return found


def planned_of(desk: Desk, state: DrawState) -> Effective:
    """Return the commitment of a draw. Raises NotFound (E-DRAW-NOT-COMMITTED), Refused."""
    found = the_only(desk.log, state, "draw.planned")
    if found is None:
        raise NotFound("E-DRAW-NOT-COMMITTED", draw=state.draw_id)
    return found


def performed_of(desk: Desk, state: DrawState) -> Effective:
    """Return the performance of a draw. Raises NotFound (E-DRAW-NOT-DRAWN), Refused."""
    found = the_only(desk.log, state, "draw.performed")
    if found is None:
        raise NotFound("E-DRAW-NOT-DRAWN", draw=state.draw_id)
    return found


def plan_in(desk: Desk, sha256: str) -> Plan:
    """Return the plan that a digest stands for. Raises NotFound and Tampered."""
    return plan_from(desk.papers().read(sha256))


def lists_of(desk: Desk, planned: DrawPlanned) -> Lists:
    """Return the lists that a draw was committed to. Raises NotFound and Tampered."""
    papers = desk.papers()
    head, frame = frame_from(papers.read(planned.frame_sha256))
    left = planned.exclusions_sha256
    return Lists(
        head=head,
        frame=frame,
        excluded=() if left is None else exclusions_from(papers.read(left)),
        roster=roster_from(papers.read(planned.roster_sha256)),
    )


def committed_of(desk: Desk, planned: Effective) -> Committed:
    """Return the commitment as everybody is told it. Raises NotFound, Refused and Tampered.

    E-DRAW-FORMER: a draw of an earlier release names no nonces, and cannot be run again.
    """
    told: DrawPlanned = planned.event.data
    if None in {told.exclusions_sha256, told.nonces, told.beacon, told.beacon_at}:
        raise Refused("E-DRAW-FORMER", draw=told.draw_id)
    return Committed(
        draw=told.draw_id,
        region=told.region,
        plan_sha256=told.plan_sha256,
        frame_sha256=told.frame_sha256,
        roster_sha256=told.roster_sha256,
        exclusions_sha256=str(told.exclusions_sha256),
        nonces=tuple(SealedNonce(by=n.bearer, sha256=n.sha256) for n in told.nonces or ()),
        beacon=_beacon(desk, told),
        log=_place(desk, planned.event.position),
    )


def seed_in(desk: Desk, performed: DrawPerformed) -> str:
    """Return the seed of a draw, as the paper of who was drawn names it. Raises Tampered."""
    head = next(paper_lines(desk.papers().read(performed.drawn_sha256)))
    if nonce_digest(head["seed"]) != performed.seed_sha256:
        raise Tampered("E-PAPER", sha256=performed.drawn_sha256)
    return str(head["seed"])


def lot_of(desk: Desk, state: DrawState) -> Lot:
    """Return a draw that took place. Raises NotFound, Refused and Tampered."""
    planned, performed = planned_of(desk, state).event.data, performed_of(desk, state).event.data
    return Lot(
        plan=plan_in(desk, planned.plan_sha256),
        frame=lists_of(desk, planned).frame,
        seed=seed_in(desk, performed),
        drawn=drawn_from(desk.papers().read(performed.drawn_sha256)),
    )


def replaced_in(desk: Desk, state: DrawState, until: int | None = None) -> tuple[Replaced, ...]:
    """Return which visits were given up since the draw, up to a position of the log.

    Each such event names the paper of all until then: the last one's is the whole.
    """
    told = [each for each in state.of("target.replaced") if each.said.data.paper_sha256]
    heard = [each for each in told if until is None or each.event.position <= until]
    return replaced_from(desk.papers().read(heard[-1].said.data.paper_sha256)) if heard else ()


def teams_in(desk: Desk, state: DrawState) -> dict[str, TeamLine]:
    """Return who goes by task, as the teams now stand; each change names the paper of all."""
    told = [*state.of("draw.performed")[:1], *state.of("team.changed")]
    named = [each.said.data.teams_sha256 for each in told if each.said.data.teams_sha256]
    lines = teams_from(desk.papers().read(named[-1])) if named else ()
    return {each.task: each for each in lines}


def teams_first(desk: Desk, state: DrawState) -> tuple[TeamLine, ...] | None:
    """Return who was to go when the draw was made; None where teams came later, or never."""
    performed = state.first("draw.performed")
    if performed is None or performed.said.data.teams_sha256 is None:
        return None
    return teams_from(desk.papers().read(performed.said.data.teams_sha256))


def _place(desk: Desk, position: int) -> LogPlace:
    entry = desk.log.entries(after=position - 1, limit=1)[0]
    return LogPlace(
        id=desk.log.head().log_id,
        position=entry.position,
        recorded_at=instant_from(entry.recorded_at),
        hash=entry.hash.hex(),
    )


def _beacon(desk: Desk, told: DrawPlanned) -> Beacon:
    """Return the beacon: how its value is written stands in the plan."""
    how = plan_in(desk, told.plan_sha256).beacon.how
    return Beacon(source=str(told.beacon), at=instant_from(str(told.beacon_at)), how=how)
