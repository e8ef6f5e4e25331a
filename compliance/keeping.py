"""Keeping databases: made and mended, checked, copied."""
