"""`infer` on real records of other people's systems: what it proposes is enough to score with.

For each data set: `infer` writes declarations and a project file, the edits that its own comments ask for are made (each
names the question it answers, and fails if that question is not there), and then the declarations are laid out, rules
over them check, and the records are scored. Where a data set has rules and a project file of its own under .ci/data,
the same rules over what was inferred have to give the same scores, contact by contact. The data is not ours to copy and
not in the repository; where it is absent the check says so and passes.

    .ci/run infer
"""

import importlib.util
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OWN = ROOT / ".ci" / "data"
DATA = Path(os.environ.get("SCORELINE_SHARED", ROOT.parent / "shared")).resolve() / "data"
SCORELINE = os.environ.get("SCORELINE", str(ROOT / "target" / "debug" / "scoreline"))

HUBSPOT = "data/hubspot-export"
HOOKS = "data/webhooks"
MAIL = ("sendgrid", "mailgun", "mailchimp", "brevo")


class Edit:
    """An edit that a question asks for: in one or both files."""

    def __init__(self, ask, *changes):
        self.ask, self.changes = ask, changes

    def make(self, schema, project):
        flat = re.sub(r"\s*\n\s*# ", " ", schema + project)
        assert self.ask in flat, f"nothing asks: {self.ask}"
        for old, new in self.changes:
            assert old in schema or old in project, f"there is no {old!r} to edit"
            schema, project = schema.replace(old, new), project.replace(old, new)
        return schema, project


# By data set: arguments of `infer`, edits, then either the names of the hand-made rules and what they are called in the
# records (`own`), or rules (`rules`); what has to come out (`counts`).
SETS = {
    "xeducation": {
        "arguments": ["--contacts", "data/xeducation-leads/Leads.csv"],
        "own": [],
        "as_of": "2026-11-01",
        "counts": {"contacts": 9240, "activities": 0, "rejected": 0},
    },
    "cdnow": {
        "arguments": ["--activities", "data/cdnow/CDNOW_master.txt"],
        "edits": [Edit("what are these: purchases, visits?", ('"cdnow"', '"purchase"'), ("activity cdnow", "activity purchase"))],
        "own": [(r"\bpurchase\.amount\b", "purchase.dollar_value")],
        "as_of": "1997-10-01",
        "counts": {"activities": 69659, "rejected": 0},
    },
    "cdnow-sample": {
        "arguments": ["--activities", "data/cdnow/CDNOW_sample.txt"],
        "edits": [
            Edit("what are these: purchases, visits?", ('"cdnow"', '"purchase"'), ("activity cdnow", "activity purchase")),
            Edit("give the columns names", ('"column_5"', '"amount"'), ("column_5:", "amount:")),
            Edit("the values of this one come again like ids: is it?"),
        ],
        "own": [],
        "as_of": "1997-10-01",
        "counts": {"activities": 6919, "rejected": 0},
    },
    "sparkify": {
        "arguments": ["--activities", "data/sparkify-logs"],
        "edits": [Edit("does `page` say what was done?")],
        "own": [(r"\bsince since\b", "since registration")],
        "as_of": "2018-12-01",
        "counts": {"activities": 7770, "contacts": 97, "rejected": 0},
    },
    "hubspot-tables": {
        "arguments": [
            "--contacts", f"{HUBSPOT}/contact_data.csv",
            "--records", f"company={HUBSPOT}/company_data.csv", f"deal={HUBSPOT}/deal_data.csv",
            f"deal_contact={HUBSPOT}/deal_contact_data.csv", f"deal_company={HUBSPOT}/deal_company_data.csv",
            "--activities", f"{HUBSPOT}/email_event_data.csv", f"{HUBSPOT}/contact_form_submission_data.csv",
            f"{HUBSPOT}/contact_list_member_data.csv", f"{HUBSPOT}/contact_property_history_data.csv",
        ],
        "edits": [
            Edit("times are written without a zone: is it UTC?"),
            Edit("none of the values is one of the contacts of this sample"),
        ],
        "rules": """
            property_company is known                       => +5
            property_annualrevenue >= 100000                => +10
            days since property_createdate <= 365           => +5
            property_hs_merged_object_ids is known          => +2
            count(deal_contacts where deal.portal_id is known) >= 1 => +20
            OPEN                                            => +1, up to 10, decay 90d
            contact_form_submission where title has word "newsletter" => +10, once
            contact_list_member                             => +1, once per contact_list_id
            contact_property_history where source == "EMAIL" => +1, up to 3
        """,
        "as_of": "2024-06-01",
        "counts": {"contacts": 22, "activities": 305, "rejected": 0},
    },
    **{
        f"{name}": {
            "arguments": ["--activities", f"{HOOKS}/symfony-{name}"],
            "rules": rules,
            "as_of": "2023-06-01",
            "counts": {"activities": n, "contacts": contacts, "rejected": 0},
        }
        for name, n, contacts, rules in [
            ("sendgrid", 3, 1, 'click => +3\ndropped where reason has word "bounced" => -10, once\nemail ends with "world.com" => +1'),
            ("mailgun", 10, 1, 'opened => +1\nclicked where geolocation.country == "US" => +3\nfailed => -10, once\nunsubscribed or complained => -25, once\nclicked where tags contains "my_tag_1" => +2'),
            ("mailchimp", 12, 1, 'open => +1\nclick where msg.clicks.url contains "https://www.example.com" => +3\nhard_bounce => -10, once\nmsg_state: unsub => -25, once'),
            ("brevo", 15, 2, 'opened or unique_opened => +1\nclick where tag contains "welcome" => +3\nhard_bounce => -10, once\nemail ends with "gmail.com" => -1'),
        ]
    },
    "hubspot-webhooks": {
        "arguments": [
            "--contacts", f"{HOOKS}/hookdeck-hubspot/current/CONTACT.json",
            "--records", f"deal={HOOKS}/hookdeck-hubspot/current/DEAL.json", f"company={HOOKS}/hookdeck-hubspot/current/COMPANY.json",
        ],
        "rules": """
            score lead {
              lifecyclestage == "lead"                 => +10
              hs_is_unworked is yes                    => +5
              jobtitle has word ["CEO", "Writer"]      => +5
              hs_analytics_num_page_views >= 1         => +5
              days since createdate <= 30              => +5
              `is-contact` is yes                      => +1
            }
            score tech of company { web_technologies contains "wordpress" => +5 }
            score worth of deal { amount_in_home_currency > 0 => +10 }
        """,
        "as_of": "2023-04-10",
        "counts": {"contacts": 1, "misfits": 0, "rejected": 0},
    },
    "pipedrive": {
        "arguments": ["--activities", f"{HOOKS}/hookdeck-pipedrive"],
        "edits": [
            Edit(
                "records have none of these and are bad records",
                ('type = { field = "body.event" }', 'only = { "body.meta.object" = ["deal", "activity"] }\ntype = { field = "body.event" }'),
            ),
            Edit("times are written without a zone: is it UTC?"),
        ],
        "rules": """
            `added.deal`                                       => +10
            `updated.deal` where current.value >= 1000000      => +20
            `added.activity` or `updated.activity`             => +1
        """,
        "as_of": "2023-04-08",
        "skip": True,
        "counts": {"activities": 5},
    },
    "pipedrive-records": {
        "arguments": [
            "--contacts", f"{HOOKS}/hookdeck-pipedrive/1/updated.person.json",
            "--records", f"organization={HOOKS}/hookdeck-pipedrive/1/updated.organization.json",
        ],
        "edits": [Edit("times are written without a zone: is it UTC?")],
        "rules": """
            current.open_deals_count >= 0     => +1
            current.email.value is known      => +2
            days since current.add_time >= 0  => +4
        """,
        "as_of": "2023-04-08",
        "counts": {"contacts": 1, "misfits": 0, "rejected": 0},
    },
    "crm-sync": {
        "arguments": ["--contacts", f"{HOOKS}/hookdeck-ampersand/v1/salesforce.json", f"{HOOKS}/hookdeck-ampersand/v1/intercom.json"],
        "rules": """
            email ends with "jones.net"      => +10
            pronoun_custom_field is known    => +1
            location.city == "Dublin"        => +5
            notes.data.id is known           => +3
            days since created_at <= 30      => +5
        """,
        "as_of": "2024-06-01",
        "counts": {"contacts": 4, "rejected": 0},
    },
    "github": {
        "arguments": ["--activities", f"{HOOKS}/hookdeck-github"],
        "rules": """
            star or watch                                           => +5, once
            issue_comment where action == "created"                 => +3
            pull_request where pull_request.changed_files >= 1      => +10, up to 20
            push                                                    => +2
        """,
        "as_of": "2023-04-01",
        "counts": {"activities": 10, "rejected": 0},
    },
    "segment": {
        "arguments": ["--activities", "extracted"],
        "rules": """
            page                                  => +1
            identify                              => +2, once
            `Course Clicked` or `Button Clicked`  => +3
        """,
        "as_of": "2020-01-01",
        "skip": True,
        "counts": {},
    },
    "sendgrid-docs": {
        "arguments": ["--activities", "extracted"],
        "rules": """
            open                                     => +1
            open where category contains "newuser"   => +2, once
            click                                    => +3
            spamreport                               => -25, once
        """,
        "as_of": "2018-01-01",
        "skip": True,
        "counts": {},
    },
}


def segment(records):
    """Calls with a person, a time and a type: all that anybody could score."""
    calls = [json.loads(block) for block in records.examples(records.EXAMPLES["segment"])]
    person = lambda call: call.get("userId") or call.get("user_id")
    return sum(bool(person(call) and call.get("timestamp") and (call.get("event") or call.get("type"))) for call in calls)


def sendgrid_docs(records):
    """Events with an address, a type and a time in seconds; the one in thousandths is the year 52409, and no time."""
    blocks = [json.loads(block) for block in records.examples(records.EXAMPLES["sendgrid-docs"])]
    events = [event for block in blocks for event in (block if isinstance(block, list) else [block])]
    is_time = lambda event: "timestamp" in event and int(event["timestamp"]) < 253402300800
    return sum(bool(event.get("email") and event.get("event") and is_time(event)) for event in events)


EXAMPLES = {"segment": segment, "sendgrid-docs": sendgrid_docs}


def run(*arguments, cwd, code=0):
    done = subprocess.run([SCORELINE, *arguments], cwd=cwd, capture_output=True, text=True, env={**os.environ, "NO_COLOR": "1"})
    assert done.returncode == code, f"{' '.join(arguments)}: exit {done.returncode}\n{done.stdout}{done.stderr}"
    return done.stdout


def without_declarations(rules):
    """The rules of a hand-made project, its declarations left out."""
    kept, depth = [], 0
    for line in rules.splitlines():
        if depth == 0 and not re.match(r"(contact|record|activity)\b", line):
            kept.append(line)
            continue
        depth += line.count("{") - line.count("}")
    return "\n".join(kept)


def records():
    """The check that reads the same data under project files made by hand."""
    spec = importlib.util.spec_from_file_location("records", Path(__file__).with_name("records.py"))
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def score(folder, out, of):
    arguments = ["score", "rules.score", "--as-of", of["as_of"], "-o", out, "--report", "report.json"]
    run(*arguments, *(["--on-bad-record", "skip"] if of.get("skip") else []), cwd=folder)
    lines = [json.loads(line) for line in (folder / out).read_text(encoding="utf-8").splitlines()]
    return {line["id"]: line for line in lines}, json.loads((folder / "report.json").read_text(encoding="utf-8"))


def rules_of(name, of):
    if "rules" in of:
        return of["rules"]
    rules = without_declarations((OWN / name / "rules.score").read_text(encoding="utf-8"))
    for pattern, new in of["own"]:
        rules = re.sub(pattern, new, rules)
    return rules


def by_hand(name, of, work):
    """The scores of the hand-made project, by contact."""
    folder = work / "own"
    folder.mkdir()
    for file in ("rules.score", "scoreline.toml"):
        (folder / file).write_text((OWN / name / file).read_text(encoding="utf-8"), encoding="utf-8")
    (folder / "data").symlink_to(DATA)
    return score(folder, "scores.ndjson", of)[0]


def counted(report):
    return {
        "contacts": report["records"]["contact"],
        "activities": report["activities"],
        "rejected": sum(source["rejected"] for source in report["sources"]),
        "misfits": sum(field["misfits"] for field in report["fields"]),
    }


def check(name, of, work):
    (work / "data").symlink_to(DATA)
    if name in records().EXAMPLES:
        (work / "extracted").mkdir()
        for number, block in enumerate(records().examples(records().EXAMPLES[name]), 1):
            (work / "extracted" / f"{number:02}.json").write_text(block, encoding="utf-8")
    run("infer", *of["arguments"], "--dir", ".", cwd=work)
    schema, project = ((work / file).read_text(encoding="utf-8") for file in ("schema.score", "scoreline.toml"))
    assert run("infer", *of["arguments"], cwd=work) == schema, "a second run says something else"
    run("fmt", "--check", "schema.score", cwd=work)
    for edit in of.get("edits", []):
        schema, project = edit.make(schema, project)
    (work / "schema.score").write_text(schema, encoding="utf-8")
    (work / "scoreline.toml").write_text(project, encoding="utf-8")
    (work / "rules.score").write_text(f'use "schema.score"\n{rules_of(name, of)}\n', encoding="utf-8")
    run("check", "rules.score", cwd=work)
    scores, report = score(work, "scores.ndjson", of)
    for what, n in of["counts"].items():
        assert counted(report)[what] == n, f"{counted(report)[what]} {what}, not {n}"
    if name in EXAMPLES:
        n = EXAMPLES[name](records())
        assert report["activities"] == n, f"{report['activities']} activities, counted from the pages there are {n}"
    if "own" in of:
        own = by_hand(name, of, work)
        wrong = [id for id in own if own[id] != scores.get(id)]
        assert own.keys() == scores.keys() and not wrong, f"{len(wrong)} of {len(own)} scores differ, the first: {wrong[:1]}"
    return f"{len(scores)} contacts scored" + (", as by hand" if "own" in of else "")


def main():
    if not DATA.is_dir():
        print(f"there is no data at {DATA}: nothing was inferred")
        return 0
    failed = False
    for name, of in SETS.items():
        with tempfile.TemporaryDirectory() as work:
            try:
                said = check(name, of, Path(work))
            except (AssertionError, FileNotFoundError, KeyError) as error:
                said, failed = f"FAILED {error}", True
        print(f"{name}: {said}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
