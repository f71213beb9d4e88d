"""Processings: what they cost, starting them, waiting for them, their results."""
