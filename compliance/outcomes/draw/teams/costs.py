"""What a pair costs, and a turn: nobody can choose it, and whoever has the seed can redo it."""

import hashlib

import numpy as np

from compliance.domain.draw import METHOD
from compliance.outcomes.draw.teams.blocks import Part
from compliance.outcomes.draw.teams.network import Ints, Network

HASH_BITS = 44
_WORD_BITS = 64
_WORDS = 4
"""Of a SHA-256: numbers, the first digit first."""


def costs(net: Network, this: Part, seed: str) -> Ints:
    """Return the cost of each arc: the hash of a pair, nothing in a visit, 2^44 for each turn."""
    inner = net.tails.size - net.pairs.tasks.size - net.turns.size
    return np.concatenate(
        [_pairs(net, this, seed), np.zeros(inner, np.int64), net.turns << HASH_BITS]
    )


def _pairs(net: Network, this: Part, seed: str) -> Ints:
    """Return the first 44 bits of the SHA-256 of each pair of officer and facility."""
    sha, facilities = hashlib.sha256, [each.facility.encode() for each in this.tasks]
    runs = np.flatnonzero(np.diff(net.pairs.officers, prepend=-1))
    ends = np.append(runs[1:], net.pairs.officers.size)
    digests = bytearray()
    for begin, end in zip(runs.tolist(), ends.tolist(), strict=True):
        officer = this.officers[net.pairs.officers[begin]].certificate_no
        begun = f"{METHOD}|{seed}|team|{officer}|".encode()
        visits = net.pairs.tasks[begin:end].tolist()
        digests += b"".join([sha(begun + facilities[n]).digest() for n in visits])
    first = np.frombuffer(digests, ">u8").reshape(-1, _WORDS)[:, 0]
    return (first >> (_WORD_BITS - HASH_BITS)).astype(np.int64)
