"""Suspensions and other penalties of which the right to a hearing was not told (处罚法 63).

What `penalty.hearing` finds; and care that was suspended by order while no penalty is on record,
of which it has still to be found out what the order was.
"""

from collections.abc import Iterator

from compliance.domain.facts import Row
from compliance.domain.findings import Missing
from compliance.engine.audits.asked import Asked
from compliance.engine.audits.ruled import findings
from compliance.engine.audits.unnoticed import Penalised, penalised

_RULE = "penalty.hearing"
_STOPS = frozenset({"stop_service", "closure"})


def unheard(asked: Asked) -> Iterator[Penalised]:
    """Yield the penalties whose hearing right was not told, or is not known to have been."""
    yield from penalised(asked, findings(asked, _RULE))
    for facility, row in asked.each("suspension"):
        if not any(_stops(each, row) for each in asked.of("penalties").get(facility, ())):
            yield _undecided(asked, facility, row)


def _stops(penalty: Row, suspension: Row) -> bool:
    """Say whether a penalty may be what a suspension carries out."""
    return penalty.on <= suspension.on and bool(_STOPS & set(penalty.values["kinds"]))


def _undecided(asked: Asked, facility: str, row: Row) -> Penalised:
    return Penalised(
        verdict="unknown",
        facility=facility,
        region=asked.places.get(facility),
        number=None,
        on=row.on,
        kinds=(),
        authority=row.values["ordered_by"],
        outcome="no_decision",
        rule=None,
        binding=None,
        cite=(),
        evidence=row.events,
        missing=(Missing("penalty.decided", None, "decision_no"),),
    )
