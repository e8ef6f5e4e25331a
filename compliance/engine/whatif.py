"""What if a pack were in use: which conclusions about which facilities would be others.

Nothing is recorded. Compared are the packs in use with and without the one that is supposed; what
a draft in it says is labelled `draft`.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from compliance.domain.findings import Finding, Subject
from compliance.domain.time import AsOf
from compliance.engine.adopt import as_known, book_of, texts_in_use
from compliance.engine.assess import told_apart
from compliance.engine.desk import Desk
from compliance.engine.due import in_region
from compliance.engine.past import known_past, known_pasts
from compliance.projections.history import History
from compliance.rules.assess import Assessed, Assessor
from compliance.rules.supposing import supposing

_Told = Mapping[tuple[str, Subject | None, int], Finding]


class Where(NamedTuple):
    """Which facilities are asked about: one, those of a region, or all of the log."""

    facility: str | None = None
    region: str | None = None


class Shift(NamedTuple):
    """One conclusion that would be another: of what facility, what, because of which events."""

    facility: str
    change: dict[str, Any]
    because: tuple[int, ...]


def what_if(desk: Desk, texts: Mapping[str, str], as_of: AsOf, where: Where) -> tuple[Shift, ...]:
    """Return what would be otherwise on a day if packs, by their texts, were in use as well.

    Raises NotFound (E-FACILITY-UNKNOWN, E-REGION-UNKNOWN) and BadInput (E-REGION).
    """
    in_use = texts_in_use(desk, as_of.known)
    without = as_known(book_of(tuple(in_use.values())), as_of.known)
    given = supposing(book_of(tuple({**in_use, **texts}.values())), texts.keys())
    supposed = as_known(given, as_of.known)
    histories: Iterable[History]
    if where.facility is not None:
        histories = [known_past(desk.log, where.facility, as_of.known)]
    else:
        histories = known_pasts(desk.log, as_of.known)
    if where.region is not None:
        histories = in_region(supposed, histories, as_of.on, where.region)
    found = (
        (history.facility, Assessor(without, history), Assessor(supposed, history))
        for history in histories
    )
    return tuple(
        Shift(facility, change, because)
        for facility, before, after in found
        for change, because in _shifts(before.on(as_of.on), after.on(as_of.on))
    )


def shift_plain(shift: Shift) -> dict[str, Any]:
    """Return a shift as JSON values."""
    return {"facility": shift.facility, "change": shift.change, "because": list(shift.because)}


def _shifts(before: Assessed, after: Assessed) -> Iterator[tuple[dict[str, Any], tuple[int, ...]]]:
    for kind, proof in (("status", after.status_proof), ("tier", after.tier_proof)):
        old, new = getattr(before, kind), getattr(after, kind)
        if old != new:
            yield {kind: {"from": old, "to": new}}, proof.events
    if before.flags != after.flags:
        yield {"flags": {"from": list(before.flags), "to": list(after.flags)}}, ()
    yield from _finding_shifts(told_apart(before.findings), told_apart(after.findings))


def _finding_shifts(was: _Told, now: _Told) -> Iterator[tuple[dict[str, Any], tuple[int, ...]]]:
    for key in sorted({*was, *now}, key=str):
        old, new = was.get(key), now.get(key)
        told = new or old
        if told is not None and _said(old) != _said(new):
            rule, subject, _ = key
            change = {
                "rule": rule,
                "subject": None if subject is None else {"kind": subject.kind, "id": subject.id},
                "from": old and old.verdict,
                "to": new and new.verdict,
                "binding": told.binding,
            }
            yield {"finding": change}, told.evidence


def _said(finding: Finding | None) -> object:
    return finding and (finding.verdict, finding.outcome, finding.binding)
