"""The transport."""
