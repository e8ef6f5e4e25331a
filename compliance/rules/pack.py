"""A pack as the evaluators read it: sources, parameters, definitions, rules, cases, calendars.

Built from the canonical JSON that `door` made of the YAML; nothing is checked here again.
"""

from datetime import date
from typing import Any, NamedTuple

from compliance.domain.findings import Cite, Missing, PackRef, Says
from compliance.rules.tree import Node

ALWAYS = date.min
NEVER = date.max


class Source(NamedTuple):
    """A document that rules quote."""

    id: str
    title: Says
    kind: str
    issuer: str | None
    number: str | None
    since: date
    until: date | None
    status: str
    texts: dict[str, str]


class ParamValue(NamedTuple):
    """A parameter's value for a region from a day: value, article, binding."""

    region: str
    since: date
    until: date
    value: Any
    binding: str
    cite: tuple[Cite, ...]


class Param(NamedTuple):
    """A dated, regional number, share, period, table, list or fine band."""

    name: str
    type: str
    title: Says | None
    unit: str
    values: tuple[ParamValue, ...]


class Definition(NamedTuple):
    """A named expression with arguments."""

    name: str
    args: tuple[str, ...]
    body: Node
    says: Says | None


class Rung(NamedTuple):
    """One step of a ladder, an exception, or a row of a grade's table."""

    when: Node | None
    then: str
    verdict: str
    binding: str | None
    cite: tuple[Cite, ...]
    says: Says | None
    propose: tuple[str, ...]
    ask: tuple[Missing, ...]
    """What would have to be known for another answer; it counts where the verdict is unknown."""
    fine: str | None


class Rule(NamedTuple):
    """One rule: a quotation with dates and a place, and what a machine can check of it."""

    id: str
    pack: str
    kind: str
    title: Says
    region: str
    since: date
    until: date
    cite: tuple[Cite, ...]
    binding: str
    rank: str
    status: str
    unit: str
    each: tuple[str, str] | None
    subject: tuple[str, Node] | None
    applies: Node | None
    require: Node | None
    rungs: tuple[Rung, ...]
    exceptions: tuple[Rung, ...]
    grade: dict[str, Any] | None
    gap: Says | None
    flag: str | None
    role: str | None
    cases: tuple[dict[str, Any], ...]


class Place(NamedTuple):
    """A region's name and its parent, from a day to a day."""

    code: str
    name: str
    parent: str
    since: date
    until: date


class Pack(NamedTuple):
    """One legal document's rules."""

    ref: PackRef
    title: Says
    sources: dict[str, Source]
    params: dict[str, Param]
    defs: dict[str, Definition]
    rules: tuple[Rule, ...]
    regions: tuple[Place, ...]
    calendars: dict[int, dict[str, Any]]
