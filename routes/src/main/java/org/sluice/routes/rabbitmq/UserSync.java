package org.sluice.routes.rabbitmq;

import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sluice.config.Configuration;
import org.sluice.config.identity.Registry;
import org.sluice.config.rabbitmq.ManagedBroker;

/** Makes the users of a RabbitMQ server those of the registry. */
public final class UserSync {
    private static final Logger LOG = LoggerFactory.getLogger(UserSync.class);

    private UserSync() {}

    /**
     * Looks at the server and the registry.
     *
     * @throws ManagementException where the server cannot be asked, or the configuration has no registry at all: that is
     *     likely to be a file that is missing, and would delete everybody
     */
    public static UserPlan plan(Management management, Configuration configuration) {
        Registry registry = configuration.registry();
        if (!registry.present()) {
            throw new ManagementException("the configuration has neither /Registry/Users nor /Registry/Hosts, so that"
                    + " no user would be left at " + management.address()
                    + ": add the file that has the registry by --config; if nobody is to be left, write"
                    + " 'Registry { Users { } }'");
        }
        ManagedBroker broker = management.broker();
        return UserPlan.of(
                management.vhost(),
                WantedUser.of(registry, broker.permissions()),
                management.users(),
                management.permissions(),
                management.self());
    }

    /**
     * Does what a plan says. Where a step fails the others are left undone; a new plan takes it up from there.
     *
     * @throws ManagementException where a step fails, saying how many were done
     */
    public static void apply(Management management, UserPlan plan) {
        int done = 0;
        for (UserPlan.Step step : plan.steps()) {
            try {
                apply(management, step);
            } catch (ManagementException e) {
                throw new ManagementException(
                        "%s. %d of %d changes were made; the next run makes the others"
                                .formatted(e.getMessage(), done, plan.steps().size()),
                        e);
            }
            LOG.info("Sluice {} at {}.", step.sentence(), management.address());
            done++;
        }
    }

    private static void apply(Management management, UserPlan.Step step) {
        if (step instanceof UserPlan.Add add) {
            management.putUser(add.user(), Optional.empty(), add.tags());
        } else if (step instanceof UserPlan.Restore restore) {
            management.putUser(restore.user(), Optional.empty(), restore.tags());
        } else if (step instanceof UserPlan.Delete delete) {
            management.deleteUser(delete.user());
        } else if (step instanceof UserPlan.Permit permit) {
            management.putPermission(permit.permission());
        } else if (step instanceof UserPlan.Shut shut) {
            management.clearPermission(shut.vhost(), shut.user());
        }
    }
}
