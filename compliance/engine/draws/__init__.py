"""A draw by lot, from its commitment to what everybody may check; a file for each walk.

state     how a draw stands by the log alone: digests, steps, tasks by number
papers    what the sealed papers say of it: plan, frame, roster, who was drawn, who goes
visits    every visit as it stands now: drawn, notified, returned, made, given up
"""
