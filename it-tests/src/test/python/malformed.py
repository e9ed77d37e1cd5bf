#!/usr/bin/env python3
"""Makes messages of which most are no events, mixed with good ones.

    malformed.py OUT --bad N --good N --seed N

writes to the folder OUT:
    messages.b64      one message a line, base64
    rejected.jsonl    what must be in the dead-letter queue: {"body": base64, "reason": code}
    good.json         the LFNs of the good registrations
"""
import argparse
import base64
import json
import os
import random


def registration(number, **changes):
    event = {"event": "FileRegistered", "id": "bad-%d" % number, "lfn": "/vo/bad/f%d" % number, "size": 1,
             "replicas": ["SE1"], "metadata": {"kind": "bad"}}
    event.update(changes)
    return {k: v for k, v in event.items() if v is not KeyError}


def text(event):
    return json.dumps(event).encode()


# Each kind: a function from a number to (body, reason).
KINDS = [
    lambda n: (b"", "MalformedJson"),
    lambda n: (b"not json at all %d" % n, "MalformedJson"),
    lambda n: (text(registration(n))[:-7], "MalformedJson"),
    lambda n: (text(registration(n)) + b" trailing", "MalformedJson"),
    lambda n: (b'{"event":"FileRegistered","lfn":"/vo/%d\xff\xfe"}' % n, "MalformedUtf8"),
    lambda n: (b'{"event":"FileRegistered","lfn":"/vo/%d\xc0\xaf"}' % n, "MalformedUtf8"),
    lambda n: (text(registration(n, lfn="vo/relative/%d" % n)), "InvalidLfn"),
    lambda n: (text(registration(n, lfn="/vo/" + "x" * 300 + str(n))), "InvalidLfn"),
    lambda n: (text(registration(n, lfn="/vo/\U0001F600/%d" % n)), "LfnUnstorable"),
    lambda n: (text(registration(n, lfn=KeyError)), "MissingField"),
    lambda n: (text(registration(n, lfn=n)), "WrongType"),
    lambda n: (text(registration(n, event="FileExploded")), "UnknownEvent"),
    lambda n: (text(registration(n, size="many")), "WrongType"),
    lambda n: (text(registration(n, replicas={"a": 1})), "WrongType"),
    lambda n: (text(registration(n, metadata=[1, 2])), "WrongType"),
    lambda n: (text(registration(n, time="yesterday")), "InvalidTime"),
    lambda n: (text({"event": "MetadataSet", "id": "bad-%d" % n, "lfn": "/vo/bad/f%d" % n}), "MissingField"),
    lambda n: (text({"event": "ReplicaRegistered", "id": "bad-%d" % n, "lfn": "/vo/bad/f%d" % n}), "MissingField"),
    lambda n: (text(n), "WrongType"),
    lambda n: (text("a string %d" % n), "WrongType"),
]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out")
    parser.add_argument("--bad", type=int, default=2000)
    parser.add_argument("--good", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    os.makedirs(args.out, exist_ok=True)
    messages, rejected = [], []
    for n in range(args.bad):
        body, reason = KINDS[n % len(KINDS)](n)
        messages.append(body)
        rejected.append({"body": base64.b64encode(body).decode(), "reason": reason})
    # One bad event in an array is rejected alone.
    for n in range(args.bad, args.bad + 20):
        bad = registration(n, lfn="relative/%d" % n)
        good = registration(n, lfn="/vo/good/array-%d" % n, metadata={"kind": "good"})
        messages.append(text([good, bad]))
        rejected.append({"body": base64.b64encode(text(bad)).decode(), "reason": "InvalidLfn"})
    # One body over 1 MiB.
    large = text(registration(0, id="large", metadata={"kind": "x" * (1 << 20)}))
    messages.append(large)
    rejected.append({"body": base64.b64encode(large).decode(), "reason": "TooLarge"})
    good = ["/vo/good/array-%d" % n for n in range(args.bad, args.bad + 20)]
    for n in range(args.good):
        lfn = "/vo/good/f%d" % n
        good.append(lfn)
        messages.append(text(registration(n, id="good-%d" % n, lfn=lfn, metadata={"kind": "good"})))
    random.Random(args.seed).shuffle(messages)
    with open(os.path.join(args.out, "messages.b64"), "wb") as out:
        for body in messages:
            out.write((base64.b64encode(body) or b"=") + b"\n")
    with open(os.path.join(args.out, "rejected.jsonl"), "w", encoding="utf-8") as out:
        for line in rejected:
            out.write(json.dumps(line) + "\n")
    with open(os.path.join(args.out, "good.json"), "w", encoding="utf-8") as out:
        json.dump(good, out)


if __name__ == "__main__":
    main()
