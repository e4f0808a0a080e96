package caravan.cluster.local;

import caravan.cluster.ResourceStore;
import caravan.cluster.ResourceStoreContract;

class LocalResourceStoreTest extends ResourceStoreContract {

    @Override
    protected ResourceStore open() {
        return new LocalResourceStore();
    }
}
