"""Rules: packs of quoted law, the language they are written in, and the plain interpreter."""
