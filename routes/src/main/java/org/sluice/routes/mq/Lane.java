package org.sluice.routes.mq;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Return;
import com.rabbitmq.client.ShutdownSignalException;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;
import org.sluice.config.mq.MqDestination;

/**
 * One channel with publisher confirms, and the messages on their way through it. Messages are mandatory: RabbitMQ
 * confirms also what no queue takes, but returns it first.
 */
final class Lane {
    private static final String CONTENT_TYPE = "content-type";
    private static final int CLOSE_PATIENCE_MS = 2_000;

    private final MqDestination destination;
    private final AmqpAddress address;
    private final Channel channel;
    private final ConcurrentNavigableMap<Long, CompletableFuture<Void>> unconfirmed = new ConcurrentSkipListMap<>();

    Lane(MqDestination destination, AmqpAddress address, Channel channel) throws IOException {
        this.destination = destination;
        this.address = address;
        this.channel = channel;
        channel.confirmSelect();
        channel.addReturnListener(this::returned);
        channel.addConfirmListener(
                (number, andBefore) -> settle(number, andBefore, Optional.empty()),
                (number, andBefore) -> settle(
                        number, andBefore, Optional.of(unavailable("the broker could not keep a message for "))));
        channel.addShutdownListener(this::closed);
    }

    boolean isOpen() {
        return channel.isOpen();
    }

    /**
     * To be called by one thread only.
     *
     * @param confirmed completes when the broker has confirmed the message
     * @throws com.rabbitmq.client.AlreadyClosedException when nothing was written
     * @throws IOException when the message may have been written or not
     */
    void publish(byte[] body, Map<String, String> headers, CompletableFuture<Void> confirmed) throws IOException {
        long number = channel.getNextPublishSeqNo();
        unconfirmed.put(number, confirmed);
        try {
            channel.basicPublish(
                    address.exchange(), address.routingKey(), !address.isTopic(), properties(headers, number), body);
        } catch (IOException | RuntimeException e) {
            unconfirmed.remove(number);
            throw e;
        }
        if (!channel.isOpen()) {
            // It closed before the message was entered, and nobody would answer for it.
            unconfirmed.remove(number);
            throw new IOException("the channel was closed");
        }
    }

    void close() {
        channel.getConnection().abort(CLOSE_PATIENCE_MS);
    }

    private BasicProperties properties(Map<String, String> headers, long number) {
        Map<String, Object> others = headers.entrySet().stream()
                .filter(header -> !header.getKey().equals(CONTENT_TYPE))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        return new BasicProperties.Builder()
                .contentType(headers.get(CONTENT_TYPE))
                .deliveryMode(destination.persistent() ? 2 : 1)
                .messageId(Long.toString(number))
                .headers(others)
                .build();
    }

    /** Comes before the confirmation of the same message. */
    private void returned(Return message) {
        Optional.ofNullable(
                        unconfirmed.remove(Long.valueOf(message.getProperties().getMessageId())))
                .ifPresent(future -> future.completeExceptionally(
                        unavailable("no queue took a message (" + message.getReplyText() + ") for ")));
    }

    private void settle(long number, boolean andBefore, Optional<MqUnavailableException> failure) {
        ConcurrentNavigableMap<Long, CompletableFuture<Void>> settled =
                andBefore ? unconfirmed.headMap(number, true) : unconfirmed.subMap(number, true, number, true);
        settled.keySet().forEach(each -> answer(each, failure));
    }

    private void closed(ShutdownSignalException signal) {
        MqUnavailableException failure = new AmqpConnections(destination.service()).unavailable(signal);
        unconfirmed.keySet().forEach(each -> answer(each, Optional.of(failure)));
    }

    private void answer(Long number, Optional<MqUnavailableException> failure) {
        Optional.ofNullable(unconfirmed.remove(number)).ifPresent(future -> {
            if (failure.isPresent()) {
                future.completeExceptionally(failure.get());
            } else {
                future.complete(null);
            }
        });
    }

    private MqUnavailableException unavailable(String what) {
        return new MqUnavailableException(
                BrokerFailure.sentence(destination.service(), what + destination.uri()), null);
    }
}
