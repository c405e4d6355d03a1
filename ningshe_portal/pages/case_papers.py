"""What the applicant has still to bring, and which of his papers the window keeps."""

from dataclasses import dataclass

from .verbs import Panel


@dataclass(frozen=True)
class Papers:
    """``taken``: papers handed in at the counter, those given back among them."""

    number: str
    promised: list
    asked: list
    taken: list
    may_bring: bool


def load_papers(board):
    if board.viewer.is_provider:
        return None
    taken = list(board.application.materials.present().exclude(medium=""))
    if not (board.promised or board.asked or taken):
        return None
    return Papers(
        board.application.number, board.promised, board.asked, taken, may_bring=board.viewer.is_applicant
    )


PAPERS = Panel("case/_papers.html", load_papers)
