package org.sluice.routes.rabbitmq;

/** What a user may do in a virtual host: regular expressions of the names of queues and exchanges. */
public record Permission(String vhost, String user, String configure, String write, String read) {}
