"""What several test folders share: the network guard, cassettes, conformance to the spec."""
