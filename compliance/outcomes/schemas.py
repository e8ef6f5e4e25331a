"""JSON Schemas of the events and of the shapes that others build on, made by pydantic."""

from typing import Any

from pydantic import BaseModel, TypeAdapter

from compliance.domain.events import CATALOGUE, Kind
from compliance.outcomes.answers import DueRow, PublicityRow
from compliance.outcomes.audits import AUDIT_ROWS
from compliance.outcomes.draws import DRAW_ANSWERS
from compliance.outcomes.tasks import TASK_ANSWERS

_ANSWERS: dict[str, type[BaseModel]] = {
    "due": DueRow,
    "publicity": PublicityRow,
    **{f"draw.{name}": shape for name, shape in DRAW_ANSWERS.items()},
    **{f"task.{name}": shape for name, shape in TASK_ANSWERS.items()},
    **{f"audit.{name}": row for name, row in AUDIT_ROWS.items()},
}
DRAFT = "https://json-schema.org/draft/2020-12/schema"


def event_schema(kind: Kind) -> dict[str, Any]:
    """Return the JSON Schema of an event's data."""
    schema = TypeAdapter(kind.data).json_schema()
    for each in (schema, *schema.get("$defs", {}).values()):
        each["additionalProperties"] = False
    return {"$schema": DRAFT, "$id": f"tuoyu:{kind.name}", **schema, "x-zh": kind.zh}


def event_schemas() -> dict[str, Any]:
    """Return the JSON Schema of every event's data, by stored name."""
    return {name: event_schema(kind) for name, kind in CATALOGUE.items()}


def answer_schemas() -> dict[str, Any]:
    """Return the JSON Schema of one row of each answer that is a list, by its name."""
    return {
        name: {"$schema": DRAFT, "$id": f"tuoyu:{name}", **row.model_json_schema()}
        for name, row in _ANSWERS.items()
    }
