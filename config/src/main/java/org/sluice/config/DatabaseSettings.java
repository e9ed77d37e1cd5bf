package org.sluice.config;

import java.util.Optional;
import org.sluice.config.value.Secret;

/**
 * The database of transformations.
 *
 * @param driver which database it is
 * @param host where it runs; present if and only if the driver is {@link Driver#MARIADB}
 * @param port 3306 by default
 * @param user absent where the database asks for none
 * @param name the database's name, {@code TransformationDB} by default
 */
public record DatabaseSettings(
        Driver driver, Optional<String> host, int port, Optional<String> user, Optional<Secret> password, String name) {

    /** The databases that Sluice works with. */
    public enum Driver {
        /** MariaDB or MySQL, at a host. */
        MARIADB("mariadb"),
        /** H2, a file of this program's own. */
        H2("h2");

        private final String word;

        Driver(String word) {
            this.word = word;
        }

        /** The word in the configuration. */
        public String word() {
            return word;
        }
    }
}
