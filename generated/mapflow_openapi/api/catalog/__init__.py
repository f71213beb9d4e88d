"""Contains endpoint functions for accessing the API"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

__all__ = ("search_catalog",)

if TYPE_CHECKING:
    from . import search_catalog as search_catalog
else:

    def __getattr__(name: str) -> Any:
        if name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return import_module(f".{name}", __name__)
