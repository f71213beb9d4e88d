"""Planned searches ("templates"): searches that are repeated every virtual day.

Nothing runs in the background: when a search was last repeated follows from the virtual clock, and
what it found follows from that.

What the sources leave open is decided here, for the sandbox only:

- A search takes 30 virtual seconds. The first begins when a planned search is created or resumed;
  one that was created inactive has not searched at all.
- Where no earliest date is set, images count from two weeks before the creation. Filters that are
  changed apply to what was found already. An area that was added is searched with the next
  repetition. The caller's own images are not found.
- Pausing what is inactive, resuming what is active or has ended, and restarting what is active and
  has not failed are refused with 400, as are filters that no image can pass. A later
  ``activeUntil`` does not wake what has ended. One that failed for want of areas stays ``FAILED``
  until it is restarted or resumed.
- An area is always one polygon. Where an outline has several, from a request or because a processed
  area was taken out, the others become separate areas with the same name.
- Identifiers that ``aoiDetails`` brings along are kept where they are free. Removing areas that do
  not exist counts for nothing.
- ``maxAoiIntersectionPercent``, ``returnErrors``, ``limit`` and ``offset`` of a stored search are
  kept and mean nothing, ``partitioningTriggered`` is always false, ``metadata`` always null.
- The limit of area is that of the project's owner, the limit of active ones and the plan that
  ``hideUnavailable`` means are those of who created the planned search.
"""
