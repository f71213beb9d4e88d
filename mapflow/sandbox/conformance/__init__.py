"""Shows what a client of any language can do: a scenario, the modes it is played in, and a report.

``scenario`` reads what a client does, ``modes`` says how the service behaves meanwhile, ``witness``
keeps what the service saw, ``sent`` and ``told`` hold what a client sent and printed against the
scenario, ``judge`` says how each step went, ``service`` plays the service, ``play`` runs a command
against it.
"""
