"""Where the OpenAPI description of the service lives, and what is derived from it for others."""

from pathlib import Path

__all__ = ["codegen_path", "errors_path", "path"]

_HERE = Path(__file__).resolve().parent


def path() -> Path:
    """Find `openapi.yaml`.

    Returns:
        The file inside the installed package, or the one at the top of the checkout.

    Raises:
        FileNotFoundError: The package was installed without it; reinstall it.

    Example:
        ```python
        from mapflow import spec

        assert spec.path().name == "openapi.yaml"
        ```
    """
    return _find("openapi.yaml")


def codegen_path() -> Path:
    """Find `openapi.codegen.json`, the same description in the words that code generators know.

    Returns:
        The file inside the installed package, or the one at the top of the checkout.

    Raises:
        FileNotFoundError: The package was installed without it; reinstall it.

    Example:
        ```python
        import json

        from mapflow import spec

        described = json.loads(spec.codegen_path().read_text("utf-8"))
        assert described["paths"]["/user/status"]["get"]["operationId"] == "getUserStatus"
        ```
    """
    return _find("openapi.codegen.json")


def errors_path() -> Path:
    """Find `errors.json`: every known error code, and the known values of open enumerations.

    Returns:
        The file inside the installed package, or the one at the top of the checkout.

    Raises:
        FileNotFoundError: The package was installed without it; reinstall it.

    Example:
        ```python
        import json

        from mapflow import spec

        known = json.loads(spec.errors_path().read_text("utf-8"))
        statuses = next(e for e in known["enumerations"] if e["name"] == "ProcessingStatus")
        assert "FAILED" in statuses["values"]
        ```
    """
    return _find("errors.json")


def _find(name: str) -> Path:
    for candidate in (_HERE / name, _HERE.parent / name, _HERE.parent / "generated" / name):
        if candidate.is_file():
            return candidate
    raise FileNotFoundError(f"{name} is missing; reinstall mapflow-client")
