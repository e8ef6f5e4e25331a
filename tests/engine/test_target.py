"""How regions stand towards targets: by the packs that come with the program, over a real log."""

from datetime import date
from fractions import Fraction

import pytest

from compliance.domain.errors import NotFound
from compliance.domain.identifiers import FacilityId
from compliance.domain.time import AsOf
from compliance.engine.assess import standing_of
from compliance.engine.past import known_pasts, past
from compliance.rules.book import Rulebook
from compliance.rules.reading import read_pack
from tests.engine.telling import CITY, DAZU, TEXTS, Told, facility, hash_of, observed, staff
from tests.saying import ANOTHER, DECISION, corrected, ruled, said


@pytest.fixture
def told() -> Told:
    return Told()


def test_places_are_counted_from_the_log_and_the_gap_is_named(told: Told) -> None:
    """The annex's floor for 越秀区 in 2024 is 6,760; the log knows of 6,000."""
    told.tell(*facility("a", "440104", places=4000), *facility("b", "440104", places=2000))
    found = told.one("440104", "GZ-A", 2024)

    assert (Fraction(6000), "log") == (found.figured.measure.low, found.figured.by)
    assert (found.verdict, found.lacking) == ("below_target", 760)
    assert date(2024, 12, 31) == found.as_of
    assert found.derived is not None
    assert Fraction("6757.3") == found.derived.low
    assert [(2022, Fraction(3111), "baseline"), (2023, Fraction(6000), "log")] == [
        (each.year, each.measure.low, each.by) for each in found.trend
    ]


def test_a_facility_counts_where_it_was_on_the_day(told: Told) -> None:
    """It moved from one district to another in 2025; closed ones do not count."""
    told.tell(*facility("a", "440104", places=9000), *facility("b", "440105", places=10))
    told.tell(
        said("facility.relocated", on="2025-03-01", facility=FacilityId("local:a"),
             region="440105", from_region="440104", address="虚构路1号"),
        said("facility.closed", on="2024-06-30", facility=FacilityId("local:b"),
             kind="voluntary"),
    )  # fmt: skip
    of = {
        (region, year): told.one(region, "GZ-A", year).figured.measure.low
        for region, year in (("440104", 2024), ("440105", 2024), ("440105", 2023))
    }

    assert of == {("440104", 2024): 9000, ("440105", 2024): 0, ("440105", 2023): 10}
    assert (
        next(
            p for p in told.track("440105", 2025) if p.target.indicator == "places"
        ).figured.measure.low
        == 9000
    )
    assert (
        next(
            p for p in told.track("440100", 2025) if p.target.indicator == "places"
        ).figured.measure.low
        == 9000
    )


def test_what_the_log_computes_goes_first_and_the_other_is_shown(told: Told) -> None:
    """A published figure beside it is not lost; where the log knows nothing, it counts."""
    told.tell(observed("440104", "places", "7000", 2024), observed("440105", "places", "1", 2024))
    told.tell(*facility("a", "440104", places=6760))
    here, there = (told.one(region, "GZ-A", 2024) for region in ("440104", "440105"))

    assert (here.figured.by, here.verdict) == ("log", "compliant")
    assert here.figured.other is not None
    assert (here.figured.other_by, here.figured.other.text) == ("observed", "7000")
    assert (there.figured.by, there.verdict, there.lacking) == ("observed", "below_target", 10619)


def test_places_that_are_not_stated_let_the_published_figure_decide(told: Told) -> None:
    """The log's bounds stand beside it."""
    told.tell(*facility("a", "440104"), observed("440104", "places", "7000", 2024))
    found = told.one("440104", "GZ-A", 2024)

    assert (found.figured.by, found.verdict) == ("observed", "compliant")


def test_nothing_known_is_unknown_and_says_what_to_collect(told: Told) -> None:
    """A silent log is no place count of nought."""
    found = told.one("440104", "GZ-A", 2024)

    assert (found.verdict, found.lacking) == ("unknown", None)
    assert {"places 440104 2024"} == {each.field for each in found.figured.measure.missing}


def test_a_share_is_pooled_over_the_district(told: Told) -> None:
    """LAW 8, pitfall 2: nine of ten in the district are not more than 90 %; one more would be."""
    told.tell(*facility("a"), *facility("b"), *staff("a", "held"))
    told.tell(*staff("b", *["held"] * 8, "none"))
    found = told.one(DAZU, "DZ-T9", 2025)

    assert (
        found.figured.measure.text,
        found.verdict,
        found.lacking,
    ) == ("9/10", "below_target", 1)


def test_a_guard_is_not_counted_in_tianjins_share(told: Told) -> None:
    """Issue 6: of carers, and of no others."""
    told.tell(*facility("a", "120101"), *staff("a", "held", "held"))
    told.tell(*staff("a", "none", role="guard"), *staff("a", "none", role="cook"))
    found = told.one("120000", "TJ-3", 2025)

    assert (found.figured.measure.text, found.verdict) == ("2/2", "compliant")


def test_an_unread_target_makes_no_facility_illegal(told: Told) -> None:
    """Targets are a region's: with all of them or none, every standing is the same."""
    told.tell(*facility("a", places=1), *staff("a", "none", "none"))
    told.tell(
        said("target.set", on="2025-01-01", facility=None, region=DAZU, indicator="places",
             year=2025, op=">=", value="99999", nature="binding", document_no=ANOTHER)
    )  # fmt: skip
    packs = [read_pack(text) for text in TEXTS.values()]
    without = Rulebook(pack._replace(targets=(), indicators={}) for pack in packs)
    for on in (date(2025, 6, 30), date(2025, 12, 31), date(2026, 1, 1)):
        history, size = past(told.log, "local:a"), told.log.head().size
        standing = standing_of(Rulebook(packs), history, AsOf(on), size)

        assert not [each for each in standing.findings if each.verdict == "violation"
                    and each.binding == "target"]  # fmt: skip
        assert standing._replace(proofs=()) == standing_of(
            without, history, AsOf(on), size
        )._replace(proofs=())


def test_another_bodys_unknown_average_is_unknown(told: Told) -> None:
    """LAW 8, pitfall 14: and the city's own figure is not computed from the district's log."""
    told.tell(observed(DAZU, "utilisation", "45%"))
    unknown = told.one(DAZU, "DZ-T3", 2025)
    told.tell(observed(CITY, "utilisation", "45%"))
    equal = told.one(DAZU, "DZ-T3", 2025)

    assert unknown.verdict == "unknown"
    assert unknown.required is not None
    assert {"utilisation 500000 2025"} == {each.field for each in unknown.required.missing}
    assert equal.verdict == "compliant"


def test_a_late_population_figure_changes_the_answer_of_who_knows_it(told: Told) -> None:
    """LAW 8, pitfall 13: published after the year's end, about the year's last day."""
    told.tell(*facility("a", places=450))
    late = observed(DAZU, "population", "100000", on="2026-03-20", as_of="2025-12-31")
    told.tell(late, at="2026-03-21")
    before = told.one(DAZU, "DZ-T1", 2025, known="2026-03-20")
    after = told.one(DAZU, "DZ-T1", 2025, known="2026-03-21")

    assert (before.verdict, after.verdict) == ("unknown", "compliant")
    assert Fraction(9, 2) == after.figured.measure.low
    assert "population 500111 2025" in {e.field for e in before.figured.measure.missing}


def test_a_figure_of_a_later_day_does_not_answer_for_an_earlier_one(told: Told) -> None:
    told.tell(observed(DAZU, "utilisation", "45%", on="2025-12-31", as_of="2025-12-31"))
    found = told.one(DAZU, "DZ-T3", 2025, on="2025-06-30")

    assert (None, date(2025, 6, 30)) == (found.figured.by, found.as_of)
    assert "interim" in found.labels


def test_a_corrected_figure_is_the_last_one(told: Told) -> None:
    """LAW 8, pitfall 19: statistics are corrected by events, for whoever knows of them."""
    (event,) = told.tell(observed(DAZU, "guidance_centres", "0"))
    told.tell(corrected(event, {"value": "1"}), at="2026-02-01")
    verdicts = [told.one(DAZU, "DZ-T7", 2025, known=k).verdict for k in ("2026-01-31", None)]

    assert verdicts == ["below_target", "compliant"]


def test_a_missing_baseline_is_no_figure_and_no_failure(told: Told) -> None:
    """The plan prints a dash."""
    (found,) = (p for p in told.track(DAZU, 2022) if p.target.id == "DZ-T2")

    assert (found.required, found.verdict) == (None, None)


def test_a_draft_is_shown_and_not_judged_unless_supposed(told: Told) -> None:
    """Yunnan's plan was published for comment."""
    told.tell(observed("530000", "places", "1"))
    shown = told.one("530000", "YN-13a", 2025)
    figures = {p.target.indicator: p for p in told.track("530000", 2025)}
    supposed = {p.target.indicator: p for p in told.track("530000", 2025, what_if=True)}

    assert (shown.verdict, "draft" in shown.labels) == (None, True)
    assert (figures["places"].verdict, supposed["places"].verdict) == (None, "below_target")


def test_a_plan_whose_year_is_over_is_historical_and_judged_of_its_day(told: Told) -> None:
    """LAW 8, pitfall 18."""
    told.tell(*facility("a", "440104", places=9000))
    told.tell(said("facility.closed", on="2026-01-01", facility=FacilityId("local:a"),
                   kind="voluntary"), at="2026-01-02")  # fmt: skip
    on_the_day = told.track("440104", 2025, on="2025-12-31")
    later = told.track("440104", 2025, on="2026-06-30")

    assert ["historical" in p.labels for p in later] == [True] * 2
    assert ["historical" in p.labels for p in on_the_day] == [False] * 2
    assert [p.verdict for p in on_the_day] == [p.verdict for p in later]
    assert "compliant" in {p.verdict for p in later}


def test_streets_reports_and_files_are_counted(told: Told) -> None:
    """Two of the district's three streets have an inclusive facility; one report of two."""
    told.tell(*facility("a", street="500111001"), *facility("b", street="500111002"))
    for name in ("a", "b"):
        where = FacilityId(f"local:{name}")
        told.tell(
            said("facility.inclusive_recognised", on="2024-01-01", facility=where,
                 document_no=f"普〔2024〕{name}号"),
            said("health.files_counted", on="2025-11-01", facility=where, with_file=9,
                 enrolled=10),
        )  # fmt: skip
    told.tell(observed(DAZU, "streets", "3"))
    covered, files = (told.one(DAZU, clause, 2025) for clause in ("DZ-T4", "DZ-T8"))

    assert (covered.figured.measure.text, covered.verdict) == ("2/3", "below_target")
    assert (files.figured.measure.text, files.lacking) == ("18/20", 2)


def test_annual_reports_are_of_the_year(told: Told) -> None:
    told.tell(*facility("a", "440104"), *facility("b", "440104"))
    told.tell(
        said("facility.annual_report_filed", on="2025-12-20", facility=FacilityId("local:a"),
             year=2025)
    )  # fmt: skip

    assert told.one("440100", "GZ-19c", 2025).figured.measure.text == "1/2"


def test_a_conference_a_year(told: Told) -> None:
    """A year without one is a year without; before the log ever told of one, it is unknown."""
    silent = told.one("441602", "YC-M", 2024)
    told.tell(said("conference.held", on="2024-05-01", facility=None, region="441602",
                   level="plenary"))  # fmt: skip
    verdicts = [told.one("441602", "YC-M", year).verdict for year in (2024, 2025)]

    assert silent.verdict == "unknown"
    assert verdicts == ["compliant", "below_target"]
    assert [p.target.year for p in told.track("441602") if p.target.id == "YC-M"] == [
        2022,
        2023,
        2024,
        2025,
        2026,
    ]


def test_a_decision_sets_a_target_until_it_is_quashed(told: Told) -> None:
    """TJ-P3: a city decomposes its target by district."""
    told.tell(
        said("target.set", on="2025-01-10", facility=None, region="120101", indicator="places",
             year=2025, op=">=", value="500", nature="task", parent="120000",
             document_no=DECISION),
        *facility("a", "120101", places=300),
    )  # fmt: skip
    (found,) = told.track("120101", 2025)
    inner = told.track("120000", 2025, within=True)
    told.tell(ruled(DECISION, "revoked", "ex_tunc"), at="2026-01-05")

    assert (found.target.id, found.target.parent, found.lacking) == (DECISION, "120000", 200)
    assert found in inner
    assert told.track("120101", 2025) == []
    assert [found] == told.track("120101", 2025, known="2026-01-04")


def test_a_region_that_the_table_does_not_hold_is_not_found(told: Told) -> None:
    with pytest.raises(NotFound) as refused:
        told.track("999999")

    assert refused.value.code == "E-REGION-UNKNOWN"


def test_everybodys_history_is_each_ones_own(told: Told) -> None:
    """Read once for all, or one by one: the same events count."""
    told.tell(*facility("a", places=1), *facility("b"), *staff("a", "held"))
    told.tell(
        said("person.banned", on="2024-01-01", facility=None, basis="court", scope="托育",
             person=f"p_0a1b2c3d_{hash_of('a', 'carer', 0)}", document_no=DECISION),
        ruled(DECISION, "revoked", "ex_tunc"),
    )  # fmt: skip
    everybody = {each.facility: each for each in known_pasts(told.log)}

    assert {"local:a", "local:b"} == set(everybody)
    for name, history in everybody.items():
        assert past(told.log, name).events == history.events
