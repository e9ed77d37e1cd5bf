package org.sluice.routes.cli;

import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.sluice.config.Configuration;
import org.sluice.engine.store.TransformationRegistry;
import org.sluice.engine.transformation.Transformation;
import org.sluice.engine.transformation.Transformation.Author;
import picocli.CommandLine.Mixin;

/** What all commands on transformations share: the configuration, the registry, the person at the keyboard. */
final class RegistryMixin {
    private final Registries registries;

    @Mixin
    private final ConfigOption config = new ConfigOption();

    RegistryMixin(Registries registries) {
        this.registries = registries;
    }

    /** Opens the stores for a piece of work. */
    <T> T withStores(BiFunction<Registries.Open, Configuration, T> work) {
        Configuration configuration = config.load();
        try (Registries.Open open = registries.open(configuration)) {
            return work.apply(open, configuration);
        }
    }

    /** Opens the registry for a piece of work. */
    <T> T with(BiFunction<TransformationRegistry, Configuration, T> work) {
        return withStores((stores, configuration) -> work.apply(stores.registry(), configuration));
    }

    /** Opens the registry for a piece of work on one transformation, given by number or name. */
    <T> T with(String idOrName, Function<Selected, T> work) {
        return with((registry, configuration) ->
                work.apply(new Selected(registry, find(registry, idOrName), configuration)));
    }

    /** A transformation and the registry that it is in. */
    record Selected(TransformationRegistry registry, Transformation transformation, Configuration configuration) {
        int id() {
            return transformation.id();
        }
    }

    /** Who is at the keyboard, as the operating system knows them. */
    static Author author() {
        return new Author(System.getProperty("user.name", "unknown"), "", "");
    }

    /**
     * The transformation of that number, or else of that name.
     *
     * @throws CommandFailedException where there is none, or the name is that of several
     */
    static Transformation find(TransformationRegistry registry, String idOrName) {
        Optional<Transformation> byNumber = number(idOrName).flatMap(registry::find);
        return byNumber.orElseGet(() -> {
            List<Transformation> all = registry.list();
            List<Transformation> named = all.stream()
                    .filter(transformation -> transformation.definition().name().equals(idOrName))
                    .toList();
            return switch (named.size()) {
                case 0 ->
                    throw new CommandFailedException(
                            "there is no transformation %s among the %d in the database; 'sluice transformation list' shows them"
                                    .formatted(idOrName, all.size()));
                case 1 -> named.get(0);
                default -> throw ambiguous(idOrName, named);
            };
        });
    }

    /** DIRAC's table does not keep names apart. */
    private static CommandFailedException ambiguous(String name, List<Transformation> named) {
        String numbers = named.stream()
                .map(transformation -> Integer.toString(transformation.id()))
                .collect(Collectors.joining(" and "));
        return new CommandFailedException(
                "the transformations %s all have the name %s; say which one by its number".formatted(numbers, name));
    }

    private static Optional<Integer> number(String text) {
        try {
            return Optional.of(Integer.valueOf(text));
        } catch (NumberFormatException e) {
            return Optional.empty(); // a name then
        }
    }
}
