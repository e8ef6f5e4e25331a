"""Clauses: what each clause of a document asks, and what in the program is said to do it.

Whether that exists and works, `engine/coverage` proves.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from compliance.domain.findings import Says

WAYS = ("events", "rules", "deadlines", "disclosures", "targets", "indicators", "commands")
"""What can do a clause."""


class Clause(NamedTuple):
    """A clause, its kinds, and what does it."""

    id: str
    pack: str
    article: str
    region: str
    kinds: tuple[str, ...]
    mark: str
    """Y = a machine can do it; P = in part, a person does the rest; N = it cannot."""
    says: Says
    done: Mapping[str, tuple[str, ...]]
    draft: bool
    person: Says | None
    left: Says | None
    missing: Says | None


def read_clause(pack: str, key: str, plain: Mapping[str, Any]) -> Clause:
    """Build a clause from its canonical JSON."""
    done = plain.get("done", {})
    return Clause(
        id=key,
        pack=pack,
        article=plain["article"],
        region=plain.get("in", "CN"),
        kinds=tuple(plain["kinds"]),
        mark=plain["mark"],
        says=Says(plain["zh"], plain["en"]),
        done={way: tuple(done[way]) for way in WAYS if way in done},
        draft=plain.get("draft", False),
        person=_says(plain.get("person")),
        left=_says(plain.get("left")),
        missing=_says(plain.get("missing")),
    )


def _says(plain: Mapping[str, str] | None) -> Says | None:
    return None if plain is None else Says(plain["zh"], plain["en"])
