"""Checks a data package against a Frictionless descriptor that somebody else wrote.

    python3 hsds_validate.py DESCRIPTOR FOLDER

Every CSV file in FOLDER must be a table of DESCRIPTOR (the specification's own datapackage.json),
with its columns in its order; cells must have the type, the format and the constraints that it
asks for, and foreign keys must meet. FOLDER's own datapackage.json must describe the same.
Shares no code with the program that wrote the package.
"""
import csv
import datetime
import json
import os
import re
import sys

problems = []


def problem(where, what):
    problems.append(f"{where}: {what}")


UUID = re.compile(r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")
EMAIL = re.compile(r"^[^@\s]+@[^@\s]+\.[^@\s]+$")
URI = re.compile(r"^[a-z][a-z0-9+.-]*://[^\s<>\"{}|\\^`]+$", re.I)
TIME = re.compile(r"^([01]\d|2[0-3]):[0-5]\d:[0-5]\d$")


def is_date(text):
    try:
        return datetime.date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def is_number(text):
    return re.fullmatch(r"[-+]?\d+(\.\d+)?([eE][-+]?\d+)?", text) is not None


def cell_is_right(field, text):
    kind, form = field["type"], field.get("format", "default")
    if kind == "string":
        return {"uuid": UUID.match, "email": EMAIL.match, "uri": URI.match}.get(
            form, lambda _: True)(text)
    return {"number": is_number, "date": is_date, "time": TIME.match,
            "datetime": lambda t: True}[kind](text)


def check_table(resource, path):
    fields = resource["schema"]["fields"]
    seen = {f["name"]: set() for f in fields}
    rows = []
    with open(path, encoding="utf-8", newline="") as file:
        reader = csv.reader(file, strict=True)
        header = next(reader)
        if header != [f["name"] for f in fields]:
            problem(path, "columns are not those of the descriptor")
            return rows
        for number, cells in enumerate(reader, 2):
            if len(cells) != len(fields):
                problem(f"{path}:{number}", "wrong number of cells")
                continue
            for field, text in zip(fields, cells):
                where = f"{path}:{number}:{field['name']}"
                rules = field.get("constraints", {})
                if text == "":
                    if rules.get("required"):
                        problem(where, "required, but empty")
                    continue
                if not cell_is_right(field, text):
                    problem(where, f"not a {field['type']} {field.get('format', '')}")
                if "enum" in rules and text not in rules["enum"]:
                    problem(where, "not one of the values")
                if rules.get("unique"):
                    if text in seen[field["name"]]:
                        problem(where, "not unique")
                    seen[field["name"]].add(text)
            rows.append(dict(zip(header, cells)))
    return rows


def check_keys(resource, tables):
    for key in resource["schema"].get("foreignKeys", []):
        target, field = key["reference"]["resource"], key["fields"]
        ids = {row["id"] for row in tables.get(target, [])}
        for row in tables[resource["name"]]:
            if row[field] and row[field] not in ids:
                problem(resource["name"], f"{field} names no row of {target}")


def main():
    descriptor = json.load(open(sys.argv[1], encoding="utf-8"))
    folder = sys.argv[2]
    resources = {r["path"]: r for r in descriptor["resources"]}
    own = {r["path"]: r for r in json.load(
        open(os.path.join(folder, "datapackage.json"), encoding="utf-8"))["resources"]}
    names = [n for n in sorted(os.listdir(folder)) if n != "datapackage.json"]
    tables = {}
    for name in names:
        if name not in resources:
            problem(name, "the specification has no such table")
        elif name not in own:
            problem(name, "the package does not describe it")
        else:
            mine = [(f["name"], f["type"], f.get("format", "")) for f in own[name]["schema"]["fields"]]
            theirs = [(f["name"], f["type"], f.get("format", ""))
                      for f in resources[name]["schema"]["fields"]]
            if mine != theirs:
                problem(name, "described otherwise than by the specification")
            resource = resources[name]
            tables[resource["name"]] = check_table(resource, os.path.join(folder, name))
    for name in names:
        if name in resources and resources[name]["name"] in tables:
            check_keys(resources[name], tables)
    for path in own:
        if path not in names:
            problem(path, "described, but not there")
    for line in problems[:20]:
        print(line)
    print(f"{len(tables)} tables, {sum(map(len, tables.values()))} rows, {len(problems)} problems")
    return 1 if problems else 0


sys.exit(main())
