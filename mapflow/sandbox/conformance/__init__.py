"""Shows what a client of any language can do: a scenario, the modes it is played in, and a report.

``scenario`` reads what a client does, ``modes`` says how the service behaves, ``recorder``
keeps the requests and responses, ``request_checks`` and ``output_checks`` check what a client sent
and printed against the scenario, ``judge`` says how each step went, ``service`` acts as the
service, ``runner`` runs a command against it.
"""
