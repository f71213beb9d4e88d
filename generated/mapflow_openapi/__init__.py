"""A client library for accessing Mapflow processing and imagery API"""

from .client import AuthenticatedClient, Client

__all__ = (
    "AuthenticatedClient",
    "Client",
)
