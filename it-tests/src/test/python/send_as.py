#!/usr/bin/env python3
"""Publishes with pika as a user of RabbitMQ, confirmed.

    send_as.py PORT USER PASSWORD QUEUE FILE

FILE has one message a line: {"user_id": property or null, "headers": {...}, "body": any JSON}.
"""
import json
import sys

import pika

port, user, password, queue, path = sys.argv[1:]
connection = pika.BlockingConnection(pika.ConnectionParameters(
    "127.0.0.1", int(port), credentials=pika.PlainCredentials(user, password)))
channel = connection.channel()
channel.confirm_delivery()
with open(path, encoding="utf-8") as lines:
    for line in lines:
        message = json.loads(line)
        channel.basic_publish("", queue, json.dumps(message["body"]).encode(), pika.BasicProperties(
            delivery_mode=2, user_id=message["user_id"], headers=message["headers"]))
connection.close()
