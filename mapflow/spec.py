"""Where the OpenAPI description of the service lives."""

from pathlib import Path

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
    for candidate in (_HERE / "openapi.yaml", _HERE.parent / "openapi.yaml"):
        if candidate.is_file():
            return candidate
    raise FileNotFoundError("openapi.yaml is missing; reinstall mapflow-client")
