"""JSON, numbers and characters as text."""
