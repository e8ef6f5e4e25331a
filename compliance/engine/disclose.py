"""What is public of a facility on a day: each penalty and filing, since when and until when."""

from compliance.domain.terms import Publicity
from compliance.domain.time import AsOf
from compliance.engine.adopt import rulebook
from compliance.engine.desk import Desk
from compliance.engine.past import known_past
from compliance.rules.publicity import publicity


def disclosed(desk: Desk, facility: str, as_of: AsOf) -> tuple[Publicity, ...]:
    """Return what the rules say of publication, one for each thing that may be public.

    Raises NotFound (E-FACILITY-UNKNOWN).
    """
    history = known_past(desk.log, facility, as_of.known)
    found = publicity(rulebook(desk, as_of.known), history, as_of.on)
    return tuple(sorted(found, key=_order))


def _order(each: Publicity) -> tuple[str, str]:
    return each.rule, "" if each.subject is None else each.subject.id
