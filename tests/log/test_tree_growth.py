"""The tree as a log keeps it: a frontier that grows, and stored subtrees that proofs read."""

import hashlib
from dataclasses import dataclass, field

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compliance.log.tree import (
    Frontier,
    Leaves,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    root_at,
    root_of,
    verify_consistency,
    verify_inclusion,
)

LEAVES = tuple(leaf_hash(str(number).encode()) for number in range(3000))


def naive_root(leaves: tuple[bytes, ...]) -> bytes:
    """RFC 9162 §2.1.1, word for word."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    left, right = naive_root(leaves[:split]), naive_root(leaves[split:])
    return hashlib.sha256(b"\x01" + left + right).digest()


def grown(leaves: tuple[bytes, ...]) -> Frontier:
    frontier = Frontier()
    for leaf in leaves:
        frontier = frontier.with_leaf(leaf)
    return frontier


@dataclass
class Stored:
    """A source that keeps the 256-wide subtrees as a log would."""

    leaves: tuple[bytes, ...]
    subtrees: dict[tuple[int, int], bytes] = field(default_factory=dict)

    def leaf(self, index: int) -> bytes:
        return self.leaves[index]

    def perfect(self, level: int, index: int) -> bytes | None:
        return self.subtrees.get((level, index))


def stored(leaves: tuple[bytes, ...]) -> Stored:
    source, frontier = Stored(leaves), Frontier()
    for leaf in leaves:
        for level, index, root in frontier.subtrees_completed_by(leaf):
            source.subtrees[level, index] = root
        frontier = frontier.with_leaf(leaf)
    return source


BIG = stored(LEAVES)


@settings(deadline=None)
@given(st.integers(1, 3000), st.data())
def test_proofs_hold_in_larger_trees(size: int, data: st.DataObject) -> None:
    leaves = BIG.leaves[:size]
    index = data.draw(st.integers(0, size - 1))
    old_size = data.draw(st.integers(0, size))
    root = root_of(leaves)
    inclusion = inclusion_proof(BIG, index, size)
    consistency = consistency_proof(BIG, old_size, size)

    assert root == root_at(BIG, size)
    assert inclusion == inclusion_proof(Leaves(leaves), index, size)
    assert verify_inclusion(leaves[index], index, size=size, proof=inclusion, root=root)
    assert consistency == consistency_proof(Leaves(leaves), old_size, size)
    assert verify_consistency(
        old_size, size, old_root=root_at(BIG, old_size), new_root=root, proof=consistency
    )


@settings(deadline=None)
@given(st.lists(st.binary(min_size=32, max_size=32), max_size=600))
def test_a_frontier_has_the_root_of_its_leaves_and_survives_its_text(leaves: list[bytes]) -> None:
    frontier = grown(tuple(leaves))

    assert frontier.root() == root_of(leaves) == naive_root(tuple(leaves))
    assert Frontier.from_text(frontier.to_text()) == frontier


@pytest.mark.parametrize(
    "text",
    [
        "",
        "x",
        "1",
        "-1 " + "00" * 32,
        "0 " + "00" * 32,
        "01 " + "00" * 32,
        "1 " + "00" * 31,
        "1 " + "AA" * 32,
        "1  " + "00" * 32,
        "3 " + "00" * 32,
        "1 " + "00" * 32 + "\n",
    ],
)
def test_a_garbled_frontier_is_not_read(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        Frontier.from_text(text)


def test_completed_subtrees_are_the_roots_of_their_leaves() -> None:
    assert BIG.subtrees.keys() == {(1, index) for index in range(3000 // 256)}
    for (_, index), root in BIG.subtrees.items():
        assert root == naive_root(BIG.leaves[256 * index : 256 * (index + 1)])


def test_a_subtree_of_the_second_level_is_completed_by_its_last_leaf() -> None:
    leaf = LEAVES[0]
    level_1 = grown((leaf,) * 256).root()
    level_2 = root_of((level_1,) * 256)
    almost = grown((leaf,) * 65_535)

    assert almost.subtrees_completed_by(leaf) == [(1, 255, level_1), (2, 0, level_2)]
    assert almost.with_leaf(leaf).subtrees_completed_by(leaf) == []


class Uniform:
    """A tree of a million equal leaves, subtrees stored; it counts what is read."""

    def __init__(self) -> None:
        self.levels = [LEAVES[0]]
        for _ in range(2):
            self.levels.append(root_of([self.levels[-1]] * 256))
        self.reads = 0

    def leaf(self, index: int) -> bytes:  # noqa: ARG002 - all are equal
        self.reads += 1
        return self.levels[0]

    def perfect(self, level: int, index: int) -> bytes | None:  # noqa: ARG002 - all are equal
        self.reads += 1
        return self.levels[level]


@settings(deadline=None)
@given(st.integers(1, 1_000_000), st.data())
def test_a_proof_reads_at_most_512_hashes_per_level(size: int, data: st.DataObject) -> None:
    index = data.draw(st.integers(0, size - 1))
    source = Uniform()
    proof = inclusion_proof(source, index, size)
    inclusion_reads = source.reads
    consistency_proof(source, index, size)

    root = root_at(Uniform(), size)
    assert verify_inclusion(LEAVES[0], index, size=size, proof=proof, root=root)
    assert inclusion_reads <= 3 * 512
    assert source.reads - inclusion_reads <= 3 * 512
