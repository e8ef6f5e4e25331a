"""The words of the law and what has changed in them, as an office asks for it."""

import shutil
from pathlib import Path

import pytest

from compliance.rules.files import PACKS
from tests.cli.desk import Office
from tests.cli.test_packs import SMALL

SAMPLE = PACKS / "cn/000000-credit-sample"


def altered(office: Office, old: str, new: str) -> str:
    """Write an altered copy of an installed pack; return its folder's name."""
    copy = office.folder / "altered"
    shutil.copytree(SAMPLE, copy)
    text = (copy / "pack.yaml").read_text(encoding="utf-8")
    assert old in text
    office.write("altered/pack.yaml", text.replace(old, new))
    return copy.name


def test_an_article_is_cited_with_its_document_and_what_rests_on_it(bare: Office) -> None:
    """No database is needed, and none is made."""
    told = bare.json("rules cite pfpl#41.2")

    assert [(each["source"], each["article"], each["from"], each["checked"]) for each in told] == [
        ("pfpl", "41.2", "2021-08-20", "primary")
    ]
    assert "终身不得从事婴幼儿照护服务" in told[0]["text"]
    assert {("rule", "ban.lifetime"), ("param", "care_posts")} <= {
        (rest["kind"], rest["id"]) for rest in told[0]["rests"]
    }
    assert not Path("tuoyu.db").exists()


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_citation_is_read_by_people(bare: Office, lang: str) -> None:
    assert "ban.lifetime" in bare(f"rules cite 第四十一条第二款 --lang {lang}").out
    assert "ban.lifetime" in bare(f"rules cite pfpl#41.2 --lang {lang} --format table").out


@pytest.mark.parametrize("asked", ["pfpl#999", "第九百九十九条", "nothing", "#", ""])
def test_an_article_that_no_pack_quotes(office: Office, asked: str) -> None:
    office.refused("E-ARTICLE-UNKNOWN", "rules cite", asked, code=4)


def test_packs_in_use_are_what_is_installed(office: Office) -> None:
    """Nothing adopted, nothing different; said in words, and as an empty list."""
    assert office.json("rules diff installed adopted") == []
    assert office("rules diff installed adopted --lang en").out == "no difference\n"


def test_a_difference_is_a_finding(office: Office) -> None:
    """Exit 1, and one row: what, where, from what to what."""
    name = altered(
        office, "values: [{value: 3, binding: policy", "values: [{value: 4, binding: policy"
    )
    told = office.json(f"rules diff installed {name}", code=1)

    assert told == [
        {
            "pack": "cn.credit-sample", "section": "values", "id": "tier_b_from CN",
            "change": "changed", "attribute": "value", "from": 3, "to": 4,
        }
    ]  # fmt: skip


def test_a_day_means_the_packs_adopted_by_then(office: Office) -> None:
    """What was in use on the first day is compared with what is in use now."""
    name = altered(
        office, "values: [{value: 3, binding: policy", "values: [{value: 4, binding: policy"
    )
    office("rules adopt --installed", now="2025-01-10")
    office(f"rules adopt {name}", now="2025-03-10")
    told = office.json("rules diff 2025-02-01 2025-04-01", code=1)

    assert [(each["from"], each["to"]) for each in told] == [(3, 4)]
    assert office.json("rules diff 2025-04-01 adopted") == []
    assert office.json("rules diff 2025-02-01T00:00:00+08:00 installed") == []


def test_the_same_pack_twice_is_the_same(office: Office) -> None:
    name = office.write("pack.yaml", SMALL)

    assert office.json(f"rules diff {name} {name}") == []


def test_sides_that_mean_nothing(office: Office) -> None:
    name = office.write("pack.yaml", SMALL)
    office.refused("E-DIFF-SIDE", f"rules diff {name} yesterday", code=2)
    office.refused("E-DIFF-SIDE", "rules diff 2025-02 installed", code=2)
    office.refused("E-PACK-FILE", f"rules diff {name} missing.yaml", code=2)
    office.refused("E-PACK-FILE", "rules diff packs/missing installed", code=2)


def test_a_folder_that_holds_a_pack_twice(office: Office) -> None:
    (office.folder / "bad").mkdir()
    for name in ("a.yaml", "b.yaml"):
        office.write(f"bad/{name}", SMALL)
    office.refused("E-PACK-TWICE", "rules diff installed bad", code=2)


def test_a_day_needs_a_database(bare: Office) -> None:
    for lang in ("zh", "en"):
        assert bare(f"rules diff 2025-02-01 installed --lang {lang}", code=4).out == ""


def test_coverage_goes_through_every_clause(bare: Office) -> None:
    """Row by row, with what does it; the summary counts what is proved."""
    answer = bare.call(["rules", "coverage", "--format", "json"])
    rows = {each["id"]: each for each in answer.json}
    lacking = [each for each in rows.values() if each["lacks"]]

    assert (1 if lacking else 0) == answer.code
    assert len(rows) == 132
    assert {"Y", "P", "N"} == {each["mark"] for each in rows.values()}
    assert rows["GZ-00"]["missing"]["en"]
    assert rows["DZ-T9"]["done"]["rules"] == ["staff.certification"]
    assert rows["DZ-T9"]["lacks"] == []


def test_coverage_of_a_region_and_of_what_is_missing(bare: Office) -> None:
    dazu = bare.call(["rules", "coverage", "--region", "500111", "--format", "json"]).json
    asked = ["rules", "coverage", "--region", "500111", "--missing", "--format", "json"]

    assert {"cn.dazu-plan"} == {each["pack"] for each in dazu}
    assert [each for each in dazu if not each["proved"]] == bare.call(asked).json


def test_a_clause_without_proof_is_a_finding(bare: Office) -> None:
    """Exit 1, and what is lacking is named in either language."""
    clauses = (
        "clauses:\n  A-1: {article: '1', kinds: [R], mark: 'Y', zh: 条, en: clause, "
        "done: {rules: [unheard], commands: [rules fly]}}\n"
    )
    bare.write("pack.yaml", SMALL + clauses)
    (bare.folder / "own").mkdir()
    bare.write("own/pack.yaml", SMALL + clauses)
    told = bare.json("rules coverage --rules own", code=1)
    zh, en = (
        bare(f"rules coverage --rules own --lang {lang}", code=1).out for lang in ("zh", "en")
    )

    assert [(each["code"], each["name"]) for each in told[0]["lacks"]] == [
        ("rule", "unheard"),
        ("command", "rules fly"),
    ]
    assert "A-1" in zh
    assert "there is no command tuoyu rules fly" in en


def test_coverage_of_a_region_that_is_none(office: Office) -> None:
    office.refused("E-REGION", "rules coverage --region 大足", code=2)
    office.refused("E-REGION-UNKNOWN", "rules coverage --region 999999", code=4)


def test_a_clause_that_is_misshapen(office: Office) -> None:
    office.write("pack.yaml", SMALL + "clauses:\n  A-1: {article: '1', kinds: [Z], mark: 'Y', "
                 "zh: 条, en: clause}\n")  # fmt: skip
    office.refused("E-PACK-SHAPE", "rules coverage --rules pack.yaml", code=2)
