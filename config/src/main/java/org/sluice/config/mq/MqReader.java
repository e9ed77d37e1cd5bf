package org.sluice.config.mq;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sluice.config.cfg.Origin;
import org.sluice.config.value.SectionReader;

/** Collects what the two forms of configuration say, and sees to it that no name is used twice or cannot be written. */
final class MqReader {

    private final Set<String> names = new LinkedHashSet<>();
    private final List<MqService> services = new ArrayList<>();
    private final Map<MqUri, MqDestination> destinations = new LinkedHashMap<>();

    /** Whether this can be the name of a service; if not, that has been reported. */
    boolean usable(String service, SectionReader section) {
        if (service.equals(EmbeddedBroker.SERVICE)) {
            section.reading()
                    .error(
                            placeOf(section),
                            "the name '" + service + "' belongs to Sluice's own broker: call this service otherwise");
            return false;
        }
        return speakable(service, section);
    }

    /** Whether this can be a part of an mqURI; if not, that has been reported. */
    boolean speakable(String name, SectionReader section) {
        boolean good = !name.contains("::");
        if (!good) {
            section.reading()
                    .error(placeOf(section), "the name '" + name + "' has '::', which separates the parts of an mqURI");
        }
        return good;
    }

    void addService(MqService service) {
        names.add(service.name());
        services.add(service);
    }

    void add(MqDestination destination, SectionReader section) {
        MqDestination before = destinations.get(destination.uri());
        if (before != null) {
            section.reading().error(placeOf(section), "'" + destination.uri() + "' is configured twice");
        } else {
            add(destination);
        }
    }

    void add(MqDestination destination) {
        names.add(destination.uri().service());
        destinations.put(destination.uri(), destination);
    }

    MqServices result() {
        return new MqServices(names, services, destinations);
    }

    /** Every section that a reader meets while walking the tree stands in some file. */
    static Origin placeOf(SectionReader section) {
        return section.section().origin().orElseGet(() -> new Origin("<built in>", 1, 1));
    }
}
