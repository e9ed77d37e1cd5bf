package org.sluice.routes.stomp;

import java.time.Duration;

/**
 * A heart-beat header: what its sender can send and wants to receive; zero for none.
 * Rules: <a href="https://stomp.github.io/stomp-specification-1.2.html#Heart-beating">STOMP 1.2, Heart-beating</a>.
 */
record HeartBeat(Duration sends, Duration wants) {

    static final HeartBeat NONE = new HeartBeat(Duration.ZERO, Duration.ZERO);

    /** Reads {@code "<milliseconds>,<milliseconds>"}. */
    static HeartBeat parse(String text) {
        String[] parts = text.strip().split("\\s*,\\s*", -1);
        try {
            if (parts.length == 2) {
                return new HeartBeat(millis(parts[0]), millis(parts[1]));
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(complaint(text), e);
        }
        throw new IllegalArgumentException(complaint(text));
    }

    private static Duration millis(String number) {
        return Duration.ofMillis(Integer.parseUnsignedInt(number));
    }

    private static String complaint(String text) {
        return "heartbeat '" + text
                + "' is not of the form '<milliseconds sent>,<milliseconds expected>', as 10000,10000";
    }

    /** How often we must send, given what the broker answered; zero for never. */
    Duration sendEvery(HeartBeat broker) {
        return slower(sends, broker.wants);
    }

    /** How often the broker sends; zero for never. */
    Duration receiveEvery(HeartBeat broker) {
        return slower(wants, broker.sends);
    }

    private static Duration slower(Duration one, Duration other) {
        if (one.isZero() || other.isZero()) {
            return Duration.ZERO;
        }
        return one.compareTo(other) >= 0 ? one : other;
    }

    @Override
    public String toString() {
        return sends.toMillis() + "," + wants.toMillis();
    }
}
