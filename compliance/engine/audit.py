"""Has anyone touched the log: verification, and the anchor that an auditor keeps elsewhere."""

from compliance.log.verify import Anchor, Verdict, root_at, verify

__all__ = ["Anchor", "Verdict", "root_at", "verify"]
