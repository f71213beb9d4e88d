"""Why processings fail: messages, and those of the error catalogue on request."""
