"""Identities: refs, the authority's key, and the vault that the log never sees."""
