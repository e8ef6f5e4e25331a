"""The Merkle tree against the published vectors, a naive oracle, and forged proofs."""

import hashlib
from collections.abc import Iterator

import pytest

from compliance.log.tree import (
    EMPTY_ROOT,
    Frontier,
    Leaves,
    consistency_proof,
    inclusion_proof,
    leaf_hash,
    node_hash,
    root_at,
    root_of,
    verify_consistency,
    verify_inclusion,
)

SIZE_MAX = 40
LEAVES = tuple(leaf_hash(str(number).encode()) for number in range(SIZE_MAX))
SIZES = range(SIZE_MAX + 1)


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


ROOTS = tuple(naive_root(LEAVES[:size]) for size in SIZES)


def grown(leaves: tuple[bytes, ...]) -> Frontier:
    frontier = Frontier()
    for leaf in leaves:
        frontier = frontier.with_leaf(leaf)
    return frontier


def forged(proof: tuple[bytes, ...]) -> Iterator[tuple[bytes, ...]]:
    """Give every proof with one byte changed, one hash dropped, doubled or added."""
    stranger = leaf_hash(b"stranger")
    for place in range(len(proof) + 1):
        before, after = proof[:place], proof[place:]
        yield (*before, stranger, *after)
        if after:
            yield (*before, *after[1:])
            yield (*before, after[0], *after)
            for at in range(32):
                changed = bytearray(after[0])
                changed[at] ^= 1
                yield (*before, bytes(changed), *after[1:])


def test_an_entry_can_never_pass_for_a_node() -> None:
    """Leaves and nodes are hashed under different prefixes (RFC 9162 §2.1.1)."""
    left, right = LEAVES[:2]

    assert leaf_hash(left + right) != node_hash(left, right)
    assert leaf_hash(b"") != EMPTY_ROOT


@pytest.mark.parametrize("size", SIZES)
def test_every_way_to_a_root_gives_the_root_of_the_definition(size: int) -> None:
    leaves = LEAVES[:size]

    assert root_of(leaves) == ROOTS[size]
    assert root_at(Leaves(LEAVES), size) == ROOTS[size]
    assert grown(leaves).root() == ROOTS[size]


@pytest.mark.parametrize("size", SIZES)
def test_every_inclusion_proof_holds_and_every_forgery_is_refused(size: int) -> None:
    root = ROOTS[size]
    for index in range(size):
        leaf = LEAVES[index]
        proof = inclusion_proof(Leaves(LEAVES), index, size)

        assert verify_inclusion(leaf, index, size=size, proof=proof, root=root)
        assert not verify_inclusion(b"\0" * 32, index, size=size, proof=proof, root=root)
        assert not verify_inclusion(leaf, index, size=size, proof=proof, root=b"\0" * 32)
        for other in {index - 1, index + 1, size, -1} - {index}:
            assert not verify_inclusion(leaf, other, size=size, proof=proof, root=root)
        for forgery in forged(proof):
            assert not verify_inclusion(leaf, index, size=size, proof=forgery, root=root)


@pytest.mark.parametrize("new_size", SIZES)
def test_every_consistency_proof_holds_and_every_forgery_is_refused(new_size: int) -> None:
    new = ROOTS[new_size]
    for old_size in range(new_size + 1):
        old = ROOTS[old_size]
        proof = consistency_proof(Leaves(LEAVES), old_size, new_size)

        assert verify_consistency(old_size, new_size, old_root=old, new_root=new, proof=proof)
        wrong = b"\0" * 32
        assert not verify_consistency(
            old_size, new_size, old_root=wrong, new_root=new, proof=proof
        )
        if old_size:
            assert not verify_consistency(
                old_size, new_size, old_root=old, new_root=wrong, proof=proof
            )
        for forgery in forged(proof):
            assert not verify_consistency(
                old_size, new_size, old_root=old, new_root=new, proof=forgery
            )


@pytest.mark.parametrize("size", range(2, SIZE_MAX + 1))
def test_a_rewritten_log_cannot_prove_that_it_extends_the_old_one(size: int) -> None:
    """One old leaf changed, honest proofs from the new tree: the auditor's anchor refuses."""
    for old_size in range(1, size + 1):
        rewritten = (leaf_hash(b"rewritten"), *LEAVES[1:size])
        proof = consistency_proof(Leaves(rewritten), old_size, size)

        assert not verify_consistency(
            old_size, size, old_root=ROOTS[old_size], new_root=root_of(rewritten), proof=proof
        )


def test_a_cut_log_does_not_extend_a_longer_one() -> None:
    assert not verify_consistency(8, 7, old_root=ROOTS[8], new_root=ROOTS[7], proof=())
    assert not verify_consistency(-1, -1, old_root=EMPTY_ROOT, new_root=EMPTY_ROOT, proof=())


@pytest.mark.parametrize("size", range(1, SIZE_MAX + 1))
def test_a_proof_higher_than_the_tree_is_refused_though_its_hashes_add_up(size: int) -> None:
    """A root one level up must not pass for the root of this size."""
    above, source = LEAVES[0], Leaves(LEAVES)
    raised = node_hash(above, ROOTS[size])
    proof = (*inclusion_proof(source, size - 1, size), above)

    assert not verify_inclusion(LEAVES[size - 1], size - 1, size=size, proof=proof, root=raised)
    for old_size in range(1, size):
        proof = (*consistency_proof(source, old_size, size), above)
        old = node_hash(above, ROOTS[old_size])
        for old_root in (ROOTS[old_size], old):
            assert not verify_consistency(
                old_size, size, old_root=old_root, new_root=raised, proof=proof
            )


def test_hashes_of_odd_lengths_that_add_up_are_refused() -> None:
    """0x01‖33 bytes‖31 bytes hashes like 0x01‖32‖32."""
    left, right = LEAVES[:2]
    moved = (left + right[:1], right[1:])
    old, new = root_of(LEAVES[:3]), root_of(LEAVES[:4])
    proof = consistency_proof(Leaves(LEAVES), 3, 4)
    shifted = (proof[0] + proof[1][:1], proof[1][1:], proof[2])

    assert node_hash(*moved) == ROOTS[2]
    assert not verify_inclusion(moved[0], 0, size=2, proof=(moved[1],), root=ROOTS[2])
    assert not verify_consistency(3, 4, old_root=old, new_root=new, proof=shifted)


@pytest.mark.parametrize(("index", "size"), [(0, 0), (3, 3), (-1, 3)])
def test_no_proof_is_made_for_a_leaf_that_is_not_there(index: int, size: int) -> None:
    with pytest.raises(ValueError, match=str(index)):
        inclusion_proof(Leaves(LEAVES), index, size)


@pytest.mark.parametrize(("old_size", "new_size"), [(4, 3), (-1, 3)])
def test_no_proof_is_made_for_a_larger_past(old_size: int, new_size: int) -> None:
    with pytest.raises(ValueError, match=str(old_size)):
        consistency_proof(Leaves(LEAVES), old_size, new_size)


def test_there_is_no_root_of_fewer_than_no_leaves() -> None:
    with pytest.raises(ValueError, match="-1"):
        root_at(Leaves(LEAVES), -1)
