from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from common.codes import mask_phone
from common.desk import ScopedAdmin, ScopedInline
from common.status import WrongStatus

from .bell import ring_on_commit
from .channels import open_channels
from .models import Attempt, Channel, Endpoint, Message, Status
from .services import (
    close_message,
    end_rotation,
    pause_endpoint,
    resend_message,
    resume_endpoint,
    rotate_secret,
    send_ping,
)


class ReasonActionForm(ActionForm):
    reason = forms.CharField(label=_("原因"), required=False, max_length=200)


@admin.register(Endpoint)
class EndpointAdmin(ScopedAdmin):
    list_display = ["name", "kind", "url", "condition", "failures", "is_rotating"]
    list_filter = ["kind", "is_paused"]
    search_fields = ["name"]
    fields = ["kind", "name", "url", "networks", "condition", "paused_by", "paused_reason", "rotated_at"]
    readonly_fields = ["condition", "paused_by", "paused_reason", "rotated_at"]
    action_form = ReasonActionForm
    actions = ["pause", "resume", "rotate", "finish_rotation", "ping"]

    @admin.display(description=_("状态"))
    def condition(self, endpoint):
        if endpoint.is_paused:
            return _("已暂停")
        return _("暂缓推送，定时探测") if endpoint.open_until else _("正常")

    @admin.display(description=_("密钥更换中"), boolean=True)
    def is_rotating(self, endpoint):
        return endpoint.rotated_at is not None

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if not change:
            self.show_secret(request, obj, obj.secret)

    def show_secret(self, request, endpoint, secret):
        text = gettext("%(endpoint)s 的签名密钥（仅显示这一次，请立即转交对方）：%(secret)s")
        self.message_user(request, text % {"endpoint": endpoint, "secret": secret}, messages.WARNING)

    @admin.action(permissions=["pause"], description=_("暂停推送"))
    def pause(self, request, queryset):
        for endpoint in queryset:
            pause_endpoint(endpoint, by=request.user, reason=request.POST.get("reason", ""))
            self.log_change(request, endpoint, gettext("暂停推送"))

    @admin.action(permissions=["pause"], description=_("恢复推送"))
    def resume(self, request, queryset):
        for endpoint in queryset:
            resume_endpoint(endpoint, by=request.user)
            self.log_change(request, endpoint, gettext("恢复推送"))

    @admin.action(permissions=["rotate"], description=_("更换签名密钥"))
    def rotate(self, request, queryset):
        for endpoint in queryset:
            try:
                secret = rotate_secret(endpoint)
            except WrongStatus as error:
                self.message_user(request, str(error), messages.WARNING)
            else:
                self.log_change(request, endpoint, gettext("更换签名密钥"))
                self.show_secret(request, endpoint, secret)

    @admin.action(permissions=["rotate"], description=_("结束密钥更换（停用原密钥）"))
    def finish_rotation(self, request, queryset):
        for endpoint in queryset:
            end_rotation(endpoint)
            self.log_change(request, endpoint, gettext("结束密钥更换"))

    @admin.action(permissions=["ping"], description=_("发送测试推送"))
    def ping(self, request, queryset):
        ring_on_commit([send_ping(endpoint, by=request.user) for endpoint in queryset])
        self.message_user(request, _("测试推送已写入发件箱，结果见“消息”。"), messages.SUCCESS)

    def has_pause_permission(self, request):
        return request.user.has_perm("outbox.pause_endpoint")

    def has_rotate_permission(self, request):
        return request.user.has_perm("outbox.rotate_secret")

    def has_ping_permission(self, request):
        return request.user.has_perm("outbox.ping_endpoint")


def may_read(request):
    """Messages and what gateways answer may repeat a sign-in code or personal data."""
    return request.user.has_perm("outbox.read_message")


class AttemptInline(ScopedInline):
    model = Attempt
    fields = readonly_fields = ["at", "seconds", "outcome", "http_status", "answer"]

    def get_fields(self, request, obj=None):
        return [name for name in self.fields if name != "answer" or may_read(request)]

    def has_view_permission(self, request, obj=None):
        return request.user.has_perm("outbox.view_message")

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False


@admin.register(Message)
class MessageAdmin(ScopedAdmin):
    list_display = ["created_at", "channel", "receiver", "kind", "about", "status", "progress", "attempts"]
    list_filter = ["status", "channel", "endpoint", "created_at"]
    list_select_related = ["endpoint"]
    search_fields = ["about", "uid", "key"]
    inlines = [AttemptInline]
    action_form = ReasonActionForm
    actions = ["resend", "close"]
    fields = [
        ("channel", "receiver"),
        ("kind", "about", "seq"),
        "uid",
        "subject",
        "content",
        ("status", "progress"),
        ("attempts", "failures", "unsettled"),
        ("created_at", "not_before", "expires_at", "sent_at"),
        ("resent_by", "closed_by", "closed_reason"),
    ]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def get_list_display(self, request):
        return [*self.list_display, "content"] if may_read(request) else self.list_display

    def get_fields(self, request, obj=None):
        return [name for name in self.fields if name != "content" or may_read(request)]

    @admin.display(description=_("接收方"))
    def receiver(self, message):
        return mask_phone(message.recipient) if message.channel == Channel.SMS else message.recipient

    @admin.display(description=_("内容"))
    def content(self, message):
        return message.text or _("（已按期限清除）")

    @admin.display(description=_("发送情况"))
    def progress(self, message):
        if message.status != Status.WAITING:
            return message.sent_at or ""
        if message.channel not in open_channels():
            return _("渠道未开通，消息已保留")
        if message.endpoint and message.endpoint.is_paused:
            return _("推送已暂停，消息已保留")
        return message.not_before if not message.attempts and message.not_before else message.next_attempt_at

    @admin.action(permissions=["resend"], description=_("立即重发"))
    def resend(self, request, queryset):
        done = self.each(request, queryset, lambda message: resend_message(message, by=request.user))
        ring_on_commit(done)

    @admin.action(permissions=["close"], description=_("关闭，不再发送（请填写原因）"))
    def close(self, request, queryset):
        reason = request.POST.get("reason", "").strip()
        if not reason:
            self.message_user(request, _("关闭消息须填写原因。"), messages.WARNING)
            return
        self.each(request, queryset, lambda message: close_message(message, by=request.user, reason=reason))

    def each(self, request, queryset, verb):
        """Do ``verb`` to each message; the refused ones are told one by one."""
        done = []
        for message in queryset:
            try:
                verb(message)
            except WrongStatus as error:
                self.message_user(request, str(error), messages.WARNING)
            else:
                done.append(message)
        if done:
            text = gettext("已处理%(count)s条消息。") % {"count": len(done)}
            self.message_user(request, text, messages.SUCCESS)
        return done

    def has_resend_permission(self, request):
        return request.user.has_perm("outbox.resend_message")

    def has_close_permission(self, request):
        return request.user.has_perm("outbox.close_message")
