"""Packs that cannot stand: named by file and line, wherever they are handed in."""

import re
import shutil
from pathlib import Path

import pytest

from compliance.rules.files import PACKS
from tests.cli.desk import Office, begins

POINT = PACKS / "cn/000000-family-point/pack.yaml"
PFPL = PACKS / "cn/000000-pfpl/pack.yaml"
SMALL = """\
pack: local.sample
version: "1"
title: {zh: 虚构规则包, en: fictitious pack}
sources:
  own:
    title: {zh: 虚构办法, en: fictitious measures}
    kind: normative
    text:
      "1": 托位不得超过十个。
rules:
  places.max:
    title: {zh: 托位上限, en: places at most}
    rank: normative
    cite: "own#1"
    require: "capacity.exists(c, c.places <= 10)"
    cases:
      - {name: none declared, on: 2024-01-01, given: [], expect: {verdict: violation}}
"""
LINE = {text.strip(): number for number, text in enumerate(SMALL.splitlines(), 1)}


def without(*starts: str) -> str:
    """Return the sample without the lines that begin so."""
    kept = (line for line in SMALL.splitlines() if not line.strip().startswith(starts))
    return "".join(f"{line}\n" for line in kept)


FAULTY = [
    ("E-PACK-CITE", without("cite:"), None),
    ("E-RULE-CITE", SMALL.replace("own#1", "own#2"), 'cite: "own#1"'),
    ("E-RULE-CITE", SMALL.replace("own#1", "other#1"), 'cite: "own#1"'),
    ("E-PACK-CASE", without("cases:", "- {name: none"), None),
    ("E-PACK-YAML", SMALL.replace("  places.max:", "  places.max: ["), None),
    ("E-PACK-YAML", SMALL.replace("rules:", "\trules:"), None),
    ("E-PACK-TWICE", SMALL.replace("    rank:", '    cite: "own#1"\n    rank:'), None),
    ("E-PACK-SHAPE", SMALL.replace("kind: normative", "kind: gossip"), "kind: normative"),
    ("E-PACK-SHAPE", SMALL.replace('version: "1"', "version: one"), 'version: "1"'),
    ("E-PACK-SHAPE", SMALL + "extra: 1\n", None),
    ("E-PACK-SHAPE", "", None),
    ("E-PACK-SHAPE", "[1, 2]", None),
    ("E-PACK-YAML", SMALL.replace("on: 2024-01-01", "on: 2024-02-30"), None),
    ("E-RULE-TYPE", SMALL.replace("c.places", "c.beds"), None),
    ("E-RULE-TYPE", SMALL.replace("capacity.exists", "rooms.exists"), None),
    ("E-RULE-TYPE", SMALL.replace("c.places <= 10", "c.places"), None),
    ("E-RULE-SYNTAX", SMALL.replace("<= 10", "<= <="), None),
    ("E-RULE-CASE", SMALL.replace("given: []", "given: [{event: facility.hummed}]"), None),
]  # fmt: skip
HANDED_IN = (
    "rules lint bad/pack.yaml",
    "rules test bad/pack.yaml",
    "rules adopt bad/pack.yaml",
    "rules keep bad/pack.yaml",
    "status local:a --rules bad/pack.yaml",
    "rules list --rules bad/pack.yaml",
)


@begins
def told(office: Office) -> None:
    """Make an office that holds premises."""
    office.record("premises.found local:a --occurred 2024-01-05 --address 路 --region 500111")
    (office.folder / "bad").mkdir()


def test_the_sample_is_sound(told: Office) -> None:
    """Otherwise its alterations would show nothing."""
    told.write("bad/pack.yaml", SMALL)

    assert told.json("rules lint bad/pack.yaml") == {"ok": True, "packs": 1}
    assert told.json("rules test bad/pack.yaml") == {"passed": 1, "failed": []}


@pytest.mark.parametrize(("code", "text", "at"), FAULTY)
@pytest.mark.parametrize("line", [HANDED_IN[0], HANDED_IN[4]])
def test_a_fault_is_named_by_file_and_line(
    told: Office, line: str, code: str, text: str, at: str | None
) -> None:
    told.write("bad/pack.yaml", text)
    error = told.refused(code, line, code=2)

    assert re.fullmatch(r"(bad/)?pack\.yaml:\d+", error["where"])
    assert at is None or error["where"].endswith(f":{LINE[at]}")


@pytest.mark.parametrize("line", HANDED_IN)
def test_a_faulty_pack_is_refused_wherever_it_is_handed_in(told: Office, line: str) -> None:
    told.write("bad/pack.yaml", without("cite:"))
    told.refused("E-PACK-CITE", line, code=2)


@pytest.mark.parametrize("line", HANDED_IN)
def test_a_path_without_a_pack(told: Office, line: str) -> None:
    told.refused("E-PACK-FILE", line, code=2)
    told.refused("E-PACK-NONE", line.replace("/pack.yaml", ""), code=2)


def test_a_pack_that_breaks_another_is_refused(told: Office) -> None:
    """Packs stand together: what one takes away may be what another rests on."""
    shutil.copytree(PFPL.parent, told.folder / "bad", dirs_exist_ok=True)
    text = PFPL.read_text(encoding="utf-8").replace("  ended():", "  finished():")
    told.write("bad/pack.yaml", text)
    answer = told("rules adopt bad --format json", code=2)

    assert {"E-RULE-TYPE"} == set(answer.codes)
    assert any("cn.tianjin-plan" in each["where"] for each in answer.errors)


def test_two_files_of_one_pack(told: Office) -> None:
    for name in ("a.yaml", "b.yaml"):
        told.write(f"bad/{name}", SMALL)
    told.refused("E-PACK-TWICE", "rules lint bad", code=2)


def test_a_case_that_fails_is_a_finding(told: Office) -> None:
    """Exit 1: the pack can be read, and is not what its author believes."""
    told.write("bad/pack.yaml", SMALL.replace("verdict: violation", "verdict: compliant"))
    answer = told.json("rules test bad/pack.yaml", code=1)

    assert [each["rule"] for each in answer["failed"]] == ["places.max"]


def test_the_installed_packs_are_sound_and_pass(office: Office) -> None:
    assert office.json("rules lint")["ok"]
    assert office.json("rules test")["failed"] == []
    assert office.json("rules lint", str(POINT)) == {"ok": True, "packs": 1}


def test_rules_are_listed_without_a_database(bare: Office) -> None:
    listed = bare.json("rules list")
    shown = bare.json("rules show filing.required")

    assert "filing.required" in {each["rule"] for each in listed}
    assert {"filing.required"} == {each["rule"] for each in shown}
    assert not Path("tuoyu.db").exists()


def test_a_file_of_rules_is_laid_over_those_in_use(told: Office) -> None:
    told.write("bad/pack.yaml", SMALL)
    plain, tried = told.json("status local:a"), told.json("status local:a --rules bad/pack.yaml")
    added = {each["rule"] for each in tried["findings"]}

    assert added - {each["rule"] for each in plain["findings"]} == {"places.max"}
    assert plain["ruleset"]["sha256"] != tried["ruleset"]["sha256"]


def test_a_folder_of_rules_stands_alone(told: Office) -> None:
    told.write("bad/pack.yaml", SMALL.replace("    rank:", "    in: CN\n    rank:"))
    tried = told.json("status local:a --rules bad")

    assert [each["id"] for each in tried["ruleset"]["packs"]] == ["local.sample"]
