"""Programs may do with calls what people may, and see no more."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from jilian.shortages import operations
from jilian.shortages.models import Call, Delivery, Helper, Reservation

ROAD = "/api/songjiang/calls"


def sent(client, path, **given):
    return client.post(f"{ROAD}{path}", given, content_type="application/json")


def test_a_call_from_the_first_word_to_the_close(people, place, as_person):
    caller, helper, rival = (as_person(one) for one in (people.nisi, people.xinyang, people.linjia))
    by = (timezone.now() + timedelta(hours=12)).isoformat()
    raised = sent(caller, "", firm=place.nisi.pk, material="去毛刺溶液", amount="1250", unit="kg",
                  needed_by=by, hazard="none")  # fmt: skip
    assert raised.status_code == 201, raised.text
    key = raised.json()["key"]
    asked = operations.ask_helpers(by=people.nisi, at=timezone.now(), call=Call.objects.get(),
                                   firms=[place.xinyang, place.linjia])  # fmt: skip
    seen = helper.get(f"{ROAD}/{key}").json()
    assert (seen["reader"], seen["level"], seen["amount"], seen["caller"]) == (
        "asked",
        1,
        None,
        None,
    )
    assert seen["helpers"] == []
    assert "尼西" not in helper.get(ROAD).text + rival.get(ROAD).text
    answered = sent(helper, f"/{key}/answer", answer="can", offered="1.25", unit="t", lead_hours=4)
    assert answered.json()["own"]["offered"] == "1250.000000"
    assert sent(caller, f"/{key}/accept/{asked[0].key}", amount="1250").status_code == 200
    row, there = Reservation.objects.get(), helper.get(f"{ROAD}/{key}").json()
    assert there["caller"] == place.nisi.pk  # opened to the two
    assert rival.get(f"{ROAD}/{key}").json()["caller"] is None
    for part, batch in (("1240", "B1"), ("10", "B2")):
        sent(helper, f"/{key}/dispatch/{row.key}", amount=part, batch=batch)
        closed = sent(caller, f"/{key}/close")
        assert closed.status_code == 409 or closed.status_code == 422, closed.text
        delivery = Delivery.objects.get(batch=batch)
        assert sent(caller, f"/{key}/receive/{delivery.key}", accepted=part).status_code == 200
    shown = sent(caller, f"/{key}/close").json()
    assert (shown["state"], shown["received"]) == ("closed", "1250.000000")
    assert None not in shown["times"]


def test_what_is_another_firms_does_not_exist(people, place, as_person, raised):
    call = raised()
    made = operations.ask_helpers(by=people.nisi, at=timezone.now(), call=call,
                                  firms=[place.xinyang])[0]  # fmt: skip
    assert sent(as_person(people.linjia), "", firm=place.nisi.pk, material="x", amount="1",
                unit="kg", needed_by="2030-01-01T00:00:00").status_code == 404  # fmt: skip
    assert sent(as_person(people.linjia), "", firm=2**70, material="x", amount="1",
                unit="kg", needed_by="2030-01-01T00:00:00").status_code == 404  # fmt: skip
    for name in ("linjia", "hucai", "yuancai", "officer", "commission"):
        client = as_person(getattr(people, name))
        assert client.get(f"{ROAD}/{call.key}").status_code == 404
        assert sent(client, f"/{call.key}/close").status_code == 404
    asked = as_person(people.xinyang)
    assert sent(asked, f"/{call.key}/release", level=2).status_code == 404
    assert sent(asked, f"/{call.key}/accept/{made.key}", amount="1").status_code == 404
    assert sent(as_person(people.nisi), f"/{call.key}/answer", answer="can").status_code == 404
    assert Helper.objects.get().answer == "waiting"
