"""Who takes a step: the actor, the source, the key of the call; and the event that says it."""

from typing import Any, NamedTuple

from compliance.domain.envelope import Actor, Proposal, Source
from compliance.domain.events import latest
from compliance.engine.desk import Desk
from compliance.intake.envelope import proposed


class Spoken(NamedTuple):
    """Who records, from what, and under which key; or only tries to."""

    actor: Actor
    source: Source
    key: str
    dry_run: bool = False


def said(desk: Desk, stem: str, spoken: Spoken, **fields: Any) -> Proposal:
    """Return the proposal of what was done today in a region."""
    kind = latest(stem)
    return proposed(
        kind,
        facility=None,
        occurred_on=desk.today,
        data=kind.data(**fields),
        actor=spoken.actor,
        source=spoken.source,
        key=spoken.key,
    )
