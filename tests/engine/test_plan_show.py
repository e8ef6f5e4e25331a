"""A plan as it is shown: of the log as it is, and of the commitment once there is one."""

from typing import Any

import pytest

from compliance.domain.canonical import digest
from compliance.engine.plans.frame import frame_of
from compliance.engine.plans.roster import roster_of
from compliance.engine.plans.show import roster_shown, show
from compliance.engine.sealing import sealing
from compliance.outcomes.draw import (
    FrameHead,
    Replaced,
    exclusions_paper,
    frame_paper,
    replaced_paper,
    roster_paper,
)
from tests.engine.planning import DAZU, SALT, District, fell_on, plan
from tests.saying import just, said


@pytest.fixture
def district() -> District:
    return District()


def sealed(district: District, told: Any, *contents: bytes) -> None:
    district.desk.log.append([told], within=sealing(district.desk, DAZU, *contents))


def commit(district: District) -> None:
    """Commit to the draw of the plan as the lists are now."""
    drafted = plan()
    framed = frame_of(district.desk, drafted)
    head = FrameHead(plan=drafted.plan, as_of=framed.as_of, known_at=None,
                     position=framed.position, ruleset=framed.ruleset)  # fmt: skip
    contents = (
        frame_paper(head, framed.entries, SALT),
        roster_paper(drafted.plan, roster_of(district.desk, drafted, framed), SALT),
        exclusions_paper(drafted.plan, framed.exclusions, SALT),
    )
    frame, roster, left = map(digest, contents)
    told = said("draw.planned", on="2026-03-02", region=DAZU, draw_id=drafted.plan,
                plan_id=drafted.plan, plan_sha256=district.known().sha256, frame_sha256=frame,
                roster_sha256=roster, exclusions_sha256=left)  # fmt: skip
    sealed(district, told, *contents)


def test_after_the_commitment_its_own_lists_are_shown(district: District) -> None:
    """What has been told since changes nothing of what was bound."""
    staying, gone = district.site("a"), district.site("b")
    district.officer("1")
    district.draft(plan())
    commit(district)
    district.tell(said("facility.deregistered", on="2026-02-01", facility=gone),
                  said("inspector.certificate_ended", on="2026-03-01", region=DAZU,
                       certificate_no="1"))  # fmt: skip
    shown = show(district.desk, district.known())
    assert shown.frame is not None

    assert just(staying, gone) == [each.facility for each in shown.frame.entries]
    assert just("1") == [
        each.certificate_no for each in roster_shown(district.desk, shown.known, shown.plan)
    ]
    assert [staying] == [each.facility for each in frame_of(district.desk, plan()).entries]
    assert shown.known.stage == "committed"


def test_before_the_commitment_they_are_those_of_now(district: District) -> None:
    district.officer("1")
    district.draft(plan())
    district.site("a")
    shown = show(district.desk, district.known())

    assert shown.frame is not None
    assert [each.facility for each in shown.frame.entries] == ["local:a"]
    assert [
        each.certificate_no for each in roster_shown(district.desk, shown.known, shown.plan)
    ] == ["1"]


def test_who_was_given_up_after_the_draw_comes_next_unless_somebody_stood_in(
    district: District,
) -> None:
    """Put off by a replacement that found nobody: owed a visit like one put off by the cap."""
    put_off, replaced, stood_in = (district.site(name) for name in "abc")
    first = plan(plan="2026-0")
    district.draft(first)
    district.drew(first, fell_on(put_off), fell_on(replaced), on="2026-01-10")
    gone = (
        Replaced(facility=put_off, task="0001", reason="no_team", by=None, by_task=None),
        Replaced(facility=replaced, task="0002", reason="closed", by=stood_in, by_task="0003"),
    )
    content = replaced_paper(first.plan, "0" * 64, gone)
    told = said("target.replaced", on="2026-01-12", region=DAZU, draw_id=first.plan,
                reason="closed", paper_sha256=digest(content))  # fmt: skip
    sealed(district, told, content)
    framed = frame_of(district.desk, plan())

    assert {put_off: "deferred", replaced: None, stood_in: None} == {
        each.facility: each.must for each in framed.entries
    }
