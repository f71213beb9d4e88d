"""The server of ``mapflow mcp``: Mapflow as tools of an assistant (extra ``mcp``).

It speaks the Model Context Protocol. What costs credits takes a price that was shown before, a
maximum that covers it, and a budget for the whole session, which is 0 unless you give one. Files
are read and written in one folder only.
"""
