"""Who may do what: one table of roles, written into Django's groups after every migrate.

A right is granted here or nowhere; what somebody ticks by hand in a group is taken away again.
"""

from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.db import transaction

from accounts.roles import RoleName


def rights(app, *codenames):
    return {f"{app}.{codename}" for codename in codenames}


COUNTER = (
    rights(
        "applications",
        "view_every_application",
        "submit_application",
        "accept_application",
        "return_application",
        "refuse_application",
        "withdraw_application",
        "hand_over_application",
        "enter_late",
    )
    | rights("oversight", "enter_rating")
    | rights("approvals", "entrust_permits")
)

DISTRICT = rights(
    "district",
    *(
        f"{verb}_{noun}"
        for noun in ("town", "holidaynotice", "calendarday", "officehours")
        for verb in ("view", "add", "change")
    ),
)

# What a provider's staff may do, and only to what ``visible_to`` lets them see.
CREW = (
    rights(
        "utilities",
        "view_workorder",
        "acknowledge_workorder",
        "return_workorder",
        "declare_unavailable",
        "hand_over_workorder",
    )
    | rights("applications", "view_followup")
    | rights("milestones", "report_stage", "pause_milestone")
    | rights("oversight", "view_rating", "view_duty", "answer_duty")
    | rights("inspections", "view_attendance")
    | rights("works", "view_planpart")
    | rights("approvals", "view_permit", "file_permit")
)

# Everything that can be looked up about the cases.
RECORDS = (
    rights("applications", "view_application", "view_followup", "view_lateentry", "view_emergencyreceipt")
    | rights("utilities", "view_workorder", "view_provider", "view_servicearea", "view_membership")
    | rights("milestones", "view_milestone", "view_span", "view_report", "view_alert", "view_timelimit")
    | rights("milestones", "view_pauselimit")
    | rights("inspections", "view_attendance")
    | rights("works", "view_planpart", "view_roadsection", "view_dig", "view_digterm")
    | rights("approvals", "view_permit", "view_department", "view_permittype")
)

# Complaints, ratings and duties, meetings and inspections: seen whole, and seen to.
WATCHING = rights(
    "oversight",
    "answer_complaint",
    "view_rating",
    "view_duty",
    "answer_duty",
    "close_duty",
    "record_duty",
    "view_mendingterm",
)

# What has been sent, what has not, and what to do about it.
SENDING = rights(
    "outbox",
    "view_endpoint",
    "pause_endpoint",
    "ping_endpoint",
    "view_message",
    "resend_message",
    "close_message",
)
# A message's body may hold a sign-in code: whoever reads it could sign in as the applicant. Only the demo
# has no telephones to read them on.
READING = rights("outbox", "read_message") if settings.DEMO else set()

# Who serves whom, how long it may take, and whose systems may come in.
SETUP = (
    rights(
        "utilities",
        *(
            f"{verb}_{noun}"
            for noun in ("provider", "servicearea", "membership", "regulator", "apikey")
            for verb in ("view", "add", "change")
        ),
    )
    | rights(
        "milestones",
        "view_timelimit",
        "add_timelimit",
        "change_timelimit",
        "view_pauselimit",
        "change_pauselimit",
    )
    | rights("oversight", "view_mendingterm", "change_mendingterm")
    | rights("works", "view_digterm", "change_digterm")
    | rights(
        "approvals",
        "view_department",
        "add_department",
        "change_department",
        "view_permittype",
        "change_permittype",
    )
)

ROLES = {
    RoleName.CLERK: COUNTER,
    RoleName.OFFICE: COUNTER
    | RECORDS
    | SENDING
    | READING
    | rights("applications", "terminate_application", "settle_promise", "view_waiting", "change_waiting")
    | rights("utilities", "route_request", "declare_unavailable")
    | rights("milestones", "allow_pause")
    | rights("approvals", "file_permit", "decide_permit")
    | rights("inspections", "arrange_visit")
    | rights("works", "put_forward_plan", "change_roadsection")
    | WATCHING,
    RoleName.PROVIDER: CREW,
    RoleName.OFFICER: rights("approvals", "view_permit", "decide_permit"),
    RoleName.REGULATOR: set(),
    RoleName.SUPERVISOR: rights("applications", "view_every_application", "view_reveal")
    | RECORDS
    | rights("milestones", "revoke_pause")
    | WATCHING,
    RoleName.ADMINISTRATOR: rights("accounts", "view_user", "add_user", "change_user")
    | rights("outbox", "add_endpoint", "change_endpoint", "rotate_secret")
    | DISTRICT
    | SENDING
    | READING
    | SETUP,
}


def wanted_permissions():
    """Every permission the table names, as ``app.codename``."""
    return set().union(*ROLES.values())


def existing_permissions():
    """Those of the wanted permissions the database knows, by ``app.codename``."""
    rows = Permission.objects.select_related("content_type")
    by_name = {f"{row.content_type.app_label}.{row.codename}": row for row in rows}
    return {name: by_name[name] for name in wanted_permissions() & by_name.keys()}


@transaction.atomic
def sync_roles():
    """Make the groups of the database what the table says; run again it changes nothing.

    While an app is migrated alone, permissions of the others are not there yet: they are passed over, and the
    next migrate grants them. That none is missing in the end is a test.
    """
    existing = existing_permissions()
    Group.objects.exclude(name__in=ROLES).delete()
    for name, permissions in ROLES.items():
        group, _created = Group.objects.get_or_create(name=name)
        group.permissions.set(existing[right] for right in permissions & existing.keys())
