"""The gate: the `tuoyu` command."""
