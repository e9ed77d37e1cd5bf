package org.sluice.config.rabbitmq;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.sluice.config.cfg.CfgValue;
import org.sluice.config.identity.Registry;
import org.sluice.config.mq.MqDestination;
import org.sluice.config.mq.MqService;
import org.sluice.config.mq.MqServices;
import org.sluice.config.rabbitmq.ManagedBroker.GroupPermissions;
import org.sluice.config.value.Names;
import org.sluice.config.value.SectionReader;

/** Reads {@link ManagedBroker}s: one for each service, and for queues with brokers of their own one for each broker. */
public final class BrokerReader {

    private static final List<String> PERMISSIONS = List.of("Configure", "Write", "Read", "Tags");

    private final SectionReader root;
    private final MqServices queues;
    private final Set<String> groups;

    /** @param root the root of the configuration; what is wrong goes to its {@code Reading} */
    public BrokerReader(SectionReader root, MqServices queues) {
        this.root = root;
        this.queues = queues;
        this.groups = Registry.groupNames(root);
    }

    /** In the order of the configuration; also those that turn out to be no RabbitMQ. */
    public List<ManagedBroker> read() {
        List<ManagedBroker> brokers = new ArrayList<>();
        for (MqService service : queues.shared()) {
            SectionReader section = root.at("/Resources/MQServices/" + service.name());
            List<MqDestination> own = queues.destinations().stream()
                    .filter(destination -> destination.service().equals(service))
                    .toList();
            brokers.add(new ManagedBroker(
                    service.name(),
                    service,
                    new TopologyReader(root).read(own, section),
                    section.flag("SyncUsers").orElse(false),
                    permissions(section.at("Permissions"))));
        }
        ownBrokers()
                .forEach((name, destinations) -> brokers.add(new ManagedBroker(
                        name,
                        destinations.get(0).service(),
                        new TopologyReader(root).read(destinations),
                        false,
                        List.of())));
        return brokers;
    }

    /** The second form: queues of one system that have the same broker belong together. */
    private Map<String, List<MqDestination>> ownBrokers() {
        Map<MqService, List<MqDestination>> byBroker = new LinkedHashMap<>();
        queues.destinations().stream()
                .filter(destination -> queues.shared().stream().noneMatch(service -> service.name()
                        .equals(destination.uri().service())))
                .filter(TopologyReader::isConfigured)
                .forEach(destination -> byBroker.computeIfAbsent(destination.service(), service -> new ArrayList<>())
                        .add(destination));
        Map<String, List<MqDestination>> named = new LinkedHashMap<>();
        byBroker.forEach((service, destinations) -> {
            long brokers = byBroker.keySet().stream()
                    .filter(other -> other.name().equals(service.name()))
                    .count();
            named.put(
                    brokers == 1
                            ? service.name()
                            : service.name() + "/" + destinations.get(0).name(),
                    destinations);
        });
        return named;
    }

    private List<GroupPermissions> permissions(SectionReader section) {
        section.holdsSectionsOnly();
        return section.sections().stream().map(this::permissionsOf).toList();
    }

    private GroupPermissions permissionsOf(SectionReader group) {
        group.known(PERMISSIONS, List.of());
        if (root.section().section("Registry").isPresent() && !groups.contains(group.name())) {
            group.section().origin().ifPresent(place -> group.reading()
                    .warning(
                            place,
                            "there is no group '" + group.name() + "' in /Registry/Groups"
                                    + Names.suggestion(group.name(), groups)));
        }
        return new GroupPermissions(
                group.name(),
                group.text("Configure").orElse(GroupPermissions.NOTHING),
                group.text("Write").orElse(GroupPermissions.NOTHING),
                group.text("Read").orElse(GroupPermissions.NOTHING),
                group.list("Tags").stream().map(CfgValue::text).toList());
    }
}
