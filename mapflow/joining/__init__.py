"""One result of many: what the border between two areas cut or doubled comes out once, whole.

Needs the extra ``geo``, except for ``Join(..., join="none")``.
"""

from mapflow.joining._join import Join, JoinMode
from mapflow.joining._parts import Part

__all__ = ["Join", "JoinMode", "Part"]
