"""Which steps of a model a run switches on, and what they cost."""

import json
from collections.abc import Sequence
from typing import Any

from mapflow.sandbox.models.definitions import Model
from mapflow.sandbox.openapi.problems import bad_request


class Options:
    """The choices of one run.

    Optional steps that a run does not name are off: what the service does with them is not
    documented.

    Args:
        model: The model.
        choices: ``blocks`` of the request.

    Raises:
        Problem: 400, the model has no such step, or a mandatory one is switched off.
    """

    def __init__(self, model: Model, choices: Sequence[dict[str, Any]]) -> None:
        self._model = model
        self.chosen: dict[str, bool] = {}
        blocks = {block.name: block for block in model.blocks}
        for choice in choices:
            block = blocks.get(choice["name"])
            if block is None:
                known = ", ".join(blocks) or "none"
                raise bad_request(
                    f"model {model.name} has no block {choice['name']!r}; its blocks: {known}"
                )
            if not block.optional and not choice["enabled"]:
                raise bad_request(
                    f"block {block.name} of model {model.name} cannot be switched off"
                )
            self.chosen[block.name] = choice["enabled"]

    @property
    def price_per_km2(self) -> float:
        """Credits for a square kilometre of work, without the imagery.

        The sum of the mandatory steps, or the price of the model if it has none, plus the
        optional steps that are on: the rule of the published client.
        """
        mandatory = [block.price_per_km2 for block in self._model.blocks if not block.optional]
        base = sum(mandatory) if mandatory else self._model.price_per_km2
        optional = [block for block in self._model.blocks if block.optional]
        return base + sum(block.price_per_km2 for block in optional if self.chosen.get(block.name))

    def stored(self) -> str:
        """Return the choices as the state file keeps them."""
        return json.dumps(self.chosen)


def view(model: Model, stored: str) -> list[dict[str, Any]]:
    """Return stored choices as processings show them."""
    labels = {block.name: block.label for block in model.blocks}
    return [
        {"name": name, "displayName": labels.get(name, name), "enabled": enabled}
        for name, enabled in json.loads(stored).items()
    ]
