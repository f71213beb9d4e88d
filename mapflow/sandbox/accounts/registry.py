"""The accounts in the state file."""

import dataclasses
import hmac
import re
from typing import Any, Final

from mapflow.sandbox.accounts import tokens
from mapflow.sandbox.accounts.settings import AccountSettings
from mapflow.sandbox.clock import Clock
from mapflow.sandbox.openapi.problems import Problem, bad_request
from mapflow.sandbox.store import Database, Row

DEFAULT_EMAIL: Final = "demo@example.com"
DEFAULT_PROJECT: Final = "Default"
_EMAIL: Final = re.compile(r"[^@\s:]+@[^@\s:]+")


@dataclasses.dataclass(frozen=True, slots=True)
class Account:
    """An account as it is now."""

    id: str
    email: str
    secret: str = dataclasses.field(repr=False)
    settings: AccountSettings
    created: float
    updated: float

    @property
    def token(self) -> str:
        """What the owner of the account sends to the API."""
        return tokens.token_of(self.email, self.secret)


class Accounts:
    """Finds, creates and changes accounts.

    Args:
        database: The state file.
        clock: For the time of creation.
    """

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._known: dict[str, Account] = {}

    def find(self, email: str) -> Account | None:
        """Return the account with this e-mail address."""
        if email not in self._known:
            row = self._database.one("SELECT * FROM accounts WHERE email = ?", email)
            if row is None:
                return None
            self._known[email] = _account(row)
        return self._known[email]

    def get(self, account_id: str) -> Account:
        """Return the account with this id."""
        row = self._database.one("SELECT email FROM accounts WHERE id = ?", account_id)
        account = self.find(row["email"]) if row else None
        if account is None:
            raise LookupError(f"account {account_id} does not exist")
        return account

    def team_of(self, account: Account) -> list[Account]:
        """Return the accounts of the same team, this one included."""
        team = account.settings.team
        return [each for each in self.all() if team and each.settings.team == team] or [account]

    def all(self) -> list[Account]:
        """Return all accounts, the oldest first."""
        return [
            _account(row) for row in self._database.all("SELECT * FROM accounts ORDER BY rowid")
        ]

    def authenticate(self, header: str | None) -> Account:
        """Return the account that an ``Authorization`` header belongs to.

        Basic carries the token as its credentials; Bearer carries the same token.

        Raises:
            Problem: 401, the token belongs to no account.
        """
        scheme, _, token = (header or "").partition(" ")
        if scheme.lower() in ("basic", "bearer"):
            pair = tokens.parse_token(token.strip())
            account = self.find(pair[0]) if pair else None
            # Compared in any case, so that the time taken says nothing about which addresses exist.
            expected = account.secret if account else "-" * 32
            given = pair[1] if pair else ""
            if hmac.compare_digest(expected.encode(), given.encode()) and account is not None:
                return account
        raise Problem(
            401,
            "The API token is missing or not valid",
            code="UNAUTHORIZED",
            headers={"WWW-Authenticate": 'Basic realm="mapflow sandbox"'},
        )

    def put(self, email: str, changes: dict[str, Any], secret: str | None = None) -> Account:
        """Create an account, with its default project, or change one.

        Raises:
            Problem: 400, the e-mail address or a setting makes no sense.
        """
        if not _EMAIL.fullmatch(email):
            raise bad_request(f"not an e-mail address: {email!r}")
        with self._database.transaction():
            before = self.find(email)
            settings = (before.settings if before else AccountSettings()).changed(changes)
            if before is None:
                self._create(email, secret or tokens.new_secret(), settings)
            else:
                self._database.run(
                    "UPDATE accounts SET settings = ?, secret = ?, updated = ? WHERE id = ?",
                    settings.stored(),
                    secret or before.secret,
                    self._clock.now(),
                    before.id,
                )
        self.forget()
        after = self.find(email)
        if after is None:
            raise LookupError(email)
        return after

    def forget(self) -> None:
        """Read accounts again when they are next asked for."""
        self._known.clear()

    def _create(self, email: str, secret: str, settings: AccountSettings) -> None:
        now = self._clock.now()
        account_id = self._database.new_id()
        self._database.run(
            "INSERT INTO accounts VALUES (?, ?, ?, ?, ?, ?)",
            account_id,
            email,
            secret,
            settings.stored(),
            now,
            now,
        )
        self._database.run(
            "INSERT INTO projects (id, account_id, name, description, is_default, created, updated)"
            " VALUES (?, ?, ?, NULL, 1, ?, ?)",
            self._database.new_id(),
            account_id,
            DEFAULT_PROJECT,
            now,
            now,
        )


def _account(row: Row) -> Account:
    return Account(
        id=row["id"],
        email=row["email"],
        secret=row["secret"],
        settings=AccountSettings.read(row["settings"]),
        created=row["created"],
        updated=row["updated"],
    )
