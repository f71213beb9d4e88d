"""What a client asks first: what its user may do, and which version this is."""
