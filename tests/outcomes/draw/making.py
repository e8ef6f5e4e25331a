"""Plans, frames and bundles as tests need them; and strategies over all that a plan can say."""

from collections.abc import Mapping, Sequence
from dataclasses import replace as changed
from datetime import UTC, datetime
from fractions import Fraction
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from hypothesis import strategies as st

from compliance.domain.canonical import digest
from compliance.domain.draw import Beacon, Entry, Item, Named, Nonce, Plan, Rate
from compliance.domain.events.draw import PassedFor
from compliance.outcomes import draw as dr
from compliance.outcomes.draw import verify_draw

MOMENT = datetime(2026, 3, 10, 13, 15, tzinfo=UTC)
BEACON = Beacon(source="双色球2026030期", at=MOMENT, how="开奖号码按公布顺序，用空格分隔")
VALUE = "03 09 16 20 23 33 12"
BEARERS = ("区卫生健康委", "区市场监管局", "监督人")
SALT = "5a" * 32


def item(name: str = "care", **said: Any) -> Item:
    """Return a matter of inspection, with a rate of a half unless another is said."""
    told = {"item": name, "field": "托育服务", "title": "照护服务规范", "object": "托育机构",
            "kind": "key", "basis": "《托育机构管理规范（试行）》", "department": "区卫生健康委",
            "level": "区级", "qualifications": ("托育",), "rates": (rate("1/2"),)}  # fmt: skip
    return Item(**told | said)


def rate(share: str, tier: str | None = None, district: str | None = None, **said: Any) -> Rate:
    return Rate(tier=tier, district=district, share=Fraction(share), **said)


def plan(*items: Item, **said: Any) -> Plan:
    """Return a plan of two departments and a supervisor."""
    plain = dr.plain_plan("2026-1", "500111", [], beacon=BEACON, nonces=BEARERS)
    told = {"items": items or (item(),), "departments": BEARERS[:2]}
    return changed(plain, **told | said)


def entry(name: str, tier: str = "A", district: str = "x", **said: Any) -> Entry:
    return Entry(facility=f"local:{name}", tier=tier, district=district,
                 **{"items": ("care",)} | said)  # fmt: skip


def frame(count: int, **said: Any) -> tuple[Entry, ...]:
    """Return so many facilities of one stratum."""
    return tuple(entry(f"{n:04}", **said) for n in range(count))


def seed(number: int) -> str:
    """Return one of many fixed seeds."""
    return sha256(f"seed {number}".encode()).hexdigest()


class Year(NamedTuple):
    """A plan, its frame, and which visits were given up later: the n-th of those left, and why."""

    plan: Plan
    frame: tuple[Entry, ...]
    given_up: tuple[tuple[int, PassedFor], ...] = ()


def nonces(number: int = 0) -> list[Nonce]:
    return [Nonce(by=by, value=seed(number)[:-1] + f"{n:x}") for n, by in enumerate(BEARERS)]


def committed(papers: Mapping[str, bytes], said: Plan, number: int = 0) -> dr.Committed:
    return dr.Committed(
        draw=said.plan,
        region=said.region,
        plan_sha256=digest(papers["plan.json"]),
        frame_sha256=digest(papers["frame.jsonl"]),
        roster_sha256=digest(dr.roster_paper(said.plan, [], SALT)),
        exclusions_sha256=digest(papers["exclusions.jsonl"]),
        nonces=tuple(
            dr.SealedNonce(by=each.by, sha256=dr.nonce_digest(each.value))
            for each in nonces(number)
        ),
        beacon=said.beacon,
        log=dr.LogPlace(
            id="log", position=7, recorded_at=datetime(2026, 3, 2, tzinfo=UTC), hash="ab" * 32
        ),
    )


def bundled(year: Year, number: int = 0) -> dict[str, bytes]:
    """Return the files of the bundle of a draw."""
    said = year.plan
    head = dr.FrameHead(
        plan=said.plan, as_of=said.as_of, known_at=None, position=6, ruleset="cd" * 32
    )
    excluded = [Named(facility="local:closed", reason="status"), *said.excluded]
    papers = {
        "plan.json": dr.plan_paper(said, SALT),
        "frame.jsonl": dr.frame_paper(head, year.frame, SALT),
        "exclusions.jsonl": dr.exclusions_paper(said.plan, excluded, SALT),
    }
    promise = committed(papers, said, number)
    text = dr.seed_text(promise, nonces(number), VALUE)
    seed = dr.seed_of(text)
    lot = dr.Lot(said, year.frame, seed, dr.drawn(said, year.frame, seed))
    return dr.bundle(
        papers
        | {
            "commitment.json": dr.commitment(promise),
            "seed.txt": text.encode(),
            "drawn.jsonl": dr.drawn_paper(said.plan, seed, lot.drawn),
            "replaced.jsonl": dr.replaced_paper(said.plan, seed, given_up(lot, year.given_up)),
        }
    )


def given_up(lot: dr.Lot, told: Sequence[tuple[int, PassedFor]]) -> list[dr.Replaced]:
    """Return what becomes of the visits that are given up, one after the other."""
    found: list[dr.Replaced] = []
    for index, reason in told:
        left = sorted(dr.visits(lot, found))
        if left:
            task = left[index % len(left)]
            found.append(dr.replace(lot, found, task, reason=reason, note="现场\u2028已关门"))
    return found


def laid(folder: Path, files: Mapping[str, bytes]) -> Path:
    """Write a bundle's files into a folder; what stands there already is let stand."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in files.items():
        path = folder / name
        if not path.exists() or path.read_bytes() != content:
            path.write_bytes(content)
    return folder


def faults(folder: Path, **held: Any) -> list[str]:
    """Return what `verify_draw.py` finds wrong in a folder."""
    yours = {"commitment": None, "bundle_sha256": None, "beacon_value": None} | held
    return [what for what, holds in verify_draw.Bundle(folder).checks(yours) if not holds]


SHARES = st.sampled_from(["0", "1", "1/2", "1/3", "1/5", "2/7", "9/10"])
RATES = st.lists(
    st.builds(
        rate,
        SHARES,
        st.sampled_from(["A", "B", "unrated", None]),
        st.sampled_from(["x", "y", "*", None]),
        least=st.integers(0, 3),
        most=st.none() | st.integers(0, 5),
    ),
    max_size=5,
).map(tuple)


@st.composite
def years(draw: st.DrawFn) -> Year:
    """Draw plans and frames with all that a plan can say, and visits given up later."""
    names = ["care", "food", "fire"][: draw(st.integers(1, 3))]
    said = plan(
        *(item(name, rates=draw(RATES)) for name in names),
        join_below=draw(st.integers(0, 6)),
        rounding=draw(st.sampled_from(["up", "lot"])),
        when_capped=draw(st.sampled_from(["replace", "defer"])),
    )
    entries = [
        entry(
            str(n),
            draw(st.sampled_from(["A", "A", "B", "unrated"])),
            draw(st.sampled_from(["x", "x", "y", "z", "*"])),
            items=tuple(each for each in names if draw(st.sampled_from([True, True, False]))),
            capped=draw(st.sampled_from([False, False, True])),
            must=draw(st.sampled_from([None, None, None, None, "complaints"])),
        )
        for n in range(draw(st.integers(0, 30)))
    ]
    included = tuple(
        Named(facility=each.facility, reason=each.must) for each in entries if each.must
    )
    reasons: st.SearchStrategy[PassedFor] = st.sampled_from(["closed", "visit_cap", "not_found"])
    told = draw(st.lists(st.tuples(st.integers(0, 99), reasons), max_size=6))
    return Year(changed(said, included=included), tuple(entries), tuple(told))
