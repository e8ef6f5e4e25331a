"""What would change if a pack were in use: told facility by facility, and nothing is recorded."""

import pytest

from tests.cli.desk import Office, begins
from tests.cli.test_packs import SMALL

STATED = SMALL
DRAFT = STATED.replace("    rank: normative", "    rank: draft\n    status: draft")
PLACES = "facility.capacity_declared {} --occurred 2024-02-01 --places {} --modes full_day"


@begins
def told(office: Office) -> None:
    """Make an office with three facilities: one too large, one small, one in another district."""
    for place, region, places in (
        ("local:a", "500111", 11), ("local:b", "500111", 10), ("local:c", "440305", 20),
    ):  # fmt: skip
        office.record(
            f"premises.found {place} --occurred 2024-01-05 --address 路 --region {region}"
        )
        office.record(PLACES.format(place, places))
    office.write("stated.yaml", STATED)
    office.write("draft.yaml", DRAFT)


def test_what_would_be_otherwise_is_told_of_every_facility(told: Office) -> None:
    """One read of the log; what was not judged before is judged."""
    found = told.json("rules what-if --pack stated.yaml")
    verdicts = {each["facility"]: each["change"]["finding"]["to"] for each in found}

    assert verdicts == {"local:a": "violation", "local:b": "compliant", "local:c": "violation"}
    assert {"places.max"} == {each["change"]["finding"]["rule"] for each in found}
    assert all(each["change"]["finding"]["from"] is None and each["because"] for each in found)


def test_nothing_is_recorded_and_nothing_changes(told: Office) -> None:
    before = told.root(), told.json("status local:a")
    told("rules what-if --pack stated.yaml")

    assert before == (told.root(), told.json("status local:a"))


def test_a_draft_speaks_and_is_labelled(told: Office) -> None:
    """A draft binds nobody; supposed, it says so with every word."""
    (found,) = told.json("rules what-if local:a --pack draft.yaml")

    assert tuple(found["change"]["finding"][name] for name in ("to", "binding")) == (
        "violation",
        "draft",
    )
    assert [
        each
        for each in told.json("status local:a --rules draft.yaml")["findings"]
        if each["rule"] == "places.max"
    ] == []


def test_the_drafts_of_other_packs_stay_silent(told: Office) -> None:
    """What is asked is what one pack would change."""
    told("rules adopt --installed")
    told("rules adopt draft.yaml")

    assert told.json("rules what-if local:a --pack cn.family-point") == []
    assert told.json("rules what-if local:a --pack local.sample")


def test_one_region_or_one_facility(told: Office) -> None:
    asked = "rules what-if --pack stated.yaml"

    assert {"local:a", "local:b"} == {
        each["facility"] for each in told.json(f"{asked} --region 500111")
    }
    assert {"local:c"} == {each["facility"] for each in told.json(f"{asked} --region 440000")}
    assert {"local:a"} == {each["facility"] for each in told.json(f"{asked} local:a")}
    assert told.json(f"{asked} local:a --region 440000") == []


def test_what_was_known_and_in_force_on_a_day(told: Office) -> None:
    """As of a day before the capacity was declared, a rule finds none declared."""
    (found,) = told.json("rules what-if local:b --pack stated.yaml --as-of 2024-01-31")

    assert found["change"]["finding"]["to"] == "violation"


def test_a_changed_value_shows_whom_it_would_touch(told: Office) -> None:
    """A new edition of a pack in use, against the one in use."""
    told("rules adopt stated.yaml")
    told.write("next.yaml", STATED.replace("<= 10", "<= 15"))
    found = told.json("rules what-if --pack next.yaml")

    assert [
        (each["facility"], *(each["change"]["finding"][name] for name in ("from", "to")))
        for each in found
    ] == [("local:a", "violation", "compliant")]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_it_is_read_by_people(told: Office, lang: str) -> None:
    shown = told(f"rules what-if --pack draft.yaml --lang {lang}").out

    assert "local:a" in shown
    assert "places.max" in shown
    assert told(f"rules what-if --pack cn.regions --lang {lang}").out.count("\n") == 1
    assert "places.max" in told(f"rules what-if --pack stated.yaml --lang {lang} --format csv").out


def test_packs_and_places_that_are_none(told: Office) -> None:
    told.refused("E-PACK-FILE", "rules what-if --pack missing.yaml", code=2)
    told.refused("E-PACK-FILE", "rules what-if --pack cn.unheard", code=2)
    told.refused("E-FACILITY-UNKNOWN", "rules what-if 无此园 --pack stated.yaml", code=4)
    told.refused("E-FACILITY-UNKNOWN", "rules what-if local:x --pack stated.yaml", code=4)
    told.refused("E-REGION", "rules what-if --pack stated.yaml --region 大足", code=2)
    told.refused("E-REGION-UNKNOWN", "rules what-if --pack stated.yaml --region 999999", code=4)
    told.refused("E-DATE", "rules what-if --pack stated.yaml --as-of soon", code=2)


def test_a_pack_must_be_named(told: Office) -> None:
    for lang in ("zh", "en"):
        answer = told(f"rules what-if local:a --lang {lang} --format json", code=2)

        assert answer.codes
