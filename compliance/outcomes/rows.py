"""A row of an answer as JSON values: days and instants as texts, records as objects, tuples lists.

It takes any named tuple as it is: what a row holds, the row itself declares.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any


def row_plain(row: Any) -> dict[str, Any]:
    """Return a named tuple as a JSON object, field by field."""
    return {name: _plain(value) for name, value in row._asdict().items()}


def _plain(value: Any) -> Any:
    if hasattr(value, "_asdict"):
        return row_plain(value)
    if isinstance(value, Mapping):
        return {name: _plain(each) for name, each in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value
