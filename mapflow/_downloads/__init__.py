"""Files from the service: complete under their final name or not there, resumed after a failure.

Bytes gather in a partial file beside the target, which one call at a time may write. A resume
state beside it records where the bytes come from, so that a later call can ask for the rest.
"""
