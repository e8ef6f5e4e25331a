"""What a review body or a court takes away was never there (DESIGN §3, 3)."""

import pytest

from compliance.domain.envelope import Event, Proposal, Source
from tests.saying import (
    ANOTHER,
    DECISION,
    P1,
    corrected,
    just,
    retracted,
    rows,
    ruled,
    said,
    told,
    values,
)

voiding = pytest.mark.parametrize("mode", ["ex_tunc", "replace"])


def penalty(decision_no: str = DECISION) -> Proposal:
    """Say that a warning was decided in March."""
    return said(
        "penalty.decided",
        on="2024-03-01",
        decision_no=decision_no,
        kinds=["warning"],
        decided_by="某县卫健局",
        articles=["pfpl#41"],
    )


def penalties(log: list[Event], on: str = "2024-12-31", known: str | None = None) -> list[str]:
    """Return the numbers of the penalties that stand."""
    return values(rows(log, "penalties", on=on, known=known), "decision_no")


@voiding
@pytest.mark.parametrize("on", ["2024-03-01", "2024-06-29", "2024-06-30", "2024-12-31"])
def test_a_decision_taken_away_never_was(mode: str, on: str) -> None:
    """On every day, those before the ruling included."""
    assert not penalties(told(penalty(), ruled(DECISION, "revoked", mode)), on=on)


@pytest.mark.parametrize("outcome", ["maintained", "changed", "confirmed_illegal"])
def test_a_flag_takes_nothing_away(outcome: str) -> None:
    """Confirmed illegal and left standing (确认违法): the mode decides, not the outcome."""
    log = told(penalty(), ruled(DECISION, outcome, "flag_only"))

    assert just(DECISION) == penalties(log)
    assert just(DECISION) == values(rows(log, "rulings", on="2024-06-30"), "decision_no")


def test_every_event_under_the_number_falls() -> None:
    """A penalty, a ban, a tier: whatever that document did."""
    ban = said(
        "person.banned",
        on="2024-03-01",
        person=P1,
        basis="pfpl_41",
        scope="childcare",
        document_no=DECISION,
    )
    tier = said(
        "credit.tier_adjusted", on="2024-03-01", to="D", document_no=DECISION, reason="虐待"
    )
    told_of = {"bans", "adjustments", "penalties"}
    standing = told(penalty(), ban, tier)
    fallen = told(ruled(DECISION, "void", "ex_tunc"), after=standing)

    assert told_of == {name for name in told_of if rows(standing, name, on="2024-12-31")}
    assert not {name for name in told_of if rows(fallen, name, on="2024-12-31")}


def test_other_decisions_stand() -> None:
    """A ruling concerns one number."""
    log = told(penalty(), penalty(ANOTHER), ruled(DECISION, "revoked", "ex_tunc"))

    assert just(ANOTHER) == penalties(log)


def test_a_paper_that_only_told_of_an_event_takes_nothing_with_it() -> None:
    """The number must be the event's own, not that of its source."""
    source = Source(document_no=DECISION)
    log = told(said("facility.opened", on="2024-03-01", source=source))

    assert rows(told(ruled(DECISION, "void", "ex_tunc"), after=log), "operation", on="2024-12-31")


@pytest.mark.parametrize("own_day", ["2024-05-01", "2024-12-01"])
def test_the_last_ruling_on_a_number_decides(own_day: str) -> None:
    """Last by position: the court maintained what the review had revoked, so it stands again."""
    log = told(penalty(), ruled(DECISION, "revoked", "ex_tunc"))
    maintained = ruled(DECISION, "maintained", "flag_only", on=own_day)
    log = told(maintained, at="2024-09-01", after=log)

    assert not penalties(log, known="2024-08-31")
    assert just(DECISION) == penalties(log)
    assert just(DECISION) == penalties(log[::-1])


def test_a_later_ruling_on_another_number_does_not_revive() -> None:
    """Each number has its own last ruling."""
    revoked = ruled(DECISION, "revoked", "ex_tunc")

    assert not penalties(told(penalty(), revoked, ruled(ANOTHER, "maintained", "flag_only")))


def test_a_ruling_whose_number_is_corrected_meets_the_other_document() -> None:
    """It was about the second decision all the time."""
    log = told(penalty(), penalty(ANOTHER), ruled(DECISION, "revoked", "ex_tunc"))
    log = told(corrected(log[2], {"decision_no": ANOTHER}), at="2024-09-01", after=log)

    assert just(ANOTHER) == penalties(log, known="2024-08-31")
    assert just(DECISION) == penalties(log)


def test_a_ruling_without_a_number_meets_nothing() -> None:
    """Its number taken away, it must not void whatever bears none."""
    log = told(said("facility.opened", on="2024-03-01"), ruled(DECISION, "revoked", "ex_tunc"))
    log = told(corrected(log[1], {"decision_no": None}), after=log)

    assert rows(log, "operation", on="2024-12-31")
    assert not rows(log, "rulings", on="2024-12-31")


def test_a_ruling_whose_mode_is_corrected_lets_the_decision_stand() -> None:
    """Rulings are amended like any event."""
    log = told(penalty(), ruled(DECISION, "confirmed_illegal", "ex_tunc"))
    log = told(corrected(log[1], {"effect_mode": "flag_only"}), after=log)

    assert just(DECISION) == penalties(log)


def test_a_retracted_ruling_takes_nothing_away() -> None:
    """And hands the word back to the ruling before it."""
    log = told(penalty(), ruled(DECISION, "revoked", "ex_tunc"))
    last = told(ruled(DECISION, "maintained", "flag_only"), after=log)

    assert just(DECISION) == penalties(told(retracted(log[1]), after=log))
    assert not penalties(told(retracted(last[2]), after=last))


def test_a_corrected_ruling_keeps_its_place_among_rulings() -> None:
    """Last by position of the ruling, not of what amended it."""
    log = told(penalty(), ruled(DECISION, "revoked", "ex_tunc"))
    log = told(ruled(DECISION, "maintained", "flag_only"), after=log)

    assert just(DECISION) == penalties(told(corrected(log[1], {"outcome": "void"}), after=log))


def test_an_event_whose_number_is_corrected_away_escapes() -> None:
    """The ruling meets the corrected number; it was never about this event."""
    log = told(penalty(), ruled(DECISION, "revoked", "ex_tunc"))
    log = told(corrected(log[0], {"decision_no": ANOTHER}), after=log)

    assert just(ANOTHER) == penalties(log)


def test_an_event_whose_number_is_corrected_to_the_fallen_one_falls() -> None:
    """The same from the other side."""
    log = told(penalty(ANOTHER), ruled(DECISION, "revoked", "ex_tunc"))
    log = told(corrected(log[0], {"decision_no": DECISION}), after=log)

    assert not penalties(log)


def test_a_ruling_is_answered_by_a_later_one_and_not_voided() -> None:
    """One that names the ruling's own number leaves it in the relation and in effect."""
    first = said(
        "review.decided",
        on="2024-05-01",
        source=Source(document_no=ANOTHER),
        decision_no=DECISION,
        outcome="revoked",
        effect_mode="ex_tunc",
    )
    log = told(penalty(), first, ruled(ANOTHER, "void", "ex_tunc"))

    assert not penalties(log)
    assert just(DECISION, ANOTHER) == values(rows(log, "rulings", on="2024-12-31"), "decision_no")


def test_a_ruling_does_not_void_itself() -> None:
    """It bears the number that it takes away, and stays on record."""
    log = told(penalty(), ruled(DECISION, "revoked", "ex_tunc"))

    assert just(DECISION) == values(rows(log, "rulings", on="2024-06-30"), "decision_no")
    assert not rows(log, "rulings", on="2024-06-29")


def test_a_decision_told_after_its_ruling_falls_too() -> None:
    """Late news of a revoked decision is news of nothing."""
    assert not penalties(told(ruled(DECISION, "revoked", "ex_tunc"), penalty()))


def test_a_lifting_falls_with_its_ban_and_comes_back_with_it() -> None:
    """It names the ban's own number."""
    imposed = said(
        "person.banned",
        on="2024-03-01",
        person=P1,
        basis="court",
        scope="childcare",
        document_no=DECISION,
    )
    lifted = said("person.ban_lifted", on="2024-05-01", person=P1, document_no=DECISION)
    log = told(imposed, lifted)
    fallen = told(ruled(DECISION, "revoked", "ex_tunc"), after=log)
    revived = told(ruled(DECISION, "maintained", "flag_only"), after=fallen)

    assert not rows(fallen, "bans", on="2024-12-31")
    assert rows(log, "bans", on="2024-12-31") == rows(revived, "bans", on="2024-12-31")
