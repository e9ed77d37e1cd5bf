package org.sluice.persistence;

import org.junit.jupiter.api.extension.RegisterExtension;

class H2DiracsRowsTest extends DiracsRowsContract {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.h2("DiracsRows");

    @Override
    TestDatabase database() {
        return DATABASE;
    }
}
