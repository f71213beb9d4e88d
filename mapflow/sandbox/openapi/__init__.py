"""The spec-first layer: routes, requests and responses all come from ``openapi.yaml``.

Nothing in here knows what a processing is. Handlers are looked up by ``operationId``; without one
the sandbox does not start. Requests that do not fit the document are refused before a handler sees
them. A response that does not fit the document is an error of the sandbox, so the sandbox cannot
drift from the document.
"""

from mapflow.sandbox.openapi.call import Call
from mapflow.sandbox.openapi.document import Document, Operation, load
from mapflow.sandbox.openapi.lookup import OperationFinder
from mapflow.sandbox.openapi.problems import Problem
from mapflow.sandbox.openapi.routes import OPERATION, build_routes

__all__ = [
    "OPERATION",
    "Call",
    "Document",
    "Operation",
    "OperationFinder",
    "Problem",
    "build_routes",
    "load",
]
