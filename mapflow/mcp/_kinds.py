"""What tools do to the world, as clients show it before they let one be called."""

from collections.abc import Awaitable, Callable
from typing import Final, NamedTuple, Protocol, TypeAlias

from mcp_types import ToolAnnotations

AnyTool: TypeAlias = Callable[..., Awaitable[object]]

#: It reads what is at Mapflow.
READS: Final = ToolAnnotations(read_only_hint=True, open_world_hint=True)
#: It reads what is on this machine.
READS_HERE: Final = ToolAnnotations(read_only_hint=True, open_world_hint=False)
#: It adds something, and costs nothing.
ADDS: Final = ToolAnnotations(
    read_only_hint=False, destructive_hint=False, idempotent_hint=False, open_world_hint=True
)
#: It cannot be taken back: it costs credits, or deletes.
FOR_GOOD: Final = ToolAnnotations(
    read_only_hint=False, destructive_hint=True, idempotent_hint=True, open_world_hint=True
)


class Entry(NamedTuple):
    """A tool, and what it does to the world."""

    tool: AnyTool
    kind: ToolAnnotations
    title: str


class Group(Protocol):
    """Tools that belong together."""

    def tools(self) -> list[Entry]:
        """The tools."""
        ...
