"""Where the token and the address of the service come from, and where they are kept.

The first of these that has a token wins: the argument, the environment variable
``MAPFLOW_TOKEN``, the profile file, the system's keyring (extra ``keyring``). The address follows
the same order with ``MAPFLOW_BASE_URL`` and the profile, and falls back to the public service.
"""

from mapflow.config._address import DEFAULT_BASE_URL, check_base_url
from mapflow.config._profiles import (
    Profile,
    delete_profile,
    load_profile,
    profile_path,
    profiles,
    save_profile,
)
from mapflow.config._settings import Settings, resolve
from mapflow.config._tokens import authorization

__all__ = [
    "DEFAULT_BASE_URL",
    "Profile",
    "Settings",
    "authorization",
    "check_base_url",
    "delete_profile",
    "load_profile",
    "profile_path",
    "profiles",
    "resolve",
    "save_profile",
]
