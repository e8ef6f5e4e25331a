"""A change ends the open row and starts the next; what it does not state goes on (DESIGN §6)."""

from typing import Any

from compliance.domain.envelope import Proposal
from tests.projections.declaring import KEPT, REMADE, declared
from tests.saying import P1, P2, corrected, just, retracted, rows, said, span, spans, told, values

LATER = "2024-12-31"
OPENED = said("class.opened", on="2024-03-01", class_id="1", kind="mixed", capacity=18)
GROWN = said("class.changed", on="2024-04-01", class_id="1", capacity=20)
CLOSED = said("class.closed", on="2024-05-01", class_id="1")


def joined(on: str, role: str, **more: Any) -> Proposal:
    """Say that the person took a post."""
    return said("staff.joined", on=on, role=role, **{"person": P1, **more})


def moved(on: str, before: str, after: str, person: str = P1) -> Proposal:
    """Say that somebody went from one post to another."""
    return said("staff.role_changed", on=on, person=person, from_role=before, role=after)


def test_a_change_ends_a_row_and_starts_the_next() -> None:
    """On the same day: [opened, changed) and [changed, closed)."""
    found = rows(told(OPENED, GROWN, CLOSED), "classes", on=LATER)

    assert just(span("2024-03-01", "2024-04-01"), span("2024-04-01", "2024-05-01")) == spans(found)
    assert just(18, 20) == values(found, "capacity")


def test_what_a_change_does_not_state_is_carried_over() -> None:
    """Only the capacity was told anew; the kind went on, and who told it stands in the proof."""
    before, after = rows(told(OPENED, GROWN), "classes", on=LATER)
    proofs = [(before.opener, before.events), (after.opener, after.events)]

    assert just("mixed", "mixed") == values([before, after], "kind")
    assert just((1, (1, 2)), (2, (1, 2))) == proofs
    assert just(False, True) == [before.changed, after.changed]


def test_changes_follow_one_another() -> None:
    """The third row carries what the first stated and the second did not."""
    older = said("class.changed", on="2024-04-15", class_id="1", kind="older")
    found = rows(told(OPENED, GROWN, older), "classes", on=LATER)

    assert just("mixed", "mixed", "older") == values(found, "kind")
    assert just(18, 20, 20) == values(found, "capacity")


def test_a_change_without_an_open_row_has_no_effect() -> None:
    """It tells of a difference only; of what, nobody has said."""
    late = said("class.changed", on="2024-06-01", class_id="1", capacity=20)

    assert not rows(told(GROWN), "classes", on=LATER)
    assert not rows(told(moved("2024-04-01", "carer", "head")), "posts", on=LATER)
    assert just(span("2024-03-01", "2024-05-01")) == spans(
        rows(told(OPENED, CLOSED, late), "classes", on=LATER)
    )


def test_a_change_meets_an_opening_that_is_told_late() -> None:
    """Late news is legal: for who knows July the class had 20 places in April."""
    log = told(OPENED, at="2024-07-01", after=told(GROWN))

    assert not rows(log, "classes", on=LATER, known="2024-06-30")
    assert just(18, 20) == values(rows(log, "classes", on=LATER), "capacity")


def test_a_retracted_change_leaves_one_row() -> None:
    """As if nobody had told it; for who knows May there are two."""
    log = told(OPENED, GROWN)
    log = told(retracted(log[1]), at="2024-06-01", after=log)

    assert just(span("2024-03-01")) == spans(rows(log, "classes", on=LATER))
    assert just(18, 20) == values(rows(log, "classes", on=LATER, known="2024-05-31"), "capacity")


def test_a_correction_of_the_opening_is_carried_on() -> None:
    """The kind was wrong from the outset: so it was after the change."""
    log = told(OPENED, GROWN)
    log = told(corrected(log[0], {"kind": "older"}), after=log)

    assert just("older", "older") == values(rows(log, "classes", on=LATER), "kind")


def test_a_change_leaves_other_rows_alone() -> None:
    """Another class, another person, another post of the same person."""
    other = said("class.opened", on="2024-03-01", class_id="2", kind="mixed", capacity=9)
    log = told(
        joined("2024-03-01", "carer"),
        joined("2024-03-01", "cook"),
        joined("2024-03-01", "carer", person=P2),
        moved("2024-04-01", "carer", "head"),
    )
    posts = rows(log, "posts", on=LATER)

    assert just(18, 9, 20) == values(rows(told(OPENED, other, GROWN), "classes", on=LATER),
                                     "capacity")  # fmt: skip
    assert just((P1, "cook"), (P2, "carer"), (P1, "head")) == [
        (row.values["person"], row.values["role"]) for row in posts if row.in_force
    ]


def test_who_changes_posts_takes_the_certificate_along() -> None:
    """What the facility stated on joining is still what it stated."""
    log = told(joined("2024-03-01", "carer", certificate="held"),
               moved("2024-04-01", "carer", "head"))  # fmt: skip
    found = rows(log, "posts", on=LATER)

    assert just("carer", "head") == values(found, "role")
    assert just("held", "held") == values(found, "certificate")
    assert just(span("2024-03-01", "2024-04-01"), span("2024-04-01")) == spans(found)


def test_who_left_a_post_by_changing_leaves_the_new_one() -> None:
    """And the row that had ended by the change gets no reason."""
    left = said("staff.left", on="2024-05-01", person=P1, reason="辞职")
    log = told(joined("2024-03-01", "carer"), moved("2024-04-01", "carer", "head"), left)
    found = rows(log, "posts", on=LATER)

    assert just(None, "辞职") == values(found, "reason")
    assert just(span("2024-03-01", "2024-04-01"), span("2024-04-01", "2024-05-01")) == spans(found)


def test_a_change_into_a_post_that_runs_restarts_it() -> None:
    """Head already, and now also no carer any more: one post is left."""
    log = told(joined("2024-02-01", "head"), joined("2024-03-01", "carer"),
               moved("2024-04-01", "carer", "head"))  # fmt: skip
    ended = [span("2024-02-01", "2024-04-01"), span("2024-03-01", "2024-04-01")]
    found = rows(log, "posts", on=LATER)

    assert [*ended, span("2024-04-01")] == spans(found)
    assert just((1, 3), (2, 3), (2, 3)) == [row.events for row in found]


def test_a_change_into_a_row_that_is_kept_or_stacked() -> None:
    """What runs stays as it is; a stack gets one more."""
    log = told(joined("2024-02-01", "head"), joined("2024-03-01", "carer"),
               moved("2024-04-01", "carer", "head"))  # fmt: skip
    kept = [span("2024-02-01"), span("2024-03-01", "2024-04-01")]
    with declared(KEPT, REMADE):
        assert kept == spans(rows(log, "kept", on=LATER))
        assert [*kept, span("2024-04-01")] == spans(rows(log, "remade", on=LATER))


def test_a_change_whose_former_post_is_corrected_meets_the_other() -> None:
    """She had been cook, not carer."""
    log = told(joined("2024-03-01", "carer"), joined("2024-03-02", "cook"),
               moved("2024-04-01", "carer", "head"))  # fmt: skip
    log = told(corrected(log[2], {"from_role": "cook"}), after=log)
    found = rows(log, "posts", on=LATER)

    assert just("carer", "head") == [row.values["role"] for row in found if row.in_force]


def test_a_day_before_the_change_knows_nothing_of_it() -> None:
    """[opened, changed): on the eve the first row stands."""
    log = told(OPENED, GROWN)
    (eve,) = rows(log, "classes", on="2024-03-31")

    assert eve.in_force
    assert just(18) == values([eve], "capacity")
