"""`draw reveal`: what the digests stand for becomes public, once the visits are over.

Or at once, where the plan says so. The bundle holds neither the roster nor the teams: no officer
is ever named in it.
"""

from compliance.domain.errors import Refused
from compliance.domain.identifiers import Region, Sha256
from compliance.engine.desk import Desk
from compliance.engine.draws.papers import (
    committed_of,
    performed_of,
    planned_of,
    replaced_in,
    seed_in,
)
from compliance.engine.draws.state import DrawState, recorded
from compliance.engine.draws.steps import Done, taken
from compliance.engine.draws.visits import open_visits, opened, visits_of
from compliance.engine.spoken import Spoken, said
from compliance.outcomes.draw import bundle, bundle_sha256, commitment, replaced_paper


def reveal(desk: Desk, state: DrawState, spoken: Spoken) -> Done:
    """Make the contents behind a draw's digests public, once. Raises as `revealable`; Conflict."""
    size = desk.log.head().size
    revealable(desk, state)
    proposal = said(
        desk, "draw.revealed", spoken, region=Region(state.region), draw_id=state.draw_id,
        bundle_sha256=Sha256(bundle_sha256(bundle_of(desk, state))),
    )  # fmt: skip
    return taken(desk, state, proposal, (), (size, lambda: _refuse_second(desk, state)))


def revealable(desk: Desk, state: DrawState) -> None:
    """Refuse to reveal a draw again, or while its visits are not over.

    Raises NotFound (E-DRAW-NOT-COMMITTED, E-DRAW-NOT-DRAWN), Refused (E-DRAW-REVEALED,
    E-DRAW-VISITS-OPEN) and Tampered.
    """
    _refuse_second(desk, state)
    papers = opened(desk, state)
    left = open_visits(visits_of(state, papers))
    if left and papers.lot.plan.publish_lists == "after_visits":
        raise Refused("E-DRAW-VISITS-OPEN", draw=state.draw_id, count=left)


def bundle_of(desk: Desk, state: DrawState) -> dict[str, bytes]:
    """Return every file of a draw's bundle: as it was revealed, or as it would be now."""
    revealed = state.first("draw.revealed")
    planned, performed = planned_of(desk, state), performed_of(desk, state).event.data
    papers, seed = desk.papers(), seed_in(desk, performed)
    told = planned.event.data
    replaced = replaced_in(desk, state, None if revealed is None else revealed.event.position)
    return bundle({
        "commitment.json": commitment(committed_of(desk, planned)),
        "plan.json": papers.read(told.plan_sha256),
        "frame.jsonl": papers.read(told.frame_sha256),
        "exclusions.jsonl": papers.read(told.exclusions_sha256),
        "seed.txt": papers.read(seed),
        "drawn.jsonl": papers.read(performed.drawn_sha256),
        "replaced.jsonl": replaced_paper(state.draw_id, seed, replaced),
    })  # fmt: skip


def _refuse_second(desk: Desk, state: DrawState) -> None:
    for event in recorded(desk.log, state, "draw.revealed")[:1]:
        raise Refused("E-DRAW-REVEALED", draw=state.draw_id, position=event.position)
