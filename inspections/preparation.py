"""What is looked at, who must be there and what to prepare, by kind of visit and service: data for paper and page."""

from django.utils.translation import gettext_lazy as _

LOOKED_AT = {
    "survey": {
        "water": _("接水点、水表井位置、现有管线和用水点"),
        "power": _("电源点、表箱或配电室位置、主要用电设备和容量"),
        "gas": _("接气点、燃气表和器具位置、用气房间的通风"),
        "network": _("光缆引入位置、弱电井和设备安放处"),
    },
    "acceptance": {
        "water": _("管道试压、水表和阀门安装、消毒冲洗记录"),
        "power": _("受电设备、计量装置、接地和试验报告"),
        "gas": _("管道严密性试验、燃气表和器具、报警装置、通风"),
        "network": _("光缆和设备安装、信号测试"),
    },
    "connection": {
        "water": _("装表通水"),
        "power": _("装表送电"),
        "gas": _("置换通气、点火试用"),
        "network": _("开通测试"),
    },
}
PRESENT = {
    "survey": _("申请人（或代理人）一名；房屋、场地为租赁或共有的，请产权人或物业同时到场。"),
    "acceptance": _("申请人（或代理人）一名；有施工单位的，请施工负责人到场。"),
    "connection": _("申请人（或代理人）一名，会使用现场的阀门和开关。"),
}
PREPARED = {
    "survey": [
        _("能进入各用水、用电、用气、用网位置，清出通道"),
        _("平面图、设备清单（有的请带上）"),
        _("有效身份证件，便于在踏勘记录上签字"),
    ],
    "acceptance": [
        _("打开表井、配电室和用气房间，清出操作位置"),
        _("竣工资料、试验记录（施工单位提供）"),
        _("有效身份证件，便于在验收记录上签字"),
    ],
    "connection": [
        _("已签订的供用合同"),
        _("关好所有阀门和用电设备开关，等待工作人员通知再打开"),
        _("有效身份证件"),
    ],
}
