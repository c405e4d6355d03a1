"""A provider's clock stands still and runs again."""

from ..conduct import running_stage
from .trait import Step, Trait, at, attach, is_counting, say


def may_pause(order):
    return at("construction")(order) and is_counting(order)


def open_pause(order):
    running = running_stage(order)
    return running and running["pause"]


def pause_with_photo(api, order):
    photo = attach(api, order, "现场未清场")
    say("pauses", reason="applicant_site", basis="院内堆物未清，无法进场", evidence=photo)(api, order)


def prove(api, order):
    photo = attach(api, order, "延后申请")
    say(f"pauses/{open_pause(order)['id']}/evidence", evidence=photo)(api, order)


def end(api, order):
    say(f"pauses/{open_pause(order)['id']}/end")(api, order)


TRAITS = {
    "pauses": Trait(
        "暂停计时并恢复",
        "milestone.resumed",
        steps=(Step(may_pause, pause_with_photo), Step(open_pause, end)),
    ),
    "proves_later": Trait(
        "暂停后补附照片",
        "milestone.pause_proved",
        steps=(
            Step(may_pause, say("pauses", reason="applicant_request", basis="申请人要求延后进场")),
            Step(open_pause, prove),
            Step(open_pause, end),
        ),
    ),
}
