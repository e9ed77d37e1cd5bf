package org.sluice.routes.rabbitmq;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What makes the users of a RabbitMQ server those of the registry.
 *
 * @param steps what is to be done, in this order; empty where everything is as it should be
 * @param foreign names that the registry has and somebody else uses at the server; they are left alone
 */
public record UserPlan(List<Step> steps, List<String> foreign) {

    public UserPlan {
        steps = List.copyOf(steps);
        foreign = List.copyOf(foreign);
    }

    /** One change at the server. */
    public sealed interface Step {
        /** The name of the user at the server. */
        String user();

        /** What is done, for people to read. */
        String sentence();
    }

    /** A user who is not there yet. */
    public record Add(String user, Set<String> tags) implements Step {
        @Override
        public String sentence() {
            return "adds user '%s' with the tags %s".formatted(user, sorted(tags));
        }
    }

    /** A user whose tags are not those of the groups, or who was given a password. */
    public record Restore(String user, Set<String> tags) implements Step {
        @Override
        public String sentence() {
            return "leaves user '%s' no password, and the tags %s".formatted(user, sorted(tags));
        }
    }

    /** A user who is no longer in the registry. */
    public record Delete(String user) implements Step {
        @Override
        public String sentence() {
            return "deletes user '%s'".formatted(user);
        }
    }

    /** Permissions that are missing or others than those of the groups. */
    public record Permit(Permission permission) implements Step {
        @Override
        public String user() {
            return permission.user();
        }

        @Override
        public String sentence() {
            return "lets user '%s' configure %s, write %s and read %s in virtual host '%s'"
                    .formatted(
                            permission.user(),
                            permission.configure(),
                            permission.write(),
                            permission.read(),
                            permission.vhost());
        }
    }

    /** Permissions that no group gives any more. */
    public record Shut(String vhost, String user) implements Step {
        @Override
        public String sentence() {
            return "shuts user '%s' out of virtual host '%s'".formatted(user, vhost);
        }
    }

    /**
     * Compares what is wanted with what is there.
     *
     * @param vhost permissions in other virtual hosts are somebody else's affair
     * @param wanted names are different from each other
     * @param self the user who asks, who is never changed
     */
    public static UserPlan of(
            String vhost,
            Collection<WantedUser> wanted,
            Collection<BrokerUser> users,
            Collection<Permission> permissions,
            String self) {
        Map<String, BrokerUser> there = users.stream().collect(Collectors.toMap(BrokerUser::name, Function.identity()));
        Map<String, Permission> permitted = permissions.stream()
                .filter(permission -> permission.vhost().equals(vhost))
                .collect(Collectors.toMap(Permission::user, Function.identity()));
        SortedMap<String, WantedUser> byName = new TreeMap<>();
        wanted.forEach(user -> byName.put(user.name(), user));

        List<Step> steps = new ArrayList<>();
        List<String> foreign = new ArrayList<>();
        byName.forEach((name, user) -> {
            BrokerUser present = there.get(name);
            if (name.equals(self) || (present != null && !isOurs(present))) {
                foreign.add(name);
                return;
            }
            if (present == null) {
                steps.add(new Add(name, user.tags()));
            } else if (present.hasPassword() || !present.tags().equals(user.tags())) {
                steps.add(new Restore(name, user.tags()));
            }
            permission(vhost, user, permitted.get(name), steps);
        });
        users.stream()
                .filter(user -> isOurs(user)
                        && !byName.containsKey(user.name())
                        && !user.name().equals(self))
                .map(BrokerUser::name)
                .sorted()
                .forEach(name -> steps.add(new Delete(name)));
        return new UserPlan(steps, foreign);
    }

    private static void permission(String vhost, WantedUser user, @Nullable Permission present, List<Step> steps) {
        user.permission(vhost)
                .filter(wanted -> !wanted.equals(present))
                .ifPresent(wanted -> steps.add(new Permit(wanted)));
        if (present != null && user.permission(vhost).isEmpty()) {
            steps.add(new Shut(vhost, user.name()));
        }
    }

    private static String sorted(Set<String> tags) {
        return tags.stream().sorted().collect(Collectors.joining(", "));
    }

    private static boolean isOurs(BrokerUser user) {
        return user.tags().contains(WantedUser.TAG);
    }
}
