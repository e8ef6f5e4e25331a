"""The form of deadlines and disclosures: each thing that is wrong has its code and its line."""

from pathlib import Path

import pytest

from compliance.domain.errors import Answers, BadInput
from compliance.engine.adopt import book_of
from compliance.engine.cases import run_cases
from compliance.engine.lint import lint

SOUND = """\
pack: test.pack
version: 1.0
title: {zh: 试, en: test}
sources:
  law: {title: {zh: 法, en: Law}, kind: statute, text: {"1": 应当}}
params:
  term: {type: int, values: [{value: 5, cite: "law#1"}]}
  competent_authority: {type: words, values: [{value: {filing: health}, cite: "law#1"}]}
rules:
  late:
    title: {zh: 期限, en: term}
    kind: deadline
    rank: statute
    cite: "law#1"
    applies: "filing.exists(f, in_force(f))"
    due: "filing.on"
    bearer: authority
    matter: filing
    cases:
      - {name: a, on: 2024-03-01, given: [], expect: {running: 0, overdue: null}}
  yearly:
    title: {zh: 每年, en: yearly}
    kind: deadline
    scope: region
    rank: statute
    cite: "law#1"
    each: conferences as c
    subject: {kind: facility, id: c.level}
    due: "year_end(year(c.on) + 1)"
    bearer: authority
    cases:
      - name: a
        on: 2026-03-01
        region: "441602"
        given: [{event: conference.held, on: 2024-03-01, region: "441602", level: plenary}]
        expect: {by: {plenary: 2025-12-31}, overdue: true, bearer: authority}
  open:
    title: {zh: 公开, en: open}
    kind: disclosure
    rank: statute
    cite: "law#1"
    ladder:
      - {when: "filing.exists(f, true)", then: public, since: "filing.on", until: "filing.closed"}
      - {then: withheld}
    cases:
      - name: a
        on: 2024-03-01
        given: [{event: facility.filed, on: 2024-02-01, filing_no: "1"}]
        expect: {state: public, since: 2024-02-01, until: null, cite: "law#1", running: 1}
  judged:
    title: {zh: 判, en: judged}
    kind: ladder
    rank: statute
    cite: "law#1"
    ladder:
      - {then: compliant}
    cases:
      - {name: a, on: 2024-03-01, given: [], expect: {verdict: compliant}}
"""
CLIMB = "      - {then: compliant}\n"
LADDER = "    ladder:\n" + CLIMB
FORM, TYPE, SHAPE = "E-RULE-FORM", "E-RULE-TYPE", "E-PACK-SHAPE"
SPOILT = [
    ('due: "filing.on"', 'due: "filing.exists(f, true)"', TYPE, "is bool, and must be date"),
    ('due: "filing.on"', 'due: "asof"', TYPE, "is today, and must be date"),
    ('    due: "filing.on"\n', "", FORM, "a deadline rule without its body"),
    ("    bearer: authority\n    matter", "    matter", FORM, "needs a bearer"),
    ("matter: filing", "matter: fire", FORM, "no key fire"),
    ("    matter: filing\n", '    require: "true"\n', FORM, "a deadline has no verdict"),
    ("then: public", "then: shown", FORM, "no state shown"),
    ('since: "filing.on"', 'since: "filing.filing_no"', TYPE, "is text, and must be date"),
    ('until: "filing.closed"', 'until: "true"', TYPE, "is bool, and must be date"),
    ("      - {then: withheld}\n", "", FORM, "no last rung without `when`"),
    (CLIMB, CLIMB.replace("}", ", until: \"date('2024-01-01')\"}"), FORM, "no since or until"),
    (LADDER, "    scope: region\n" + LADDER, FORM, "not on a region"),
    ("    scope: region\n", "", FORM, "is about a region"),
    ("conferences as c\n    subject: {kind: facility, id: c.level}",
     "orders as c\n    subject: {kind: order, id: c.order_id}", FORM, "is about a facility"),
    ("kind: deadline", "kind: delay", SHAPE, "Input should be"),
    ("bearer: authority", "bearer: nobody", SHAPE, "Input should be"),
]  # fmt: skip


def wrong(folder: Path, text: str) -> list[tuple[str, str]]:
    (folder / "pack.yaml").write_text(text, encoding="utf-8")
    try:
        lint(folder)
    except Answers as answers:
        return [(each.code, str(each.given["reason"])) for each in answers.answers]
    except BadInput as answer:
        return [(answer.code, str(answer.given["reason"]))]
    return []


def test_a_sound_pack_has_no_problems_and_its_cases_pass(tmp_path: Path) -> None:
    """What the others spoil is whole."""
    assert wrong(tmp_path, SOUND) == []
    assert [each.differs for each in run_cases(book_of(tuple(lint(tmp_path).values())))] == [
        ()
    ] * 4


@pytest.mark.parametrize(("old", "new", "code", "reason"), SPOILT)
def test_what_is_wrong_is_said(tmp_path: Path, old: str, new: str, code: str, reason: str) -> None:
    assert SOUND.count(old) >= 1
    found = wrong(tmp_path, SOUND.replace(old, new, 1))

    assert {code} == {each for each, _ in found}
    assert any(reason in each for _, each in found), found


def test_a_case_that_differs_is_told(tmp_path: Path) -> None:
    """Of a deadline, a region's deadline and a disclosure alike."""
    text = SOUND.replace("running: 0", "running: 2").replace("overdue: true", "overdue: false")
    assert wrong(tmp_path, text.replace("state: public", "state: ended")) == []
    results = run_cases(book_of(tuple(lint(tmp_path).values())))
    differs = {each.rule: each.differs for each in results if each.differs}

    assert differs == {
        "late": ("running: expected 2, got 0",),
        "yearly": ("overdue: expected False, got True",),
        "open": ("state: expected 'ended', got 'public'",),
    }
