package org.sluice.persistence;

import org.junit.jupiter.api.extension.RegisterExtension;

class H2OutsideTest extends OutsideContract {
    @RegisterExtension
    static final TestDatabase DATABASE = TestDatabase.h2("Outside");

    @Override
    TestDatabase database() {
        return DATABASE;
    }
}
