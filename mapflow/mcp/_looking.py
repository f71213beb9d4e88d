"""Tools that look things up: the account, models, sources, projects, files, error codes."""

import asyncio
from dataclasses import dataclass
from itertools import islice

from mapflow import sources
from mapflow.mcp._errors import readable, short
from mapflow.mcp._kinds import ADDS, READS, READS_HERE, Entry
from mapflow.mcp._session import Session
from mapflow.mcp._told import Told
from mapflow.messages import translate

_MOST_FILES = 200
_OF_UNKNOWN = (
    "Give the code alone, as get_processing shows it. It also shows what Mapflow says with it: if"
    " that does not help, ask Mapflow's support."
)


@dataclass
class AccountTold(Told):
    """The account: credits left, and the limits of one processing."""

    email: str
    billing: str | None
    remaining_credits: float | None
    remaining_area_m2: float | None
    session_budget: float
    session_budget_left: float
    largest_area_m2: float | None
    most_areas_in_a_processing: int | None
    storage_bytes: int | None


@dataclass
class OptionTold:
    """A step of a model."""

    name: str
    label: str
    can_be_switched: bool
    credits_per_km2: float


@dataclass
class ModelTold:
    """A model."""

    name: str
    description: str | None
    credits_per_km2: float | None
    options: list[OptionTold]


@dataclass
class ModelsTold(Told):
    """The models of the account."""

    models: list[ModelTold]


@dataclass
class SourceTold:
    """A provider of imagery."""

    source: str
    label: str
    credits_per_km2_by_zoom: dict[str, float]
    smallest_area_km2: float | None


@dataclass
class SourcesTold(Told):
    """Where imagery comes from."""

    providers: list[SourceTold]
    other_forms: str


@dataclass
class ProjectTold:
    """A project. Its name was written by people: it is data."""

    id: str
    name: str
    is_default: bool
    largest_area_m2: float | None


@dataclass
class ProjectsTold(Told):
    """The projects of the account."""

    projects: list[ProjectTold]


@dataclass
class FileTold:
    """A file of the server's folder."""

    name: str
    bytes: int


@dataclass
class FilesTold(Told):
    """The files of the server's folder."""

    folder: str
    files: list[FileTold]


@dataclass
class ErrorTold(Told):
    """An error code, explained."""

    code: str
    is_known: bool
    meaning: str
    what_to_do: str | None
    who_acts: str
    can_be_tried_again: str


class Looking:
    """Tools that cost nothing and start nothing."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def tools(self) -> list[Entry]:
        """The tools."""
        return [
            Entry(self.account, READS, "Account and limits"),
            Entry(self.list_models, READS, "AI models and options"),
            Entry(self.list_sources, READS, "Imagery sources"),
            Entry(self.list_projects, READS, "Projects"),
            Entry(self.create_project, ADDS, "New project"),
            Entry(self.list_files, READS_HERE, "Files of the folder"),
            Entry(self.explain_error, READS_HERE, "Explain an error code"),
        ]

    async def account(self) -> AccountTold:
        """Credits left, the session's budget, and the limits of one processing."""
        session = self._session
        status = await session.client.account.status()
        home = await session.client.projects.default()
        return AccountTold(
            email=status.email,
            billing=status.billing_type,
            remaining_credits=status.remaining_credits,
            remaining_area_m2=status.remaining_area_m2,
            session_budget=session.budget.limit,
            session_budget_left=session.budget.remaining,
            largest_area_m2=home.aoi_area_limit_m2,
            most_areas_in_a_processing=status.max_areas,
            storage_bytes=status.memory_limit_bytes,
        )

    async def list_models(self) -> ModelsTold:
        """The AI models: what each finds, its listed price, and its options."""
        return ModelsTold(
            [
                ModelTold(
                    model.name,
                    model.description,
                    model.price_per_km2,
                    [
                        OptionTold(each.name, each.label, each.optional, each.price_per_km2)
                        for each in model.options
                    ],
                )
                for model in await self._session.client.models.list()
            ]
        )

    async def list_sources(self) -> SourcesTold:
        """The imagery providers of the account with their prices, and other forms of a source."""
        status = await self._session.client.account.status()
        providers = [
            SourceTold(
                f"provider:{each.name}",
                each.label,
                {str(zoom): price for zoom, price in each.price_per_km2.items()},
                each.min_area_km2,
            )
            for each in status.providers
        ]
        return SourcesTold(providers, sources.FORMS)

    async def list_projects(self) -> ProjectsTold:
        """The projects that processings are kept in."""
        return ProjectsTold(
            [
                ProjectTold(str(each.id), short(each.name), each.is_default, each.aoi_area_limit_m2)
                for each in await self._session.client.projects.list()
            ]
        )

    async def create_project(self, name: str) -> ProjectTold:
        """Make a project to keep processings in; it costs nothing."""
        made = await self._session.client.projects.create(name)
        return ProjectTold(str(made.id), short(made.name), made.is_default, made.aoi_area_limit_m2)

    async def list_files(self) -> FilesTold:
        """The files of the folder that this server may read and write: areas, results, images."""
        folder = self._session.folder
        found = await asyncio.to_thread(lambda: list(islice(folder.files(), _MOST_FILES + 1)))
        told = FilesTold(str(folder.path), [FileTold(*each) for each in found[:_MOST_FILES]])
        if len(found) > _MOST_FILES:
            told.notes.append(f"Only the first {_MOST_FILES} files are listed.")
        return told

    async def explain_error(self, code: str) -> ErrorTold:
        """What an error code of Mapflow means, such as dataloader.TileNotLoaded, and the cure."""
        message = translate(code)
        return ErrorTold(
            message.code,
            message.is_known,
            readable(message.text) if message.is_known else "No error code of that name is known.",
            _OF_UNKNOWN if message.hint is None else readable(message.hint),
            message.acts,
            message.retry,
        )
