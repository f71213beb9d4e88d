"""What the client costs, each figure beside that of a peer measured in the same run."""
