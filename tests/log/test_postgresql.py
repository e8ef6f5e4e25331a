"""What a server adds: regions are shown their own, and decisions see every one."""

from threading import Event as Signal
from threading import Thread

import pytest

from compliance.domain.errors import Conflict, NotPermitted
from compliance.domain.identifiers import FacilityId
from compliance.log.entry import EVERYTHING, Item, Query, Unless, tagged
from compliance.log.eventlog import EventLog
from compliance.log.verify import inclusion, root_at, verify
from tests.log.regions import (
    OUR_REGION,
    THEIR_REGION,
    THEIRS,
    Regions,
    banned,
    log_of,
    registered,
)
from tests.log.telling import (
    P1,
    P2,
    corrected,
    draft,
    joined,
    penalty,
    positions,
    ruled,
    stamp,
)
from tests.servers import Server

PERSON = tagged(f"person:{P1}")


class TestRaces:
    """A ban that lands between reading and deciding wins, whoever may see it."""

    def test_a_ban_of_another_region_changes_the_boundary(
        self, amy: EventLog, bob: EventLog
    ) -> None:
        seen, size = list(amy.read(PERSON)), amy.head().size
        bob.append([banned(P1)])

        with pytest.raises(Conflict, match="E-BOUNDARY"):
            amy.append([joined(P1, on="2024-04-01")], unless=Unless(PERSON, size))
        assert seen == list(amy.read(PERSON))

    def test_even_one_that_was_not_committed_yet(self, amy: EventLog, regions: Regions) -> None:
        """Bob has the lock when Amy asks for it; her turn comes after his ban is there."""
        size, inside = amy.head().size, Signal()

        def ban() -> None:
            with log_of(regions.bob) as log:
                log.append([banned(P1)], within=lambda *_: inside.set())

        racing = Thread(target=ban)
        with log_of(regions.ruler) as other, other.session():
            racing.start()
            assert not inside.wait(0.1)
        racing.join()
        with pytest.raises(Conflict, match="E-BOUNDARY"):
            amy.append([joined(P1, on="2024-04-01")], unless=Unless(PERSON, size))

    def test_what_another_region_recorded_counts_in_the_positions(
        self, amy: EventLog, bob: EventLog
    ) -> None:
        """`max(position) + 1` of what is shown would collide."""
        bob.append([banned(P1)])
        (event,) = amy.append([joined(P1, on="2024-04-01")]).events

        assert amy.head().size == event.position == 8

    def test_the_same_key_of_another_region_is_not_recorded_twice(
        self, amy: EventLog, bob: EventLog
    ) -> None:
        bob.append([joined(P2, facility=THEIRS, key="k")])

        with pytest.raises(Conflict, match="E-BOUNDARY"):
            amy.append([joined(P2, facility=THEIRS, key="k")])

    @pytest.mark.parametrize("query", [
        EVERYTHING,
        tagged("none", f"person:{P2}"),
        Query((Item(types=("person.banned/1",)),)),
        Query((Item(types=("person.banned/1",), tags=(f"person:{P2}",)),)),
        Query((Item(tags=(f"person:{P2}", "document:虚构〔2024〕9号")),)),
    ])  # fmt: skip
    def test_a_condition_sees_every_region(self, amy: EventLog, query: Query) -> None:
        with pytest.raises(Conflict, match="E-BOUNDARY"):
            amy._recorder.append([draft("x")], stamp, unless=[Unless(query, 3)])

    @pytest.mark.parametrize("query", [
        tagged("none"),
        Query((Item(types=("person.banned/1",), tags=(f"person:{P1}",)),)),
        Query((Item(id="none"), Item(tags=(f"person:{P2}", "none")))),
    ])  # fmt: skip
    def test_a_condition_that_nothing_meets_holds(self, amy: EventLog, query: Query) -> None:
        (entry,) = amy._recorder.append([draft("x")], stamp, unless=[Unless(query)])

        assert entry.position == 7


class TestShown:
    def test_a_facility_is_its_regions_whoever_recorded_it(
        self, amy: EventLog, regions: Regions
    ) -> None:
        """A province imports everybody's roster; each district sees its own."""
        facility = FacilityId("local:500111-9")
        with log_of(regions.ruler) as log:
            log.append([registered(facility, OUR_REGION)])
            log.append([joined(P2, facility=facility, on="2024-06-01")])

        assert positions(list(amy.read()))[-2:] == [7, 8]

    def test_regions_lie_in_regions(self, server: Server, regions: Regions) -> None:
        """By the table of regions, never by the digits of a code."""
        province = server.login("pro", "tuoyu_writer", regions.database, "500000")
        with log_of(province) as log:
            assert len(list(log.read())) == 1
        server.run("INSERT INTO tuoyu.region VALUES ('500111', '500000')", regions.database)
        with log_of(province) as log:
            assert positions(list(log.read())) == [1, 2, 3]

    def test_a_region_cannot_claim_what_others_told_of(self, amy: EventLog, bob: EventLog) -> None:
        """To say that their facility lies here shows nothing of theirs."""
        amy.append([registered(THEIRS, OUR_REGION)])

        assert positions(list(amy.read(tagged(f"facility:{THEIRS}")))) == [7]
        assert positions(list(bob.read(tagged(f"facility:{THEIRS}")))) == [4, 5, 7]

    def test_nor_one_that_others_told_of_without_a_place(
        self, amy: EventLog, bob: EventLog
    ) -> None:
        """Who told of it first without its registration has not given it away."""
        place = FacilityId("local:unregistered")
        bob.append([joined(P2, facility=place)])
        amy.append([registered(place, OUR_REGION)])

        assert positions(list(amy.read(tagged(f"facility:{place}")))) == [8]

    def test_who_holds_a_facility_may_hand_it_over(self, amy: EventLog, bob: EventLog) -> None:
        (first, *_) = bob.read(tagged(f"facility:{THEIRS}"))
        bob.append([corrected(first, region=OUR_REGION)])

        assert positions(list(amy.read(tagged(f"facility:{THEIRS}")))) == [4, 5, 7]

    def test_nobody_gives_a_facility_to_another_region(self, amy: EventLog, bob: EventLog) -> None:
        """A first word about a facility elsewhere places it nowhere."""
        place = "local:new"
        amy.append([registered(place, THEIR_REGION)])  # type: ignore[arg-type]

        assert list(bob.read(tagged(f"facility:{place}"))) == []

    def test_a_part_is_not_taken_for_the_whole(self, amy: EventLog) -> None:
        """What is not shown must not look like tampering, nor an export like the log."""
        for ask in (verify, root_at):
            with pytest.raises(NotPermitted, match="E-DB-PARTIAL"):
                ask(amy)

    def test_an_event_can_be_proved_to_whom_not_all_is_shown(
        self, amy: EventLog, regions: Regions
    ) -> None:
        with log_of(regions.ruler) as log:
            assert inclusion(amy, 3) == inclusion(log, 3)

    def test_a_ruling_bears_the_tags_of_what_is_not_shown(
        self, amy: EventLog, bob: EventLog, regions: Regions
    ) -> None:
        """Else it would not reach the facility, and the log would not fit its own rules."""
        bob.append([penalty(facility=THEIRS)])
        (ruling,) = amy.append([ruled()]).events

        assert positions(list(bob.read(tagged(f"facility:{THEIRS}"))))[-1] == ruling.position
        with log_of(regions.ruler) as log:
            assert verify(log).ok
