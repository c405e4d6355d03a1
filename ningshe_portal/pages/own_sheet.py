"""One's own data on paper, for who takes no file along: drawn on the spot and kept nowhere."""

from applications.models import Proof
from applications.paper_content import in_chinese
from applications.paper_words import written_day, written_moment
from common import clock
from common.pdf import render_pdf

from .own_facts import facts_of, load_kept


@in_chinese
def draw_own_data(application, viewer, person, *, proof, by):
    kept = load_kept(application, viewer, person)
    content = {
        "number": application.number,
        "printed_at": written_moment(clock.now()),
        "clerk": str(by),
        "proof": Proof(proof).label,
        "facts": facts_of(kept, is_contact=person.is_contact_of(application)),
        "kept_until": kept.kept_until and written_day(kept.kept_until),
        "papers_until": kept.papers_until and written_day(kept.papers_until),
    }
    return render_pdf("pdf/own_data.html", {"content": content, "kept": kept})
