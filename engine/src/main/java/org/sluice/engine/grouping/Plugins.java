package org.sluice.engine.grouping;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The plugins that transformations can name: Sluice's own, and those that {@link ServiceLoader} finds on the class
 * path. Immutable and safe for any number of threads.
 */
public final class Plugins {
    private static final Logger LOG = LoggerFactory.getLogger(Plugins.class);

    /** A class path that cannot be read at all answers every attempt with an error: give up at some point. */
    private static final int MOST_FAILURES = 100;

    // Not registered as services: a service must be a public class, and no jar may take the place of these.
    private static final List<GroupingPlugin> OWN =
            List.of(new StandardPlugin(), new BySizePlugin(), new BroadcastPlugin(), new BySharePlugin());

    private final Map<String, GroupingPlugin> byName;
    private final List<String> problems;

    private Plugins(Map<String, GroupingPlugin> byName, List<String> problems) {
        this.byName = Collections.unmodifiableMap(byName);
        this.problems = List.copyOf(problems);
    }

    /**
     * All plugins that can be had. One that cannot be loaded, has no name or has a name that is taken is left out, told
     * of in the log and in {@link #problems()}; it does not keep the others away.
     */
    public static Plugins load(ClassLoader classLoader) {
        List<String> problems = new ArrayList<>();
        Map<String, GroupingPlugin> byName = new TreeMap<>();
        OWN.forEach(plugin -> byName.put(plugin.name(), plugin));
        provided(classLoader, problems).forEach(plugin -> register(plugin, byName, problems));
        problems.forEach(problem -> LOG.warn("{}", problem));
        return new Plugins(byName, problems);
    }

    /** The plugin of that name. */
    public Optional<GroupingPlugin> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /**
     * The plugin that a transformation needs.
     *
     * @throws GroupingException when there is none, with the names that there are
     */
    public GroupingPlugin require(String name) {
        return find(name)
                .orElseThrow(() -> new GroupingException(
                        "There is no plugin \"%s\"; known are %s. A plugin of your own is found on the class path"
                                        .formatted(name, String.join(", ", names()))
                                + " (SLUICE_CLASSPATH) by its entry in META-INF/services"));
    }

    /** All names, sorted. */
    public Set<String> names() {
        return byName.keySet();
    }

    /** One sentence for each plugin that was found and could not be taken. */
    public List<String> problems() {
        return problems;
    }

    private static List<GroupingPlugin> provided(ClassLoader classLoader, List<String> problems) {
        List<GroupingPlugin> found = new ArrayList<>();
        Iterator<GroupingPlugin> providers =
                ServiceLoader.load(GroupingPlugin.class, classLoader).iterator();
        boolean more = true;
        while (more && problems.size() < MOST_FAILURES) {
            try {
                more = providers.hasNext();
                if (more) {
                    found.add(providers.next());
                }
            } catch (ServiceConfigurationError | LinkageError broken) {
                problems.add("A grouping plugin could not be loaded and is left out: " + reason(broken));
            }
        }
        return found;
    }

    private static String reason(Error broken) {
        Throwable cause = broken.getCause();
        return cause == null ? String.valueOf(broken.getMessage()) : broken.getMessage() + " (" + cause + ")";
    }

    private static void register(GroupingPlugin plugin, Map<String, GroupingPlugin> byName, List<String> problems) {
        String className = plugin.getClass().getName();
        Optional<String> name = nameOf(plugin, problems);
        name.map(own -> byName.putIfAbsent(own, plugin))
                .ifPresent(first -> problems.add("The grouping plugin %s is left out: its name \"%s\" is taken by %s"
                        .formatted(className, first.name(), first.getClass().getName())));
    }

    private static Optional<String> nameOf(GroupingPlugin plugin, List<String> problems) {
        String className = plugin.getClass().getName();
        try {
            // Others' code may answer null, whatever the contract says.
            Optional<String> name = Optional.ofNullable(plugin.name()).filter(text -> !text.isBlank());
            if (name.isEmpty()) {
                problems.add("The grouping plugin %s is left out: it gives no name".formatted(className));
            }
            return name;
        } catch (RuntimeException | LinkageError broken) {
            problems.add("The grouping plugin %s is left out: it failed when asked for its name (%s)"
                    .formatted(className, broken));
            return Optional.empty();
        }
    }
}
