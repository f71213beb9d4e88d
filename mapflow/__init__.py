"""Typed client for the Mapflow REST API."""
