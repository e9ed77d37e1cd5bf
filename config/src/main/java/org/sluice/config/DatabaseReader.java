package org.sluice.config;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.sluice.config.DatabaseSettings.Driver;
import org.sluice.config.cfg.CfgOption;
import org.sluice.config.systems.Systems;
import org.sluice.config.value.SectionReader;

/**
 * Reads {@link DatabaseSettings} from {@code /Systems/Transformation/[Setup/]Databases/TransformationDB}. As in DIRAC,
 * what all databases of an installation have in common may stand in {@code /Systems/Databases}.
 */
final class DatabaseReader {

    private static final List<String> NAMES = List.of("Host", "Port", "User", "Password", "DBName", "Driver");

    private final SectionReader options;
    private final SectionReader common;

    DatabaseReader(SectionReader root) {
        this.options = new Systems(root)
                .sections("Transformation", "Databases").stream()
                        .filter(databases ->
                                databases.section().section("TransformationDB").isPresent())
                        .findFirst()
                        .orElse(root.at("/Systems/Transformation/Databases"))
                        .at("TransformationDB");
        this.common = root.at("/Systems/Databases");
    }

    DatabaseSettings read() {
        options.warnOfMisspelt(NAMES);
        boolean configured = !options.section().isEmpty();
        Optional<String> host = configured ? either(section -> section.text("Host")) : Optional.empty();
        Driver driver = driver().orElse(host.isPresent() ? Driver.MARIADB : Driver.H2);
        if (driver == Driver.MARIADB && host.isEmpty()) {
            complain("'Driver = mariadb' needs a 'Host' beside it");
        }
        if (driver == Driver.H2 && host.isPresent()) {
            complain("'Driver = h2' is a file of its own and takes no 'Host'");
        }
        return new DatabaseSettings(
                driver,
                host,
                either(section -> section.port("Port")).orElse(3306),
                either(section -> section.text("User")),
                either(section -> section.secret("Password")),
                options.text("DBName").orElse("TransformationDB"));
    }

    private Optional<Driver> driver() {
        return options.convert(
                "Driver", "mariadb (for MySQL too) or h2", text -> switch (text.toLowerCase(Locale.ROOT)) {
                    case "mariadb", "mysql" -> Optional.of(Driver.MARIADB);
                    case "h2" -> Optional.of(Driver.H2);
                    default -> Optional.empty();
                });
    }

    private void complain(String message) {
        options.section().option("Driver").map(CfgOption::valueOrigin).ifPresent(place -> options.reading()
                .error(place, message + ", in " + options.section()));
    }

    private <T> Optional<T> either(Function<SectionReader, Optional<T>> reader) {
        return reader.apply(options).or(() -> reader.apply(common));
    }
}
