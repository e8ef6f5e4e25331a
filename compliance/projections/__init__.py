"""Facts: events, as known on a day, folded into rows of the declared relations."""
