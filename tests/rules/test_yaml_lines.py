"""The YAML reader: whatever is written is read or refused, and our own packs are read quickly."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from compliance.domain.errors import BadInput
from compliance.rules.files import PACKS, pack_files, parts_of
from compliance.rules.yaml_lines import read_yaml


@given(st.text(st.sampled_from("ab:- \n{}[],'\"#&*!|>%@`2024-01."), max_size=30))
def test_no_text_ends_in_a_traceback(text: str) -> None:
    """It is read, or refused as YAML; what it means is not asked here."""
    try:
        read_yaml(text, "x")
    except BadInput as fault:
        code, where = fault.code, str(fault.where)
    else:
        code, where = "E-PACK-YAML", "x:1"

    assert code in {"E-PACK-YAML", "E-PACK-TWICE"}
    assert where.startswith("x:")


@pytest.mark.parametrize("deep", ["[" * 2000, "- " * 2000, "{a: " * 2000, "a: &a [*a]"])
def test_what_nests_without_end_is_refused(deep: str) -> None:
    """Neither reader bounds how deep it goes."""
    with pytest.raises(BadInput) as caught:
        read_yaml(deep, "x")

    assert (caught.value.code, caught.value.where) == ("E-PACK-YAML", "x:1")


def test_our_own_packs_are_read_alike_quickly() -> None:
    """Not every machine has libyaml: texts, values and lines are the same without it."""
    for path in (part for pack in pack_files(PACKS) for part in parts_of(pack)):
        text = path.read_text(encoding="utf-8")

        assert read_yaml(text, path.name) == read_yaml(text, path.name, quick=True)


@pytest.mark.parametrize("text", ["a: [", "a: \tb: c", "a: !!int x", "\x00"])
def test_what_is_refused_quickly_is_refused_in_the_same_words(text: str) -> None:
    told = []
    for quick in (False, True):
        with pytest.raises(BadInput) as caught:
            read_yaml(text, "x", quick=quick)
        told.append((caught.value.code, caught.value.where, caught.value.given))

    assert told[0] == told[1]
