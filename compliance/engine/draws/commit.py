"""`draw commit`: a draw is bound to digests before anybody can know what they will come to.

The lists are sealed in the same breath as the log hears of their digests. A plan is committed to
once: whoever wants another seed needs another plan, and `draw audit` shows both.
"""

from collections.abc import Sequence
from typing import NamedTuple

from compliance.domain.canonical import digest
from compliance.domain.draw import METHOD, Plan
from compliance.domain.envelope import Proposal
from compliance.domain.errors import BadInput, Refused
from compliance.domain.events.draw import NonceDigest
from compliance.domain.identifiers import DocumentNo, Region, Sha256
from compliance.domain.time import instant_text, local_text
from compliance.engine.desk import Desk
from compliance.engine.draws.papers import Lists
from compliance.engine.draws.state import DrawState, recorded
from compliance.engine.draws.steps import Done, taken
from compliance.engine.draws.teams import lot_by, try_teams
from compliance.engine.plans.known import PlanKnown, plan_of
from compliance.engine.plans.steps import refuse_abandoned
from compliance.engine.spoken import Spoken, said
from compliance.outcomes.draw import exclusions_paper, frame_paper, roster_paper


class Sworn(NamedTuple):
    """What is bound beside the lists: digests of the nonces, and salts that hide the papers."""

    nonces: tuple[NonceDigest, ...]
    salts: tuple[str, str, str]
    """Of frame, exclusions and roster: 32 random bytes each, in hex."""
    short: bool = False
    """Whether it is bound though a trial of the lot leaves visits without a team."""


def committable(desk: Desk, known: PlanKnown) -> Plan:
    """Return a plan that a draw may be committed to now.

    Raises Refused (E-PLAN-ABANDONED, E-PLAN-NOT-APPROVED, E-DRAW-COMMITTED, E-BEACON-PAST),
    BadInput (E-DRAW-RULES) where rules are only supposed, Conflict (E-PLAN-CHANGED), NotFound and
    Tampered where its paper cannot be opened.
    """
    refuse_abandoned(known)
    if desk.what_if is not None:  # tiers by rules that are in use nowhere: a frame at will
        raise BadInput("E-DRAW-RULES", where="--rules", plan=known.plan_id)
    plan = plan_of(desk, known)
    if not known.approvals:
        raise Refused("E-PLAN-NOT-APPROVED", plan=known.plan_id)
    _refuse_second(desk, _state(known))
    if plan.beacon.at <= desk.log.now():
        raise Refused("E-BEACON-PAST", source=plan.beacon.source, at=local_text(plan.beacon.at))
    return plan


def commit(desk: Desk, known: PlanKnown, lists: Lists, sworn: Sworn, spoken: Spoken) -> Done:
    """Bind a draw to its plan and lists, once.

    Raises what `committable` does, Refused (E-NONCE, E-NONCE-ALIKE, E-DRAW-EMPTY), Conflict;
    and Answers (E-DRAW-NO-TEAM) where the officers would not do for a trial of the lot.
    """
    size, plan = desk.log.head().size, committable(desk, known)
    _refuse_unfit(plan, lists, sworn.nonces)
    frame, left, roster = papers = _papers(plan, lists, sworn)
    if not sworn.short:
        try_teams(lot_by(plan, lists.frame, digest(frame), _unheard), lists.roster)
    proposal = said(
        desk, "draw.planned", spoken, region=Region(known.region), draw_id=known.plan_id,
        plan_sha256=Sha256(known.sha256), frame_sha256=Sha256(digest(frame)),
        roster_sha256=Sha256(digest(roster)), exclusions_sha256=Sha256(digest(left)),
        **_bound(plan, lists, sworn, spoken),
    )  # fmt: skip
    return _once(desk, _state(known), proposal, papers, size)


def _once(
    desk: Desk, state: DrawState, proposal: Proposal, papers: Sequence[bytes], size: int
) -> Done:
    return taken(desk, state, proposal, papers, (size, lambda: _refuse_second(desk, state)))


def _state(known: PlanKnown) -> DrawState:
    return DrawState(known.region, known.plan_id, {})


def _refuse_second(desk: Desk, state: DrawState) -> None:
    for event in recorded(desk.log, state, "draw.planned")[:1]:
        raise Refused("E-DRAW-COMMITTED", draw=state.draw_id, position=event.position)


def _refuse_unfit(plan: Plan, lists: Lists, nonces: Sequence[NonceDigest]) -> None:
    if not lists.frame:
        raise Refused("E-DRAW-EMPTY", plan=plan.plan, excluded=len(lists.excluded))
    bearers = [each.bearer for each in nonces]
    strange = sorted(set(bearers) ^ set(plan.nonces)) or _twice(bearers)
    if strange:
        raise Refused("E-NONCE", by="、".join(strange))
    alike = _twice([each.sha256 for each in nonces])
    if alike:
        by = [each.bearer for each in nonces if each.sha256 in alike]
        raise Refused("E-NONCE-ALIKE", by="、".join(by))


def _unheard(_done: int, _total: int) -> None:
    """Hear nothing of a trial."""


def _twice(words: Sequence[str]) -> list[str]:
    return sorted({word for word in words if words.count(word) > 1})


def _papers(plan: Plan, lists: Lists, sworn: Sworn) -> tuple[bytes, bytes, bytes]:
    of_frame, of_exclusions, of_roster = sworn.salts
    return (
        frame_paper(lists.head, lists.frame, of_frame),
        exclusions_paper(plan.plan, lists.excluded, of_exclusions),
        roster_paper(plan.plan, lists.roster, of_roster),
    )


def _bound(plan: Plan, lists: Lists, sworn: Sworn, spoken: Spoken) -> dict[str, object]:
    """Return what is told of a commitment beside digests of papers."""
    number, known, ruleset = spoken.source.document_no, lists.head.known_at, lists.head.ruleset
    return {
        "plan_id": plan.plan,
        "method": METHOD,
        "nonces": tuple(sorted(sworn.nonces, key=lambda each: each.bearer)),
        "beacon": plan.beacon.source,
        "beacon_at": instant_text(plan.beacon.at),
        "as_of": lists.head.as_of,
        "known_at": None if known is None else instant_text(known),
        "position": lists.head.position,
        "ruleset_sha256": None if ruleset is None else Sha256(ruleset),
        "document_no": None if number is None else DocumentNo(number),
    }
