"""Data goes out as plain JSON and comes back the same; a null takes away, what is absent stays."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from compliance.domain.envelope import amended
from compliance.domain.events import (
    CATALOGUE,
    AbuseEstablished,
    ClassOpened,
    Kind,
    RecordCorrected,
    StaffBackgroundChecked,
    ViolationFound,
)
from compliance.domain.plain import changes_from_plain, from_plain, to_plain
from compliance.domain.shape import Field, shape
from tests.saying import P1, said
from tests.shapes import data_of

every_kind = pytest.mark.parametrize("kind", CATALOGUE.values(), ids=CATALOGUE)


def field_of(cls: type[Any], name: str) -> Field:
    """Return one field of a shape."""
    (field,) = (each for each in shape(cls) if each.name == name)
    return field


@every_kind
@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
@given(drawn=st.data())
def test_every_event_comes_back_as_it_went(kind: Kind, drawn: st.DataObject) -> None:
    """Decoding what was encoded is the event: the log is the only memory."""
    data = drawn.draw(data_of(kind.data))
    plain = to_plain(data)

    assert data == from_plain(kind.data, plain)
    assert plain == to_plain(from_plain(kind.data, plain))
    assert plain == json.loads(json.dumps(plain))


@every_kind
@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
@given(drawn=st.data())
def test_what_is_unknown_is_left_out(kind: Kind, drawn: st.DataObject) -> None:
    """An absent field means unknown, in one way only."""
    data = drawn.draw(data_of(kind.data))
    present = {each.name for each in shape(kind.data) if getattr(data, each.name) is not None}

    assert present == to_plain(data).keys()
    assert {each.name for each in shape(kind.data) if each.required} <= present


def test_an_empty_list_is_not_an_unknown_one() -> None:
    """Asked and nothing relevant found is an answer."""
    asked = StaffBackgroundChecked(person=P1, result="clear", relevant_to=())
    plain = {"person": P1, "result": "clear", "relevant_to": []}

    assert plain == to_plain(asked)
    assert asked == from_plain(StaffBackgroundChecked, plain)


def test_null_in_a_correction_is_a_change_and_silence_is_none() -> None:
    """To take a field away and to leave it alone are two things."""
    taken_away: dict[str, object] = {"capacity": None}

    assert taken_away == changes_from_plain(ClassOpened, {"capacity": None})
    assert {} == changes_from_plain(ClassOpened, {})  # noqa: SIM300


def test_a_correction_is_read_with_the_types_of_its_event() -> None:
    """Dates become dates, lists and records become theirs; the day is the envelope's."""
    record = {"person": P1, "capacity": "other_directly_responsible"}
    plain = {"persons": [record], "act_from": "2024-03-01", "occurred_on": "2024-04-01"}
    changes = changes_from_plain(AbuseEstablished, plain)
    abuse = said(
        "abuse.established",
        on="2024-05-01",
        persons=[],
        document_no="川刑〔2024〕1号",
        document_kind="judgment",
        decided_by="某县人民法院",
    )
    mended = amended(abuse, changes)

    assert plain.pop("occurred_on") == mended.occurred_on.isoformat()
    assert plain == {name: to_plain(mended.data)[name] for name in plain}
    assert mended.facility == abuse.facility


def test_a_shape_says_what_a_field_holds() -> None:
    """One source for codec, door and schema."""
    severity = Field(
        name="severity", base="choice", required=False, many=False, choices=(0, 1, 2, 3, 4)
    )
    free = Field(name="set", base="object", required=True, many=False)
    person = Field(name="person", base="named", required=True, many=False, named="Person")

    assert severity == field_of(ViolationFound, "severity")
    assert free == field_of(RecordCorrected, "set")
    assert person == field_of(StaffBackgroundChecked, "person")
    assert field_of(StaffBackgroundChecked, "relevant_to").many
    assert not field_of(StaffBackgroundChecked, "relevant_to").required
    assert field_of(AbuseEstablished, "persons").record is not None


@every_kind
def test_little_is_free_in_form(kind: Kind) -> None:
    """What has no declared form cannot be checked at the door: a correction, a roster's row."""
    free = [each.name for each in shape(kind.data) if each.base == "object"]
    declared = {"record.corrected": ["set"], "roster.row_stated": ["fields"]}

    assert free == declared.get(kind.stem, [])
