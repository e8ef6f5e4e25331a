"""`draw run`: the seed is made of what was committed to, and the lot falls, once.

Nonces and the beacon's value come from outside and are held against the commitment. What the lot
fell on and who goes is sealed; the log hears digests and counts.
"""

from collections.abc import Sequence
from typing import NamedTuple

from compliance.domain.canonical import digest
from compliance.domain.draw import Drawn, Nonce
from compliance.domain.errors import Refused
from compliance.domain.identifiers import Region, Sha256
from compliance.domain.team import Inspector
from compliance.domain.time import local_text
from compliance.engine.desk import Desk
from compliance.engine.draws.papers import committed_of, lists_of, plan_in, planned_of
from compliance.engine.draws.state import DrawState, recorded
from compliance.engine.draws.steps import Done, taken
from compliance.engine.draws.teams import Told, lot_by, teams_for
from compliance.engine.spoken import Spoken, said
from compliance.outcomes.draw import (
    Committed,
    Lot,
    drawn_paper,
    nonce_digest,
    numbered,
    seed_of,
    seed_text,
)


class Opening(NamedTuple):
    """What decides a draw: the numbers that were kept back, and the beacon's public value."""

    nonces: tuple[Nonce, ...]
    beacon_value: str
    with_teams: bool = True
    """Whether teams are put together; without them who goes is nobody's concern here."""
    short: bool = False
    """Whether, if not every visit can have a team, the first ones in order have."""


class Progress(NamedTuple):
    """Who hears how far the lot has come, and how far the teams."""

    lot: Told
    teams: Told


def perform(
    desk: Desk, state: DrawState, opening: Opening, spoken: Spoken, *, told: Progress
) -> Done:
    """Draw, once.

    Raises NotFound (E-DRAW-NOT-COMMITTED), Refused (E-PLAN-ABANDONED, E-DRAW-DRAWN, E-NONCE,
    E-BEACON-NOT-YET, E-BEACON-VALUE, E-DRAW-NO-TEAM), Tampered and Conflict.
    """
    size, committed = desk.log.head().size, performable(desk, state)
    text = _seed_text(committed, opening)
    lists = lists_of(desk, planned_of(desk, state).event.data)
    lot = lot_by(plan_in(desk, committed.plan_sha256), lists.frame, seed_of(text), told.lot)
    fell = drawn_paper(state.draw_id, lot.seed, lot.drawn)
    teams = _teams(lot, lists.roster, opening, told.teams)
    proposal = said(
        desk, "draw.performed", spoken, region=Region(state.region), draw_id=state.draw_id,
        seed_sha256=Sha256(nonce_digest(lot.seed)), drawn_sha256=Sha256(digest(fell)),
        drawn_count=len(numbered(lot.drawn)), deferred_count=_put_off(lot.drawn),
        beacon_value=opening.beacon_value,
        teams_sha256=None if teams is None else Sha256(digest(teams)),
    )  # fmt: skip
    papers = [text.encode(), fell, *([] if teams is None else [teams])]
    return taken(desk, state, proposal, papers, (size, lambda: _refuse_second(desk, state)))


def performable(desk: Desk, state: DrawState) -> Committed:
    """Return the commitment of a draw that may be made now. Raises as `perform` does."""
    gone = state.first("plan.abandoned")
    if gone is not None:
        on, reason = gone.on.isoformat(), gone.said.data.reason
        raise Refused("E-PLAN-ABANDONED", plan=state.draw_id, on=on, reason=reason)
    committed = committed_of(desk, planned_of(desk, state))
    _refuse_second(desk, state)
    if desk.log.now() < committed.beacon.at:
        at = local_text(committed.beacon.at)
        raise Refused("E-BEACON-NOT-YET", source=committed.beacon.source, at=at)
    return committed


def _refuse_second(desk: Desk, state: DrawState) -> None:
    for event in recorded(desk.log, state, "draw.performed")[:1]:
        value = event.data.beacon_value or "–"
        raise Refused("E-DRAW-DRAWN", draw=state.draw_id, position=event.position, value=value)


def _seed_text(committed: Committed, opening: Opening) -> str:
    if not opening.beacon_value:
        raise Refused("E-BEACON-VALUE", source=committed.beacon.source)
    twice = {each.by for each in opening.nonces if opening.nonces.count(each) > 1}
    if twice:
        raise Refused("E-NONCE", by="、".join(sorted(twice)))
    return seed_text(committed, opening.nonces, opening.beacon_value)


def _teams(lot: Lot, roster: Sequence[Inspector], opening: Opening, told: Told) -> bytes | None:
    if not opening.with_teams:
        return None
    return teams_for(lot, roster, told, short=opening.short)


def _put_off(fell: Sequence[Drawn]) -> int:
    """Return how many are not visited though the lot fell on them, nobody standing in."""
    replaced = {each.instead_of for each in fell}
    return sum(each.passed is not None and each.facility not in replaced for each in fell)
