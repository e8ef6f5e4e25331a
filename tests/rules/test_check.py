"""The static check: every kind of problem, its code, and the very line on which it stands."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from compliance.domain.errors import Answers, BadInput
from compliance.engine.lint import lint
from compliance.rules.door import canonical_pack
from tests.rules import spoilt_params, spoilt_steps
from tests.rules.spoilt import REQUIRE, SOUND, SPOILT

Lint = Callable[..., list[tuple[str, str, str]]]


@pytest.fixture
def found(tmp_path: Path) -> Lint:
    """Lint packs and return what is wrong: code, file and line, reason."""

    def run(*texts: str, around: Mapping[str, str] | None = None) -> list[tuple[str, str, str]]:
        for place, text in enumerate(texts):
            folder = tmp_path / f"pack{place}"
            folder.mkdir(exist_ok=True)
            (folder / "pack.yaml").write_text(text, encoding="utf-8")
        try:
            lint(tmp_path, around)
        except Answers as answers:
            return [_told(each) for each in answers.answers]  # type: ignore[arg-type]
        except BadInput as answer:
            return [_told(answer)]
        return []

    return run


def _told(answer: BadInput) -> tuple[str, str, str]:
    given = answer.given
    reason = given.get("reason", given.get("name", given.get("rule", "")))
    return answer.code, str(answer.where), str(reason)


def line_of(text: str, piece: str) -> int:
    """Return the line on which a piece of text stands for the first time."""
    return text[: text.index(piece)].count("\n") + 1


def spoilt(old: str, new: str) -> str:
    """Return the sound pack with one thing changed."""
    assert SOUND.count(old) >= 1
    return SOUND.replace(old, new, 1)


def test_a_sound_pack_has_no_problems(found: Lint) -> None:
    """What the others spoil is whole."""
    assert found(SOUND) == []


@pytest.mark.parametrize(("old", "new", "code", "reason"), SPOILT)
def test_a_problem_names_its_line(found: Lint, old: str, new: str, code: str, reason: str) -> None:
    """The line of the value that is wrong, or of the nearest thing that lacks something."""
    text = spoilt(old, new)
    problems = found(text)
    lines = {where.rpartition(":")[2] for _, where, _ in problems}

    assert {code} == {each for each, _, _ in problems}
    assert all(where.startswith("pack0/pack.yaml:") for _, where, _ in problems)
    assert any(reason in each for _, _, each in problems), problems
    assert {str(_expected_line(text, old, new, reason))} == lines


def _expected_line(text: str, old: str, new: str, reason: str) -> int:
    """Return where a problem must be shown: at the change, or at what it makes incomplete."""
    nearest = {
        "a require rule without its body": "  steps:",
        "each row needs a": "    each: ",
        "no last rung without": "    ladder:",
        "a grade rule gives the tier": "  tier:",
        "no last row without `when`": "      table:",
        "asks whether it is itself": "  steps:",
        "binding hope": "    binding:",
        "a require rule cannot give": "    role: status",
        "duty > ": "  size:",
    }
    for said, piece in nearest.items():
        if said in reason:
            return line_of(text, piece)
    piece = new.strip() or "- {event: class.opened"
    before = SOUND[: SOUND.index(old)].count("\n")
    return before + 1 + (len(old) - len(old.lstrip("\n"))) if piece in text else before + 1


def other_pack(**changed: str) -> str:
    """Return a second pack with a rule of the first's id."""
    text = f"""\
pack: {changed.get("pack", "test.other")}
version: 1.1
title: {{zh: 二, en: second}}
defs:
  {changed.get("head", "tiny(c)")}: "{changed.get("body", "c.capacity <= most")}"
params:
  {changed.get("param", "least")}: {{type: {changed.get("type", "int")}, values: [
    {{value: {changed.get("value", "1")}, cite: "law#1"}}]}}
rules:
  size:
    title: {{zh: 规模, en: size}}
    rank: statute
    cite: "law#1"
    {changed.get("dated", "from: 2025-01-01")}
    require: "true"
    cases:
      - {{name: nothing, on: 2025-03-01, given: [], expect: {{verdict: compliant}}}}
"""
    return text.replace("[\n    ", "[")


ENDED = SOUND.replace("    each: classes", "    to: 2025-01-01\n    each: classes")


def test_packs_may_stand_beside_each_other(found: Lint) -> None:
    """One rule ends on the day the other starts; a pack may cite another's sources."""
    assert found(ENDED, other_pack()) == []


@pytest.mark.parametrize("dated", ["from: 2024-12-31", "to: 1900-01-02", "unit: place"])
def test_a_rule_stands_once_a_day_and_region(found: Lint, dated: str) -> None:
    """Overlapping dates are named where the second stands."""
    second = other_pack(dated=dated)
    problems = found(ENDED, second)

    assert [each[:2] for each in problems] == [("E-RULE-OVERLAP", "pack1/pack.yaml:10")] or [
        ("E-RULE-OVERLAP", f"pack0/pack.yaml:{line_of(ENDED, '  size:')}")
    ] == [each[:2] for each in problems]


def test_every_overlap_is_found_not_only_the_last(found: Lint) -> None:
    """Three versions of a rule, of which the first and the third overlap."""
    first = other_pack(pack="test.a", param="la", dated="to: 2025-01-01", head="fa()", body="true")
    second = other_pack(
        pack="test.b", param="lb", dated="from: 2025-01-01", head="fb()", body="true"
    )
    third = other_pack(pack="test.c", param="lc", dated="to: 2020-01-01", head="fc()", body="true")
    lonely = SOUND.replace("  size:", "  measure:")
    problems = found(lonely, first, second, third)

    assert [(code, reason) for code, _, reason in problems] == [
        ("E-RULE-OVERLAP", "size also stands in test.a")
    ]


def text_of(tmp_path: Path, **changed: str) -> dict[str, str]:
    """Return the canonical text of a second pack that is installed, and stands in no file."""
    path = tmp_path / "installed.yaml"
    path.write_text(other_pack(**changed), encoding="utf-8")
    text = canonical_pack(path)[0]
    path.unlink()
    return {changed.get("pack", "test.other"): text}


def test_an_overlap_with_an_installed_pack_is_found(found: Lint, tmp_path: Path) -> None:
    """Whichever of the two comes later in the alphabet."""
    for name in ("test.a", "zz"):
        installed = text_of(tmp_path, pack=name, dated="unit: place")

        assert [code for code, _, _ in found(SOUND, around=installed)] == ["E-RULE-OVERLAP"]


def test_what_breaks_around_a_pack_is_its_problem_too(found: Lint, tmp_path: Path) -> None:
    """A definition that an installed pack uses must stay what it is."""
    installed = text_of(tmp_path, body="c.seats <= most")
    user = ENDED.replace(REQUIRE, 'require: "tiny(c)"')

    assert [each[:2] for each in found(user, around=installed)] == [
        ("E-RULE-TYPE", "test.other/pack.yaml:1")
    ]


@pytest.mark.parametrize(
    ("changed", "line", "reason"),
    [
        ({"head": "small(c)", "body": "true"}, 5, "small is also defined elsewhere"),
        ({"head": "has(c)", "body": "true"}, 5, "has is also defined elsewhere"),
        ({"param": "most", "type": "date", "value": "2024-01-01"}, 7, "most has another type"),
    ],
)
def test_packs_that_contradict_each_other(
    found: Lint, changed: dict[str, str], line: int, reason: str
) -> None:
    """A definition or a parameter's type has one meaning in a book."""
    problems = found(ENDED, other_pack(**changed))

    assert any(
        (code, where) == ("E-RULE-FORM", f"pack1/pack.yaml:{line}") and reason in told
        for code, where, told in problems
    )


def test_a_fault_within_a_definition_stands_in_its_own_file(found: Lint) -> None:
    """Not where it is used, which may be right."""
    user = SOUND.replace(REQUIRE, 'require: "tiny(c)"')
    problems = found(user.replace("  size:", "  measure:"), other_pack(body="c.seats < 1"))

    assert [each[:2] for each in problems] == [("E-RULE-TYPE", "pack1/pack.yaml:5")]


def test_rules_must_not_ask_about_themselves_through_others(found: Lint) -> None:
    """Neither directly nor through definitions."""
    text = SOUND.replace('"has(suspension.until)"', '"asks()"').replace(
        "defs:", "defs:\n  asks(): \"violated('size')\""
    )

    assert found(text) == []

    circle = text.replace(REQUIRE, "require: \"!violated('steps')\"")

    assert {"E-RULE-FORM"} == {code for code, _, _ in found(circle)}
    assert len(found(circle)) == 2


def test_a_citation_is_checked_without_any_rule(found: Lint) -> None:
    """A pack of parameters alone is checked as well, and each fault is told once."""
    alone = SOUND[: SOUND.index("rules:")].replace('{value: 30, cite: "law#1"}',
                                                   '{value: 30, cite: "law#7"}')  # fmt: skip

    assert found(alone) == [
        ("E-RULE-CITE", "pack0/pack.yaml:12", "law quotes no text of 7"),
    ]


@pytest.mark.parametrize(("old", "new", "code", "reason"), spoilt_params.SPOILT)
def test_a_parameter_s_problem_names_its_line(
    found: Lint, old: str, new: str, code: str, reason: str
) -> None:
    """Told twice, combined without an order, or looser than what holds around it."""
    sound = spoilt_params.SOUND
    assert sound.count(old) == 1
    problems = found(sound.replace(old, new))
    name = reason.split(":", maxsplit=1)[0]
    line = line_of(sound, f"  {name}:") if code == "E-RULE-FORM" else line_of(sound, old)

    assert found(sound) == []
    assert problems == [] if code == "E-RULE-OK" else len(problems) == 1
    assert all(each[:2] == (code, f"pack0/pack.yaml:{line}") for each in problems), problems
    assert all(reason in told for _, _, told in problems), problems


@pytest.mark.parametrize("fault", spoilt_steps.SPOILT)
def test_a_step_s_problem_names_its_line(found: Lint, fault: tuple[str, ...]) -> None:
    """And what only resembles a fault is none: false alarms are switched off with the true."""
    old, new, code, reason, piece = fault
    text = spoilt(old, new)
    problems = found(text)

    if code == "OK":
        assert problems == []
        return
    (problem,) = problems
    assert problem[:2] == (code, f"pack0/pack.yaml:{line_of(text, piece)}")
    assert reason in problem[2]


def test_a_looser_value_in_another_pack_is_found(found: Lint) -> None:
    """A district's plan may not loosen what the nation's law combines."""
    other = other_pack(param="least", value="4", type="int").replace(
        "{value: 4", '{in: "440300", from: 2020-01-01, value: 4'
    )
    problems = found(spoilt_params.SOUND, other[: other.index("rules:")].replace("c)", ")"))

    assert ("E-RULE-LOOSER", "pack1/pack.yaml:7") in {each[:2] for each in problems}


@pytest.mark.parametrize(
    ("rule", "code", "reason"),
    [
        ("steps", "E-RULE-TYPE", "is no rule that can be violated"),
        ("tier", "E-RULE-FORM", "bearer"),
    ],
)
def test_what_an_authority_owes_moves_no_tier(
    found: Lint, rule: str, code: str, reason: str
) -> None:
    """Neither a veto may ask about such a rule, nor the tier itself be one."""
    problems = found(spoilt(f"  {rule}:\n", f"  {rule}:\n    bearer: authority\n"))

    assert {code} == {each for each, _, _ in problems}
    assert all(reason in each for _, _, each in problems)


CORRECTED = """\
          - {event: class.opened, on: 2024-01-01, class_id: a, kind: infant, capacity: 10}
          - {event: record.corrected, on: 2024-02-01, of: 1, set: {capacity: 12}, reason: 误录}
"""
MISCORRECTED = [
    ("capacity: 12", "capacity: many", "'many' is no whole number"),
    ("capacity: 12", "capacty: 12", "no field 'capacty'; did you mean capacity?"),
    ("capacity: 12", "kind: 小班", "'小班' is none of "),
    ("of: 1", "of: 9", "of: 9 is no event of the case"),
]


def case_of(given: str) -> str:
    """Return the sound pack with other events in its case."""
    return spoilt(CORRECTED.splitlines(keepends=True)[0], given)


def test_a_correction_in_a_case_sets_what_can_be_set(found: Lint) -> None:
    """Null takes a field away, and a corrected date is a date of the envelope."""
    gone = CORRECTED.replace("capacity: 12", "capacity: null, occurred_on: 2024-01-02")

    assert found(case_of(CORRECTED)) == []
    assert found(case_of(gone)) == []


@pytest.mark.parametrize(("old", "new", "reason"), MISCORRECTED)
def test_a_correction_in_a_case_fits_the_event_it_names(
    found: Lint, old: str, new: str, reason: str
) -> None:
    """As it is refused when somebody records it; the line is the correction's."""
    text = case_of(CORRECTED.replace(old, new))
    ((code, where, told),) = found(text)

    assert ("E-RULE-CASE", f"pack0/pack.yaml:{line_of(text, 'record.corrected')}") == (code, where)
    assert reason in told


def test_an_events_words_lists_and_records_are_checked(found: Lint) -> None:
    """What may be chosen, what must be many, what has parts."""
    told = {
        "kind: infant": ("kind: crèche", "'crèche' is none of "),
        "class.opened, on: 2024-01-01, class_id: a, kind: infant, capacity: 10": (
            "facility.disclosed, on: 2024-01-01, items: fees", "'fees' is no list"
        ),
    }  # fmt: skip
    for old, (new, reason) in told.items():
        ((code, _, why),) = found(spoilt(old, new))

        assert code == "E-RULE-CASE"
        assert reason in why
