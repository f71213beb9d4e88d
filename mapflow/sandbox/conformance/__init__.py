"""Shows what a client of any language can do: a scenario, the modes it is played in, and a report.

``scenario`` reads what a client does, ``modes`` says how the service behaves meanwhile, ``witness``
keeps what the service saw, ``judge`` holds both against each other, ``service`` plays the service,
``play`` runs a command against it.
"""
