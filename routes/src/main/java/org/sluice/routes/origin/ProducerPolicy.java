package org.sluice.routes.origin;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.sluice.config.identity.DistinguishedName;
import org.sluice.config.mq.MqDestination;
import org.sluice.config.mq.MqDestination.ProducerRule;
import org.sluice.engine.event.Decoded;
import org.sluice.engine.event.EventHeader.Producer;
import org.sluice.engine.event.FileEvent;
import org.sluice.engine.event.RejectionReason;
import org.sluice.routes.pipeline.Origin;

/**
 * Who may send which events to a source. The user whom the broker has checked is believed; what an event says of its
 * producer is compared with that, and believed no further. The rules are in {@code docs/producers.md}. Immutable.
 */
public final class ProducerPolicy {
    private final Map<String, List<ProducerRule>> rules;

    private ProducerPolicy(Map<String, List<ProducerRule>> rules) {
        this.rules = rules;
    }

    /** What the configuration allows; a source without {@code AllowedProducers} is open to everybody. */
    public static ProducerPolicy of(Collection<MqDestination> sources) {
        return new ProducerPolicy(sources.stream()
                .filter(source -> !source.allowedProducers().isEmpty())
                .collect(Collectors.toUnmodifiableMap(
                        source -> source.uri().toString(), MqDestination::allowedProducers)));
    }

    /** The same events, those that their sender may not send rejected; each of these leaves a line in the audit log. */
    public List<Decoded> judge(List<Decoded> events, Origin origin) {
        if (origin.user().isEmpty() && !rules.containsKey(origin.source())) {
            return events;
        }
        return events.stream()
                .map(decoded -> decoded instanceof Decoded.Accepted accepted ? judge(accepted, origin) : decoded)
                .toList();
    }

    private Decoded judge(Decoded.Accepted accepted, Origin origin) {
        FileEvent event = accepted.event();
        Optional<String> objection = objection(event, origin);
        if (objection.isEmpty()) {
            return accepted;
        }
        Audit.forbidden(event, origin);
        return new Decoded.Rejected(
                RejectionReason.FORBIDDEN_PRODUCER,
                objection.get(),
                Optional.of(event.header().id()),
                accepted.body());
    }

    /** What speaks against an event, as a sentence. */
    private Optional<String> objection(FileEvent event, Origin origin) {
        Optional<String> claimed = event.header().producer().flatMap(Producer::dn);
        Optional<Sender> sender = origin.user().map(Sender::new);
        if (claimed.isPresent() && sender.isPresent() && sender.get().contradicts(claimed.get())) {
            return Optional.of("The event names " + claimed.get() + " as its producer, but it was sent by "
                    + sender.get() + host(event) + ".");
        }
        List<ProducerRule> ofSource = rules.getOrDefault(origin.source(), List.of());
        if (ofSource.isEmpty()) {
            return Optional.empty();
        }
        if (sender.isEmpty()) {
            return Optional.of("Only certain producers may send to " + origin.source()
                    + ", and the broker tells of no user who sent this" + claim(claimed) + host(event)
                    + ". Send the property user-id, which RabbitMQ checks, and have Sluice consume over AMQP.");
        }
        List<ProducerRule> matching =
                ofSource.stream().filter(rule -> sender.get().is(rule, claimed)).toList();
        if (matching.isEmpty()) {
            return Optional.of(sender.get() + claim(claimed) + host(event) + " is none of the AllowedProducers of "
                    + origin.source() + ".");
        }
        Optional<String> path = Paths.of(event);
        if (matching.stream().anyMatch(rule -> Paths.covered(path, rule.lfnPrefixes()))) {
            return Optional.empty();
        }
        List<String> prefixes =
                matching.stream().flatMap(rule -> rule.lfnPrefixes().stream()).toList();
        return Optional.of(sender.get() + claim(claimed) + host(event) + " may tell " + origin.source()
                + " of files under " + String.join(", ", prefixes) + " only, "
                + path.map(lfn -> "not of " + lfn).orElse("and this event is not about a file") + ".");
    }

    private static String claim(Optional<String> dn) {
        return dn.map(name -> " (the event names " + name + ")").orElse("");
    }

    private static String host(FileEvent event) {
        return event.header()
                .producer()
                .flatMap(Producer::host)
                .map(host -> " from " + host)
                .orElse("");
    }

    /** A user whom the broker has checked. Who logged in with a certificate is called by its distinguished name. */
    private record Sender(String user, Optional<DistinguishedName> dn) {
        Sender(String user) {
            this(user, user.contains("=") ? DistinguishedName.find(user) : Optional.empty());
        }

        /** Whether an event's producer is somebody else; a user name that is no DN says nothing about that. */
        boolean contradicts(String claimed) {
            return dn.isPresent() && !dn.equals(DistinguishedName.find(claimed));
        }

        /** A DN that the event claims counts only where the rule names the user as well, who is known to be himself. */
        boolean is(ProducerRule rule, Optional<String> claimed) {
            boolean sameUser = rule.user().filter(user::equals).isPresent();
            if (rule.dn().isEmpty()) {
                return sameUser;
            }
            boolean sameDn = dn.equals(rule.dn());
            boolean claimsIt = claimed.flatMap(DistinguishedName::find).equals(rule.dn());
            return rule.user().isEmpty() ? sameDn : sameUser && (sameDn || claimsIt);
        }

        @Override
        public String toString() {
            return "user " + user;
        }
    }
}
