"""Numbers are checked by form and check digit; whether a thing exists is not theirs to say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric, uscc

from compliance.domain.identifiers import (
    credit_code_fits,
    facility_id_fits,
    figure_fits,
    id_number_fits,
    key_id_of,
    normal_document_no,
    person_ref_fits,
    region_fits,
)
from tests.saying import P1
from tests.shapes import days

_CODES = ("11500111009347908D", "91110000600037341L")
_CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_NORMAL = "渝足卫罚〔2024〕1号"

credit_stems = st.from_regex(r"[159][1239][1-6][0-9]{5}[0-9A-HJ-NP-RTUWXY]{9}", fullmatch=True)
id_stems = st.builds(
    lambda region, born, serial: f"{region}{born:%Y%m%d}{serial:03}",
    st.integers(110000, 659999),
    days("1900-01-01", "2026-12-31"),
    st.integers(0, 999),
)


@pytest.mark.parametrize("code", _CODES)
def test_a_real_credit_code_fits(code: str) -> None:
    """Both are published codes of a district authority and of a company."""
    assert credit_code_fits(code)


@pytest.mark.parametrize("code", _CODES)
def test_no_single_slip_in_a_credit_code_goes_unseen(code: str) -> None:
    """Every weight is prime to 31, so that one wrong character always shows."""
    letters = sorted({*_CREDIT_ALPHABET, *"IOSVZ", *"al", "0", "〇"})
    slips = [
        code[:place] + letter + code[place + 1 :]
        for place in range(len(code))
        for letter in letters
        if letter != code[place]
    ]

    assert [] == [slip for slip in slips if credit_code_fits(slip)]  # noqa: SIM300


@given(credit_stems)
def test_a_credit_code_is_checked_as_the_standard_does(stem: str) -> None:
    """GB 32100-2015, by another implementation."""
    fitting = [letter for letter in _CREDIT_ALPHABET if credit_code_fits(stem + letter)]

    assert [uscc.calc_check_digit(stem)] == fitting


@pytest.mark.parametrize(
    "code", ["", "11500111009347908", "11500111009347908D0", "11500111009347908d", "1" * 18]
)
def test_what_has_not_the_form_of_a_credit_code_is_not_one(code: str) -> None:
    """A code is 18 capitals and digits; lower case is mended at the door, not here."""
    assert not credit_code_fits(code)


@given(id_stems)
def test_an_id_number_is_checked_as_the_standard_does(stem: str) -> None:
    """GB 11643-1999 has one check digit for a stem; the oracle's region list is left alone."""
    fitting = [digit for digit in "0123456789X" if id_number_fits(stem + digit)]

    assert [ric.calc_check_digit(stem + "?")] == fitting


@given(id_stems.map(lambda stem: "990000" + stem[6:]))
def test_an_id_number_of_an_unknown_region_fits(stem: str) -> None:
    """Abolished regions stay on cards: looking them up refused 64 % of valid numbers."""
    assert id_number_fits(stem + ric.calc_check_digit(stem + "?"))


@pytest.mark.parametrize("born", ["20230229", "20241301", "20240431", "00000101"])
def test_an_id_number_holds_a_day_of_the_calendar(born: str) -> None:
    """A birth date that never was is a slip, whatever the check digit says."""
    stem = f"110105{born}002"

    assert not id_number_fits(stem + ric.calc_check_digit(stem + "?"))


@pytest.mark.parametrize(
    "number",
    ["11010519491231002x", "1101051949123100２X", "11010519491231002", "01010519491231002X", ""],
)
def test_what_has_not_the_form_of_an_id_number_is_not_one(number: str) -> None:
    """A full-width digit would give the same person a second ref."""
    assert id_number_fits("11010519491231002X")
    assert not id_number_fits(number)


@pytest.mark.parametrize(
    "text",
    [
        "渝足卫罚〔2024〕1号",
        "渝足卫罚[2024]1号",
        "渝足卫罚(2024)1号",
        "渝足卫罚【2024】1号",
        "渝足卫罚（2024）1号",
        "渝足卫罚［2024］1号",
        " 渝足卫罚〔2024〕 1 号\u3000",
        "渝足卫罚[ 2024 ]1号\n",
    ],
)
def test_a_document_number_has_one_form(text: str) -> None:
    """A ruling meets its decision by number: the bracket a clerk types must not hide it."""
    expected = _NORMAL

    assert expected == normal_document_no(text)


@given(st.text(alphabet="渝罚 [](){}（）【】〔〕［］2024第1号", max_size=20))
def test_a_normal_document_number_stays_as_it_is(text: str) -> None:
    """What is normalised at the door may be normalised again by a query."""
    once = normal_document_no(text)

    assert once == normal_document_no(once)


def test_only_a_year_changes_its_brackets() -> None:
    """Other brackets are part of the number: 津卫(监)罚〔2024〕3号."""
    expected = "津卫(监)罚〔2024〕3号"

    assert expected == normal_document_no("津卫(监)罚(2024)3号")


@pytest.mark.parametrize(
    "text", ["91110000600037341L", "local:500111-7", "us-nc:00000004", "local:a.b_C"]
)
def test_a_facility_bears_a_credit_code_or_an_id_of_a_scheme(text: str) -> None:
    """An unlicensed site and a second campus have no code of their own."""
    assert facility_id_fits(text)


@pytest.mark.parametrize(
    "text", ["", "91110000600037341M", "Local:1", "local:", "l:1", "local:a b", "local:1\n", ":1"]
)
def test_nothing_else_names_a_facility(text: str) -> None:
    """A mistyped code must not become a new facility."""
    assert not facility_id_fits(text)


@pytest.mark.parametrize("text", ["500111", "500111001", "500111001002", "US-NC", "CN-44"])
def test_a_region_is_a_code_of_6_9_or_12_digits_or_of_iso_3166(text: str) -> None:
    """County, street, village; a subdivision abroad."""
    assert region_fits(text)


@pytest.mark.parametrize(
    "text", ["", "50011", "5001110", "50011100", "050011", "５00111", "us-nc", "US-NORTH", "US-"]
)
def test_nothing_else_is_a_region(text: str) -> None:
    """A code with a lost digit would belong to no one."""
    assert not region_fits(text)


def test_a_persons_ref_names_its_key() -> None:
    """Proposals made under another key are refused by it."""
    expected = "0a1b2c3d"

    assert person_ref_fits(P1)
    assert expected == key_id_of(P1)


@pytest.mark.parametrize("text", ["", "11010519491231002X", P1[:-1], P1 + "0", P1.upper()])
def test_a_number_in_the_clear_is_no_ref(text: str) -> None:
    """The log holds refs only."""
    assert not person_ref_fits(text)


@pytest.mark.parametrize("text", ["0", "4.5", "60%", "43.6%", "7/10", "170/390", "121800"])
def test_a_figure_is_an_exact_number(text: str) -> None:
    """As a plan or a bulletin prints it."""
    assert figure_fits(text)


@pytest.mark.parametrize(
    "text", ["many", "", "1/0", "1e3", "-1", "4.", ".5", "1,000", "60％", "—"]
)
def test_anything_else_is_no_figure(text: str) -> None:
    """Nothing is guessed: not a sign, not a separator, not a dash for what is missing."""
    assert not figure_fits(text)
