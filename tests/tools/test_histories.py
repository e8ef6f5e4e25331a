"""Made-up histories: the same for a seed, taken at the door, and varied in what they earn."""

import hashlib
import json
import sys
from collections import Counter
from datetime import UTC, date, datetime
from statistics import median

from hypothesis import given, settings
from hypothesis import strategies as st

from compliance.domain.envelope import Actor
from compliance.domain.identifiers import Person
from compliance.domain.tags import persons_in
from compliance.engine.adopt import rulebook
from compliance.engine.past import known_pasts
from compliance.engine.restore import import_log
from compliance.intake.envelope import proposal_from
from compliance.intake.fields import Door
from compliance.intake.lines import LinesFile
from compliance.rules.assess import Assessor
from compliance.wiring import memory_desk
from tools.histories import Plan, lines, told

TODAY = datetime(2026, 7, 1, tzinfo=UTC)
DOOR = Door(Person, TODAY.date())
NOBODY = Actor(id="nobody")


@settings(max_examples=25)
@given(
    seed=st.integers(0, 10_000),
    depth=st.integers(5, 200),
    years=st.integers(2, 12),
    gaps=st.floats(0, 1),
    late=st.floats(0, 1),
)
def test_every_event_passes_the_door(
    seed: int, depth: int, years: int, gaps: float, late: float
) -> None:
    """As news, which is held to more than what is restored."""
    plan = Plan(facilities=4, depth=depth, years=years, seed=seed, gaps=gaps, late=late)
    for line in lines(plan):
        plain = json.loads(line)
        for name in ("position", "id", "recorded_at"):
            del plain[name]
        said = proposal_from(plain, DOOR, key="", actor=NOBODY)

        assert said.occurred_on <= plan.until


def test_a_seed_says_everything() -> None:
    """The same plan tells the same lives, byte for byte; another seed tells others."""
    plan = Plan(facilities=20)

    assert list(lines(plan)) == list(lines(plan))
    assert list(lines(plan)) != list(lines(plan._replace(seed=2)))


def test_a_facility_does_not_hang_on_how_many_there_are() -> None:
    """Where nobody works twice: else whom they share hangs on who else there is."""
    few, many = (told(Plan(facilities=n, shared=0)) for n in (10, 20))
    kept = [each for each in many if int(str(each[2].facility).rpartition("-")[2]) < 10]

    assert few == kept


def test_recording_never_goes_back_and_no_id_stands_twice() -> None:
    histories = told(Plan(facilities=50))
    instants = [instant for _, instant, _ in histories]

    assert instants == sorted(instants)
    assert len({id_ for id_, _, _ in histories}) == len(histories)


def test_what_is_asked_for_is_told() -> None:
    """Depth is the median; late news, amendments and shared persons come in their shares."""
    histories = told(Plan(facilities=600, depth=60, late=0.2, amended=0.05, shared=0.1))
    each = Counter(said.facility for _, _, said in histories)
    late = [1 for _, instant, said in histories if _days(instant, said.occurred_on) > 20]
    amended = [1 for _, _, said in histories if said.stem.startswith("record.")]
    where: dict[str, set[str | None]] = {}
    for _, _, said in histories:
        for person in persons_in(said.data):
            where.setdefault(person, set()).add(said.facility)

    assert 50 < median(each.values()) < 70
    assert max(each.values()) > 2 * median(each.values())
    assert 0.17 < len(late) / len(histories) < 0.22
    assert 0.03 < len(amended) / len(histories) < 0.06
    assert sum(len(places) > 1 for places in where.values()) > 50


def test_nothing_is_left_open_where_no_gaps_are_asked_for() -> None:
    """So that a comparison with two-valued SQL can be made at all."""
    counted = [
        said.data
        for _, _, said in told(Plan(facilities=50, gaps=0))
        if said.stem == "class.counted"
    ]

    assert len(counted) > 50
    assert [each for each in counted if each.oldest_months is None or each.enrolled is None] == []


def test_their_verdicts_are_varied() -> None:
    """A benchmark on lives without fault would measure one branch of every rule."""
    desk = memory_desk(at=lambda: TODAY)
    text = "\n".join(lines(Plan(facilities=120, seed=3)))
    import_log(desk, LinesFile("made.jsonl", hashlib.sha256(text.encode()).hexdigest(), text), _no)
    book, verdicts, tiers = rulebook(desk), Counter[str](), Counter[str]()
    ruled: dict[str, set[str]] = {}
    for history in known_pasts(desk.log):
        assessed = Assessor(book, history).on(date(2025, 12, 31))
        tiers[assessed.tier] += 1
        for finding in assessed.findings:
            verdicts[finding.verdict] += 1
            ruled.setdefault(finding.rule, set()).add(finding.verdict)
    shares = {verdict: count / verdicts.total() for verdict, count in verdicts.items()}
    shown = {verdict: f"{share:.1%}" for verdict, share in shares.items()}
    sys.stdout.write(f"\n{shown}, {dict(tiers)}\n")

    assert 0.5 < shares["compliant"] < 0.9
    assert 0.02 < shares["violation"] < 0.2
    assert shares["unknown"] > 0.05
    assert shares["below_target"] > 0
    assert len(ruled) > 40
    assert sum("violation" in said for said in ruled.values()) > 15


def _days(instant: str, day: date) -> int:
    return (date.fromisoformat(instant[:10]) - day).days


def _no(_: int) -> None:
    """Nobody watches."""
