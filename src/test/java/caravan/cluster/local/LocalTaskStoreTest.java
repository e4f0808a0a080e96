package caravan.cluster.local;

import caravan.cluster.TaskStore;
import caravan.cluster.TaskStoreContract;

class LocalTaskStoreTest extends TaskStoreContract {

    @Override
    protected TaskStore open() {
        return new LocalTaskStore();
    }
}
