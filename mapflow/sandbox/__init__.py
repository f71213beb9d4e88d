"""A Mapflow of one's own: a server on loopback that speaks the same API, with synthetic results.

Importing this package loads nothing but the standard library; the server runs as a process of its
own.
"""

from mapflow.sandbox.process import SandboxProcess, start

__all__ = ["SandboxProcess", "start"]
