"""A server of the Model Context Protocol: Mapflow as tools of an assistant (extra ``mcp``).

``mapflow mcp`` starts it. What costs credits needs a price that was shown before, a maximum that
covers it, and a budget for the whole session, which is 0 unless you give one. Files are read and
written in one folder only.
"""

from mapflow.mcp._server import make_server

__all__ = ["make_server"]
