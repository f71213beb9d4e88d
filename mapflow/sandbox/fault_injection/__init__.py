"""Fault injection: errors, delays and broken responses, on request and repeatable.

``kinds`` lists the faults, ``rules`` say which requests get them, ``profiles`` name lists of rules,
``selection`` selects the rule for a request, ``actions`` carries a fault out, ``responses`` and
``mutations`` make the responses, ``stale_reads`` keeps the state that late reads get, ``transport``
works below HTTP, ``middleware`` stands between the log and the API, and ``control`` serves
``/sandbox/faults``.
"""
