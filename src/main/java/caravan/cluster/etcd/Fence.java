package caravan.cluster.etcd;

import caravan.etcd.EtcdTxn;

/**
 * The proof of leadership that goes with every write of a leader: the key by which it leads, and when that came into
 * being. A write is refused by etcd once the key is gone, whatever the writer believes.
 */
record Fence(String key, long createRevision) {

    EtcdTxn txn() {
        return new EtcdTxn().ifCreatedAt(key, createRevision);
    }
}
