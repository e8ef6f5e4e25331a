"""The sub-commands, a file for each group; imported only when called."""
