"""Check a published draw (双随机抽查核验) with Python 3.9 or later, and nothing else.

  python3 -I verify_draw.py FOLDER [--commitment FILE] [--bundle-sha256 HEX] [--beacon-value TEXT]

It computes all of it again, from digests to who was drawn. What no folder proves by itself:
- that it was promised: `--commitment` takes the commitment.json that you kept from before the
  draw, or had from others. Without it, plan, frame and nonces may have been made up afterwards;
- the beacon's value, and when it was told first: look both up; `--beacon-value` compares it;
- what was given up after the draw, why, and this program: `--bundle-sha256`, told at the reveal;
- that frame.jsonl and exclusions.jsonl are complete and true; "deferred": see earlier bundles.
"""

import argparse
import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from fractions import Fraction
from math import ceil, floor
from pathlib import Path
from typing import Any
from unicodedata import normalize

Row = dict[str, Any]
METHOD = "dr/v1"
FILES = ("commitment.json", "drawn.jsonl", "exclusions.jsonl", "frame.jsonl", "plan.json",
         "replaced.jsonl", "seed.txt", "verify_draw.py")  # fmt: skip


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def written(rows: list[Row]) -> bytes:
    one_form = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return "".join(f"{one_form.encode(row)}\n" for row in rows).encode()


def line(row: Row, rank: int, items: list[str], **more: str) -> Row:
    """Return the row of drawn.jsonl for a row of the frame."""
    keys = ("facility", "stratum", "ticket", "must")
    told = {"rank": rank, "items": items, **more, **{key: row[key] for key in keys if key in row}}
    return {**told, "passed": "visit_cap"} if row.get("capped") else told


class Bundle:
    """The files of a folder, and what follows from the plan, the frame and the seed."""

    def __init__(self, folder: Path) -> None:
        self.content = {name: (folder / name).read_bytes() for name in (*FILES, "SHA256SUMS")}
        (self.said,), (self.plan,) = self.rows("commitment.json"), self.rows("plan.json")
        self.frame, self.excluded = self.rows("frame.jsonl")[1:], self.rows("exclusions.jsonl")[1:]
        self.seed, text = sha256(self.content["seed.txt"]), self.content["seed.txt"].decode()
        self.value = text.split("\n")[-2].split("|")[3]
        self.strata = self.strata_by_name()
        self.drawn = sorted(self.lot(), key=lambda row: (row["ticket"], row["facility"]))
        for number, row in enumerate((r for r in self.drawn if "passed" not in r), start=1):
            row["task"] = f"{number:04}"

    def rows(self, name: str) -> list[Row]:
        rows = [json.loads(each) for each in self.content[name].decode().split("\n")[:-1]]
        if written(rows) != self.content[name]:
            raise ValueError(name)
        return rows

    def strata_by_name(self) -> dict[str, list[Row]]:
        """Put the facilities on which the lot decides into strata, in the order of tickets."""
        free = [row for row in self.frame if "must" not in row]
        count = Counter((row["tier"], row["district"]) for row in free)
        for row in self.frame:
            joined = count[row["tier"], row["district"]] < self.plan["join_below"]
            row["stratum"] = f"{row['tier']}/{'*' if joined else row['district']}"
            row["ticket"] = sha256(f"{METHOD}|{self.seed}|target|{row['facility']}".encode())
        strata: dict[str, list[Row]] = {}
        for row in sorted(free, key=lambda row: (row["ticket"], row["facility"])):
            strata.setdefault(row["stratum"], []).append(row)
        return strata

    def size(self, item: Row, stratum: str, count: int) -> int:
        """Say how many of the facilities that an item concerns are drawn for it."""
        tier, _, district = stratum.partition("/")
        at = None if district == "*" else district
        rates = {(rate["tier"], rate["district"]): rate for rate in reversed(item["rates"])}
        fitting = ((tier, at), (tier, None), (None, at), (None, None))
        none: Row = {"share": 0, "least": 0, "most": 0}
        rate = next((rates[each] for each in fitting if each in rates), none)
        rest = (asked := Fraction(*map(int, str(rate["share"]).split("/"))) * count) % 1
        lot = sha256(f"{METHOD}|{self.seed}|round|{item['item']}|{stratum}".encode())
        lucky = floor(asked) + (int(lot, 16) * rest.denominator < rest.numerator * 2**256)
        wanted = max(rate["least"], ceil(asked) if self.plan["rounding"] == "up" else lucky)
        return int(min(count, wanted, count if rate["most"] is None else rate["most"]))

    def lot(self) -> Iterator[Row]:
        """Yield the rows of drawn.jsonl: the named, the drawn, who stands in for the capped."""
        yield from (line(row, -1, row["items"]) for row in self.frame if "must" in row)
        for stratum, rows in self.strata.items():
            items: dict[str, list[str]] = {}
            for item in self.plan["items"]:
                concerned = [row["facility"] for row in rows if item["item"] in row["items"]]
                for facility in concerned[: self.size(item, stratum, len(concerned))]:
                    items.setdefault(facility, []).append(item["item"])
            used = set(items)
            for rank, row in enumerate(rows):
                if row["facility"] in items:
                    yield (one := line(row, rank, items[row["facility"]]))
                    if "passed" in one and self.plan["when_capped"] == "replace":
                        yield from self.instead(one, used)

    def instead(self, gone: Row, used: set[str]) -> Iterator[Row]:
        """Yield who stands in for a facility, if anybody can, and count them as used."""
        for rank, row in enumerate(self.strata[gone["stratum"]]):
            free = row["facility"] not in used and not row.get("capped")
            if free and set(gone["items"]) <= set(row["items"]):
                used.add(row["facility"])
                yield line(row, rank, gone["items"], instead_of=gone["facility"])
                return

    def replaced(self) -> Iterator[Row]:
        """Yield replaced.jsonl as it follows from which visits were given up, and why."""
        given_up, draw = self.rows("replaced.jsonl")[1:], self.plan["plan"]
        yield {"paper": "replaced", "draw": draw, "seed": self.seed, "count": len(given_up)}
        visits = {row["task"]: row for row in self.drawn if "task" in row}
        used = {row["facility"] for row in self.drawn}
        for told in given_up:
            gone, visits[told["task"]] = visits[told["task"]], {}
            row = {**told, "facility": gone["facility"], "by": None, "by_task": None}
            put_off = told["reason"] == "visit_cap" and self.plan["when_capped"] == "defer"
            for new in () if put_off or "must" in gone else self.instead(gone, used):
                row.update(by=new["facility"], by_task=f"{len(visits) + 1:04}")
                visits[row["by_task"]] = new
            yield row

    def seed_text(self) -> bytes:
        """Write the seed's text again: what was committed to, the nonces, the value."""
        told, said = self.content["seed.txt"].decode().split("\n"), self.said
        nonces = {sha256(row[-64:].encode()): row[-64:] for row in told if row[:5] == "nonce"}
        rows = [METHOD, f"draw|{said['draw']}"]
        rows += [f"{n}|{said[n + '_sha256']}" for n in ("plan", "frame", "roster", "exclusions")]
        for by, digest in sorted((each["by"], each["sha256"]) for each in said["nonces"]):
            rows.append(f"nonce|{by}|{nonces[digest]}")
        value = " ".join(normalize("NFKC", self.value).split()) * self.value.isprintable()
        rows += [f"beacon|{said['beacon']['source']}|{said['beacon']['at']}|{value}", ""]
        return "\n".join(rows).encode()

    def promises(self) -> Iterator[tuple[str, bool]]:
        """Yield what was committed to before the beacon, and whether it was kept."""
        said, plan, framed = self.said, self.plan, [row["facility"] for row in self.frame]
        for name in ("plan.json", "frame.jsonl", "exclusions.jsonl"):
            promised = said[f"{name.partition('.')[0]}_sha256"]
            yield f"{name} 与承诺相符 as promised", sha256(self.content[name]) == promised
        head = {"draw": plan["plan"], "region": plan["region"], "beacon": plan["beacon"]}
        same = sorted(plan["nonces"]) == sorted(each["by"] for each in said["nonces"])
        yield "计划如承诺 plan as promised", same and {**said, **head, "method": METHOD} == said
        moments = (said["log"]["recorded_at"], said["beacon"]["at"])
        made, told = (datetime.fromisoformat(each.removesuffix("Z")) for each in moments)
        yield "信标在承诺之后 beacon after the promise", made < told
        out = {row["facility"] for row in (*self.excluded, *plan["excluded"])}
        why = {row["facility"]: row["reason"] for row in plan["included"]}
        ok = all(r.get("must", ()) in (why.get(r["facility"], ()), "deferred") for r in self.frame)
        yield "抽样框如计划 frame of this plan", ok and framed == sorted(set(framed) - out)

    def checks(self, yours: Row) -> Iterator[tuple[str, bool]]:
        sums = "".join(f"{sha256(self.content[name])}  {name}\n" for name in FILES).encode()
        yield "文件与清单相符 SHA256SUMS", sums == self.content["SHA256SUMS"]
        if yours["commitment"] is not None:
            kept = Path(yours["commitment"]).read_bytes() == self.content["commitment.json"]
            yield "承诺书与所持相同 commitment as you hold it", kept
        for key, its in (("bundle_sha256", sha256(sums)), ("beacon_value", self.value)):
            if yours[key] is not None:
                yield f"与所持相同 as you hold it: {key}", yours[key] == its
        yield from self.promises()
        yield "种子 seed", self.seed_text() == self.content["seed.txt"]
        head = {"paper": "drawn", "draw": self.plan["plan"], "seed": self.seed}
        drawn = written([{**head, "count": len(self.drawn)}, *self.drawn])
        yield "抽中名单 drawn", drawn == self.content["drawn.jsonl"]
        yield "更换情况 replaced", written([*self.replaced()]) == self.content["replaced.jsonl"]


def main(*words: str) -> int:
    parser = argparse.ArgumentParser(description="核验双随机抽查 Check a published draw.")
    parser.add_argument("folder", type=Path)
    for option in ("--commitment", "--bundle-sha256", "--beacon-value"):
        parser.add_argument(option)
    yours, good = vars(parser.parse_args(words or None)), True
    try:
        bundle = Bundle(yours["folder"])
        for what, holds in bundle.checks(yours):
            print("ok  " if holds else "FAIL", what)
            good = good and holds
        print(f"信标值请自行查对 look up: {bundle.said['beacon']['source']!r} = {bundle.value!r}")
    except Exception as fault:  # noqa: BLE001 - whatever stops the check, nothing was proved
        print("FAIL 无法重算 cannot be computed:", repr(fault))
        good = False
    return 0 if good else 1


if __name__ == "__main__":
    raise SystemExit(main())
