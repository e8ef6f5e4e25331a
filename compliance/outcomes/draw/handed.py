"""A list that another system hands in, made a frame; and the smallest plan that draws from it."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from compliance.domain.draw import JOINED, Beacon, Entry, Item, Plan, Rate, TeamRules
from compliance.domain.errors import BadInput


def frame_of(rows: Iterable[Mapping[str, Any]], items: Sequence[str]) -> tuple[Entry, ...]:
    """Return a frame of rows: `facility`, and `stratum`, or `tier` and `district`.

    `items`, `capped` and `must` may stand in a row as in frame.jsonl; where no items do, it is all
    of `items`. Raises BadInput for a row without facility, and for a facility told twice.
    """
    found: dict[str, Entry] = {}
    for n, row in enumerate(rows, start=1):
        entry = _entry(row, tuple(items), where=f"row {n}")
        if entry.facility in found:
            raise BadInput("E-FRAME-TWICE", where=f"row {n}", facility=entry.facility)
        found[entry.facility] = entry
    return tuple(found[facility] for facility in sorted(found))


def plain_plan(
    draw: str, region: str, rates: Sequence[Rate], *, beacon: Beacon, nonces: Sequence[str]
) -> Plan:
    """Return a plan that only draws: one item of one department, nothing joined, capped or led."""
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


def _entry(row: Mapping[str, Any], items: tuple[str, ...], where: str) -> Entry:
    facility, must = row.get("facility"), row.get("must")
    if not facility or not isinstance(facility, str):
        raise BadInput("E-FRAME-FACILITY", where=where)
    tier, _, district = str(row.get("stratum", "")).partition("/")
    return Entry(
        facility=facility,
        tier=str(row.get("tier", tier)),
        district=str(row.get("district", district)) or JOINED,
        items=tuple(row.get("items", items)),
        capped=bool(row.get("capped", False)),
        must=None if must is None else str(must),
    )
