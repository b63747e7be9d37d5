"""Rehearsal: a network played in the box, for nobody to see.

- ``server.RehearsalServer`` opens the file, hands out connections, takes orders for faults, and tells
  what is out.
- ``connection.RehearsalConnection`` is what one account talks to; it obeys the limits of the network
  that it plays, and is keyed or searched as that one is.
- ``record`` is the file: the one place outside ``db`` that speaks SQL.
- ``feed.feed_html`` shows what followers would see.

Nothing is imported here, so that looking for networks stays cheap.
"""
