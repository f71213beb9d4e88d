"""What a result is, and how the files of one are read."""
