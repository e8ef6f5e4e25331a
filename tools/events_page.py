"""Writes docs/reference/events.md from the catalogue of events: `python -m tools.events_page`.

A test fails when the page is not what this would write.
"""

import inspect
from collections.abc import Iterator
from pathlib import Path

from cli.say import catalogue
from compliance.domain.events import CATALOGUE, Kind
from compliance.domain.shape import Field, shape

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "events.md"
_OPENING = """\
# Events

Written by `tools/events_page.py` from `compliance/domain/events/`; do not edit.

Every event has the same envelope: `position` (dense, from 1), `id` (UUIDv7), `type` (the stored
name below), `facility`, `occurred_on` (发生日期, the day it happened), `recorded_at`
(录入时间, UTC), `actor` (`id`, `org`), `source` (`channel`, `document_no`, `received_on`,
`attachments`), `key` (recorded once per key), `cause`, and `data`: the fields below. An optional
field that is absent means *unknown*, never *no*. On the command line a field is an option
(`filing_no` is `--filing-no`), a list repeats it, a person is an ID number, `<kind>:<number>`, or
a ref.
"""
_FACILITY = {
    "facility": "names a facility",
    "person": "may name a facility",
    "region": "names a region, no facility",
    "log": "names no facility",
}
_NAMED = {
    "Person": "person",
    "CreditCode": "credit code (GB 32100)",
    "Region": "region code",
    "DocumentNo": "document number",
    "EventId": "event id",
    "Sha256": "SHA-256",
    "Figure": "exact number",
}


def page() -> str:
    """Return the page."""
    english = catalogue("en")
    parts = [_OPENING]
    for kind in sorted(CATALOGUE.values(), key=lambda each: each.name):
        parts += [
            f"## {kind.name} {kind.zh}",
            f"{english[f'value.{kind.stem}'].capitalize()}; {_FACILITY[kind.about]}.",
            str(inspect.getdoc(kind.data)),
            "\n".join(_table(kind)),
        ]
    return "\n\n".join(part.strip() for part in parts) + "\n"


def _table(kind: Kind) -> Iterator[str]:
    fields = shape(kind.data)
    if not fields:
        yield "No fields."
        return
    yield "| field | 字段 | holds | |"
    yield "|---|---|---|---|"
    chinese = catalogue("zh")
    for field in fields:
        needed = "needed" if field.required else "optional"
        yield f"| `{field.name}` | {chinese[f'value.{field.name}']} | {_holds(field)} | {needed} |"


def _holds(field: Field) -> str:
    listed = "list of " if field.many else ""
    if field.record is not None:
        inner = ", ".join(f"`{each.name}`: {_holds(each)}" for each in shape(field.record))
        return f"{listed}{{{inner}}}"
    if field.choices:
        return listed + " ".join(f"`{choice}`" for choice in field.choices)
    return listed + _NAMED.get(field.named, field.base)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
