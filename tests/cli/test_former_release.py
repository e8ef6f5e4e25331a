"""A log of the former release under this one: restored bit for bit, and answered as it was then.

`tests/former/` was made by the release whose events are all `/1`, each pack one file: its packs,
an office that adopted them and recorded every shape that has changed since, its export with the
root, and what it answered on some days as known on others. `tests/former/second/` was made by the
release before spot checks by lot: a log alone, of the shapes that changed with them.
"""

import hashlib
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from compliance.domain.events import former_names
from compliance.rules.door import canonical_pack
from tests.cli.desk import Office

FORMER = Path(__file__).parents[1] / "former"
LOG = (FORMER / "log.jsonl").read_text(encoding="utf-8")
ROOT = json.loads((FORMER / "root.json").read_text(encoding="utf-8"))
SECOND = FORMER / "second"
ANSWERS = [
    json.loads(line)
    for line in (FORMER / "answers.jsonl").read_text(encoding="utf-8").splitlines()
]
NOW = "2024-12-31"


@pytest.fixture(scope="module")
def restored(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder into which the log is restored, once."""
    return tmp_path_factory.mktemp("restored")


@pytest.fixture
def old(bare: Office, restored: Path) -> Office:
    """Make an office that has just upgraded: the log restored, the old texts kept."""
    if not list(restored.iterdir()):
        bare("init")
        bare("import log", str(FORMER / "log.jsonl"))
        bare("rules keep", str(FORMER / "packs"))
        for path in bare.folder.iterdir():
            shutil.copy(path, restored)
        return bare
    for path in restored.iterdir():
        shutil.copy(path, bare.folder)
    return bare


def differing(told: Any, now: Any, where: str = "") -> list[str]:
    """Name whatever of an old answer is another one now; what is told beside it is no change."""
    if isinstance(told, dict):
        return [
            each for name in told
            for each in differing(told[name], now.get(name), f"{where}/{name}")
        ]  # fmt: skip
    if isinstance(told, list) and isinstance(now, list) and len(told) == len(now):
        pairs = enumerate(zip(told, now, strict=True))
        return [each for n, (a, b) in pairs for each in differing(a, b, f"{where}[{n}]")]
    return [] if told == now else [f"{where}: {told!r} -> {now!r}"]


def test_the_former_log_holds_every_shape_that_changed() -> None:
    """Else the tests below could not tell of it."""
    both = LOG + (SECOND / "log.jsonl").read_text(encoding="utf-8")
    types = {json.loads(line)["type"] for line in both.splitlines()}

    assert set(former_names()) <= types


def test_a_log_of_the_release_before_draws_is_restored_with_its_root(bare: Office) -> None:
    """Its draw is shown and asked about, though no paper answers to its digests."""
    bare("init")
    bare("import log", str(SECOND / "log.jsonl"))
    root = json.loads((SECOND / "root.json").read_text(encoding="utf-8"))
    told = bare.json("log root")
    asked = bare.json("draw audit --region 500111", now="2026-12-01")

    assert (root["size"], root["root"]) == (told["size"], told["root"])
    assert bare.json("draw show d1", now="2026-12-01")["drawn"] == 2
    assert {"unanswered", "never_revealed"} <= {each["question"] for each in asked}


def test_a_log_of_the_former_release_is_restored_with_its_root(old: Office) -> None:
    """Anchors that were printed by the old program prove the log in the new one."""
    told = old.json("log root")

    assert (ROOT["size"], ROOT["root"]) == (told["size"], told["root"])
    assert old("export log").out == LOG
    assert old.json("verify")["ok"]


def test_the_texts_of_former_packs_keep_their_digests() -> None:
    """A digest is of the canonical text: a door that writes it otherwise would lose them all."""
    adopted = {
        line["data"]["pack"]: line["data"]["sha256"]
        for line in map(json.loads, LOG.splitlines())
        if line["type"] == "rules.adopted/1"
    }
    texts = [canonical_pack(path)[0] for path in sorted((FORMER / "packs").iterdir())]

    assert adopted == {
        json.loads(text)["pack"]: hashlib.sha256(text.encode()).hexdigest() for text in texts
    }


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda each: each["asked"])
def test_upgrading_does_not_change_last_years_answer(old: Office, answer: dict[str, Any]) -> None:
    """By the packs adopted then, as known then: word for word what the old program said."""
    assert differing(answer["told"], old.json(answer["asked"], now=NOW)) == []


def test_adopting_the_new_packs_changes_only_what_is_known_from_then_on(old: Office) -> None:
    """The answers of last year stay; today's may be others."""
    old.json("rules adopt --installed", now="2026-11-01")
    line = "status local:jia --as-of 2024-05-20"
    then = [each for each in ANSWERS if each["asked"].startswith(line)]
    now = old.json(line, now="2026-11-02")

    assert then
    for each in then:
        assert differing(each["told"], old.json(each["asked"], now="2026-11-02")) in (
            [],
            [f"/position: {ROOT['size']} -> {now['position']}"],
        )
    assert now["ruleset"]["sha256"] != then[0]["told"]["ruleset"]["sha256"]
