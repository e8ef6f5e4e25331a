"""A draw computed again: what was planted in the log or in its papers is met by a check."""

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace

import pytest

from compliance.domain.canonical import digest
from compliance.domain.identifiers import Region, Sha256
from compliance.engine.amend import Said, correct
from compliance.engine.draws.papers import committed_of, lists_of, plan_in, planned_of
from compliance.engine.draws.publish import Edition, files_of, publish
from compliance.engine.draws.reveal import reveal
from compliance.engine.draws.teams import lot_by
from compliance.engine.draws.verify import Check, verified
from compliance.engine.draws.visits import opened as papers_of
from compliance.engine.sealing import sealing
from compliance.engine.spoken import said
from compliance.log.entry import Entry
from compliance.outcomes.draw import (
    drawn_paper,
    nonce_digest,
    seed_of,
    seed_text,
    tasks_of,
    teams_paper,
)
from compliance.outcomes.draw import replace as given_up
from compliance.outcomes.draw.teams import Pool, assign
from tests.engine.drawing import (
    AFTER,
    BEFORE,
    DRAW,
    REGION,
    SILENT,
    VALUE,
    District,
    district,
    lists,
    opened,
    spoken,
)


@pytest.fixture
def here(here: District) -> District:
    here.planned()
    here.committed()
    return here.now(AFTER)


def fails(here: District) -> dict[str, tuple[str, ...]]:
    """Return the checks that fail, with what they found."""
    return {each.check: each.found for each in _checks(here) if each.result == "fails"}


def _checks(here: District) -> list[Check]:
    return list(verified(here.desk, here.state(), SILENT))


def test_a_sound_draw_holds_in_everything(here: District) -> None:
    """And nothing is left out that could be looked at."""
    early = {each.result for each in _checks(here)}
    here.drawn(with_teams=True)
    lot = papers_of(here.desk, here.state()).lot
    here.replaced([given_up(lot, (), "0002", reason="closed")])
    here.visited()
    reveal(here.desk, here.state(), spoken())
    for stage in ("commitment", "bundle", "results"):
        files = files_of(here.desk, here.state(), stage)
        publish(here.desk, here.state(), Edition(stage, files, None), spoken())

    assert early == {"holds", "not_yet"}
    assert {each.check: each.result for each in _checks(here)} == dict.fromkeys(
        ("log", "once", "approved", "beacon", "papers", "seed", "drawn", "teams", "replaced",
         "revealed", "published"), "holds",
    )  # fmt: skip


def forge(here: District, *, harm: str) -> None:
    """Record a draw as somebody might who bears the key and leaves the program out."""
    state = here.state()
    planned = planned_of(here.desk, state)
    text = seed_text(committed_of(here.desk, planned), opened(), VALUE)
    if harm == "seed":
        text = text.replace(VALUE, "99")
    plan = plan_in(here.desk, planned.event.data.plan_sha256)
    lot = lot_by(plan, lists().frame, seed_of(text), SILENT.lot)
    fell = lot.drawn[1:] if harm == "drawn" else lot.drawn
    if harm == "rank":
        fell = (replace(fell[0], rank=fell[0].rank + 1), *fell[1:])
    tasks = tasks_of(lot._replace(drawn=fell))
    pool = Pool(tasks, lists_of(here.desk, planned.event.data).roster, lot.plan.team)
    teams = list(assign(pool, lot.seed))
    if harm == "teams":
        first, second, *rest = teams
        teams = [replace(first, officers=second.officers), second, *rest]
    drawn, go = (drawn_paper(DRAW, lot.seed, fell), teams_paper(DRAW, lot.seed, tasks, teams))
    proposal = said(
        here.desk, "draw.performed", spoken(), region=Region(REGION), draw_id=DRAW,
        seed_sha256=Sha256(nonce_digest(lot.seed)), drawn_sha256=Sha256(digest(drawn)),
        drawn_count=len(fell), beacon_value=VALUE, teams_sha256=Sha256(digest(go)),
    )  # fmt: skip
    here.desk.log.append([proposal], within=sealing(here.desk, REGION, text.encode(), drawn, go))


@pytest.mark.parametrize(("harm", "check"), [
    ("nothing", None), ("seed", "seed"), ("drawn", "drawn"), ("rank", "drawn"),
    ("teams", "teams"),
])  # fmt: skip
def test_a_forged_draw_is_met(here: District, harm: str, check: str | None) -> None:
    """By whoever bears the key: a seed of another value, a facility left out, a team exchanged."""
    forge(here, harm=harm)

    assert list(fails(here)) == ([] if check is None else [check])


def test_a_facility_that_was_left_out_is_named(here: District) -> None:
    forge(here, harm="drawn")
    named = fails(here)["drawn"]

    assert len(named) == 1
    assert named[0].startswith("local:")


def test_another_reserve_than_the_next_is_met(here: District) -> None:
    here.drawn()
    lot = papers_of(here.desk, here.state()).lot
    sound = given_up(lot, (), "0001", reason="closed")
    used = {each.facility for each in lot.drawn} | {sound.by}
    stratum = next(each.stratum for each in lot.drawn if each.facility == sound.facility)
    there = (each for each in lot.frame if f"{each.tier}/{each.district}" == stratum)
    other = next(each.facility for each in there if each.facility not in used)
    here.replaced([replace(sound, by=other)])

    assert fails(here) == {"replaced": ("0001",)}


TWICE: dict[str, Callable[[District], None]] = {
    "draw.performed": lambda here: here.append(
        "draw.performed", seed_sha256="a" * 64, drawn_sha256="b" * 64, drawn_count=1
    ),
    "draw.planned": lambda here: here.append(
        "draw.planned", plan_sha256="a" * 64, frame_sha256="b" * 64, roster_sha256="c" * 64
    ),
}


@pytest.mark.parametrize("stem", TWICE)
def test_a_second_of_what_is_made_once_is_met(here: District, stem: str) -> None:
    """As an import of events can append it; and no paper answers to it."""
    here.drawn()
    TWICE[stem](here)
    found = fails(here)

    assert found["once"] == ("5",)
    assert "b" * 64 in found["papers"]


def test_a_corrected_commitment_is_met(here: District) -> None:
    here.drawn()
    planned = here.state().of("draw.planned")[0].event
    told = Said(spoken().actor, spoken().source, "c", "误录")
    correct(here.desk, planned, {"frame_sha256": "f" * 64}, told)
    found = fails(here)

    assert found["once"] == ("5",)
    assert found["drawn"][0] == "E-DRAW-AMENDED"


def test_a_commitment_after_the_beacon_and_a_draw_before_it_are_met(here: District) -> None:
    """The clock of the machine was put back; the order of the log was not."""
    early = district()
    with closing(early.desk.log):
        early.now(BEFORE).planned()
        early.committed()
        early.append("draw.performed", seed_sha256="a" * 64, drawn_sha256="b" * 64,
                     drawn_count=1)  # fmt: skip

        assert fails(early)["beacon"] == ("4",)
    assert "beacon" not in fails(here)


def test_an_unapproved_plan_is_met() -> None:
    here = district()
    with closing(here.desk.log):
        here.now(BEFORE)
        here.append("draw.planned", plan_sha256="a" * 64, frame_sha256="b" * 64,
                    roster_sha256="c" * 64)  # fmt: skip

        assert fails(here)["approved"] == ("1",)


def test_a_body_that_was_changed_behind_the_guards_is_met(here: District) -> None:
    """Of the draw's own entries: `tuoyu verify` looks at the whole log."""
    here.drawn()
    entries = here.desk.log._recorder._entries  # type: ignore[attr-defined]
    changed: Entry = entries[3]
    entries[3] = changed._replace(body=changed.body.replace('"drawn_count":7', '"drawn_count":6'))

    assert fails(here) == {"log": ("4",)}


def test_another_bundle_than_the_one_revealed_is_met(here: District) -> None:
    here.drawn()
    here.visited().append("draw.revealed", bundle_sha256="e" * 64)
    here.append("draw.published", stage="bundle", sha256="f" * 64)

    assert {"revealed", "published"} == fails(here).keys()
