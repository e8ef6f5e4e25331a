"""The roster of a plan: the officers of its departments whose certificates are in force.

In force is what is so when the roster is made, and still on the day of the draw: nobody is sent on
a certificate that is known to run out before anybody can be drawn (处罚法 42).
Who has stood down from a facility's matters, or took part in one of the last visits there, is
barred from it. The roster is never public.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping

from compliance.domain.draw import Plan
from compliance.domain.facts import Row
from compliance.domain.team import Inspector
from compliance.domain.time import AsOf, day_of
from compliance.engine.adopt import rulebook
from compliance.engine.desk import Desk
from compliance.engine.everybody import rows
from compliance.engine.plans.frame import Framed
from compliance.engine.plans.visits import heard, visits_of

Barred = Mapping[str, set[str]]


def roster_of(desk: Desk, plan: Plan, framed: Framed) -> tuple[Inspector, ...]:
    """Return who may go, by certificate, with the facilities of the frame they may not visit."""
    barred = _barred(desk, plan, framed)
    held = {row.values["certificate_no"]: row for row in _held(desk, plan)}
    return tuple(_inspector(row, barred.get(no, set())) for no, row in sorted(held.items()))


def _held(desk: Desk, plan: Plan) -> Iterator[Row]:
    """Yield the certificates in force of the region, of those within it, and of those around it.

    A library may be kept for a whole province: whose officer it is, the department says.
    """
    book, (on, known) = rulebook(desk, plan.known_at), heard(desk, plan)
    around, last = book.chain(plan.region, on), max(on, day_of(plan.beacon.at))
    for region, row in rows(desk, "inspectors", AsOf(on, known)):
        until = row.values["until"]
        in_force = row.in_force and (until is None or until >= last)
        of_plan = row.values["org"] in plan.departments
        here = region in around or plan.region in book.chain(region, on)
        if in_force and of_plan and here:
            yield row


def _barred(desk: Desk, plan: Plan, framed: Framed) -> Barred:
    """Return the facilities of the frame that each officer is barred from."""
    as_of, those = heard(desk, plan), {each.facility for each in framed.entries}
    found: dict[str, set[str]] = defaultdict(set)
    for facility, row in rows(desk, "recusals", as_of):
        if facility in those:
            found[row.values["certificate_no"]].add(facility)
    visits = visits_of(desk, as_of) if plan.team.rotation else {}
    for facility in those & visits.keys():
        made = [each for each in visits[facility] if each.made and each.officers]
        for visit in made[-plan.team.rotation :]:
            for officer in visit.officers:
                found[officer].add(facility)
    return found


def _inspector(row: Row, barred: set[str]) -> Inspector:
    told = row.values
    return Inspector(
        certificate_no=told["certificate_no"],
        department=told["org"],
        domains=tuple(told["domains"] or ()),
        districts=tuple(told["districts"] or ()),
        barred=tuple(sorted(barred)),
    )
