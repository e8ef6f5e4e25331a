"""What comes out: standings, explanations and timelines, rendered and never decided again."""
