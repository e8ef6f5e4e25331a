"""Plans, frames and caps as JSON values: the shapes that others build on (docs/reference/json.md).

The rows of a frame are such as `compliance.outcomes.draw.frame_of` reads again: another system
may take the frame from here, or hand in its own.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from compliance.domain.draw import Entry, Named
from compliance.domain.facts import Row
from compliance.domain.team import Inspector
from compliance.domain.time import instant_text
from compliance.engine.plans.check_cap import Capped, Checked
from compliance.engine.plans.frame import Framed
from compliance.engine.plans.known import PlanKnown
from compliance.engine.plans.show import Shown
from compliance.engine.plans.steps import Step
from compliance.engine.plans.strata import Row as StratumRow
from compliance.engine.plans.strata import Strata, strata_of
from compliance.outcomes.draw import Stratum, stratify
from compliance.outcomes.draw.plain import plain


def step_plain(step: Step, stage: str) -> dict[str, Any]:
    """Return a step that a plan took."""
    event = step.event
    return {
        "plan": step.plan_id,
        "region": step.region,
        "stage": stage,
        "plan_sha256": step.sha256,
        "position": None if event is None else event.position,
        "recorded_at": None if event is None else instant_text(event.recorded_at),
        "duplicate": step.duplicate,
    }


def known_plain(known: PlanKnown, title: str | None) -> dict[str, Any]:
    """Return a plan as the list shows it; the title stands in the paper alone."""
    return {
        "plan": known.plan_id,
        "region": known.region,
        "title": title,
        "year": known.year,
        "stage": known.stage,
        "drafted_on": _first(known.drafts),
        "approved_on": _first(known.approvals),
        "published_on": _first(known.publications),
        "committed_on": _first(known.committed),
        "drawn_on": _first(known.drawn),
        "abandoned_on": _first(known.abandoned),
        "plan_sha256": known.sha256,
    }


def shown_plain(shown: Shown) -> dict[str, Any]:
    """Return a plan with the strata of its frame."""
    told = known_plain(shown.known, shown.plan.title)
    frame = shown.frame
    if frame is None:
        return {**told, "content": plain(shown.plan), "frame": None, "strata": [], "visits": None}
    strata = strata_of(shown.plan, frame.entries)
    return {
        **told,
        "content": plain(shown.plan),
        "frame": _head(frame),
        "strata": [_stratum(row) for row in strata.rows],
        "visits": _visits(strata),
    }


def entries_plain(shown: Shown) -> list[dict[str, Any]]:
    """Return the rows of a frame, each with its stratum."""
    entries = () if shown.frame is None else shown.frame.entries
    where = {
        entry.facility: stratum
        for stratum, those in stratify(entries, shown.plan.join_below).items()
        for entry in those
    }
    return [_entry(each, where.get(each.facility)) for each in entries]


def exclusions_plain(exclusions: Sequence[Named]) -> list[dict[str, Any]]:
    """Return who is left out, and why."""
    return [plain(each) for each in exclusions]


def roster_plain(roster: Sequence[Inspector]) -> list[dict[str, Any]]:
    """Return who may go, and where not."""
    return [plain(each) for each in roster]


def checked_plain(checked: Checked) -> dict[str, Any]:
    """Return the caps that hold, and for whom another visit would break them."""
    return {
        "caps": [
            {"visits": cap.visits, "per": cap.per, "basis": cap.basis, "by": cap.by,
             "counted": list(cap.counts.natures), "exempt": list(cap.counts.exempt)}
            for cap in checked.caps
        ],
        "facilities": checked.facilities,
        "capped": [_capped(each) for each in checked.capped],
    }  # fmt: skip


def _first(rows: Sequence[Row]) -> str | None:
    return _day(rows[0].on) if rows else None


def _day(day: date) -> str:
    return day.isoformat()


def _head(frame: Framed) -> dict[str, Any]:
    return {
        "as_of": frame.as_of.isoformat(),
        "known_at": None if frame.known_at is None else instant_text(frame.known_at),
        "position": frame.position,
        "ruleset": frame.ruleset,
        "facilities": len(frame.entries),
        "excluded": len(frame.exclusions),
        "capped": sum(each.capped for each in frame.entries),
        "must": sum(each.must is not None for each in frame.entries),
    }


def _stratum(row: StratumRow) -> dict[str, Any]:
    return {
        "stratum": row.stratum.name,
        "tier": row.stratum.tier,
        "district": row.stratum.district,
        "facilities": row.facilities,
        "capped": row.capped,
        "visits": {"least": row.visits_least, "most": row.visits_most},
        "items": [
            {"item": each.item, "share": None if each.share is None else str(each.share),
             "concerned": each.concerned, "least": each.least, "most": each.most,
             "above": each.above}
            for each in row.asked
        ],
    }  # fmt: skip


def _visits(strata: Strata) -> dict[str, int]:
    return {
        "least": strata.visits_least,
        "most": strata.visits_most,
        "must": strata.named,
        "apart": strata.apart,
    }


def _entry(entry: Entry, stratum: Stratum | None) -> dict[str, Any]:
    return {
        "facility": entry.facility,
        "stratum": None if stratum is None else stratum.name,
        "tier": entry.tier,
        "district": entry.district,
        "items": list(entry.items),
        "capped": entry.capped,
        "must": entry.must,
    }


def _capped(found: Capped) -> dict[str, Any]:
    entry, breach = found.entry, found.breach
    return {
        "facility": entry.facility,
        "name": found.name,
        "tier": entry.tier,
        "district": entry.district,
        "must": entry.must,
        "basis": breach.cap.basis,
        "by": breach.cap.by,
        "item": breach.item,
        "visits_max": breach.cap.visits,
        "visits": [
            {"on": each.on.isoformat(), "kind": each.kind, "made": each.made}
            for each in breach.visits
        ],
        "evidence": list(breach.evidence),
        "exemptions": [
            {"kind": each.kind, "evidence": list(each.evidence)} for each in found.causes
        ],
    }
