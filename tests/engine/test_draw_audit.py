"""What there is to ask about draws, each question from the records that raise it."""

from contextlib import closing
from datetime import date
from fractions import Fraction

import pytest

from compliance.domain.draw import Beacon, Item, Rate
from compliance.domain.time import instant_told
from compliance.engine.amend import Said, retract
from compliance.engine.draws.audit import Asked, audited
from compliance.engine.draws.reveal import reveal
from compliance.engine.draws.visits import opened as papers_of
from compliance.engine.plans.abandon import abandon
from compliance.engine.plans.create import create
from compliance.outcomes.draw import Replaced, numbered
from compliance.outcomes.draw import replace as given_up
from tests.engine.drawing import (
    AFTER,
    BEARERS,
    DRAW,
    HEALTH,
    REGION,
    District,
    district,
    frame,
    plan,
    spoken,
)


def asked(here: District, region: str | None = None, known: str | None = None) -> list[Asked]:
    now = here.desk.log.now() if known is None else instant_told(known)
    return list(audited(here.desk, region, now=now))


def questions(here: District) -> list[str]:
    return [each.question for each in asked(here)]


def drafted(here: District, draw: str, **changes: object) -> None:
    create(here.desk, plan(plan=draw, **changes), "dd" * 32, spoken())


def test_a_draw_that_was_made_and_revealed_raises_no_question(here: District) -> None:
    here.drawn_on().visited()
    reveal(here.desk, here.state(), spoken())

    assert asked(here) == []


class TestGivenUp:
    """A plan given up once its numbers are known may have been one whose result was disliked."""

    def test_a_plan_given_up_after_its_commitment_is_told_with_its_numbers(
        self, here: District
    ) -> None:
        here.planned()
        here.committed()
        abandon(here.desk, here.known(), "变更", spoken())
        (row,) = asked(here.now(AFTER))

        assert (row.question, row.draw, row.reason) == ("abandoned", DRAW, "变更")
        assert row.evidence == (3, 4)
        assert set(row.bearers) == set(BEARERS)
        assert row.days == 9

    def test_the_plans_that_came_instead_are_named(self, here: District) -> None:
        """One drafted beside it is as good as one drafted after; one of other items is not."""
        here.planned()
        drafted(here, "2026-2")
        here.committed()
        abandon(here.desk, here.known(), "变更", spoken())
        drafted(here, "2026-3")
        drafted(here, "2025-9", year=2025)
        drafted(here, "2026-4", items=(_other(),))
        (row,) = asked(here)

        assert row.followed_by == ("2026-2", "2026-3")

    def test_an_earlier_batch_of_the_year_came_not_instead(self, here: District) -> None:
        here.drawn_on().visited()
        reveal(here.desk, here.state(), spoken())
        later = Beacon(source="b", at=instant_told("2026-04-01T00:00:00+08:00"), how="")
        drafted(here, "2026-2", beacon=later)
        abandon(here.desk, here.known("2026-2"), "重复", spoken())
        (row,) = asked(here)

        assert (row.draw, row.followed_by, row.bearers) == ("2026-2", (), ())

    def test_without_the_key_the_items_are_not_known_and_the_year_decides(
        self, here: District
    ) -> None:
        here.planned()
        abandon(here.desk, here.known(), "变更", spoken())
        drafted(here, "2026-4", items=(_other(),))
        blind = here._replace(desk=district(key=None).desk._replace(log=here.desk.log))

        assert [each.followed_by for each in asked(here)] == [()]
        assert [each.followed_by for each in asked(blind)] == [("2026-4",)]


class TestNever:
    """What was promised and not done."""

    def test_a_commitment_that_was_never_drawn(self, here: District) -> None:
        here.planned()
        here.committed()

        assert questions(here) == []
        (row,) = asked(here.now("2026-03-20T09:00:00+08:00"))
        assert (row.question, row.on, row.days) == ("never_drawn", date(2026, 3, 10), 9)
        assert set(row.bearers) == set(BEARERS)

    def test_a_draw_that_was_never_revealed(self, here: District) -> None:
        here.drawn_on()
        (row,) = asked(here.now("2026-04-11T09:00:00+08:00"))

        assert (row.question, row.days, row.evidence) == ("never_revealed", 31, (4,))

    def test_who_asks_as_known_then_is_told_what_was_known(self, here: District) -> None:
        here.drawn_on()

        assert [e.question for e in asked(here, known="2026-03-11T08:00:00+08:00")] == [
            "never_drawn"
        ]

    def test_another_region_is_asked_about_by_itself(self, here: District) -> None:
        here.drawn_on()

        assert asked(here, "440100") == []
        assert [each.question for each in asked(here, REGION)] == ["never_revealed"]


class TestOutOfPlace:
    """What happened twice, or on the wrong side of a moment."""

    def test_seconds_that_an_import_brought(self, here: District) -> None:
        here.drawn_on()
        here.append("draw.planned", plan_sha256="a" * 64, frame_sha256="b" * 64,
                    roster_sha256="c" * 64)  # fmt: skip
        here.append("draw.performed", seed_sha256="a" * 64, drawn_sha256="b" * 64, drawn_count=1)
        found = {each.question: each.evidence for each in asked(here)}

        assert (found["committed_again"], found["drawn_again"]) == ((3, 5), (4, 6))

    def test_digests_that_no_paper_answers_to(self, here: District) -> None:
        """Of an event that was slipped in, or of a paper that was lost; with the key alone."""
        here.drawn_on()
        here.append("draw.performed", seed_sha256="a" * 64, drawn_sha256="b" * 64, drawn_count=1)
        blind = here._replace(desk=district(key=None).desk._replace(log=here.desk.log))
        (slipped,) = (each for each in asked(here) if each.question == "unanswered")

        assert (slipped.evidence, slipped.times) == ((5,), 1)
        assert "unanswered" not in questions(blind)
        with here.desk.log.session() as tx:
            tx.execute("DELETE FROM paper")
        lost = [each for each in asked(here) if each.question == "unanswered"]
        assert [each.times for each in lost] == [1, 4, 1, 1]

    def test_a_draw_before_the_beacon_and_a_commitment_after_it(self, here: District) -> None:
        moment = {"beacon": "b", "beacon_at": "2026-03-10T13:15:00.000000Z"}
        told = {"plan_sha256": "a" * 64, "frame_sha256": "b" * 64, "roster_sha256": "c" * 64}
        fell = {"seed_sha256": "a" * 64, "drawn_sha256": "b" * 64, "drawn_count": 1}
        here.append("draw.planned", **told, **moment)
        here.append("draw.performed", **fell)

        assert questions(here) == [
            "unanswered", "unanswered", "unapproved", "drawn_early", "never_revealed",
        ]  # fmt: skip
        late = district()
        with closing(late.desk.log):
            late.now(AFTER).append("draw.planned", **told, **moment)
            assert questions(late) == ["unanswered", "unapproved", "committed_late", "never_drawn"]

    @pytest.mark.parametrize(("day", "expected"), [
        ("2026-03-18T21:14:00+08:00", ["never_revealed"]),
        ("2026-03-18T21:15:00+08:00", ["drawn_late", "never_revealed"]),
    ])  # fmt: skip
    def test_a_draw_long_after_the_beacon(
        self, here: District, day: str, expected: list[str]
    ) -> None:
        """More than seven whole days: the day before is not long."""
        here.planned()
        here.committed()
        here.now(day).drawn()

        assert expected == questions(here)

    def test_a_step_that_was_taken_back(self, here: District) -> None:
        here.drawn_on()
        event = here.state().of("draw.planned")[0].event
        retract(here.desk, event, Said(spoken().actor, spoken().source, "r", "误录"))
        found = {each.question: each for each in asked(here)}

        assert found["amended"].evidence == (3, 5)
        assert found["amended"].reason == "误录"


class TestVisits:
    """Who was given up, by reason and by who recorded it; and who was put off."""

    def test_replacements_are_counted(self, here: District) -> None:
        here.drawn_on()
        lot = papers_of(here.desk, here.state()).lot
        told: list[Replaced] = []
        named = next(no for no, each in numbered(lot.drawn).items() if each.must is not None)
        others = [number for number in numbered(lot.drawn) if number != named]
        for task in (*others[:2], named):  # one that the plan names is put off
            told.append(given_up(lot, told, task, reason="closed"))
            here.replaced(told)
        found = {each.question: each for each in asked(here)}

        assert (found["replaced"].times, found["replaced"].reason) == (3, "closed")
        assert found["replaced"].actor == spoken().actor.id
        assert found["replaced"].evidence == (5, 6, 7)
        assert found["put_off"].times == 1

    def test_facilities_that_the_cap_put_off_at_the_draw(self, here: District) -> None:
        here.planned(when_capped="defer")
        here.committed(frame=frame(capped=[each.facility for each in frame()]))
        told = here.now(AFTER).drawn().event.data
        found = {each.question: each for each in asked(here)}

        assert found["put_off"].times == told.deferred_count > 0
        assert found["put_off"].evidence == (4,)


def _other() -> Item:
    return Item(
        item="other", field="", title="", object="", kind="key", basis="", department=HEALTH,
        level="", qualifications=(),
        rates=(Rate(tier=None, district=None, share=Fraction(1, 2)),),
    )  # fmt: skip
