"""The one walk through the house, a file for each thing the product does.

record    an inspector states what happened: standing before → log → standing after;
          `check` asks before it happens: would this be allowed?
amend     correct or retract what was recorded
assess    a facility's standing on a day, as known at an instant
survey    how everybody stands; what is kept of it, and who waits to be worked out (kept, stale)
listing   facilities, posts and orders that an expression means, over everybody
diff      who stands otherwise with other knowledge, on another day, under other rules
explain   why, down to event and article
whynot    what would have to be different for another answer
due       which deadlines run, whose they are, and which have passed
disclose  what is public of it, since when and until when
target    how a region stands towards its targets, over everybody
libraries whom and by whom is inspected: in from workbooks, and out
plans     spot checks from a plan file to the frame that the lot falls on
draws     a draw from its commitment to what everybody may check
tasks     drawn visits from their teams to their published results
carried_out  visits of a period, as other platforms take them
audits    what auditors ask of everybody, a file a list
people    one person's file, under whichever number; their erasure
replay    the days on which a conclusion changed
exchange  import and export of events and logs
roster    a ledger of a day, put in between those known; as it stood on any day
restore   an exported log, as it was
adopt     which rules are in use, and since when that is known
whatif    what would be otherwise under another pack
cases     the packs' own cases, run
coverage  every clause of the plans, and what does it
"""
