package org.sluice.routes.rabbitmq;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import org.sluice.config.value.Secret;

/**
 * The configuration of a RabbitMQ server that speaks TLS only and knows its clients by their certificates. Made for
 * RabbitMQ 3.10 and later.
 *
 * @param folder where the server finds the files
 * @param vhost the virtual host that is there from the start
 * @param admin the user of the management, the only one who has a password
 * @param memoryShare the share of the machine's memory above which producers are held up
 * @param diskFree the free space below which producers are held up, {@code 2GB} for example
 */
public record ServerSetup(
        Path folder,
        Certificates certificates,
        Listeners listeners,
        String vhost,
        String admin,
        Secret password,
        double memoryShare,
        String diskFree) {

    /** The user who administers the server, unless another name is given. */
    public static final String ADMIN = "sluice-admin";

    private static final int SALT_BYTES = 4;

    /** PEM files of the server: its certificate, its key, and whom it trusts to name clients. */
    public record Certificates(Path certificate, Path key, Path authorities) {}

    /**
     * All of them with TLS.
     *
     * @param managementAddress the only address at which the management listens, which passwords open
     */
    public record Listeners(int amqpPort, int stompPort, int managementPort, String managementAddress) {}

    /** The texts of the server's files, by their names. */
    public Map<String, String> files() {
        Map<String, String> files = new LinkedHashMap<>();
        files.put("rabbitmq.conf", server());
        files.put("enabled_plugins", "[rabbitmq_auth_mechanism_ssl,rabbitmq_management,rabbitmq_stomp].\n");
        files.put("rabbitmq-env.conf", environment());
        files.put("definitions.json", definitions(hash(password.reveal())));
        return files;
    }

    /** As {@link #files}, for people to see: without what a password could be guessed from. */
    public Map<String, String> masked() {
        Map<String, String> files = new LinkedHashMap<>(files());
        files.put("definitions.json", definitions(Secret.MASK));
        return files;
    }

    private String server() {
        return """
        # AMQP: TLS only, and only with a certificate of a known authority, whose DN is the user's name.
        listeners.tcp = none
        listeners.ssl.default = %1$d
        auth_mechanisms.1 = EXTERNAL
        ssl_cert_login_from = distinguished_name
        %2$s
        # STOMP: likewise.
        stomp.listeners.tcp = none
        stomp.listeners.ssl.default = %3$d
        stomp.ssl_cert_login = true
        stomp.implicit_connect = false
        stomp.hide_server_info = true

        # Management: TLS, with a password, from %5$s only.
        management.ssl.ip = %5$s
        management.ssl.port = %4$d
        %6$s
        # No default user: what is in this file is there instead. It is read again only when it has changed.
        definitions.import_backend = local_filesystem
        definitions.local.path = %7$s
        definitions.skip_if_unchanged = true
        loopback_users.guest = true

        # Producers are held up, not the server brought down.
        vm_memory_high_watermark.relative = %8$s
        disk_free_limit.absolute = %9$s
        """
                .formatted(
                        listeners.amqpPort(),
                        tls("ssl_options", "verify_peer", true),
                        listeners.stompPort(),
                        listeners.managementPort(),
                        listeners.managementAddress(),
                        // People come here with a browser, which may have no certificate.
                        tls("management.ssl", "verify_none", false),
                        folder.resolve("definitions.json"),
                        memoryShare,
                        diskFree);
    }

    private String tls(String prefix, String verify, boolean certificateNeeded) {
        return """
        %1$s.cacertfile = %2$s
        %1$s.certfile = %3$s
        %1$s.keyfile = %4$s
        %1$s.verify = %5$s
        %1$s.fail_if_no_peer_cert = %6$s
        %1$s.versions.1 = tlsv1.3
        %1$s.versions.2 = tlsv1.2
        """
                .formatted(
                        prefix,
                        certificates.authorities(),
                        certificates.certificate(),
                        certificates.key(),
                        verify,
                        certificateNeeded);
    }

    private static String environment() {
        return """
        # One server, so nothing of Erlang's own is to be reached from elsewhere: neither its port mapper nor its nodes.
        NODENAME=rabbit@localhost
        ERL_EPMD_ADDRESS=127.0.0.1
        SERVER_ADDITIONAL_ERL_ARGS="-kernel inet_dist_use_interface {127,0,0,1}"
        """;
    }

    private String definitions(String hash) {
        ObjectNode json = JsonMapper.builder().build().createObjectNode();
        json.putArray("vhosts").addObject().put("name", vhost);
        json.putArray("users")
                .addObject()
                .put("name", admin)
                .put("password_hash", hash)
                .put("hashing_algorithm", "rabbit_password_hashing_sha512")
                .put("tags", "administrator");
        json.putArray("permissions")
                .addObject()
                .put("user", admin)
                .put("vhost", vhost)
                .put("configure", ".*")
                .put("write", ".*")
                .put("read", ".*");
        return json.toPrettyString() + "\n";
    }

    /** RabbitMQ's form: salt, then the hash of salt and password. */
    private static String hash(String password) {
        try {
            byte[] salt = new byte[SALT_BYTES];
            new SecureRandom().nextBytes(salt);
            MessageDigest digest = MessageDigest.getInstance("SHA-512");
            digest.update(salt);
            byte[] hash = digest.digest(password.getBytes(StandardCharsets.UTF_8));
            byte[] salted = new byte[SALT_BYTES + hash.length];
            System.arraycopy(salt, 0, salted, 0, SALT_BYTES);
            System.arraycopy(hash, 0, salted, SALT_BYTES, hash.length);
            return Base64.getEncoder().encodeToString(salted);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-512", e);
        }
    }
}
