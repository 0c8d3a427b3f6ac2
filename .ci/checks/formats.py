"""Reads the findings of nasty rules, in every format, with the eyes of others: junitparser, sarif-tools, jsonschema, GitHub's rules."""

import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import jsonschema
import junitparser
from sarif import loader

SCORELINE = os.environ["SCORELINE"]

# Each file has a mistake in every second line, and something in it that breaks careless output.
NASTY = {
    "plain.score": 'job_title = "CEO" => +20\nbounce => -10\nindustry == "Health => 5\n',
    "blanks and 'quotes' & <tags>.score": 'a => => 1\n"]]>" & <b> => 1\n100% %0A::error::x => 1\n',
    "colons,commas:1.score": "::error file=x::y\n##[error]z\n",
    "controls.score": "a\x1b[2J\x1b]0;title\x07 == 1 => 1\nb\x00\x7f\u202e\u200b => =>\n",
    "bytes.score": "\ufeffé日本👨‍👩‍👧 = = 1\r\n\te\u0301\t=> => 2\r\n",
    "many.score": "x => =>\n" * 40,
}

# A Code Quality report as GitLab's documentation describes it.
GITLAB = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "check_name": {"type": "string", "minLength": 1},
            "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{32}$"},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "properties": {"lines": {"required": ["begin"], "properties": {"begin": {"type": "integer", "minimum": 1}}}},
            },
        },
    },
}


def check(form, *paths):
    run = subprocess.run([SCORELINE, "check", "--format", form, *paths], capture_output=True)
    if run.returncode != 1:
        sys.exit(f"check --format {form} ended with {run.returncode}, not 1:\n{run.stderr.decode()}")
    return run.stdout.decode("utf-8")


def github(text):
    """Reads workflow commands as the runner does: `::command key=value,..::data`, percent-decoded."""
    annotations = []
    for line in text.splitlines():
        command = re.fullmatch(r"::(error|warning|notice) ([^:]*)::(.*)", line)
        assert command, f"no workflow command: {line!r}"
        pairs = dict(pair.split("=", 1) for pair in command[2].split(","))
        decode = lambda value: re.sub("%(0A|0D|3A|2C|25)", lambda m: chr(int(m[1], 16)), value)
        annotations.append((command[1], {key: decode(value) for key, value in pairs.items()}, decode(command[3])))
    return annotations


def main():
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        for name, text in NASTY.items():
            Path(name).write_bytes(text.encode("utf-8"))
        paths = sorted(NASTY)

        document = json.loads(check("json", *paths))
        findings = document["findings"]
        assert {finding["place"]["file"] for finding in findings} == set(paths), "every nasty file has a finding"
        for finding in findings:
            place, data = finding["place"], Path(finding["place"]["file"]).read_bytes()
            before = data[: place["start"]].decode("utf-8").removeprefix("\ufeff")
            line = before.count("\n") + 1
            column = len(before) - (before.rfind("\n") + 1) + 1
            assert (line, column) == (place["line"], place["column"]), f"bytes and columns disagree: {finding}"
        assert document["counts"]["errors"] == sum(finding["severity"] == "error" for finding in findings)

        lines = [json.loads(line) for line in check("jsonl", *paths).splitlines()]
        assert [dict(line, kind=None) for line in lines[:-1]] == [dict(finding, kind=None) for finding in findings]

        Path("out.sarif").write_text(check("sarif", *paths), encoding="utf-8")
        sarif = loader.load_sarif_file("out.sarif")
        assert sarif.get_result_count() == len(findings)
        assert sarif.get_distinct_tool_names() == ["scoreline"]
        records = sarif.get_records()
        assert [record["Line"] for record in records] == [f["place"]["line"] for f in findings], "sarif: lines"

        issues = json.loads(check("gitlab", *paths))
        jsonschema.validate(issues, GITLAB)
        assert len(issues) == len(findings)
        assert len({issue["fingerprint"] for issue in issues}) == len(findings), "gitlab: fingerprints are unique"

        Path("out.xml").write_text(check("junit", *paths), encoding="utf-8")
        suites = list(junitparser.JUnitXml.fromfile("out.xml"))
        assert [suite.name for suite in suites if suite.failures] == paths
        assert sum(suite.failures for suite in suites) == document["counts"]["errors"]
        assert sum(len(list(suite)) for suite in suites) == sum(suite.tests for suite in suites)

        annotations = github(check("github", *paths))
        placed = [properties for _, properties, _ in annotations if "file" in properties]
        places = lambda key, found: sorted((str(f["file"]), int(f[key])) for f in found)
        assert places("line", placed) == places("line", [f["place"] for f in findings])

        for form in ["text", "concise"]:
            controls = re.findall(r"[^\n\x20-\x7e\xa0-\U0010ffff]|[\u202a-\u202e\u200b]", check(form, *paths))
            assert not controls, f"{form} lets through {controls}"
    print(f"{len(findings)} findings, the same in eight formats")


main()
