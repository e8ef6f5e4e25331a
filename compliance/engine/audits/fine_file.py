"""What is on record about each decision of a fine: served, paid, urged, brought to court, stayed.

It joins rows by the decision's number, and takes the last day to pay from the rule
`fine.payment_due`. Money paid on a number that no decision bears is a file too.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from compliance.domain.facts import Row
from compliance.engine.audits.asked import Asked
from compliance.engine.audits.ruled import findings, terms
from compliance.rules.deadline import Reckoned

SURCHARGE = "penalty.surcharge"
_DUE = "fine.payment_due"
_GRAVEST = ("violation", "unknown", "compliant")
_ABOUT = {
    "services": "penalty_no",
    "payments": "penalty_no",
    "urgings": "penalty_no",
    "court_applications": "penalty_no",
    "enforcement_ends": "penalty_no",
    "review_filings": "against",
}
"""The relations that tell of a decision, and the column that bears its number."""
Key = tuple[str, str]
"""A facility and a decision's number."""


class FineFile(NamedTuple):
    """What is on record about one decision."""

    facility: str
    number: str
    penalty: Row | None
    term: Reckoned | None
    told: Mapping[str, Sequence[Row]]
    """Rows about it by relation, in order of happening."""
    surcharge_verdict: str | None

    @property
    def fine(self) -> int | None:
        """The fine in fen, where the decision states one."""
        return None if self.penalty is None else self.penalty.values["fine_fen"]

    @property
    def paid(self) -> int:
        """What was paid of the fine itself, in fen."""
        return sum(row.values["amount_fen"] for row in self.told["payments"])

    @property
    def due(self) -> date | None:
        """The last day to pay in time."""
        return None if self.term is None else self.term.due.due

    @property
    def settled(self) -> date | None:
        """The day on which the fine was paid in full."""
        left = self.fine
        for row in self.told["payments"]:
            if left is not None:
                left -= row.values["amount_fen"]
                if left <= 0:
                    return row.on
        return None

    @property
    def evidence(self) -> tuple[int, ...]:
        """The positions of everything that tells of it."""
        rows = [row for rows in self.told.values() for row in rows]
        rows += [] if self.penalty is None else [self.penalty]
        term = () if self.term is None else self.term.due.evidence
        return tuple(sorted({*term, *(no for row in rows for no in row.events)}))

    def day(self, relation: str) -> date | None:
        """Return the last day of a relation's rows about it."""
        return max((row.on for row in self.told[relation]), default=None)


def fine_files(asked: Asked) -> Iterator[FineFile]:
    """Yield the file of each fine, and of money paid on a number that no decision bears."""
    ends = {(who, t.due.subject.id): t for who, t in terms(asked, _DUE) if t.due.subject}
    verdicts, told = _verdicts(asked), {name: _by_number(asked, name) for name in _ABOUT}
    decided = {(who, row.values["decision_no"]): row for who, row in asked.each("penalties")}
    fined = {key for key, row in decided.items() if "fine" in row.values["kinds"]}
    for key in sorted(fined | (told["payments"].keys() - decided.keys())):
        yield FineFile(
            facility=key[0],
            number=key[1],
            penalty=decided.get(key),
            term=ends.get(key),
            told={name: found.get(key, ()) for name, found in told.items()},
            surcharge_verdict=verdicts.get(key),
        )


def _by_number(asked: Asked, relation: str) -> dict[Key, list[Row]]:
    found: dict[Key, list[Row]] = {}
    for facility, row in asked.each(relation):
        found.setdefault((facility, row.values[_ABOUT[relation]]), []).append(row)
    return found


def _verdicts(asked: Asked) -> dict[Key, str]:
    """Return the gravest that the rule on surcharges says of each decision's payments."""
    found: dict[Key, str] = {}
    for facility, each in findings(asked, SURCHARGE):
        if each.subject is not None:
            key = facility, each.subject.id
            found[key] = min(each.verdict, found.get(key, each.verdict), key=_GRAVEST.index)
    return found
