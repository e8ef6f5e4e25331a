"""The example packs: held to what the installed ones are held to, and installed by nobody."""

import json
from pathlib import Path

from compliance.engine.cases import run_cases
from compliance.engine.lint import lint
from compliance.rules.book import Rulebook
from compliance.rules.installed import installed_texts
from compliance.rules.reading import read_pack

EXAMPLES = Path(__file__).parents[2] / "compliance/rules/examples"
US_NC = EXAMPLES / "us-nc-child-care"


def book() -> Rulebook:
    return Rulebook(read_pack(text) for text in lint(EXAMPLES).values())


def test_every_case_of_every_example_passes() -> None:
    results = list(run_cases(book()))

    assert {each.name: each.differs for each in results if each.differs} == {}
    assert len(results) >= 12


def test_an_example_has_cases_for_all_answers_and_after_a_correction() -> None:
    for rule in book().rules:
        told = {case["expect"].get("verdict") for case in rule.cases}
        answers = {rung.verdict for rung in rule.rungs} or {"compliant", "violation"}

        assert any("of" in event for case in rule.cases for event in case["given"]), rule.id
        assert rule.role is not None or {"not_applicable", *answers} <= told, rule.id


def test_an_example_says_in_both_languages_that_it_is_no_law() -> None:
    for rule in book().rules:
        assert "示例" in rule.title.zh, rule.id
        assert "EXAMPLE" in rule.title.en, rule.id
        assert (rule.rank, rule.binding, rule.status) == ("placeholder", "policy", "placeholder")


def test_no_example_is_installed() -> None:
    """Else a facility whose region nobody knows would be of no country, and have no rules."""
    examples = {json.loads(text)["pack"] for text in lint(EXAMPLES).values()}

    assert examples & set(installed_texts(None)) == set()


def test_the_example_abroad_stands_among_the_installed_packs() -> None:
    """What it says of its own region disturbs nobody else's."""
    together = lint(US_NC, installed_texts(None))

    assert set(together) == {"us-nc.child-care"}
