"""Plans of spot checks (双随机抽查计划), from the file to the frame that the lot falls on.

read       the plan file, or an office's item list, checked against the rules in use
create     the plan is drafted: its paper sealed, its digest in the log
approve    it is approved as it stands there
publish    it is made public, but not whom it names
abandon    it is given up, with the reason
known      which plans there are, and how far each has come
frame      whom the lot may fall on, and who is left out and why (gather, visits, deferred, meant)
roster     who may go, and where not
strata     how many visits the plan asks for, stratum by stratum
check_cap  for whom it would break the yearly cap on visits (caps)
show       a plan as it stands: its content, its frame and strata
plain      all of these as JSON values

steps      an event of a plan, recorded once or not at all
"""
