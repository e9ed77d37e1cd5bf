package org.sluice.routes.mq;

import java.util.stream.Collectors;
import org.sluice.config.mq.MqHost;
import org.sluice.config.mq.MqService;

/** Says in a sentence why a broker cannot be used. */
final class BrokerFailure {
    private BrokerFailure() {}

    static String sentence(MqService service, Throwable cause) {
        return sentence(service, reason(cause));
    }

    static String sentence(MqService service, String reason) {
        return "The broker of service " + service.name() + " at " + hosts(service) + " cannot be used (" + reason
                + "). " + advice(service, reason);
    }

    private static String advice(MqService service, String reason) {
        if (reason.contains("ACCESS_REFUSED") || reason.contains("Access refused") || reason.contains("Bad CONNECT")) {
            return "Check User, Password and VHost of that service, and the user's permissions.";
        }
        if (reason.contains("PRECONDITION_FAILED") || reason.contains("inequivalent")) {
            return "The queue exists with other arguments: give Type = quorum, or its STOMP Address, to that queue of "
                    + service.name() + " in the configuration.";
        }
        return "Check that it runs, and that Host and Port of that service are right.";
    }

    private static String hosts(MqService service) {
        return service.hosts().stream().map(MqHost::toString).collect(Collectors.joining(", "));
    }

    /** The innermost message: libraries wrap the one that says something in several that do not. */
    private static String reason(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null && cause.getCause() != cause) {
            cause = cause.getCause();
        }
        String message = cause.getMessage();
        return message == null || message.isBlank() ? cause.getClass().getSimpleName() : message.strip();
    }
}
