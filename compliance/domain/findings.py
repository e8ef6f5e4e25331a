"""What a rule says of a facility, with its proof: verdict, article, numbers, events, what to ask.

A finding without a proof cannot be built. Shapes in JSON: DESIGN §11; `outcomes` writes them.
"""

from datetime import date
from typing import Literal, NamedTuple

VerdictName = Literal[
    "compliant", "violation", "unknown", "not_applicable", "below_target", "conflict"
]
Binding = Literal["duty", "target", "reading", "policy", "draft"]
Bearer = Literal["facility", "authority"]
Status = Literal[
    "deregistered", "closed", "suspended", "permitted", "filed", "registered", "unregistered"
]


class Says(NamedTuple):
    """A sentence in both languages."""

    zh: str
    en: str


class Cite(NamedTuple):
    """A source of a pack and the article in it."""

    source: str
    article: str

    def __str__(self) -> str:
        return f"{self.source}#{self.article}"


class Missing(NamedTuple):
    """A fact that would have to be asked: the event that tells it, and the field.

    With a position, the field is missing in that event; without, the event itself is.
    """

    event: str
    position: int | None
    field: str


class Proof(NamedTuple):
    """A node of a proof: what it says, its value, articles and events, and because of what."""

    says: Says
    value: str
    cite: tuple[Cite, ...] = ()
    events: tuple[int, ...] = ()
    because: tuple["Proof", ...] = ()


class Subject(NamedTuple):
    """What a verdict is about within the facility: a post, a class, a violation, an order."""

    kind: str
    id: str


class Required(NamedTuple):
    """The requirement that a value was held against."""

    op: str
    value: int | str
    unit: str


class Consequence(NamedTuple):
    """What a rung proposes: acts in the law's words, and a fine between two amounts of fen."""

    propose: tuple[str, ...] = ()
    fine_fen: tuple[int, int] | None = None


class Finding(NamedTuple):
    """One rule's verdict on one subject."""

    rule: str
    subject: Subject | None
    verdict: VerdictName
    binding: Binding
    cite: tuple[Cite, ...]
    rank: str
    """Kind of the highest source cited: statute, regulation, normative, standard, plan …"""
    proof: Proof
    outcome: str | None = None
    """The rung of a ladder, or the grade."""
    value: int | str | None = None
    required: Required | None = None
    gap: Says | None = None
    consequence: Consequence | None = None
    evidence: tuple[int, ...] = ()
    missing: tuple[Missing, ...] = ()
    flag: str | None = None
    bearer: Bearer = "facility"
    """Whose duty it is; what an authority owes is never the facility's breach."""


class PackRef(NamedTuple):
    """One pack of a ruleset."""

    id: str
    version: str
    sha256: str


class Ruleset(NamedTuple):
    """The packs behind a conclusion, and the digest over their sorted digests."""

    sha256: str
    packs: tuple[PackRef, ...]


class Standing(NamedTuple):
    """What stands of a facility on a day, as known at an instant."""

    facility: str
    as_of: date
    known_at: str | None
    position: int
    status: str
    tier: str
    flags: tuple[str, ...]
    findings: tuple[Finding, ...]
    holds_until: date | None
    ruleset: Ruleset
    proofs: tuple[tuple[str, Proof], ...] = ()
    """The proofs of `status` and `tier`."""
