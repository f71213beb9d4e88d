"""Planned searches: their areas, what they found, runs on that."""
