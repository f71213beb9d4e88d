"""Long runs of what the tests do in short, one module each: ``python -m tests.soak.PART``."""
