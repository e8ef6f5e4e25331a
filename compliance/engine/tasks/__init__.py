"""Drawn visits from the lot to their results, a file for each thing done with them.

standing  what stands of a draw's visits: whose, whose turn, how far each has come
boundary  the draw that is meant; a decision holds only if nothing in the draw changed meanwhile
worklist  the visits of a draw, or of one officer, as they are to be made
assign    a team is told of its visit: from then on it stays
hand_back a team gives its visit back; who cannot go is replaced
complete  what was found, what follows from it, and the task done, in one append
replace   another facility is visited in the place of one that cannot be, or it is put off
recuse    an officer stands down, and the touched teams are put together anew
reteam    teams put together anew: who was told stays
publish   the results of completed visits are told to everybody
lists     what offices hand on: what is checked, at whom, what was found
"""
