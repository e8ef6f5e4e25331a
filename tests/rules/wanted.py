"""Random logs of three facilities and their people, and random expressions about them."""

from collections.abc import Iterator, Mapping
from random import Random

from compliance.domain.envelope import Event
from compliance.domain.identifiers import FacilityId
from compliance.engine.columns import Listing
from tests.projections.histories import DAYS, changed, ordinary
from tests.saying import P1, F, G, corrected, said, told

H = FacilityId("local:500111-9")
PLACES = (F, G, H)
STEMS = (
    "staff.joined", "staff.joined", "staff.left", "staff.role_changed", "staff.certified",
    "staff.certificate_voided", "person.banned", "staff.trained", "staff.background_checked",
    "facility.registered", "facility.relocated", "facility.opened", "facility.closed",
    "facility.capacity_declared", "class.counted", "class.opened", "violation.found",
    "violation.correction_ordered", "violation.correction_ordered",
    "violation.correction_verified", "person.linked",
)  # fmt: skip
COMMON = (
    "status == 'registered'", "tier == 'unrated'", "'unfiled_operation' in flags",
    "region == '500111'", "region != '500112'", "name == '1'", f"facility == '{G}'",
    "identity.region == '500111'", "operation.on < asof", "has(operation.closed)",
    "capacity.places > 1", "headcount.exists(h, h.children > class_size['toddler'])",
    "classes.all(c, c.kind == 'toddler')", "posts.count(p, in_force(p)) > 1", "operating()",
    f"asof < date('{DAYS[7]}')", "officers_min > 1",
)  # fmt: skip
OWN: Mapping[Listing, tuple[str, ...]] = {
    "facilities": COMMON,
    "staff": (
        *COMMON, "role == 'carer'", "p.role != 'head'", "certificate == 'held'", "has(closed)",
        f"on < date('{DAYS[5]}')", "in_force(p)", "stated(p.certificate)",
        "certificates.exists(c, c.person == person && in_force(c))",
        "certificates.exists(c, c.person == p.person && c.until > asof)",
        "bans.exists(b, b.person == person && (!has(b.until) || b.until >= asof))",
        "trainings.sum(t, t.person == person, t.hours) >= 2",
        "checks.count(c, c.person == person) == 0", f"person == '{P1}'",
        "posts.exists(q, q.person == person && q.role != role)",
    ),
    "orders": (
        *COMMON, "has(o.due_on)", "due_on < asof", "o.workdays > 1", "due(o) < asof",
        "rechecks.exists(r, r.order_id == order_id && r.fixed)", "order_id == '1'",
        "violations.exists(v, v.violation_id == violation_id)",
    ),
}  # fmt: skip


def drawn(rng: Random, listing: Listing) -> str:
    """Compose an expression of what can be asked."""
    parts = [rng.choice(OWN[listing]) for _ in range(rng.randint(1, 3))]
    signed = [f"!({each})" if rng.random() < 0.3 else each for each in parts]
    joined = signed[0]
    for each in signed[1:]:
        joined = f"({joined}) {rng.choice(('&&', '||'))} ({each})"
    return joined


def drawn_log(rng: Random, length: int) -> list[Event]:
    """Draw what is told of three facilities and their people."""
    log = told(*(said("staff.joined", on="2024-03-01", facility=each, person=P1, role="carer")
                 for each in PLACES))  # fmt: skip
    for _ in range(length):
        if rng.random() < 0.15:
            event = rng.choice(log)
            if not event.type.startswith("record."):
                log = told(corrected(event, changed(rng, event)), after=log)
            continue
        proposal = ordinary(rng, STEMS)
        where = rng.choice(PLACES) if proposal.facility else None
        log = told(proposal._replace(facility=where), after=log)
    return log


def expressions(rng: Random) -> Iterator[tuple[Listing, str]]:
    for listing in OWN:
        yield from ((listing, drawn(rng, listing)) for _ in range(4))
