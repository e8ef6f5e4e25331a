"""Either library as it stands on a day, in the columns that it is read in again.

Names of officers come from the sealed papers of the libraries that were read in, the latest that
has one.
"""

from collections.abc import Iterator
from typing import Any

from compliance.domain.time import AsOf
from compliance.engine.desk import Desk
from compliance.engine.everybody import rows
from compliance.engine.libraries.inspectors import held_on
from compliance.engine.libraries.keep import kept
from compliance.engine.survey import ranked
from compliance.intake.library import LibraryMap

_COMMA = "、"
_OWN_SCHEME = "local:"


def objects(desk: Desk, map_: LibraryMap, region: str, as_of: AsOf) -> Iterator[dict[str, Any]]:
    """Yield the facilities of a region. Raises BadInput (E-REGION), NotFound (…-UNKNOWN)."""
    places = {facility: row.values for facility, row in rows(desk, "identity", as_of)}
    for stood, _ in ranked(desk, as_of, region).found:
        told = places.get(stood.facility, {})
        coded = stood.facility == told.get("uscc")
        kind = told.get("kind")
        yield {
            "uscc": told.get("uscc"),
            "number": None if coded else stood.facility.removeprefix(_OWN_SCHEME),
            "kind": None if kind is None else map_.written("kind", kind),
            **{name: told.get(name) for name in ("name", "region", "street", "address")},
            "status": stood.status,
            "tier": stood.tier,
        }


def inspectors(desk: Desk, region: str, as_of: AsOf) -> Iterator[dict[str, Any]]:
    """Yield the officers of a region whose certificates have not ended on a day."""
    sealed: dict[str, Any] = {}
    for library in kept(desk, region, "inspectors"):
        named = (row for row in library if row.get("name") is not None)
        sealed = {row["certificate_no"]: row for row in named} | sealed
    for row in held_on(desk, region, as_of.on):
        told, no = row.values, row.values["certificate_no"]
        until = told["until"]
        yield {
            "certificate_no": no,
            "name": sealed.get(no, {}).get("name"),
            "position": sealed.get(no, {}).get("position"),
            "org": told["org"],
            "domains": _COMMA.join(told["domains"] or ()) or None,
            "districts": _COMMA.join(told["districts"] or ()) or None,
            "certified_on": row.on.isoformat(),
            "until": None if until is None else until.isoformat(),
        }
