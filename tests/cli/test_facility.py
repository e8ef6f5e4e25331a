"""Which facility is meant: by id, credit code, filing number, or a name that only one bears."""

import pytest

from tests.cli.desk import Office, begins, credit_code, id_number

CODE = credit_code(7)


@begins
def district(office: Office) -> None:
    """Make three facilities, two of which bear one name."""
    line = "--occurred 2024-01-01 --kind facility --region 500111"
    office.record(f"registered {CODE} {line} --name 虚构甲园 --uscc {CODE}")
    office.record(f"registered local:b {line} --name 虚构乙园")
    office.record("premises.found local:c --occurred 2024-01-02 --address 路1号 --region 500111 "
                  "--name 虚构乙园")  # fmt: skip
    office.record("filed local:b --occurred 2024-02-01 --filing-no 虚构备〔2024〕9号")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        (CODE, CODE),
        (CODE.lower(), CODE),
        (f" {CODE} ", CODE),
        ("虚构甲园", CODE),
        ("local:b", "local:b"),
        ("虚构备〔2024〕9号", "local:b"),
    ],
)
def test_a_facility_is_meant(district: Office, text: str, meant: str) -> None:
    assert district.json("status", text)["facility"] == meant


def test_a_name_borne_by_two_is_asked_back(district: Office) -> None:
    """DESIGN §11: exit 4, with the candidates."""
    for verb in ("status", "timeline", "explain", "log"):
        error = district.refused("E-FACILITY-MANY", f"{verb} 虚构乙园", code=4)

        assert "local:b" in error["message"]
        assert "local:c" in error["message"]


def test_a_name_that_nobody_bears(district: Office) -> None:
    district.refused("E-FACILITY-UNKNOWN", "status 虚构丁园", code=4)
    district.refused("E-FACILITY-UNKNOWN", "status local:nobody", code=4)
    district.refused("E-FACILITY-UNKNOWN", "record opened 虚构丁园 --occurred today".replace(
        "opened", "facility.opened"), code=4)  # fmt: skip


def test_a_corrected_name_counts_and_the_old_one_does_not(district: Office) -> None:
    district.json("correct 2 --set name=虚构丙园 --reason 名称录错")

    assert district.json("status 虚构丙园")["facility"] == "local:b"
    assert district.json("status 虚构乙园")["facility"] == "local:c"


def test_a_retracted_name_is_nobodys(district: Office) -> None:
    district.json("retract 3 --reason 重复录入")

    assert district.json("status 虚构乙园")["facility"] == "local:b"


def test_a_code_that_several_sites_bear_is_asked_back(district: Office) -> None:
    """One code may hold several sites: each has an id of its own, the code is an attribute."""
    shared = credit_code(8)
    line = f"--occurred 2024-01-03 --kind facility --region 500111 --uscc {shared}"
    district.record(f"registered local:d {line} --name 虚构丁园一址")

    assert district.json(f"status {shared}")["facility"] == "local:d"
    district.record(f"registered local:e {line} --name 虚构丁园二址")
    error = district.refused("E-FACILITY-MANY", f"status {shared}", code=4)
    assert ("local:d" in error["message"], "local:e" in error["message"]) == (True, True)
    assert district.json("status 虚构丁园二址")["facility"] == "local:e"


def test_a_facility_may_still_be_registered_under_a_code_that_a_site_bears(
    district: Office,
) -> None:
    """Then the code is its id, and means it."""
    shared = credit_code(9)
    line = "--occurred 2024-01-03 --kind facility --region 500111"
    district.record(f"registered local:f {line} --name 虚构戊园 --uscc {shared}")
    district.record(f"registered {shared} {line} --name 虚构戊园总园 --uscc {shared}")

    assert district.json(f"status {shared}")["facility"] == shared


def test_a_name_that_the_register_changed_finds_the_facility(district: Office) -> None:
    """The new one and the old one: papers of either are in use."""
    district.record("facility.registration_changed local:b --occurred 2024-05-01 --name 虚构己园")

    assert district.json("status 虚构己园")["facility"] == "local:b"


def test_a_code_with_a_wrong_check_character_is_no_id(district: Office) -> None:
    wrong = CODE[:-1] + ("A" if CODE[-1] != "A" else "B")
    district.refused("E-FACILITY-UNKNOWN", f"status {wrong}", code=4)


def test_a_persons_number_is_no_facility(office: Office) -> None:
    """It would stand in the log for good."""
    number = id_number(3)
    answer = office(f"record filed local:{number} --occurred 2024-01-01 --filing-no 1", code=3)

    assert "E-ID-IN-TEXT" in answer.err
    assert number not in answer.err + answer.out


def test_an_unknown_facility_is_recorded_and_reported(office: Office) -> None:
    """DESIGN §4: stating is not asking."""
    answer = office.record("filed local:new --occurred 2024-01-01 --filing-no 1")

    assert [each["code"] for each in answer["warnings"]] == ["W-FACILITY-UNKNOWN"]
