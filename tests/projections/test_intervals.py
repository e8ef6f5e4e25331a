"""How rows open and close: [opened, closed), restart, keep, stack (DESIGN §3 and §6)."""

from typing import Any

from compliance.domain.envelope import Proposal
from tests.projections.declaring import FAULTED, STAYS, declared
from tests.saying import DECISION, P1, P2, retracted, rows, said, span, spans, told, values

LATER = "2024-12-31"
CLOSED = said("class.closed", on="2024-05-01", class_id="1")


def opened(on: str, class_id: str = "1", kind: str = "mixed") -> Proposal:
    """Say that a class was opened."""
    return said("class.opened", on=on, class_id=class_id, kind=kind)


def joined(on: str, role: str, person: str = P1) -> Proposal:
    """Say that somebody took a post."""
    return said("staff.joined", on=on, person=person, role=role)


def test_a_row_is_in_force_from_its_opening_day() -> None:
    """The day itself counts."""
    (row,) = rows(told(opened("2024-03-01")), "classes", on="2024-03-01")

    assert row.in_force


def test_a_row_is_not_in_force_on_its_closing_day() -> None:
    """[opened, closed): the last day in force is the one before."""
    log = told(opened("2024-03-01"), CLOSED)
    (eve,) = rows(log, "classes", on="2024-04-30")
    (day,) = rows(log, "classes", on="2024-05-01")

    assert eve.in_force
    assert not day.in_force


def test_opened_and_closed_on_one_day_is_evidence_never_force() -> None:
    """The row stays: it happened; it held on no day."""
    log = told(opened("2024-05-01"), CLOSED)
    (row,) = rows(log, "classes", on="2024-05-01")

    assert not row.in_force
    assert [span("2024-05-01", "2024-05-01")] == spans([row])
    assert not rows(log, "classes", on="2024-04-30")


def test_an_until_is_a_column_and_closes_nothing() -> None:
    """Relations do no date arithmetic: rules compare the last day in force."""
    certified = said(
        "staff.certified", on="2024-03-01", person=P1, kind="保育师", until="2024-03-31"
    )
    (row,) = rows(told(certified), "certificates", on=LATER)
    until = span("2024-03-31")[0]

    assert row.in_force
    assert until == row.values["until"]


def test_an_opener_restarts_the_running_row() -> None:
    """The old row ends on the day on which the new one opens."""
    log = told(opened("2024-03-01", kind="infant"), opened("2024-04-01"), CLOSED)
    found = rows(log, "classes", on=LATER)
    kinds = ["infant", "mixed"]

    assert [span("2024-03-01", "2024-04-01"), span("2024-04-01", "2024-05-01")] == spans(found)
    assert kinds == values(found, "kind")


def test_a_restart_leaves_other_keys_alone() -> None:
    """Another class runs on."""
    log = told(opened("2024-03-01"), opened("2024-04-01", class_id="2"))

    assert [span("2024-03-01"), span("2024-04-01")] == spans(rows(log, "classes", on=LATER))


def test_a_closed_row_is_not_restarted() -> None:
    """Its end stays where it was."""
    log = told(opened("2024-03-01"), CLOSED, opened("2024-06-01"))

    assert [span("2024-03-01", "2024-05-01"), span("2024-06-01")] == spans(
        rows(log, "classes", on=LATER)
    )


def test_an_opener_changes_nothing_while_the_row_is_kept() -> None:
    """Care that began in March did not begin again in April; nor is the row's proof longer."""
    log = told(*(said("facility.opened", on=day) for day in ("2024-03-01", "2024-04-01")))
    (row,) = rows(log, "operation", on=LATER)

    assert [span("2024-03-01")] == spans([row])
    assert (log[0].position,) == row.events


def test_a_kept_row_opens_anew_after_its_end() -> None:
    """Closed is closed: the next opening is a new row."""
    shut = said("facility.closed", on="2024-04-01", kind="voluntary")
    days = ("2024-03-01", "2024-05-01")
    log = told(shut, *(said("facility.opened", on=day) for day in days))

    assert [span("2024-03-01", "2024-04-01"), span("2024-05-01")] == spans(
        rows(log, "operation", on=LATER)
    )


def test_openers_stack_and_one_closer_ends_all() -> None:
    """One row each; those of another key run on."""
    twice = [opened("2024-03-01"), opened("2024-04-01")]
    log = told(*twice, opened("2024-04-15", class_id="2"), CLOSED, opened("2024-06-01"))
    ended = [span("2024-03-01", "2024-05-01"), span("2024-04-01", "2024-05-01")]

    running = [span("2024-04-15"), span("2024-06-01")]

    with declared(STAYS):
        assert [*ended, *running] == spans(rows(log, "attendances", on=LATER))


def test_a_closer_without_an_open_row_has_no_effect() -> None:
    """It came before any opening, or after an end."""
    early = said("class.closed", on="2024-02-01", class_id="1")
    late = said("class.closed", on="2024-06-01", class_id="1")

    assert not rows(told(early), "classes", on=LATER)
    assert [span("2024-03-01", "2024-05-01")] == spans(
        rows(told(early, opened("2024-03-01"), CLOSED, late), "classes", on=LATER)
    )


def test_a_closer_that_had_no_effect_is_no_proof() -> None:
    """Only who closed the row stands in it."""
    late = said("class.closed", on="2024-06-01", class_id="1")
    (row,) = rows(told(opened("2024-03-01"), CLOSED, late), "classes", on=LATER)
    expected = (1, 2)

    assert expected == row.events


def test_a_closer_meets_the_opener_left_when_its_own_is_retracted() -> None:
    """It had closed April's row; with that gone it closes March's."""
    log = told(opened("2024-03-01"), opened("2024-04-01"), CLOSED)
    log = told(retracted(log[1]), after=log)

    assert [span("2024-03-01", "2024-05-01")] == spans(rows(log, "classes", on=LATER))


def test_who_leaves_leaves_every_post() -> None:
    """A closer that does not name the role ends all roles of the person, and nobody else's."""
    log = told(
        joined("2024-03-01", "head"),
        joined("2024-04-01", "carer"),
        joined("2024-04-01", "carer", person=P2),
        said("staff.left", on="2024-05-01", person=P1),
    )
    ended = [span("2024-03-01", "2024-05-01"), span("2024-04-01", "2024-05-01")]

    assert [*ended, span("2024-04-01")] == spans(rows(log, "posts", on=LATER))


def test_a_closer_fills_only_closing_columns() -> None:
    """What the opener stated stays; before the closing the column is empty."""
    log = told(
        said("staff.certified", on="2024-03-01", person=P1, kind="保育师", level="三级"),
        said("staff.certificate_voided", on="2024-05-01", person=P1, kind="保育师", reason="作假"),
    )
    (before,) = rows(log, "certificates", on="2024-04-30")
    (after,) = rows(log, "certificates", on="2024-05-01")

    assert before.values["reason"] is None
    assert {**before.values, "reason": "作假"} == after.values


def test_a_restart_fills_no_closing_column() -> None:
    """The row ended, but nobody gave a reason."""
    log = told(joined("2024-03-01", "carer"), joined("2024-04-01", "carer"))
    ended, running = rows(log, "posts", on=LATER)

    assert not any(values([ended, running], "reason"))
    assert not ended.in_force


def test_an_opener_fills_no_closing_column() -> None:
    """Even if it has a field of that name: why it began is not why it ended."""
    voided: dict[str, Any] = {"kind": "保育师", "reason": "作假"}
    log = told(said("staff.certificate_voided", on="2024-03-01", person=P1, **voided))
    with declared(FAULTED):
        (row,) = rows(log, "faulted", on=LATER)

    assert row.values["reason"] is None


def test_closing_a_facility_ends_no_post() -> None:
    """Rules combine relations; the fold knows no law."""
    shut = said("facility.closed", on="2024-05-01", kind="ordered")
    (post,) = rows(told(joined("2024-03-01", "carer"), shut), "posts", on=LATER)

    assert post.in_force


def test_one_event_may_close_one_relation_and_open_another() -> None:
    """Closing ends the operation and begins the closure; opening the reverse."""
    log = told(
        said("facility.opened", on="2024-03-01"),
        said("facility.closed", on="2024-05-01", kind="voluntary"),
        said("facility.opened", on="2024-06-01"),
    )

    assert [span("2024-05-01", "2024-06-01")] == spans(rows(log, "closure", on=LATER))
    assert [span("2024-03-01", "2024-05-01"), span("2024-06-01")] == spans(
        rows(log, "operation", on=LATER)
    )


def test_any_of_several_closers_ends_a_row() -> None:
    """A submission ends with a receipt, with a notice, or with a cancellation."""
    handed_in = said("facility.filing_submitted", on="2024-03-01")
    answers = [
        said("facility.filed", on="2024-03-10", filing_no="1"),
        said("facility.nonconformity_notified", on="2024-03-10", reasons=["缺消防"]),
        said("facility.filing_cancelled", on="2024-03-10"),
    ]
    ended = [span("2024-03-01", "2024-03-10")]

    assert [ended] * len(answers) == [
        spans(rows(told(handed_in, answer), "submission", on=LATER)) for answer in answers
    ]


def test_a_lifting_ends_the_ban_of_its_document_only() -> None:
    """Every named part of the key must agree."""
    ban: dict[str, Any] = {"on": "2024-03-01", "basis": "court", "scope": "childcare"}
    log = told(
        *(
            said("person.banned", person=person, document_no=number, **ban)
            for person, number in ((P1, DECISION), (P1, "2"), (P2, DECISION))
        ),
        said("person.ban_lifted", on="2024-05-01", person=P1, document_no=DECISION),
    )
    opened_on = span("2024-03-01")

    assert [span("2024-03-01", "2024-05-01"), opened_on, opened_on] == spans(
        rows(log, "bans", on=LATER)
    )
