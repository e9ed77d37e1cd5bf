package org.sluice.routes.stomp;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.apache.camel.support.jsse.SSLContextParameters;

/**
 * The options of the component, as defaults, and of an endpoint. The first seven are camel-stomp's. Durations are written as
 * milliseconds ({@code 5000}), in Camel's way ({@code 5s}) or in ISO 8601 ({@code PT5S}).
 */
@UriParams
public class StompConfiguration {

    @UriParam(defaultValue = "tcp://localhost:61613")
    @Metadata(required = true)
    private String brokerURL = "tcp://localhost:61613";

    @UriParam(label = "security", secret = true)
    private String login = "";

    @UriParam(label = "security", secret = true)
    private String passcode = "";

    @UriParam
    private String host = "";

    @UriParam
    private String version = "";

    @UriParam
    private Properties customHeaders = new Properties();

    @UriParam(label = "security")
    private Optional<SSLContextParameters> sslContextParameters = Optional.empty();

    @UriParam
    private String clientId = "";

    @UriParam(defaultValue = "10000,10000")
    private HeartBeat heartbeat = new HeartBeat(Duration.ofSeconds(10), Duration.ofSeconds(10));

    @UriParam(defaultValue = "10s")
    private Duration connectTimeout = Duration.ofSeconds(10);

    @UriParam(defaultValue = "500ms")
    private Duration reconnectDelay = Duration.ofMillis(500);

    @UriParam(defaultValue = "30s")
    private Duration maxReconnectDelay = Duration.ofSeconds(30);

    @UriParam(defaultValue = "16777216")
    private int maxFrameSize = 16 * 1024 * 1024;

    @UriParam(label = "consumer", defaultValue = "CLIENT_INDIVIDUAL")
    private AckMode ackMode = AckMode.CLIENT_INDIVIDUAL;

    @UriParam(label = "consumer", defaultValue = "REDELIVER")
    private OnFailure onFailure = OnFailure.REDELIVER;

    @UriParam(label = "consumer", defaultValue = "1s")
    private Duration redeliveryDelay = Duration.ofSeconds(1);

    @UriParam(label = "consumer", defaultValue = "100")
    private int prefetch = 100;

    @UriParam(label = "consumer")
    private int consumerWindowSize;

    @UriParam(label = "consumer", defaultValue = "1")
    private int concurrentConsumers = 1;

    @UriParam(label = "consumer")
    private boolean durable;

    @UriParam(label = "consumer")
    private String subscriptionId = "";

    @UriParam(label = "producer", defaultValue = "true")
    private boolean receipt = true;

    @UriParam(label = "producer")
    private boolean persistent;

    @UriParam(label = "producer", defaultValue = "20s")
    private Duration requestTimeout = Duration.ofSeconds(20);

    private Map<String, String> connectHeaders = Map.of();
    private Map<String, String> subscribeHeaders = Map.of();
    private Map<String, String> sendHeaders = Map.of();

    /** An independent copy. */
    StompConfiguration copy() {
        StompConfiguration copy = new StompConfiguration();
        copy.brokerURL = brokerURL;
        copy.login = login;
        copy.passcode = passcode;
        copy.host = host;
        copy.version = version;
        copy.customHeaders.putAll(customHeaders);
        copy.sslContextParameters = sslContextParameters;
        copy.clientId = clientId;
        copy.heartbeat = heartbeat;
        copy.connectTimeout = connectTimeout;
        copy.reconnectDelay = reconnectDelay;
        copy.maxReconnectDelay = maxReconnectDelay;
        copy.maxFrameSize = maxFrameSize;
        copy.ackMode = ackMode;
        copy.onFailure = onFailure;
        copy.redeliveryDelay = redeliveryDelay;
        copy.prefetch = prefetch;
        copy.consumerWindowSize = consumerWindowSize;
        copy.concurrentConsumers = concurrentConsumers;
        copy.durable = durable;
        copy.subscriptionId = subscriptionId;
        copy.receipt = receipt;
        copy.persistent = persistent;
        copy.requestTimeout = requestTimeout;
        copy.connectHeaders = new LinkedHashMap<>(connectHeaders);
        copy.subscribeHeaders = new LinkedHashMap<>(subscribeHeaders);
        copy.sendHeaders = new LinkedHashMap<>(sendHeaders);
        return copy;
    }

    /**
     * The brokers, tried in this order: {@code tcp://a:61613,tcp://b:61613}; {@code ssl://} encrypts; ActiveMQ's
     * {@code failover:(...)} is understood.
     */
    public void setBrokerURL(String brokerURL) {
        this.brokerURL = brokerURL;
    }

    public String getBrokerURL() {
        return brokerURL;
    }

    /** The user name. */
    public void setLogin(String login) {
        this.login = login;
    }

    public String getLogin() {
        return login;
    }

    /** The password. */
    public void setPasscode(String passcode) {
        this.passcode = passcode;
    }

    String passcode() {
        return passcode;
    }

    /** The virtual host; without it the name of the broker's machine is sent, as STOMP 1.2 demands. */
    public void setHost(String host) {
        this.host = host;
    }

    public String getHost() {
        return host;
    }

    /** The only STOMP version to be used, {@code 1.1} or {@code 1.2}; without it the broker chooses. */
    public void setVersion(String version) {
        if (!version.isEmpty() && !version.equals("1.1") && !version.equals("1.2")) {
            throw new IllegalArgumentException("version '" + version + "' is neither 1.1 nor 1.2");
        }
        this.version = version;
    }

    public String getVersion() {
        return version;
    }

    /** Headers added to the CONNECT and to the SUBSCRIBE frame. */
    public void setCustomHeaders(Properties customHeaders) {
        this.customHeaders = customHeaders;
    }

    public Properties getCustomHeaders() {
        return customHeaders;
    }

    /** Keys and trusted certificates for {@code ssl://}; without it the JVM's. */
    public void setSslContextParameters(SSLContextParameters sslContextParameters) {
        this.sslContextParameters = Optional.of(sslContextParameters);
    }

    Optional<SSLContextParameters> sslContextParameters() {
        return sslContextParameters;
    }

    /** The {@code client-id} of the connection, which ActiveMQ wants for durable topic subscriptions. */
    public void setClientId(String clientId) {
        this.clientId = clientId;
    }

    public String getClientId() {
        return clientId;
    }

    /** The heart-beats offered to the broker: milliseconds sent, milliseconds expected; 0 for none. */
    public void setHeartbeat(String heartbeat) {
        this.heartbeat = HeartBeat.parse(heartbeat);
    }

    public String getHeartbeat() {
        return heartbeat.toString();
    }

    HeartBeat heartbeat() {
        return heartbeat;
    }

    /** The longest wait for the TCP connection, for the TLS handshake, and for the broker's answer to CONNECT. */
    public void setConnectTimeout(Duration connectTimeout) {
        this.connectTimeout = connectTimeout;
    }

    public Duration getConnectTimeout() {
        return connectTimeout;
    }

    /** The first delay before a reconnection; doubled after every round over the brokers. */
    public void setReconnectDelay(Duration reconnectDelay) {
        this.reconnectDelay = reconnectDelay;
    }

    public Duration getReconnectDelay() {
        return reconnectDelay;
    }

    /** The longest delay before a reconnection. */
    public void setMaxReconnectDelay(Duration maxReconnectDelay) {
        this.maxReconnectDelay = maxReconnectDelay;
    }

    public Duration getMaxReconnectDelay() {
        return maxReconnectDelay;
    }

    /** The largest body accepted from the broker, in bytes. */
    public void setMaxFrameSize(int maxFrameSize) {
        this.maxFrameSize = atLeast(1, maxFrameSize, "maxFrameSize");
    }

    public int getMaxFrameSize() {
        return maxFrameSize;
    }

    /** Who acknowledges: this consumer, message by message, or the broker on delivery. */
    public void setAckMode(AckMode ackMode) {
        this.ackMode = ackMode;
    }

    public AckMode getAckMode() {
        return ackMode;
    }

    /** What becomes of a message whose exchange failed. */
    public void setOnFailure(OnFailure onFailure) {
        this.onFailure = onFailure;
    }

    public OnFailure getOnFailure() {
        return onFailure;
    }

    /** How long after a failure {@link OnFailure#REDELIVER} asks for the next delivery. */
    public void setRedeliveryDelay(Duration redeliveryDelay) {
        this.redeliveryDelay = redeliveryDelay;
    }

    public Duration getRedeliveryDelay() {
        return redeliveryDelay;
    }

    /**
     * The most messages delivered and not yet acknowledged; sent to the broker as {@code prefetch-count}, and the limit of
     * exchanges in flight with any broker. 0 for no limit.
     */
    public void setPrefetch(int prefetch) {
        this.prefetch = atLeast(0, prefetch, "prefetch");
    }

    public int getPrefetch() {
        return prefetch;
    }

    /**
     * ActiveMQ Artemis' {@code consumer-window-size}, in bytes of messages not yet acknowledged; -1 for no limit, 0 to leave
     * it to the broker, whose default of 10 KiB lets very few messages through at a time.
     */
    public void setConsumerWindowSize(int consumerWindowSize) {
        this.consumerWindowSize = consumerWindowSize;
    }

    public int getConsumerWindowSize() {
        return consumerWindowSize;
    }

    /** The number of threads that process messages; an asynchronous route needs but one. */
    public void setConcurrentConsumers(int concurrentConsumers) {
        this.concurrentConsumers = atLeast(1, concurrentConsumers, "concurrentConsumers");
    }

    public int getConcurrentConsumers() {
        return concurrentConsumers;
    }

    /** Whether a topic subscription outlives its connection; needs {@code subscriptionId}. */
    public void setDurable(boolean durable) {
        this.durable = durable;
    }

    public boolean isDurable() {
        return durable;
    }

    /** The identifier of the subscription; without it one is made up. */
    public void setSubscriptionId(String subscriptionId) {
        this.subscriptionId = subscriptionId;
    }

    public String getSubscriptionId() {
        return subscriptionId;
    }

    /** Whether a send is complete only when the broker's receipt is there. */
    public void setReceipt(boolean receipt) {
        this.receipt = receipt;
    }

    public boolean isReceipt() {
        return receipt;
    }

    /** Whether sends carry {@code persistent:true}. */
    public void setPersistent(boolean persistent) {
        this.persistent = persistent;
    }

    public boolean isPersistent() {
        return persistent;
    }

    /** After how long a send that is not complete fails, the wait for a connection included. */
    public void setRequestTimeout(Duration requestTimeout) {
        this.requestTimeout = requestTimeout;
    }

    public Duration getRequestTimeout() {
        return requestTimeout;
    }

    /** Further headers of the CONNECT frame; in a URI as {@code connectHeader.NAME=VALUE}. */
    public void setConnectHeaders(Map<String, String> connectHeaders) {
        this.connectHeaders = new LinkedHashMap<>(connectHeaders);
    }

    Map<String, String> connectHeaders() {
        return connectHeaders;
    }

    /** Further headers of the SUBSCRIBE frame; in a URI as {@code subscribeHeader.NAME=VALUE}. */
    public void setSubscribeHeaders(Map<String, String> subscribeHeaders) {
        this.subscribeHeaders = new LinkedHashMap<>(subscribeHeaders);
    }

    Map<String, String> subscribeHeaders() {
        return subscribeHeaders;
    }

    /** Further headers of every SEND frame; in a URI as {@code sendHeader.NAME=VALUE}. */
    public void setSendHeaders(Map<String, String> sendHeaders) {
        this.sendHeaders = new LinkedHashMap<>(sendHeaders);
    }

    Map<String, String> sendHeaders() {
        return sendHeaders;
    }

    private static int atLeast(int least, int value, String option) {
        if (value < least) {
            throw new IllegalArgumentException(option + " is " + value + "; it must be at least " + least);
        }
        return value;
    }
}
