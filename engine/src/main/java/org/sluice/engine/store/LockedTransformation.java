package org.sluice.engine.store;

/**
 * A transformation as it is while this transaction holds it.
 *
 * @param type the transformation's type
 * @param status the text in the table, which may be one that Sluice does not know
 * @param tasks how many task numbers were given out
 * @param quarantined whether its plugin failed and nobody released it yet
 * @param backfilling whether known files are still being looked through for it
 */
public record LockedTransformation(
        int id, String type, String status, int tasks, boolean quarantined, boolean backfilling) {}
