"""Whether anyone touched the log: verification, and the anchor that is kept elsewhere."""

from compliance.log.verify import Anchor, Verdict, root_at, verify

__all__ = ["Anchor", "Verdict", "root_at", "verify"]
