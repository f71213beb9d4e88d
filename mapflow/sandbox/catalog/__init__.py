"""The imagery catalogue: synthetic captures and the caller's own images, to search and run on."""
