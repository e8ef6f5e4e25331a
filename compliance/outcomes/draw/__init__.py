"""Double random (双随机) for other systems: a draw that nobody can steer and anybody can re-run.

Everything here is a function of values; nothing reads a file, a clock or a generator. Who has a
list and wants the draw alone hands it in, and hands out what has to be told, in this order:

>>> from datetime import UTC, datetime
>>> from fractions import Fraction
>>> from compliance.domain.canonical import digest
>>> from compliance.domain.draw import Beacon, Nonce, Rate

A plan says how much of which stratum is visited, and names a public value of the future.

>>> moment = datetime(2026, 3, 10, 13, 15, tzinfo=UTC)
>>> beacon = Beacon(source="双色球2026030期", at=moment, how="开奖号码按公布顺序，用空格分隔")
>>> rates = [Rate(tier="A", district=None, share=Fraction(1, 4)),
...          Rate(tier=None, district=None, share=Fraction(1, 2), least=1)]
>>> plan = plain_plan("2026-1", "500111", rates, beacon=beacon, nonces=["office", "supervisor"])

The list becomes a frame; its strata can be taken by themselves (`stratify`).

>>> rows = [{"facility": f"local:{n}", "tier": "AB"[n % 2], "district": "500111001"}
...         for n in range(1, 13)]
>>> frame = frame_of(rows, plan)
>>> [(stratum.name, len(entries)) for stratum, entries in stratify(frame).items()]
[('A/500111001', 6), ('B/500111001', 6)]

Before the beacon's moment the digests of all papers and of everybody's number are published
(`commitment`); salts and numbers come from `secrets.token_hex(32)`, not from this example.

>>> salt, numbers = "5a" * 32, {"office": "01" * 32, "supervisor": "02" * 32}
>>> head = FrameHead(plan="2026-1", as_of=plan.as_of, known_at=None, position=None, ruleset=None)
>>> papers = {"plan.json": plan_paper(plan, salt), "frame.jsonl": frame_paper(head, frame, salt),
...           "exclusions.jsonl": exclusions_paper("2026-1", [], salt)}
>>> committed = Committed(
...     draw="2026-1", region="500111", plan_sha256=digest(papers["plan.json"]),
...     frame_sha256=digest(papers["frame.jsonl"]),
...     roster_sha256=digest(roster_paper("2026-1", [], salt)),
...     exclusions_sha256=digest(papers["exclusions.jsonl"]),
...     nonces=tuple(SealedNonce(by=by, sha256=nonce_digest(each))
...                  for by, each in numbers.items()),
...     beacon=beacon, log=LogPlace(id="ours", position=1, hash="",
...                                 recorded_at=datetime(2026, 3, 2, tzinfo=UTC)))

After it, the numbers and the beacon's value make the seed, and the seed the draw.

>>> nonces = [Nonce(by=by, value=each) for by, each in numbers.items()]
>>> text = seed_text(committed, nonces, "03 09 16 20 23 33 12")
>>> seed = seed_of(text)
>>> found = drawn(plan, frame, seed)
>>> [(each.facility, each.stratum, each.rank) for each in found][:2]
[('local:8', 'A/500111001', 0), ('local:1', 'B/500111001', 0)]
>>> lot = Lot(plan, frame, seed, found)
>>> given_up = replace(lot, [], "0001", reason="closed")
>>> (given_up.facility, given_up.by, given_up.by_task)
('local:8', 'local:6', '0006')

What is published then can be checked by strangers: `python3 -I verify_draw.py FOLDER`.

>>> files = bundle(papers | {
...     "commitment.json": commitment(committed), "seed.txt": text.encode(),
...     "drawn.jsonl": drawn_paper("2026-1", seed, found),
...     "replaced.jsonl": replaced_paper("2026-1", seed, [given_up])})
>>> sorted(files)[:3], len(bundle_sha256(files))
(['SHA256SUMS', 'commitment.json', 'drawn.jsonl'], 64)

Teams are another matter: `compliance.outcomes.draw.teams`.
"""

from compliance.outcomes.draw.bundle import (
    bundle,
    bundle_sha256,
    commitment,
    commitment_from,
    sums,
)
from compliance.outcomes.draw.handed import frame_of, plain_plan
from compliance.outcomes.draw.lot import drawn
from compliance.outcomes.draw.papers import (
    FrameHead,
    TeamLine,
    drawn_from,
    drawn_paper,
    exclusions_from,
    exclusions_paper,
    frame_from,
    frame_paper,
    plan_from,
    plan_paper,
    replaced_from,
    replaced_paper,
    roster_from,
    roster_paper,
    teams_from,
    teams_paper,
)
from compliance.outcomes.draw.seed import (
    Committed,
    LogPlace,
    SealedNonce,
    nonce_digest,
    seed_of,
    seed_text,
    ticket,
    value_form,
)
from compliance.outcomes.draw.strata import Stratum, rate_for, size, stratify
from compliance.outcomes.draw.tasks import (
    Lot,
    Replaced,
    numbered,
    replace,
    seats_of,
    tasks_of,
    visits,
)

__all__ = [
    "Committed",
    "FrameHead",
    "LogPlace",
    "Lot",
    "Replaced",
    "SealedNonce",
    "Stratum",
    "TeamLine",
    "bundle",
    "bundle_sha256",
    "commitment",
    "commitment_from",
    "drawn",
    "drawn_from",
    "drawn_paper",
    "exclusions_from",
    "exclusions_paper",
    "frame_from",
    "frame_of",
    "frame_paper",
    "nonce_digest",
    "numbered",
    "plain_plan",
    "plan_from",
    "plan_paper",
    "rate_for",
    "replace",
    "replaced_from",
    "replaced_paper",
    "roster_from",
    "roster_paper",
    "seats_of",
    "seed_of",
    "seed_text",
    "size",
    "stratify",
    "sums",
    "tasks_of",
    "teams_from",
    "teams_paper",
    "ticket",
    "value_form",
    "visits",
]
