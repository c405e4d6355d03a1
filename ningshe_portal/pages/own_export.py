"""One's own data to take along: a ZIP with the facts as JSON, and every paper and file beside them."""

import json
from tempfile import TemporaryFile
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from django.http import FileResponse

from applications.drawing import read_paper
from applications.paper_content import in_chinese
from common import clock
from common.files import full_path

from .access import PRIVATE_PAPERS
from .own_facts import draft_facts, facts_of, load_kept

NOTE = """这里是宁河区水电气网联合报装系统保存的、与您有关的信息。
“资料.json”用任何文本编辑器都能打开；各办件的文书和材料在同名文件夹里。
如有错误，请带身份证件到政务服务大厅窗口更正；申请待补正期间也可以在网上直接修改。
"""


@in_chinese
def export(cases, drafts, person):
    """``cases``: pairs of a case and as whom it is looked at. The file has no name on disk: nothing is left behind."""
    file = TemporaryFile()  # noqa: SIM115 - closed with the answer
    with ZipFile(file, "w", ZIP_DEFLATED, strict_timestamps=False) as archive:
        facts = {
            "导出时间": clock.now().astimezone(clock.LOCAL).isoformat(timespec="seconds"),
            "办件": [_add_case(archive, case, viewer, person) for case, viewer in cases],
            "草稿": [_add_draft(archive, draft, person) for draft in drafts],
        }
        archive.writestr("资料.json", json.dumps(facts, ensure_ascii=False, indent=2, default=str))
        archive.writestr("说明.txt", NOTE)
    file.seek(0)
    name = f"my-data-{clock.today():%Y%m%d}.zip"
    return FileResponse(file, as_attachment=True, filename=name, content_type="application/zip")


def _add_case(archive, case, viewer, person):
    """Who has only a code takes no file along in which phones and documents stand in full."""
    kept = load_kept(case, viewer, person)
    if kept.may_take_files:
        _add_files(archive, case.number, kept.materials)
    for paper in kept.papers:
        if paper.kind in PRIVATE_PAPERS and not kept.may_take_files:
            continue
        archive.writestr(f"{case.number}/文书/{paper.slug}.pdf", read_paper(paper))
    return facts_of(kept, is_contact=person.is_contact_of(case))


def _add_draft(archive, draft, person):
    _add_files(archive, f"草稿-{draft.pk}", draft.materials.with_file())
    return draft_facts(draft, is_contact=person.is_contact_of(draft))


def _add_files(archive, folder, materials):
    for place, material in enumerate(materials, 1):
        target = f"{folder}/材料/{place:02}-{material.name}"
        archive.write(full_path(material.path), target, ZIP_STORED)
