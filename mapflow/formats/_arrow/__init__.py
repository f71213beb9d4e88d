"""Features as columns of Arrow: read in blocks, kept on the disk, given back in any order.

Everything in here imports numpy and pyarrow, so that nothing outside may import it at its top.
"""
