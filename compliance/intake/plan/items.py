"""The items of a plan from an office's list (随机抽查事项清单): rows become items of a plan file.

A row that names departments which join in becomes an item of each: every department has its own
lot and its own seats, and one visit serves them all.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from compliance.intake.library import LibraryRow, several
from compliance.intake.plan.sense import Place

_ID = re.compile(r"[0-9A-Za-z][0-9A-Za-z._-]{0,59}")
_SAME = ("field", "title", "object", "level", "kind")


def items_of_rows(rows: Sequence[LibraryRow]) -> tuple[list[dict[str, Any]], dict[Place, str]]:
    """Return the items as a plan file would list them, and the row that each stands in."""
    told = [each for n, row in enumerate(rows, 1) for each in _items(row, n)]
    items = [item for _, item in told]
    return items, {("items", n): where for n, (where, _) in enumerate(told)}


def _items(row: LibraryRow, n: int) -> Iterator[tuple[str, dict[str, Any]]]:
    fields = row.fields
    number = str(fields.get("number") or "")
    name = number if _ID.fullmatch(number) else f"{n:02}"
    departments = dict.fromkeys([str(fields["department"]), *several(fields.get("with"))])
    for place, department in enumerate(departments):
        item: dict[str, Any] = {each: fields[each] for each in _SAME}
        item |= {"item": f"{name}-{place + 1}" if place else name, "department": department}
        if fields.get("basis") is not None:
            item["basis"] = fields["basis"]
        if fields.get("qualifications") is not None and not place:
            item["qualifications"] = several(fields["qualifications"])
        yield row.where, item
