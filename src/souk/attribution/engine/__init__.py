"""The computation of attribution credits, set-based. Most lines are *plain*: sold, nothing else, and seen
for the first time. One statement takes them all the way; what it leaves aside goes step by step:

lines     which order lines are looked at, the campaigns each belongs to, and what the last time said
plain     one statement: plain lines into the ledger, the rollups and the summaries; all others set aside
points    of those set aside: what was kept after the sale, each refund and each change of status
ledger    the difference between what the ledger should say of them and what it says, appended
others    the rollups and summaries, moved by that difference

Steps hand on through temporary tables of the connection, emptied at commit.
"""
