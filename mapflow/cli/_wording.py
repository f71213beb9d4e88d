"""Says in the words of the command line what the library says in those of Python."""

from __future__ import annotations

import re
from typing import Final

# Each turns what to call into what to type; the library's sentences stay as they are in Python.
_WORDS: Final = tuple(
    (re.compile(python), typed)
    for python, typed in (
        (r" or client\.[a-z.]+(?:wait|wait_all|reconcile)\((?:\(.*?\)|[^()])*\)", ""),
        (r"call client\.processings\.reconcile\(error\) in a while, or run", "in a while, run"),
        (r"client\.account\.status\(\)\.providers lists", "`mapflow status` lists"),
        (r"client\.imagery\.mosaics\.images\('([^']*)'\)", r"`mapflow mosaics images \1`"),
        (r"client\.imagery\.upload\(\.\.\.\)", "`mapflow images upload`"),
        (r"Call wait\(\) on it first", "Wait for it first, with `mapflow wait`"),
        (r"Restart it without max_cost, with a client without a budget,", "Leave --max-cost out,"),
        (r"the same call resumes", "the same command resumes"),
        (r", or allow more time with timeout_s", ""),
        (r"have it repaired: as_geometry\(area, repair=True\)", "have it repaired with --repair"),
        (r"with layer=\.\.\.: as_geometry\(area, layer=('[^']*'|\"[^\"]*\")\)", r"with --layer \1"),
        (r"with layer=\.\.\.", "with --layer NAME"),
        (
            r"in Python for example with mapflow\.geometry\.as_geometry\(area, crs=\"([^\"]*)\"\)",
            r"or name their system with --crs \1",
        ),
        (r"mapflow\.geometry\.as_geometry\(area, crs=\"([^\"]*)\"\)", r"--crs \1"),
        (r"with crs=\"([^\"]*)\"", r"with --crs \1"),
        (r"pass overwrite=True", "pass --overwrite"),
        (r"\bmax_cost\b", "--max-cost"),
        (r"\btimeout_s\b", "--timeout"),
        (r"\binterval_s\b", "--interval"),
        (r"\bactive_until\b", "--until"),
    )
)


def in_typed_words(sentence: str) -> str:
    """Give a sentence of the library as somebody at a terminal needs it.

    Args:
        sentence: What an error, or a note on it, says.

    Returns:
        The same with commands and options in the place of calls and arguments.
    """
    for python, typed in _WORDS:
        sentence = python.sub(typed, sentence)
    return sentence
