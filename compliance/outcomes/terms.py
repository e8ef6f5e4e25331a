"""Deadlines and publications as JSON values; their JSON Schema stands in `answers`."""

from datetime import date
from typing import Any

from compliance.domain.findings import Subject
from compliance.domain.terms import Due, Publicity
from compliance.outcomes.shapes import missing_plain, says_plain


def due_plain(due: Due) -> dict[str, Any]:
    """Return a deadline as JSON values."""
    return {
        "facility": due.facility,
        "region": due.region,
        "rule": due.rule,
        "title": says_plain(due.title),
        "subject": _subject(due.subject),
        "bearer": due.bearer,
        "authority": due.authority,
        "due": _day(due.due),
        "overdue": due.overdue,
        "left": due.left,
        "day_type": due.day_type,
        "provisional": due.provisional,
        "after": _day(due.after),
        **_grounds(due),
    }


def publicity_plain(found: Publicity) -> dict[str, Any]:
    """Return whether something is public as JSON values."""
    return {
        "facility": found.facility,
        "rule": found.rule,
        "title": says_plain(found.title),
        "subject": _subject(found.subject),
        "state": found.state,
        "since": _day(found.since),
        "until": _day(found.until),
        "says": says_plain(found.says),
        **_grounds(found),
    }


def _grounds(found: Due | Publicity) -> dict[str, Any]:
    return {
        "cite": [{"source": each.source, "article": each.article} for each in found.cite],
        "binding": found.binding,
        "evidence": list(found.evidence),
        "missing": [missing_plain(each) for each in found.missing],
    }


def _subject(subject: Subject | None) -> dict[str, str] | None:
    return None if subject is None else {"kind": subject.kind, "id": subject.id}


def _day(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
