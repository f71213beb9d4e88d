"""The models of the sandbox and the options of a run."""

from mapflow.sandbox.models.definitions import (
    MODELS,
    Block,
    Model,
    Requirements,
    find_by_id,
    find_by_name,
)

__all__ = ["MODELS", "Block", "Model", "Requirements", "find_by_id", "find_by_name"]
