"""Expressions of `list`: compiled for everybody they mean the rows that the interpreter means.

Histories and expressions are both drawn; what is compared are facilities, rows and whether each
is meant for sure. How much was compared is counted.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, create_engine, text

from compliance.domain.envelope import Event
from compliance.domain.identifiers import FacilityId
from compliance.engine.adopt import book_of
from compliance.engine.columns import SUBJECTS, Listing
from compliance.engine.stood import Stood, stood_of
from compliance.projections.columns import stored
from compliance.projections.history import History
from compliance.projections.standing_table import KINDS, concluded
from compliance.rules.assess import Assessor
from compliance.rules.compile.program import Question
from compliance.rules.compile.where import Told, areas, asked, regions_on, within
from compliance.rules.installed import installed_texts
from compliance.rules.values import UNKNOWN, Truth
from compliance.rules.where import Where
from compliance.rules.whether import whether
from tests.projections.histories import DAYS, changed, ordinary
from tests.rules.spans import Spans
from tests.saying import P1, F, G, corrected, said, told

BOOK = book_of(tuple(installed_texts(None).values()))
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
MEANT: Counter[tuple[Listing, Truth]] = Counter()
"""How many rows were meant, or may have been."""


def drawn(rng: Random, listing: Listing) -> str:
    """Compose an expression of what can be asked."""
    parts = [rng.choice(OWN[listing]) for _ in range(rng.randint(1, 3))]
    signed = [f"!({each})" if rng.random() < 0.3 else each for each in parts]
    joined = signed[0]
    for each in signed[1:]:
        joined = f"({joined}) {rng.choice(('&&', '||'))} ({each})"
    return joined


def lived(rng: Random, length: int) -> dict[str, History]:
    """Draw the histories of three facilities."""
    log = drawn_log(rng, length)
    return {each: History(each, log) for each in PLACES}


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


def interpreted(
    where: Where, histories: Mapping[str, History], stood: Mapping[str, Stood], on: date
) -> set[tuple[str, int | None, bool]]:
    """Return the rows that are meant, or may be, one facility after the other."""
    found = set()
    for facility, history in histories.items():
        scope, facts = Assessor(BOOK, history).scope(on), history.at(on)
        identity = facts.of("identity")
        told_of = {
            "facility": facility,
            **{name: getattr(stood[facility], name) for name in KINDS},
        }
        for name in ("name", "region"):
            value = identity[-1].values[name] if identity else None
            told_of[name] = UNKNOWN if value is None else value
        relation = where.subject.relation
        for row in facts.of(relation) if relation else (None,):
            truth = whether(where, scope, row, told_of)
            if truth is not False:
                found.add((facility, row and row.opener, truth is True))
    return found


def compiled(
    where: Where, spans: Spans, connection: Connection, on: date
) -> set[tuple[str, int | None, bool]]:
    """Return the same, asked of the tables."""
    regions = [region for (region,) in connection.execute(regions_on(spans, on))]
    found = set()
    for chain, alike in areas(where, BOOK, regions, on):
        area = within(spans, on, alike)
        question = Question(sources=spans, chain=chain, on=on, area=area)
        statement = asked(where, BOOK, question, Told(concluded(), KINDS))
        rows = connection.execute(statement)
        found |= {(row[0], row[1], row.meant is not None) for row in rows}
    return found


def keep(connection: Connection, stood: Mapping[str, Stood]) -> None:
    connection.execute(text("CREATE TABLE standing (facility TEXT, status, tier, flags)"))
    for each in stood.values():
        connection.execute(
            text("INSERT INTO standing VALUES (:f, :s, :t, :flags)"),
            {"f": each.facility, "s": each.status, "t": each.tier, "flags": stored(each.flags)},
        )


def check(
    histories: Mapping[str, History], on: date, every: Iterable[tuple[Listing, str]]
) -> None:
    stood = {name: stood_of(BOOK, each, on) for name, each in histories.items()}
    with create_engine("sqlite://").connect() as connection:
        spans = Spans()
        spans.fill(connection, histories)
        keep(connection, stood)
        for listing, expression in every:
            where = Where(BOOK, SUBJECTS[listing], expression)
            expected = interpreted(where, histories, stood, on)

            assert expected == compiled(where, spans, connection, on), (listing, expression)

            MEANT.update((listing, sure) for _, _, sure in expected)


def expressions(rng: Random) -> Iterator[tuple[Listing, str]]:
    for listing in OWN:
        yield from ((listing, drawn(rng, listing)) for _ in range(4))


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 2**32), st.integers(0, 40))
def test_compiled_means_what_interpreted_means(seed: int, length: int) -> None:
    rng = Random(seed)  # noqa: S311 - to be drawn again
    check(lived(rng, length), rng.choice(DAYS), expressions(rng))


def test_what_was_compared_was_not_nothing() -> None:
    """Rows of every list were meant for sure, and may have been."""
    for seed in range(5):
        rng = Random(seed)  # noqa: S311
        check(lived(rng, 40), rng.choice(DAYS), expressions(rng))

    assert {(listing, sure) for listing in OWN for sure in (True, False)} == MEANT.keys()
    assert min(MEANT.values()) > 5


def test_each_question_alone_is_answered_alike() -> None:
    """One by one, so that none hides behind another."""
    rng = Random(7)  # noqa: S311
    every = [(listing, atom) for listing, atoms in OWN.items() for atom in atoms]
    check(lived(rng, 30), DAYS[9], every)
