"""The API of the providers' own systems, put together; see docs/api.md."""

from django.http import Http404
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.openapi.docs import Swagger
from ninja.renderers import JSONRenderer

from applications.services import ToldOnce
from common.status import Refusal, WrongStatus

from . import (
    digs,
    downloads,
    files,
    joint_steps,
    later,
    notes,
    orders,
    pauses,
    people,
    permits,
    plans,
    problems,
    tasks,
    verbs,
    visits,
    works,
)
from .document import complete
from .keys import provider_key
from .problems import problem
from .validation import is_about_path, list_faults


class DocsPage(Swagger):
    """Everything from this server, nothing inline: it lives under the content rules of all pages."""

    template = "api/docs.html"


class Renderer(JSONRenderer):
    """Chinese as it is written, for whoever reads along."""

    json_dumps_params = {"ensure_ascii": False}


class PortalApi(NinjaAPI):
    def __init__(self, **options):
        super().__init__(**options)
        self.documents = {}

    def get_openapi_schema(self, **options):
        """Made once in each language: it takes more than a second, and anybody may ask for it."""
        key = (get_language(), repr(options))
        if key not in self.documents:
            self.documents[key] = complete(super().get_openapi_schema(**options))
        return self.documents[key]

    def get_openapi_operation_id(self, operation):
        return operation.view_func.__name__


api = PortalApi(
    title=_("宁河区水电气网联合报装 专营单位接口"),
    version="1.0.0",
    description=_("专营单位自有系统读取工单、接单、上报进度。推送采用 Standard Webhooks 1.0 签名。"),
    urls_namespace="api",
    docs=DocsPage(),
    renderer=Renderer(),
    auth=provider_key,
)
api.add_router("", orders.router, tags=[_("读取")])
api.add_router("", verbs.router, tags=[_("办理")])
api.add_router("", pauses.router, tags=[_("办理")])
api.add_router("", people.router, tags=[_("办理")])
api.add_router("", visits.router, tags=[_("办理")])
api.add_router("", plans.router, tags=[_("方案")])
api.add_router("", joint_steps.router, tags=[_("方案")])
api.add_router("", works.router, tags=[_("方案")])
api.add_router("", notes.router, tags=[_("办理")])
api.add_router("", digs.router, tags=[_("开挖与回填")])
api.add_router("", permits.router, tags=[_("审批")])
api.add_router("", later.router, tags=[_("办结之后")])
api.add_router("", tasks.router, tags=[_("督办事项")])
api.add_router("", files.router, tags=[_("文件")])
api.add_router("", downloads.router, tags=[_("文件")])


@api.exception_handler(ValidationError)
def say_what_is_invalid(request, error):
    if is_about_path(error.errors):
        return problem(request, problems.NOT_FOUND)
    faults = list_faults(error.errors)
    said = "；".join(f"{fault['field']}：{fault['detail'].rstrip('。')}" for fault in faults)
    return problem(request, problems.INVALID, f"{said}。", errors=faults)


@api.exception_handler(AuthenticationError)
def ask_for_key(request, error):
    return problem(request, problems.NO_KEY, headers={"WWW-Authenticate": "Bearer"})


@api.exception_handler(Http404)
def say_not_found(request, error):
    return problem(request, problems.NOT_FOUND)


@api.exception_handler(HttpError)
def say_what_failed(request, error):
    """Only a body that is no JSON ends here."""
    return problem(request, problems.BY_STATUS[error.status_code])


@api.exception_handler(ToldOnce)
@api.exception_handler(WrongStatus)
def say_wrong_status(request, error):
    return problem(request, problems.WRONG_STATUS, error)


@api.exception_handler(Refusal)
def say_what_cannot_be(request, error):
    return problem(request, problems.INVALID, error)
