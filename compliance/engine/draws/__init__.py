"""A draw by lot, from its commitment to what everybody may check; a file for each walk.

lists     what it is committed to: frame, exclusions, roster, from the log or handed in
commit    it is bound to digests before anybody can know what they will come to
perform   the seed is made of them, of numbers and of a public value, and the lot falls, once
reveal    what the digests stand for becomes public when the visits are over
publish   what is public at each stage, as files
show      what may be seen of it: digests and counts, then the lists
verify    everything computed again, from the log and the papers
audit     what there is to ask: given up, never drawn, late, twice (followed)

state     how a draw stands by the log alone: digests, steps, tasks by number
papers    what the sealed papers say of it: plan, frame, roster, who was drawn, who goes
visits    every visit as it stands now: drawn, notified, returned, made, given up
teams     who goes, and whether anybody can
steps     an event and the papers that it names, recorded once or not at all
"""
