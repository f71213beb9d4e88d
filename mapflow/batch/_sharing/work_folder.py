"""The hidden folder beside a target in which workers leave their files."""

from __future__ import annotations

import shutil
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from mapflow._drafts import short_name
from mapflow._file_locks import Busy, hold, let_go
from mapflow._files import writing
from mapflow.batch._sharing.executors import ExecutorBroke
from mapflow.batch._sharing.job import Job
from mapflow.errors import InvalidFile

_OWNER: Final = ".owner"
_MARK: Final = "mark"
_FOLDERS: Final = ("near", "sifted", "files", "written")


@contextmanager
def work_folder(target: Path, job: Job) -> Generator[tuple[Path, str]]:
    """A folder for a job, with what an earlier program left there for the same one.

    It stays if the program is killed or interrupted, or the executor breaks after something was
    done, and is removed otherwise.

    Args:
        target: What the job writes.
        job: The job.

    Yields:
        The folder, and what tells the job from others.

    Raises:
        InvalidFile: Another program works there, or it cannot be made.
    """
    folder = target.absolute().with_name(f".{short_name(target.name)}.work")
    with writing(target):
        folder.mkdir(exist_ok=True)
        try:
            owner = hold(folder / _OWNER)
        except Busy as error:
            raise InvalidFile(
                f"Another program, or another call of this one, is writing {target} just now.",
                hint="Wait until that has ended, or choose another name.",
            ) from error
    try:
        with writing(target):
            mark = _prepared(folder, job)
        yield folder, mark
    except Exception as error:
        if not (isinstance(error, ExecutorBroke) and _holds_work(folder)):
            _remove(folder)
        raise
    else:
        _remove(folder)
    finally:
        if owner is not None:
            let_go(owner)
        with suppress(OSError):
            folder.rmdir()


def _prepared(folder: Path, job: Job) -> str:
    mark = job.save(folder)
    noted = folder / _MARK
    if not noted.is_file() or noted.read_text("utf-8") != mark:
        # Whatever is there is of other results, or was made in another way.
        noted.unlink(missing_ok=True)
        for name in _FOLDERS:
            shutil.rmtree(folder / name, ignore_errors=True)
            (folder / name).mkdir()
        noted.write_text(mark, "utf-8")
    return mark


def _holds_work(folder: Path) -> bool:
    return any(path.suffix == ".json" for path in (folder / "sifted").iterdir())


def _remove(folder: Path) -> None:
    for path in folder.iterdir():
        if path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        elif path.name != _OWNER:
            path.unlink(missing_ok=True)
    (folder / _OWNER).unlink(missing_ok=True)
