"""Adoption: rules have a knowledge axis, and last year's answer stays last year's."""

import hashlib
import json
import re
import shutil

from compliance.rules.files import PACKS
from tests.cli.desk import Office, begins

SETTING = PACKS / "cn/000000-setting-standard"
BEFORE, AFTER = "2024-06-30", "2024-07-02"
ADOPTED_AT = "2024-07-01"


@begins
def told(office: Office) -> None:
    """Make an office that holds a class of fourteen toddlers."""
    facility = "local:a --occurred 2024-01-02"
    office.record(f"registered {facility} --name 虚构甲园 --kind facility --region 500111",
                  now="2024-01-03")  # fmt: skip
    office.record(f"facility.opened {facility}", now="2024-01-03")
    office.record(f"class.opened {facility} --class-id c1 --kind toddler", now="2024-01-03")
    office.record(f"counted {facility} --class-id c1 --children 14 --carers 3", now="2024-01-03")


def changed_pack(office: Office) -> str:
    """Write the setting standard with a lower limit for toddlers; return its name."""
    (office.folder / "setting").mkdir()
    for page in SETTING.glob("*.yaml"):
        text = page.read_text(encoding="utf-8").replace("toddler: 15,", "toddler: 12,")
        text = re.sub(r"^version: .*$", 'version: "2026.99"', text, flags=re.MULTILINE)
        office.write(f"setting/{page.name}", text)
    return "setting/pack.yaml"


def size_of(office: Office, known: str = "", *more: str) -> str:
    """Return the verdict on the class's size."""
    asked = f"--known-at {known}" if known else ""
    standing = office.json(f"status local:a {asked}", *more, now="2024-08-01")
    return str(
        next(each for each in standing["findings"] if each["rule"] == "class.size")["verdict"]
    )


def ruleset_of(office: Office, known: str = "") -> str:
    asked = f"--known-at {known}" if known else ""
    return str(office.json(f"status local:a {asked}", now="2024-08-01")["ruleset"]["sha256"])


def test_before_any_adoption_the_installed_packs_count(told: Office) -> None:
    standing = told.json("status local:a")

    assert {each["pack"] for each in told.json("rules list")} <= {
        each["id"] for each in standing["ruleset"]["packs"]
    }
    assert told.json("log root")["size"] == 4


def test_an_adopted_change_counts_from_then_on(told: Office) -> None:
    """As known before, the answer stays what it was; after, the class is too large."""
    name = changed_pack(told)
    first = ruleset_of(told)

    assert size_of(told) == "compliant"
    assert told.json(f"rules lint {name}")["ok"]
    told.json(f"rules adopt {name}", now=ADOPTED_AT)

    assert (size_of(told, BEFORE), size_of(told, AFTER)) == ("compliant", "violation")
    assert size_of(told) == "violation"
    assert ruleset_of(told, BEFORE) == first != ruleset_of(told, AFTER)


def test_the_first_adoption_of_one_pack_keeps_the_others_in_use(told: Office) -> None:
    """Exactly the adopted packs are in use: without the others nothing could be judged."""
    before = {each["id"] for each in told.json("status local:a")["ruleset"]["packs"]}
    told.json(f"rules adopt {changed_pack(told)}", now=ADOPTED_AT)
    after = {each["id"] for each in told.json("status local:a")["ruleset"]["packs"]}

    assert before == after


def test_a_later_adoption_adds_only_what_it_names(told: Office) -> None:
    told.json("rules adopt --installed", now="2024-05-01")
    size = told.json("log root")["size"]
    rows = told.json(f"rules adopt {changed_pack(told)}", now=ADOPTED_AT)

    assert [(size + 1, "cn.setting-standard", "2026.99")] == [
        (each["position"], each["pack"], each["version"]) for each in rows
    ]


def test_the_same_call_adopts_once(told: Office) -> None:
    name = changed_pack(told)
    first = told.json(f"rules adopt {name} --key k", now=ADOPTED_AT)

    assert first == told.json(f"rules adopt {name} --key k", now=ADOPTED_AT)


def test_the_text_is_kept_with_its_digest(told: Office) -> None:
    """The file may be gone, the program another: the text stands in the database."""
    (row,) = told.json(f"rules adopt {changed_pack(told)}", now=ADOPTED_AT)[-1:]
    adopted = {each["data"]["pack"]: each["data"] for each in told.json("log")
               if each["type"] == "rules.adopted/1"}  # fmt: skip
    shutil.rmtree(told.folder / "setting")

    assert size_of(told) == "violation"
    assert adopted["cn.setting-standard"]["version"] == "2026.99"
    for each in adopted.values():
        assert each["sha256"] == hashlib.sha256(_kept(told, each["sha256"]).encode()).hexdigest()
    assert row["sha256"] in {each["sha256"] for each in adopted.values()}


def test_replay_uses_the_rules_known_then(told: Office) -> None:
    told.json(f"rules adopt {changed_pack(told)}", now=ADOPTED_AT)
    line = "replay local:a --from 2024-01-01 --to 2024-06-01"

    assert told.json(line) != told.json(f"{line} --known-at {BEFORE}")
    assert told.json("timeline local:a") != told.json(f"timeline local:a --known-at {BEFORE}")


def test_what_if_rules_change_nothing(told: Office) -> None:
    name = changed_pack(told)
    root = told.root()

    assert size_of(told, "", "--rules", name) == "violation"
    assert size_of(told) == "compliant"
    assert root == told.root()


def test_a_restored_log_lacks_the_text_until_it_is_kept(told: Office) -> None:
    """`export log` carries the digest; `rules keep` brings the text."""
    name = changed_pack(told)
    told.json(f"rules adopt {name}", now=ADOPTED_AT)
    told("export log --output log.jsonl")
    told("init --db sqlite:///new.db")
    told("import log log.jsonl --db sqlite:///new.db")
    for line in ("status local:a", "timeline local:a", ("record facility.closed local:a "
                 "--occurred today --kind voluntary")):  # fmt: skip
        answer = told(f"{line} --db sqlite:///new.db --format json", code=4)

        assert answer.codes == ["E-PACK-TEXT"]
        assert "rules keep" in answer.errors[0]["hint"]
    kept = told.json(f"rules keep {name} --db sqlite:///new.db")

    assert [each["pack"] for each in kept] == ["cn.setting-standard"]
    assert told.json("status local:a --db sqlite:///new.db") == told.json("status local:a")
    assert told.json("verify --db sqlite:///new.db")["ok"]


def test_only_an_adopted_text_is_kept(told: Office) -> None:
    told.refused("E-PACK-NOT-ADOPTED", f"rules keep {changed_pack(told)}", code=4)


def test_adoption_says_what_to_adopt(told: Office) -> None:
    told.refused("E-ADOPT-WHAT", "rules adopt", code=4)


def test_init_may_adopt_at_once(bare: Office) -> None:
    bare("init --adopt")
    packs = {each["pack"] for each in bare.json("rules list")}

    assert packs <= {each["data"]["pack"] for each in bare.json("log")}


def test_export_and_import_keep_ids_hashes_and_root(told: Office) -> None:
    """What was restored is the log that was exported, bit for bit."""
    told.json("correct 4 --set children=13 --reason 误", now="2024-02-01")
    told.json("retract 3 --reason 误", now="2024-02-02")
    told("export log --output log.jsonl")
    told("init --db sqlite:///new.db")
    told("import log log.jsonl --db sqlite:///new.db")
    exported = (told.folder / "log.jsonl").read_text(encoding="utf-8")
    root = told.json("log root")["root"]

    assert exported == told("export log --db sqlite:///new.db").out
    assert root == told.json("log root --db sqlite:///new.db")["root"]
    assert told.json("verify --db sqlite:///new.db")["ok"]
    assert [json.loads(line)["position"] for line in exported.splitlines()] == [1, 2, 3, 4, 5, 6]


def _kept(office: Office, sha256: str) -> str:
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(office.db)) as db:
        row = db.execute("SELECT text FROM kept_text WHERE sha256 = ?", (sha256,)).fetchone()
    return str(row[0])
