"""What is in the file of a case, part by part, as one viewer may read it.

Each part exists twice: ``x_of`` of a case in hand, and the use case with its own row of the log.
"""
