"""The seed is the digest of a text that anybody can write, and a ticket that of a line."""

import doctest
import subprocess
from collections.abc import Sequence
from dataclasses import replace as changed

import pytest

from compliance.domain.canonical import digest
from compliance.domain.draw import Nonce
from compliance.domain.errors import Answer, BadInput, Refused
from compliance.outcomes import draw as dr
from tests.outcomes.draw.making import (
    BEARERS,
    VALUE,
    Year,
    bundled,
    committed,
    frame,
    nonces,
    plan,
)

SAID = plan()
PROMISE = committed(bundled(Year(SAID, frame(3))), SAID)


def test_the_example_of_the_documented_interface_runs() -> None:
    """What other systems copy from the docstring gives what it says."""
    found = doctest.testmod(dr, raise_on_error=False)

    assert (found.failed, found.attempted > 20) == (0, True)


def test_all_that_is_documented_is_there() -> None:
    """And nothing is offered that is not documented: the interface is a promise too."""
    offered = {name for name in dir(dr) if name in dr.__all__}

    assert offered == set(dr.__all__)
    assert [name for name in dr.__all__ if not getattr(dr, name).__doc__] == []


def test_the_text_of_the_seed_is_the_one_that_the_method_writes() -> None:
    """Line by line, nonces sorted by who made them."""
    text = dr.seed_text(PROMISE, nonces()[::-1], VALUE)
    lines = text.split("\n")
    told = sorted((each.by, each.value) for each in nonces())

    assert lines[0] == "dr/v1"
    assert [line.split("|")[0] for line in lines[1:6]] == [
        "draw", "plan", "frame", "roster", "exclusions"
    ]  # fmt: skip
    assert lines[6:9] == [f"nonce|{by}|{value}" for by, value in told]
    assert lines[9:] == [f"beacon|双色球2026030期|2026-03-10T13:15:00.000000Z|{VALUE}", ""]
    assert dr.seed_of(text) == digest(text.encode())


def test_a_ticket_is_what_sha256sum_prints() -> None:
    """`printf %s '…' | sha256sum`, as a stranger checks a single facility."""
    line = f"dr/v1|{'ab' * 32}|target|local:渝足-7"
    done = subprocess.run(["sha256sum"], input=line.encode(), capture_output=True, check=True)

    assert done.stdout.split()[0].decode() == dr.ticket("ab" * 32, "local:渝足-7")


@pytest.mark.parametrize(
    ("told", "by"),
    [
        (nonces()[:2], "监督人"),
        ([*nonces(), Nonce(by="过路人", value="00" * 32)], "过路人"),
        ([*nonces()[:2], Nonce(by="监督人", value="00" * 32)], "监督人"),
        (nonces(1), "、".join(BEARERS)),
    ],
    ids=["missing", "one too many", "another number", "all others"],
)
def test_a_number_that_was_not_committed_to_makes_no_seed(told: Sequence[Nonce], by: str) -> None:
    """And it is said whose it is."""
    with pytest.raises(Refused) as refusal:
        dr.seed_text(PROMISE, told, VALUE)

    assert (refusal.value.code, refusal.value.given) == ("E-NONCE", {"by": by})


def test_a_number_too_short_is_none_though_its_digest_fits() -> None:
    """Whoever sees the digest of a short one tries them all before the draw."""
    short = changed(PROMISE, nonces=(dr.SealedNonce(by="a", sha256=dr.nonce_digest("7")),))

    with pytest.raises(Refused):
        dr.seed_text(short, [Nonce(by="a", value="7")], VALUE)


@pytest.mark.parametrize("value", ["1|2", "1\n2", "1\u20282", "\n"])
def test_a_value_that_would_be_two_is_refused(value: str) -> None:
    """Another line, or another word of one, could say something else than it seems to."""
    with pytest.raises(BadInput) as refusal:
        dr.seed_text(PROMISE, nonces(), value)

    assert refusal.value.code == "E-DRAW-WORD"


@pytest.mark.parametrize(
    ("rows", "code", "where"),
    [
        ([{"facility": "local:a"}, {"tier": "A"}], "E-FRAME-FACILITY", "row 2"),
        ([{"facility": 7, "tier": "A"}], "E-FRAME-FACILITY", "row 1"),
        ([{"facility": "local:a", "tier": "A"}] * 2, "E-FRAME-TWICE", "row 2"),
        ([{"facility": "local:a", "tier": "A/1"}], "E-FRAME-TIER", "row 1"),
    ],
    ids=["none", "a number", "twice", "slash"],
)
def test_a_list_handed_in_is_read_or_refused_with_its_row(
    rows: list[dict[str, object]], code: str, where: str
) -> None:
    """Who stands in it twice would have two chances."""
    with pytest.raises(Answer) as refusal:
        dr.frame_of(rows, SAID)

    assert (refusal.value.code, refusal.value.where) == (code, where)
