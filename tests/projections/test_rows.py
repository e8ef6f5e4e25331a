"""What a row holds: its values, its key, the events behind it; occurrence and latest (§6)."""

from typing import Any

from tests.projections.declaring import NUMBERED, declared
from tests.saying import P1, P2, F, G, corrected, just, rows, said, span, spans, told, values

LATER = "2024-12-31"
REGISTERED = said(
    "facility.registered", on="2024-03-01", name="甲", kind="facility", region="500111", uscc=F
)


def test_an_occurrence_is_a_row_for_each_event() -> None:
    """Two trainings are two, even on one day."""
    trained = said("staff.trained", on="2024-03-01", person=P1, hours=8)
    found = rows(told(trained, trained), "trainings", on=LATER)
    expected = [(1, 8), (2, 8)]

    assert expected == [(row.opener, row.values["hours"]) for row in found]
    assert all(row.in_force for row in found)


def test_a_list_of_records_makes_a_row_of_each() -> None:
    """A judgment that names two is about each of them."""
    capacities = ["other_directly_responsible", "supervisor_directly_responsible"]
    named = zip((P1, P2), capacities, strict=True)
    abuse = said(
        "abuse.established",
        on="2024-03-01",
        persons=[{"person": person, "capacity": capacity} for person, capacity in named],
        document_no="川刑〔2024〕1号",
        document_kind="judgment",
        decided_by="某县人民法院",
    )
    found = rows(told(abuse), "abuse", on=LATER)

    assert just(P1, P2) == values(found, "person")
    assert capacities == values(found, "capacity")
    assert len({row.values["document_no"] for row in found}) == 1


def test_the_last_statement_counts() -> None:
    """Whole: what it leaves out is unknown again."""
    capacity = "facility.capacity_declared"
    log = told(
        said(capacity, on="2024-03-01", places=60, modes=["hourly"], inclusive=True),
        said(capacity, on="2024-04-01", places=50, modes=["full_day"]),
    )
    (row,) = rows(log, "capacity", on=LATER)
    expected = {"places": 50, "modes": ("full_day",), "inclusive": None}

    assert expected == row.values
    assert [span("2024-04-01")] == spans([row])
    assert (log[1].position,) == row.events
    assert [span("2024-03-01")] == spans(rows(log, "capacity", on="2024-03-31"))


def test_the_last_statement_counts_for_each_key() -> None:
    """Another class keeps its own count; rows stand in order of their statement."""
    counts = (("1", 7, "2024-03-01"), ("2", 8, "2024-03-02"), ("1", 9, "2024-03-03"))
    log = told(
        *(
            said("class.counted", on=day, class_id=class_id, children=count, carers=3)
            for class_id, count, day in counts
        )
    )
    expected = [8, 9]

    assert expected == values(rows(log, "headcount", on=LATER), "children")


def test_identity_keeps_what_was_last_stated_of_each_column() -> None:
    """Premises found tell an address, and do not unsay the name."""
    found = said("premises.found", on="2024-04-01", address="某街1号", region="500112")
    (row,) = rows(told(REGISTERED, found), "identity", on=LATER)
    expected = {
        "name": "甲",
        "kind": "facility",
        "region": "500112",
        "uscc": F,
        "address": "某街1号",
    }

    assert expected == {name: value for name, value in row.values.items() if value is not None}


def test_identity_carries_every_statement_it_was_merged_from() -> None:
    """Its day is that of the last; its proof is all of them."""
    found = said("premises.found", on="2024-02-01", address="某街1号", region="500112")
    log = told(REGISTERED, found)
    (row,) = rows(log, "identity", on=LATER)
    expected = ("500111", "某街1号", (1, 2), 1)

    assert expected == (row.values["region"], row.values["address"], row.events, row.opener)
    assert [span("2024-03-01")] == spans([row])


def test_identity_unsays_what_a_correction_took_away() -> None:
    """The name was never stated: an earlier one shows again."""
    registered = [REGISTERED, said("premises.found", on="2024-04-01", name="乙", address="某街1号",
                                   region="500112")]  # fmt: skip
    log = told(*registered)
    log = told(corrected(log[1], {"name": None}), after=log)
    expected = (["甲"], ["某街1号"])
    found = rows(log, "identity", on=LATER)

    assert expected == (values(found, "name"), values(found, "address"))


def test_false_and_zero_are_stated() -> None:
    """Only what is absent is unknown."""
    log = told(
        said("facility.capacity_declared", on="2024-03-01", places=0, modes=[], inclusive=False)
    )
    (row,) = rows(log, "capacity", on=LATER)
    expected = {"places": 0, "modes": (), "inclusive": False}

    assert expected == row.values


def test_a_null_key_part_makes_no_row() -> None:
    """What cannot be told apart cannot be counted."""
    certified: dict[str, Any] = {"person": P1, "kind": "保育师"}
    log = told(
        said("staff.certified", on="2024-03-01", **certified),
        said("staff.certified", on="2024-03-01", number="1", **certified),
    )
    expected = ["1"]

    with declared(NUMBERED):
        assert expected == values(rows(log, "numbered", on=LATER), "number")


def test_a_key_part_corrected_to_null_makes_no_row() -> None:
    """Nor does it end the row of another key."""
    classes = [
        said("class.opened", on="2024-03-01", class_id=number, kind="mixed") for number in "12"
    ]
    log = told(*classes)
    log = told(corrected(log[0], {"class_id": None}), after=log)
    expected = ["2"]

    assert expected == values(rows(log, "classes", on=LATER), "class_id")


def test_a_row_carries_its_opener_and_its_closer() -> None:
    """The proof of a post: who joined, who left."""
    log = told(
        said("facility.opened", on="2024-01-01"),
        said("staff.left", on="2024-05-01", person=P1),
        said("staff.joined", on="2024-03-01", person=P1, role="carer"),
    )
    (row,) = rows(log, "posts", on=LATER)
    (before,) = rows(log, "posts", on="2024-04-30")

    assert (log[2].position, (2, 3)) == (row.opener, row.events)
    assert (log[2].position,) == before.events


def test_a_row_carries_the_amendment_that_decided() -> None:
    """Of the opener and of the closer, and only the last of each."""
    log = told(
        said("staff.joined", on="2024-03-01", person=P1, role="carer"),
        said("staff.left", on="2024-05-01", person=P1),
    )
    log = told(
        corrected(log[0], {"role": "head"}),
        corrected(log[0], {"role": "cook"}),
        corrected(log[1], {"occurred_on": "2024-06-01"}),
        after=log,
    )
    (row,) = rows(log, "posts", on=LATER)
    expected = (1, (1, 2, 4, 5))

    assert expected == (row.opener, row.events)
    assert [span("2024-03-01", "2024-06-01")] == spans([row])


def test_a_restarted_row_carries_who_restarted_it() -> None:
    """With the amendment that gave that day."""
    log = told(
        *(said("class.opened", on=day, class_id="1", kind="mixed") for day in ("2024-03-01",
                                                                             "2024-04-01"))
    )  # fmt: skip
    log = told(corrected(log[1], {"occurred_on": "2024-04-02"}), after=log)
    ended, running = rows(log, "classes", on=LATER)
    expected = ((1, 2, 3), (2, 3))

    assert expected == (ended.events, running.events)
    assert [span("2024-03-01", "2024-04-02"), span("2024-04-02")] == spans([ended, running])


def test_a_facilitys_rows_are_of_its_own_events() -> None:
    """The other's class of the same number is another class, and its closing closes nothing."""
    here = said("class.opened", on="2024-03-01", class_id="1", kind="mixed")
    there = said("class.opened", on="2024-03-02", class_id="1", kind="infant", facility=G)
    ended = said("class.closed", on="2024-05-01", class_id="1", facility=G)
    log = told(here, there, ended)

    assert [span("2024-03-01")] == spans(rows(log, "classes", on=LATER))
    assert [span("2024-03-02", "2024-05-01")] == spans(rows(log, "classes", on=LATER, facility=G))


def test_who_leaves_one_facility_stays_at_the_other() -> None:
    """A post is of a facility."""
    posts = [
        said("staff.joined", on="2024-03-01", person=P1, role="carer", facility=place)
        for place in (F, G)
    ]
    left = said("staff.left", on="2024-05-01", person=P1, facility=G)

    assert [span("2024-03-01")] == spans(rows(told(*posts, left), "posts", on=LATER))


def test_a_persons_rows_are_the_same_wherever_they_were_told() -> None:
    """Certified there, voided by nobody's facility: what is true of a person goes along."""
    certificate: dict[str, Any] = {"person": P1, "kind": "保育师"}
    certified = said("staff.certified", on="2024-03-01", facility=G, **certificate)
    voided = said(
        "staff.certificate_voided", on="2024-05-01", facility=None, reason="作假", **certificate
    )
    log = told(certified, voided)

    assert [span("2024-03-01", "2024-05-01")] == spans(rows(log, "certificates", on=LATER))
    assert rows(log, "certificates", on=LATER) == rows(log, "certificates", on=LATER, facility=G)


def test_an_unknown_relation_has_no_rows() -> None:
    """Asked by name, nothing is known of it."""
    assert not rows(told(REGISTERED), "hums", on=LATER)
