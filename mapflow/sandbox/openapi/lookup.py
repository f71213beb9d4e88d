"""Tells which operation a request is, before it is routed."""

from starlette.routing import compile_path

from mapflow.sandbox.openapi.document import Document, Operation
from mapflow.sandbox.openapi.routes import in_order


class OperationFinder:
    """Finds operations by method and path.

    Args:
        document: The document.
        prefix: What comes before the paths of the document.
    """

    def __init__(self, document: Document, *, prefix: str) -> None:
        by_path: dict[str, dict[str, Operation]] = {}
        for operation in document.operations:
            by_path.setdefault(operation.path, {})[operation.method] = operation
        self._paths = [
            (compile_path(prefix + path)[0], by_path[path]) for path in in_order(by_path)
        ]

    def find(self, method: str, path: str) -> Operation | None:
        """Return the operation, or None for what is not part of the API."""
        for pattern, methods in self._paths:
            if pattern.match(path):
                return methods.get(method) or (methods.get("GET") if method == "HEAD" else None)
        return None
