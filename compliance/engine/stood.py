"""A standing without its proofs: what is kept, shown and compared of everybody.

Why it is so, `explain` says of one facility, from the interpreter.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Any, NamedTuple

from compliance.outcomes.shapes import finding_plain
from compliance.projections.history import History
from compliance.rules.assess import Assessor
from compliance.rules.book import Rulebook

_ONE_DAY = timedelta(days=1)
Told = Mapping[str, Any]
"""A finding as JSON values (DESIGN §11), or of these rule, subject, verdict and bearer alone."""


class Stood(NamedTuple):
    """How a facility stands on a day; its findings as JSON values."""

    facility: str
    name: str | None
    region: str | None
    status: str
    tier: str
    flags: tuple[str, ...]
    findings: tuple[Told, ...]
    turns_on: date | None
    """The next day on which anything may turn without news; never later, at times too early."""

    @property
    def holds_at_least_until(self) -> date | None:
        """The last day on which it surely stands so without news; None = no end."""
        return None if self.turns_on is None else self.turns_on - _ONE_DAY

    def count(self, verdict: str, bearer: str = "facility") -> int:
        """Count the findings of a verdict that are one side's."""
        return sum(
            each["verdict"] == verdict and each.get("bearer", "facility") == bearer
            for each in self.findings
        )


def stood_of(book: Rulebook, history: History, on: date) -> Stood:
    """Return how a facility stands by its history: the interpreter's answer."""
    assessed = Assessor(book, history).on(on)
    identity = identity_on(history, on)
    return Stood(
        facility=history.facility,
        name=identity.get("name"),
        region=identity.get("region"),
        status=assessed.status,
        tier=assessed.tier,
        flags=assessed.flags,
        findings=tuple(finding_plain(each) for each in assessed.findings),
        turns_on=min(assessed.turns, default=None),
    )


def identity_on(history: History, on: date) -> Mapping[str, Any]:
    """Return what is known of who and where a facility is on a day."""
    known = history.at(on).of("identity")
    return known[-1].values if known else {}


def had_begun(history: History, on: date) -> bool:
    """Say whether anything had happened at a facility itself by a day."""
    return any(each.on <= on and each.said.facility == history.facility for each in history.events)


def told_by_subject(findings: Iterable[Told]) -> dict[tuple[str, str], list[Told]]:
    """Return findings by rule and subject: there may be several on one."""
    found: dict[tuple[str, str], list[Told]] = {}
    for each in findings:
        subject = each["subject"]
        about = "" if subject is None else f"{subject['kind']} {subject['id']}"
        found.setdefault((each["rule"], about), []).append(each)
    return found
