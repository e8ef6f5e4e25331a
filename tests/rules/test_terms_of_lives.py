"""What holds of every term and every publication, in random lives, by the packs in force.

A term that has passed stays passed; what is public is so within its days; and whoever asks knowing
an earlier instant is answered as if the log ended there, corrections and rulings too.
"""

import random
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

from hypothesis import given

from compliance.domain.envelope import Event, Proposal
from compliance.domain.terms import Due, Publicity
from compliance.projections.history import History
from compliance.rules.book import Rulebook
from compliance.rules.deadline import running
from compliance.rules.publicity import publicity
from tests.rules.asking import CHANCES, tries
from tests.rules.lives import shipped
from tests.saying import P1, P2, F, corrected, retracted, ruled, said, told

BEGUN = date(2025, 1, 6)
NUMBERS = ("罚〔2025〕1号", "罚〔2025〕2号")
BOOK = Rulebook(shipped())


def day(chance: random.Random, most: int = 500) -> str:
    return (BEGUN + timedelta(days=chance.randint(0, most))).isoformat()


def say(chance: random.Random, stem: str, **data: Any) -> Proposal:
    stated = {name: each for name, each in data.items() if each is not None}
    return said(stem, on=day(chance), key=str(chance.random()), **stated)


def life(chance: random.Random, count: int = 12) -> list[Event]:
    """Draw what happened to a facility; the last third mends, withdraws or rules on it."""
    first = said("facility.registered", on="2025-01-02", name="甲", kind="facility",
                 region=chance.choice(["500111", "440305", "310000"]))  # fmt: skip
    names = sorted(HAPPENED)
    rest = [HAPPENED[chance.choice(names)](chance) for _ in range(count)]
    log = told(first, *rest, at="2026-07-01")
    for _ in range(count // 3):
        log = told(_later(chance, log), at="2026-07-02", after=log)
    return log


def _later(chance: random.Random, log: list[Event]) -> Proposal:
    event = chance.choice([each for each in log[1:] if each.said.facility is not None])
    return chance.choice([
        lambda: corrected(event, {"occurred_on": day(chance)}),
        lambda: retracted(event),
        lambda: ruled(chance.choice(NUMBERS), *chance.choice([
            ("revoked", "ex_tunc"), ("confirmed_illegal", "flag_only"),
            ("maintained", "flag_only"),
        ]), on=day(chance)),
    ])()  # fmt: skip


HAPPENED: dict[str, Callable[[random.Random], Proposal]] = {
    "opened": lambda c: say(c, "facility.opened"),
    "submitted": lambda c: say(c, "facility.filing_submitted"),
    "filed": lambda c: say(c, "facility.filed", filing_no="1"),
    "joined": lambda c: say(c, "staff.joined", person=c.choice([P1, P2]), role="carer"),
    "checked": lambda c: say(
        c, "staff.background_checked", person=P1, result=c.choice(["clear", "hit"])
    ),
    "healthy": lambda c: say(c, "staff.health_checked", person=P1, result="fit"),
    "found": lambda c: say(
        c, "violation.found", violation_id="v", clause="setting#20", severity=c.choice([1, None])
    ),
    "ordered": lambda c: say(
        c, "violation.correction_ordered", violation_id="v", order_id=c.choice("op"),
        due_on=c.choice([None, day(c)]), workdays=c.choice([3, 15]),
    ),
    "case": lambda c: say(c, "case.opened", case_id="k", violation_id=c.choice([None, "v"])),
    "notice": lambda c: say(c, "case.prior_notice", case_id="k", hearing_right_told=True),
    "penalised": lambda c: say(
        c, "penalty.decided", decision_no=c.choice(NUMBERS), decided_by="某", fine_fen=500000,
        kinds=c.choice([["warning"], ["fine"], ["criticism"], ["revocation"], ["stop_service"]]),
        articles=["pfpl#41.1"], procedure=c.choice(["ordinary", "summary", None]),
        authority_kind=c.choice(["market_regulation", "health_authority", None]),
    ),
    "served": lambda c: say(
        c, "penalty.served", penalty_no=c.choice(NUMBERS), manner="direct"
    ),
    "published": lambda c: say(c, "credit.published", penalty_no=c.choice(NUMBERS)),
    "classed": lambda c: say(
        c, "credit.item_classed", penalty_no=c.choice(NUMBERS),
        item_class=c.choice(["minor_dishonesty", "general_dishonesty", "serious_dishonesty"]),
    ),
    "repaired": lambda c: say(
        c, "credit.repair_decided", penalty_no=c.choice(NUMBERS), decision="granted"
    ),
    "reported": lambda c: say(c, "facility.annual_report_filed", year=2025),
}  # fmt: skip


def terms(past: History, on: date) -> tuple[Due, ...]:
    return running(BOOK, past, on)


def shown(past: History, on: date) -> tuple[Publicity, ...]:
    return publicity(BOOK, past, on)


def asked(chance: random.Random) -> Iterator[date]:
    """Draw some days of three years, in order."""
    yield from sorted(BEGUN + timedelta(days=chance.randint(0, 1100)) for _ in range(12))


@tries(0.4)
@given(CHANCES)
def test_a_term_that_has_passed_stays_passed(chance: random.Random) -> None:
    """It is overdue from the day after its last, and no later day un-passes it."""
    past = History(F, life(chance))
    passed: set[tuple[Any, ...]] = set()
    for on in asked(chance):
        for each in terms(past, on):
            term = (each.rule, each.subject, each.due, each.evidence)

            assert each.overdue is None or (each.due is None) <= each.provisional
            if each.overdue is not None and each.due is not None:
                assert each.overdue is (each.due < on)
            if each.overdue is None:
                assert each.provisional or each.missing
                assert term not in passed or each.missing
            if each.overdue:
                passed.add(term)
            elif each.overdue is False:
                assert term not in passed
            if each.provisional:
                assert each.due is None
                assert each.after is not None


@tries(0.4)
@given(CHANCES)
def test_what_is_public_is_so_within_its_days(chance: random.Random) -> None:
    """Since is never after until; public lies between them, ended after, unknown asks."""
    past = History(F, life(chance))
    for on in asked(chance):
        for each in shown(past, on):
            if each.since is not None and each.until is not None:
                assert each.since <= each.until
            if each.state in {"public", "withdrawn"}:
                assert each.since is None or each.since <= on
            if each.state == "public":
                assert each.until is None or on <= each.until
            if each.state == "ended":
                assert each.until is None or each.until < on
            if each.state == "unknown":
                assert each.missing


@tries(0.3)
@given(CHANCES)
def test_who_knows_an_earlier_instant_is_answered_as_if_the_log_ended_there(
    chance: random.Random,
) -> None:
    """A later correction, retraction or ruling changes nothing for who asks without knowing it."""
    log = life(chance)
    cut = chance.randint(1, len(log))
    then = History(F, log, log[cut - 1].recorded_at)
    ended = History(F, log[:cut])
    for on in asked(chance):
        assert terms(ended, on) == terms(then, on)
        assert shown(ended, on) == shown(then, on)


def test_the_lives_drawn_tell_of_terms_and_of_publications() -> None:
    """Else the properties above hold of nothing."""
    rules: set[str] = set()
    states: set[str] = set()
    for seed in range(60):
        chance = random.Random(seed)  # noqa: S311 - a test's
        past = History(F, life(chance))
        for on in asked(chance):
            rules |= {f"{each.rule} {each.overdue}" for each in terms(past, on)}
            states |= {each.state for each in shown(past, on)}

    assert {"public", "ended", "withheld", "withdrawn", "unknown"} <= states
    assert {"filing.receipt_due True", "correction.due False", "filing.receipt_due False",
            "case.decision_due True", "penalty.publish_due True"} <= rules  # fmt: skip
