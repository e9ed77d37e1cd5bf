package org.sluice.routes.rabbitmq;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.sluice.config.identity.DistinguishedName;
import org.sluice.config.identity.Registry;
import org.sluice.config.identity.Registry.Member;
import org.sluice.config.rabbitmq.ManagedBroker.GroupPermissions;

/**
 * A user of the registry as RabbitMQ is to know it.
 *
 * @param name what RabbitMQ makes of the certificate's DN
 * @param tags those of the user's groups, and {@value #TAG}
 * @param groups what the user's groups may do, without repetition
 */
public record WantedUser(String name, Set<String> tags, List<GroupPermissions> groups) {

    /** The tag of the users that Sluice made from the registry; others are never touched. */
    public static final String TAG = "sluice-sync";

    public WantedUser {
        tags = Set.copyOf(tags);
        groups = List.copyOf(groups);
    }

    /** The users of a registry, each name once, whoever has it. */
    public static List<WantedUser> of(Registry registry, List<GroupPermissions> permissions) {
        Map<String, Set<String>> groupsByName = new LinkedHashMap<>();
        for (Member member : registry.members()) {
            for (DistinguishedName name : member.names()) {
                groupsByName
                        .computeIfAbsent(name.rabbitMqUser(), user -> new TreeSet<>())
                        .addAll(member.groups());
            }
        }
        List<WantedUser> users = new ArrayList<>();
        groupsByName.forEach((name, groups) -> {
            List<GroupPermissions> own = permissions.stream()
                    .filter(group -> groups.contains(group.group()))
                    .toList();
            Set<String> tags = new TreeSet<>(Set.of(TAG));
            own.forEach(group -> tags.addAll(group.tags()));
            users.add(new WantedUser(name, tags, own));
        });
        return users;
    }

    /** What the user may do: whatever any of the groups may; absent for a user of no group that may anything. */
    public Optional<Permission> permission(String vhost) {
        return groups.isEmpty()
                ? Optional.empty()
                : Optional.of(new Permission(
                        vhost,
                        name,
                        any(GroupPermissions::configure),
                        any(GroupPermissions::write),
                        any(GroupPermissions::read)));
    }

    private String any(Function<GroupPermissions, String> kind) {
        Set<String> expressions = groups.stream()
                .map(kind)
                .filter(expression -> !expression.equals(GroupPermissions.NOTHING))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        return switch (expressions.size()) {
            case 0 -> GroupPermissions.NOTHING;
            case 1 -> expressions.iterator().next();
            default -> expressions.stream().map(one -> "(?:" + one + ")").collect(Collectors.joining("|"));
        };
    }
}
