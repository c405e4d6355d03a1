"""What became of the promises. Pure: the portal's rows, the providers' books, and what was told."""

from collections import Counter, defaultdict

PAPERS = ["form", "consent", "receipt"]
SHEET = "order"  # of each request


def broken_promises(rows: dict, books, *, wanted: int, told: list[str]) -> dict[str, list]:
    """Each promise with whatever breaks it; all lists are empty when all is kept."""
    orders = {order["number"]: order for order in rows["orders"]}
    created = [arrival for arrival in books if arrival.type == "order.created"]
    known = {row["uid"] for row in rows["messages"]}
    return {
        "每件均已受理": wrong_cases(rows, wanted),
        "已告知受理的办件均在": sorted(set(told) - {case["number"] for case in rows["cases"]}),
        "每件的工单齐全": wrong_counts(rows),
        "每个工单均已送达": sorted(set(orders) - {arrival.order for arrival in created}),
        "没有送错单位": strangers(orders, books),
        "没有平台未发出的消息": sorted(arrival.uid for arrival in books if arrival.uid not in known),
        "每个工单恰好生效一次": [
            f"{number}×{order['effects']}" for number, order in orders.items() if order["effects"] != 1
        ],
        "没有未完结的消息": [row["uid"] for row in rows["messages"] if row["status"] != "sent"],
        "已送达均有记录": [number for number, order in orders.items() if not order["is_pushed"]],
        "消息序号不缺不重": gaps(orders, books),
        "环节齐全": wrong_stages(rows),
        "每个在办环节恰有一个计时段": wrong_spans(rows),
        "文书齐全": wrong_papers(rows),
    }


def wrong_cases(rows, wanted):
    wrong = [f"{case['number']}: {case['status']}" for case in rows["cases"] if case["status"] != "accepted"]
    return wrong if len(rows["cases"]) == wanted else [*wrong, f"{len(rows['cases'])} ≠ {wanted}"]


def wrong_counts(rows):
    counts = Counter(order["case"] for order in rows["orders"])
    return [case["number"] for case in rows["cases"] if counts[case["number"]] != case["requests"]]


def strangers(orders, books):
    """Orders brought to a provider that has nothing to do with them, or that nobody knows."""
    return [
        f"{arrival.order} → {arrival.provider}"
        for arrival in books
        if orders.get(arrival.order, {}).get("provider") != arrival.provider
    ]


def gaps(orders, books):
    """Orders whose events, as written and as they arrived, do not count 1, 2, 3 …"""
    seen = defaultdict(list)
    for arrival in books:
        seen[arrival.order].append(arrival.seq)
    return [
        number
        for number, order in orders.items()
        if not sorted(order["seqs"]) == sorted(seen[number]) == list(range(1, len(order["seqs"]) + 1))
    ]


def wrong_stages(rows):
    """Each order has every stage of the path once, each request one WHOLE, each case one INTAKE, reached."""
    stages, wholes, intakes = defaultdict(list), defaultdict(list), defaultdict(list)
    for row in rows["milestones"]:
        if row["order"]:
            stages[row["order"]].append(row["stage"])
        elif row["stage"] == "whole":
            wholes[row["case"]].append(row["request"])
        else:
            intakes[row["case"]].append((row["stage"], row["status"]))
    wrong = [
        order["number"] for order in rows["orders"] if sorted(stages[order["number"]]) != sorted(rows["path"])
    ]
    return wrong + [
        case["number"]
        for case in rows["cases"]
        if not len(set(wholes[case["number"]])) == len(wholes[case["number"]]) == case["requests"]
        or intakes[case["number"]] != [("intake", "reached")]
    ]


def wrong_spans(rows):
    return [
        f"{row['order'] or row['case']} {row['stage']}"
        for row in rows["milestones"]
        if row["open_spans"] != (row["status"] == "running")
    ]


def wrong_papers(rows):
    return [
        case["number"]
        for case in rows["cases"]
        if sorted(case["papers"]) != sorted([*PAPERS, *[SHEET] * case["requests"]])
    ]
