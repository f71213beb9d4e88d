"""Where the token and the address of the service come from, and where they are kept.

A profile that is named brings its token and its address. Otherwise an argument wins over
``MAPFLOW_TOKEN`` and ``MAPFLOW_BASE_URL``, and these over the default profile, whose token may be
kept in the system's keyring (extra ``keyring``). A token of the environment never goes to the
address of a profile, nor the reverse.
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
