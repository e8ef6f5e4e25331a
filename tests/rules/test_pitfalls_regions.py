"""What is easy to get wrong about targets and statistics, by the fact base's own numbers."""

from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from compliance.domain.identifiers import FacilityId
from compliance.domain.time import AsOf
from compliance.engine.adopt import rulebook
from compliance.engine.assess import standing_of
from compliance.engine.past import past
from tests.engine.telling import CITY, DAZU, Told, facility, observed, staff
from tests.rules.test_corrections import assessed, book, joined
from tests.rules.test_corrections import told as fact
from tests.saying import corrected, said

A = FacilityId("local:a")
YUNNAN = "530000"


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.mark.parametrize(
    ("region", "asked", "clause"),
    [("500111", DAZU, "DZ-T9"), ("120101", "120000", "TJ-3"), ("440104", "440100", "GZ-19c")],
)
def test_pitfall_02_a_target_is_never_a_facilitys_duty(
    told: Told, region: str, asked: str, clause: str
) -> None:
    """90 % of Dazu, 100 % of Tianjin, 100 % of Guangzhou's reports: the region misses it."""
    told.tell(*facility("a", region), *staff("a", "none", "none"))
    missed = told.one(asked, clause, 2025)
    everything = rulebook(told.desk()), past(told.log, "local:a")
    standing = standing_of(*everything, AsOf(date(2025, 12, 31)), told.log.head().size)
    plans = [each for each in standing.findings if each.binding == "target"]

    assert missed.verdict == "below_target"
    assert {each.verdict for each in plans} <= {"below_target", "compliant", "unknown"}
    assert {each.rule for each in standing.findings if each.verdict == "violation"} <= {
        "filing.required",
    }  # fmt: skip


def test_pitfall_02_no_national_rule_asks_carers_for_a_certificate() -> None:
    """The standard asks for experience or background, and training; the threshold is local."""
    given = [fact("facility.opened", "2024-01-20"), joined("carer", certificate="none")]
    found = assessed(given, "2025-12-31").findings
    of_carer = [f.rule for f in found if f.subject and f.subject.id == "p1"
                and f.verdict in {"violation", "below_target"}]  # fmt: skip

    assert of_carer == []
    assert "staff.certification" not in {f.rule for f in found}


def test_pitfall_13_residents_and_permanent_residents_are_two_figures(told: Told) -> None:
    """每千人口 of Dazu is not answered by the count that 每千常住人口 asks for."""
    told.tell(*facility("a", places=450))
    told.tell(observed(DAZU, "permanent_residents", "100000"))
    other = told.one(DAZU, "DZ-T1", 2025)
    told.tell(observed(DAZU, "population", "100000"))
    (own,) = [
        p for p in told.track(YUNNAN, 2025, what_if=True)
        if p.target.indicator == "places_per_1000_permanent"
    ]  # fmt: skip

    assert other.verdict == "unknown"
    assert told.one(DAZU, "DZ-T1", 2025).verdict == "compliant"
    assert {"permanent_residents 530000 2025"} <= {e.field for e in own.figured.measure.missing}


def test_pitfall_13_the_years_population_comes_late(told: Told) -> None:
    """The target year ends before its figure is out: unknown to who asked in between."""
    told.tell(*facility("a", places=450))
    late = observed(DAZU, "population", "100000", on="2026-03-20", as_of="2025-12-31")
    told.tell(late, at="2026-03-21")
    verdicts = {
        known: told.one(DAZU, "DZ-T1", 2025, on="2026-06-30", known=known).verdict
        for known in ("2025-12-31", "2026-03-20", "2026-03-21")
    }

    assert verdicts == {
        "2025-12-31": "unknown", "2026-03-20": "unknown", "2026-03-21": "compliant",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("city", "verdict"), [(None, "unknown"), ("45%", "compliant"), ("45.1%", "below_target")]
)
def test_pitfall_14_at_least_the_citys_average_needs_the_citys_average(
    told: Told, city: str | None, verdict: str
) -> None:
    """Another body's figure that nobody has published is unknown, never a failure."""
    told.tell(observed(DAZU, "utilisation", "45%"))
    if city is not None:
        told.tell(observed(CITY, "utilisation", city))

    assert told.one(DAZU, "DZ-T3", 2025).verdict == verdict


@pytest.mark.parametrize("region", ["500111", "440100", "120000", "441602"])
def test_pitfall_18_after_2025_every_seeds_targets_are_historical(told: Told, region: str) -> None:
    """All plans end in 2025; what they ask is judged of their own year's end for ever."""
    told.tell(*facility("a", region if region != "440100" else "440104", places=10))
    judged = {
        on: {
            (p.target.id, p.target.indicator): ("historical" in p.labels, p.as_of, p.verdict)
            for p in told.track(region, 2025, on=on)
            if p.target.id != "YC-M"
        }
        for on in ("2025-12-31", "2026-01-01", "2030-06-30")
    }

    assert {was for was, _, _ in judged["2025-12-31"].values()} <= {False}
    assert {was for was, _, _ in judged["2030-06-30"].values()} <= {True}
    assert judged["2026-01-01"] == judged["2030-06-30"]
    assert {k: v[1:] for k, v in judged["2025-12-31"].items()} == {
        k: v[1:] for k, v in judged["2030-06-30"].items()
    }
    if region != "441602":
        assert judged["2025-12-31"]


def test_pitfall_18_a_plans_number_judges_on_its_day_and_on_no_other() -> None:
    """A share for 2025 says nothing of 2026: the year judged is not the life of a rule."""
    numbers = [
        (name, value.until)
        for name, params in book().params.items()
        for param in params
        for value in param.values
        if param.type == "share" and value.binding == "target"
    ]
    of = {on: {f.rule for f in assessed([fact("facility.opened", "2024-01-20"), joined()], on,
                                        region="500111").findings}
          for on in ("2025-12-30", "2025-12-31", "2026-01-01")}  # fmt: skip

    assert numbers
    assert {until for _, until in numbers} == {date(2026, 1, 1)}
    assert {on for on, found in of.items() if "staff.certification" in found} == {"2025-12-31"}


def test_pitfall_19_a_figure_is_corrected_by_an_event_and_never_edited(told: Told) -> None:
    """Fraud in statistics is an offence: the first figure stays, and who told what and when."""
    (first,) = told.tell(observed(DAZU, "guidance_centres", "3"), at="2025-12-31")
    (body,) = [each.body for each in told.log.entries()]
    root, size = told.log.head().root, told.log.head().size
    told.tell(corrected(first, {"value": "0"}), at="2026-02-01")
    answers: dict[str, Any] = {
        known: (found.figured.measure.low, found.verdict)
        for known in ("2026-01-31", "2026-02-01")
        for found in [told.one(DAZU, "DZ-T7", 2025, known=known)]
    }

    assert answers == {
        "2026-01-31": (Fraction(3), "compliant"), "2026-02-01": (Fraction(0), "below_target"),
    }  # fmt: skip
    assert [body] == [each.body for each in told.log.entries()][:1]
    assert (told.log.head().size, told.log.head().root == root) == (size + 1, False)


def test_pitfall_19_a_figure_told_again_does_not_overwrite(told: Told) -> None:
    """A second publication is a second event, and both stand in the log."""
    told.tell(observed(DAZU, "guidance_centres", "0", on="2025-12-31"))
    told.tell(observed(DAZU, "guidance_centres", "1", on="2026-01-20", as_of="2025-12-31"),
              at="2026-01-20")  # fmt: skip
    closed = said("facility.closed", on="2026-01-21", facility=A, kind="voluntary")
    told.tell(*facility("a"), closed, at="2026-01-21")

    assert told.one(DAZU, "DZ-T7", 2025).verdict == "compliant"
    assert told.one(DAZU, "DZ-T7", 2025, known="2026-01-19").verdict == "below_target"
