"""What all commands share: options, the client, errors and exit codes."""

from __future__ import annotations

import inspect
import logging
import os
import sys
import warnings
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Concatenate, Final, Literal, ParamSpec, get_args

import typer
from typer.models import OptionInfo

from mapflow.cli._completion import completer
from mapflow.cli._exits import Exit, Stop
from mapflow.cli._help import Command
from mapflow.cli._inputs import finite
from mapflow.cli._output import Voice, say, speaking, warn
from mapflow.cli._report import report
from mapflow.cli._same_account import account_options

if TYPE_CHECKING:
    from mapflow import Mapflow
P = ParamSpec("P")


class ApiVersion(StrEnum):
    """Versions of the API."""

    V1 = "v1"
    V2 = "v2"


ProfileOption = Annotated[
    str | None,
    typer.Option(
        "--profile",
        metavar="PROFILE",
        help="Profile to use, as saved by `mapflow login`. Environment variable: MAPFLOW_PROFILE.",
        show_default=False,
        autocompletion=completer("PROFILE", ""),
    ),
]
BaseUrlOption = Annotated[
    str | None,
    typer.Option(
        metavar="URL",
        help="URL of the service, ending in /rest. Environment variable: MAPFLOW_BASE_URL.",
        show_default=False,
    ),
]
ApiOption = Annotated[
    ApiVersion | None,
    typer.Option(
        "--api",
        envvar="MAPFLOW_API_VERSION",
        help="Version of the API. Default: v1.",
        show_default=False,
        show_envvar=True,
    ),
]
JsonOption = Annotated[
    bool, typer.Option("--json", help="Print JSON; errors are JSON too, on stderr.")
]
QuietOption = Annotated[
    bool, typer.Option("--quiet", "-q", help="Print only the result and errors.")
]
VerboseOption = Annotated[
    bool, typer.Option("--verbose", "-v", help="Log requests, retries and payments to stderr.")
]
_VOICE_OPTIONS: tuple[tuple[str, object], ...] = (
    ("quiet", QuietOption),
    ("verbose", VerboseOption),
)
_SERVICE_OPTIONS: tuple[tuple[str, object], ...] = (
    ("profile", ProfileOption),
    ("base_url", BaseUrlOption),
    ("api", ApiOption),
)
# What stands for the value in the help; options that name theirs themselves are not listed.
_METAVARS: Final = {
    "name": "NAME",
    "description": "DESCRIPTION",
    "feedback": "FEEDBACK",
    "comment": "COMMENT",
    "terms": "WORDS",
    "project": "PROJECT",
    "model": "MODEL",
    "source": "SOURCE",
    "source_login": "USER",
    "zoom": "ZOOM",
    "status": "STATUS",
    "limit": "COUNT",
    "email": "EMAIL",
    "role": "ROLE",
    "rating": "RATING",
    "mosaic": "MOSAIC",
    "image": "IMAGE",
    "area": "ID",
    "url": "URL",
    "file": "FILE",
    "folder": "FOLDER",
    "code": "CODE",
    "profile": "PROFILE",
    "base_url": "URL",
    "port": "PORT",
    "state": "FILE",
    "seed": "SEED",
    "speed": "FACTOR",
    "token": "TOKEN",
}
_SERVICE = frozenset(name for name, _ in _SERVICE_OPTIONS)


@dataclass(frozen=True)
class Session:
    """One call of one command."""

    profile: str | None = None
    base_url: str | None = None
    api: ApiVersion | None = None
    json: bool = False
    quiet: bool = False
    verbose: bool = False

    def client(self, *, max_retries: int = 4) -> Mapflow:
        """A client for the account that the options and the environment name."""
        from mapflow import Mapflow

        self.check_address()
        return Mapflow(
            profile=self.profile,
            base_url=self.base_url,
            api_version=self.api_version,
            max_retries=max_retries,
        )

    @property
    def api_version(self) -> Literal["v1", "v2"]:
        """The version of the API."""
        return "v2" if self.api is ApiVersion.V2 else "v1"

    def check_address(self) -> None:
        """Refuse an unusable address as what it is: wrong usage, not a missing token."""
        from mapflow.config import check_base_url
        from mapflow.errors import ConfigurationError

        # With a named profile the environment is not asked.
        told = None if self.profile else os.environ.get("MAPFLOW_BASE_URL")
        address = self.base_url or told
        if address:
            try:
                check_base_url(address)
            except ConfigurationError as error:
                raise Stop(str(error)) from error


def command(
    app: typer.Typer, name: str, *, json: bool = True, service: bool = True
) -> Callable[[Callable[Concatenate[Session, P], None]], Callable[Concatenate[Session, P], None]]:
    """Register a function as a command.

    Args:
        app: The group it belongs to.
        name: What is typed.
        json: Whether it has ``--json``.
        service: Whether it talks to the service, and so has ``--profile``, ``--base-url``
            and ``--api``.
    """
    shared: list[tuple[str, object]] = [
        *(_SERVICE_OPTIONS if service else []),
        *([("json", JsonOption)] if json else []),
        *_VOICE_OPTIONS,
    ]

    def register(
        function: Callable[Concatenate[Session, P], None],
    ) -> Callable[Concatenate[Session, P], None]:
        # Typer reads the options of a command from the signature of its function.
        own = list(inspect.signature(function, eval_str=True).parameters.values())[1:]
        kind = inspect.Parameter.KEYWORD_ONLY
        parameters = [
            *(_named(parameter).replace(kind=kind) for parameter in own),
            *(
                inspect.Parameter(
                    option,
                    kind,
                    default=None if option in _SERVICE else False,
                    annotation=annotation,
                )
                for option, annotation in shared
            ),
        ]

        def call(**values: object) -> None:
            session = Session(**{option: values.pop(option) for option, _ in shared})  # type: ignore[arg-type]  # typer has checked them
            _guarded(function, session, values)

        call.__name__ = name
        call.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]  # what inspect reads
        call.__annotations__ = {p.name: p.annotation for p in parameters}
        app.command(name, cls=Command, help=_unwrapped(function.__doc__))(call)
        return function

    return register


def _named(parameter: inspect.Parameter) -> inspect.Parameter:
    """A parameter whose value has a name that reads well in the help, and is a number if one."""
    kind, *_ = get_args(parameter.annotation) or [None]
    takes_float = float in (kind, *get_args(kind))
    for told in getattr(parameter.annotation, "__metadata__", ()):
        if getattr(told, "metavar", "") is None:
            told.metavar = _METAVARS.get(parameter.name)
        if getattr(told, "autocompletion", "") is None:
            told.autocompletion = completer(
                str(getattr(told, "metavar", "")), str(getattr(told, "help", ""))
            )
        if takes_float and getattr(told, "callback", finite) is None:
            told.callback = finite
        # In an annotation the first declaration stands where else the default does.
        if isinstance(told, OptionInfo) and not told.param_decls and told.default is ...:
            # Left to itself Typer takes the metavar for the name: --PROJECT.
            told.param_decls = (f"--{parameter.name.replace('_', '-')}",)
    return parameter


def _unwrapped(docstring: str | None) -> str:
    """A docstring with one line a paragraph, so that the help can be wrapped to the terminal."""
    paragraphs = inspect.cleandoc(docstring or "").split("\n\n")
    return "\n\n".join(" ".join(paragraph.split()) for paragraph in paragraphs)


def _guarded(function: Callable[..., None], session: Session, values: dict[str, object]) -> None:
    """Call a command; whatever goes wrong becomes one sentence and an exit code."""
    account = account_options(session.profile, session.base_url)
    with speaking(Voice(session.quiet, session.json, account)), _logging(session.verbose):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("always")
                warnings.showwarning = _show_warning
                function(session, **values)
        except (typer.Exit, typer.Abort):
            raise
        except BrokenPipeError:
            # The reader of stdout has closed it.
            raise typer.Exit(Exit.UNEXPECTED) from None
        except (Exception, KeyboardInterrupt) as error:
            raise typer.Exit(report(error)) from error


@contextmanager
def _logging(wanted: bool) -> Generator[None, None, None]:
    """Show what the package logs, for the time of a command."""
    if not wanted:
        yield
        return
    logger = logging.getLogger("mapflow")
    handler, before = _Said(), logger.level
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s", "%H:%M:%S"))
    logger.addHandler(handler)
    logger.setLevel(logging.DEBUG)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(before)


class _Said(logging.Handler):
    """Says what is logged on stderr."""

    def emit(self, record: logging.LogRecord) -> None:
        say(self.format(record))


def _show_warning(
    message: Warning | str, category: type[Warning], *_: object, **__: object
) -> None:
    # Those of this package, whatever is added to them; those of libraries tell a user nothing.
    if category.__module__ == "mapflow.errors":
        warn(str(message))


def confirm(question: str, *, yes: bool) -> None:
    """Ask before something that cannot be undone; without a terminal, ``--yes`` is required."""
    if yes:
        return
    if not sys.stdin.isatty():
        raise Stop(f"{question} Cannot prompt: stdin is not a terminal. Pass --yes to confirm.")
    if not typer.confirm(question, err=True):
        raise Stop("Cancelled; nothing was changed.")
