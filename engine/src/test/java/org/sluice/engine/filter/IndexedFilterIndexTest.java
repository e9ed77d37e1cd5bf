package org.sluice.engine.filter;

class IndexedFilterIndexTest extends FilterIndexContract {
    @Override
    protected FilterIndex newIndex() {
        return FilterIndex.indexed();
    }
}
