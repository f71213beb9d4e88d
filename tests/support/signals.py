"""Signals of processes that tests start."""

import signal


def hear_ctrl_c():
    """A shell's background jobs, which tests may be, are started deaf to it; a person's are not."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
