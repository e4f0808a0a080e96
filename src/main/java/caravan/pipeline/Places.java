package caravan.pipeline;

import java.util.List;

/** The outboxes that one crawl's visits take their places in: one in each, or none. Immutable. */
record Places(List<Outbox> outboxes) {

    boolean tryTake() {
        for (int i = 0; i < outboxes.size(); i++) {
            if (!outboxes.get(i).tryTake()) {
                outboxes.subList(0, i).forEach(Outbox::undo);
                return false;
            }
        }
        return true;
    }

    void undo() {
        outboxes.forEach(Outbox::undo);
    }

    void giveBack() {
        outboxes.forEach(Outbox::giveBack);
    }

    boolean areFree() {
        return outboxes.stream().allMatch(Outbox::hasRoom);
    }

    void onRoom(Runnable wakeUp) {
        outboxes.forEach(outbox -> outbox.onRoom(wakeUp));
    }

    void forget(Runnable wakeUp) {
        outboxes.forEach(outbox -> outbox.forget(wakeUp));
    }
}
