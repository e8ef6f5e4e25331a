"""What is public when: at each stage every file is opened and looked through for what must not be.

Before the reveal nobody but the bearer of the key can tell a single facility, number or officer of
a draw; after it officers and their conflicts stay sealed for good.
"""

import pytest

from compliance.domain.errors import Refused
from compliance.engine.draws.publish import Edition, Stage, files_of, publish
from compliance.engine.draws.reveal import reveal
from compliance.engine.draws.show import lists_shown, shown, visits_shown
from compliance.engine.draws.visits import opened as papers_of
from compliance.outcomes.rows import row_plain
from tests.engine.drawing import (
    AFTER,
    FACILITIES,
    NONCES,
    OFFICERS,
    District,
    spoken,
)

HIDDEN = {
    "facility": (*FACILITIES, "local:99"),
    "officer": OFFICERS,
    "nonce": tuple(NONCES.values()),
}
"""Every facility of the frame or left out of it, every certificate, every number."""


@pytest.fixture
def here(here: District) -> District:
    here.planned()
    here.committed()
    return here


def drawn(here: District) -> District:
    here.now(AFTER).drawn(with_teams=True)
    return here


def revealed(here: District) -> District:
    drawn(here).visited()
    reveal(here.desk, here.state(), spoken())
    return here


def published(here: District, stage: Stage) -> str:
    """Return all that is published at a stage, as one text."""
    files = files_of(here.desk, here.state(), stage)
    publish(here.desk, here.state(), Edition(stage, files, None), spoken())
    return "\n".join(f"{name}\n{content.decode()}" for name, content in files.items())


def found_in(text: str, kind: str) -> list[str]:
    return [word for word in HIDDEN[kind] if word in text]


@pytest.mark.parametrize("kind", HIDDEN)
def test_the_commitment_names_nobody_and_nothing(here: District, kind: str) -> None:
    """It is public at once: before the draw, and all the time until the reveal."""
    assert found_in(published(here, "commitment"), kind) == []
    assert found_in(published(drawn(here), "commitment"), kind) == []


def test_the_commitment_says_the_same_whenever_it_is_told(here: District) -> None:
    first = published(here, "commitment")

    assert first == published(revealed(here), "commitment")


@pytest.mark.parametrize("stage", ["bundle", "results"])
def test_nothing_else_is_public_before_the_reveal(here: District, stage: Stage) -> None:
    for each in (here, drawn(here), here.visited()):
        with pytest.raises(Refused, match="E-DRAW-NOT-REVEALED"):
            files_of(each.desk, each.state(), stage)


def test_the_bundle_tells_lists_and_numbers_and_no_officer(here: District) -> None:
    text = published(revealed(here), "bundle")

    assert found_in(text, "facility") == list(HIDDEN["facility"])
    assert set(found_in(text, "nonce")) == set(HIDDEN["nonce"])
    assert found_in(text, "officer") == []
    assert "barred" not in text.partition("verify_draw.py")[0]


def test_the_results_tell_who_was_visited_and_no_officer(here: District) -> None:
    text = published(revealed(here), "results")
    papers = papers_of(here.desk, here.state())

    assert set(found_in(text, "facility")) == {each.facility for each in papers.lot.drawn}
    assert found_in(text, "officer") == found_in(text, "nonce") == []


@pytest.mark.parametrize("kind", HIDDEN)
def test_the_log_names_nobody_of_a_draw_before_its_reveal(here: District, kind: str) -> None:
    """Not one word of it, in bodies, tags and columns; nor does the table of papers."""
    here.append("draw.published", stage="commitment", sha256="a" * 64)
    drawn(here).append("task.assigned", task_id="0001")
    here.append("task.returned", task_id="0001", reason="unavailable")
    here.visited()
    told = "\n".join(map(str, here.desk.log.entries()))
    rows = "\n".join(map(str, here.desk.log.select("SELECT * FROM paper")))

    assert found_in(told, kind) == found_in(rows, kind) == []


def test_a_replacement_names_nobody_and_cannot_be_guessed(here: District) -> None:
    """Every paper of one facility replaced by another, written without the seed, is another."""
    from compliance.domain.canonical import digest
    from compliance.outcomes.draw import Replaced, replace, replaced_paper

    drawn(here)
    gone = replace(papers_of(here.desk, here.state()).lot, (), "0001", reason="closed")
    here.replaced([gone])
    told = here.desk.log.entries()[-1]
    guesses = {
        digest(replaced_paper("2026-1", seed, [
            Replaced(facility=one, task="0001", reason="closed", by=other, by_task=gone.by_task)
        ]))
        for one in FACILITIES for other in FACILITIES for seed in ("", "0" * 64)
    }  # fmt: skip
    own = here.state().of("target.replaced")[0].said.data.paper_sha256

    assert found_in(str(told), "facility") == []
    assert own not in guesses


def test_before_the_reveal_a_draw_is_shown_by_digests_and_counts(here: District) -> None:
    state = drawn(here).state()
    told = str(row_plain(shown(state)))

    assert [found_in(told, kind) for kind in HIDDEN] == [[], [], []]
    with pytest.raises(Refused, match="E-DRAW-SEALED"):
        lists_shown(here.desk, state, sealed=False)
    visits = visits_shown(state, lists_shown(here.desk, state, sealed=True), sealed=True)
    assert all(each.officers for each in visits)


def test_after_the_reveal_officers_are_shown_to_who_asks_for_what_is_sealed(
    here: District,
) -> None:
    state = revealed(here).state()
    papers = lists_shown(here.desk, state, sealed=False)
    plain = visits_shown(state, papers, sealed=False)

    assert {each.officers for each in plain} == {None}
    assert found_in(str(plain), "officer") == []


def test_a_publication_is_told_once_for_each_place(here: District) -> None:
    files = files_of(here.desk, here.state(), "commitment")
    for where in ("site", "site", "board"):
        publish(here.desk, here.state(), Edition("commitment", files, where), spoken())

    assert [each.said.data.where for each in here.state().of("draw.published")] == [
        "site",
        "board",
    ]
