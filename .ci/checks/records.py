"""Real records of other people's systems: every data set under .ci/data is scored, and its data report compared.

Each folder has a `scoreline.toml`, rules, and `report.json`, the report that is expected, paths and all. That report is
no witness of itself: `COUNTS` below counts the same things once more from the raw files with Python's own csv and json
readers, without a line of the project, and the two have to agree; so does `RESULTS` with the scores of all 9,240 leads and
the segments of all listeners. The data is not ours to copy and not in the
repository; where it is absent the check says so and passes.

    .ci/run records                      compare
    SCORELINE_UPDATE=1 .ci/run records   write report.json anew; read the diff
"""

import csv
import glob
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from decimal import ROUND_HALF_EVEN, Decimal
from pathlib import Path

import jsonschema

ROOT = Path(__file__).resolve().parents[2]
SETS = ROOT / ".ci" / "data"
DATA = Path(os.environ.get("SCORELINE_SHARED", ROOT.parent / "shared")).resolve() / "data"
SCORELINE = os.environ.get("SCORELINE", str(ROOT / "target" / "debug" / "scoreline"))

# The instant each set is scored at: after its last record, or, for purchases, in the middle of them.
AS_OF = {
    "xeducation": "2026-11-01",
    "cdnow": "1997-10-01",
    "cdnow-sample": "1997-10-01",
    "sparkify": "2018-12-01",
    "hubspot-tables": "2024-06-01",
    "mail-webhooks": "2023-06-01",
    "hubspot-webhooks": "2023-04-10",
    "pipedrive": "2023-04-08",
    "crm-sync": "2024-06-01",
    "github": "2023-04-01",
    "segment": "2020-01-01",
    "sendgrid-docs": "2018-01-01",
}


def rows(name):
    """The lines of a table as dictionaries."""
    with open(DATA / name, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def documents(pattern):
    return [json.loads(Path(path).read_text(encoding="utf-8")) for path in sorted(glob.glob(str(DATA / pattern)))]


def filled(table, column, unknown=("",)):
    return sum(row[column].strip() not in unknown for row in table)


def xeducation():
    # `Select` and nothing are both unknown: 1,438 and 1,942 of the 9,240 specializations, as the data's README counts.
    table = rows("xeducation-leads/Leads.csv")
    missing = {name: len(table) - filled(table, name, ("", "Select")) for name in ("Specialization", "Lead Source", "TotalVisits")}
    assert missing["Specialization"] == 1438 + 1942
    return {"records.contact": len(table), "activities": 0, **{f"missing.contact.{k}": v for k, v in missing.items()}}


def cdnow(name, column, date, skip):
    lines = [line.split() for line in (DATA / "cdnow" / name).read_text().splitlines()[skip:] if line.strip()]
    past = [line for line in lines if line[date] <= "19971001"]
    return {
        "activities": len(lines),
        # 00:00 of the first of October is the instant itself: purchases of that day are in the future only after it.
        "future_activities": len(lines) - len(past),
        "records.contact": len({line[column] for line in past}),
        "source.purchases.repeats": 0,
        "unknown_contacts.activities": 0,
    }


def sparkify():
    events = [json.loads(line) for path in sorted((DATA / "sparkify-logs").glob("*.json")) for line in path.read_text().splitlines()]
    known = [event for event in events if event["userId"]]
    assert (len(events), len(events) - len(known)) == (8056, 286)
    assert all(event["ts"] < 1543622400000 for event in known)
    return {
        "activities": len(known),
        "source.events.passed_over": len(events) - len(known),
        "records.contact": len({event["userId"] for event in known}),
        "source.events.files": 30,
        "missing.contact.level": 0,
        "future_activities": 0,
    }


def hubspot_tables():
    table = lambda name: rows(f"hubspot-export/{name}_data.csv")
    contacts, emails, forms = table("contact"), table("email_event"), table("contact_form_submission")
    lists, changes = table("contact_list_member"), table("contact_property_history")
    people, addresses = {row["id"] for row in contacts}, {row["property_email"].lower() for row in contacts}
    merged = {row["vid_to_merge"]: row["canonical_vid"] for row in table("contact_merge_audit")}
    own = [merged.get(row["contact_id"], row["contact_id"]) for row in forms + lists + changes]
    strangers = [row for row in emails if row["recipient"].lower() not in addresses]
    return {
        "records.contact": len(contacts),
        "records.company": len({row["id"] for row in table("company")}),
        "records.deal": len({row["deal_id"] for row in table("deal")}),
        "activities": len({row["id"] for row in emails}) + len({row["conversion_id"] for row in forms}) + len(lists) + len(changes),
        # The tables were cut apart, as their README says: nothing in them belongs to a contact of the sample.
        "source.emails.unknown_contacts": len({row["id"] for row in strangers}),
        "unknown_contacts.activities": len({row["id"] for row in strangers}) + sum(contact not in people for contact in own),
        "missing.contact.job_title": len(contacts) - filled(contacts, "property_jobtitle"),
        "missing.contact.merged_ids": len(contacts) - filled(contacts, "property_hs_merged_object_ids"),
    }


def mail_webhooks():
    hooks = lambda name: documents(f"webhooks/symfony-{name}/Webhook/Fixtures/*.json")
    sendgrid = [event for file in hooks("sendgrid") for event in file]
    mailgun = [file["event-data"] for file in hooks("mailgun")]
    mandrill = [event for file in hooks("mailchimp") for event in file["mandrill_events"]]
    brevo = hooks("brevo")
    people = {event["email"] for event in sendgrid + brevo}
    people |= {event["recipient"] for event in mailgun} | {event["msg"]["email"] for event in mandrill}
    kept = {
        "sendgrid": len({(event["email"], event["sg_event_id"]) for event in sendgrid}),
        "mailgun": len({(event["recipient"], event["id"]) for event in mailgun}),
        "mandrill": len(mandrill),
        "brevo": len(brevo),
    }
    return {
        "activities": sum(kept.values()),
        "records.contact": len(people),
        "unknown_contacts.activities": 0,
        **{f"source.{name}.kept": n for name, n in kept.items()},
    }


def hubspot_webhooks():
    contact = documents("webhooks/hookdeck-hubspot/current/CONTACT.json")[0]["body"]
    versions = contact["properties"]["lifecyclestage"]["versions"]
    wanted = ("email", "jobtitle", "lifecyclestage", "createdate", "hs_is_unworked", "hs_analytics_num_page_views")
    assert all(contact["properties"][name]["value"] for name in wanted)
    return {
        "records.contact": 1,
        "records.deal": 1,
        "records.company": 1,
        "activities": len(versions),
        "misfits": 0,
        **{f"missing.contact.{name}": 0 for name in wanted if name != "email"},
    }


def pipedrive():
    hooks = [hook["body"] for hook in documents("webhooks/hookdeck-pipedrive/1/*.json")]
    wanted = [hook for hook in hooks if hook["meta"]["object"] in ("deal", "activity")]
    persons = {hook["current"]["id"] for hook in hooks if hook["event"] == "updated.person"}
    whose = [(hook["current"] or hook["previous"])["person_id"] for hook in wanted]
    return {
        "records.contact": len(persons),
        "records.organization": 1,
        "activities": len([person for person in whose if person]),
        "source.changes.rejected": len([person for person in whose if not person]),
        "source.changes.passed_over": len(hooks) - len(wanted),
        "unknown_contacts.activities": sum(person not in persons for person in whose if person),
    }


def crm_sync():
    results = {name: documents(f"webhooks/hookdeck-ampersand/v1/{name}.json")[0]["body"]["result"] for name in ("salesforce", "intercom")}
    people = [person for result in results.values() for person in result]
    return {
        "records.contact": len(people),
        "source.salesforce.kept": len(results["salesforce"]),
        "source.intercom.kept": len(results["intercom"]),
        "missing.contact.pronoun": sum("pronoun" not in person.get("mappedFields", {}) for person in people),
        "missing.contact.notes": sum(not person["fields"].get("notes", {}).get("data") for person in people),
    }


def github():
    hooks = documents("webhooks/hookdeck-github/2022-11-28/*.json")
    assert len({hook["headers"]["x-github-delivery"] for hook in hooks}) == len(hooks)
    return {
        "activities": len(hooks),
        "records.contact": len({hook["body"]["sender"]["id"] for hook in hooks}),
        "source.events.without_id": 0,
        "unknown_types.activities": 0,
    }


def examples(pattern):
    """The JSON of a documentation: every fenced block that is JSON, in order, as text."""
    blocks = []
    for path in sorted((DATA / "webhooks").glob(pattern)):
        for block in re.findall(r"```\w*\n(.*?)```", path.read_text(encoding="utf-8"), re.S):
            try:
                json.loads(block)
            except json.JSONDecodeError:
                continue
            blocks.append(block)
    return blocks


def segment():
    calls = [json.loads(block) for block in examples(EXAMPLES["segment"])]
    assert len(calls) == 26
    person = lambda call: call.get("userId") or call.get("user_id") or call.get("anonymousId")
    whole = [call for call in calls if person(call) and call.get("timestamp") and (call.get("event") or call.get("type"))]
    types = {"identify": "identified", "group": "company_joined", "page": "page_view"}
    named = [types.get(call.get("event") or call["type"], call.get("event") or call["type"]) for call in whole]
    return {
        "source.calls.read": len(calls),
        "source.calls.rejected": len(calls) - len(whole),
        "source.calls.repeats": 0,
        "activities": len(whole),
        "records.contact": len({person(call) for call in whole}),
        **{f"type.{name}": named.count(name) for name in ("identified", "page_view", "Course Clicked", "Trial Started")},
    }


def sendgrid_docs():
    blocks = [json.loads(block) for block in examples(EXAMPLES["sendgrid-docs"])]
    events = [event for block in blocks for event in (block if isinstance(block, list) else [block])]
    # One of them counts thousandths where seconds are declared: that is the year 52409, and no time.
    is_time = lambda event: "timestamp" in event and int(event["timestamp"]) < 253402300800
    whole = [event for event in events if event.get("email") and event.get("event") and is_time(event)]
    assert sum("timestamp" in event and not is_time(event) for event in events) == 1
    distinct = {(event["email"], event.get("sg_event_id") or id(event)) for event in whole}
    return {
        "source.events.read": len(events),
        "source.events.rejected": len(events) - len(whole),
        "source.events.repeats": len(whole) - len(distinct),
        "source.events.without_id": sum(not event.get("sg_event_id") for event in whole),
        "activities": len(distinct),
        "records.contact": len({event["email"] for event in whole}),
        "unknown_contacts.activities": 0,
    }


# Sets whose records stand in pages of documentation.
EXAMPLES = {"segment": "segment-spec/*.md", "sendgrid-docs": "sendgrid-docs/event.md"}

COUNTS = {
    "xeducation": xeducation,
    "cdnow": lambda: cdnow("CDNOW_master.txt", 0, 1, 1),
    "cdnow-sample": lambda: cdnow("CDNOW_sample.txt", 0, 2, 0),
    "sparkify": sparkify,
    "hubspot-tables": hubspot_tables,
    "mail-webhooks": mail_webhooks,
    "hubspot-webhooks": hubspot_webhooks,
    "pipedrive": pipedrive,
    "crm-sync": crm_sync,
    "github": github,
    "segment": segment,
    "sendgrid-docs": sendgrid_docs,
}


def xeducation_scores():
    """Every lead by its rules, in Python's own decimals."""
    by_origin = {"lead add form": 35, "landing page submission": 10, "api": 5}
    by_source = {"reference": 20, "welingak website": 20, "google": 5}
    by_last = {"sms sent": 15, "email bounced": -20, "olark chat conversation": -5}
    scores = {}
    for row in rows("xeducation-leads/Leads.csv"):
        text = lambda name: "" if row[name].strip() in ("", "Select") else row[name].strip().lower()
        number = lambda name: Decimal(text(name) or "0")
        points = Decimal(by_origin.get(text("Lead Origin"), 0) + by_source.get(text("Lead Source"), 0))
        points += by_last.get(text("Last Activity"), 0)
        points += -15 if text("Do Not Email") == "yes" else 0
        points += 20 if number("Total Time Spent on Website") >= 600 else 0
        points += min(Decimal(10), number("Total Time Spent on Website") / 100)
        points += 5 if number("TotalVisits") >= 5 else 0
        points += 3 if 2 <= number("Page Views Per Visit") <= 5 else 0
        points += 20 if text("What is your current occupation") == "working professional" else 0
        points += 4 if text("Specialization") else 0
        value = int(min(Decimal(100), max(Decimal(0), points)).quantize(Decimal(1), ROUND_HALF_EVEN))
        tier = "hot" if value >= 60 else "warm" if value >= 35 else "cold"
        scores[row["Prospect ID"]] = {"scores": {"lead": value}, "tiers": {"lead": tier}}
    return scores


def sparkify_segments():
    """Who pays by the last event, and who has been there for thirty days."""
    last = {}
    for path in sorted((DATA / "sparkify-logs").glob("*.json")):
        for line in path.read_text().splitlines():
            event = json.loads(line)
            if event["userId"]:
                last[event["userId"]] = max(last.get(event["userId"], (0, "", 0)), (event["ts"], event["level"], event["registration"]))
    day_ms, as_of_ms = 86_400_000, 1_543_622_400_000
    of = lambda level, since: ["pays"] * (level == "paid") + ["veteran"] * ((as_of_ms - int(since)) // day_ms >= 30)
    return {user: {"segments": of(level, since)} for user, (_, level, since) in last.items()}


# Parts of the results that are computed once more from the raw files.
RESULTS = {"xeducation": xeducation_scores, "sparkify": sparkify_segments}


def wrong_results(name, scores):
    """The first results that differ from what Python makes of the raw files."""
    found = {result["id"]: result for result in map(json.loads, scores.splitlines())}
    expected = RESULTS[name]()
    if found.keys() != expected.keys():
        return [f"{len(found)} results, counted from the raw files {len(expected)}"]
    differing = [id for id, parts in expected.items() if any(found[id][part] != value for part, value in parts.items())]
    return [f"{id}: {found[id]}, from the raw files {expected[id]}" for id in differing[:3]]


def found(report, name):
    """What a report says under a name such as `source.emails.kept` or `missing.contact.level`."""
    parts = name.split(".", 2)
    if parts[0] == "source":
        return next(source for source in report["sources"] if source["name"] == parts[1])[parts[2]]
    if parts[0] == "type":
        return next(ty for ty in report["types"] if ty["type"] == parts[1])["counted"]
    if parts[0] == "missing":
        return next(f for f in report["fields"] if (f["of"], f["field"]) == (parts[1], parts[2]))["missing"]
    if parts[0] == "misfits":
        return sum(field["misfits"] for field in report["fields"])
    value = report
    for part in parts:
        value = value[part]
    return value


def run(folder, work):
    shutil.copytree(SETS / folder.name, work, dirs_exist_ok=True)
    (work / "data").symlink_to(DATA)
    if folder.name in EXAMPLES:
        (work / "extracted").mkdir()
        for number, block in enumerate(examples(EXAMPLES[folder.name]), 1):
            (work / "extracted" / f"{number:02}.json").write_text(block, encoding="utf-8")
    command = [SCORELINE, "score", "rules.score", "--as-of", AS_OF[folder.name], "--on-bad-record", "skip"]
    command += ["-o", "scores.ndjson", "--report", "report.out"]
    done = subprocess.run(command, cwd=work, capture_output=True, text=True, env={**os.environ, "NO_COLOR": "1"})
    if done.returncode != 0:
        raise AssertionError(f"exit {done.returncode}\n{done.stderr}")
    return (work / "report.out").read_text(encoding="utf-8"), (work / "scores.ndjson").read_text(encoding="utf-8")


def check(folder):
    with tempfile.TemporaryDirectory() as work:
        report, scores = run(folder, Path(work))
    expected = folder / "report.json"
    if os.environ.get("SCORELINE_UPDATE"):
        expected.write_text(report, encoding="utf-8")
    wrong = []
    if report != expected.read_text(encoding="utf-8"):
        wrong.append("the report is not the expected one")
    parsed = json.loads(report)
    jsonschema.validate(parsed, json.loads((ROOT / "docs/schemas/report.schema.json").read_text(encoding="utf-8")))
    for name, count in COUNTS[folder.name]().items():
        if found(parsed, name) != count:
            wrong.append(f"{name}: the report says {found(parsed, name)}, counted from the raw files it is {count}")
    if folder.name in RESULTS:
        wrong += wrong_results(folder.name, scores)
    n_lines = len(scores.splitlines())
    if n_lines != parsed["records"]["contact"]:
        wrong.append(f"{n_lines} results for {parsed['records']['contact']} contacts")
    return wrong


def main():
    if not DATA.is_dir():
        print(f"there is no data at {DATA}: nothing was compared")
        return 0
    folders = sorted(path for path in SETS.iterdir() if (path / "scoreline.toml").is_file())
    assert {folder.name for folder in folders} == set(COUNTS) == set(AS_OF)
    failed = False
    for folder in folders:
        try:
            wrong = check(folder)
        except (AssertionError, FileNotFoundError) as error:
            wrong = [str(error)]
        print(f"{folder.name}: {'as expected' if not wrong else '; '.join(wrong)}")
        failed |= bool(wrong)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
