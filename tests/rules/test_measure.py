"""The numbers of a finding: what was measured, against what, what is lacking, by which article."""

import pytest

from compliance.domain.findings import Cite, Required, Says
from tests.rules.asking import book, found, row, rule, value

GAP = {"zh": "{short}", "en": "{short}"}
SHARE = "posts.share(p, p.person, true, p.certificate == 'held')"


@pytest.mark.parametrize(
    ("require", "places", "told", "required", "short"),
    [
        ("capacity.places <= most", 32, 32, Required("<=", 30, "place"), 2),
        ("capacity.places < most", 32, 32, Required("<", 30, "place"), 3),
        ("capacity.places < most", 30, 30, Required("<", 30, "place"), 1),
        ("capacity.places >= most", 25, 25, Required(">=", 30, "place"), 5),
        ("capacity.places > most", 30, 30, Required(">", 30, "place"), 1),
        ("capacity.places <= most", 30, 30, Required("<=", 30, "place"), None),
        ("capacity.places == most", 29, None, None, None),
        ("capacity.places > nowhere", 29, 29, None, None),
    ],
)
def test_a_requirement_shows_its_numbers(
    require: str, places: int, told: int | None, required: Required | None, short: int | None
) -> None:
    """What was measured, against what, and what is lacking; nothing lacks where it is met."""
    rules = book(
        rules={"r": rule(require=require, unit="place", gap={"zh": "{short}", "en": "{short}"})},
        params={"most": {"values": [value(30, cite="norm#7")]}},
    )
    (finding,) = found(rules, row("capacity", 1, places=places))

    assert (finding.value, finding.required) == (told, required)
    assert finding.gap == (None if short is None else Says(str(short), str(short)))


def test_the_number_s_own_article_stands_before_its_sanction() -> None:
    """A requirement cites the norm that gives the number, then the rule."""
    rules = book(
        rules={"r": rule(require="capacity.places <= most")},
        params={"most": {"values": [value(30, cite=["norm#7", "law#1"])]}},
    )
    (finding,) = found(rules, row("capacity", 1, places=31))

    assert finding.cite == (Cite("norm", "7"), Cite("law", "1"))


@pytest.mark.parametrize(
    ("held", "unknown", "told", "short"), [(8, 0, "8/10", 2), (8, 1, "8/10..9/10", 2)]
)
def test_a_share_shows_its_numbers(held: int, unknown: int, told: str, short: int) -> None:
    """The gap counts how many more of the same whole must have it."""
    limit = value({"op": ">=", "value": 100, "of": 100})
    rules = book(
        rules={"r": rule(
            require="meets(posts.share(p, p.person, true, p.certificate == 'held'), all_of)",
            gap={"zh": "{short}", "en": "{short} more"},
        )},
        params={"all_of": {"type": "share", "values": [limit]}},
    )  # fmt: skip
    words = ["held"] * held + [None] * unknown + ["none"] * (10 - held - unknown)
    posts = [
        row("posts", n, person=f"p{n}", role="carer", certificate=word)
        for n, word in enumerate(words)
    ]
    (finding,) = found(rules, *posts)

    assert (finding.value, finding.required) == (told, Required(">=", "100%", ""))
    assert finding.gap == Says(str(short), f"{short} more")
    assert finding.verdict == "violation"


def test_what_is_not_known_is_written_between_its_bounds() -> None:
    """Without a gap: nobody can say yet how much is lacking."""
    rules = book(rules={"r": rule(require="violations.count(v, v.severity == 4) < 1", gap=GAP)})
    (finding,) = found(rules, row("violations", 1, violation_id="v", clause="c"))

    assert (finding.verdict, finding.value, finding.gap) == ("unknown", "0..1", None)
    assert finding.required == Required("<", 1, "")


def test_a_share_that_cannot_be_measured_shows_no_numbers() -> None:
    """Its limit is not in force; or can never be met: then it lacks one more than all."""
    never = value({"op": ">", "value": 3, "of": 3})
    rules = book(
        rules={
            "r": rule(require=f"meets({SHARE}, gone)", gap=GAP),
            "never": rule(require=f"meets({SHARE}, never)", gap=GAP),
        },
        params={
            "gone": {"type": "share", "values": [never | {"to": "2024-01-01"}]},
            "never": {"type": "share", "values": [never]},
        },
    )
    posts = row("posts", 1, person="p", role="carer", certificate="held")
    (unknown,), (lacking,) = found(rules, posts), found(rules, posts, rule_id="never")

    assert (unknown.verdict, unknown.value, unknown.required) == ("unknown", None, None)
    assert (lacking.value, lacking.required) == ("1/1", Required(">", "3/3", ""))
    assert lacking.gap == Says("1", "1")
