package org.sluice.engine.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/** Decoding for the tests of this package. */
final class Codecs {

    static final Instant RECEIVED = Instant.parse("2026-11-22T12:00:00.123456789Z");

    private static final EventCodec CODEC = new EventCodec();

    private Codecs() {}

    /** An event's JSON with an id and a time; quotes are written as apostrophes. */
    static String body(String kind, String fields) {
        return "{'event':'%s','id':'e1','time':'2026-11-22T00:23:41.250Z',%s}"
                .formatted(kind, fields)
                .replace('\'', '"');
    }

    static List<Decoded> decode(byte[] body) {
        return CODEC.decode(body, RECEIVED);
    }

    static List<Decoded> decode(String body) {
        return decode(body.getBytes(StandardCharsets.UTF_8));
    }

    static FileEvent accepted(String body) {
        List<Decoded> results = decode(body);
        assertThat(results).hasSize(1);
        return event(results.get(0));
    }

    static FileEvent event(Decoded decoded) {
        assertThat(decoded).isInstanceOf(Decoded.Accepted.class);
        return ((Decoded.Accepted) decoded).event();
    }

    static Decoded.Rejected rejected(String body) {
        return rejected(body.getBytes(StandardCharsets.UTF_8));
    }

    static Decoded.Rejected rejected(byte[] body) {
        List<Decoded> results = decode(body);
        assertThat(results).hasSize(1);
        return rejection(results.get(0));
    }

    static Decoded.Rejected rejection(Decoded decoded) {
        assertThat(decoded).isInstanceOf(Decoded.Rejected.class);
        return (Decoded.Rejected) decoded;
    }

    static String text(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8);
    }
}
