"""The kinds of permit the policy and the laws name, and who decides them. The office gives the departments their names.

Limits: 行政许可法 42 (20 working days); what is promised, and how many metres still count as small, was found in
other cities only and is to be confirmed by the district.
"""

from django.db import migrations

TO_CONFIRM = "；承诺时限、办理范围待本区确认"
DEPARTMENTS = {
    "planning": "规划和自然资源部门",
    "municipal": "城市管理部门（市政道路）",
    "police": "公安交通管理部门",
    "greenery": "城市管理部门（园林绿化）",
    "highway": "交通运输部门（公路）",
    "water": "水务部门（河道）",
    "ecology": "湿地和生态保护部门",
}
# code, name, departments, threshold in metres, source
TYPES = (
    ("planning", "建设工程规划许可（管线）", ("planning",), 200, "城乡规划法第四十条；长度标准参照其他城市"),
    (
        "road_digging",
        "挖掘城市道路审批",
        ("municipal", "police"),
        None,
        "城市道路管理条例第三十、三十三条；道路交通安全法第三十二条",
    ),
    ("road_occupation", "占用城市道路审批", ("municipal",), None, "城市道路管理条例第三十、三十一条"),
    ("traffic", "涉路施工交通安全意见", ("police",), None, "道路交通安全法第三十二条"),
    ("green", "临时占用绿地审批", ("greenery",), None, "城市绿化条例第十九条"),
    ("trees_moved", "迁移城市树木审批", ("greenery",), None, "城市绿化条例第二十条"),
    ("trees_felled", "砍伐城市树木审批", ("greenery",), None, "城市绿化条例第二十、二十四条"),
    ("highway", "公路涉路施工许可", ("highway",), None, "公路法第四十四、四十五条"),
    ("river", "河道管理范围内工程建设方案审批", ("water",), None, "河道管理条例第十一、二十五条"),
    ("wetland", "湿地、生态红线范围内施工审核", ("ecology",), None, "湿地保护法；生态保护红线管理规定"),
)


def seed(apps, schema_editor):
    departments = {
        code: apps.get_model("approvals", "Department").objects.get_or_create(
            code=code, defaults={"name": name}
        )[0]
        for code, name in DEPARTMENTS.items()
    }
    types = apps.get_model("approvals", "PermitType").objects
    for code, name, deciding, threshold, source in TYPES:
        row, _is_new = types.get_or_create(
            code=code,
            defaults={"name": name, "threshold_metres": threshold, "source": source + TO_CONFIRM},
        )
        row.departments.set(departments[key] for key in deciding)


class Migration(migrations.Migration):
    dependencies = [("approvals", "0001_permits")]

    operations = [migrations.RunPython(seed, migrations.RunPython.noop)]
