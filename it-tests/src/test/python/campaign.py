#!/usr/bin/env python3
"""Makes a production campaign and says what must come of it, by a calculation of its own.

    campaign.py OUT --files N --transformations N --seed N

writes to the folder OUT:
    schema.json             metadata name -> type
    transformations.json    a list of transformations, as `sluice transformation create` takes them
    events.jsonl            one event a line: registrations, late metadata, late replicas
    expected.json           {"attachments": {transformation name: [LFN, ...]},
                             "replicas": {LFN: [SEs that hold it]}}

No metadata name of a file is ever set twice, and no query can be made false by a later event: so what is expected
holds for every order and any repetition of the events.
"""
import argparse
import datetime
import fnmatch
import functools
import json
import os
import random

SES = ["CEA-Disk", "DESY-Disk", "PIC-Tape"]
SITES = ["LaPalma", "Paranal"]
PARTICLES = ["gamma", "gamma-diffuse", "proton", "electron", "helium"]
SCHEMA = {
    "site": "string",
    "particle": "string",
    "zenith": "float",
    "azimuth": "int",
    "dataLevel": "int",
    "runNumber": "int",
    "configuration": "int",
    "started": "date",
    "energyMin": "float",
    "tag": "string",
}
START = datetime.datetime(2026, 3, 1)


def make_file(rng, number):
    site, particle = rng.choice(SITES), rng.choice(PARTICLES)
    zenith = rng.choice([20.0, 40.0, 52.5, 60.0])
    level = rng.choice([-1, 0, 1, 2])
    lfn = "/cta.obs/prod6/%s/%s/zenith_%g/level%d/run%06d/%s_run%06d.simtel.zst" % (
        site, particle, zenith, level, number // 10, particle, number)
    metadata = {
        "site": site,
        "particle": particle,
        "zenith": zenith,
        "azimuth": rng.choice([0, 180]),
        "dataLevel": level,
        "runNumber": number,
        "started": (START + datetime.timedelta(minutes=37 * number % 200000)).strftime("%Y-%m-%d %H:%M:%S"),
    }
    if rng.random() < 0.7:
        metadata["configuration"] = rng.choice([1, 2, 3, "2", "4"])
    if rng.random() < 0.5:
        metadata["energyMin"] = rng.choice([0.003, 0.02, "0.5", 10])
    if rng.random() < 0.3:
        metadata["tag"] = rng.choice(["test", "Test", "production v1", "été", "50%"])
    replicas = rng.sample(SES, rng.choice([0, 1, 1, 1, 2, 3])) if rng.random() < 0.9 else [rng.choice(SES)]
    return {"lfn": lfn, "size": rng.randrange(10**6, 4 * 10**9), "replicas": replicas, "metadata": metadata}


def events_of(rng, file, number):
    """The events that tell of one file: at once, or metadata and replicas apart and in any order."""
    at = datetime.datetime(2026, 11, 1) + datetime.timedelta(seconds=number)
    late_names = [n for n in file["metadata"] if rng.random() < 0.5] if rng.random() < 0.2 else []
    late_replicas = rng.random() < 0.15
    events = [{
        "event": "FileRegistered",
        "lfn": file["lfn"],
        "size": file["size"],
        "replicas": [] if late_replicas else file["replicas"],
        "metadata": {n: v for n, v in file["metadata"].items() if n not in late_names},
    }]
    if late_names:
        events.append({"event": "MetadataSet", "lfn": file["lfn"],
                       "metadata": {n: file["metadata"][n] for n in late_names}})
    if late_replicas and file["replicas"]:
        events.append({"event": "ReplicaRegistered", "lfn": file["lfn"], "replicas": file["replicas"]})
    for i, event in enumerate(events):
        event["id"] = "campaign-%d-%d" % (number, i)
        event["time"] = (at + datetime.timedelta(milliseconds=i)).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    rng.shuffle(events)
    return events


@functools.lru_cache(maxsize=None)
def as_type(value, kind):
    """The value as the schema's type, or None where it does not convert."""
    try:
        if kind in ("int", "float"):
            return float(value)
        if kind == "date":
            return datetime.datetime.strptime(
                value, "%Y-%m-%d %H:%M:%S" if " " in value else "%Y-%m-%d")
        return value if isinstance(value, str) else json.dumps(value)
    except (ValueError, TypeError):
        return None


def holds(condition, values, kind):
    """Whether one condition holds for the values of one name (no value: the name is absent)."""
    if isinstance(condition, str) and condition.lower() == "any":
        return bool(values)
    if isinstance(condition, dict):
        return all(holds_operator(op, operand, values, kind) for op, operand in condition.items())
    return holds_operator("in" if isinstance(condition, list) else "=", condition, values, kind)


def holds_operator(op, operand, values, kind):
    typed = [v for v in (as_type(v, kind) for v in values) if v is not None]
    if op == "exists":
        return bool(values)
    if op == "like":
        return any(fnmatch.fnmatchcase(v if isinstance(v, str) else json.dumps(v), operand) for v in values)
    operands = [as_type(o, kind) for o in (operand if isinstance(operand, list) else [operand])]
    if op in ("=", "in"):
        return any(v in operands for v in typed)
    if op in ("!=", "nin"):
        return bool(typed) and not any(v in operands for v in typed)
    limit = operands[0]
    return any({"<": v < limit, "<=": v <= limit, ">": v > limit, ">=": v >= limit}[op] for v in typed)


def satisfies(query, file):
    for name, condition in query.items():
        if name == "$or":
            if not any(satisfies(q, file) for q in condition):
                return False
            continue
        if name == "SE":
            values, kind = file["replicas"], "string"
        elif name == "Size":
            values, kind = [file["size"]], "int"
        elif name == "FileName":
            values, kind = [file["lfn"].rsplit("/", 1)[1]], "string"
        elif name == "Path":
            values, kind = [file["lfn"].rsplit("/", 1)[0]], "string"
        else:
            values = [file["metadata"][name]] if name in file["metadata"] else []
            kind = SCHEMA[name]
        if not holds(condition, values, kind):
            return False
    return True


def make_query(rng, number):
    fixed = [
        {"site": "LaPalma", "dataLevel": 1},
        {"particle": ["gamma", "gamma-diffuse"], "zenith": {">=": 20, "<": 52.5}},
        {"started": {">=": "2026-03-10", "<": "2026-04-02 12:00:00"}, "dataLevel": [0, 1]},
        {"particle": {"!=": "proton"}, "azimuth": 180, "site": "Paranal"},
        {"particle": {"nin": ["gamma", "proton"]}, "dataLevel": 2},
        {"configuration": {"in": [2, "4"]}},
        {"configuration": "Any", "dataLevel": -1},
        {"energyMin": {"<": 0.1}},
        {"energyMin": {"=": 0.5}},
        {"SE": "PIC-Tape", "particle": "gamma"},
        {"SE": ["CEA-Disk", "DESY-Disk"], "dataLevel": 0, "particle": "electron"},
        {"Size": {">": 3 * 10**9}},
        {"FileName": {"like": "gamma*run0000[0-4]?.simtel.zst"}},
        {"Path": {"like": "*/zenith_52.5/level1/*"}},
        {"tag": "test"},
        {"tag": {"like": "*%"}},
        {"tag": "été"},
        {"tag": {"exists": True}, "site": "LaPalma"},
        {"$or": [{"particle": "helium"}, {"zenith": 60, "dataLevel": 2}], "site": "Paranal"},
        {"runNumber": {">=": 1000, "<=": 1200}},
        {"dataLevel": "1", "zenith": "40"},
        {"dataLevel": []},
    ]
    if number < len(fixed):
        return fixed[number]
    query = {}
    for name in rng.sample(["site", "particle", "zenith", "azimuth", "dataLevel", "runNumber", "configuration"], 3):
        query[name] = {
            "site": lambda: rng.choice(SITES),
            "particle": lambda: rng.sample(PARTICLES, 2),
            "zenith": lambda: {rng.choice(["<", "<=", ">", ">="]): rng.choice([20, 40.0, 52.5])},
            "azimuth": lambda: rng.choice([0, 180]),
            "dataLevel": lambda: {"!=": rng.choice([0, 1, 2])},
            "runNumber": lambda: {">": rng.randrange(2000), "<=": rng.randrange(2000, 40000)},
            "configuration": lambda: {"nin": [1, 3]},
        }[name]()
    return query


def make_transformation(rng, number):
    return {
        "TransformationName": "campaign-%03d" % (number + 1),
        "Type": "DataReprocessing",
        "Plugin": "Standard",
        "GroupSize": 1 if number % 2 == 0 else rng.choice([2, 5, 10, 25]),
        "Status": "Active",
        "Body": "",
        "InputMetaQuery": make_query(rng, number),
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out")
    parser.add_argument("--files", type=int, default=20000)
    parser.add_argument("--transformations", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    rng = random.Random(args.seed)
    os.makedirs(args.out, exist_ok=True)
    files = [make_file(rng, n) for n in range(args.files)]
    transformations = [make_transformation(rng, n) for n in range(args.transformations)]
    attachments = {}
    for t in transformations:
        name = t["TransformationName"]
        matching = [f for f in files if satisfies(t["InputMetaQuery"], f)]
        attachments[name] = [f["lfn"] for f in matching]
    expected = {"attachments": attachments, "replicas": {f["lfn"]: f["replicas"] for f in files}}
    with open(os.path.join(args.out, "events.jsonl"), "w", encoding="utf-8") as out:
        for number, file in enumerate(files):
            for event in events_of(rng, file, number):
                out.write(json.dumps(event) + "\n")
    for name, value in (("schema", SCHEMA), ("transformations", transformations), ("expected", expected)):
        with open(os.path.join(args.out, name + ".json"), "w", encoding="utf-8") as out:
            json.dump(value, out)


if __name__ == "__main__":
    main()
