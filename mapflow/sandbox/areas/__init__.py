"""Areas of interest: shape, size, the limits that a request has to keep, and how they progress."""
