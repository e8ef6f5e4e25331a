"""Plans as data: indicators of a region, and the targets that documents set for them.

A target is a region's. Nothing here is read when a facility is judged.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from compliance.domain.findings import Cite, Says
from compliance.rules.expressions import WAYS as EXPRESSIONS

NO_VERDICT = frozenset({"baseline", "derived"})
DRAFT = "draft"


class Indicator(NamedTuple):
    """A figure of a region in a year: its definition in words, and how it is found."""

    id: str
    title: Says
    unit: str
    definition: Says
    way: str
    """sum, share, part, having, distinct (over facilities), ratio, lowest, region, observed."""
    texts: Mapping[str, str]
    of: tuple[str, ...] = ()
    """The indicators that it is made of."""
    per: int = 1
    within: bool = False
    """`region`: whether what happened to the regions within counts too."""
    units: int | None = None
    """`lowest`: how many regions there are within."""


class OfAnother(NamedTuple):
    """Another region's figure of an indicator in the same year."""

    region: str
    indicator: str


class Derived(NamedTuple):
    """A part of the gap between two years' figures of a plan, above the first; or the gap."""

    of: str
    first: int
    last: int
    part: str | None
    """None = the gap itself."""


class Target(NamedTuple):
    """A row of a plan: what a region's indicator is, or has to be, in a year."""

    id: str
    pack: str
    region: str
    indicator: str
    year: int | None
    """None = each year, from `since`."""
    since: int | None
    op: str
    value: str | OfAnother | None
    derived: Derived | None
    nature: str
    cite: tuple[Cite, ...]
    checked: str
    note: str | None
    unit: str | None = None
    """Where a decision names one of its own."""
    events: tuple[int, ...] = ()
    """The decision's, where it was one."""


def cites(plain: Any) -> tuple[Cite, ...]:
    """Read `source#article` texts."""
    listed = [plain] if isinstance(plain, str) else plain or []
    return tuple(Cite(*text.split("#", 1)) for text in listed)


def read_indicator(name: str, plain: Mapping[str, Any]) -> Indicator:
    """Build an indicator from a pack's canonical JSON."""
    ways = ("sum", "share", "part", "having", "distinct", "ratio", "lowest", "region")
    way = next((each for each in ways if each in plain), "observed")
    lowest = plain.get("lowest", {})
    return Indicator(
        id=name,
        title=Says(**plain["title"]),
        unit=plain["unit"],
        definition=Says(**plain["definition"]),
        way=way,
        texts={each: plain[each] for each in EXPRESSIONS if each in plain},
        of=tuple(plain.get("ratio", ())) or ((lowest["of"],) if lowest else ()),
        per=plain.get("per", 1),
        within=plain.get("within", False),
        units=lowest.get("units"),
    )


def read_target(pack: str, plain: Mapping[str, Any]) -> Target:
    """Build a target from a pack's canonical JSON."""
    year = plain["year"]
    return Target(
        id=plain["id"],
        pack=pack,
        region=plain["in"],
        indicator=plain["indicator"],
        year=None if year == "each" else year,
        since=plain.get("from"),
        op=plain["op"],
        value=_value(plain.get("value")),
        derived=_derived(plain.get("derive"), plain["indicator"]),
        nature=plain["nature"],
        cite=cites(plain["cite"]),
        checked=plain.get("checked", "primary"),
        note=plain.get("note"),
    )


def _value(plain: Any) -> str | OfAnother | None:
    return OfAnother(plain["of"], plain["indicator"]) if isinstance(plain, dict) else plain


def _derived(plain: Mapping[str, Any] | None, indicator: str) -> Derived | None:
    if plain is None:
        return None
    first, last = plain["between"]
    return Derived(plain.get("of", indicator), first, last, plain.get("part"))
