"""What the compiled rules answer: a finding without its proof, and with the rows that decided it.

Proofs, articles, gaps and what is missing come from the interpreter, for the one facility that
somebody asks about.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any, NamedTuple

from compliance.domain.findings import Bearer, Binding, Required, Subject, VerdictName
from compliance.rules.compile.sql import SEPARATOR


class Found(NamedTuple):
    """One rule's verdict on one subject of one facility."""

    facility: str
    rule: str
    subject: Subject | None
    verdict: VerdictName
    outcome: str | None
    binding: Binding
    value: int | str | None
    required: Required | None
    witness: tuple[int, ...]
    """Positions of the openers of the subject's row, and of the rows that decided."""
    flag: str | None
    bearer: Bearer


class Spoken(NamedTuple):
    """What a row of an answer does not say of its rule: its subject's kinds, its unit, whose."""

    kind: str | None
    of: str
    unit: str
    flag: str | None
    bearer: Bearer


def found_of(row: Any, spoken: Mapping[str, Spoken]) -> Found:
    """Read a finding off a row of an answer."""
    told = spoken[row.rule]
    return Found(
        facility=row.row_facility,
        rule=row.rule,
        subject=None if told.kind is None else Subject(told.kind, _id(row.subject, told.of)),
        verdict=row.verdict,
        outcome=row.outcome,
        binding=row.binding,
        value=_value(row),
        required=_required(row, told.unit),
        witness=_positions(row.witness),
        flag=told.flag if row.verdict == "violation" else None,
        bearer=told.bearer,
    )


def _id(text: str, kind: str) -> str:
    """Write a subject's id as a proof would."""
    if text in {"unknown", "absent"}:
        return text
    if kind == "date":
        return date.fromordinal(int(text)).isoformat()
    if kind == "bool":
        return "true" if text in {"1", "true"} else "false"
    return text


def _value(row: Any) -> int | str | None:
    if row.listed is not None:
        return ", ".join(row.listed[1:-1].split(SEPARATOR))
    if row.low_of is not None:
        low, high = f"{row.low}/{row.low_of}", f"{row.high}/{row.high_of}"
        return low if low == high else f"{low}..{high}"
    if row.low is None and row.high is None:
        return None
    if row.low == row.high:
        number: int = row.low
        return number
    return "..".join("" if bound is None else str(bound) for bound in (row.low, row.high))


def _required(row: Any, unit: str) -> Required | None:
    limit = row.required if row.required is not None else row.limit
    return None if limit is None else Required(row.op, limit, unit)


def _positions(text: str | None) -> tuple[int, ...]:
    return tuple(sorted({int(each) for each in (text or "").split(",") if each}))
