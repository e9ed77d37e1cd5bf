package org.sluice.engine.fixturetwo;

import org.sluice.engine.fixture.first.NeedsSecond;

/** Violates, with the other: packages have no cycles. */
public interface NeedsFirst {
    NeedsSecond other();
}
