"""Commands on a terminal, as a person has them."""

import codecs
import os
import pty
import re
import select
import signal
import subprocess
import sys
import termios
import time
from contextlib import suppress


class Terminal:
    """A command on a separate terminal."""

    def __init__(self, *arguments, columns=200, program=None, **environment):
        self._ours, theirs = pty.openpty()
        self._process = subprocess.Popen(
            program or [sys.executable, "-m", "mapflow.cli", *map(str, arguments)],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            env={**os.environ, "COLUMNS": str(columns), "TERM": "xterm", **environment},
            # Passwords are asked for on the controlling terminal, which must be this one.
            preexec_fn=lambda: _take(theirs),
        )
        os.close(theirs)
        self.seen = ""
        # A character may come in two pieces.
        self._decoder = codecs.getincrementaldecoder("utf-8")(errors="replace")

    @property
    def text(self):
        """What was seen, without colours and moves of the cursor."""
        return re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", self.seen)

    def until(self, words, timeout_s=30, times=1):
        end = time.monotonic() + timeout_s
        while self.seen.count(words) < times:
            assert time.monotonic() < end, self.seen
            if select.select([self._ours], [], [], 0.1)[0]:
                assert self._read(), self.seen

    def until_hidden(self, timeout_s=30):
        """Wait until what is typed is no longer shown; what was typed before that is lost."""
        end = time.monotonic() + timeout_s
        while termios.tcgetattr(self._ours)[3] & termios.ECHO:
            assert time.monotonic() < end, self.seen
            time.sleep(0.01)

    def type(self, text):
        os.write(self._ours, text.encode())

    def press_ctrl_c(self):
        os.write(self._ours, b"\x03")

    def interrupt_question(self):
        """Press Ctrl-C at a question, and again when nothing comes of it, as a person does.

        Python misses the one that comes between its printing a prompt and its waiting for input.
        """
        for _ in range(10):
            self.press_ctrl_c()
            with suppress(subprocess.TimeoutExpired):
                self._process.wait(3)
                return

    def end(self, timeout_s=60):
        end = time.monotonic() + timeout_s
        is_open = True
        while is_open:
            if not select.select([self._ours], [], [], max(0.0, end - time.monotonic()))[0]:
                self._process.kill()
                self._process.wait(30)
                raise AssertionError(f"The command does not end. {self.seen}")
            is_open = self._read()
        os.close(self._ours)
        return self._process.wait(30)

    def _read(self):
        try:
            piece = os.read(self._ours, 65536)
        except OSError:  # how a terminal whose other end is closed says so
            return False
        self.seen += self._decoder.decode(piece)
        return bool(piece)


def _take(theirs):
    os.login_tty(theirs)
    # What starts tests may be deaf to it; a person's shell is not.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
