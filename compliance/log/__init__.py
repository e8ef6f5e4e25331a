"""The log: what was recorded, in order, hashed; it knows frames and positions, not law."""
