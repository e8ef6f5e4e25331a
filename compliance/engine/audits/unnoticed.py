"""Penalties without a notice before them (处罚法 44、62): what `penalty.notice` finds."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

from compliance.domain.facts import Row
from compliance.domain.findings import Binding, Cite, Finding, Missing
from compliance.engine.audits.asked import Asked, Verdict
from compliance.engine.audits.ruled import findings

_RULE = "penalty.notice"


class Penalised(NamedTuple):
    """A penalty that lacks something before it, and what the rule says of that."""

    verdict: Verdict
    facility: str
    region: str | None
    number: str | None
    """The decision; None where care was suspended and no decision is on record."""
    on: date
    kinds: tuple[str, ...]
    authority: str
    outcome: str | None
    rule: str | None
    binding: Binding | None
    cite: tuple[Cite, ...]
    evidence: tuple[int, ...]
    missing: tuple[Missing, ...]


def unnoticed(asked: Asked) -> Iterator[Penalised]:
    """Yield the penalties of which no notice, a late or another one is known."""
    yield from penalised(asked, findings(asked, _RULE))


def penalised(asked: Asked, found: Iterable[tuple[str, Finding]]) -> Iterator[Penalised]:
    """Yield the penalties that findings are about, where they are at fault or unknown."""
    rows = {(who, row.values["decision_no"]): row for who, row in asked.each("penalties")}
    for facility, finding in found:
        if finding.verdict in {"violation", "unknown"} and finding.subject is not None:
            yield _penalised(asked, facility, rows[facility, finding.subject.id], finding)


def _penalised(asked: Asked, facility: str, row: Row, finding: Finding) -> Penalised:
    return Penalised(
        verdict="established" if finding.verdict == "violation" else "unknown",
        facility=facility,
        region=asked.places.get(facility),
        number=row.values["decision_no"],
        on=row.on,
        kinds=row.values["kinds"],
        authority=row.values["decided_by"],
        outcome=finding.outcome,
        rule=finding.rule,
        binding=finding.binding,
        cite=finding.cite,
        evidence=finding.evidence,
        missing=finding.missing,
    )
