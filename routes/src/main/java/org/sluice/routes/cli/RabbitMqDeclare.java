package org.sluice.routes.cli;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.concurrent.Callable;
import org.sluice.routes.rabbitmq.Declaration;
import org.sluice.routes.rabbitmq.Management;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Declares what the configuration names. */
@Command(
        name = "declare",
        description = {
            "Make what the configuration names and the server lacks: virtual host, exchanges, queues, bindings,"
                    + " policies.",
            "What is there with other properties is reported and left as it is; nothing is ever deleted."
        })
final class RabbitMqDeclare implements Callable<Integer> {
    private final Terminal terminal;

    @Option(names = "--dry-run", description = "Say what would be made, and make nothing.")
    private boolean dryRun;

    @Option(names = "--json", description = "Print a JSON object: {\"declared\":[…], \"conflicts\":[…]}.")
    private boolean asJson;

    @Mixin
    private final BrokerMixin broker = new BrokerMixin();

    RabbitMqDeclare(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Management management = broker.connect();
        Declaration plan = Declaration.plan(management);
        if (!dryRun) {
            plan.apply(management);
        }
        terminal.out().println(asJson ? Json.pretty(json(plan)) : text(plan, management));
        plan.conflicts().forEach(conflict -> terminal.err().println("sluice: " + conflict));
        return plan.conflicts().isEmpty() ? 0 : 1;
    }

    private String text(Declaration plan, Management management) {
        if (plan.steps().isEmpty()) {
            return "Nothing is missing in virtual host '%s' at %s.".formatted(management.vhost(), management.address());
        }
        Table table = Table.of(dryRun ? "Would declare" : "Declared", "");
        plan.steps().forEach(step -> table.row(step.kind(), step.what()));
        return table.toString();
    }

    private static ObjectNode json(Declaration plan) {
        ObjectNode json = Json.object();
        ArrayNode declared = json.putArray("declared");
        plan.steps()
                .forEach(step -> declared.addObject().put("kind", step.kind()).put("what", step.what()));
        ArrayNode conflicts = json.putArray("conflicts");
        plan.conflicts().forEach(conflicts::add);
        return json;
    }
}
