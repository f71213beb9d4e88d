"""The catalog of imagery: searches, and runs on what they find."""
