"""Why: a conclusion of a day, its proof, what is lacking, what to ask, how long it holds."""

from datetime import date
from typing import Any, NamedTuple

from compliance.domain.errors import NotFound
from compliance.domain.findings import Finding, Missing, Proof, Says, Standing
from compliance.outcomes.shapes import missing_plain, proof_plain, says_plain


class Explained(NamedTuple):
    """A conclusion and why."""

    kind: str
    rule: str | None
    value: str
    proof: Proof
    gap: Says | None
    missing: tuple[Missing, ...]
    holds_until: date | None


def explain(standing: Standing, about: str = "status") -> tuple[Explained, ...]:
    """Explain the status, the tier, one rule (each of its subjects), or everything (`all`).

    Raises NotFound (E-RULE-NOT-HERE) for a rule that says nothing of the facility that day.
    """
    conclusions = [_conclusion(standing, kind) for kind in ("status", "tier")]
    findings = [_finding(standing, finding) for finding in standing.findings]
    chosen = [
        each
        for each in (*conclusions, *findings)
        if about == "all" or about in {each.kind, each.rule}
    ]
    if not chosen:
        known = ", ".join(dict.fromkeys(("status", "tier", *(f.rule for f in standing.findings))))
        raise NotFound("E-RULE-NOT-HERE", text=about, on=standing.as_of, known=known)
    return tuple(chosen)


def explained_plain(explained: Explained) -> dict[str, Any]:
    """Return an explanation."""
    conclusion: dict[str, Any] = {"kind": explained.kind, "value": explained.value}
    if explained.rule is not None:
        conclusion["rule"] = explained.rule
    holds = explained.holds_until
    return {
        "conclusion": conclusion,
        "proof": proof_plain(explained.proof),
        "holds_until": None if holds is None else holds.isoformat(),
        "gap": None if explained.gap is None else says_plain(explained.gap),
        "missing": [missing_plain(each) for each in explained.missing],
    }


def _conclusion(standing: Standing, kind: str) -> Explained:
    return Explained(
        kind=kind,
        rule=None,
        value=standing.status if kind == "status" else standing.tier,
        proof=dict(standing.proofs)[kind],
        gap=None,
        missing=(),
        holds_until=standing.holds_until,
    )


def _finding(standing: Standing, finding: Finding) -> Explained:
    return Explained(
        kind="finding",
        rule=finding.rule,
        value=finding.verdict,
        proof=finding.proof,
        gap=finding.gap,
        missing=finding.missing,
        holds_until=standing.holds_until,
    )
