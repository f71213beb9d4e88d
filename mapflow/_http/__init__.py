"""The transport: requests out, responses in. Nothing else knows the HTTP library.

A move to another library touches this package alone: it opens clients and keeps them fit for use,
sends requests, limits how long a response may take and how large it may be, and turns the
library's exceptions into this package's own.
"""
