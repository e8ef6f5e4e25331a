"""The packs' door: one canonical text whatever the YAML looks like, and refusals with a line."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from compliance.domain.errors import BadInput
from compliance.rules.amounts import misshapen
from compliance.rules.door import canonical_pack
from compliance.rules.files import PACKS, pack_files
from compliance.rules.installed import installed_packs, installed_texts
from compliance.rules.reading import digest, read_pack
from compliance.rules.yaml_lines import read_yaml
from tests.rules.spoilt import SOUND

Read = Callable[[str], str]


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Write a pack file and return its canonical text."""

    def run(text: str) -> str:
        path = tmp_path / "pack.yaml"
        path.write_text(text, encoding="utf-8")
        return canonical_pack(path)[0]

    return run


def turned(plain: Any) -> Any:
    """Return mappings with their keys in reverse order, all the way down."""
    match plain:
        case dict():
            return {key: turned(plain[key]) for key in reversed(list(plain))}
        case list():
            return [turned(each) for each in plain]
        case _:
            return plain


DRESSES: dict[str, Callable[[str], str]] = {
    "comments": lambda text: "# 说明\n" + text.replace("\n", "  # note\n"),
    "blank lines": lambda text: text.replace("\nrules:", "\n\n\nrules:"),
    "byte order mark": lambda text: "\ufeff" + text,
    "line ends": lambda text: text.replace("\n", "\r\n"),
    "quotes": lambda text: text.replace("kind: statute", "kind: 'statute'"),
    "document marks": lambda text: f"---\n{text}...\n",
    "flow": lambda text: json.dumps(read_yaml(text, "-")[0], ensure_ascii=False),
    "block": lambda text: yaml.safe_dump(read_yaml(text, "-")[0], allow_unicode=True),
    "order": lambda text: yaml.safe_dump(turned(read_yaml(text, "-")[0]), sort_keys=False),
    "defaults said": lambda text: text.replace("    each: c", "    unit: ''\n    each: c"),
}


@pytest.mark.parametrize("dress", DRESSES)
def test_the_canonical_text_is_that_of_the_words(read: Read, dress: str) -> None:
    """Adoptions are known by their digest: a comment or another order must not change it."""
    assert read(SOUND) == read(DRESSES[dress](SOUND))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("应当", "应该"),
        ("c.capacity <= most", "c.capacity < most"),
        ("value: 30", "value: 31"),
        ("version: 1.0", "version: 1.00"),
        ("from: 2024-01-01", "from: 2024-01-02"),
        ("on: 2024-03-01", "on: 2024-03-02"),
        ("grade: B", "grade: A"),
    ],
)
def test_one_other_word_is_another_pack(read: Read, old: str, new: str) -> None:
    """Text, rule, number, version, day or case."""
    assert SOUND.count(old) >= 1
    assert digest(read(SOUND)) != digest(read(SOUND.replace(old, new, 1)))


def test_the_order_of_a_list_is_a_word(read: Read) -> None:
    """Rungs are tried one after another."""
    assert read(SOUND) != read(SOUND.replace("grades: [A, B]", "grades: [B, A]"))


def test_days_and_versions_are_texts_and_nothing_is_a_float(read: Read) -> None:
    """YAML would make dates and floats of them; JSON has no dates, and floats lose digits."""
    plain = json.loads(read(SOUND), parse_float=pytest.fail)

    assert plain["version"] == "1.0"
    assert plain["rules"]["size"]["cases"][0]["on"] == "2024-03-01"
    assert plain["rules"]["tier"]["grade"]["assessed"] == {"every": "P6M", "from": "2024-01-01"}


def test_a_null_that_a_case_states_is_kept(read: Read) -> None:
    """Explicit null is not absence: a correction takes a field away by it."""
    stated = SOUND.replace("capacity: 10}", "capacity: null}")
    case = json.loads(read(stated))["rules"]["size"]["cases"][0]

    assert case["given"][0]["capacity"] is None


def test_the_canonical_text_is_its_own_pack(read: Read) -> None:
    """What is kept by digest can be read again, and is then the same."""
    text = read(SOUND)

    assert text == read(text)
    assert text == json.dumps(
        json.loads(text), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )


REFUSED = [
    (("version: 1.0", "version: ["), "E-PACK-YAML", 4),
    (("kind: statute\n", "kind: statute\n   text: x\n"), "E-PACK-YAML", 8),
    (("from: 2024-01-01}", "from: 2024-13-01}"), "E-PACK-YAML", 55),
    (("from: 2024-01-01}", "from: '2024-13-01'}"), "E-PACK-SHAPE", 55),
    (("from: 2024-01-01}", "from: ２０２４-01-01}"), "E-PACK-SHAPE", 55),
    (("kind: statute", "kind: !odd statute"), "E-PACK-YAML", 7),
    (("version: 1.0", "version: 1.0\nversion: 1.0"), "E-PACK-TWICE", 3),
    (("    kind: ladder\n", "    kind: ladder\n    kind: ladder\n"), "E-PACK-TWICE", 37),
    (("version: 1.0", "version: v1"), "E-PACK-SHAPE", 2),
    (("version: 1.0", "version: 1.0\ncolour: red"), "E-PACK-SHAPE", 3),
    (("version: 1.0\n", ""), "E-PACK-SHAPE", 1),
    (("    rank: statute", "    rank: gossip"), "E-PACK-SHAPE", 21),
    (("title: {zh: 规模, en: size}", "title: {zh: 规模}"), "E-PACK-SHAPE", 20),
    (("small(c):", "small:"), "E-PACK-SHAPE", 17),
    (("small(c):", "small(c:"), "E-PACK-SHAPE", 17),
    (("each: classes as c", "each: classes"), "E-PACK-SHAPE", 23),
    (("applies:", "applys:"), "E-PACK-SHAPE", 25),
    (("value: 30", "value: 30.5"), "E-PACK-SHAPE", 12),
    (("value: 30", "value: many"), "E-PACK-SHAPE", 12),
    (("value: [1, 2]", "value: [2, 1]"), "E-PACK-SHAPE", 13),
    (("value: {a: 1}", "value: {a: one}"), "E-PACK-SHAPE", 14),
    (("expect: {verdict: compliant}", "expect: {verdicts: compliant}"), "E-PACK-SHAPE", 33),
    (("expect: {verdict: compliant}", "expect: {}"), "E-PACK-SHAPE", 33),
    (('    cite: "law#1"\n    each', "    each"), "E-PACK-CITE", 19),
    (('    cite: "law#1"\n    each', "    cite: []\n    each"), "E-PACK-CITE", 22),
    (('{value: 30, cite: "law#1"}', "{value: 30}"), "E-PACK-CITE", 12),
    (('    cite: "law#1"\n    each', "    cite: law\n    each"), "E-PACK-SHAPE", 22),
]


@pytest.mark.parametrize(("spoilt", "code", "line"), REFUSED)
def test_what_is_refused_names_its_file_and_line(
    read: Read, tmp_path: Path, spoilt: tuple[str, str], code: str, line: int
) -> None:
    """All pack files bear one name: the folder tells them apart."""
    assert SOUND.count(spoilt[0]) >= 1
    with pytest.raises(BadInput) as caught:
        read(SOUND.replace(*spoilt, 1))

    assert (caught.value.code, caught.value.where) == (code, f"{tmp_path.name}/pack.yaml:{line}")


def test_a_rule_without_a_case_is_refused(read: Read) -> None:
    """DESIGN §7: no citation, no rule; no case, no rule."""
    head = SOUND[: SOUND.index("    cases:")]
    for cases in ("", "    cases: []\n"):
        with pytest.raises(BadInput) as caught:
            read(head + cases)

        assert (caught.value.code, caught.value.given) == ("E-PACK-CASE", {"rule": "size"})
        assert str(caught.value.where).endswith(f":{19 if not cases else 28}")


@pytest.mark.parametrize("text", ["", "# nothing\n", "- a list\n", "just words\n"])
def test_what_is_no_pack_at_all_is_refused(read: Read, text: str) -> None:
    """With a line, even where there is none."""
    with pytest.raises(BadInput) as caught:
        read(text)

    assert caught.value.code == "E-PACK-SHAPE"
    assert str(caught.value.where).endswith("pack.yaml:1") or text.startswith("#")


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    """Not there, or not UTF-8."""
    broken = tmp_path / "pack.yaml"
    broken.write_bytes("pack: 甲".encode("gb18030"))
    for path in (broken, tmp_path / "nowhere.yaml"):
        with pytest.raises(BadInput) as caught:
            canonical_pack(path)

        assert (caught.value.code, caught.value.where) == ("E-PACK-FILE", str(path))


FITTING: dict[str, tuple[list[Any], list[Any]]] = {
    "int": ([0, 30], [True, "30", 1.5, None, [1]]),
    "period": (["P1Y", "P6M"], ["1Y", "P", 12, None]),
    "date": (["2024-03-15"], ["20240315", "2024-02-30", 20240315]),
    "share": (
        [{"op": ">", "value": 90, "of": 100}, {"op": "<=", "value": 0, "of": 1}],
        [{"op": "==", "value": 90, "of": 100}, {"op": ">", "value": 90, "of": 0},
         {"op": ">", "value": "90", "of": 100}, {"op": ">", "value": 90}, 90],
    ),
    "table": ([{}, {"a": 1, "b": None}], [{"a": "1"}, {"a": True}, [1]]),
    "periods": ([{"a": "P1Y", "b": None}], [{"a": 1}, {"a": "1Y"}]),
    "words": ([{}, {"a": "b", "c": None}], [{"a": 1}, ["a"], "a"]),
    "texts": ([[], ["a"]], ["a", [1], {"a": 1}]),
    "range": ([[1, 2], [5, 5]], [[2, 1], [1], [1, 2, 3], ["1", "2"], {"a": 1}]),
}  # fmt: skip


@pytest.mark.parametrize("kind", FITTING)
def test_a_parameter_s_value_is_of_its_type(kind: str) -> None:
    """Nothing inside checks again."""
    fitting, wrong = FITTING[kind]

    assert [None] * len(fitting) == [misshapen(kind, value) for value in fitting]
    assert all(misshapen(kind, value) for value in wrong)


def test_shipped_packs_are_cached_by_their_bytes(tmp_path: Path) -> None:
    """The cache spares the YAML, changes nothing, and may be unwritable."""
    fresh = installed_texts(None)
    filled, again = installed_texts(tmp_path), installed_texts(tmp_path)
    blocked = tmp_path / "file"
    blocked.touch()

    assert fresh == filled == again == installed_texts(blocked)
    assert len(list(tmp_path.glob("packs-*.tsv"))) == 1
    assert len(pack_files(PACKS)) == len(fresh)


def test_one_judges_by_the_packs_without_their_cases(tmp_path: Path) -> None:
    """They are more than half of every text, and every recording would read them."""
    whole = [read_pack(text) for text in installed_texts(None).values()]
    bare = [
        pack._replace(rules=tuple(rule._replace(cases=()) for rule in pack.rules))
        for pack in whole
    ]
    filled, again = installed_packs(tmp_path), installed_packs(tmp_path)
    for kept in tmp_path.glob("judged-*"):
        kept.write_bytes(b"\xff")

    assert tuple(bare) == installed_packs(None) == filled == again == installed_packs(tmp_path)
    assert [pack.ref for pack in whole] == [pack.ref for pack in filled]
