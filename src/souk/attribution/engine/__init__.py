"""The computation of attribution credits, set-based, in five steps that each read the one before:

lines     which order lines are looked at, with what is known of them now and was at the last time
matches   which campaigns each line belongs to
points    what was kept of each line after the sale, each refund and each change of status
ledger    the difference between what the ledger should say and what it says, appended
rollups   the sums that reports read, moved by the same differences

Steps hand on through temporary tables of the connection, emptied at commit.
"""
