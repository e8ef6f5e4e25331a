"""A certificate that never counted, and one that counted until it was voided."""

from typing import Any

from compliance.domain.envelope import Proposal
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
    span,
    spans,
    told,
    values,
)

CERTIFIED = said("staff.certified", on="2024-03-01", person=P1, kind="保育师")


def voided(on: str = "2024-06-01", **more: Any) -> Proposal:
    """Say that the certificate was voided."""
    return said(
        "staff.certificate_voided", on=on, person=P1, kind="保育师", reason="冒名取得", **more
    )


def counted(log: list[Any], on: str, known: str | None = None) -> bool:
    """Tell whether a certificate counts on a day."""
    return any(row.in_force for row in rows(log, "certificates", on=on, known=known))


def test_a_certificate_counts_until_it_is_voided() -> None:
    """What was done under it stays done."""
    for from_start in (None, False):
        log = told(CERTIFIED, voided(from_start=from_start))

        assert counted(log, "2024-05-31")
        assert not counted(log, "2024-06-01")


def test_voided_from_the_start_it_never_counted() -> None:
    """On no day, those before the voiding included; the row stays as evidence."""
    log = told(CERTIFIED, voided(from_start=True))
    for on in ("2024-03-01", "2024-05-31", "2024-06-01", "2024-12-31"):
        (row,) = rows(log, "certificates", on=on)

        assert not row.in_force
        assert just(span("2024-03-01", "2024-03-01")) == spans([row])
        assert just((1, 2), "冒名取得", True) == [
            row.events, row.values["reason"], row.values["from_start"]
        ]  # fmt: skip


def test_who_did_not_know_yet_took_it_to_count() -> None:
    """Annulments act by the day they became known."""
    log = told(voided(from_start=True), at="2024-07-10", after=told(CERTIFIED))

    assert counted(log, "2024-12-31", known="2024-07-09")
    assert not counted(log, "2024-03-01", known="2024-07-10")


def test_before_it_was_issued_there_is_no_row() -> None:
    """Undone or not: nothing had happened."""
    assert not rows(told(CERTIFIED, voided(from_start=True)), "certificates", on="2024-02-29")


def test_only_the_certificate_that_ran_is_undone() -> None:
    """The one before it had ended; the one after it is another."""
    renewed = said("staff.certified", on="2024-05-01", person=P1, kind="保育师")
    again = said("staff.certified", on="2024-08-01", person=P1, kind="保育师")
    log = told(CERTIFIED, renewed, voided(from_start=True), again)
    expected = [
        span("2024-03-01", "2024-05-01"), span("2024-05-01", "2024-05-01"), span("2024-08-01")
    ]  # fmt: skip

    assert expected == spans(rows(log, "certificates", on="2024-12-31"))
    assert counted(log, "2024-04-30")
    assert not counted(log, "2024-05-15")
    assert just(span("2024-03-01")) == spans(rows(log, "certificates", on="2024-04-30"))


def test_a_voiding_from_the_start_can_be_taken_back() -> None:
    """Retracted, corrected to "from now on", or quashed by a court."""
    log = told(CERTIFIED, voided(from_start=True, document_no=DECISION))
    ends = [
        retracted(log[1]),
        corrected(log[1], {"from_start": None}),
        ruled(DECISION, "revoked", "ex_tunc"),
    ]

    assert just(True, True, True) == [counted(told(e, after=log), "2024-05-31") for e in ends]
    assert just(True, False, True) == [counted(told(e, after=log), "2024-06-01") for e in ends]


def test_a_sanction_on_the_issuer_voids_no_certificate_by_itself() -> None:
    """Which certificates fall is told one by one."""
    sanctioned = said(
        "issuer.sanctioned", on="2024-06-01", region="500111", issuer="虚构评价中心",
        kinds=["warning"], document_no=ANOTHER,
    )  # fmt: skip
    log = told(CERTIFIED, sanctioned)

    assert counted(log, "2024-12-31")
    assert just(None) == values(rows(log, "certificates", on="2024-12-31"), "from_start")
