"""Brings an archive and the people of a course onto a platform, through its REST interfaces.

`platform-facts 5` tells how they behave. A success that the platform reports proves nothing
(`platform-facts 3`): every unit is read back and compared with the archive.
"""
