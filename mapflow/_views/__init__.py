"""What the service says about one thing: values read from JSON, without any I/O.

A record keeps the JSON it came from and reads the common members straight from it. The typed
model of the low-level client is built only when ``data`` is asked for: a list of ten thousand
processings costs little more than decoding it.
"""
