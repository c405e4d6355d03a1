"""The people of a case as the review shows them: who acts for the applicant, who looks after the case."""

from applications.models import PaperKind
from applications.services import lacks_mandate


def load_people(application, user):
    """``mandate``: the paper to be signed; ``lacks_mandate``: nobody has brought it back signed."""
    papers = application.papers.valid().filter(kind=PaperKind.AGENT).defer("content")
    return {
        "application": application,
        "mandate": papers.last() if application.agent_name else None,
        "lacks_mandate": lacks_mandate(application),
        "hand_overs": list(application.hand_overs.select_related("giver", "taker")),
    }
