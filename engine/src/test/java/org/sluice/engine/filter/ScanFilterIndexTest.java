package org.sluice.engine.filter;

class ScanFilterIndexTest extends FilterIndexContract {
    @Override
    protected FilterIndex newIndex() {
        return FilterIndex.scan();
    }
}
