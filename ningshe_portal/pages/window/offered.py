"""What the user may do with a case now, each verb with its empty form."""


def load_verbs(application, user, table):
    """What this user can do with the case now: the word, the verb and its empty form; nothing once it is nameless."""
    if application.erased_at:
        return []
    return [
        (name, verb, verb.make_form(application, auto_id=f"{name}_%s"))
        for name, verb in table.items()
        if user.has_perm(verb.permission) and verb.fits(application)
    ]
