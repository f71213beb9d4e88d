"""What to send: checked, and written as requests."""
