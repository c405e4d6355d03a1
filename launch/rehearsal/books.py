"""The rows of a rehearsal, read from its database file by nothing but SQLite."""

import sqlite3
from contextlib import closing
from pathlib import Path

MILESTONES = """
    SELECT milestone.*, application.number AS case_number, coalesce(request.service, '') AS service,
           coalesce(work_order.number, application.number) AS number
      FROM milestones_milestone AS milestone
      JOIN applications_application AS application ON application.id = milestone.application_id
      LEFT JOIN utilities_workorder AS work_order ON work_order.id = milestone.order_id
      LEFT JOIN applications_servicerequest AS request
             ON request.id = coalesce(milestone.request_id, work_order.request_id)
     ORDER BY milestone.id
"""
SPANS = "SELECT * FROM milestones_span ORDER BY milestone_id, starts_at, id"
LIMITS = "SELECT * FROM milestones_timelimit"
CALENDAR = "SELECT * FROM district_calendarday"
PERMITS = "SELECT * FROM approvals_permit ORDER BY id"
STOPS = "SELECT * FROM approvals_permitspan ORDER BY id"
EXTENSIONS = "SELECT * FROM approvals_permitextension"
COMPLAINTS = "SELECT * FROM oversight_complaint ORDER BY id"
DUTIES = "SELECT * FROM oversight_duty ORDER BY id"
DIGS = "SELECT * FROM works_dig ORDER BY id"
OFFERS = "SELECT * FROM works_digoffer ORDER BY id"
DIG_TERMS = "SELECT * FROM works_digterm"
CASES = "SELECT number, status FROM applications_application"
EVENTS = """
    SELECT event.verb, event.text || ' ' || event.detail AS words, application.number AS case_number
      FROM applications_event AS event
      JOIN applications_application AS application ON application.id = event.application_id
"""
ENDED = {"finished", "withdrawn", "terminated"}


class Books:
    """Everything the verdict looks at."""

    def __init__(self, file: Path):
        self.address = f"file:{file}?mode=ro"

    def read(self, query: str) -> list[sqlite3.Row]:
        with closing(sqlite3.connect(self.address, uri=True, timeout=30)) as connection:
            connection.row_factory = sqlite3.Row
            return connection.execute(query).fetchall()

    def statuses(self, numbers) -> dict[str, str]:
        return {row["number"]: row["status"] for row in self.read(CASES) if row["number"] in set(numbers)}

    def count_ended(self, numbers) -> int:
        return sum(status in ENDED for status in self.statuses(numbers).values())

    def summary(self) -> str:
        milestones, spans = self.read(MILESTONES), self.read(SPANS)
        dated = sum(row["due_on"] is not None for row in milestones)
        still = sum(not row["counts"] for row in spans)
        others = [len(self.read(query)) for query in (PERMITS, COMPLAINTS, DUTIES, DIGS, OFFERS)]
        return (
            f"环节 {len(milestones)}，截止日期 {dated}，计时段 {len(spans)}（停表 {still}）；"
            "审批手续 {}，催办投诉 {}，督办事项 {}，沟槽 {}，并沟邀请 {}。".format(*others)
        )
