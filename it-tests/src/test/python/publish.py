#!/usr/bin/env python3
"""Publishes messages as DIRAC's producers do, with clients that Sluice did not write: stomp.py and pika.

    publish.py stomp|amqp --port N --queue NAME --file FILE [--base64] [--twice] [--shuffle SEED] [--rate N]

FILE has one message a line: JSON, or with --base64 any bytes. Every message is confirmed by the broker (STOMP receipt,
AMQP publisher confirm); what was not confirmed when a connection broke is sent again. Prints one JSON line at the end:
{"sent": confirmed messages}.
"""
import argparse
import base64
import json
import random
import threading
import time

WINDOW = 500
AMQP_CONNECTIONS = 16


def bodies(args):
    with open(args.file, "rb") as lines:
        all_bodies = [base64.b64decode(line.strip(b"=\n") and line) if args.base64 else line.rstrip(b"\n") for line in lines if line.strip()]
    if args.twice:
        all_bodies = all_bodies * 2
    if args.shuffle is not None:
        random.Random(args.shuffle).shuffle(all_bodies)
    return all_bodies


class Pace:
    """Lets through so many messages a second."""

    def __init__(self, rate):
        self.rate, self.start, self.count = rate, time.time(), 0

    def wait(self):
        self.count += 1
        if self.rate:
            ahead = self.start + self.count / self.rate - time.time()
            if ahead > 0:
                time.sleep(ahead)


def publish_stomp(args, messages):
    import stomp

    class Receipts(stomp.ConnectionListener):
        def __init__(self):
            self.condition, self.pending, self.broken = threading.Condition(), {}, None

        def on_receipt(self, frame):
            with self.condition:
                self.pending.pop(frame.headers["receipt-id"], None)
                self.condition.notify_all()

        def on_error(self, frame):
            with self.condition:
                self.broken = "%s %s" % (frame.headers, frame.body)
                self.condition.notify_all()

        def on_disconnected(self):
            with self.condition:
                self.broken = self.broken or "disconnected"
                self.condition.notify_all()

    pace, todo, confirmed, deadline = Pace(args.rate), list(reversed(messages)), 0, time.time() + args.timeout
    while todo:
        receipts = Receipts()
        connection = stomp.Connection12([("127.0.0.1", args.port)], vhost="/", auto_decode=False)
        connection.set_listener("receipts", receipts)
        try:
            connection.connect("guest", "guest", wait=True)
            number = 0
            while todo and not receipts.broken:
                with receipts.condition:
                    receipts.condition.wait_for(lambda: len(receipts.pending) < WINDOW or receipts.broken, 60)
                    if receipts.broken:
                        break
                    body, number = todo.pop(), number + 1
                    receipts.pending["r-%d" % number] = body
                pace.wait()
                connection.send("/queue/" + args.queue, body, content_type="application/json",
                                headers={"persistent": "true", "receipt": "r-%d" % number})
            with receipts.condition:
                receipts.condition.wait_for(lambda: not receipts.pending or receipts.broken, 60)
        except (stomp.exception.StompException, OSError) as e:
            receipts.broken = str(e)
        with receipts.condition:
            todo.extend(receipts.pending.values())
        try:
            connection.disconnect()
        except (stomp.exception.StompException, OSError):
            pass  # it is broken already; what was not confirmed is in todo
        if todo:
            if time.time() > deadline:
                raise SystemExit("not all sent in time: %d left, %s" % (len(todo), receipts.broken))
            time.sleep(0.3)
    return len(messages)


def publish_amqp(args, messages):
    """Several connections at once: pika's blocking channel waits for each confirm."""
    failures = []

    def run(share):
        try:
            publish_amqp_share(args, share)
        except BaseException as e:  # told of by the main thread
            failures.append(e)

    shares = [messages[i::AMQP_CONNECTIONS] for i in range(AMQP_CONNECTIONS)]
    threads = [threading.Thread(target=run, args=(share,)) for share in shares]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failures:
        raise SystemExit("publishing failed: %s" % failures[0])
    return len(messages)


def publish_amqp_share(args, messages):
    import pika

    pace, todo = Pace(args.rate / AMQP_CONNECTIONS), list(reversed(messages))
    deadline = time.time() + args.timeout
    properties = pika.BasicProperties(delivery_mode=2, content_type="application/json", user_id="guest")
    while todo:
        try:
            connection = pika.BlockingConnection(pika.ConnectionParameters("127.0.0.1", args.port))
            channel = connection.channel()
            channel.confirm_delivery()
            while todo:
                pace.wait()
                channel.basic_publish("", args.queue, todo[-1], properties, mandatory=True)
                todo.pop()
            connection.close()
        except pika.exceptions.UnroutableError:
            raise RuntimeError("there is no queue " + args.queue)
        except (pika.exceptions.AMQPError, OSError) as e:
            if time.time() > deadline:
                raise RuntimeError("not all sent in time: %d left, %s" % (len(todo), e))
            time.sleep(0.3)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("protocol", choices=["stomp", "amqp"])
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--queue", required=True)
    parser.add_argument("--file", required=True)
    parser.add_argument("--base64", action="store_true")
    parser.add_argument("--twice", action="store_true")
    parser.add_argument("--shuffle", type=int)
    parser.add_argument("--rate", type=float, default=0)
    parser.add_argument("--timeout", type=float, default=300)
    args = parser.parse_args()
    publish = publish_stomp if args.protocol == "stomp" else publish_amqp
    print(json.dumps({"sent": publish(args, bodies(args))}))


if __name__ == "__main__":
    main()
