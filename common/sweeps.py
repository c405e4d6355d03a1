"""A sweep goes on past a row that fails: nobody waits behind it."""


def sweep(rows, act):
    """``act`` on each row; what went wrong is raised together, once every row has had its turn."""
    errors = []
    for row in rows:
        try:
            act(row)
        except Exception as error:  # whatever it is, the next row is not to blame
            errors.append(error)
    if errors:
        raise ExceptionGroup("a sweep left rows behind", errors)
