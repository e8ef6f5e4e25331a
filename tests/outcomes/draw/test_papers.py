"""Papers: what is written is read back, and nothing of it hangs on the order it came in."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.domain.canonical import paper_lines
from compliance.domain.draw import Entry, Named, Plan, VisitCap
from compliance.domain.team import Inspector, Task, Team
from compliance.outcomes import draw as dr
from compliance.outcomes.draw.bundle import PAPERS
from tests.outcomes.draw.making import (
    SALT,
    Year,
    bundled,
    committed,
    entry,
    frame,
    item,
    plan,
    seed,
    years,
)

HEAD = dr.FrameHead(plan="2026-1", as_of=plan().as_of, known_at=None, position=3, ruleset="ab")
NOTES = st.none() | st.text(st.characters(exclude_categories=["Cs"]), max_size=8)


@given(years(), NOTES)
def test_every_paper_reads_back_as_it_was_written(year: Year, note: str | None) -> None:
    """Whatever a note holds, separators of lines included."""
    said, lot = year.plan, dr.Lot(year.plan, year.frame, seed(4), ())
    lot = lot._replace(drawn=dr.drawn(said, year.frame, lot.seed))
    out = (Named(facility="local:z", reason="court", note=note),)
    rows = tuple(
        dr.Replaced(facility=each.facility, task="0001", reason="closed", by=None, by_task=None,
                    note=note)
        for each in lot.drawn
    )  # fmt: skip
    entries = tuple(sorted(year.frame, key=lambda each: each.facility))

    assert dr.plan_from(dr.plan_paper(said, SALT)) == said
    assert dr.frame_from(dr.frame_paper(HEAD, year.frame, SALT)) == (HEAD, entries)
    assert dr.exclusions_from(dr.exclusions_paper("p", out, SALT)) == out
    assert dr.drawn_from(dr.drawn_paper("p", lot.seed, lot.drawn)) == lot.drawn
    assert dr.replaced_from(dr.replaced_paper("p", lot.seed, rows)) == rows


@pytest.mark.parametrize(
    "said",
    [
        plan(visit_cap=VisitCap(visits=2, per="facility", basis="文件", exempt=("complaint",))),
        plan(item(where="tier == 'A'"), where="status == 'filed'"),
    ],
    ids=["cap", "where"],
)
def test_a_plan_reads_back_with_all_that_it_may_say(said: Plan) -> None:
    """Shares are fractions, days are days, instants are UTC."""
    assert dr.plan_from(dr.plan_paper(said, SALT)) == said


def test_officers_papers_read_back() -> None:
    """The two that are never public."""
    roster = (
        Inspector(certificate_no="2", department="a", domains=("托育",), districts=(), load_max=3),
        Inspector(certificate_no="1", department="a", domains=(), districts=("x",),
                  barred=("local:1",)),
    )  # fmt: skip
    task = Task(task="0001", facility="local:1", district="x", seats=())
    teams = [Team(task="0001", officers=("1", "2"))]
    written = dr.teams_paper("p", "ab", [task], teams)

    assert dr.roster_from(dr.roster_paper("p", roster, SALT)) == roster[::-1]
    assert dr.teams_from(written) == (
        dr.TeamLine(task="0001", facility="local:1", officers=("1", "2")),
    )


def test_a_promise_reads_back_as_everybody_is_told_it() -> None:
    promise = committed(bundled(Year(plan(), frame(3))), plan())

    assert dr.commitment_from(dr.commitment(promise)) == promise


def test_the_order_in_which_a_frame_comes_is_not_in_its_paper() -> None:
    """Two offices with the same facilities commit to the same digest."""
    entries = frame(5)

    assert dr.frame_paper(HEAD, entries, SALT) == dr.frame_paper(HEAD, entries[::-1], SALT)


@pytest.mark.parametrize(
    "paper",
    [
        lambda salt: dr.plan_paper(plan(), salt),
        lambda salt: dr.frame_paper(HEAD, [], salt),
        lambda salt: dr.exclusions_paper("p", [], salt),
        lambda salt: dr.roster_paper("p", [], salt),
    ],
    ids=["plan", "frame", "exclusions", "roster"],
)
def test_a_promise_is_salted(paper: object) -> None:
    """A frame of three villages would be guessed from its digest."""
    assert callable(paper)
    assert paper("00" * 32) != paper("01" * 32)


def test_a_frame_says_only_what_is_so() -> None:
    """Neither "capped": false nor "must": null stands in a row."""
    rows: tuple[Entry, ...] = (entry("a"), entry("b", capped=True), entry("c", must="incident"))
    _, *told = paper_lines(dr.frame_paper(HEAD, rows, SALT))

    assert [sorted(row.keys() - {"facility", "tier", "district", "items"}) for row in told] == [
        [], ["capped"], ["must"]
    ]  # fmt: skip


def test_a_bundle_holds_neither_roster_nor_teams() -> None:
    """Officers' names and conflicts are never public."""
    files = bundled(Year(plan(), frame(4)))

    assert set(files) == {*PAPERS, "verify_draw.py", "SHA256SUMS"}
    with pytest.raises(KeyError):
        dr.bundle({name: files[name] for name in PAPERS[1:]})
