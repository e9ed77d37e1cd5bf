package org.sluice.config.mq;

import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.sluice.config.cfg.CfgOption;
import org.sluice.config.cfg.CfgValue;
import org.sluice.config.cfg.Origin;
import org.sluice.config.value.Secret;
import org.sluice.config.value.SectionReader;

/** Reads the options by which a service is connected to; both forms of configuration have them. */
final class ServiceOptions {

    /** What Sluice reads, then what DIRAC's own client reads from the same section and Sluice has no use for. */
    static final List<String> NAMES = List.of(
            "MQType",
            "Host",
            "Port",
            "VHost",
            "User",
            "Password",
            "SSLVersion",
            "HostCertificate",
            "HostKey",
            "CALocation",
            "HeartBeat",
            "Prefetch",
            "ManagementHost",
            "ManagementPort",
            "ManagementTLS",
            "ManagementUser",
            "ManagementPassword",
            "ReconnectSleepInitial",
            "ReconnectSleepIncrease",
            "ReconnectSleepMax",
            "ReconnectSleepJitter",
            "ReconnectAttemptsMax",
            "OutgoingHeartbeatMs",
            "IncomingHeartbeatMs",
            "Timeout");

    private static final Duration HEART_BEAT = Duration.ofSeconds(15);
    private static final List<String> TLS_VERSIONS = List.of("TLSv1.2", "TLSv1.3", "TLS");
    private static final int NO_PORT = -1;

    private final SectionReader options;
    private final MqType defaultType;

    ServiceOptions(SectionReader options, MqType defaultType) {
        this.options = options;
        this.defaultType = defaultType;
    }

    MqService read(String name, Optional<Secret> passwordElsewhere) {
        MqType type = options.choice("MQType", MqType.class, MqType::word).orElse(defaultType);
        Optional<MqTls> tls = tls();
        int port = options.port("Port").orElse(type.defaultPort(tls.isPresent()));
        Optional<String> user = options.text("User");
        boolean ownPassword = options.section().option("Password").isPresent();
        Optional<Secret> password = ownPassword ? options.secret("Password") : passwordElsewhere;
        if (user.isPresent() && password.isEmpty() && !ownPassword) {
            options.reading().warning(place("User"), "'User' without a 'Password' in " + options.section());
        }
        List<MqHost> hosts = hosts("Host", port);
        if (hosts.isEmpty() && options.list("Host").isEmpty()) {
            options.reading().error(MqReader.placeOf(options), "'Host' is missing in " + options.section());
        }
        return new MqService(
                name,
                type,
                hosts,
                options.text("VHost").orElse("/"),
                user,
                password,
                tls,
                options.duration("HeartBeat", ChronoUnit.SECONDS).orElse(HEART_BEAT),
                management(hosts, tls.isPresent(), user, password));
    }

    private MqManagement management(
            List<MqHost> hosts, boolean serviceTls, Optional<String> user, Optional<Secret> password) {
        boolean tls = options.flag("ManagementTLS").orElse(serviceTls);
        if (tls && !serviceTls) {
            options.reading()
                    .error(place("ManagementTLS"), "'ManagementTLS' needs 'SSLVersion', which says how to encrypt");
        }
        int port = options.port("ManagementPort").orElse(MqManagement.port(tls));
        List<MqHost> own = hosts("ManagementHost", port);
        Optional<String> ownUser = options.text("ManagementUser");
        Optional<Secret> ownPassword = options.secret("ManagementPassword");
        if (ownUser.isPresent()
                && options.section().option("ManagementPassword").isEmpty()) {
            options.reading()
                    .warning(
                            place("ManagementUser"),
                            "'ManagementUser' without a 'ManagementPassword' in " + options.section());
        }
        return new MqManagement(
                own.isEmpty() ? MqManagement.at(hosts, port) : own,
                tls,
                ownUser.or(() -> user),
                // The password of one user is nobody else's.
                ownUser.isPresent() ? ownPassword : ownPassword.or(() -> password),
                options.section().options().stream()
                        .anyMatch(option -> option.name().startsWith("Management")));
    }

    private List<MqHost> hosts(String name, int port) {
        return options.list(name).stream()
                .flatMap(host -> host(name, host, port).stream())
                .toList();
    }

    /** {@code name}, {@code name:port}, {@code [::1]:port}; a bare IPv6 address is a name. */
    private Optional<MqHost> host(String option, CfgValue written, int defaultPort) {
        String text = written.text();
        int colon = text.lastIndexOf(':');
        boolean bracketed = text.startsWith("[");
        boolean hasPort = bracketed ? colon > text.indexOf(']') : colon >= 0 && text.indexOf(':') == colon;
        String name = (hasPort ? text.substring(0, colon) : text).replaceAll("^\\[(.*)]$", "$1");
        int port = hasPort ? port(text.substring(colon + 1)) : defaultPort;
        if (port == NO_PORT || name.isEmpty() || name.contains("/") || name.contains(" ")) {
            options.reading()
                    .error(written.origin(), "expected host or host:port for '" + option + "', found '" + text + "'");
            return Optional.empty();
        }
        return Optional.of(new MqHost(name, port));
    }

    private static int port(String text) {
        boolean number = text.matches("\\d{1,5}");
        int port = number ? Integer.parseInt(text) : NO_PORT;
        return port >= 1 && port <= 65535 ? port : NO_PORT;
    }

    private Optional<MqTls> tls() {
        Optional<Path> certificate = options.path("HostCertificate");
        Optional<Path> key = options.path("HostKey");
        Optional<Path> authorities = options.path("CALocation");
        if (certificate.isPresent() != key.isPresent()) {
            String there = certificate.isPresent() ? "HostCertificate" : "HostKey";
            String missing = certificate.isPresent() ? "HostKey" : "HostCertificate";
            options.reading().error(place(there), "'" + there + "' needs '" + missing + "' beside it");
        }
        Optional<String> version = options.text("SSLVersion");
        if (version.isEmpty()) {
            List.of("HostCertificate", "HostKey", "CALocation").forEach(this::warnOfIdle);
            return Optional.empty();
        }
        options.convert(
                "SSLVersion",
                "one of " + String.join(", ", TLS_VERSIONS) + " (older ones are no longer safe)",
                text -> Optional.of(text).filter(TLS_VERSIONS::contains));
        MqTls tls = new MqTls(version.get(), certificate, key, authorities);
        if (options.reading().isProbing()) {
            new TlsProbe(tls).problems().forEach((option, problem) -> options.reading()
                    .error(place(option), "'" + option + "': " + problem));
        }
        return Optional.of(tls);
    }

    private void warnOfIdle(String name) {
        if (options.section().option(name).isPresent()) {
            options.reading()
                    .warning(place(name), "'" + name + "' has no effect without 'SSLVersion', which turns TLS on");
        }
    }

    private Origin place(String option) {
        return options.section().option(option).map(CfgOption::valueOrigin).orElseGet(() -> MqReader.placeOf(options));
    }
}
