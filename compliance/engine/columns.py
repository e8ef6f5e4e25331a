"""What a list shows of a facility, a post or an order, and what an expression may ask of it."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Literal, NamedTuple

from compliance.domain.facts import Facts, Row
from compliance.domain.terms import Due
from compliance.engine.stood import Stood
from compliance.rules.values import UNKNOWN
from compliance.rules.where import Subject

Listing = Literal["facilities", "staff", "orders"]
Columns = dict[str, Any]
ASSESSED = {"status": "text", "tier": "text", "flags": "texts"}
"""What the rules conclude of a facility, and its kinds."""
_TOLD = {"facility": "text", "name": "text", "region": "text", **ASSESSED}
SUBJECTS: Mapping[Listing, Subject] = {
    "facilities": Subject(None, "", _TOLD),
    "staff": Subject("posts", "p", _TOLD),
    "orders": Subject("orders", "o", {**_TOLD, "overdue": "bool"}),
}


class Site(NamedTuple):
    """A facility on a day: its facts, what is concluded of it (if asked), its orders' terms."""

    facility: str
    facts: Facts
    stood: Stood | None
    dues: Mapping[str, Due]

    @property
    def identity(self) -> Mapping[str, Any]:
        """What is known of who and where it is."""
        known = self.facts.of("identity")
        return known[-1].values if known else {}

    def concluded(self, row: Row | None) -> Mapping[str, Any]:
        """Return the values of the names of its subject; what is not known is unknown."""
        told: Columns = {"facility": self.facility}
        told |= {name: _or_unknown(self.identity.get(name)) for name in ("name", "region")}
        told |= {name: getattr(self.stood, name, UNKNOWN) for name in ASSESSED}
        return told if row is None else {**told, "overdue": _or_unknown(self.overdue(row))}

    def overdue(self, row: Row) -> bool | None:
        """Say whether an order's term has passed; one that no longer runs is not overdue."""
        term = self.dues.get(row.values.get("order_id", ""))
        return False if term is None else term.overdue


def columns_of(listing: Listing, site: Site, row: Row | None) -> Columns:
    """Return what a list shows of a row."""
    who = {"facility": site.facility, "name": site.identity.get("name")}
    return {**who, **_COLUMNS[listing](site, row)}


def _facility(site: Site, _row: Row | None) -> Columns:
    opened, places = site.facts.of("operation"), site.facts.of("capacity")
    running = opened[-1] if opened and opened[-1].in_force else None
    stood = site.stood
    return {
        "region": site.identity.get("region"),
        "kind": site.identity.get("kind"),
        "status": stood and stood.status,
        "tier": stood and stood.tier,
        "flags": list(stood.flags) if stood else [],
        "opened_on": None if running is None else running.on.isoformat(),
        "places": places[-1].values["places"] if places else None,
    }


def _post(site: Site, row: Row | None) -> Columns:
    assert row is not None  # noqa: S101 - a post is a row
    person = row.values["person"]
    held = (each for each in site.facts.of("certificates") if each.values["person"] == person)
    return {
        "person": person,
        "role": row.values["role"],
        "since": row.on.isoformat(),
        "until": _day(row.closed),
        "certificate": row.values["certificate"],
        "certificates": [
            {"kind": each.values["kind"], "level": each.values["level"],
             "until": _day(each.values["until"])}
            for each in held if each.in_force
        ],
    }  # fmt: skip


def _order(site: Site, row: Row | None) -> Columns:
    assert row is not None  # noqa: S101 - an order is a row
    order = row.values["order_id"]
    term = site.dues.get(order)
    checks = [each for each in site.facts.of("rechecks") if each.values["order_id"] == order]
    return {
        "order_id": order,
        "violation_id": row.values["violation_id"],
        "ordered_on": row.on.isoformat(),
        "due": _day(row.values["due_on"] if term is None else term.due),
        "overdue": site.overdue(row),
        "rechecked_on": _day(checks[-1].on) if checks else None,
        "fixed": checks[-1].values["fixed"] if checks else None,
    }


_COLUMNS: Mapping[Listing, Callable[[Site, Row | None], Columns]] = {
    "facilities": _facility, "staff": _post, "orders": _order,
}  # fmt: skip


def _or_unknown(value: Any) -> Any:
    return UNKNOWN if value is None else value


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
