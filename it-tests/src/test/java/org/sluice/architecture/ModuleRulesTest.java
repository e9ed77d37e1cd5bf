package org.sluice.architecture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sluice.config.fixture.ConfigThatKnowsTheEngine;
import org.sluice.engine.fixture.EngineThatWritesSql;
import org.sluice.engine.fixture.first.NeedsSecond;
import org.sluice.engine.fixturetwo.NeedsFirst;
import org.sluice.persistence.fixture.PersistenceThatKnowsTheConfiguration;
import org.sluice.routes.fixture.EntityAbroad;
import org.sluice.routes.fixture.RouteManager;
import org.sluice.routes.fixture.RoutesThatSpeakStomp;
import org.sluice.routes.fixture.RoutesThatWriteSql;

/** The code keeps the rules, and each rule is one that can be broken. */
class ModuleRulesTest {
    private static final JavaClasses SLUICE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.sluice");

    @Test
    void allModulesAreLookedAt() {
        assertThat(Stream.of("config", "engine", "persistence", "routes"))
                .allSatisfy(module -> assertThat(SLUICE.stream())
                        .anyMatch(type -> type.getPackageName().startsWith("org.sluice." + module)));
    }

    static Stream<Arguments> rules() {
        return Stream.of(
                Arguments.of(ModuleRules.CONFIG_STANDS_ALONE, new Class<?>[] {ConfigThatKnowsTheEngine.class}),
                Arguments.of(ModuleRules.ENGINE_STANDS_ALONE, new Class<?>[] {EngineThatWritesSql.class}),
                Arguments.of(
                        ModuleRules.PERSISTENCE_KNOWS_THE_ENGINE_ONLY,
                        new Class<?>[] {PersistenceThatKnowsTheConfiguration.class}),
                Arguments.of(ModuleRules.ROUTES_WRITE_NO_SQL, new Class<?>[] {RoutesThatWriteSql.class}),
                Arguments.of(ModuleRules.PROTOCOLS_STAY_BELOW_MESSAGING, new Class<?>[] {RoutesThatSpeakStomp.class}),
                Arguments.of(ModuleRules.ENTITIES_STAY_AT_HOME, new Class<?>[] {EntityAbroad.class}),
                Arguments.of(ModuleRules.NAMES_SAY_WHAT_A_THING_IS, new Class<?>[] {RouteManager.class}),
                Arguments.of(
                        ModuleRules.PACKAGES_HAVE_NO_CYCLES, new Class<?>[] {NeedsSecond.class, NeedsFirst.class}));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void theCodeKeepsIt(ArchRule rule, Class<?>[] violation) {
        rule.check(SLUICE);
    }

    @ParameterizedTest
    @MethodSource("rules")
    void aViolationIsFound(ArchRule rule, Class<?>[] violation) {
        JavaClasses classes = new ClassFileImporter().importClasses(violation);
        assertThatThrownBy(() -> rule.check(classes)).isInstanceOf(AssertionError.class);
    }
}
