"""Areas of interest: shape, size, the limits on a request, and how areas progress."""
