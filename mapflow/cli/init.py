"""``mapflow init``: from a token to the first estimate."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated, Final, NamedTuple

import typer

from mapflow._text.numbers import amount
from mapflow.cli._areas import AREA_HELP, AreaReader
from mapflow.cli._command import BaseUrlOption, Session, command
from mapflow.cli._exits import Stop
from mapflow.cli._inputs import SOURCE_HELP, read_source
from mapflow.cli._output import in_credits, km2, note, say, show_facts, show_json
from mapflow.cli._pricing import price_as_json, show_price
from mapflow.cli._questions import Questions
from mapflow.cli._streams import write_text
from mapflow.cli._ways import Way, way_in
from mapflow.cli.credentials import KeyringOption, ProfileNameOption

if TYPE_CHECKING:
    from mapflow import AccountStatus, Estimate, Mapflow, Model
    from mapflow.geometry import Geometry
    from mapflow.sources import Source

#: A block of houses, small enough for the minimum price.
_EXAMPLE: Final = "37.300,55.636,37.302,55.638"
_USUAL_MODEL: Final = "buildings"


class _Choice(NamedTuple):
    """What a first run is to be, as read and as it is typed."""

    model: Model
    model_typed: str
    source: Source | None
    source_typed: str | None
    area: Geometry
    area_typed: str


def register(app: typer.Typer) -> None:
    """Add the command."""
    command(app, "init", service=False)(init)


def init(
    session: Session,
    profile: ProfileNameOption = "default",
    base_url: BaseUrlOption = None,
    keyring: KeyringOption = False,
    replace: Annotated[
        bool, typer.Option("--replace", help="Replace the token of a profile that exists.")
    ] = False,
    sandbox: Annotated[
        bool,
        typer.Option("--sandbox", help="Try it without an account, with synthetic results."),
    ] = False,
    model: Annotated[
        str | None,
        typer.Option("--model", "-m", help="ID or name of the model.", show_default=False),
    ] = None,
    source: Annotated[
        str | None, typer.Option("--source", "-s", help=SOURCE_HELP, show_default=False)
    ] = None,
    area: Annotated[
        str | None,
        typer.Option("--area", "-a", metavar="AREA", help=AREA_HELP, show_default=False),
    ] = None,
    yes: Annotated[
        bool, typer.Option("--yes", "-y", help="Take the default of each question.")
    ] = False,
) -> None:
    """Set up an account, and estimate a first run.

    Nothing is started and nothing is charged. It asks for an API token without showing it,
    tries it and saves it as a profile; shows the account; asks for a model, imagery and an
    area; and prints what that costs, with the command that runs it. Without an account, the
    sandbox stands in, if the extra `sandbox` is installed.

    Options stand for questions. Without a terminal, pass --yes, or --model, --source and
    --area; the token is that of the profile or MAPFLOW_TOKEN, or is read from stdin.
    """
    questions = Questions(yes=yes)
    if not (questions.is_asking or yes or all((model, source, area))):
        raise Stop(
            "Cannot prompt: stdin is not a terminal. Pass --yes to take the defaults, or --model,"
            " --source and --area."
        )
    saved: list[str] = []
    with (
        _saying_what_is_saved(saved),
        way_in(
            questions,
            profile=profile,
            base_url=base_url,
            keyring=keyring,
            replace=replace,
            sandbox=sandbox,
            saved=saved,
        ) as way,
    ):
        client = way.client
        account = client.account.status()
        facts = _account_facts(client, account)
        if not session.json:
            show_facts(facts)
        chosen = _choose(questions, client, account, model=model, source=source, area=area)
        price = client.processings.estimate(
            model=chosen.model, area=chosen.area, source=chosen.source
        )
    _show(session, way, account, chosen, price)


@contextmanager
def _saying_what_is_saved(saved: Sequence[str]) -> Generator[None, None, None]:
    """Say, if a person ends it early, that what was saved is complete."""
    try:
        yield
    except (KeyboardInterrupt, typer.Abort):
        if not saved:
            raise typer.Abort from None
        stop = KeyboardInterrupt()
        stop.add_note(
            f"Profile {saved[0]!r} is saved, and nothing was started."
            " Run the same command again to continue."
        )
        raise stop from None


def _account_facts(client: Mapflow, account: AccountStatus) -> list[tuple[str, str | float | None]]:
    home = client.projects.default()
    return [
        ("Account", account.email),
        ("Credits left", in_credits(account.remaining_credits)),
        ("Area left", km2(account.remaining_area_m2)),
        ("Maximum areas", account.max_areas),
        ("Maximum area", km2(home.aoi_area_limit_m2)),
    ]


def _choose(
    questions: Questions,
    client: Mapflow,
    account: AccountStatus,
    *,
    model: str | None,
    source: str | None,
    area: str | None,
) -> _Choice:
    models = account.models
    if not models:
        raise Stop("The account has no models. Ask for one at app.mapflow.ai.")
    names = [each.name for each in models]
    usual = next((at for at, name in enumerate(names) if _as_typed(name) == _USUAL_MODEL), 0)
    if model is None:
        found = questions.choice("Model", names, usual, client.models.get)
    else:
        found = client.models.get(model)
    is_unique = [_as_typed(name) for name in names].count(_as_typed(found.name)) == 1
    read = _source_reader(client, account)
    if source is not None:
        imagery, imagery_typed = read(source)
    elif account.providers:
        providers = [each.name for each in account.providers]
        imagery, imagery_typed = questions.choice("Imagery", providers, 0, read)
    else:
        imagery, imagery_typed = None, None
    reader = AreaReader()

    def read_area(typed: str) -> tuple[Geometry, str]:
        return reader.read(typed), typed

    if area is None:
        if questions.is_asking:
            say("Area: a file, or west,south,east,north. Enter takes a small example in Moscow.")
        outline, area_typed = questions.text("Area", _EXAMPLE, read_area)
    else:
        outline, area_typed = read_area(area)
    name = _as_typed(found.name) if is_unique else found.id
    return _Choice(found, name, imagery, imagery_typed, outline, area_typed)


def _source_reader(
    client: Mapflow, account: AccountStatus
) -> Callable[[str], tuple[Source | None, str | None]]:
    """Read the imagery, as ``--source`` takes it or as the name of a provider."""
    known = {each.name.casefold(): each.name for each in account.providers}

    def read(typed: str) -> tuple[Source | None, str | None]:
        name = known.get(typed.casefold())
        if name is None and ":" not in typed:
            raise Stop(
                f"The account has no imagery provider {typed!r}. Known are"
                f" {', '.join(known.values()) or 'none'}; other imagery is typed as for"
                " `mapflow run --source`."
            )
        spelled = typed if name is None else f"provider:{name}"
        return read_source(client, spelled, zoom=None, login=None), spelled

    return read


def _show(
    session: Session, way: Way, account: AccountStatus, chosen: _Choice, price: Estimate
) -> None:
    words = ["mapflow", "run", "--model", chosen.model_typed, "--area", chosen.area_typed]
    if chosen.source_typed is not None:
        words += ["--source", chosen.source_typed]
    words += ["--max-cost", amount(price.cost, grouped=False)]
    words += ["--output", f"{_as_typed(chosen.model.name).replace(' ', '-')}.geojson", *way.options]
    run = shlex.join(words)
    if session.json:
        show_json(
            {
                "profile": way.profile,
                "account": account.email,
                "remaining_credits": account.remaining_credits,
                "max_areas": price.max_areas,
                "aoi_area_limit_m2": price.aoi_area_limit_m2,
                "estimate": price_as_json(price),
                "sandbox": way.server,
                "command": run,
            }
        )
        return
    note("")
    show_price(price)
    note("\nNothing was started, and nothing was paid.")
    if way.server is not None:
        note("The sandbox of this estimate has ended. Start it in another terminal:")
        write_text(f"{way.server}\n")
    note("Start the run, and save its result, with:")
    write_text(f"{run}\n")
    watch = shlex.join(["mapflow", "watch", *way.options])
    note(f"Meanwhile, `{watch}` shows all that runs.")


def _as_typed(name: str) -> str:
    """A name as it can be typed: without emoji, in small letters."""
    # Help must not load what sends requests.
    from mapflow._requests.references import plain

    return plain(name)
