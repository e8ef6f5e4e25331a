"""The libraries that spot checks draw from (名录库), in from workbooks and back out.

maps        their columns, as data
objects     the facilities: what the log and the file do not have alike
inspectors  the officers: certificates given and ended, by difference
keep        what was read in: sealed as a paper, its digest in the log
exported    either library as it stands on a day
"""
