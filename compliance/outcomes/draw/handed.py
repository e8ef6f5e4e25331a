"""A list that another system hands in, made a frame; and the smallest plan that draws from it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from compliance.domain.draw import JOINED, Beacon, Entry, Item, Plan, Rate, TeamRules
from compliance.domain.errors import BadInput
from compliance.outcomes.draw.seed import value_form


def frame_of(rows: Iterable[Mapping[str, Any]], plan: Plan) -> tuple[Entry, ...]:
    """Return a frame of rows: `facility`, and `stratum`, or `tier` and `district`.

    `items` and `capped` may stand in a row as in frame.jsonl; where no items do, it is all of the
    plan's. Whom the plan includes is visited whatever the lot says, whom it excludes is left out.
    Raises BadInput for a row that names no facility, one that is told twice, and a `/` in a tier.
    """
    found: dict[str, Entry] = {}
    seen: set[str] = set()
    excluded = {each.facility for each in plan.excluded}
    named = {each.facility: each.reason for each in plan.included}
    for n, row in enumerate(rows, start=1):
        entry = _entry(row, plan, named, where=f"row {n}")
        # Two names that look alike would be one facility with two tickets.
        if (look := value_form(entry.facility).casefold()) in seen:
            raise BadInput("E-FRAME-TWICE", where=f"row {n}", facility=entry.facility)
        seen.add(look)
        found[entry.facility] = entry
    return tuple(found[each] for each in sorted(found.keys() - excluded))


def plain_plan(
    draw: str, region: str, rates: Sequence[Rate], *, beacon: Beacon, nonces: Sequence[str]
) -> Plan:
    """Return a plan that only draws: one item of one department, nothing joined or left out."""
    item = Item(
        item="visit", field="", title="", object="", kind="key", basis="", department=region,
        level="", qualifications=(), rates=tuple(rates),
    )  # fmt: skip
    return Plan(
        plan=draw, title="", region=region, year=beacon.at.year, authority=region,
        departments=(region,), as_of=date(beacon.at.year, 1, 1), known_at=None, district="none",
        statuses=(), where=None, items=(item,), general_share_max=None, join_below=0,
        rounding="up", cool_down_days=0, included=(), excluded=(), visit_cap=None,
        when_capped="replace", team=TeamRules(size=2, load_max=0, rotation=0, own_district=False),
        nonces=tuple(nonces), beacon=beacon, publish_lists="after_draw",
    )  # fmt: skip


def _entry(row: Mapping[str, Any], plan: Plan, named: Mapping[str, str], *, where: str) -> Entry:
    facility = row.get("facility")
    if not facility or not isinstance(facility, str):
        raise BadInput("E-FRAME-FACILITY", where=where)
    tier, _, district = str(row.get("stratum", "")).partition("/")
    tier = str(row.get("tier", tier))
    if "/" in tier:
        raise BadInput("E-FRAME-TIER", where=where, tier=tier)
    return Entry(
        facility=facility,
        tier=tier,
        district=str(row.get("district", district)) or JOINED,
        items=tuple(row.get("items", (item.item for item in plan.items))),
        capped=bool(row.get("capped", False)),
        must=named.get(facility),
    )
