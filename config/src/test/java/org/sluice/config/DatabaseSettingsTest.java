package org.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sluice.config.DatabaseSettings.Driver;
import org.sluice.config.cfg.ConfigException;
import org.sluice.config.cfg.Problem;
import org.sluice.config.value.Secret;

class DatabaseSettingsTest {

    @Test
    void withoutConfigurationItIsAFileOfOurOwn() {
        assertThat(Configuration.empty().database())
                .isEqualTo(new DatabaseSettings(
                        Driver.H2, Optional.empty(), 3306, Optional.empty(), Optional.empty(), "TransformationDB"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Systems { Transformation { Databases { TransformationDB { %s } } } }",
                "Systems { Transformation { Production { Databases { TransformationDB { %s } } } } }",
                "DIRAC { Systems { Transformation { Production { Databases { TransformationDB { %s } } } } } }"
            })
    void readsDiracsSectionWithAndWithoutSetup(String around) {
        String options = "\nHost = db.example.org\nPort = 3307\nUser = Dirac\nPassword = p\nDBName = TS\n";
        DatabaseSettings database =
                Configuration.parse("a.cfg", around.replace("%s", options)).database();

        assertThat(database.driver()).isEqualTo(Driver.MARIADB);
        assertThat(database.host()).hasValue("db.example.org");
        assertThat(database.port()).isEqualTo(3307);
        assertThat(database.user()).hasValue("Dirac");
        assertThat(database.password()).map(Secret::reveal).hasValue("p");
        assertThat(database.name()).isEqualTo("TS");
        assertThat(database.toString()).contains("password=Optional[********]");
    }

    @Test
    void whatAllDatabasesHaveInCommonMayStandOnce() {
        DatabaseSettings database = Configuration.parse(
                        "a.cfg",
                        """
                        Systems {
                          Databases {
                            Host = common
                            User = Dirac
                            Password = p
                          }
                          Transformation { Databases { TransformationDB {
                            DBName = TransformationDB
                            User = own
                          } } }
                        }
                        """)
                .database();

        assertThat(database.host()).hasValue("common");
        assertThat(database.user()).hasValue("own");
        assertThat(database.password()).map(Secret::reveal).hasValue("p");
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource({"mariadb, MARIADB", "MariaDB, MARIADB", "mysql, MARIADB"})
    void oneDriverServesMariaDbAndMySql(String text, Driver expected) {
        assertThat(database("Host = h\nDriver = " + text).database().driver()).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    Driver = mariadb    | a.cfg:2:10: 'Driver = mariadb' needs a 'Host' beside it, in /Systems/Transformation/Databases/TransformationDB
                    Host = h;Driver = h2| a.cfg:3:10: 'Driver = h2' is a file of its own and takes no 'Host', in /Systems/Transformation/Databases/TransformationDB
                    Host = h;Driver = x | a.cfg:3:10: expected mariadb (for MySQL too) or h2 for 'Driver', found 'x'
                    Host = h;Port = x   | a.cfg:3:8: expected a whole number from 1 to 65535 for 'Port', found 'x'
                    """)
    void mistakesAreNamedWithTheirPlace(String options, String message) {
        assertThatThrownBy(() -> database(options.replace(';', '\n')).database())
                .isInstanceOf(ConfigException.class)
                .hasMessage(message);
    }

    @Test
    void aMisspeltHostIsWarnedOfSinceItWouldMeanTheEmbeddedDatabase() {
        assertThat(database("Hots = h\nMaxQueueSize = 5").check())
                .extracting(Problem::toString)
                .containsExactly("a.cfg:2:1: option 'Hots' in /Systems/Transformation/Databases/TransformationDB is not"
                        + " known here; did you mean 'Host'?");
    }

    private static Configuration database(String options) {
        return Configuration.parse(
                "a.cfg", "Systems { Transformation { Databases { TransformationDB {\n" + options + "\n} } } }");
    }
}
