"""An answer carries its code, its place and its values; several carry the gravest exit."""

import pytest

from compliance.domain.errors import Answer, Answers, BadInput, Conflict, NotFound, Refused


@pytest.mark.parametrize(
    ("kind", "leaves_with"), [(BadInput, 2), (Refused, 3), (NotFound, 4), (Conflict, 5)]
)
def test_an_answer_has_the_exit_code_of_its_kind(kind: type[Answer], leaves_with: int) -> None:
    """Scripts read it."""
    assert leaves_with == kind("E-X").exit_code


def test_an_answer_finds_its_place_from_inside_out() -> None:
    """A field knows its name, the row its number, the file its name."""
    refused = Refused("E-ID-CHECK", where="person", basis="GB 11643", number="1")
    placed = refused.at("row 3").at("roster.xlsx")
    expected = "roster.xlsx:row 3:person"

    assert expected == placed.where
    assert (refused.code, refused.basis, refused.given, Refused) == (
        placed.code,
        placed.basis,
        placed.given,
        type(placed),
    )


def test_several_answers_leave_with_the_gravest() -> None:
    """Every bad line is told; the process leaves once."""
    several = Answers([BadInput("E-A"), Conflict("E-B")])

    assert several.exit_code == Conflict.exit_code
    assert several.given == {"count": len(several.answers)}
    assert Answers([]).exit_code == Answer.exit_code
