package org.sluice.config.mq;

/**
 * A broker's address.
 *
 * @param name a host name or IP address, without brackets
 */
public record MqHost(String name, int port) {

    @Override
    public String toString() {
        return (name.contains(":") ? "[" + name + "]" : name) + ":" + port;
    }
}
