"""Work on the results of a batch that is shared among the workers of an executor.

Workers read and write files in a folder that all of them see; only names and numbers are sent to
them. A task that is run twice, or killed and run again, leaves the same file.
"""
