"""Corrections and retractions act by what is known alone (DESIGN §3, 2)."""

import pytest

from tests.saying import (
    P1,
    P2,
    corrected,
    id_at,
    just,
    retracted,
    rows,
    said,
    span,
    spans,
    told,
    values,
)

JOINED = said("staff.joined", on="2024-03-01", person=P1, role="carer", certificate="held")
CLOSED = said("class.closed", on="2024-05-01", class_id="1")
OPENED = said("class.opened", on="2024-03-01", class_id="1", kind="mixed", capacity=18)


def test_a_correction_of_july_mends_the_answer_about_march() -> None:
    """For who asks knowing July; who asks knowing June gets June's answer."""
    log = told(JOINED)
    log = told(corrected(log[0], {"certificate": "none"}), at="2024-07-10", after=log)
    july = rows(log, "posts", on="2024-03-01", known="2024-07-31")
    june = rows(log, "posts", on="2024-03-01", known="2024-06-30")
    expected = (["none"], ["held"])

    assert expected == (values(july, "certificate"), values(june, "certificate"))


@pytest.mark.parametrize("own_day", ["2023-01-01", "2024-07-10", "2099-12-31"])
def test_an_amendment_acts_whatever_its_own_day(own_day: str) -> None:
    """By `known` alone: its own date is that of the paperwork."""
    log = told(JOINED, OPENED)
    log = told(
        corrected(log[0], {"role": "cook"}, on=own_day), retracted(log[1], on=own_day), after=log
    )
    expected = ["cook"]

    assert expected == values(rows(log, "posts", on="2024-03-01"), "role")
    assert not rows(log, "classes", on="2024-03-01")


def test_the_last_amendment_decides_alone() -> None:
    """It holds every difference from the original; those of an earlier one are gone."""
    log = told(JOINED)
    log = told(
        corrected(log[0], {"certificate": "none", "role": "cook"}),
        corrected(log[0], {"role": "guard"}),
        after=log,
    )
    (post,) = rows(log, "posts", on="2024-03-01")
    expected = ("guard", "held")

    assert expected == (post.values["role"], post.values["certificate"])


def test_a_later_correction_revives_a_retracted_event() -> None:
    """The last decides, whatever came before."""
    log = told(JOINED)
    log = told(retracted(log[0]), corrected(log[0], {"role": "cook"}), after=log)
    expected = ["cook"]

    assert expected == values(rows(log, "posts", on="2024-03-01"), "role")


def test_an_empty_correction_restores_the_original() -> None:
    """No difference from the original is a difference that can be stated."""
    log = told(JOINED)
    log = told(corrected(log[0], {"role": "cook"}), corrected(log[0], {}), after=log)
    expected = ["carer"]

    assert expected == values(rows(log, "posts", on="2024-03-01"), "role")


def test_a_later_retraction_ends_a_corrected_event() -> None:
    """The last decides, whatever came before."""
    log = told(JOINED)
    log = told(corrected(log[0], {"role": "cook"}), retracted(log[0]), after=log)

    assert not rows(log, "posts", on="2024-03-01")


def test_the_last_is_last_by_position() -> None:
    """Not by the order in which a caller hands the events over."""
    log = told(JOINED)
    log = told(corrected(log[0], {"role": "cook"}), corrected(log[0], {"role": "head"}), after=log)
    expected = ["head"]

    assert expected == values(rows(log[::-1], "posts", on="2024-03-01"), "role")


def test_an_amendment_of_an_amendment_is_ignored() -> None:
    """One names an original; imported logs may hold others."""
    log = told(JOINED, OPENED)
    log = told(corrected(log[0], {"role": "cook"}), retracted(log[1]), after=log)
    log = told(retracted(log[2]), retracted(log[3]), after=log)
    log = told(corrected(log[3], {"reason": "另有原因"}), after=log)
    expected = ["cook"]

    assert expected == values(rows(log, "posts", on="2024-03-01"), "role")
    assert not rows(log, "classes", on="2024-03-01")


def test_an_amendment_of_something_unknown_changes_nothing() -> None:
    """The log of one facility may lack another's event."""
    (elsewhere,) = told(OPENED, ids=[id_at(99)])
    log = told(JOINED)
    amended = told(retracted(elsewhere), after=log)

    assert rows(log, "posts", on="2024-03-01") == rows(amended, "posts", on="2024-03-01")


def test_null_makes_a_field_absent() -> None:
    """What was stated without ground becomes unknown, not false."""
    log = told(JOINED)
    log = told(corrected(log[0], {"certificate": None}), after=log)
    expected = [None]

    assert expected == values(rows(log, "posts", on="2024-03-01"), "certificate")


def test_a_field_that_is_not_set_stays() -> None:
    """Silence is not null."""
    log = told(JOINED)
    log = told(corrected(log[0], {"role": "cook"}), after=log)
    expected = ["held"]

    assert expected == values(rows(log, "posts", on="2024-03-01"), "certificate")


def test_a_list_is_replaced_whole() -> None:
    """A correction does not add to a list."""
    modes = ["full_day", "hourly"]
    log = told(said("facility.capacity_declared", on="2024-03-01", places=60, modes=modes))
    log = told(corrected(log[0], {"modes": ["half_day"]}), after=log)
    expected = [("half_day",)]

    assert expected == values(rows(log, "capacity", on="2024-03-01"), "modes")


def test_a_list_of_people_is_replaced_whole() -> None:
    """Whoever is no longer named was never found to have done it."""
    named = [{"person": P1, "capacity": "other_directly_responsible"}]
    abuse = said(
        "abuse.established",
        on="2024-03-01",
        persons=named,
        document_no="川刑〔2024〕1号",
        document_kind="judgment",
        decided_by="某县人民法院",
    )
    log = told(abuse)
    log = told(corrected(log[0], {"persons": [{**named[0], "person": P2}]}), after=log)
    emptied = told(corrected(log[0], {"persons": None}), after=log)

    assert just(P2) == values(rows(log, "abuse", on="2024-03-01"), "person")
    assert not rows(emptied, "abuse", on="2024-03-01")


def test_a_corrected_day_takes_its_place_in_the_order() -> None:
    """The opening moved behind the closing: that closing closes nothing."""
    log = told(OPENED, CLOSED)
    log = told(corrected(log[0], {"occurred_on": "2024-06-01"}), after=log)

    assert not rows(log, "classes", on="2024-05-31")
    assert [span("2024-06-01")] == spans(rows(log, "classes", on="2024-06-01"))


def test_a_corrected_day_can_lie_beyond_the_day_asked() -> None:
    """What was said to be of March was of April: March has none of it."""
    log = told(JOINED)
    log = told(corrected(log[0], {"occurred_on": "2024-04-01"}), at="2024-07-10", after=log)

    assert rows(log, "posts", on="2024-03-31", known="2024-06-30")
    assert not rows(log, "posts", on="2024-03-31", known="2024-07-10")
    assert rows(log, "posts", on="2024-04-01", known="2024-07-10")


def test_a_corrected_event_keeps_its_place_within_the_day() -> None:
    """Order is (corrected day, position of the original), not of the amendment."""
    log = told(said("class.opened", on="2024-04-30", class_id="1", kind="mixed"), CLOSED)
    log = told(corrected(log[0], {"occurred_on": "2024-05-01"}), after=log)

    assert [span("2024-05-01", "2024-05-01")] == spans(rows(log, "classes", on="2024-05-01"))


def test_a_corrected_key_makes_another_row() -> None:
    """It was the other person: the first never held the post."""
    log = told(JOINED)
    log = told(corrected(log[0], {"person": P2}), after=log)

    assert just(P2) == values(rows(log, "posts", on="2024-03-01"), "person")


def test_a_retracted_opener_leaves_the_closer_to_an_earlier_one() -> None:
    """The second opening had ended the first row; without it the first runs on to the end."""
    log = told(OPENED, said("class.opened", on="2024-04-01", class_id="1", kind="infant"), CLOSED)
    before = [span("2024-03-01", "2024-04-01"), span("2024-04-01", "2024-05-01")]
    after = told(retracted(log[1]), after=log)

    assert before == spans(rows(log, "classes", on="2024-05-01"))
    assert [span("2024-03-01", "2024-05-01")] == spans(rows(after, "classes", on="2024-05-01"))


def test_a_retracted_closer_reopens_the_row() -> None:
    """The class was never closed, on any day."""
    log = told(OPENED, CLOSED)
    log = told(retracted(log[1]), at="2024-07-10", after=log)
    june = rows(log, "classes", on="2024-12-31", known="2024-06-30")

    assert [span("2024-03-01", "2024-05-01")] == spans(june)
    assert [span("2024-03-01")] == spans(rows(log, "classes", on="2024-12-31"))
