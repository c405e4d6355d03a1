"""Photos and papers that stand behind a report or a pause: judged by their content, kept as private files."""

from applications.file_kinds import PAPERS, PICTURES, accept
from applications.uploads import inspect
from common.files import store

FOLDER = "evidence"


def paper_input():
    """The attributes of a file input for evidence."""
    return {"accept": accept(PAPERS)}


def photo_input():
    return {"accept": accept(PICTURES)}


def keep_evidence(upload, takes=PAPERS):
    """Keep a picture (drawn anew, without place and time) or a paper; its path. Raises ``BadFile``."""
    content, _type, ending = inspect(upload, takes)
    return store(content, FOLDER, ending)[0]


def keep_photo(upload):
    """Keep a picture; its path. Raises ``BadFile``."""
    return keep_evidence(upload, PICTURES)
