"""A plan of spot checks at the door: how its file is written, and what no plan can mean."""
