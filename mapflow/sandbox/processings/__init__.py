"""Processings: runs of a model over areas that take (virtual) time, cost credits, and may fail."""
