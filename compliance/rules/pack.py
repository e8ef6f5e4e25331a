"""A pack as the evaluators read it: sources, parameters, definitions, rules, cases, calendars.

Built from the canonical JSON that `door` made of the YAML; nothing is checked here again. An
expression is parsed when it is first asked for: most rules do not concern most facilities.
"""

from datetime import date
from typing import Any, NamedTuple

from compliance.domain.findings import Bearer, Cite, Missing, PackRef, Says
from compliance.rules.parser import parse
from compliance.rules.tree import Node

ALWAYS = date.min
NEVER = date.max
AUTHORITIES = "competent_authority"
"""The parameter that names, for a region and a matter, the authority."""
_NEVER_JUDGED = frozenset({"deadline", "disclosure"})


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
    status: str
    override: bool
    """Whether it stands against stricter values of the regions around it."""


class Param(NamedTuple):
    """A dated, regional number, share, period, table, list or fine band."""

    name: str
    type: str
    title: Says | None
    unit: str
    values: tuple[ParamValue, ...]
    combine: str | None
    """`strictest`: of the values along the regions; None: the innermost."""
    strict: str | None
    """`higher` or `lower`: which number is the stricter; a share knows by its operator."""
    lighter: str
    """`higher` or `lower`: which is the lighter for whom it is held against."""


class Definition(NamedTuple):
    """A named expression with arguments."""

    name: str
    args: tuple[str, ...]
    body_text: str
    says: Says | None

    @property
    def body(self) -> Node:
        """The expression that the name stands for."""
        return parse(self.body_text)


class Rung(NamedTuple):
    """One step of a ladder, an exception, or a row of a grade's table."""

    when_text: str | None
    then: str
    verdict: str
    binding: str | None
    cite: tuple[Cite, ...]
    says: Says | None
    propose: tuple[str, ...]
    ask: tuple[Missing, ...]
    """What would have to be known for another answer; it counts where the verdict is unknown."""
    fine: str | None
    since_text: str | None = None
    until_text: str | None = None

    @property
    def when(self) -> Node | None:
        """The condition; None = always."""
        return None if self.when_text is None else parse(self.when_text)

    @property
    def since(self) -> Node | None:
        """The first day of what a disclosure's rung says."""
        return None if self.since_text is None else parse(self.since_text)

    @property
    def until(self) -> Node | None:
        """The last day of what a disclosure's rung says."""
        return None if self.until_text is None else parse(self.until_text)


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
    subject: tuple[str, str] | None
    """What a verdict is about: its kind, and the expression of its id."""
    act_text: str | None
    """The day of the act by whose law the rule is read; None: the day asked about."""
    decided_text: str | None
    """The day on which the act is decided upon; None: the day asked about."""
    applies_text: str | None
    require_text: str | None
    rungs: tuple[Rung, ...]
    exceptions: tuple[Rung, ...]
    grade: dict[str, Any] | None
    gap: Says | None
    flag: str | None
    role: str | None
    cases: tuple[dict[str, Any], ...]
    scope: str = "facility"
    """Whose facts the rule is read on: a facility's, or a region's own."""
    due_text: str | None = None
    bearer: Bearer | None = None
    """Whose duty it is, and who must act by the day of a deadline; None: the facility's."""
    matter: str | None = None
    """The matter by which a region names the authority that bears a deadline."""

    @property
    def due(self) -> Node | None:
        """The last day of a deadline."""
        return None if self.due_text is None else parse(self.due_text)

    @property
    def judged(self) -> bool:
        """Whether the rule gives a verdict; deadlines and disclosures have walks of their own."""
        return self.kind not in _NEVER_JUDGED

    @property
    def applies(self) -> Node | None:
        """When the rule applies; None = always."""
        return None if self.applies_text is None else parse(self.applies_text)

    @property
    def act(self) -> Node | None:
        """The day of the act; None = the day asked about."""
        return None if self.act_text is None else parse(self.act_text)

    @property
    def decided(self) -> Node | None:
        """The day of the decision; None = the day asked about."""
        return None if self.decided_text is None else parse(self.decided_text)

    @property
    def nodes(self) -> tuple[Node, ...]:
        """Every expression by which a verdict is found."""
        whens = (rung.when for rung in (*self.rungs, *self.exceptions))
        every = (self.act, self.decided, self.applies, self.require, *whens)
        return tuple(node for node in every if node is not None)

    @property
    def require(self) -> Node | None:
        """What a rule of kind `require` requires."""
        return None if self.require_text is None else parse(self.require_text)


class Echo(NamedTuple):
    """A local article that says a rule of a wider region again: the rule cites it there too."""

    rule: str
    region: str
    since: date
    until: date
    cite: tuple[Cite, ...]


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
    echoes: tuple[Echo, ...]
    regions: tuple[Place, ...]
    calendars: dict[int, dict[str, Any]]
