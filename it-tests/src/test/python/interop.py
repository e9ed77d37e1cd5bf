#!/usr/bin/env python3
"""Sends and receives with clients that Sluice did not write: stomp.py and pika.

    interop.py stomp|amqp send|receive --port N --kind queue|topic --name NAME [--count N]
               [--ca FILE [--certificate FILE --key FILE --user NAME]]

With --ca the connection is encrypted; with --certificate its holder logs in, otherwise guest with his password.

send writes N JSON documents {"number": i, "text": ...}; receive prints the bodies of N messages, one a line, and
acknowledges each; both end when that is done. receive prints a line "ready" first, once it is subscribed. The two
topics are the same thing for both clients: a routing key of amq.topic.
"""
import argparse
import json
import ssl
import sys
import threading

TEXT = "été 日本 \U0001F600"


def body(number):
    return json.dumps({"number": number, "text": TEXT}, ensure_ascii=False).encode("utf-8")


def say(line):
    sys.stdout.buffer.write(line + b"\n")
    sys.stdout.buffer.flush()


def stomp_connection(args, listener=None):
    import stomp

    hosts = [(args.host, args.port)]
    connection = stomp.Connection12(hosts, vhost="/", auto_decode=False)
    if args.ca:
        connection.set_ssl(for_hosts=hosts, ca_certs=args.ca, cert_file=args.certificate, key_file=args.key)
    if listener:
        connection.set_listener("interop", listener(connection))
    if args.certificate:
        connection.connect(wait=True)
    else:
        connection.connect("guest", "guest", wait=True)
    return connection


def stomp_send(args):
    connection = stomp_connection(args)
    # As DIRAC's producer does: neither a receipt nor `persistent`.
    for number in range(args.count):
        connection.send("/%s/%s" % (args.kind, args.name), body(number), content_type="application/json")
    connection.disconnect()


def stomp_receive(args):
    import stomp

    done = threading.Event()

    class Listener(stomp.ConnectionListener):
        def __init__(self, connection):
            self.connection, self.count = connection, 0

        def on_message(self, frame):
            say(frame.body if isinstance(frame.body, bytes) else frame.body.encode("utf-8"))
            self.connection.ack(frame.headers["ack"])
            self.count += 1
            if self.count == args.count:
                done.set()

        def on_receipt(self, frame):
            if frame.headers["receipt-id"] == "subscribed":
                say(b"ready")

    connection = stomp_connection(args, Listener)
    connection.subscribe("/%s/%s" % (args.kind, args.name), id=1, ack="client-individual",
                         headers={"receipt": "subscribed"})
    if not done.wait(60):
        raise SystemExit("not all messages came")
    connection.disconnect()


def amqp_channel(args):
    import pika

    more = {}
    if args.ca:
        context = ssl.create_default_context(cafile=args.ca)
        if args.certificate:
            context.load_cert_chain(args.certificate, args.key)
            more["credentials"] = pika.credentials.ExternalCredentials()
        more["ssl_options"] = pika.SSLOptions(context, args.host)
    return pika.BlockingConnection(pika.ConnectionParameters(args.host, args.port, **more)).channel()


def amqp_send(args):
    import pika

    channel = amqp_channel(args)
    channel.confirm_delivery()
    exchange = "amq.topic" if args.kind == "topic" else ""
    for number in range(args.count):
        channel.basic_publish(exchange, args.name, body(number),
                              pika.BasicProperties(content_type="application/json", user_id=args.user))
    channel.connection.close()


def amqp_receive(args):
    channel = amqp_channel(args)
    if args.kind == "topic":
        queue = channel.queue_declare("", exclusive=True).method.queue
        channel.queue_bind(queue, "amq.topic", args.name)
    else:
        queue = channel.queue_declare(args.name, durable=True).method.queue
    say(b"ready")
    for number, (method, _, message) in enumerate(channel.consume(queue, inactivity_timeout=60), 1):
        if message is None:
            raise SystemExit("not all messages came")
        say(message)
        channel.basic_ack(method.delivery_tag)
        if number == args.count:
            break
    channel.connection.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("protocol", choices=["stomp", "amqp"])
    parser.add_argument("way", choices=["send", "receive"])
    parser.add_argument("--port", type=int, required=True)
    parser.add_argument("--kind", choices=["queue", "topic"], required=True)
    parser.add_argument("--name", required=True)
    parser.add_argument("--count", type=int, default=10)
    parser.add_argument("--ca")
    parser.add_argument("--certificate")
    parser.add_argument("--key")
    parser.add_argument("--user", default="guest")
    args = parser.parse_args()
    # The name in the certificate of the encrypted one.
    args.host = "localhost" if args.ca else "127.0.0.1"
    {"stomp": {"send": stomp_send, "receive": stomp_receive},
     "amqp": {"send": amqp_send, "receive": amqp_receive}}[args.protocol][args.way](args)


if __name__ == "__main__":
    main()
