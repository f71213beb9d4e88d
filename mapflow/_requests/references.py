"""Finds what a caller means: a model by its friendly name, options by theirs, things by id."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from uuid import UUID

from mapflow import _arguments
from mapflow._views.account import Model
from mapflow._views.base import Identified
from mapflow.errors import InvalidInput, UnknownModel, UnknownOption

#: Options as a mapping of names to on or off, or as the names of those to switch on.
Options = Mapping[str, bool] | Sequence[str]


def identifier(thing: object, kind: str) -> UUID:
    """The id of a handle, or of what is given as one."""
    if isinstance(thing, UUID):
        return thing
    if isinstance(thing, Identified):
        if thing._kind != kind:
            raise InvalidInput(f"This takes {_a(kind)}, not {_a(thing._kind)}.")
        value: object = thing.id  # pyright: ignore[reportUnknownMemberType]
    else:
        value = thing
    if isinstance(value, str):
        try:
            return UUID(value.strip())
        except ValueError:
            pass
    raise InvalidInput(
        f"{value!r} is not the id of {_a(kind)}.",
        hint="An id looks like 65285409-ac88-4fc0-a937-193cf42c2343.",
    )


def _a(kind: str) -> str:
    return f"{'an' if kind[:1] in 'aeiou' else 'a'} {kind}"


def is_id(text: str) -> bool:
    """Whether a text is an id rather than a name."""
    try:
        UUID(text.strip())
    except ValueError:
        return False
    return True


@lru_cache(1024)
def plain(name: str) -> str:
    """A name without emoji, case and superfluous spaces."""
    kept = (
        char
        for char in name
        if unicodedata.category(char) not in ("So", "Sk", "Cf", "Mn", "Cs", "Co")
    )
    return " ".join("".join(kept).casefold().split())


def pick_model(models: Sequence[Model], wanted: str | Model | None) -> Model:
    """The one model that is meant: by id, by exact name, or by name without emoji and case."""
    if isinstance(wanted, Identified):
        wanted = wanted.id
    if not isinstance(wanted, str):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise InvalidInput(
            f"{wanted!r} is not a model.", hint="Give the name or the id of one, or a Model."
        )
    for matches in (
        [model for model in models if model.id == wanted],
        [model for model in models if model.name == wanted],
        [model for model in models if plain(model.name) == plain(wanted)],
    ):
        if len(matches) == 1:
            return matches[0]
        if matches:
            raise UnknownModel(
                f"{len(matches)} models are called {wanted!r}.",
                candidates=tuple(f"{model.name} ({model.id})" for model in matches),
                hint=f"Give the id of one: {_listed(f'{m.id} {m.name}' for m in matches)}.",
            )
    if not models and is_id(wanted):
        # An account that does not list its models may have this one: the service knows.
        return Model({"id": wanted.strip(), "name": wanted.strip()})
    names = tuple(model.name for model in models)
    close = [name for name in names if plain(wanted) and plain(wanted) in plain(name)]
    hint = f"The account has {_listed(names)}." if names else "The account has no models."
    if close:
        hint = f"Did you mean {_listed(close)}? {hint}"
    raise UnknownModel(f"No model is called {wanted!r}.", candidates=names, hint=hint)


def choose_options(model: Model, options: Options | None) -> dict[str, bool]:
    """The on and off of each option that was named; others are left to the service."""
    if options is None:
        return {}
    if isinstance(options, Mapping):
        wanted = dict(options)
    else:
        wanted = dict.fromkeys(_arguments.texts(options, "options"), True)
    known = {plain(option.name): option for option in model.options}
    labels = {plain(option.label): option for option in model.options}
    chosen: dict[str, bool] = {}
    for name, enabled in wanted.items():
        if not isinstance(name, str) or not isinstance(enabled, bool):  # pyright: ignore[reportUnnecessaryIsInstance]
            raise InvalidInput(
                f"The option {name!r} is set to {enabled!r}.",
                hint='Options are names with True or False, such as {"Simplification": True}.',
            )
        option = known.get(plain(name)) or labels.get(plain(name))
        names = tuple(option.name for option in model.options if option.optional)
        has = f"{model.name} has {_listed(names)}." if names else f"{model.name} has none."
        if option is None:
            raise UnknownOption(f"{model.name} has no option {name!r}.", candidates=names, hint=has)
        if not option.optional:
            if not enabled:
                raise UnknownOption(
                    f"{option.label} of {model.name} always runs and cannot be switched off.",
                    candidates=names,
                    hint=has,
                )
            continue
        chosen[option.name] = enabled
    return chosen


def _listed(names: Iterable[str]) -> str:
    found = [str(name) for name in names]
    return " or ".join(filter(None, (", ".join(found[:-1]), found[-1]))) if found else "none"
