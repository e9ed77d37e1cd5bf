package org.sluice.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.lang.ArchRule;

/** The rules of {@code docs/design.md}; each says what to do where it fails. */
final class ModuleRules {
    private static final String CONFIG = "org.sluice.config..";
    private static final String ENGINE = "org.sluice.engine..";
    private static final String PERSISTENCE = "org.sluice.persistence..";
    private static final String ROUTES = "org.sluice.routes..";
    private static final String MESSAGING = "org.sluice.routes.mq..";
    private static final String STOMP = "org.sluice.routes.stomp..";
    private static final String CAMEL = "org.apache.camel..";
    private static final String HIBERNATE = "org.hibernate..";

    static final ArchRule CONFIG_STANDS_ALONE = noClasses()
            .that()
            .resideInAPackage(CONFIG)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(ENGINE, PERSISTENCE, ROUTES, CAMEL, HIBERNATE)
            .because(
                    "config/ knows nothing but the configuration: return a plain record, and let routes/ translate it");

    static final ArchRule ENGINE_STANDS_ALONE = noClasses()
            .that()
            .resideInAPackage(ENGINE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    CONFIG, PERSISTENCE, ROUTES, CAMEL, HIBERNATE, "java.sql..", "javax.sql..", "jakarta.persistence..")
            .because("engine/ is the domain: say what it needs as an interface in org.sluice.engine.store,"
                    + " and implement that in persistence/ or routes/");

    static final ArchRule PERSISTENCE_KNOWS_THE_ENGINE_ONLY = noClasses()
            .that()
            .resideInAPackage(PERSISTENCE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(CONFIG, ROUTES, CAMEL)
            .because("persistence/ adapts the engine's ports: take settings as a record of its own,"
                    + " which routes/ fills from the configuration");

    static final ArchRule ROUTES_WRITE_NO_SQL = noClasses()
            .that()
            .resideInAPackage(ROUTES)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(HIBERNATE, "java.sql..", "jakarta.persistence..")
            .because("tables are persistence/'s: ask a port of the engine, or add a method to one");

    static final ArchRule PROTOCOLS_STAY_BELOW_MESSAGING = noClasses()
            .that()
            .resideInAPackage("org.sluice..")
            .and()
            .resideOutsideOfPackages(MESSAGING, STOMP)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(STOMP, "com.rabbitmq.client..", "org.springframework.amqp..", "io.netty.handler..")
            .because("whoever sends or receives messages must not know the protocol:"
                    + " ask org.sluice.routes.mq.Messaging for a producer or a consumer, or use mq: in a route");

    static final ArchRule ENTITIES_STAY_AT_HOME = classes()
            .that()
            .areAnnotatedWith("jakarta.persistence.Entity")
            .should()
            .resideInAPackage(PERSISTENCE)
            .andShould()
            .bePackagePrivate()
            .because("records of the engine go in and out of the stores, never rows");

    static final ArchRule NAMES_SAY_WHAT_A_THING_IS = noClasses()
            .should()
            .resideInAnyPackage("..util..", "..common..", "..impl..", "..manager..", "..helper..")
            .orShould()
            .haveSimpleNameEndingWith("Util")
            .orShould()
            .haveSimpleNameEndingWith("Utils")
            .orShould()
            .haveSimpleNameEndingWith("Impl")
            .orShould()
            .haveSimpleNameEndingWith("Manager")
            .orShould()
            .haveSimpleNameEndingWith("Helper")
            .because("such a name says nothing: name the class after the concept that it is");

    static final ArchRule PACKAGES_HAVE_NO_CYCLES = slices().matching("org.sluice.(*).(*)..")
            .should()
            .beFreeOfCycles()
            .because("two packages that need each other are one: move the shared part to the one below");

    private ModuleRules() {}
}
