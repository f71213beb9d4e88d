"""Areas of interest: the shape of a request, its size, and the limits it has to keep."""
