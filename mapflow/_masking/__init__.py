"""Keeps secrets out of what people, logs and bug reports get to see."""
