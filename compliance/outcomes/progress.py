"""Progress towards targets as JSON values: exact figures as texts, never floats."""

from typing import Any

from compliance.domain.figures import Measure, written
from compliance.domain.findings import Says
from compliance.domain.progress import Aim, Past, Progress
from compliance.outcomes.shapes import missing_plain


def progress_plain(progress: Progress) -> dict[str, Any]:
    """Return a region's standing towards one target as JSON values."""
    figured, unit = progress.figured, progress.target.unit
    return {
        **_aim_plain(progress.target),
        "as_of": progress.as_of.isoformat(),
        "labels": list(progress.labels),
        "required": _required_plain(progress),
        "derived": _text(progress.derived, unit),
        "value": measure_text(figured.measure, unit),
        "by": figured.by,
        "other": None
        if figured.other is None
        else {"value": measure_text(figured.other, unit), "by": figured.other_by},
        "verdict": progress.verdict,
        "lacking": progress.lacking,
        "trend": [_past(each, unit) for each in progress.trend],
        "evidence": list(progress.events),
        "missing": _missing(progress),
    }


def _aim_plain(aim: Aim) -> dict[str, Any]:
    return {
        "region": aim.region,
        "name": aim.name,
        "id": aim.id,
        "indicator": aim.indicator,
        "title": _says(aim.title),
        "unit": aim.unit,
        "definition": None if aim.definition is None else _says(aim.definition),
        "year": aim.year,
        "nature": aim.nature,
        "cite": [{"source": each.source, "article": each.article} for each in aim.cite],
        "parent": aim.parent,
        "note": aim.note,
    }


def _required_plain(progress: Progress) -> dict[str, Any]:
    of = progress.target.of_another
    return {
        "op": progress.target.op,
        "value": _text(progress.required, progress.target.unit),
        "of": None if of is None else {"region": of[0], "indicator": of[1]},
    }


def _missing(progress: Progress) -> list[dict[str, Any]]:
    """Return what to collect: where a verdict hangs on it, or where there is no figure at all."""
    if progress.verdict != "unknown" and progress.figured.by is not None:
        return []
    missing = progress.figured.measure.missing
    if progress.required is not None:
        missing |= progress.required.missing
    return [missing_plain(each) for each in sorted(missing, key=str)]


def _text(measure: Measure | None, unit: str) -> str | None:
    return None if measure is None else measure_text(measure, unit)


def measure_text(measure: Measure, unit: str) -> str | None:
    """Write a figure: as its parts stand, exactly, or as bounds `low..high`; None = unknown."""
    if measure.text is not None:
        return measure.text
    if measure.low is not None and measure.low == measure.high:
        return written(measure.low, unit)
    if measure.open:
        return None
    low, high = (
        "" if each is None else written(each, unit) for each in (measure.low, measure.high)
    )
    return f"{low}..{high}"


def _says(says: Says) -> dict[str, str]:
    return {"zh": says.zh, "en": says.en}


def _past(past: Past, unit: str) -> dict[str, Any]:
    return {"year": past.year, "value": measure_text(past.measure, unit), "by": past.by}
