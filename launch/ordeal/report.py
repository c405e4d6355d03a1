"""The report at the terminal."""

from launch.terminal import say


def show(report: dict):
    for label, text in lines(report):
        say(f"{label}\t{text}")
    for promise, breaches in report["broken"].items():
        say(f"{'✗' if breaches else '✓'} {promise}{describe(breaches)}")


def describe(breaches: list) -> str:
    return f"：{len(breaches)} 处，如 {breaches[:3]}" if breaches else ""


def lines(report: dict):
    aftermath, healthy, yardstick = report["aftermath"], report["healthy"], report["yardstick"]
    yield "用时", f"{report['seconds']} 秒"
    yield "办件 / 工单", f"{report['applications']} / {report['orders']}"
    yield "打击", tally(report["blows"])
    yield (
        "消息 / 占用 / 收到 / 重复",
        " / ".join(str(report[name]) for name in ("messages", "claims", "received", "duplicates")),
    )
    yield "发送结果", str(report["outcomes"])
    yield "重复（按单位）", str(report["duplicates_by_provider"])
    yield "送达正常单位（全部）", spread_text(healthy["all"])
    yield "　故障期间", spread_text(healthy["during"])
    yield "　其余时间", spread_text(healthy["calm"])
    yield "受理用时", spread_text(report["accepting"])
    yield "尺度：本机 POST", spread_text(yardstick["post"])
    yield "尺度：SELECT 1", spread_text(yardstick["select"])
    yield "尺度：固定运算", spread_text(yardstick["sum"])
    yield "接单答复", str(report["acknowledging"])
    yield "善后", f"{aftermath['seconds']} 秒，人工重发 {aftermath['resent']}"
    yield "人工恢复 / 探测恢复", f"{aftermath['resumed']} / {aftermath['found_by_probe']}"


def tally(blows: list[dict]) -> str:
    kills = [blow["target"] for blow in blows if blow["act"] == "kill"]
    return "，".join(f"{target}×{kills.count(target)}" for target in dict.fromkeys(kills))


def spread_text(spread: dict) -> str:
    if not spread["count"]:
        return "无"
    median, p95, longest = (spread[name] for name in ("median", "p95", "max"))
    return f"中位 {median} 秒，95% {p95} 秒，最长 {longest} 秒（{spread['count']} 次）"
