"""Files that are being received: held by one call at a time, and gone on with after a failure.

Bytes gather in a *part* beside the target, which takes the final name only when it is whole. A
*note* beside the part says where they come from, so that a later call can ask for the rest.
"""

from mapflow._wire.parts.target import Target, receiving

__all__ = ["Target", "receiving"]
