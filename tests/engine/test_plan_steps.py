"""The steps of a plan: each once, in order, of the plan that was drafted and of no other."""

import json
from pathlib import Path

import pytest

from compliance.domain.canonical import digest, paper_lines
from compliance.domain.errors import BadInput, Conflict, NotFound, Refused, StorageFailed
from compliance.engine.plans.abandon import abandon
from compliance.engine.plans.approve import approve
from compliance.engine.plans.known import plan_known, plan_of, plans_known
from compliance.engine.plans.publish import Handed, public_plan, publish
from compliance.engine.plans.read import read_plan
from tests.engine.planning import DAZU, SALT, District, plain, plan, spoken
from tests.saying import said


@pytest.fixture
def district() -> District:
    return District()


@pytest.fixture
def drafted(district: District) -> District:
    district.draft(plan())
    return district


def handed(where: str | None = None, reported_to: str | None = None) -> Handed:
    return Handed(digest(b"a file"), lambda: None, where, reported_to)


def test_the_log_bears_the_digest_of_what_is_sealed(drafted: District) -> None:
    """The content stays outside; what is sealed is the plan, and a salt so that none guesses."""
    known = drafted.known()
    content = drafted.desk.papers().read(known.sha256)
    (head,) = paper_lines(content)

    assert digest(content) == known.sha256
    assert (head["salt"], head["plan"]) == (SALT, "2026-1")
    assert plan() == plan_of(drafted.desk, known)
    assert all("照护服务" not in entry.body for entry in drafted.desk.log.entries())


def test_the_same_plan_drafted_again_is_the_first_draft(drafted: District) -> None:
    size = drafted.desk.log.head().size
    again = drafted.draft(plan(), key="another call")

    assert again.duplicate
    assert size == drafted.desk.log.head().size


def test_another_plan_under_the_same_id_is_refused(drafted: District) -> None:
    with pytest.raises(Conflict, match="E-PLAN-CONTENT"):
        drafted.draft(plan(join_below=9), key="another call")


def test_a_plan_whose_beacon_has_passed_is_not_drafted(district: District) -> None:
    """No draw could be bound to it: anybody may know the value."""
    late = plain()["beacon"] | {"at": "2026-03-02T08:59:00+08:00"}

    with pytest.raises(Refused, match="E-BEACON-PAST"):
        district.draft(plan(beacon=late))


def test_a_plan_is_approved_once_as_it_was_drafted(drafted: District) -> None:
    """A call that is repeated under its key is the first one."""
    first = approve(drafted.desk, drafted.known(), "局长", spoken("a"))
    again = approve(drafted.desk, drafted.known(), "局长", spoken("a"))

    assert (first.duplicate, again.duplicate) == (False, True)
    assert drafted.known().stage == "approved"
    with pytest.raises(Refused, match="E-PLAN-APPROVED"):
        approve(drafted.desk, drafted.known(), "局长", spoken("b"))


def test_who_read_another_plan_approves_nothing(drafted: District) -> None:
    with pytest.raises(Conflict, match="E-PLAN-CHANGED"):
        approve(drafted.desk, drafted.known(), "局长", spoken("a"), read="0" * 64)


def test_a_plan_that_was_changed_by_other_ways_is_not_approved(drafted: District) -> None:
    """A second draft slipped in as a line to import is seen."""
    drafted.tell(said("plan.drafted", on="2026-03-02", region=DAZU, plan_id="2026-1", year=2026,
                      plan_sha256="0" * 64))  # fmt: skip

    with pytest.raises(Conflict, match="E-PLAN-CHANGED"):
        approve(drafted.desk, drafted.known(), "局长", spoken("a"))


def test_a_plan_whose_paper_is_not_there_is_not_approved(district: District) -> None:
    district.tell(said("plan.drafted", on="2026-03-02", region=DAZU, plan_id="2026-1", year=2026,
                       plan_sha256="0" * 64))  # fmt: skip

    with pytest.raises(NotFound, match="E-PAPER-MISSING"):
        approve(district.desk, district.known(), "局长", spoken("a"))


def test_what_happened_meanwhile_stops_a_step(drafted: District) -> None:
    """Two who approve at once: one of them is told to look again."""
    known = drafted.known()
    approve(drafted.desk, known, "局长", spoken("a"))

    with pytest.raises(Conflict, match="E-BOUNDARY"):
        approve(drafted.desk, known, "副局长", spoken("b"))


def test_every_step_that_is_repeated_under_its_key_is_the_first_one(drafted: District) -> None:
    """Also where it could not be taken a second time."""
    written = []
    file = handed("门户")._replace(write=lambda: written.append("file"))
    approve(drafted.desk, drafted.known(), "局长", spoken("a"))
    published = [publish(drafted.desk, drafted.known(), file, spoken("b")) for _ in range(2)]
    given_up = [abandon(drafted.desk, drafted.known(), "改变安排", spoken("c")) for _ in range(2)]

    assert [each.duplicate for each in (*published, *given_up)] == [False, True, False, True]
    assert written == ["file"]


def test_nothing_follows_after_a_plan_is_given_up(drafted: District) -> None:
    abandon(drafted.desk, drafted.known(), "改变安排", spoken("x"))
    known = drafted.known()

    assert known.stage == "abandoned"
    with pytest.raises(Refused, match="E-PLAN-ABANDONED"):
        approve(drafted.desk, known, "局长", spoken("a"))
    with pytest.raises(Refused, match="E-PLAN-ABANDONED"):
        publish(drafted.desk, known, handed(), spoken("b"))
    with pytest.raises(Refused, match="E-PLAN-ABANDONED"):
        abandon(drafted.desk, known, "再一次", spoken("c"))
    with pytest.raises(Refused, match="E-PLAN-ABANDONED"):
        drafted.draft(plan(), key="d")


def test_only_what_was_approved_is_published_once_in_a_place(drafted: District) -> None:
    with pytest.raises(Refused, match="E-PLAN-NOT-APPROVED"):
        publish(drafted.desk, drafted.known(), handed("门户"), spoken("a"))
    approve(drafted.desk, drafted.known(), "局长", spoken("b"))
    publish(drafted.desk, drafted.known(), handed("门户"), spoken("c"))
    publish(drafted.desk, drafted.known(), handed(reported_to="市卫健委"), spoken("d"))

    with pytest.raises(Refused, match="E-PLAN-PUBLISHED"):
        publish(drafted.desk, drafted.known(), handed("门户"), spoken("e"))


def test_a_file_that_cannot_be_written_was_not_published(drafted: District) -> None:
    def fails() -> None:
        raise StorageFailed("E-OUTPUT", where="x", reason="disk full")

    approve(drafted.desk, drafted.known(), "局长", spoken("b"))
    with pytest.raises(StorageFailed):
        publish(drafted.desk, drafted.known(), handed()._replace(write=fails), spoken("c"))

    assert drafted.known().stage == "approved"


def test_a_published_plan_names_no_facility(district: District) -> None:
    """Who is visited whatever the lot says shall not read it beforehand."""
    named = plan(included=[{"facility": "local:secret", "reason": "complaints"}],
                 excluded=[{"facility": "local:hidden", "reason": "court"}])  # fmt: skip
    district.draft(named)
    told = public_plan(named, district.known())

    assert (told["included"], told["excluded"]) == ({"complaints": 1}, {"court": 1})
    assert all(word not in str(told) for word in ("secret", "hidden", SALT))


def test_plans_of_two_regions_may_bear_one_id(drafted: District) -> None:
    drafted.draft(plan(region="500112", district="none"), key="other")

    assert [each.region for each in plans_known(drafted.desk)] == [DAZU, "500112"]
    assert plan_known(drafted.desk, "2026-1", DAZU).region == DAZU
    with pytest.raises(NotFound, match="E-PLAN-MANY"):
        plan_known(drafted.desk, "2026-1")
    with pytest.raises(NotFound, match="E-PLAN-UNKNOWN"):
        plan_known(drafted.desk, "2027-1")


STRANGE = [
    ("E-STATUS-UNKNOWN", "statuses[1]", {"statuses": ["operating"]}),
    ("E-WHERE-SYNTAX", "where:8", {"where": "tier ==="}),
    ("E-WHERE-TYPE", "where:1", {"where": "colour == 'red'"}),
]


@pytest.mark.parametrize(("code", "place", "changes"), STRANGE)
def test_what_the_rules_do_not_know_is_refused(
    district: District, tmp_path: Path, code: str, place: str, changes: dict[str, object]
) -> None:
    with pytest.raises(BadInput) as caught:
        read_plan(district.desk, written(tmp_path, **changes), None)

    assert (code, f"plan.json:{place}") == (caught.value.code, caught.value.where)


@pytest.mark.parametrize(
    ("code", "key", "value"),
    [
        ("E-TIER-UNKNOWN", "tier", "E"),
        ("E-PLAN-DISTRICT", "district", "500112001"),
    ],
)
def test_rates_for_what_is_not_there_are_refused(
    district: District, tmp_path: Path, code: str, key: str, value: str
) -> None:
    """A tier that no rule gives, a district of another region: nobody would be drawn by it."""
    items = plain()["items"]
    items[0]["rates"] = [{"share": 1, key: value}]
    with pytest.raises(BadInput) as caught:
        read_plan(district.desk, written(tmp_path, items=items), None)

    assert (code, f"plan.json:items[1].rates[1].{key}") == (caught.value.code, caught.value.where)


def test_a_district_of_the_region_is_taken(district: District, tmp_path: Path) -> None:
    items = plain()["items"]
    items[0]["rates"] = [{"share": 1, "district": "500111001", "tier": "unrated"}]
    read = read_plan(district.desk, written(tmp_path, items=items), None)

    assert read.items[0].rates[0].district == "500111001"


def written(folder: Path, **changes: object) -> Path:
    """Write a plan as a file of JSON."""
    path = folder / "plan.json"
    path.write_text(json.dumps(plain(**changes), ensure_ascii=False), encoding="utf-8")
    return path
