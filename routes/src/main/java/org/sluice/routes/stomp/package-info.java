/**
 * The Camel component {@code stomp}: STOMP 1.1 and 1.2 with client-individual acknowledgement tied to the outcome of the
 * exchange, prefetch, receipts for sends, heart-beats and reconnection over a list of brokers. It accepts the URIs and
 * options of camel-stomp; {@code docs/stomp-component.md} lists them and what differs.
 *
 * <p>The way of a frame: {@code Transport} opens the socket, {@code StompSession} is one STOMP connection on it,
 * {@code StompConnection} keeps replacing sessions as they break, {@code Intake} turns the messages of a connection into
 * exchanges of a {@code StompConsumer}. Everything from the socket to the connection is confined to one event loop.
 */
@NullMarked
package org.sluice.routes.stomp;

import org.jspecify.annotations.NullMarked;
