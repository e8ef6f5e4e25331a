"""What others build on: the JSON of every command has exactly the shape of DESIGN §11."""

from typing import Any

import pytest

from tests.cli import shapes
from tests.cli.desk import Office, begins, id_number

CARER = id_number(1)


@begins
def district(office: Office) -> None:
    """Make two facilities with one carer between them, an inspection and a penalty."""
    for name in ("a", "b"):
        office.record(f"registered local:{name} --occurred 2023-01-02 --name 虚构{name}园 "
                      "--kind facility --region 500111")  # fmt: skip
        office.record(f"facility.opened local:{name} --occurred 2023-02-01")
        office.record(f"joined local:{name} --occurred 2023-02-01 --person {CARER} --role carer")
    office.record("class.opened local:a --occurred 2023-02-01 --class-id c1 --kind toddler")
    office.record("counted local:a --occurred 2023-03-01 --class-id c1 --children 30 --carers 1")
    office.record("violation.found local:a --occurred 2023-03-01 --violation-id v1 --clause x")
    office.record("correction_ordered local:a --occurred 2023-03-01 --violation-id v1 "
                  "--order-id o1 --workdays 10")  # fmt: skip
    office.record("carried_out local:a --occurred 2023-03-02 --inspection-id i1 "
                  "--nature enforcement --officers A1 --items 备案 --result 有问题")  # fmt: skip
    office.record("penalty.decided local:a --occurred 2023-06-01 --decision-no 虚构[2023]1号 "
                  "--kinds fine --fine-fen 2000000 --decided-by 委 --articles pfpl#41.1 "
                  "--violation-id v1")  # fmt: skip


def test_a_recording(district: Office) -> None:
    answer = district.record(
        f"banned --occurred 2024-01-01 --person {CARER} --basis court --scope 托育 --document-no 1"
    )
    found = shapes.Recorded.model_validate(answer)

    assert [each.facility for each in found.others] == ["local:a", "local:b"]
    assert (found.before, found.after) == (None, None)


def test_a_recording_at_a_facility(district: Office) -> None:
    line = f"left local:a --occurred 2024-01-01 --person {CARER} --key k"
    found = [shapes.Recorded.model_validate(district.record(line)) for _ in range(2)]

    assert [each.facility for each in found[0].others] == ["local:b"]
    assert found[0].after is not None
    assert [each.recorded[0].duplicate for each in found] == [False, True]
    assert found[1].before == found[1].after == found[0].after


def test_a_warning(district: Office) -> None:
    line = "counted local:a --occurred 2024-01-01 --class-id c9 --children 3 --carers 1"
    found = shapes.Recorded.model_validate(district.record(line))

    assert [each.code for each in found.warnings] == ["W-POINTS-NOWHERE"]


def test_a_check_that_forbids(district: Office) -> None:
    """The answer is data; the refusal is talk."""
    district.record(
        "abuse.established local:a --occurred 2024-01-01 --document-no 1 --document-kind judgment "
        f"--decided-by 法院 --persons person={CARER},capacity=other_directly_responsible "
        "--act-from 2023-06-01"
    )
    district.record("registered local:c --occurred 2023-01-02 --name 丙 --kind facility "
                    "--region 500111")  # fmt: skip
    answer = district(f"check joined local:c --occurred today --person {CARER} --role carer "
                      "--format json", code=3)  # fmt: skip
    found = shapes.Recorded.model_validate(answer.json)
    (error,) = (shapes.Error.model_validate(each) for each in answer.errors)

    assert found.recorded == []
    assert error.code == "E-CHECK"
    assert error.basis
    assert found.after is not None


@pytest.mark.parametrize("asked", ["", "--as-of 2023-06-30", "--known-at 2025-06-30"])
def test_a_standing(district: Office, asked: str) -> None:
    found = shapes.Standing.model_validate(district.json(f"status local:a {asked}"))
    verdicts = {each.verdict for each in found.findings}

    assert "violation" in verdicts
    assert "compliant" in verdicts or "unknown" in verdicts


def test_an_explanation(district: Office) -> None:
    everything: list[Any] = district.json("explain local:a all")
    found = [shapes.Explained.model_validate(each) for each in everything]

    assert [each.conclusion.kind for each in found[:2]] == ["status", "tier"]
    assert any(each.missing for each in found)
    assert shapes.Explained.model_validate(district.json("explain local:a status"))


@pytest.mark.parametrize(
    "line", ["timeline local:a", "replay local:a --from 2023-01-01 --to 2025-06-30"]
)
def test_turns(district: Office, line: str) -> None:
    found = [shapes.Turn.model_validate(each) for each in district.json(line)]
    kinds = {name for each in found for name in each.change.model_fields_set}

    assert {"status", "flags", "finding"} <= kinds
    assert found == sorted(found, key=lambda each: each.on)


def test_verification(district: Office) -> None:
    found = shapes.Verified.model_validate(district.json("verify"))
    root = shapes.Root.model_validate(district.json("log root"))

    assert (found.ok, found.first_bad, found.reason) == (True, None, None)
    assert (found.size, found.root) == (root.size, root.root)


def test_lines(district: Office) -> None:
    listed = district.json("log")
    found = [shapes.Line.model_validate(each) for each in listed]

    assert list(range(1, len(found) + 1)) == [each.position for each in found]
    assert listed == district("export log").lines
    assert listed == district("log --format jsonl").lines


def test_absent_fields_of_a_line_are_left_out(district: Office) -> None:
    """`cause` and the source's fields are there or not; nothing is null but facility and org."""
    for each in district.json("log"):
        assert None not in each["source"].values()
        assert None not in each["data"].values()
        assert "cause" not in each


def test_several_errors(district: Office) -> None:
    answer = district("record filed local:a --no-input --format json", code=2)

    assert [shapes.Error.model_validate(each).code for each in answer.errors] == [
        "E-DATE-MISSING",
        "E-FIELD-MISSING",
    ]


def test_a_fault_of_the_command_line_is_an_error_too(district: Office) -> None:
    for line in ("status", "no-such-command", "status local:a --no-such", "log --at x"):
        answer = district(f"{line} --format json", code=2)

        assert [shapes.Error.model_validate(each) for each in answer.errors]
