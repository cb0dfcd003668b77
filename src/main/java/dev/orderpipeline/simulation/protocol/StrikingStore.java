package dev.orderpipeline.simulation.protocol;

import dev.orderpipeline.protocol.ActiveStore;
import dev.orderpipeline.protocol.FinishedStore;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Consumer;

/// A task's stores, before and after whose writes the thread can be struck.
record StrikingStore(WorkingPartition store, SimThread thread)
    implements ActiveStore, FinishedStore {

  @Override
  public void put(String orderId, byte[] snapshot) {
    thread.reach(Point.STORING);
    store.put(orderId, snapshot);
    thread.wrote();
    thread.reach(Point.STORED);
  }

  @Override
  public void delete(String orderId) {
    thread.reach(Point.STORING);
    store.delete(orderId);
    thread.wrote();
    thread.reach(Point.STORED);
  }

  @Override
  public void forEach(Consumer<byte[]> snapshot) {
    store.forEach(snapshot);
  }

  @Override
  public void put(String orderId, Instant finishedAt, byte[] snapshot) {
    thread.reach(Point.STORING);
    store.put(orderId, finishedAt, snapshot);
    thread.wrote();
    thread.reach(Point.STORED);
  }

  @Override
  public Optional<byte[]> find(String orderId, Instant now) {
    return store.find(orderId, now);
  }
}
