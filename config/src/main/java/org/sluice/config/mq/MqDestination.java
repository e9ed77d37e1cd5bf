package org.sluice.config.mq;

import java.util.List;
import java.util.Optional;
import org.sluice.config.identity.DistinguishedName;

/**
 * A queue or topic, and the service that has it.
 *
 * @param acknowledgement whether messages are acknowledged one by one after their effects; {@code True} by default
 * @param persistent whether sent messages outlive the broker and are confirmed by it; {@code True} by default
 * @param durable whether the queue, or the subscription to the topic, outlives the broker and this program; by default
 *     {@code True} for queues and {@code False} for topics
 * @param queueType what kind of queue RabbitMQ has there
 * @param address the STOMP address where it is not the usual one
 * @param exchange the exchange to send to (AMQP); the default exchange where absent
 * @param routingKey the routing key to send with (AMQP); the queue's name where absent
 * @param prefetch how many messages the broker may send ahead of acknowledgements; the consumer's own choice where absent
 * @param allowedProducers who may send here, and which files; nobody is turned away where this is empty
 */
public record MqDestination(
        MqUri uri,
        MqService service,
        boolean acknowledgement,
        boolean persistent,
        boolean durable,
        QueueType queueType,
        Optional<String> address,
        Optional<String> exchange,
        Optional<String> routingKey,
        Optional<Integer> prefetch,
        List<ProducerRule> allowedProducers) {

    /** RabbitMQ's {@code x-queue-type}. */
    public enum QueueType {
        CLASSIC("classic"),
        QUORUM("quorum");

        private final String word;

        QueueType(String word) {
            this.word = word;
        }

        /** The word in the configuration and in RabbitMQ's queue arguments. */
        public String word() {
            return word;
        }
    }

    /**
     * Who may send what.
     *
     * @param name the rule's name in the configuration
     * @param dn the distinguished name of the producer's certificate
     * @param user the producer's user name at the broker
     * @param lfnPrefixes the producer may register files whose LFN begins with one of these; all files where empty
     */
    public record ProducerRule(
            String name, Optional<DistinguishedName> dn, Optional<String> user, List<String> lfnPrefixes) {
        public ProducerRule {
            lfnPrefixes = List.copyOf(lfnPrefixes);
        }
    }

    public MqDestination {
        allowedProducers = List.copyOf(allowedProducers);
    }

    /** The same, with messages acknowledged one by one after their effects. */
    public MqDestination withAcknowledgement() {
        return with(service, true);
    }

    /** The same, at a broker that listens elsewhere than the configuration says. */
    public MqDestination at(MqService other) {
        return with(other, acknowledgement);
    }

    private MqDestination with(MqService itsService, boolean acknowledged) {
        return new MqDestination(
                uri,
                itsService,
                acknowledged,
                persistent,
                durable,
                queueType,
                address,
                exchange,
                routingKey,
                prefetch,
                allowedProducers);
    }

    /** The queue's or topic's name at the broker. */
    public String name() {
        return uri.name();
    }

    /**
     * The address in STOMP frames: {@code /queue/NAME} or {@code /topic/NAME}, but {@code /amq/queue/NAME} for quorum
     * queues, which RabbitMQ refuses under the former, since STOMP would declare them as classic ones.
     */
    public String stompAddress() {
        return address.orElseGet(() -> {
            if (uri.kind() == MqUri.Kind.TOPIC) {
                return "/topic/" + name();
            }
            return (queueType == QueueType.QUORUM ? "/amq/queue/" : "/queue/") + name();
        });
    }
}
