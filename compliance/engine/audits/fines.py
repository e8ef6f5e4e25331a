"""Fines: decided, served, due, paid, surcharged, urged, brought to court, and outstanding.

A surcharge runs as the law has it, three percent a day up to the fine itself (处罚法 72), and
nobody counts it while a review or a lawsuit runs (73). All money is fen.
"""

from collections.abc import Iterator
from datetime import date
from typing import Literal, NamedTuple

from compliance.domain.findings import Cite, Missing
from compliance.engine.audits.asked import Asked
from compliance.engine.audits.fine_file import SURCHARGE, FineFile, fine_files

Progress = Literal[
    "paid", "ended", "in_court", "overdue", "running", "stayed", "unserved", "unknown", "void"
]
_PERCENT = "surcharge_percent"
_OVER = frozenset({"paid", "ended", "void"})


class Owed(NamedTuple):
    """What is owed of a fine on a day, in fen."""

    fine_fen: int | None
    paid_fen: int
    outstanding_fen: int | None
    """What is left of the fine itself; None where the fine is not known."""
    due: date | None
    days_overdue: int | None
    """Calendar days after the last day, until it was paid in full or the day asked about."""
    surcharge_fen: int
    """Surcharges paid."""
    surcharge_max_fen: int | None
    """What may have run up by law; None where nothing runs, or it cannot be told."""


class Fine(NamedTuple):
    """A fine and what became of it."""

    progress: Progress
    """`void`: paid on a number that no decision bears, or none that stands. `stayed`: its term
    does not run."""
    facility: str
    region: str | None
    number: str
    on: date | None
    authority: str | None
    served: date | None
    owed: Owed
    surcharge_verdict: str | None
    """What the rule on surcharges says of those paid."""
    urged: date | None
    court: date | None
    ended: date | None
    cite: tuple[Cite, ...]
    evidence: tuple[int, ...]
    missing: tuple[Missing, ...]


def fines(asked: Asked, *, unpaid: bool = False) -> Iterator[Fine]:
    """Yield every fine and what became of it; or those alone of which something is owed."""
    for file in fine_files(asked):
        progress = _progress(file)
        if not (unpaid and progress in _OVER):
            yield _fine(asked, file, progress)


def _progress(file: FineFile) -> Progress:
    if file.penalty is None:
        return "void"
    if file.settled is not None:
        return "paid"
    if file.told["enforcement_ends"]:
        return "ended"
    return "in_court" if file.told["court_applications"] else _by_term(file)


def _by_term(file: FineFile) -> Progress:
    if file.fine is None or file.term is None:
        return "unknown"
    if not file.told["services"]:
        return "unserved"
    if file.term.runs is False:
        return "stayed"
    return {True: "overdue", False: "running", None: "unknown"}[file.term.due.overdue]  # type: ignore[return-value]


def _fine(asked: Asked, file: FineFile, progress: Progress) -> Fine:
    penalty, owed = file.penalty, _owed(asked, file)
    return Fine(
        progress=progress,
        facility=file.facility,
        region=asked.places.get(file.facility),
        number=file.number,
        on=None if penalty is None else penalty.on,
        authority=None if penalty is None else penalty.values["decided_by"],
        served=file.day("services"),
        owed=owed,
        surcharge_verdict=file.surcharge_verdict,
        urged=file.day("urgings"),
        court=file.day("court_applications"),
        ended=file.day("enforcement_ends"),
        cite=_cite(asked, file, owed),
        evidence=file.evidence,
        missing=_missing(file, progress),
    )


def _owed(asked: Asked, file: FineFile) -> Owed:
    late = _days_overdue(asked, file)
    return Owed(
        fine_fen=file.fine,
        paid_fen=file.paid,
        outstanding_fen=None if file.fine is None else max(file.fine - file.paid, 0),
        due=file.due,
        days_overdue=late,
        surcharge_fen=sum(row.values["surcharge_fen"] or 0 for row in file.told["payments"]),
        surcharge_max_fen=_surcharge_max(asked, file, late),
    )


def _days_overdue(asked: Asked, file: FineFile) -> int | None:
    if file.due is None or file.term is None:
        return None
    if file.settled is None and not file.term.due.overdue:
        return None
    until = asked.as_of.on if file.settled is None else file.settled
    return max((until - file.due).days, 0) or None


def _surcharge_max(asked: Asked, file: FineFile, days: int | None) -> int | None:
    """Return the surcharge that may have run up: so much a day, at most the fine."""
    percent = asked.book.param(_PERCENT, asked.chain(file.facility), asked.as_of.on)
    if percent is None or days is None or file.fine is None or file.told["review_filings"]:
        return None
    rate: int = percent.value
    return min(file.fine, file.fine * rate * days // 100)


def _cite(asked: Asked, file: FineFile, owed: Owed) -> tuple[Cite, ...]:
    """Return the article of the term, and that of surcharges where one runs or was paid."""
    cites = () if file.term is None else file.term.due.cite
    if owed.days_overdue is None and not owed.surcharge_fen:
        return cites
    rule = asked.book.version(SURCHARGE, asked.chain(file.facility), asked.as_of.on)
    return cites if rule is None else (*cites, *rule.cite)


def _missing(file: FineFile, progress: Progress) -> tuple[Missing, ...]:
    if progress == "void":
        return (Missing("penalty.decided", None, "decision_no"),)
    told = () if file.term is None or progress != "unknown" else file.term.due.missing
    if file.penalty is None or file.fine is not None:
        return told
    lacks = Missing("penalty.decided", file.penalty.opener, "fine_fen")
    return told if lacks in told else (*told, lacks)
