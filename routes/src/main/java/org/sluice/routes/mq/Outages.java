package org.sluice.routes.mq;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sluice.config.mq.MqService;
import org.sluice.routes.health.Condition;
import org.sluice.routes.health.Conditions;
import org.sluice.routes.stomp.StompConnectionListener;

/**
 * How connections fare, by what breaks together: whatever the protocol, the log gets one sentence when the first of them
 * breaks and one when all are back, and each tells that same sentence as its problem. Thread-safe.
 */
final class Outages {
    private final Conditions conditions;
    private final Map<String, Group> groups = new HashMap<>();

    Outages(Conditions conditions) {
        this.conditions = conditions;
    }

    /** A connection of a service that others share; to be closed. */
    Line line(MqService service, String use) {
        return line("The service " + service.name(), service, use);
    }

    /** Something that may fail by itself while the service is there; to be closed. */
    Line separate(MqService service, String use) {
        return line("The " + use + " of " + service.name(), service, use);
    }

    private synchronized Line line(String name, MqService service, String use) {
        Group group = groups.computeIfAbsent(name, first -> new Group(conditions.of(first), new LinkedHashSet<>()));
        Line line = new Line(name, group, service, use);
        group.lines.add(line);
        return line;
    }

    synchronized List<MqConnection> connections() {
        return groups.values().stream()
                .flatMap(group -> group.lines.stream())
                .map(Line::snapshot)
                .toList();
    }

    private record Group(Condition condition, Set<Line> lines) {
        void settle() {
            if (lines.stream().noneMatch(line -> line.broken)) {
                condition.up();
            }
        }
    }

    /** One connection. */
    final class Line implements StompConnectionListener {
        private final String name;
        private final Group group;
        private final MqService service;
        private final String use;
        private boolean connected;
        private boolean broken;
        private boolean closed;
        private long connects;

        private Line(String name, Group group, MqService service, String use) {
            this.name = name;
            this.group = group;
            this.service = service;
            this.use = use;
        }

        @Override
        public void connected() {
            synchronized (Outages.this) {
                if (closed) {
                    return;
                }
                connects++;
                connected = true;
                broken = false;
                group.settle();
            }
        }

        @Override
        public void broken(String reason) {
            tell(BrokerFailure.sentence(service, reason));
        }

        void broken(Throwable cause) {
            tell(BrokerFailure.sentence(service, cause));
        }

        private void tell(String sentence) {
            synchronized (Outages.this) {
                if (closed) {
                    return;
                }
                connected = false;
                broken = true;
                group.condition.down(sentence);
            }
        }

        @Override
        public void closed() {
            synchronized (Outages.this) {
                closed = true;
                connected = false;
                broken = false;
                group.lines.remove(this);
                if (group.lines.isEmpty()) {
                    groups.remove(name, group);
                    conditions.forget(name);
                } else {
                    group.settle();
                }
            }
        }

        /** What keeps it from working, as a sentence; empty while it works, or is tried for the first time. */
        Optional<String> problem() {
            synchronized (Outages.this) {
                return broken ? group.condition.state().problem() : Optional.empty();
            }
        }

        boolean isClosed() {
            synchronized (Outages.this) {
                return closed;
            }
        }

        private MqConnection snapshot() {
            return new MqConnection(service.name(), use, connected, Math.max(0, connects - 1));
        }
    }
}
