"""A region's figure from facilities' facts: pooled, exact, and never surer than the facts."""

from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.domain.facts import Row
from compliance.domain.figures import Measure, holds
from compliance.rules.gauge import gauge, lowest, ratio
from compliance.rules.plan import Indicator, read_indicator
from tests.rules.asking import facts, row, scope

HALF = Measure(Fraction(1, 2), Fraction(1, 2))
CARERS = {"share": "posts.share(p, p.person, in_force(p), p.certificate == 'held')"}
COVERED = {"where": "operation.exists(o, in_force(o))", "distinct": "identity.street"}
FILED = {
    "having": "filing.exists(f, f.filing_no == '1')",
    "among": "identity.kind == 'facility'",
}
INCLUSIVE = {"part": "capacity.inclusive ? capacity.places : 0", "whole": "capacity.places"}
Facility = tuple[Row, ...]


def indicator(**how: Any) -> Indicator:
    words = {"zh": "指标", "en": "indicator"}
    return read_indicator("i", {"title": words, "unit": "%", "definition": words, **how})


def measured(how: dict[str, Any], *facilities: Facility) -> Measure:
    return gauge(indicator(**how), [scope(facts(*rows)) for rows in facilities])


def bounds(measure: Measure) -> tuple[Fraction | None, Fraction | None]:
    return measure.low, measure.high


def staff(*certificates: str | None, first: int = 1) -> Facility:
    """Make a facility's posts, one for each certificate stated (None = not stated)."""
    return tuple(
        row("posts", n, person=f"p{n}", role="carer", certificate=stated)
        for n, stated in enumerate(certificates, first)
    )


def test_shares_are_pooled_and_not_averaged() -> None:
    """One of one and one of nine is two of ten; the average of the shares would be 5/9."""
    found = measured(CARERS, staff("held"), staff("held", *["none"] * 8))

    assert ("2/10", Fraction(1, 5)) == (found.text, found.low)
    assert bounds(found) != (Fraction(5, 9), Fraction(5, 9))


@pytest.mark.parametrize(
    ("op", "threshold", "expected"),
    [(">", "9/10", False), (">=", "9/10", True), (">", "89/100", True), (">=", "91/100", False)],
)
def test_a_boundary_is_exact(op: str, threshold: str, expected: bool) -> None:  # noqa: FBT001
    """LAW 8, pitfall 1: nine of ten is not more than 90 %, and it is at least 90 %."""
    found = measured(CARERS, staff(*["held"] * 4), staff(*["held"] * 5, "none"))
    limit = Fraction(threshold)

    assert expected is holds(found, op, Measure(limit, limit))


def test_what_is_not_stated_stays_between_bounds_and_is_named() -> None:
    """9/10 … 10/10 against more than 90 % is unknown; the certificate is to be asked."""
    found = measured(CARERS, staff(*["held"] * 9, None))

    assert (Fraction(9, 10), Fraction(1)) == bounds(found)
    assert found.text == "9/10..10/10"
    assert {"certificate"} == {each.field for each in found.missing}


def test_of_nobody_no_share_is_known() -> None:
    """A district without staff has not certified all of them."""
    assert Measure(None, None) == measured(CARERS, ())._replace(text=None, step=None)


def place(street: str | None, *, opened: bool = True, n: int = 1) -> Facility:
    here = row("identity", n, region="500111", street=street)
    return (here, row("operation", n)) if opened else (here,)


def test_a_street_is_counted_once() -> None:
    """And one that is not known may be any of them, or another."""
    known = (place("500111001"), place("500111001"), place("500111002"))
    closed = place("500111009", opened=False)

    assert (Fraction(2), Fraction(2)) == bounds(measured(COVERED, *known, closed))
    assert (Fraction(2), Fraction(3)) == bounds(measured(COVERED, *known, place(None)))
    assert (Fraction(1), Fraction(1)) == bounds(measured(COVERED, place(None)))


def places(number: int | None, inclusive: bool | None) -> Facility:  # noqa: FBT001
    return (row("capacity", places=number, inclusive=inclusive),)


def test_places_weigh_in_a_share_of_places() -> None:
    """Ten inclusive places and thirty others are a quarter; unstated, a part of them may be."""
    assert Fraction(1, 4) == measured(INCLUSIVE, places(10, True), places(30, False)).low
    found = measured(INCLUSIVE, places(10, True), places(30, None))

    assert (Fraction(1, 4), Fraction(1)) == bounds(found)


def test_places_that_nobody_stated_leave_a_share_open() -> None:
    found = measured(INCLUSIVE, places(10, True), places(None, False))

    assert (Fraction(0), Fraction(1)) == bounds(found)
    assert {"places"} == {each.field for each in found.missing}


def filed(kind: str | None, *, receipt: bool) -> Facility:
    here = row("identity", region="500111", kind=kind)
    return (here, row("filing", filing_no="1")) if receipt else (here,)


def test_a_share_of_facilities_counts_facilities() -> None:
    """One that may not be meant may leave the whole, or stand in it."""
    sure = (filed("facility", receipt=True), filed("facility", receipt=False))

    assert measured(FILED, *sure, filed("family_point", receipt=False)).text == "1/2"
    assert measured(FILED, *sure, filed(None, receipt=False)).text == "1/3..1/2"
    assert measured(FILED, *sure, filed(None, receipt=True)).text == "1/2..2/3"


def test_a_facility_that_may_not_count_widens_a_share_by_its_people() -> None:
    """At worst those without are added, at best those with; it is all of them or none."""
    how = CARERS | {"where": "identity.kind == 'facility'"}
    sure = (*staff("held", "none"), row("identity", region="500111", kind="facility"))
    perhaps = (*staff("held", "none", first=5), row("identity", region="500111"))

    assert measured(how, sure, perhaps).text == "1/3..2/3"
    assert {"kind"} == {each.field for each in measured(how, sure, perhaps).missing}


def test_a_ratio_of_figures_is_exact() -> None:
    """4,500 places of a million people are 4.5 per 1,000; without people, nothing is known."""
    top, base = Measure(Fraction(4500), Fraction(4500)), Measure(Fraction(10**6), Fraction(10**6))
    none = Measure(None, None)

    assert (Fraction(9, 2), Fraction(9, 2)) == bounds(ratio(top, base, 1000))
    assert (None, None) == bounds(ratio(top, none, 1000)) == bounds(ratio(none, base, 1000))
    assert bounds(ratio(top, Measure(Fraction(0), Fraction(0)), 1000)) == (None, None)


def test_the_lowest_of_some_is_not_the_lowest_of_all() -> None:
    """Of 129 counties of which two are listed, one may have none."""
    one, two = Measure(Fraction(1), Fraction(1)), Measure(Fraction(2), Fraction(2))

    assert (Fraction(1), Fraction(1)) == bounds(lowest([two, one], 2))
    assert (None, Fraction(1)) == bounds(lowest([two, one], 129))


CERTIFICATES = st.lists(st.sampled_from(["held", "none", None]), max_size=3)


@given(st.lists(CERTIFICATES, min_size=1, max_size=3))
def test_pooled_bounds_hold_whatever_the_unknown_turns_out_to_be(
    stated: list[list[str | None]],
) -> None:
    """Every completion lies within the bounds, and each bound is one of them."""
    found = measured(CARERS, *(staff(*each, first=10 * n + 1) for n, each in enumerate(stated)))
    completed = completions([each for facility in stated for each in facility])
    if not completed:
        assert found.open
        return

    assert (min(completed), max(completed)) == bounds(found)


def completions(stated: Sequence[str | None]) -> list[Fraction]:
    """Return the share under everything that the unknown may be."""
    choices = [("held", "none") if each is None else (each,) for each in stated]
    return [Fraction(each.count("held"), len(each)) for each in product(*choices) if each]


KINDS = st.sampled_from(["facility", "family_point", None])


@given(st.lists(st.tuples(KINDS, st.booleans()), min_size=1, max_size=5))
def test_bounds_hold_where_it_is_unknown_who_counts(
    drawn: list[tuple[str | None, bool]],
) -> None:
    """A facility of unknown kind is one of those that count, or none."""
    found = measured(FILED, *(filed(kind, receipt=receipt) for kind, receipt in drawn))
    choices = [("facility", "family_point") if kind is None else (kind,) for kind, _ in drawn]
    shares = []
    for kinds in product(*choices):
        among = [receipt for kind, (_, receipt) in zip(kinds, drawn, strict=True)
                 if kind == "facility"]  # fmt: skip
        if among:
            shares.append(Fraction(sum(among), len(among)))
    if found.open:
        return

    assert found.low is not None
    assert found.high is not None
    assert all(found.low <= share <= found.high for share in shares)


def test_a_year_can_be_named() -> None:
    """An annual report is of a year, whenever it was filed."""
    how = {"sum": "annual_reports.count(r, r.year == year)"}
    here = scope(
        facts(row("annual_reports", year=2024), row("annual_reports", year=2025)),
        year=2024, first=date(2024, 1, 1), last=date(2024, 12, 31),
    )  # fmt: skip

    assert Fraction(1) == gauge(indicator(**how), [here]).low


@given(st.lists(st.tuples(KINDS, st.none() | st.integers(0, 9)), max_size=4))
def test_a_sum_holds_whatever_the_unknown_turns_out_to_be(
    drawn: list[tuple[str | None, int | None]],
) -> None:
    """A facility of unknown kind adds its places or none; unstated places may be any number."""
    how = {"where": "identity.kind == 'facility'", "sum": "capacity.places"}
    rows = [
        (row("identity", region="500111", kind=kind), row("capacity", places=number))
        for kind, number in drawn
    ]
    found = measured(how, *rows)
    sure = sum(number or 0 for kind, number in drawn if kind == "facility")
    most = sum(number or 0 for kind, number in drawn if kind != "family_point")
    endless = any(number is None for kind, number in drawn if kind != "family_point")

    if not endless:
        assert (Fraction(sure), Fraction(most)) == bounds(found)
    else:
        assert found.high is None
        assert found.low is None or found.low <= sure
