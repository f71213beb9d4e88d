"""Accounts: who may call, what they may do, and what they have spent."""

from mapflow.sandbox.accounts.registry import Account, Accounts
from mapflow.sandbox.accounts.settings import AccountSettings

__all__ = ["Account", "AccountSettings", "Accounts"]
