"""The courtyard: the words everyone shares. It imports the standard library and nothing else."""
