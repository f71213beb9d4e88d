"""A real IPython in this process, which keeps no history and writes nowhere."""

import re
from collections.abc import Callable, Iterator

import pytest

# The oldest versions of what users install are tried without it.
pytest.importorskip("IPython", reason="the dependency group `notebook` is not installed")

_COLOURS = re.compile(r"\x1b\[[0-9;]*m")


@pytest.fixture(scope="session")
def _only_shell(tmp_path_factory) -> Iterator[object]:
    from IPython.core.async_helpers import get_asyncio_loop
    from IPython.core.interactiveshell import InteractiveShell
    from traitlets.config import Config

    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("IPYTHONDIR", str(tmp_path_factory.mktemp("ipython")))
        config = Config()
        config.HistoryManager.enabled = False
        made = InteractiveShell.instance(config=config)
        yield made
        made.restore_sys_module_state()
        InteractiveShell.clear_instance()
        get_asyncio_loop().close()


@pytest.fixture
def shell(_only_shell) -> object:
    """An IPython shell in its usual mode."""
    _only_shell.run_line_magic("xmode", "Context")
    return _only_shell


@pytest.fixture
def cell(shell, capsys) -> Callable[..., str]:
    """Run the text of a cell, and return what its user sees."""

    def run(text: str, **names: object) -> str:
        shell.push(names)
        capsys.readouterr()
        shell.run_cell(text)
        seen = capsys.readouterr()
        return _COLOURS.sub("", seen.out + seen.err)

    return run
