"""The imagery catalog: synthetic captures and the caller's images, to search and run on."""
