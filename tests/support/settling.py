"""An async client behind the face of a sync one, so that one table of calls serves both."""

import inspect

_OWN = ("mapflow._async.",)


class Settling:
    """Waits for whatever its subject gives, and stands before what that gives in turn."""

    def __init__(self, subject, run):
        self._subject, self._run = subject, run

    def __getattr__(self, name):
        return self._faced(getattr(self._subject, name))

    def __call__(self, *args, **more):
        value = self._subject(*args, **more)
        return self._faced(self._run(value) if inspect.isawaitable(value) else value)

    def __iter__(self):
        if not hasattr(self._subject, "__aiter__"):
            yield from map(self._faced, iter(self._subject))
            return
        items = aiter(self._subject)
        try:
            while True:
                try:
                    item = self._run(anext(items))
                except StopAsyncIteration:
                    return
                yield self._faced(item)
        finally:
            if hasattr(items, "aclose"):
                self._run(items.aclose())

    def _faced(self, value):
        if isinstance(value, list):
            return [self._faced(item) for item in value]
        if inspect.isroutine(value) or type(value).__module__.startswith(_OWN):
            return Settling(value, self._run)
        if hasattr(value, "__aiter__"):
            return Settling(value, self._run)
        return value


def bare(value):
    """What stands behind the face."""
    if isinstance(value, Settling):
        return value._subject
    if isinstance(value, list | tuple):
        return [bare(item) for item in value]
    return value
