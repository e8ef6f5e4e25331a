"""What no event can mean, whatever its form: negative counts, reversed spans, both or neither."""

from typing import Any

from compliance.domain.errors import BadInput, Refused
from compliance.domain.events import Kind
from compliance.domain.shape import shape


def refuse_nonsense(kind: Kind, data: Any) -> None:
    """Refuse data whose fields contradict each other. Raises BadInput and Refused."""
    for field in shape(kind.data):
        value = getattr(data, field.name)
        if field.base == "int" and value is not None and value < 0:
            raise BadInput("E-FIELD-NEGATIVE", where=field.name, text=str(value))
    first, last = getattr(data, "act_from", None), getattr(data, "act_until", None)
    if first is not None and last is not None and last < first:
        raise BadInput("E-SPAN-REVERSED", where="act_until", first=first, last=last)
    match kind.stem:
        case "violation.correction_ordered":
            if (data.due_on is None) == (data.workdays is None):
                raise BadInput("E-ORDER-TERM", where="due_on")
        case "review.decided":
            if data.outcome == "maintained" and data.effect_mode != "flag_only":
                raise Refused("E-RULING-MAINTAINED", where="effect_mode")
        case "person.linked":
            if data.person == data.same_as:
                raise BadInput("E-PERSON-ITSELF", where="same_as")
