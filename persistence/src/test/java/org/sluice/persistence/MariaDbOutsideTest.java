package org.sluice.persistence;

import org.junit.jupiter.api.extension.RegisterExtension;

class MariaDbOutsideTest extends OutsideContract {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.mariaDb();

    @Override
    TestDatabase database() {
        return DATABASE;
    }
}
