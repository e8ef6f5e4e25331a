"""Verification: recompute every hash, re-derive every column and tag, compare with an anchor.

A cut tail or a wholly rewritten file shows only against an anchor that somebody kept elsewhere.
"""

from collections.abc import Sequence
from typing import NamedTuple

from compliance.domain.errors import NotPermitted, Tampered
from compliance.log.codec import draft_of, event_of
from compliance.log.entry import Draft, Entry, Head, frame_of
from compliance.log.eventlog import EventLog
from compliance.log.pointers import Pointers
from compliance.log.tree import inclusion_proof, leaf_hash, root_of, verify_inclusion


class Verdict(NamedTuple):
    """What verification found: the first position that does not fit, and why."""

    size: int
    root: str
    first_bad: int | None = None
    reason: str | None = None

    @property
    def ok(self) -> bool:
        """Whether everything fits."""
        return self.reason is None


class Anchor(NamedTuple):
    """What an auditor keeps: a log's id, a size, and the root at that size."""

    log_id: str
    size: int
    root: str


class Inclusion(NamedTuple):
    """That an event stands in the log: its leaf, and the path to the root (RFC 9162 §2.1.3)."""

    position: int
    size: int
    leaf: str
    path: tuple[str, ...]
    root: str


def inclusion(log: EventLog, position: int) -> Inclusion:
    """Prove that a position's event stands in the log as it is now."""
    head, nodes = log.head(), log.nodes()
    path = inclusion_proof(nodes, position - 1, head.size)
    return Inclusion(
        position=position,
        size=head.size,
        leaf=nodes.leaf(position - 1).hex(),
        path=tuple(each.hex() for each in path),
        root=head.root.hex(),
    )


def stands(log: EventLog, entry: Entry) -> bool:
    """Say whether an entry fits its own hash, and stands under the root of the log."""
    if not _hash_fits(entry):
        return False
    proof = inclusion(log, entry.position)
    path = tuple(bytes.fromhex(each) for each in proof.path)
    root = bytes.fromhex(proof.root)
    return proof.leaf == entry.hash.hex() and verify_inclusion(
        entry.hash, entry.position - 1, size=proof.size, proof=path, root=root
    )


def root_at(log: EventLog, size: int | None = None) -> Anchor:
    """Return the anchor of a log at a size (default: its head). Raises NotPermitted."""
    whole(log)
    head = log.head()
    hashes = [entry.hash for entry in log.entries(until=size)]
    return Anchor(log_id=head.log_id, size=len(hashes), root=root_of(hashes).hex())


def verify(log: EventLog, anchor: Anchor | None = None) -> Verdict:
    """Check a whole log, and that it extends an anchor; report the first position that is off.

    Raises NotPermitted (E-DB-PARTIAL) where only a part of the log is shown.
    """
    whole(log)
    head = log.head()
    entries = log.entries(until=head.size)
    hashes = [entry.hash for entry in entries]
    found = _first_bad(head, entries) or _stray(log, head) or _against(anchor, head, hashes)
    root = root_of(hashes).hex()
    if found is None:
        return Verdict(size=len(entries), root=root)
    return Verdict(size=len(entries), root=root, first_bad=found[0], reason=found[1])


def whole(log: EventLog) -> None:
    """Refuse what can only be said of a whole log. Raises NotPermitted (E-DB-PARTIAL)."""
    if not log.sees_all:
        raise NotPermitted("E-DB-PARTIAL")


Fault = tuple[int | None, str]


def _first_bad(head: Head, entries: Sequence[Entry]) -> Fault | None:
    last, pointers = "", Pointers(lambda _: ())
    for expected, entry in enumerate(entries, 1):
        reason = _misfit(entry, expected, last) or _not_derived(entry, pointers)
        if reason is not None:
            return expected, reason
        last = entry.recorded_at
    if head.size != len(entries):
        return len(entries) + 1, "size"
    if head.root != root_of([entry.hash for entry in entries]):
        return None, "root"
    if (head.recorded_at or "") != last:
        return None, "recorded_at"
    return None


def _stray(log: EventLog, head: Head) -> Fault | None:
    """Name an entry beyond the head that is no news, or what is wrong with the store itself."""
    if log.entries(after=head.size, limit=1) and log.head().size == head.size:
        return head.size + 1, "size"
    flaw = log.flaw()
    return None if flaw is None else (None, flaw)


def _misfit(entry: Entry, expected: int, last: str) -> str | None:
    """Name what does not fit in one entry: position, instant or hash."""
    if entry.position != expected:
        return "position"
    if entry.recorded_at < last:
        return "recorded_at"
    return None if _hash_fits(entry) else "hash"


def _hash_fits(entry: Entry) -> bool:
    try:
        return leaf_hash(frame_of(entry.position, entry.recorded_at, entry)) == entry.hash
    except UnicodeEncodeError:  # a stored text is no UTF-8
        return False


def _not_derived(entry: Entry, pointers: Pointers) -> str | None:
    """Name what does not follow from an entry's body: the body itself, a tag or a column."""
    try:
        event = event_of(entry)
        again = draft_of(event.said, event.id, pointers.all_tags(event.said))
    except (Tampered, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return "body"
    pointers.note(again, event.said)
    if again.body != entry.body:
        return "body"
    if again.tags != entry.tags:
        return "tags"
    return "columns" if _columns(again) != _columns(entry) else None


def _columns(said: Draft | Entry) -> tuple[str | None, ...]:
    return said.id, said.facility, said.occurred_on, said.target, said.document_no


def _against(anchor: Anchor | None, head: Head, hashes: Sequence[bytes]) -> Fault | None:
    if anchor is None:
        return None
    if anchor.log_id != head.log_id:
        return None, "anchor_log"
    if anchor.size > len(hashes):
        return len(hashes) + 1, "anchor_size"
    if root_of(hashes[: anchor.size]).hex() != anchor.root:
        return None, "anchor_root"
    return None
