"""Receives files."""
