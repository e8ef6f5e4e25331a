"""Standings, findings and proofs as JSON values: the shapes that others build on (DESIGN §11)."""

from typing import Any

from compliance.domain.findings import Finding, Missing, Proof, Says, Standing


def standing_plain(standing: Standing | None) -> dict[str, Any] | None:
    """Return a standing as JSON values."""
    if standing is None:
        return None
    holds = standing.holds_until
    return {
        "facility": standing.facility,
        "as_of": standing.as_of.isoformat(),
        "known_at": standing.known_at,
        "position": standing.position,
        "status": standing.status,
        "tier": standing.tier,
        "flags": list(standing.flags),
        "findings": [finding_plain(each) for each in standing.findings],
        "holds_until": None if holds is None else holds.isoformat(),
        "ruleset": {
            "sha256": standing.ruleset.sha256,
            "packs": [
                {"id": ref.id, "version": ref.version, "sha256": ref.sha256}
                for ref in standing.ruleset.packs
            ],
        },
    }


def finding_plain(finding: Finding) -> dict[str, Any]:
    """Return a finding as JSON values; `bearer` stands in it where it is an authority."""
    subject, required, consequence = finding.subject, finding.required, finding.consequence
    whose = {} if finding.bearer == "facility" else {"bearer": finding.bearer}
    return {
        "rule": finding.rule,
        "subject": None if subject is None else {"kind": subject.kind, "id": subject.id},
        "verdict": finding.verdict,
        "binding": finding.binding,
        "cite": [{"source": each.source, "article": each.article} for each in finding.cite],
        "value": finding.value,
        "required": None
        if required is None
        else {"op": required.op, "value": required.value, "unit": required.unit},
        "evidence": list(finding.evidence),
        "missing": [missing_plain(each) for each in finding.missing],
        "outcome": finding.outcome,
        "consequence": None
        if consequence is None
        else {
            "propose": list(consequence.propose),
            "fine_fen": None if consequence.fine_fen is None else list(consequence.fine_fen),
        },
        **whose,
    }


def proof_plain(proof: Proof) -> dict[str, Any]:
    """Return a proof as JSON values."""
    return {
        "says": says_plain(proof.says),
        "value": proof.value,
        "cite": [{"source": each.source, "article": each.article} for each in proof.cite],
        "events": list(proof.events),
        "because": [proof_plain(each) for each in proof.because],
    }


def missing_plain(missing: Missing) -> dict[str, Any]:
    """Return a missing fact as JSON values."""
    return {"event": missing.event, "position": missing.position, "field": missing.field}


def says_plain(says: Says) -> dict[str, str]:
    """Return a sentence in both languages."""
    return {"zh": says.zh, "en": says.en}
