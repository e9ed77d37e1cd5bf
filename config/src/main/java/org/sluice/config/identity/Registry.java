package org.sluice.config.identity;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.sluice.config.cfg.CfgOption;
import org.sluice.config.cfg.CfgValue;
import org.sluice.config.value.SectionReader;

/**
 * DIRAC's {@code /Registry}: the users and hosts that have certificates, and the groups that they are in.
 *
 * @param present whether the configuration has users or hosts at all; one without them is likely to miss a file
 * @param members users, then hosts, in the order of the configuration, those without a DN left out
 */
public record Registry(boolean present, List<Member> members) {

    /** The group that all hosts are in, as in DIRAC. */
    public static final String HOSTS = "hosts";

    /** Between DNs, not inside one: {@code /O=Acme, Inc./CN=x} is a single name. */
    private static final Pattern BETWEEN_NAMES = Pattern.compile(",\\s*(?=/[A-Za-z0-9.-]+=)");

    /**
     * A user or a host.
     *
     * @param name the name of the user or host, of its section that is
     * @param names the subjects of its certificates, at least one
     */
    public record Member(String name, List<DistinguishedName> names, Set<String> groups) {
        public Member {
            names = List.copyOf(names);
            groups = Set.copyOf(groups);
        }
    }

    public Registry {
        members = List.copyOf(members);
    }

    /**
     * Reads {@code /Registry/Users}, {@code /Registry/Hosts} and {@code /Registry/Groups}.
     *
     * @param root the root of the configuration; what is wrong goes to its {@code Reading}
     */
    public static Registry read(SectionReader root) {
        SectionReader groups = root.at("/Registry/Groups");
        SectionReader users = root.at("/Registry/Users");
        SectionReader hosts = root.at("/Registry/Hosts");
        List<Member> members = new ArrayList<>();
        users.sections().forEach(user -> add(user, groupsOf(user.name(), groups), members));
        hosts.sections().forEach(host -> add(host, Set.of(HOSTS), members));
        boolean present = Stream.of(users, hosts)
                .anyMatch(section -> section.section().origin().isPresent());
        return new Registry(present, members);
    }

    /** The names of the groups, {@value #HOSTS} included, without looking at anybody in them. */
    public static Set<String> groupNames(SectionReader root) {
        Set<String> names = new LinkedHashSet<>(root.at("/Registry/Groups").sectionNames());
        names.add(HOSTS);
        return names;
    }

    private static void add(SectionReader section, Set<String> groups, List<Member> members) {
        List<DistinguishedName> names = section.section().option("DN").map(CfgOption::parts).stream()
                .flatMap(List::stream)
                .flatMap(value -> names(value, section))
                .distinct()
                .toList();
        if (!names.isEmpty()) {
            members.add(new Member(section.name(), names, groups));
        }
    }

    private static Stream<DistinguishedName> names(CfgValue value, SectionReader section) {
        return BETWEEN_NAMES
                .splitAsStream(value.text())
                .map(String::strip)
                .filter(text -> !text.isEmpty())
                .flatMap(text -> {
                    try {
                        return Stream.of(DistinguishedName.parse(text));
                    } catch (IllegalArgumentException e) {
                        section.reading().error(value.origin(), section.section() + "/DN: " + e.getMessage());
                        return Stream.empty();
                    }
                });
    }

    private static Set<String> groupsOf(String user, SectionReader groups) {
        Set<String> names = new LinkedHashSet<>();
        for (SectionReader group : groups.sections()) {
            if (group.list("Users").stream().anyMatch(member -> member.text().equals(user))) {
                names.add(group.name());
            }
        }
        return names;
    }
}
