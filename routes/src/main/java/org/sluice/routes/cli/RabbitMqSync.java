package org.sluice.routes.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.sluice.config.Configuration;
import org.sluice.routes.rabbitmq.Management;
import org.sluice.routes.rabbitmq.Permission;
import org.sluice.routes.rabbitmq.UserPlan;
import org.sluice.routes.rabbitmq.UserPlan.Step;
import org.sluice.routes.rabbitmq.UserSync;
import org.sluice.routes.rabbitmq.WantedUser;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes the users of the server those of the registry. */
@Command(
        name = "sync",
        description = {
            "Make the users of the server those of /Registry: add who is missing, delete who is gone, set permissions"
                    + " by group.",
            "Users without the tag " + WantedUser.TAG + " were made by somebody else and are never touched."
        })
final class RabbitMqSync implements Callable<Integer> {
    private final Terminal terminal;

    @Option(names = "--dry-run", description = "Say what would be changed, and change nothing.")
    private boolean dryRun;

    @Option(names = "--json", description = "Print a JSON object: {\"changes\":[…], \"foreign\":[…]}.")
    private boolean asJson;

    @Mixin
    private final BrokerMixin broker = new BrokerMixin();

    RabbitMqSync(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Configuration configuration = broker.configuration();
        Management management = broker.connect(configuration);
        UserPlan plan = UserSync.plan(management, configuration);
        if (!dryRun) {
            UserSync.apply(management, plan);
        }
        terminal.out().println(asJson ? Json.pretty(json(plan)) : text(plan, management));
        return 0;
    }

    private String text(UserPlan plan, Management management) {
        StringBuilder text = new StringBuilder();
        if (plan.steps().isEmpty()) {
            text.append("The users at %s are those of the registry.".formatted(management.address()));
        } else {
            Table table = Table.of(dryRun ? "Would" : "Done", "User", "");
            plan.steps().forEach(step -> table.row(word(step), step.user(), details(step)));
            text.append(table);
        }
        for (String name : plan.foreign()) {
            text.append("\nLeft alone: '%s' is in the registry, but the user of that name was not made by Sluice"
                    .formatted(name));
            text.append(" (it lacks the tag ").append(WantedUser.TAG).append(").");
        }
        return text.toString();
    }

    private static ObjectNode json(UserPlan plan) {
        ObjectNode json = Json.object();
        ArrayNode changes = json.putArray("changes");
        for (Step step : plan.steps()) {
            ObjectNode change = changes.addObject().put("change", word(step)).put("user", step.user());
            tags(step).stream().sorted().forEach(change.withArray("tags")::add);
            if (step instanceof UserPlan.Permit permit) {
                change.put("vhost", permit.permission().vhost())
                        .put("configure", permit.permission().configure())
                        .put("write", permit.permission().write())
                        .put("read", permit.permission().read());
            } else if (step instanceof UserPlan.Shut shut) {
                change.put("vhost", shut.vhost());
            }
        }
        ArrayNode foreign = json.putArray("foreign");
        plan.foreign().forEach(foreign::add);
        return json;
    }

    private static String word(Step step) {
        if (step instanceof UserPlan.Add) {
            return "add";
        } else if (step instanceof UserPlan.Restore) {
            return "restore";
        } else if (step instanceof UserPlan.Delete) {
            return "delete";
        }
        return step instanceof UserPlan.Permit ? "permit" : "shut out";
    }

    private static String details(Step step) {
        if (step instanceof UserPlan.Permit permit) {
            Permission permission = permit.permission();
            return "%s: configure %s, write %s, read %s"
                    .formatted(permission.vhost(), permission.configure(), permission.write(), permission.read());
        } else if (step instanceof UserPlan.Shut shut) {
            return shut.vhost();
        }
        return tags(step).stream().sorted().collect(Collectors.joining(", "));
    }

    private static Set<String> tags(Step step) {
        if (step instanceof UserPlan.Add add) {
            return add.tags();
        }
        return step instanceof UserPlan.Restore restore ? restore.tags() : Set.of();
    }
}
