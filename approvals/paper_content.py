"""What stands on the mandate to file permits, frozen when it is drawn up."""

from applications.paper_content import heading, in_chinese


@in_chinese
def entrustment_content(application, provider, permits, *, at):
    """Who lets which provider file which permits; signed by the applicant."""
    return heading(application, at=at) | {
        "provider": provider.name,
        "provider_phone": provider.hotline,
        "permits": [{"name": str(permit.type), "department": str(permit.department)} for permit in permits],
        "is_person": application.applicant_kind == "individual",
    }
