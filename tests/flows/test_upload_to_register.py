"""Three tables become a register: sent, checked, looked at, applied, opened down to the row."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from jilian.audit.models import Trace
from jilian.firms.models import Firm, FirmName
from jilian.intake.models import Upload
from jilian.network.models import SupplyLink
from jilian.organisations.models import Organisation
from uploaded_tables import FIRMS, LINKS, ORGANISATIONS


@pytest.fixture
def send_and_apply(as_person, mei, industries, django_capture_on_commit_callbacks):
    """Send a table through the pages, as a person would, and apply what is good."""
    browser = as_person(mei)

    def go(kind: str, content: bytes) -> Upload:
        file = SimpleUploadedFile(f"{kind}.csv", content)
        with django_capture_on_commit_callbacks(execute=True):
            answer = browser.post(
                reverse("intake:receive", args=("songjiang",)), {"kind": kind, "file": file}
            )
        assert answer.status_code == 302
        upload = Upload.objects.latest("pk")
        assert "would this table change" in browser.get(answer.url).content.decode()
        with django_capture_on_commit_callbacks(execute=True):
            browser.post(reverse("intake:apply", args=("songjiang", upload.pk)), {"rows": "good"})
        assert "did this table change" in browser.get(answer.url).content.decode()
        upload.refresh_from_db()
        return upload

    return go


def test_tables_become_a_register_in_which_every_record_names_its_row(send_and_apply):
    firms = send_and_apply("firms", FIRMS)
    links = send_and_apply("links", LINKS)
    organisations = send_and_apply("organisations", ORGANISATIONS)
    assert (Firm.objects.count(), SupplyLink.objects.count()) == (3, 2)
    assert Organisation.objects.count() == 2

    name = FirmName.objects.get(text="云间传感器有限公司")
    assert (name.source, name.source_row) == (firms.source, 4)
    link = SupplyLink.objects.get(product="晶圆")
    assert (link.source, link.source_row, str(link.buyer)) == (links.source, 3, name.text)
    branch = Organisation.objects.get(name="林氏晶圆党支部")
    assert (branch.source, branch.source_row) == (organisations.source, 3)

    done = Trace.objects.filter(action="upload.applied")
    assert {(trace.by, trace.world) for trace in done} == {("mei", "songjiang")}
    assert done.count() == 3
