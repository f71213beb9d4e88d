"""Compares two states of the description, and says what a change means for a client.

A client is a program that was written, or generated, from the older state. What it sends and what
it reads are judged apart: a member that requests must have now breaks it, a member that responses
always have now does not.
"""
