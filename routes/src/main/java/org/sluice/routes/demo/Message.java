package org.sluice.routes.demo;

import java.util.List;

/**
 * A message body.
 *
 * @param events how many events it holds, rejected ones too
 * @param rejections the reason codes of those that are to be rejected
 */
record Message(byte[] body, int events, List<String> rejections) {
    Message {
        rejections = List.copyOf(rejections);
    }

    static Message of(byte[] body, int events) {
        return new Message(body, events, List.of());
    }
}
