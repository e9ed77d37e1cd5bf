package org.sluice.routes.rabbitmq;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.sluice.config.Configuration;
import org.sluice.config.rabbitmq.ManagedBroker.GroupPermissions;
import org.sluice.routes.rabbitmq.UserPlan.Add;
import org.sluice.routes.rabbitmq.UserPlan.Delete;
import org.sluice.routes.rabbitmq.UserPlan.Permit;
import org.sluice.routes.rabbitmq.UserPlan.Restore;
import org.sluice.routes.rabbitmq.UserPlan.Shut;
import org.sluice.routes.rabbitmq.UserPlan.Step;

class UserPlanTest {
    private static final String VHOST = "/";
    private static final String SELF = "admin";
    private static final GroupPermissions PRODUCERS =
            new GroupPermissions("producers", "^$", "^in$", "^$", List.of("monitoring"));
    private static final GroupPermissions CONSUMERS = new GroupPermissions("consumers", "^$", "^$", "^in$", List.of());
    private static final GroupPermissions OPERATORS =
            new GroupPermissions("operators", ".*", ".*", "^in$", List.of("management"));

    @Test
    void whatIsMissingIsAddedAndWhatHasGoneIsDeleted() {
        UserPlan plan = plan(
                List.of(wanted("CN=new", PRODUCERS), wanted("CN=kept", CONSUMERS)),
                List.of(ours("CN=kept"), ours("CN=gone"), new BrokerUser("guest", Set.of("administrator"), true)),
                List.of(new Permission(VHOST, "CN=kept", "^$", "^$", "^in$")));

        assertThat(plan.steps())
                .containsExactly(
                        new Add("CN=new", Set.of("sluice-sync", "monitoring")),
                        new Permit(new Permission(VHOST, "CN=new", "^$", "^in$", "^$")),
                        new Delete("CN=gone"));
        assertThat(plan.foreign()).isEmpty();
    }

    @Test
    void permissionsAreThoseOfAllGroupsTogether() {
        UserPlan plan = plan(
                List.of(wanted("CN=a", PRODUCERS, CONSUMERS, OPERATORS), wanted("CN=b")),
                List.of(ours("CN=b")),
                List.of(
                        new Permission(VHOST, "CN=b", ".*", ".*", ".*"),
                        new Permission("another", "CN=b", ".*", ".*", ".*")));

        assertThat(plan.steps())
                .containsExactly(
                        new Add("CN=a", Set.of("sluice-sync", "monitoring", "management")),
                        new Permit(new Permission(VHOST, "CN=a", ".*", "(?:^in$)|(?:.*)", "^in$")),
                        new Shut(VHOST, "CN=b"));
    }

    @Test
    void usersOfOthersAreLeftAlone() {
        UserPlan plan = plan(
                List.of(wanted("CN=a", PRODUCERS), wanted(SELF, PRODUCERS)),
                List.of(new BrokerUser("CN=a", Set.of(), true), ours(SELF)),
                List.of());

        assertThat(plan.steps()).isEmpty();
        assertThat(plan.foreign()).containsExactly("CN=a", SELF);
    }

    @Test
    void theUserWhoAsksIsNotDeleted() {
        assertThat(plan(List.of(), List.of(ours(SELF)), List.of()).steps()).isEmpty();
    }

    @Test
    void aPasswordIsTakenFromUsersOfTheRegistry() {
        UserPlan plan =
                plan(List.of(wanted("CN=a")), List.of(new BrokerUser("CN=a", Set.of("sluice-sync"), true)), List.of());

        assertThat(plan.steps()).containsExactly(new Restore("CN=a", Set.of("sluice-sync")));
    }

    @Test
    void theRegistryGivesNamesAsRabbitMqWritesThem() {
        Configuration configuration = Configuration.parse(
                "r.cfg",
                """
                Registry {
                  Users {
                    jane {
                      DN = /DC=org/O=Acme, Inc./CN=Jane, /CN=shared
                    }
                    john {
                      DN = CN=shared
                    }
                  }
                  Hosts {
                    h {
                      DN = /CN=host/h.example.org
                    }
                  }
                  Groups {
                    producers {
                      Users = jane
                    }
                    consumers {
                      Users = john
                    }
                  }
                }
                """);
        GroupPermissions hosts = new GroupPermissions("hosts", "^$", "^$", ".*", List.of());

        assertThat(WantedUser.of(configuration.registry(), List.of(PRODUCERS, CONSUMERS, hosts)))
                .containsExactly(
                        wanted("CN=Jane,O=Acme\\, Inc.,DC=org", PRODUCERS),
                        wanted("CN=shared", PRODUCERS, CONSUMERS),
                        wanted("CN=host/h.example.org", hosts));
    }

    @Property
    void afterAPlanIsDoneNothingIsLeftToDo(
            @ForAll("wantedUsers") List<WantedUser> wanted, @ForAll("servers") Server server) {
        server.apply(plan(wanted, server.users.values(), server.permissions()));

        assertThat(plan(wanted, server.users.values(), server.permissions()).steps())
                .isEmpty();
    }

    @Property
    void usersOfOthersAreNeverTouched(
            @ForAll("wantedUsers") List<WantedUser> wanted, @ForAll("servers") Server server) {
        List<String> foreign = new ArrayList<>(List.of(SELF));
        server.users.values().stream()
                .filter(user -> !user.tags().contains("sluice-sync"))
                .map(BrokerUser::name)
                .forEach(foreign::add);

        assertThat(plan(wanted, server.users.values(), server.permissions()).steps())
                .extracting(Step::user)
                .doesNotContainAnyElementsOf(foreign);
    }

    @Property
    void afterAPlanIsDoneOursAreThoseOfTheRegistry(
            @ForAll("wantedUsers") List<WantedUser> wanted, @ForAll("servers") Server server) {
        UserPlan plan = plan(wanted, server.users.values(), server.permissions());
        server.apply(plan);

        for (WantedUser user : wanted) {
            if (!plan.foreign().contains(user.name())) {
                assertThat(server.users.get(user.name())).isEqualTo(new BrokerUser(user.name(), user.tags(), false));
                assertThat(server.permissions)
                        .extractingByKey(user.name())
                        .isEqualTo(user.permission(VHOST).orElse(null));
            }
        }
        assertThat(server.users.values().stream()
                        .filter(user -> user.tags().contains("sluice-sync"))
                        .map(BrokerUser::name)
                        .filter(name -> !name.equals(SELF)))
                .isSubsetOf(wanted.stream().map(WantedUser::name).toList());
    }

    /** A server as far as plans are about it. */
    private static final class Server {
        private final Map<String, BrokerUser> users = new TreeMap<>();
        private final Map<String, Permission> permissions = new TreeMap<>();

        Server(List<BrokerUser> users, List<String> permitted) {
            users.forEach(user -> this.users.put(user.name(), user));
            permitted.forEach(name -> permissions.put(name, new Permission(VHOST, name, "^$", "^in$", "^$")));
            permissions.keySet().retainAll(this.users.keySet());
        }

        Collection<Permission> permissions() {
            List<Permission> all = new ArrayList<>(permissions.values());
            all.add(new Permission("another", "CN=0", ".*", ".*", ".*"));
            return all;
        }

        void apply(UserPlan plan) {
            for (Step step : plan.steps()) {
                if (step instanceof Add add) {
                    assertThat(users.put(add.user(), new BrokerUser(add.user(), add.tags(), false)))
                            .isNull();
                } else if (step instanceof Restore restore) {
                    users.put(restore.user(), new BrokerUser(restore.user(), restore.tags(), false));
                } else if (step instanceof Delete delete) {
                    assertThat(users.remove(delete.user())).isNotNull();
                    permissions.remove(delete.user());
                } else if (step instanceof Permit permit) {
                    assertThat(users).containsKey(permit.user());
                    permissions.put(permit.user(), permit.permission());
                } else if (step instanceof Shut shut) {
                    assertThat(permissions.remove(shut.user())).isNotNull();
                }
            }
        }

        @Override
        public String toString() {
            return users + " " + permissions;
        }
    }

    @Provide
    Arbitrary<List<WantedUser>> wantedUsers() {
        Arbitrary<List<GroupPermissions>> groups =
                Arbitraries.subsetOf(PRODUCERS, CONSUMERS, OPERATORS).map(List::copyOf);
        return Combinators.combine(names(), groups)
                .as((name, own) -> wanted(name, own.toArray(GroupPermissions[]::new)))
                .list()
                .ofMaxSize(6)
                .uniqueElements(WantedUser::name);
    }

    @Provide
    Arbitrary<Server> servers() {
        Arbitrary<BrokerUser> users = Combinators.combine(
                        names(),
                        Arbitraries.subsetOf("sluice-sync", "monitoring", "administrator"),
                        Arbitraries.of(true, false))
                .as(BrokerUser::new);
        return Combinators.combine(users.list().ofMaxSize(8), names().list().ofMaxSize(6))
                .as(Server::new);
    }

    private static Arbitrary<String> names() {
        return Arbitraries.of(SELF, "CN=0", "CN=1", "CN=2", "CN=3", "CN=4", "CN=5");
    }

    private static UserPlan plan(
            Collection<WantedUser> wanted, Collection<BrokerUser> users, Collection<Permission> permissions) {
        return UserPlan.of(VHOST, wanted, users, permissions, SELF);
    }

    private static BrokerUser ours(String name) {
        return new BrokerUser(name, Set.of(WantedUser.TAG), false);
    }

    private static WantedUser wanted(String name, GroupPermissions... groups) {
        Set<String> tags = new java.util.HashSet<>(Set.of(WantedUser.TAG));
        List.of(groups).forEach(group -> tags.addAll(group.tags()));
        return new WantedUser(name, tags, List.of(groups));
    }
}
