"""Packs of several files: one text however it is split, and each fault in the right file."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from compliance.domain.errors import Answers, BadInput
from compliance.engine.lint import lint
from compliance.rules.door import canonical_pack
from compliance.rules.installed import texts_of
from compliance.rules.yaml_lines import read_yaml
from tests.rules.spoilt import SOUND

Folder = Callable[..., Path]


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """Write a pack's files and return its head."""

    def write(**files: str) -> Path:
        for name, text in files.items():
            (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
        return tmp_path / "pack.yaml"

    return write


HEAD = SOUND[: SOUND.index("params:")]
PARAMS = SOUND[SOUND.index("params:") : SOUND.index("rules:")]
RULES = SOUND[SOUND.index("rules:") :]
OF_SIZE = SOUND[SOUND.index("    cases:") : SOUND.index("  steps:")]


def apart(text: str) -> str:
    """Return the cases of the rule `size` as a section of their own."""
    return "cases:\n  size:\n" + text.partition("\n")[2]


SPLITS = {
    "by sections": {"pack": HEAD, "params": PARAMS, "rules": RULES},
    "within a section": {
        "pack": HEAD + PARAMS,
        "one": RULES[: RULES.index("  steps:")],
        "two": "rules:\n" + RULES[RULES.index("  steps:") :],
    },
    "cases apart": {"pack": SOUND.replace(OF_SIZE, ""), "cases": apart(OF_SIZE)},
    "cases apart in one file": {"pack": SOUND.replace(OF_SIZE, "") + apart(OF_SIZE)},
    "and an empty file": {"pack": SOUND, "notes": "# nothing\n"},
}


@pytest.mark.parametrize("split", SPLITS)
def test_the_text_is_one_however_it_is_split(folder: Folder, split: str) -> None:
    """Adoptions are known by their digest: who moves a rule to another file adopts nothing."""
    whole = json.dumps(read_yaml(SOUND, "-")[0], ensure_ascii=False)
    text = canonical_pack(folder(**SPLITS[split]))[0]
    (folder().parent / "alone.yaml").write_text(whole, encoding="utf-8")

    assert canonical_pack(folder().parent / "alone.yaml")[0] == text


def test_cases_of_both_places_are_the_rules_cases(folder: Folder) -> None:
    """Those under the rule stand first, then file by file."""
    again = apart(OF_SIZE)
    more, still = again.replace("a class", "b"), again.replace("a class", "c")
    head = folder(pack=SOUND, more=more, still=still)
    rule = json.loads(canonical_pack(head)[0])["rules"]["size"]

    assert [each["name"] for each in rule["cases"]] == ["a class", "b", "c"]


def test_regions_of_several_files_are_one_table(folder: Folder) -> None:
    """Lists are joined, in the order of the files."""
    listed = 'regions:\n  - {{code: "{}", name: 甲}}\n'
    head = folder(pack=SOUND + listed.format("1"), more=listed.format("2"))

    found = json.loads(canonical_pack(head)[0])["regions"]
    assert [each["code"] for each in found] == ["1", "2"]


def test_a_file_alone_is_a_pack_alone(tmp_path: Path) -> None:
    """A folder without pack.yaml holds packs of one file each."""
    for name in ("a", "b"):
        text = HEAD.replace("test.pack", f"test.{name}")
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")

    assert set(lint(tmp_path)) == {"test.a", "test.b"}


def test_the_cache_knows_every_file_of_a_pack(folder: Folder, tmp_path: Path) -> None:
    """Else a changed case would be judged by the old text."""
    head = folder(pack=HEAD + PARAMS, rules=RULES)
    before = texts_of([head], tmp_path / "kept")
    folder(rules=RULES.replace("capacity: 10", "capacity: 11"))

    assert before != texts_of([head], tmp_path / "kept")


REFUSED = [
    ({"more": "params:\n  most: {values: []}\n"}, "E-PACK-TWICE", "more.yaml:2"),
    ({"more": "rules:\n\n  size: {}\n"}, "E-PACK-TWICE", "more.yaml:3"),
    ({"more": "rules: [a]\n"}, "E-PACK-TWICE", "more.yaml:1"),
    ({"more": "defs:\n  a(): 'true'\n", "most": "defs:\n  a(): 'true'\n"},
     "E-PACK-TWICE", "most.yaml:2"),
    ({"more": "# a\ntitle: {zh: 甲, en: a}\n"}, "E-PACK-SHAPE", "more.yaml:2"),
    ({"more": "pack: test.other\n"}, "E-PACK-SHAPE", "more.yaml:1"),
    ({"more": "- a list\n"}, "E-PACK-SHAPE", "more.yaml:1"),
    ({"more": "colour: red\n"}, "E-PACK-SHAPE", "more.yaml:1"),
    ({"more": "params:\n  x: {values: [{value: a, cite: 'law#1'}]}\n"},
     "E-PACK-SHAPE", "more.yaml:2"),
    ({"more": "cases:\n  nobody:\n    - {name: a}\n"}, "E-PACK-SHAPE", "more.yaml:2"),
    ({"more": "cases:\n  size: {name: a}\n"}, "E-PACK-SHAPE", "more.yaml:2"),
    ({"more": "cases: [a]\n"}, "E-PACK-SHAPE", "more.yaml:1"),
    ({"more": "cases:\n  size:\n    - {name: a}\n"}, "E-PACK-SHAPE", "more.yaml:3"),
    ({"more": "cases: {size: []}\ncases: {}\n"}, "E-PACK-TWICE", "more.yaml:2"),
    ({"pack": "just words\n", "more": "defs: {}\n"}, "E-PACK-SHAPE", "more.yaml:1"),
    ({"pack": HEAD + "cases: [a]\n"}, "E-PACK-SHAPE", "pack.yaml:9"),
    ({"pack": HEAD + "cases: {a: []}\n"}, "E-PACK-SHAPE", "pack.yaml:9"),
]  # fmt: skip


@pytest.mark.parametrize(("files", "code", "where"), REFUSED)
def test_a_refusal_names_the_very_file(
    folder: Folder, files: dict[str, str], code: str, where: str
) -> None:
    """What is said twice is refused where it is said again."""
    head = folder(**{"pack": SOUND, **files})
    with pytest.raises(BadInput) as caught:
        canonical_pack(head)

    assert (caught.value.code, caught.value.where) == (code, f"{head.parent.name}/{where}")


PROBLEMS = [
    ("rules", 'small(c)"\n    gap', 'large(c)"\n    gap', "rules.yaml:9"),
    ("params", '30, cite: "law#1"', '30, cite: "law#2"', "params.yaml:4"),
    ("params", "<= most", "<= mots", "params.yaml:9"),
    ("rules", "event: class.opened", "event: class.open", "rules.yaml:15"),
]


@pytest.mark.parametrize(("file", "old", "new", "where"), PROBLEMS)
def test_a_problem_names_the_very_file(
    folder: Folder, file: str, old: str, new: str, where: str
) -> None:
    """Types, citations, definitions and cases."""
    files = {"pack": HEAD, "params": PARAMS, "rules": RULES}
    assert old in files[file]
    head = folder(**files | {file: files[file].replace(old, new, 1)})
    with pytest.raises(Answers) as caught:
        lint(head.parent)

    assert {f"{head.parent.name}/{where}"} == {str(each.where) for each in caught.value.answers}


def test_a_problem_in_a_case_apart_stands_where_the_case_stands(folder: Folder) -> None:
    """Though the case was given to its rule, after those of the rule itself."""
    spoilt = apart(OF_SIZE).replace("class.opened", "class.open").replace("a class", "b")
    head = folder(pack=SOUND, cases=spoilt)
    with pytest.raises(Answers) as caught:
        lint(head)

    assert [f"{head.parent.name}/cases.yaml:6"] == [str(a.where) for a in caught.value.answers]


def test_every_split_reads_as_yaml() -> None:
    """The tests above would otherwise test the YAML reader."""
    for files in SPLITS.values():
        for text in files.values():
            yaml.safe_load(text)
