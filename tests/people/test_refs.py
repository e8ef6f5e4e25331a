"""Refs: one document, one ref under one key; and no number in any answer."""

import hashlib
import hmac
import subprocess
import sys
from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from compliance.domain.errors import Answer, BadInput, NotFound, Refused
from compliance.domain.identifiers import person_ref_fits
from compliance.people.key import PersonKey
from compliance.people.refs import DOCUMENT_KINDS, DocumentKind, person, ref

KEY = PersonKey.create(bytes(range(32)))
OTHER_KEY = PersonKey.create(b"\7" * 32)
NUMBER = "11010519491231002X"
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
FULL_WIDTH = {half: half + 0xFEE0 for half in range(0x21, 0x7F)}


@st.composite
def id_numbers(draw: st.DrawFn) -> str:
    """Draw sound 公民身份号码 (GB 11643)."""
    region = draw(st.integers(110000, 659999))
    born = draw(st.dates(date(1900, 1, 1), date(2025, 12, 31)))
    stem = f"{region}{born:%Y%m%d}{draw(st.integers(0, 999)):03}"
    total = sum(int(digit) * weight for digit, weight in zip(stem, WEIGHTS, strict=True))
    return stem + "10X98765432"[total % 11]


other_kinds = st.sampled_from(DOCUMENT_KINDS[1:])
other_numbers = st.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=5, max_size=18)


def test_a_ref_is_an_hmac_over_kind_and_number() -> None:
    digest = hmac.new(KEY.secret, f"id_card|{NUMBER}".encode(), hashlib.sha256).hexdigest()

    assert ref(KEY, NUMBER) == f"p_{KEY.id}_{digest[:32]}"


@given(id_numbers())
def test_one_number_has_one_ref_however_it_is_written(number: str) -> None:
    once = ref(KEY, number)

    assert person_ref_fits(once)
    assert ref(KEY, f"  {number.lower()}\n") == once
    assert ref(KEY, "\u3000" + number.translate(FULL_WIDTH)) == once
    assert person(KEY, f" {number.lower()} ") == once
    assert person(KEY, f"id_card:{number}") == once
    assert person(KEY, f"ID_CARD：{number.translate(FULL_WIDTH)}") == once
    assert person(KEY, f" {once}\n") == once


@given(id_numbers(), id_numbers())
def test_another_number_has_another_ref(one: str, other: str) -> None:
    assert (ref(KEY, one) == ref(KEY, other)) == (one == other)


@given(id_numbers(), st.binary(min_size=32, max_size=32))
def test_another_key_gives_another_ref(number: str, secret: bytes) -> None:
    assume(secret != KEY.secret)

    assert ref(PersonKey.create(secret), number)[11:] != ref(KEY, number)[11:]


@given(other_kinds, other_kinds, other_numbers)
def test_another_kind_of_document_gives_another_ref(
    one: DocumentKind, other: DocumentKind, number: str
) -> None:
    assert (ref(KEY, number, one) == ref(KEY, number, other)) == (one == other)
    assert person(KEY, f"{one}:{number.lower()}") == ref(KEY, number, one)


@given(id_numbers())
def test_a_number_does_not_show_in_its_ref(number: str) -> None:
    named = ref(KEY, number)

    assert number not in named
    assert number[6:14] not in named.removeprefix(f"p_{KEY.id}_")


@given(id_numbers(), st.integers(0, 17), st.sampled_from("0123456789X"))
def test_a_mistyped_id_number_is_refused_without_repeating_it(
    number: str, place: int, char: str
) -> None:
    """One wrong character never passes (ISO 7064 MOD 11-2)."""
    assume(number[place] != char)
    mistyped = number[:place] + char + number[place + 1 :]

    for refused in (answer_to(mistyped), ref_answer_to(mistyped, "id_card")):
        assert refused.code in {"E-ID-CHECK", "E-PERSON"}
        assert mistyped not in repr((refused, refused.given, refused.where))


@pytest.mark.parametrize(
    "text",
    [
        "110105194912310021",
        "110105491231002",
        "１１０１０５４９１２３１００２",
        "id_card:1101",
        "id_card:",
        "id_card:1" + "".join(chr(0x660 + int(char)) for char in NUMBER[1:17]) + "X",
    ],
)
def test_an_id_number_that_does_not_fit_is_refused(text: str) -> None:
    """15-digit numbers ended in 2013; digits of other scripts would make a second ref."""
    refused = answer_to(text)

    assert (type(refused), refused.code) == (BadInput, "E-ID-CHECK")
    assert (refused.where, refused.given) == (None, {})


@pytest.mark.parametrize(
    "text", ["", "张三", "12345", "p_", "passport", "passport:", "passport:E1"]
)
def test_what_is_no_person_is_said_back(text: str) -> None:
    refused = answer_to(text)

    assert (type(refused), refused.code) == (BadInput, "E-PERSON")
    assert refused.given["text"] == text


@pytest.mark.parametrize(
    "text",
    [
        f"张三 {NUMBER}",
        NUMBER[:-1],
        "1.10105E+17",
        "身份证:110105",
        "一一〇一〇五一九四九",
        "driving_licence:110105194",
        f"passport:{NUMBER} {NUMBER}",
        "passport:E1234-5678",
        f"P_{KEY.id}_" + "0" * 32,
    ],
)
def test_what_may_hold_a_number_is_not_said_back(text: str) -> None:
    refused = answer_to(text)

    assert (type(refused), refused.code) == (BadInput, "E-PERSON")
    assert refused.given == {"text": "…"}


@given(
    st.text() | st.text("0123456789０１２³٣一X.:-"),
    st.sampled_from(["", *(f"{kind}:" for kind in DOCUMENT_KINDS)]),
)
def test_any_text_is_a_person_or_an_answer_that_keeps_six_digits_to_itself(
    text: str, prefix: str
) -> None:
    said = said_about(prefix + text)

    assert person_ref_fits(said) or sum(char.isdigit() for char in said) < 6


def test_a_ref_under_another_key_is_refused() -> None:
    stranger = ref(OTHER_KEY, NUMBER)
    refused = answer_to(stranger)

    assert (type(refused), refused.code) == (Refused, "E-PERSON-KEY")
    assert refused.given == {"given": OTHER_KEY.id, "own": KEY.id}


def test_without_a_key_refs_are_read_and_numbers_are_not() -> None:
    for named in (ref(KEY, NUMBER), ref(OTHER_KEY, NUMBER)):
        assert person(None, named) == named
    for text in (NUMBER, "passport:E12345678"):
        with pytest.raises(NotFound) as refused:
            person(None, text)
        assert refused.value.code == "E-PERSON-KEY-MISSING"
        assert refused.value.given == {}


def test_refs_import_nothing_heavy() -> None:
    """Every `record` imports them."""
    heavy = {"cryptography", "pydantic", "sqlalchemy", "eventsourcing", "yaml"}
    asked = f"import sys, compliance.people.refs; print({heavy!r} & sys.modules.keys())"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, check=True)

    assert done.stdout.strip() == b"set()"


def answer_to(text: str) -> Answer:
    with pytest.raises(Answer) as refused:
        person(KEY, text)
    return refused.value


def ref_answer_to(number: str, kind: DocumentKind) -> Answer:
    with pytest.raises(Answer) as refused:
        ref(KEY, number, kind)
    return refused.value


def said_about(text: str) -> str:
    """Return the ref, or the values of the answer."""
    try:
        return person(KEY, text)
    except Answer as refused:
        return "".join(map(str, (*refused.given.values(), refused.where)))
