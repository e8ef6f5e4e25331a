"""A facility's standing on a day, as known at an instant, under the rules known then."""

from collections import Counter
from collections.abc import Iterable

from compliance.domain.findings import Finding, Standing, Subject
from compliance.domain.time import AsOf, instant_text
from compliance.engine.adopt import rulebook
from compliance.engine.desk import Desk
from compliance.engine.past import known_past
from compliance.projections.history import History
from compliance.rules.assess import Assessor
from compliance.rules.book import Rulebook


def standing(desk: Desk, facility: str, as_of: AsOf) -> Standing:
    """Return a facility's standing. Raises NotFound (E-FACILITY-UNKNOWN)."""
    history = known_past(desk.log, facility, as_of.known)
    return standing_of(rulebook(desk, as_of.known), history, as_of, desk.log.head().size)


def standing_of(
    book: Rulebook, history: History, as_of: AsOf, size: int, *, horizon: bool = True
) -> Standing:
    """Return the standing that a history and a rulebook give; until when it holds, if asked."""
    assessor = Assessor(book, history)
    assessed = assessor.on(as_of.on)
    return Standing(
        facility=history.facility,
        as_of=as_of.on,
        known_at=None if as_of.known is None else instant_text(as_of.known),
        position=size,
        status=assessed.status,
        tier=assessed.tier,
        flags=assessed.flags,
        findings=assessed.findings,
        holds_until=assessor.holds_until(as_of.on) if horizon else None,
        ruleset=book.ruleset,
        proofs=(("status", assessed.status_proof), ("tier", assessed.tier_proof)),
    )


def told_apart(findings: Iterable[Finding]) -> dict[tuple[str, Subject | None, int], Finding]:
    """Return findings by rule and subject; of several on one subject (two posts), each counts."""
    seen: Counter[tuple[str, Subject | None]] = Counter()
    found: dict[tuple[str, Subject | None, int], Finding] = {}
    for each in findings:
        about = each.rule, each.subject
        found[*about, seen[about]] = each
        seen[about] += 1
    return found


def today(desk: Desk) -> AsOf:
    """Return the question about today with everything known."""
    return AsOf(desk.today)
