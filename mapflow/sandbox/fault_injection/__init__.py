"""Fault injection: what a client meets on a bad day, on purpose and repeatable.

``rules`` says what can be asked for, ``profiles`` which rules come together under a name,
``choosing`` which rule meets which request, ``actions`` what each fault does, ``answers`` what is
answered instead, ``history`` what a read sees that is late, ``transport`` what happens below HTTP,
``asgi`` puts them between the log and the API, and ``control`` is their page under ``/sandbox/``.
"""
