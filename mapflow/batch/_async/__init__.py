"""The async half of the batch runner, from which the sync half is made."""
