"""The Merkle tree over the log: roots, growth by one leaf, proofs and their verification.

It follows RFC 9162 §2.1 with SHA-256 and knows hashes and sizes only: what a frame holds, where
hashes are stored and which root an auditor trusts are for others to say. Sizes count leaves, an
index starts at 0. Stored subtrees of 256, 256², … leaves spare a proof reading every leaf: a proof
over n leaves asks for at most 512 hashes for each power of 256 up to n.
"""

import hashlib
from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol

HASH_BYTES = 32
WIDTH_BITS = 8
"""A stored subtree of level k covers 2 ** (8k) leaves, 256 of the level below."""
EMPTY_ROOT = hashlib.sha256(b"").digest()
_LEAF_PREFIX = b"\x00"
_NODE_PREFIX = b"\x01"


class NodeSource(Protocol):
    """Where a proof reads its hashes."""

    def leaf(self, index: int, /) -> bytes:
        """Return the hash of one leaf."""

    def perfect(self, level: int, index: int, /) -> bytes | None:
        """Return the hash over leaves [index·256^level, (index+1)·256^level), if it is stored."""


class Leaves(NamedTuple):
    """A plain sequence of leaf hashes as a source; it stores no subtrees."""

    hashes: Sequence[bytes]

    def leaf(self, index: int) -> bytes:
        """Return the hash of one leaf."""
        return self.hashes[index]

    def perfect(self, level: int, index: int) -> bytes | None:  # noqa: ARG002 - the protocol's form
        """Return None: nothing but leaves is kept here."""
        return None


class Frontier(NamedTuple):
    """All that a growing tree must remember: the roots of its perfect subtrees, widest first."""

    size: int = 0
    roots: tuple[bytes, ...] = ()

    def with_leaf(self, leaf: bytes) -> "Frontier":
        """Return the frontier one leaf hash later."""
        return self.with_leaves((leaf,))[0]

    def with_leaves(
        self, leaves: Iterable[bytes]
    ) -> tuple["Frontier", list[tuple[int, int, bytes]]]:
        """Return the frontier some leaf hashes later, and the 256-wide subtrees they fill."""
        size, roots, filled = self.size, list(self.roots), []
        for node in leaves:
            size += 1
            for height in range(1, _trailing_zeros(size) + 1):
                node = node_hash(roots.pop(), node)  # noqa: PLW2901 - it rises
                if height % WIDTH_BITS == 0:
                    filled.append((height // WIDTH_BITS, (size >> height) - 1, node))
            roots.append(node)
        return Frontier(size, tuple(roots)), filled

    def root(self) -> bytes:
        """Return the root (RFC 9162 §2.1.1); of an empty tree, SHA-256 of nothing."""
        *wider, node = self.roots or (EMPTY_ROOT,)
        for left in reversed(wider):
            node = node_hash(left, node)
        return node

    def subtrees_completed_by(self, leaf: bytes) -> list[tuple[int, int, bytes]]:
        """Return (level, index, hash) of each 256-wide subtree that the next leaf fills."""
        return self.with_leaves((leaf,))[1]

    def to_text(self) -> str:
        """Write the frontier in one line: the size, then the roots in hex."""
        return " ".join((str(self.size), *(root.hex() for root in self.roots)))

    @classmethod
    def from_text(cls, text: str) -> "Frontier":
        """Read what `to_text` wrote. Raises ValueError for anything else."""
        size, *roots = text.split(" ")
        frontier = cls(int(size), tuple(bytes.fromhex(root) for root in roots))
        fits = frontier.size >= 0 and frontier.size.bit_count() == len(frontier.roots)
        if not fits or not _are_hashes(frontier.roots) or frontier.to_text() != text:
            raise ValueError(text)
        return frontier


def leaf_hash(frame: bytes) -> bytes:
    """Return the hash of one entry (RFC 9162 §2.1.1: 0x00 before the entry)."""
    return hashlib.sha256(_LEAF_PREFIX + frame).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash over two subtrees (RFC 9162 §2.1.1: 0x01 before both)."""
    return hashlib.sha256(_NODE_PREFIX + left + right).digest()


def root_of(leaves: Sequence[bytes]) -> bytes:
    """Return the root over all leaf hashes, level by level (RFC 9162 §2.1.1)."""
    level = list(leaves)
    while len(level) > 1:
        unpaired = level[len(level) & ~1 :]
        pairs = zip(level[::2], level[1::2], strict=False)
        level = [node_hash(left, right) for left, right in pairs] + unpaired
    return level[0] if level else EMPTY_ROOT


def root_at(nodes: NodeSource, size: int) -> bytes:
    """Return the root over the first `size` leaves. Raises ValueError for a negative size."""
    if size < 0:
        raise ValueError(size)
    return _over(nodes, 0, size) if size else EMPTY_ROOT


def inclusion_proof(nodes: NodeSource, index: int, size: int) -> tuple[bytes, ...]:
    """Prove that a leaf stands in the tree of `size` leaves (RFC 9162 §2.1.3.1).

    Raises ValueError if there is no such leaf.
    """
    if not 0 <= index < size:
        raise ValueError(index)
    return tuple(_siblings(nodes, index, size, to_leaf=True)[0])


def verify_inclusion(
    leaf: bytes, index: int, *, size: int, proof: Sequence[bytes], root: bytes
) -> bool:
    """Say whether the proof leads from the leaf hash to the root (RFC 9162 §2.1.3.2)."""
    sides = _sides(index, size - 1, len(proof))
    if sides is None or not _are_hashes((leaf, *proof)):
        return False
    node = leaf
    for is_left, sibling in zip(sides, proof, strict=True):
        node = node_hash(sibling, node) if is_left else node_hash(node, sibling)
    return node == root


def consistency_proof(nodes: NodeSource, old_size: int, new_size: int) -> tuple[bytes, ...]:
    """Prove that the tree of `new_size` leaves extends that of `old_size` (RFC 9162 §2.1.4.1).

    Nothing needs proving (the proof is empty) of equal sizes and of an empty old tree. Raises
    ValueError if the old tree is the larger one.
    """
    if not 0 <= old_size <= new_size:
        raise ValueError(old_size)
    if old_size in {0, new_size}:
        return ()
    siblings, start = _siblings(nodes, old_size - 1, new_size, to_leaf=False)
    # Where the old tree is one whole subtree, the verifier holds its hash: the old root.
    return tuple([_over(nodes, start, old_size), *siblings] if start else siblings)


def verify_consistency(
    old_size: int, new_size: int, *, old_root: bytes, new_root: bytes, proof: Sequence[bytes]
) -> bool:
    """Say whether the new tree extends the old one, leaf for leaf (RFC 9162 §2.1.4.2).

    Trees of one size agree if their roots do; every tree extends the empty one.
    """
    if not 0 <= old_size <= new_size:
        return False
    if old_size in {0, new_size}:
        return not proof and old_root == (new_root if old_size else EMPTY_ROOT)
    path = (old_root, *proof) if old_size.bit_count() == 1 else tuple(proof)
    shift = _trailing_zeros(old_size)  # the trailing ones of fn
    sides = _sides((old_size - 1) >> shift, (new_size - 1) >> shift, len(path) - 1)
    if sides is None or not proof or not _are_hashes(path):
        return False
    old = new = path[0]
    for is_left, sibling in zip(sides, path[1:], strict=True):
        old = node_hash(sibling, old) if is_left else old
        new = node_hash(sibling, new) if is_left else node_hash(new, sibling)
    return old == old_root and new == new_root


def _siblings(
    nodes: NodeSource, index: int, size: int, *, to_leaf: bool
) -> tuple[list[bytes], int]:
    """Return the siblings on the way down to a leaf, lowest first, and where the way ended.

    Without `to_leaf` it ends at the first node whose last leaf is this one.
    """
    siblings: list[bytes] = []
    start, end = 0, size
    while end - start > 1 and (to_leaf or end != index + 1):
        middle = _middle(start, end)
        if index < middle:
            siblings.append(_over(nodes, middle, end))
            end = middle
        else:
            siblings.append(_over(nodes, start, middle))
            start = middle
    return siblings[::-1], start


def _sides(index: int, last: int, steps: int) -> list[bool] | None:
    """Say for each step up whether the sibling stands on the left; None if the steps do not fit.

    `index` and `last` are the RFC's fn and sn.
    """
    if not 0 <= index <= last:
        return None
    sides: list[bool] = []
    for _ in range(steps):
        if last == 0:
            return None
        is_left = index & 1 == 1 or index == last
        # A last node without a partner rises unhashed until it is a right child.
        unpaired = _trailing_zeros(index) if is_left else 0
        index, last = index >> unpaired + 1, last >> unpaired + 1
        sides.append(is_left)
    return sides if last == 0 else None


def _over(nodes: NodeSource, start: int, end: int) -> bytes:
    """Return the root over leaves [start, end), a range the tree really has as one node."""
    width = end - start
    if width == 1:
        return nodes.leaf(start)
    level, odd = divmod(width.bit_length() - 1, WIDTH_BITS)
    if odd == 0 and width.bit_count() == 1:
        stored = nodes.perfect(level, start // width)
        if stored is not None:
            return stored
    middle = _middle(start, end)
    return node_hash(_over(nodes, start, middle), _over(nodes, middle, end))


def _middle(start: int, end: int) -> int:
    """Return where a range of two leaves or more splits: the left part is a power of two."""
    return start + (1 << (end - start - 1).bit_length() - 1)


def _are_hashes(values: Iterable[bytes]) -> bool:
    """Check lengths: two odd lengths that add up would hash to the same node."""
    return all(len(value) == HASH_BYTES for value in values)


def _trailing_zeros(number: int) -> int:
    return (number & -number).bit_length() - 1 if number else 0
