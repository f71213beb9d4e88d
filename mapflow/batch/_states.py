"""The states of a row: the words that a ledger keeps."""

from __future__ import annotations

from typing import Final

#: Not started yet.
WAITING: Final = "waiting"
#: The request is being sent, or was when the program ended.
SENDING: Final = "sending"
#: The response to the request was lost, and the processing is not found yet.
UNKNOWN: Final = "unknown"
#: The processing is there and has not ended.
RUNNING: Final = "running"
#: It ended well, and the result is not saved yet.
ENDED: Final = "ended"
#: The result is saved.
DONE: Final = "done"
#: The processing ended without a result.
FAILED: Final = "failed"
#: It was not started: the area or the request is refused.
REFUSED: Final = "refused"
#: It was not started: its price is above a limit.
OVER_BUDGET: Final = "over_budget"
#: What earlier versions of the ledger called it.
FORMERLY: Final = {"too dear": OVER_BUDGET}

ALL: Final = (WAITING, SENDING, UNKNOWN, RUNNING, ENDED, DONE, FAILED, REFUSED, OVER_BUDGET)
OPEN: Final = (SENDING, UNKNOWN, RUNNING, ENDED)
#: Those whose price counts as spent: an unknown outcome does, until it is known.
PAID: Final = (SENDING, UNKNOWN, RUNNING, ENDED, DONE, FAILED)
