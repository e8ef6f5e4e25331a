"""Whether anyone touched the log: verification, anchors and proofs that are kept elsewhere."""

from compliance.log.verify import Anchor, Inclusion, Verdict, inclusion, root_at, verify

__all__ = ["Anchor", "Inclusion", "Verdict", "inclusion", "root_at", "verify"]
